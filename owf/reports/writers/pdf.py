"""A report as a PDF that screen readers can read (PDF/UA-1)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import singledispatch
from math import ceil
from pathlib import Path
from typing import Any

from owf.charts import Chart
from owf.charts.theme import LIGHT
from owf.exchange.typesetting import typeset
from owf.reports.model import (
    MADE_UP,
    Blank,
    Block,
    Facts,
    Figure,
    Note,
    Notice,
    Paragraph,
    Points,
    Quote,
    Report,
    Section,
    Table,
)
from owf.reports.writers import NO_ROWS, NOTHING_HERE
from owf.reports.writers.column_widths import fitted
from owf.reports.writers.pictures import svg_of
from owf.reports.writers.rows import in_rows
from owf.texts import clean_text

_TEMPLATE = Path(__file__).parent / "report.typ"
_LONG = 4
"""Pages, from about which on a report has a list of contents."""
_LINES = 50
"""Of text on a page."""
_LONG_CELL = 600
"""Letters from which on a row may go over to the next page."""


_TALLEST = 590.0
"""Points of a figure that fit on a page with its title and caption."""


@dataclass(frozen=True)
class _Room:
    """``points``: how wide text is; ``pixels``: how wide a figure is drawn for that."""

    points: float
    pixels: int
    sizes: tuple[float, ...]


_PAGE = _Room(493, 720, (9.5, 9, 8.5, 8, 7.5, 7, 6.5))
_COMPACT = _Room(527, 760, (8.5, 8, 7.5, 7, 6.5))
_HALF = _Room(255, 480, (8.5, 8, 7.5, 7, 6.5))


def pdf_file(report: Report) -> bytes:
    about = report.about
    rows = _rows(report.sections, _COMPACT if report.is_compact else _PAGE)
    language, _, region = about.language.partition("-")
    return typeset(
        _TEMPLATE,
        {
            "title": clean_text(report.title) or "Report",
            "subtitle": report.subtitle,
            "author": about.author,
            "year": str(about.year),
            "keywords": report.keywords,
            "made_on": [about.made_on.year, about.made_on.month, about.made_on.day],
            "language": language,
            "region": region or None,
            "made_up": MADE_UP if about.is_made_up else "",
            "hash": about.digest[:12],
            "about": about.lines(),
            "is_compact": report.is_compact,
            "colours": asdict(LIGHT),
            "rows": rows,
            "is_long": not report.is_compact and _lines_in(rows) > _LONG * _LINES,
        },
    )


def _rows(sections: Sequence[Section], room: _Room) -> list[list[dict[str, Any]]]:
    rows = in_rows(sections, is_compact=room is _COMPACT)
    return [[_section(one, _HALF if len(row) == 2 else room) for one in row] for row in rows]


def _section(section: Section, room: _Room) -> dict[str, Any]:
    is_empty = not (section.claim or section.blocks or section.parts)
    return {
        "heading": section.heading,
        "claim": NOTHING_HERE if is_empty else section.claim,
        "blocks": [_data_of(one, room) for one in section.blocks],
        "rows": _rows(section.parts, room),
    }


def _lines_in(rows: Sequence[Sequence[Mapping[str, Any]]]) -> float:
    """About how many, since asking the typesetter first would take as long again."""
    return sum(
        4 + sum(map(_lines_of, one["blocks"])) + _lines_in(one["rows"])
        for row in rows
        for one in row
    )


def _lines_of(block: Mapping[str, Any]) -> float:
    if "svg" in block:
        return float(block["height"]) / 18
    if "cells" in block:
        rows = (
            max(
                math.ceil(len(cell) * 4.5 / width)
                for cell, width in zip(row, block["widths"], strict=True)
            )
            for row in block["cells"]
        )
        return float(4 + 0.9 * sum(rows) + 0.5 * len(block["cells"]))
    words = [one for one in block.values() if isinstance(one, str)]
    words += [str(one) for name in ("texts", "pairs") for one in block.get(name, ())]
    return float(block.get("lines", 0)) * 2 + sum(math.ceil(len(one) / 100) for one in words[1:])


@singledispatch
def _data_of(block: Block, room: _Room) -> dict[str, Any]:
    raise TypeError(f"There is no way here to print {type(block).__name__}.")


@_data_of.register
def _(block: Paragraph, room: _Room) -> dict[str, Any]:
    return {"is": "lead" if block.is_lead else "paragraph", "text": block.text}


@_data_of.register
def _(block: Points, room: _Room) -> dict[str, Any]:
    return {"is": "points", "texts": block.texts, "is_ordered": block.is_ordered}


@_data_of.register
def _(block: Facts, room: _Room) -> dict[str, Any]:
    return {"is": "facts", "pairs": block.pairs}


@_data_of.register
def _(block: Notice, room: _Room) -> dict[str, Any]:
    return {"is": "notice", "text": block.text}


@_data_of.register
def _(block: Quote, room: _Room) -> dict[str, Any]:
    return {"is": "quote", "text": block.text, "source": block.source}


@_data_of.register
def _(block: Note, room: _Room) -> dict[str, Any]:
    return {"is": "note", "text": block.text}


@_data_of.register
def _(block: Blank, room: _Room) -> dict[str, Any]:
    return {"is": "blank", "label": block.label, "lines": block.lines}


@_data_of.register
def _(block: Table, room: _Room) -> dict[str, Any]:
    cells = block.cells()
    fit = fitted(block.columns, cells, room.points, room.sizes)
    return {
        "is": "table",
        "title": block.title,
        "note": block.note,
        "nothing": "" if cells else NO_ROWS,
        "head": [one.title for one in block.columns],
        "are_numbers": [one.is_number for one in block.columns],
        "cells": cells,
        "are_long": [any(len(cell) > _LONG_CELL for cell in row) for row in cells],
        "size": fit.size,
        "widths": fit.widths,
        "longest": fit.longest,
        "head_height": fit.head_height,
    }


@_data_of.register
def _(block: Figure, room: _Room) -> dict[str, Any]:
    if not block.on_pages:
        return {"is": "nothing"}
    chart = block.chart
    return {
        "is": "figure",
        "title": chart.title,
        "alt": chart.alt,
        "caption": chart.caption,
        "svg": svg_of(chart, _pixels_across(chart, room)),
        "height": chart.figure.layout.height or 450,
    }


def _pixels_across(chart: Chart, room: _Room) -> int:
    """More than usual where the figure would be taller than a page, so that it is drawn smaller."""
    tall = float(chart.figure.layout.height or 0)
    return max(room.pixels, ceil(tall * room.points / _TALLEST))
