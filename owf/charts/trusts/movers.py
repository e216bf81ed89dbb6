"""Who moved since last year: each Trust's change with its limits, the largest rise first."""

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.results.standings import MeanOfTwoYears
from owf.benchmark.rules import DEFAULT_RULES, Rules, Verdict
from owf.benchmark.words.findings import ChangeFinding
from owf.charts import Chart
from owf.charts.columns import Cell, both, in_file, in_table, table_and_numbers
from owf.charts.rows import LETTERS, Rows, axis_around_zero, bold, plain, reach_around_zero
from owf.charts.theme import LIGHT, MARKERS, colour_of
from owf.charts.verdicts.slopes import change_cells
from owf.markup.formatting import limits, signed, span

ROW = 56
"""Pixels a Trust: a label line above a bar, readable on a phone."""
HEAD = 30
"""Pixels above the first Trust, where the region's mean has its name."""
TICK = 0.5
"""Levels between two ticks."""
_MARKS = {verdict.symbol: MARKERS[str(verdict)] for verdict in Verdict}


def movers(
    changes: Sequence[ChangeFinding],
    without: Sequence[tuple[str, str]],
    mean: MeanOfTwoYears | None,
    title: str,
    rules: Rules = DEFAULT_RULES,
) -> Chart:
    """``without`` are (Trust, why it has no change); ``mean`` is over the Trusts in both years."""
    found = sorted(changes, key=_largest_rise_first)
    table, numbers = table_and_numbers(
        "The same in numbers, the largest rise first",
        [
            *(change_cells(one, rules, by_trust=True) for one in found),
            *(_cells_without(name, why) for name, why in without),
        ],
        css="owf-movers owf-stack",
        region="Changes Trust by Trust in numbers",
    )
    return Chart(
        title=title,
        alt=" ".join([title, *map(_sentence, found), *(f"{who}: {why}." for who, why in without)]),
        figure=_figure(found, without, mean.change if mean else None, rules),
        table=table,
        caption=_caption(found, mean, rules),
        numbers=numbers,
    )


def _largest_rise_first(one: ChangeFinding) -> tuple[bool, float, str]:
    moved = one.change.mean_change
    return moved is None, -(moved or 0.0), one.trust.casefold()


def _cells_without(name: str, why: str) -> list[Cell]:
    return [
        both("Trust", name),
        in_table("Verdict", Markup('<span class="owf-none">{}</span>').format(why)),
        in_file("Verdict", ""),
        in_file("Why it cannot be calculated", why),
    ]


def _sentence(one: ChangeFinding) -> str:
    change = one.change
    if change.mean_change is None:
        return f"{one.trust}: {one.verdict}."
    bar = f", 95% limits {limits(change.ci95)}" if change.ci95 else ""
    return f"{one.trust}: {signed(change.mean_change)}{bar}; {one.verdict}."


def _figure(
    found: Sequence[ChangeFinding],
    without: Sequence[tuple[str, str]],
    mean: float | None,
    rules: Rules,
) -> go.Figure:
    rows = Rows()
    for row, one in enumerate(found):
        _draw(rows, one, -row)
    for row, (name, why) in enumerate(without, start=len(found)):
        rows.label(-row + 0.36, f"{bold(name)}  {plain(why)}", letters=LETTERS)
    number = len(found) + len(without)
    drawn = [one.change.ci95 or (one.change.mean_change,) for one in found]
    reach = reach_around_zero([mean, *(end for ends in drawn for end in ends)], TICK)
    ends = (-number + 0.5, 0.75)
    rows.upright(0.0, ends, LIGHT.ink, "solid")
    for edge in (-rules.in_line_margin, rules.in_line_margin):
        rows.upright(edge, ends, LIGHT.quiet, "dot")
    if mean is not None:
        rows.upright(mean, ends, LIGHT.ink, "dash")
        side = "left" if mean < reach * 0.2 else "right"
        rows.name_above(mean, f"the region's mean: {signed(mean)}", xanchor=side)
    return rows.figure(
        ends=ends,
        height=ROW * (number + 0.25) + HEAD + 46,
        axis="change in levels",
        top=HEAD,
        **axis_around_zero(reach, TICK, 1),
    )


def _draw(rows: Rows, one: ChangeFinding, height: float) -> None:
    change = one.change
    moved = change.mean_change
    number = f"  {signed(moved)}" if moved is not None else ""
    text = f"{bold(one.trust)}{number} {one.symbol} {one.verdict}"
    rows.label(height + 0.36, text, letters=LETTERS)
    if moved is not None:
        colour = colour_of(one.verdict.direction)
        rows.limits(change.ci95, change.ci90, height, colour)
        rows.mark(moved, height, _MARKS[one.symbol], colour)


def _caption(found: Sequence[ChangeFinding], mean: MeanOfTwoYears | None, rules: Rules) -> str:
    n = span(one.change.n for one in found)
    k = span(one.change.others for one in found)
    of_region = (
        f" The dashed line is the region's own mean, over {mean.trusts} Trusts."
        if mean and mean.change is not None
        else ""
    )
    return (
        f"Each change is over {n} sectors that answered in both years (n), its spread pooled with "
        f"that of {k} other Trusts (k). The thin bar is its 95% limits, the thick bar its 90% "
        "limits. Improved or worse: the thin bar keeps clear of zero. About the same: the thick "
        f"bar lies between the dotted lines, {rules.in_line_margin:g} of a level to either side."
        f"{of_region} The largest rise stands first; where bars overlap, chance may have put "
        "Trusts in this order."
    )
