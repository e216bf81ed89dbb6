"""All themes around their comparator's mean: the Trust, how the others are spread, and England."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.scores.medians import FiveNumbers
from owf.benchmark.words.findings import Finding
from owf.benchmark.words.wording import capitalised, possessive
from owf.charts import Chart
from owf.charts.columns import Cell, between, both, bounds, in_file, in_table, table_and_numbers
from owf.charts.rows import Rows, axis_around_zero, bold, pen, reach_around_zero, short_name
from owf.charts.theme import LIGHT, MARKERS, colour_of
from owf.markup import html
from owf.markup.formatting import limits, score, signed, span
from owf.markup.verdicts import verdict_with_working

ROW = 84
"""Pixels a row: a label line, the Trust's bar, and the others' spread below it; for a phone too."""
LONG = 48
"""Letters in a label from which it is written smaller, to fit on a phone."""
LABEL, OTHERS, BOX = 0.38, -0.28, 0.085
"""Heights in rows against the Trust's own mark: of the label, of the others, of half their box."""
TICK = 0.5
"""Levels between two ticks."""


@dataclass(frozen=True)
class SpineRow:
    """``spread`` is that of the other named Trusts' scores; ``None`` where they are too few."""

    finding: Finding
    spread: FiveNumbers | None = None
    against: Finding | None = None

    @property
    def mean(self) -> float | None:
        return self.against.comparison.reference if self.against else None


def spine(rows: Sequence[SpineRow], title: str, beside: str, rules: Rules = DEFAULT_RULES) -> Chart:
    """``beside`` names the second comparator; ``rules`` give the margin of "broadly in line"."""
    table, numbers = table_and_numbers(
        "The same in numbers",
        [_cells(row, beside, rules) for row in rows],
        css="owf-stack owf-spine",
        region="Differences in numbers",
    )
    return Chart(
        title=title,
        alt=" ".join(_sentence(row, beside) for row in rows),
        figure=_figure(rows, rules),
        table=table,
        caption=_caption(rows, beside, rules),
        numbers=numbers,
    )


def _cells(row: SpineRow, beside: str, rules: Rules) -> list[Cell]:
    finding, found, spread = row.finding, row.finding.comparison, row.spread
    both_limits = html.with_small(limits(found.ci95), f"90%: {limits(found.ci90)}")
    ends = between((spread.lowest, spread.highest)) if spread else "too few named"
    return [
        both("Theme", finding.title),
        in_file("Verdict", str(finding.verdict)),
        in_file("Sectors (n)", found.n),
        in_file("Score", found.score),
        in_file("Other Trusts (k)", found.k),
        in_file("The others, for the same sectors", found.reference),
        in_table("Here", html.with_small(score(found.score, 2), f"n = {found.n}"), is_number=True),
        in_table(
            "Others, same sectors",
            html.with_small(score(found.reference, 2), f"k = {found.k}"),
            is_number=True,
        ),
        both("Difference", found.difference, signed(found.difference)),
        in_table("95% limits", both_limits, is_number=True),
        *bounds("95%", found.ci95),
        *bounds("90%", found.ci90),
        in_file("p", found.p_value),
        in_file("p adjusted", found.p_adjusted),
        in_table("Lowest to highest", ends, is_number=True),
        in_file("Other Trusts named", spread.n if spread else None),
        in_file("Lowest of them", spread.lowest if spread else None),
        in_file("Lower quartile", spread.lower_quartile if spread else None),
        in_file("Median", spread.median if spread else None),
        in_file("Upper quartile", spread.upper_quartile if spread else None),
        in_file("Highest", spread.highest if spread else None),
        in_table("Verdict", verdict_with_working(finding, rules, with_limits=False)),
        in_table(f"Against {beside}", _verdict_against(row.against, rules)),
        in_file(f"Mean of {beside}", row.mean),
        in_file(f"Verdict against {beside}", str(row.against.verdict) if row.against else ""),
    ]


def _verdict_against(finding: Finding | None, rules: Rules) -> str | Markup:
    if finding is None:
        return "not compared"
    found = finding.comparison
    small = (
        f"{score(found.reference, 2)} for the same sectors, k = {found.k}"
        if found.reference is not None
        else ""
    )
    return html.with_small(verdict_with_working(finding, rules), small)


