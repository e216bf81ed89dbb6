"""Who moved since last year: each Trust's change with its limits, the largest rise first."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.results.standings import MeanOfTwoYears
from owf.benchmark.rules import DEFAULT_RULES, Rules, Verdict
from owf.benchmark.words.findings import ChangeFinding
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, bold, fitting, plain
from owf.web.charts.theme import LIGHT, MARKERS, colour_of
from owf.web.charts.verdicts.slopes import change_numbers
from owf.web.markup import html
from owf.web.markup.formatting import limits, score, signed, span
from owf.web.markup.verdicts import verdict_with_working

ROW = 56
"""Pixels a Trust: a label line above a bar, readable on a phone."""
HEAD = 30
"""Pixels above the first Trust, where the region's mean has its name."""
LONG = 46
"""Letters in a label from which it is written smaller, to fit on a phone."""
HALF = 0.5
"""Levels between two ticks."""
EDGE = 1.07
"""The axis against its last tick, so that the tick's words fit on a phone."""
_MARKS = {verdict.symbol: MARKERS[str(verdict)] for verdict in Verdict}


def movers(
    changes: Sequence[ChangeFinding],
    without: Sequence[tuple[str, str]],
    mean: MeanOfTwoYears | None,
    title: str,
    rules: Rules = DEFAULT_RULES,
) -> Chart:
    """Draw the changes of a region's named Trusts on one group of items.

    Args:
        changes: one a Trust that is named in both years.
        without: (the other named Trusts, why they have no change).
        mean: the region's, over the Trusts in both years; ``None`` where there is none.
        title: the sentence that says who moved.
        rules: those with which the changes were measured.
    """
    found = sorted(changes, key=_size)
    change = mean.change if mean else None
    return Chart(
        title=title,
        alt=" ".join([title, *map(_told, found), *(f"{who}: {why}." for who, why in without)]),
        figure=_figure(found, without, change, rules),
        table=_table(found, without, rules),
        caption=_caption(found, mean, rules),
        numbers=[
            *(change_numbers(one) for one in found),
            *(_nothing(who, why, found) for who, why in without),
        ],
    )


def _size(one: ChangeFinding) -> tuple[bool, float, str]:
    moved = one.change.mean_change
    return moved is None, -(moved or 0.0), one.trust.casefold()


def _told(one: ChangeFinding) -> str:
    change = one.change
    if change.mean_change is None:
        return f"{one.trust}: {one.verdict}."
    said = f", 95% limits {limits(change.ci95)}" if change.ci95 else ""
    return f"{one.trust}: {signed(change.mean_change)}{said}; {one.verdict}."


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
        _write(rows, -row, f"{bold(name)}  {plain(why)}")
    number = len(found) + len(without)
    reach = _reach(found, mean)
    steps = range(-int(reach / HALF), int(reach / HALF) + 1)
    bottom = -number + 0.5
    margin = rules.in_line_margin
    rows.shapes.append(_line(0.0, bottom, LIGHT.ink, "solid"))
    for edge in (-margin, margin):
        rows.shapes.append(_line(edge, bottom, LIGHT.quiet, "dot"))
    if mean is not None:
        rows.shapes.append(_line(mean, bottom, LIGHT.ink, "dash"))
        side = "left" if mean < reach * 0.2 else "right"
        rows.name_above(mean, f"the region's mean: {signed(mean)}", xanchor=side)
    return rows.figure(
        ends=(bottom, 0.75),
        height=ROW * (number + 0.25) + HEAD + 46,
        axis="change in levels",
        top=HEAD,
        range=[-reach * EDGE, reach * EDGE],
        tickvals=[step * HALF for step in steps],
        ticktext=[signed(step * HALF, 1) for step in steps],
    )


def _draw(rows: Rows, one: ChangeFinding, height: float) -> None:
    change = one.change
    moved = change.mean_change
    number = f"  {signed(moved)}" if moved is not None else ""
    _write(rows, height, f"{bold(one.trust)}{number} {one.symbol} {one.verdict}")
    if moved is None:
        return
    colour = colour_of(one.verdict.direction)
    if change.ci95 is not None:
        rows.bar(change.ci95, height, colour, 2)
        rows.bar(change.ci90 or change.ci95, height, colour, 7)
    rows.mark(moved, height, _MARKS[one.symbol], colour)


def _write(rows: Rows, height: float, text: str) -> None:
    rows.label(height + 0.36, text, fitting(text, LONG))


def _line(x: float, bottom: float, colour: str, dash: str) -> dict[str, object]:
    line = {"color": colour, "width": 1.5, "dash": dash}
    ends = {"x0": x, "x1": x, "y0": bottom, "y1": 0.75}
    return {"type": "line", **ends, "line": line, "layer": "below"}


def _reach(found: Sequence[ChangeFinding], mean: float | None) -> float:
    """How far the axis reaches to either side: whole half levels, one level at least."""
    ends = [
        abs(end) for one in found for end in (one.change.ci95 or (one.change.mean_change or 0.0,))
    ]
    return math.ceil(max([1.0, abs(mean or 0.0), *ends]) / HALF) * HALF


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


def _table(
    found: Sequence[ChangeFinding], without: Sequence[tuple[str, str]], rules: Rules
) -> Markup:
    years = found[0].years if found else (0, 0)

    def row(one: ChangeFinding) -> tuple[str | Markup, ...]:
        change = one.change
        return (
            one.trust,
            score(change.before, 2),
            score(change.after, 2),
            signed(change.mean_change) if change.mean_change is not None else "none",
            limits(change.ci95),
            str(change.n),
            verdict_with_working(one, rules),
        )

    nothing = (
        (name, *("none",) * 5, Markup('<span class="owf-none">{}</span>').format(why))
        for name, why in without
    )
    return html.table(
        "The same in numbers, the largest rise first",
        ("Trust", str(years[0]), str(years[1]), "Change", "95% limits", "Sectors (n)", "Verdict"),
        [*map(row, found), *nothing],
        css="owf-movers owf-stack",
        region="Changes Trust by Trust in numbers",
        numeric=frozenset(range(1, 6)),
    )


def _nothing(name: str, why: str, found: Sequence[ChangeFinding]) -> dict[str, Cell]:
    """A row for a Trust without a change, with the columns of the others."""
    head: dict[str, Cell] = dict.fromkeys(change_numbers(found[0])) if found else {}
    return {**head, "Trust": name, "Verdict": "", "Why it cannot be calculated": why}
