"""Change since last year: one row a theme, from last year's score to this year's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.words.findings import ChangeFinding
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, bold, fitting, short_name
from owf.web.charts.theme import LIGHT, colour_of
from owf.web.markup import html
from owf.web.markup.formatting import limits, score, signed, span
from owf.web.markup.verdicts import verdict_with_working


def change_numbers(found: ChangeFinding) -> dict[str, Cell]:
    """One change: what it is about, both years' scores, its limits, and its verdict."""
    change = found.change
    low95, high95 = change.ci95 or (None, None)
    low90, high90 = change.ci90 or (None, None)
    return {
        "Trust": found.trust,
        "Theme": found.title,
        "Verdict": str(found.verdict),
        "Sectors in both years (n)": change.n,
        f"Score {found.years[0]}": change.before,
        f"Score {found.years[1]}": change.after,
        "Change": change.mean_change,
        "95% lower": low95,
        "95% upper": high95,
        "90% lower": low90,
        "90% upper": high90,
        "p": change.p_value,
        "p adjusted": change.p_adjusted,
        "Other Trusts in the spread (k)": change.others,
        "Why it cannot be calculated": change.why_not or "",
    }


ROW = 56
"""Pixels a row: a label line above two marks, readable on a phone."""
LONG = 48
"""Letters in a label from which it is written smaller, to fit on a phone."""
SPARE = 0.15
"""Levels that the axis reaches beyond the marks, so that their numbers have room."""
FEWEST_LEVELS = 2.0
"""Levels that the axis shows at least, so that small changes do not look large."""


def theme_changes(
    changes: Sequence[ChangeFinding],
    title: str,
    overall: Sequence[ChangeFinding] = (),
    rules: Rules = DEFAULT_RULES,
    *,
    dashed: frozenset[str] = frozenset(),
) -> Chart:
    """Draw the changes of one Trust, each in a row of its own so that equal scores stay apart.

    Args:
        changes: of one kind, from last year to this.
        title: the sentence that goes with the chart.
        overall: changes that stand above the others.
        rules: those with which the changes were measured.
        dashed: ids of the themes with a question that is comparable only with care (METHOD 4).
    """
    every = [*overall, *changes]
    return Chart(
        title=title,
        alt=" ".join(change.sentence for change in every),
        figure=_figure(every, dashed),
        table=_table(every, rules),
        caption=_caption(every),
        numbers=[change_numbers(one) for one in every],
    )


def _caption(changes: Sequence[ChangeFinding]) -> str:
    n = span(one.change.n for one in changes)
    k = span(one.change.others for one in changes)
    years = changes[0].years if changes else (0, 0)
    return (
        f"The upright stroke is {years[0]}, the circle {years[1]}. Each change is the mean over "
        f"{n} sectors that answered in both years (n). The spread of changes, on which the limits "
        f"rest, is pooled with that of {k} other Trusts (k)."
    )


def _figure(changes: Sequence[ChangeFinding], dashed: frozenset[str]) -> go.Figure:
    rows = Rows()
    for place, one in enumerate(changes):
        text = _label(one)
        rows.label(-place + 0.36, text, fitting(text, LONG))
        rows.traces.extend(_marks(one, -place, is_dashed=one.theme in dashed))
    low, high = _ends(changes)
    return rows.figure(
        ends=(-len(changes) + 0.45, 0.62),
        height=ROW * len(changes) + 70,
        axis="score, in levels",
        range=[low - SPARE, high + SPARE],
        dtick=0.5,
        tickformat=".1f",
    )


def _label(one: ChangeFinding) -> str:
    moved = one.change.mean_change
    number = f"  {signed(moved)}" if moved is not None else ""
    return f"{bold(short_name(one.phrase))}{number}  {one.symbol} {one.verdict}"


def _marks(one: ChangeFinding, height: float, *, is_dashed: bool) -> Iterator[dict[str, Any]]:
    """The line from last year to this, and a mark of another shape for either year."""
    before, after = one.change.before, one.change.after
    if before is None or after is None:
        return
    colour = colour_of(one.verdict.direction)
    plane = {"type": "scatter", "showlegend": False, "cliponaxis": False}
    dash = "dot" if is_dashed else "solid"
    yield {
        **plane,
        "x": [before, after],
        "y": [height, height],
        "mode": "lines",
        "line": {"color": colour, "width": 4, "dash": dash},
    }
    # Numbers go outwards, so that marks close together do not cover each other's.
    is_rise = after >= before
    stroke = {"symbol": "line-ns-open", "size": 18, "color": LIGHT.ink, "line": {"width": 2.5}}
    circle = {"symbol": "circle", "size": 11, "color": colour}
    for value, marker, on_the_right in ((before, stroke, not is_rise), (after, circle, is_rise)):
        yield {
            **plane,
            "x": [value],
            "y": [height],
            "mode": "markers+text",
            "marker": marker,
            "text": [f"   {score(value)}" if on_the_right else f"{score(value)}   "],
            "textposition": "middle right" if on_the_right else "middle left",
            "textfont": {"size": 13, "color": LIGHT.ink},
        }


def _ends(changes: Sequence[ChangeFinding]) -> tuple[float, float]:
    """Half levels around all that is drawn."""
    values = [value for one in changes for value in (one.change.before, one.change.after) if value]
    if not values:
        return 1.0, 5.0
    low, high = math.floor(min(values) * 2) / 2, math.ceil(max(values) * 2) / 2
    spare = max(0.0, FEWEST_LEVELS - (high - low)) / 2
    return low - spare, high + spare


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
