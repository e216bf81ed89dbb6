"""Change since last year: one line a theme, from last year's score to this year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark import DEFAULT_RULES, ChangeFinding, Rules
from owf.web import html
from owf.web.charts import Chart
from owf.web.charts.change_numbers import change_numbers
from owf.web.charts.ground import ground
from owf.web.charts.rows import plain, short_name, upright
from owf.web.charts.theme import LIGHT, colour_of
from owf.web.components.verdicts import verdict_with_working
from owf.web.numbers import limits, score, signed, span

MOST_DRAWN = 6
"""More lines would not be told apart."""
HEIGHT = 400
AXIS = 46
"""Pixels of the figure that are not plot: the years below, a little above."""
LABEL = 38
"""Pixels that a label of two lines takes."""
MARGIN = 0.15
"""Levels that are left free above and below."""


def slopes(
    changes: Sequence[ChangeFinding],
    title: str,
    overall: Sequence[ChangeFinding] = (),
    rules: Rules = DEFAULT_RULES,
    *,
    dashed: frozenset[str] = frozenset(),
) -> Chart:
    """Draw the changes of one Trust: those that moved most, where there are many.

    Args:
        changes: of one kind, from last year to this.
        title: the sentence that goes with the chart.
        overall: changes that stand above the others in the table and are not drawn.
        rules: those with which the changes were measured.
        dashed: ids of the themes with a question that is comparable only with care (METHOD 4).
    """
    return Chart(
        title=title,
        alt=" ".join(change.sentence for change in changes),
        figure=_figure(changes, dashed),
        table=_table([*overall, *changes], rules),
        caption=_caption([*overall, *changes]),
        numbers=[change_numbers(one) for one in (*overall, *changes)],
    )


def _caption(changes: Sequence[ChangeFinding]) -> str:
    n = span(one.change.n for one in changes)
    k = span(one.change.others for one in changes)
    return (
        f"Each change is the mean over {n} sectors that answered in both years (n). The spread of "
        f"changes, on which the limits rest, is pooled with that of {k} other Trusts (k)."
    )


def _figure(changes: Sequence[ChangeFinding], dashed: frozenset[str]) -> go.Figure:
    there = [one for one in changes if one.change.before is not None]
    most = sorted(there, key=lambda one: -abs(one.change.mean_change or 0.0))[:MOST_DRAWN]
    drawn = [one for one in there if one in most]
    labels, starts = _spread(
        [one.change.after or 0.0 for one in drawn], [one.change.before or 0.0 for one in drawn]
    )
    years = changes[0].years if changes else (0, 0)
    values = [*labels, *starts]
    return go.Figure(
        [_line(one, is_dashed=one.theme in dashed) for one in drawn],
        {
            "annotations": [
                said
                for one, label, start in zip(drawn, labels, starts, strict=True)
                for said in _beside(one, label, start)
            ],
            "shapes": [upright(x, {"color": LIGHT.grid, "width": 1}) for x in (0, 1)],
            "xaxis": {
                "range": [-0.16, 2.0],
                "tickvals": [0, 1],
                "ticktext": [f"<b>{year}</b>" for year in years],
                "tickfont": {"size": 14, "color": LIGHT.ink},
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "visible": False,
                "range": [min(values, default=1) - MARGIN, max(values, default=5) + MARGIN],
                "fixedrange": True,
            },
            **ground(HEIGHT, top=10, bottom=36),
        },
    )


def _line(one: ChangeFinding, *, is_dashed: bool) -> dict[str, Any]:
    colour = colour_of(one.verdict.direction)
    return {
        "type": "scatter",
        "x": [0, 1],
        "y": [one.change.before, one.change.after],
        "mode": "lines+markers",
        "line": {"color": colour, "width": 3, "dash": "dash" if is_dashed else "solid"},
        "marker": {"size": 10, "color": colour},
        "showlegend": False,
    }


def _beside(one: ChangeFinding, end: float, start: float) -> Iterator[dict[str, Any]]:
    """This year's score with the theme and the verdict, and last year's, at their heights."""
    shared = {"showarrow": False, "font": {"size": 13, "color": LIGHT.ink}}
    yield {
        **shared,
        "x": 1.03,
        "y": end,
        "xanchor": "left",
        "align": "left",
        "text": f"<b>{score(one.change.after)}</b> {plain(short_name(one.phrase))}"
        f"<br>{one.symbol} {one.verdict}",
    }
    yield {
        **shared,
        "x": -0.03,
        "y": start,
        "xanchor": "right",
        "text": score(one.change.before),
    }


def _spread(*sides: Sequence[float]) -> list[list[float]]:
    """Label heights of each side, as near to its values as can be without one covering another.

    How many levels a label takes depends on how many the axis shows, which depends on where the
    labels of all sides come to stand, and so on: a few rounds settle it.
    """
    spread = [list(side) for side in sides]
    for _ in range(8):
        heights = [height for side in spread for height in side]
        shown = max(heights, default=1.0) - min(heights, default=1.0) + 2 * MARGIN
        gap = LABEL * shown / (HEIGHT - AXIS)
        spread = [_apart(side, gap) for side in sides]
    return spread


def _apart(values: Sequence[float], gap: float) -> list[float]:
    order = sorted(range(len(values)), key=lambda place: values[place])
    heights = [values[place] for place in order]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + gap)
    shift = sum(heights) / len(heights) - sum(values) / len(values) if values else 0.0
    found = [0.0] * len(values)
    for place, height in zip(order, heights, strict=True):
        found[place] = height - shift
    return found


def _table(changes: Sequence[ChangeFinding], rules: Rules) -> Markup:
    years = changes[0].years if changes else (0, 0)
    return html.table(
        "The same in numbers",
        ("Theme", str(years[0]), str(years[1]), "Change", "95% limits", "Verdict"),
        (
            (
                one.title,
                score(one.change.before, 2),
                score(one.change.after, 2),
                signed(one.change.mean_change),
                limits(one.change.ci95),
                verdict_with_working(one, rules),
            )
            for one in changes
        ),
        css="owf-stack",
        region="Changes in numbers",
        numeric=frozenset({1, 2, 3, 4}),
    )
