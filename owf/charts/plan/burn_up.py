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
    days = [one.day.isoformat() for one in points]
    past = [one for one in points if one.reached is not None]
    top = max(1, *(one.first_promised for one in points), *(one.promised for one in points)) * ROOM
    steps: Part = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    traces: list[Part] = [
        {
            **steps,
            "x": days,
            "y": [one.first_promised for one in points],
            "line": {**pen(LIGHT.neutral, 2, "dot"), "shape": "hv"},
            "name": "promised first",
        },
        {
            **steps,
            "x": days,
            "y": [one.promised for one in points],
            "line": {**pen(LIGHT.behind, 2), "shape": "hv"},
            "name": "promised now",
        },
        {
            **steps,
            "x": [one.day.isoformat() for one in past],
            "y": [one.reached for one in past],
            "line": {**pen(LIGHT.ahead, 3), "shape": "hv"},
            "name": "reached",
        },
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
                "type": "date",
                "tickformat": "%b %Y",
                "tickfont": font(13),
                "nticks": 5,
                "gridcolor": LIGHT.grid,
                "fixedrange": True,
            },
            "yaxis": {
                "range": [0, top],
                "tickfont": font(13),
                "gridcolor": LIGHT.grid,
                "rangemode": "tozero",
                "fixedrange": True,
                "zeroline": False,
            },
            **ground(HEIGHT, left=34, right=14, top=34, bottom=34),
        },
    )