def _sentence(row: SpineRow, beside: str) -> str:
    text = row.finding.sentence
    if row.spread is not None:
        text += (
            f" The {row.spread.n} other named Trusts lie between {score(row.spread.lowest)} and "
            f"{score(row.spread.highest)}."
        )
    return text if row.mean is None else f"{text} {capitalised(beside)}: {score(row.mean)}."


def _figure(shown: Sequence[SpineRow], rules: Rules) -> go.Figure:
    rows = Rows()
    ends = (-len(shown) + 0.52, 0.6)
    for edge in (-rules.in_line_margin, rules.in_line_margin):
        rows.upright(edge, ends, LIGHT.quiet, "dot")
    rows.upright(0, ends, LIGHT.ink, "solid")
    for place, row in enumerate(shown):
        finding, height = row.finding, -place
        found = finding.comparison
        rows.label(height + LABEL, _label(finding), letters=LONG)
        if found.reference is not None:
            _draw_others(rows, row, found.reference, height + OTHERS)
        if found.difference is not None and found.ci95 is not None:
            colour = colour_of(finding.verdict.direction)
            rows.limits(found.ci95, found.ci90, height, colour)
            rows.mark(found.difference, height, MARKERS[str(finding.verdict)], colour)
    reach = reach_around_zero((end for row in shown for end in _ends(row)), TICK)
    return rows.figure(
        ends=ends,
        height=ROW * (len(shown) + 0.08) + 50,
        axis="levels below or above the others, for the same sectors",
        **axis_around_zero(reach, TICK, 1),
    )


def _draw_others(rows: Rows, row: SpineRow, reference: float, height: float) -> None:
    if row.spread is not None:
        lowest, lower, upper, highest = (
            value - reference
            for value in (
                row.spread.lowest,
                row.spread.lower_quartile,
                row.spread.upper_quartile,
                row.spread.highest,
            )
        )
        rows.bar((lowest, lower), height, LIGHT.quiet, 2)
        rows.bar((upper, highest), height, LIGHT.quiet, 2)
        # Open, because on a grey ground orange and the diamond would be too pale.
        rows.box((lower, upper), height, BOX, LIGHT.ground)
    if row.mean is not None:
        edge = pen(LIGHT.ground, 1.5)
        diamond = {"symbol": "diamond", "size": 11, "color": LIGHT.ink, "line": edge}
        rows.point(row.mean - reference, height, diamond)


def _ends(row: SpineRow) -> Iterable[float]:
    """All that is drawn in a row, as differences from the comparator's mean."""
    found = row.finding.comparison
    yield from found.ci95 or ()
    if found.reference is not None:
        drawn = [row.spread.lowest, row.spread.highest] if row.spread else []
        drawn += [row.mean] if row.mean is not None else []
        yield from (value - found.reference for value in drawn)


def _label(finding: Finding) -> str:
    found = finding.comparison
    name = f"{bold(short_name(finding.phrase))}  {finding.symbol} {finding.verdict}"
    if found.score is None or found.reference is None:
        return name
    return f"{name} ({score(found.score)} against {score(found.reference)})"


def _caption(rows: Sequence[SpineRow], beside: str, rules: Rules) -> str:
    n = span(row.finding.comparison.n for row in rows)
    k = span(row.finding.comparison.k for row in rows)
    named = [row.spread.n for row in rows if row.spread is not None]
    of_others = (
        f" Below it, the line runs from the lowest to the highest of the {span(named)} other "
        "Trusts that are named, and the box holds their middle half."
        if named
        else " Fewer than five other Trusts are named, so their spread is not drawn."
    )
    of_diamond = (
        f" The diamond is the mean of {beside}, {possessive(rows[0].finding.trust)} own score left "
        "out."
        if any(row.mean is not None for row in rows)
        else ""
    )
    return (
        f"Scores rest on {n} sectors here (n); the mean is that of {k} other Trusts (k), for the "
        "same sectors. The thin bar is the 95% limits of the difference, the thick bar its 90% "
        "limits. Ahead or behind: "
        "the thin bar keeps clear of zero. Broadly in line: the thick bar lies between the dotted "
        f"lines, {rules.in_line_margin:g} of a level to either side.{of_others}{of_diamond}"
    )
