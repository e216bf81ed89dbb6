"""Milestones of a plan, quarter by quarter: promised first, promised now, and reached."""

from collections.abc import Sequence

import plotly.graph_objects as go

from owf.charts import Chart
from owf.charts.columns import both, table_and_numbers
from owf.charts.rows import Part, font, ground, note, pen
from owf.charts.theme import LIGHT
from owf.improvement.plan.milestones import Achieved, BurnUpPoint
from owf.improvement.plan.quarters import Quarter

HEIGHT = 300
ROOM = 1.12
"""The axis against the highest count, so that the words above a line have room."""
MARGIN = 0.1
"""Quarters after the last one, so that the name of its end has room."""
LAST_MONTH = 3
MOST_NAMED = 6


def burn_up_chart(points: Sequence[BurnUpPoint], achieved: Achieved) -> Chart:
    """``points``: one a quarter, oldest first, at least one of them not later than today."""
    table, numbers = table_and_numbers(
        "The same in numbers: milestones by the end of each quarter",
        (
            (
                both("Quarter", Quarter.of(one.day).words),
                both("Promised first", one.first_promised),
                both("Promised now", one.promised),
                both("Reached", one.reached, "" if one.reached is None else None, is_number=True),
            )
            for one in points
        ),
        css="owf-figures",
        region="Milestones in numbers",
    )
    return Chart(
        title=_title(points, achieved),
        alt=_alt(points),
        figure=_figure(points),
        table=table,
        caption=(
            f"{achieved.words.capitalize()}. A milestone counts as promised from the quarter of "
            "its day; dropped ones are left out."
        ),
        numbers=numbers,
    )


def _so_far(points: Sequence[BurnUpPoint]) -> BurnUpPoint | None:
    return next((one for one in reversed(points) if one.reached is not None), None)


def _title(points: Sequence[BurnUpPoint], achieved: Achieved) -> str:
    now = _so_far(points)
    if now is None or now.reached is None:
        return f"{achieved.of} milestones are promised; the first quarter is not over yet."
    behind = now.first_promised - now.reached
    if behind <= 0:
        return (
            f"By {Quarter.of(now.day).last_day:%B %Y}, {now.reached} milestones were reached: all "
            f"that were first promised by then."
        )
    return (
        f"By {Quarter.of(now.day).last_day:%B %Y}, {now.reached} of the {now.first_promised} "
        "milestones first promised by then were reached."
    )


def _alt(points: Sequence[BurnUpPoint]) -> str:
    return (
        "; ".join(
            f"{Quarter.of(one.day).words}: {one.first_promised} promised first, {one.promised} "
            f"promised now, {'not over yet' if one.reached is None else f'{one.reached} reached'}"
            for one in points
        )
        + "."
    )


def _figure(points: Sequence[BurnUpPoint]) -> go.Figure:
    """Quarters are numbered along the axis, so that an SVG file can be drawn of it as well."""
    past = [one for one in points if one.reached is not None]
    top = max(1, *(one.first_promised for one in points), *(one.promised for one in points)) * ROOM
    named = _quarters_to_name(points)
    traces = [
        _steps([one.first_promised for one in points], "promised first", LIGHT.neutral, 2, "dot"),
        _steps([one.promised for one in points], "promised now", LIGHT.behind, 2),
        _steps([one.reached or 0 for one in past], "reached", LIGHT.ahead, 3),
    ]
    key: Part = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return go.Figure(
        traces,
        {
            "annotations": [
                note(0, 1.02, "Reached", font(14, LIGHT.ahead), **key),
                note(0.2, 1.02, "Promised now", font(14, LIGHT.behind_text), **key),
                note(0.52, 1.02, "Promised first", font(14, LIGHT.muted), **key),
            ],
            "xaxis": {
                "range": [0, max(1, len(points) - 1) + MARGIN],
                "tickvals": named,
                "ticktext": [f"{points[one].day:%b %Y}" for one in named],
                "tickfont": font(13),
                "gridcolor": LIGHT.grid,
                "fixedrange": True,
                "zeroline": False,
            },
            "yaxis": {
                "range": [0, top],
                "dtick": _count_between_ticks(top),
                "tickfont": font(13),
                "gridcolor": LIGHT.grid,
                "fixedrange": True,
                "zeroline": False,
            },
            **ground(HEIGHT, left=34, right=14, top=34, bottom=34),
        },
    )


def _steps(counts: Sequence[int], name: str, colour: str, width: int, dash: str = "solid") -> Part:
    """A count holds from the end of its quarter to that of the next."""
    places = [place for place in range(len(counts)) for _ in range(2)][1:]
    held = [count for count in counts for _ in range(2)][: len(places)]
    return {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "x": places,
        "y": held,
        "line": pen(colour, width, dash),
        "name": name,
    }


def _quarters_to_name(points: Sequence[BurnUpPoint]) -> list[int]:
    """The last of each financial year, or all of a plan that is too short for that."""
    ends = [place for place, one in enumerate(points) if one.day.month == LAST_MONTH]
    found = ends if len(ends) > 1 else list(range(len(points)))
    return found[:: -(-len(found) // MOST_NAMED)]


def _count_between_ticks(top: float) -> int:
    return next(
        one * power for power in (1, 10, 100, 1000) for one in (1, 2, 5) if one * power * 5 >= top
    )
