"""A report as one HTML file: nothing is fetched, no script runs, and it prints on A4."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from owf.charts.theme import FONT, css_of_light
from owf.reports.model import MADE_UP, Block, Figure, Report
from owf.reports.writers import NO_ROWS, NOTHING_HERE
from owf.reports.writers.pictures import svg_of
from owf.reports.writers.rows import in_rows
from owf.texts import without_invisible

_HERE = Path(__file__).parent
_WHOLE, _HALF = 720, 480
"""Pixels of a figure, by itself and beside another section."""
_DIRECTIONS = {"▲": "ahead", "△": "ahead", "▼": "behind", "▽": "behind"}


def html_file(report: Report) -> bytes:
    text = _templates().get_template("report.html").render(report=report)
    return text.encode()


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        finalize=_writable,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {
        "style": Markup(_style()),  # noqa: S704  our own file
        "made_up": MADE_UP,
        "no_rows": NO_ROWS,
        "nothing_here": NOTHING_HERE,
        "kind_of": _kind_of,
        "in_rows": in_rows,
        "drawing_of": _drawing_of,
        "direction_of": _direction_of,
    }
    return templates


def _style() -> str:
    rules = (_HERE / "report.css").read_text(encoding="utf-8")
    return f"{css_of_light()}\n:root {{ --owf-font: {FONT}; }}\n{rules}"


def _writable(value: object) -> object:
    """Without characters that no page can hold."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return without_invisible(value)
    return value


def _kind_of(block: Block) -> str:
    return type(block).__name__


def _drawing_of(figure: Figure, is_half: bool) -> Markup:
    svg = svg_of(figure.chart, _HALF if is_half else _WHOLE)
    return Markup(without_invisible(svg))  # noqa: S704  it escapes its words


def _direction_of(words: str) -> str:
    """By the symbol of a verdict; empty where there is none."""
    return _DIRECTIONS.get(words[:1], "")
