"""Change since last year: one row a theme, from last year's score to this year's."""

from collections.abc import Sequence

import plotly.graph_objects as go

from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.words.findings import ChangeFinding
from owf.charts import Chart
from owf.charts.columns import Cell, both, bounds, in_file, in_table, table_and_numbers
from owf.charts.rows import Rows, bold, half_levels, short_name, text_beside
from owf.charts.theme import LIGHT, colour_of
from owf.markup.formatting import limits, score, signed, span
from owf.markup.verdicts import verdict_with_working

ROW = 56
"""Pixels a row: a label line above two marks, readable on a phone."""
LONG = 48
"""Letters in a label from which it is written smaller, to fit on a phone."""
SPARE = 0.25
"""Levels that the axis reaches beyond the marks, so that their numbers have room."""


def change_cells(found: ChangeFinding, rules: Rules, *, by_trust: bool = False) -> list[Cell]:
    change, moved = found.change, signed(found.change.mean_change)
    before, after = found.years
    if by_trust:
        named = [both("Trust", found.trust), in_file("Theme", found.title)]
        moved = "none" if change.mean_change is None else moved
    else:
        named = [in_file("Trust", found.trust), both("Theme", found.title)]
    return [
        *named,
        in_file("Verdict", str(found.verdict)),
        in_file("Sectors in both years (n)", change.n),
        both(str(before), change.before, score(change.before, 2), file_title=f"Score {before}"),
        both(str(after), change.after, score(change.after, 2), file_title=f"Score {after}"),
        both("Change", change.mean_change, moved),
        in_table("95% limits", limits(change.ci95), is_number=True),
        *bounds("95%", change.ci95),
        *bounds("90%", change.ci90),
        *([in_table("Sectors (n)", str(change.n), is_number=True)] if by_trust else []),
        in_file("p", change.p_value),
        in_file("p adjusted", change.p_adjusted),
        in_file("Other Trusts in the spread (k)", change.others),
        in_file("Why it cannot be calculated", change.why_not or ""),
        in_table("Verdict", verdict_with_working(found, rules, with_limits=False)),
    ]


def theme_changes(
    changes: Sequence[ChangeFinding],
    title: str,
    overall: Sequence[ChangeFinding] = (),
    rules: Rules = DEFAULT_RULES,
    *,
    dashed: frozenset[str] = frozenset(),
) -> Chart:
    """``dashed`` are ids of the themes with a question comparable only with care (METHOD 4)."""
    every = [*overall, *changes]
    table, numbers = table_and_numbers(
        "The same in numbers",
        [change_cells(one, rules) for one in every],
        css="owf-stack",
        region="Changes in numbers",
    )
    return Chart(
        title=title,
        alt=" ".join(change.sentence for change in every),
        figure=_figure(every, dashed),
        table=table,
        caption=_caption(every),
        numbers=numbers,
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
        moved = one.change.mean_change
        number = f"  {signed(moved)}" if moved is not None else ""
        text = f"{bold(short_name(one.phrase))}{number}  {one.symbol} {one.verdict}"
        rows.label(-place + 0.36, text, letters=LONG)
        _draw(rows, one, -place, is_dashed=one.theme in dashed)
    values = [value for one in changes for value in (one.change.before, one.change.after)]
    return rows.figure(
        ends=(-len(changes) + 0.45, 0.62),
        height=ROW * len(changes) + 70,
        axis="score, in levels",
        range=half_levels(values, SPARE, (1.0 - SPARE, 5.0 + SPARE)),
        dtick=0.5,
        tickformat=".1f",
    )


def _draw(rows: Rows, one: ChangeFinding, height: float, *, is_dashed: bool) -> None:
    before, after = one.change.before, one.change.after
    if before is None or after is None:
        return
    colour = colour_of(one.verdict.direction)
    rows.bar((before, after), height, colour, 4, "dot" if is_dashed else "solid", cliponaxis=False)
    # Numbers go outwards, so that marks close together do not cover each other's.
    is_rise = after >= before
    stroke = {"symbol": "line-ns-open", "size": 18, "color": LIGHT.ink, "line": {"width": 2.5}}
    circle = {"symbol": "circle", "size": 11, "color": colour}
    for value, marker, is_right in ((before, stroke, not is_rise), (after, circle, is_rise)):
        words = text_beside(score(value), is_right=is_right, gap="   ")
        rows.point(value, height, marker, **words)
