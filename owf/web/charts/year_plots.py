"""The drawing of small multiples: where each plot lies, and on what scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from owf.benchmark.histories import ScoreHistory
from owf.web.charts.ground import ground
from owf.web.charts.theme import LIGHT
from owf.web.charts.year_lines import year_lines
from owf.web.charts.year_notes import SPARE, heading_of, lines_of_breaks, year_notes

COLUMNS = 2
"""Side by side: as many as a phone has room for."""
LINE, PLOT, FOOT = 18, 130, 34
"""Pixels of a line of a heading, of what is drawn, of the years below."""
ABOVE = 8
"""Pixels left free around a heading."""
GAP = 0.1
"""Share of the width between two columns."""
ROOM = 0.25
"""Levels that the scale reaches beyond what is drawn, so that nothing written covers a point."""
MOST_YEARS = 5
"""Years that are named under a plot; of more, every second or third one."""


def year_plots(histories: Sequence[ScoreHistory], levels: Sequence[int]) -> go.Figure:
    """Draw one plot a score, all on one scale.

    Args:
        histories: at least one, all over the same years.
        levels: of the pack's scale, lowest first: where nothing is drawn they make the axis.
    """
    rows = math.ceil(len(histories) / COLUMNS)
    head = LINE * max(heading_of(one)[1] for one in histories) + ABOVE
    each = head + PLOT + FOOT
    height = each * rows
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    ends = _reach(histories, levels)
    for place, one in enumerate(histories):
        row, column = divmod(place, COLUMNS)
        name = str(place + 1) if place else ""
        across = _share(column)
        top = 1 - (row * each + head) / height
        layout |= _axes(name, one, across, [top - PLOT / height, top], ends)
        traces.extend(year_lines(one, name))
        notes.extend(year_notes(one, name, across[0], top))
        shapes.extend(lines_of_breaks(one, name))
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


def _reach(histories: Sequence[ScoreHistory], levels: Sequence[int]) -> tuple[float, float]:
    """The ends of the one scale: half levels around all that is drawn, two levels at least."""
    ends = [
        end
        for one in histories
        for end in (
            *(value for point in one.points for value in (point.score, point.lower, point.upper)),
            *(point.lower_quartile for point in one.region.points),
            *(point.upper_quartile for point in one.region.points),
            *((one.usual.lower, one.usual.upper) if one.usual else ()),
            *(point.score for behind in one.behind for point in behind.points),
        )
        if end is not None
    ]
    if not ends:
        return float(levels[0]), float(levels[-1])
    low, high = math.floor(min(ends) * 2) / 2, math.ceil(max(ends) * 2) / 2
    spare = max(0.0, 2.0 - (high - low)) / 2
    low, high = low - spare, high + spare
    # Room for the newest score's number above its limits, and for the years below the lowest point.
    return low - ROOM, high + ROOM
