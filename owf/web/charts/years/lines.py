"""What is written at a small multiple: its heading, its newest score, its breaks, names behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from owf.benchmark.change.histories import ScoreHistory, broken_off
from owf.comparability import Comparability
from owf.web.charts.rows import in_lines
from owf.web.charts.theme import LIGHT
from owf.web.markup.formatting import score

ALONE = 0.2
"""Years to either side that a region's single year reaches, which would have no width else."""


def year_lines(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    """What is drawn of one score, from the back to the front.

    Args:
        one: the score.
        name: of its axes: "" for the first plot, "2" for the second and so on.
    """
    plane = {"type": "scatter", "xaxis": f"x{name}", "yaxis": f"y{name}", "hoverinfo": "skip"}
    for drawn in (_region, _usual, _behind, _own):
        for trace in drawn(one):
            yield plane | trace


def _region(one: ScoreHistory) -> Iterator[dict[str, Any]]:
    for part in one.region_parts:
        years = [point.year for point in part]
        yield {
            "x": [*_wide(years), *reversed(_wide(years))],
            "y": [
                *_twice([point.upper_quartile for point in part]),
                *reversed(_twice([point.lower_quartile for point in part])),
            ],
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": LIGHT.grid,
            "name": "middle half",
        }
        yield {
            "x": _wide(years),
            "y": _twice([point.median for point in part]),
            "mode": "lines",
            "line": {"color": LIGHT.neutral, "width": 1.5, "dash": "dot"},
            "name": "median",
        }


def _wide(years: Sequence[int]) -> list[float]:
    return [years[0] - ALONE, years[0] + ALONE] if len(years) == 1 else list(years)


def _twice(values: Sequence[float]) -> list[float]:
    return [*values, *values] if len(values) == 1 else list(values)


def _usual(one: ScoreHistory) -> Iterator[dict[str, Any]]:
    if one.usual is None:
        return
    for end in (one.usual.upper, one.usual.lower):
        yield {
            "x": [one.newest[0].year, one.newest[-1].year],
            "y": [end, end],
            "mode": "lines",
            "line": {"color": LIGHT.quiet, "width": 1},
            "name": "usual variation",
        }


def _behind(one: ScoreHistory) -> Iterator[dict[str, Any]]:
    for behind in one.behind:
        for part in behind.parts:
            yield {
                "x": [point.year for point in part],
                "y": [point.score for point in part],
                "mode": "lines+markers",
                "line": {"color": LIGHT.neutral, "width": 2, "dash": "dash"},
                "marker": {"size": 6, "color": LIGHT.neutral},
                "name": behind.trust,
            }


def _own(one: ScoreHistory) -> Iterator[dict[str, Any]]:
    for first, second in (pair for part in one.parts for pair in pairwise(part)):
        care = second.join is not None and second.join.comparable is Comparability.WITH_CARE
        yield {
            "x": [first.year, second.year],
            "y": [first.score, second.score],
            "mode": "lines",
            "line": {"color": LIGHT.ahead, "width": 3, "dash": "dash" if care else "solid"},
            "name": "with care" if care else "joined",
        }
    there = [point for part in one.parts for point in part]
    for point in there:
        if point.lower is not None and point.upper is not None:
            yield {
                "x": [point.year, point.year],
                "y": [point.lower, point.upper],
                "mode": "lines",
                "line": {"color": LIGHT.ahead, "width": 1.5},
                "name": "limits",
            }
    yield {
        "x": [point.year for point in there],
        "y": [point.score for point in there],
        "mode": "markers",
        "marker": {"size": 8, "color": LIGHT.ahead},
        "name": "scores",
    }


LETTER_SIZE = 13
"""Of a heading, pixels."""
LETTERS = 19
"""Letters of a heading's line that fit over a plot on a phone, 145 pixels wide."""
SPARE = 0.35
"""Years left free on either side of the line."""

_SMALL = {"showarrow": False, "font": {"size": 11, "color": LIGHT.muted}}


def heading_of(one: ScoreHistory) -> tuple[str, int]:
    """What a plot is of and where its years lead, as plotly writes it; and how many lines."""
    title = [escape(line, quote=False) for line in in_lines(one.short, LETTERS)]
    # That a trend cannot be calculated is said once, for the whole page.
    trend = in_lines(f"Trend: {one.trend.words}", LETTERS) if one.trend.is_calculated else []
    bold = [f"<b>{line}</b>" for line in title]
    return "<br>".join([*bold, *trend]), len(title) + len(trend)


def year_notes(one: ScoreHistory, name: str, left: float, top: float) -> Iterator[dict[str, Any]]:
    """All that is written at one plot.

    Args:
        one: the score.
        name: of its axes: "" for the first plot, "2" for the second and so on.
        left: the plot's left side, as a share of the figure's width.
        top: its upper side, as a share of the figure's height.
    """
    yield {
        "x": left,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "align": "left",
        "text": heading_of(one)[0],
        "showarrow": False,
        "font": {"size": LETTER_SIZE, "color": LIGHT.ink},
    }
    yield _last(one, name)
    yield from _breaks(one, name)
    yield from _names_behind(one, name)


def _last(one: ScoreHistory, name: str) -> dict[str, Any]:
    last = next((point for point in reversed(one.points) if point.score is not None), None)
    if last is None:
        return {
            "x": 0.5,
            "xref": f"x{name} domain",
            "xanchor": "center",
            "y": 0.5,
            "yref": f"y{name} domain",
            "yanchor": "middle",
            "text": "no score",
            "showarrow": False,
            "font": {"size": 12, "color": LIGHT.muted},
        }
    return {
        "x": last.year,
        "xref": f"x{name}",
        "xanchor": "center",
        "y": last.upper if last.upper is not None else last.score,
        "yref": f"y{name}",
        "yanchor": "bottom",
        "yshift": 1 if last.upper is not None else 5,
        "text": f"<b>{score(last.score)}</b>",
        "showarrow": False,
        "font": {"size": 12, "color": LIGHT.ink},
    }


def lines_of_breaks(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    """The upright lines where nothing on the left can be compared with anything on the right."""
    for year in sorted(broken_off(one.points)):
        yield {
            "type": "line",
            "xref": f"x{name}",
            "yref": f"y{name} domain",
            "x0": year - 0.5,
            "x1": year - 0.5,
            "y0": 0,
            "y1": 0.84,
            "line": {"color": LIGHT.neutral, "width": 1, "dash": "dot"},
        }


def _breaks(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    for year in sorted(broken_off(one.points)):
        yield {
            **_SMALL,
            "x": year - 0.5,
            "xref": f"x{name}",
            "xanchor": "center",
            "y": 0.84,
            "yref": f"y{name} domain",
            "yanchor": "bottom",
            "text": "break",
        }


def _names_behind(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    for behind in one.behind:
        first = behind.points[0]
        yield {
            **_SMALL,
            "x": first.year - SPARE,
            "xref": f"x{name}",
            "xanchor": "left",
            "y": first.score,
            "yref": f"y{name}",
            "yanchor": "top",
            "yshift": -4,
            "text": escape(behind.trust, quote=False),
        }
