"""The drawing of small multiples: where each plot lies, and what is in it from back to front."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from owf.benchmark import Comparable
from owf.benchmark.histories import ScoreHistory
from owf.web.charts.ground import ground
from owf.web.charts.rows import in_lines
from owf.web.charts.theme import LIGHT
from owf.web.numbers import score

COLUMNS = 2
"""Side by side: as many as a phone has room for."""
HEAD, PLOT, FOOT = 46, 130, 34
"""Pixels of each: its two lines of heading, what is drawn, the years below."""
GAP = 0.1
"""Share of the width between two columns."""
LETTERS = 24
"""Letters of a heading that fit over a plot on a phone."""
MOST_YEARS = 5
"""Years that are named under a plot; of more, every second or third one."""
SPARE = 0.35
"""Years left free on either side of the line."""


_SMALL = {"showarrow": False, "font": {"size": 11, "color": LIGHT.muted}}


def year_plots(histories: Sequence[ScoreHistory]) -> go.Figure:
    """Draw one plot a score, all on one scale.

    Args:
        histories: at least one, all over the same years.
    """
    rows = math.ceil(len(histories) / COLUMNS)
    each = HEAD + PLOT + FOOT
    height = each * rows
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    ends = _reach(histories)
    for place, one in enumerate(histories):
        row, column = divmod(place, COLUMNS)
        name = str(place + 1) if place else ""
        across = _share(column)
        top = 1 - (row * each + HEAD) / height
        domain = [top - PLOT / height, top]
        layout |= _axes(name, one, across, domain, ends)
        traces.extend(_lines(one, name))
        notes.extend(_heading(one, across[0], top))
        notes.extend(_last(one, name))
        notes.extend(_breaks(one, name))
        notes.extend(_names_behind(one, name))
        shapes.extend(_lines_of_breaks(one, name))
    return go.Figure(
        traces,
        {
            **ground(height, left=30, right=8, top=0, bottom=0),
            "annotations": notes,
            "shapes": shapes,
            **layout,
        },
    )


def _share(column: int) -> list[float]:
    wide = (1 - GAP * (COLUMNS - 1)) / COLUMNS
    start = column * (wide + GAP)
    return [start, start + wide]


def _axes(
    name: str,
    one: ScoreHistory,
    across: Sequence[float],
    up: Sequence[float],
    ends: tuple[float, float],
) -> dict[str, Any]:
    years = [point.year for point in one.points]
    # Counted from the newest, which is always named.
    named = years[:: -math.ceil(len(years) / MOST_YEARS)][::-1]
    writing = {"size": 11, "color": LIGHT.muted}
    return {
        f"xaxis{name}": {
            "domain": list(across),
            "anchor": f"y{name}",
            "range": [years[0] - SPARE, years[-1] + SPARE + 0.15],
            "tickvals": named,
            "ticktext": [str(year) for year in named],
            "tickfont": writing,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        f"yaxis{name}": {
            "domain": list(up),
            "anchor": f"x{name}",
            "range": list(ends),
            "dtick": 1 if ends[1] - ends[0] > 2 else 0.5,
            "tickformat": ".1f",
            "tickfont": writing,
            "gridcolor": LIGHT.grid,
            "zeroline": False,
            "fixedrange": True,
        },
    }


def _lines(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    """What is drawn of one score, from the back to the front."""
    plane = {"type": "scatter", "xaxis": f"x{name}", "yaxis": f"y{name}", "hoverinfo": "skip"}
    ribbon = one.region.points
    if ribbon:
        years = [point.year for point in ribbon]
        yield {
            **plane,
            "x": [*years, *reversed(years)],
            "y": [
                *(point.upper_quartile for point in ribbon),
                *(point.lower_quartile for point in reversed(ribbon)),
            ],
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": LIGHT.grid,
            "name": "middle half",
        }
        yield {
            **plane,
            "x": years,
            "y": [point.median for point in ribbon],
            "mode": "lines",
            "line": {"color": LIGHT.neutral, "width": 1.5, "dash": "dot"},
            "name": "median",
        }
    for behind in one.behind:
        yield {
            **plane,
            "x": [point.year for point in behind.points],
            "y": [point.score for point in behind.points],
            "mode": "lines+markers",
            "line": {"color": LIGHT.neutral, "width": 2, "dash": "dash"},
            "marker": {"size": 6, "color": LIGHT.neutral},
            "name": behind.trust,
        }
    there = [point for point in one.points if point.score is not None]
    for first, second in pairwise(one.points):
        if first.score is None or second.score is None or second.join is None:
            continue
        if second.join.comparable is Comparable.NO:
            continue
        care = second.join.comparable is Comparable.WITH_CARE
        yield {
            **plane,
            "x": [first.year, second.year],
            "y": [first.score, second.score],
            "mode": "lines",
            "line": {"color": LIGHT.ahead, "width": 3, "dash": "dash" if care else "solid"},
            "name": "with care" if care else "joined",
        }
    for point in there:
        if point.lower is not None and point.upper is not None:
            yield {
                **plane,
                "x": [point.year, point.year],
                "y": [point.lower, point.upper],
                "mode": "lines",
                "line": {"color": LIGHT.ahead, "width": 1.5},
                "name": "limits",
            }
    yield {
        **plane,
        "x": [point.year for point in there],
        "y": [point.score for point in there],
        "mode": "markers",
        "marker": {"size": 8, "color": LIGHT.ahead},
        "name": "scores",
    }


def _heading(one: ScoreHistory, left: float, top: float) -> Iterator[dict[str, Any]]:
    """What a plot is of, and where its years lead."""
    title = escape(in_lines(one.short, LETTERS)[0], quote=False)
    yield {
        "x": left,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "align": "left",
        "text": f"<b>{title}</b><br>{_trend(one)}",
        "showarrow": False,
        "font": {"size": 13, "color": LIGHT.ink},
    }


def _trend(one: ScoreHistory) -> str:
    words = str(one.trend.outcome)
    return {"cannot be calculated": "no trend yet", "no significant change": "no clear trend"}.get(
        words, words
    )


def _last(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    last = next((point for point in reversed(one.points) if point.score is not None), None)
    if last is None:
        yield {
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
        return
    yield {
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


def _broken_before(one: ScoreHistory) -> list[int]:
    """The years before which nothing can be compared."""
    return [
        point.year
        for point in one.points
        if point.join is not None and point.join.comparable is Comparable.NO
    ]


def _lines_of_breaks(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    for year in _broken_before(one):
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
    for year in _broken_before(one):
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


def _reach(histories: Sequence[ScoreHistory]) -> tuple[float, float]:
    """The ends of the one scale: half levels around all that is drawn, two levels at least."""
    ends = [
        end
        for one in histories
        for end in (
            *(value for point in one.points for value in (point.score, point.lower, point.upper)),
            *(point.lower_quartile for point in one.region.points),
            *(point.upper_quartile for point in one.region.points),
            *(point.score for behind in one.behind for point in behind.points),
        )
        if end is not None
    ]
    if not ends:
        return 1.0, 5.0
    low, high = math.floor(min(ends) * 2) / 2, math.ceil(max(ends) * 2) / 2
    spare = max(0.0, 2.0 - (high - low)) / 2
    low, high = low - spare, high + spare
    # Room for the newest score's number, which stands above its limits.
    return low, high + 0.25
