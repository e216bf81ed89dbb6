"""Agreed scores against the range that the other Trusts' lead one to expect, theme by theme."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.comparison.agreed_scores import Agreed, AgreedFinding
from owf.benchmark.words.findings import Finding
from owf.benchmark.words.wording import counted, listed
from owf.charts import Chart
from owf.charts.columns import Cell, between, both, in_file, in_table, table_and_numbers
from owf.charts.rows import LETTERS, Rows, bold, short_name
from owf.charts.theme import LIGHT
from owf.markup import html
from owf.markup.formatting import score, span
from owf.markup.verdicts import verdict_with_working

ROW = 60
"""Pixels a row: a label line above the range, readable on a phone."""
LOWEST, HIGHEST = 1.0, 5.0
"""Ends of the scale: a range may reach beyond them, and is drawn no further."""


@dataclass(frozen=True)
class AgreedRow:
    finding: Finding
    agreed: Agreed
    unusual: AgreedFinding | None = None


def agreed_range(rows: Sequence[AgreedRow], trust: str) -> Chart:
    """Draw each agreed score over its expected range, the partners' score beside it (METHOD 2)."""
    table, numbers = table_and_numbers(
        "What was agreed, and what is to be expected",
        map(_cells, rows),
        css="owf-agreed owf-stack",
        region="Agreed scores in numbers",
    )
    return Chart(
        title=_title(rows, trust),
        alt=" ".join(map(_sentence, rows)),
        figure=_figure(rows),
        table=table,
        caption=(
            f"The bar is where 95 in 100 further Trusts like the "
            f"{span(one.agreed.k for one in rows)} other Trusts (k) "
            "that are published in full would lie. A filled mark is what was agreed: a diamond "
            "outside its range, a circle within. The open circle is the partners' own score, from "
            f"{span(one.finding.comparison.n for one in rows)} sectors (n). An agreed score has no "
            "limits, so it carries no verdict."
        ),
        numbers=numbers,
    )


def _cells(row: AgreedRow) -> list[Cell]:
    agreed, partners = row.agreed, row.finding.comparison
    low, high = agreed.expected or (None, None)
    return [
        both("Theme", row.finding.title),
        both("Agreed", agreed.score, "none" if agreed.score is None else score(agreed.score, 2)),
        in_table("Expected", between(agreed.expected), is_number=True),
        in_file("Expected, lower", low),
        in_file("Expected, upper", high),
        both("Other Trusts (k)", agreed.k),
        in_file("Mean of theirs", agreed.mean),
        in_file("SD of theirs", agreed.sd),
        both("Partners' score", partners.score, score(partners.score, 2)),
        in_file("Sectors (n)", partners.n),
        both("Finding", str(agreed.verdict), _verdict(row)),
        in_file("Why it is not compared", agreed.why_not or ""),
    ]


def _verdict(row: AgreedRow) -> Markup:
    if row.unusual:
        return verdict_with_working(row.unusual)
    why = row.agreed.why_not
    small = Markup(' <span class="owf-small">{}</span>').format(why) if why else html.NOTHING
    return Markup("{}{}").format(row.agreed.verdict, small)


def _title(rows: Sequence[AgreedRow], trust: str) -> str:
    compared = [one for one in rows if one.agreed.expected and one.agreed.score is not None]
    if not any(one.agreed.score is not None for one in rows):
        return f"There is no agreed score of {trust} to set against a range."
    if not compared:
        return "No agreed score can be set against a range: see the table for the reason."
    unusual = [one for one in compared if one.agreed.is_unusual]
    if not unusual:
        where = (
            "overall and on every theme"
            if len(compared) == len(rows)
            else f"on the {counted(len(compared), 'score')} that can be compared"
        )
        return f"What was agreed lies within the range to be expected, {where}."
    where = listed(
        [
            f"{f'on {one.finding.phrase}' if one.finding.phrase else 'overall'} "
            f"({one.agreed.verdict})"
            for one in unusual
        ]
    )
    return f"What was agreed lies outside the range to be expected {where}."


def _sentence(row: AgreedRow) -> str:
    agreed = row.agreed
    if agreed.score is None or agreed.expected is None:
        return f"{row.finding.title}: {agreed.why_not}."
    return (
        f"{row.finding.title}: agreed {score(agreed.score, 2)}, expected "
        f"{between(agreed.expected)} from {counted(agreed.k, 'other Trust')}; {agreed.verdict}. "
        f"Partners' score: {score(row.finding.comparison.score, 2)}."
    )


def _figure(shown: Sequence[AgreedRow]) -> go.Figure:
    rows = Rows()
    for row, one in enumerate(shown):
        agreed, height = one.agreed, -row
        rows.label(height + 0.4, _label(one), letters=LETTERS)
        if agreed.expected is not None:
            low, high = (min(max(end, LOWEST), HIGHEST) for end in agreed.expected)
            rows.box((low, high), height, 0.13, LIGHT.soft)
        partners = one.finding.comparison.score
        if partners is not None:
            rows.mark(partners, height, "circle-open", LIGHT.quiet)
        if agreed.score is not None:
            symbol = "diamond" if agreed.is_unusual else "circle"
            rows.mark(agreed.score, height, symbol, LIGHT.ahead)
    return rows.figure(
        ends=(-len(shown) + 0.55, 0.64),
        height=ROW * (len(shown) + 0.1) + 60,
        axis="level",
        range=[LOWEST - 0.1, HIGHEST + 0.1],
        tickvals=[1, 2, 3, 4, 5],
    )


def _label(row: AgreedRow) -> str:
    name = bold(short_name(row.finding.phrase))
    agreed = row.agreed
    if agreed.score is None:
        return f"{name}  nothing agreed"
    if agreed.expected is None:
        return f"{name}  {score(agreed.score)}, not compared"
    low, high = agreed.expected
    verdict = f": {agreed.verdict}" if agreed.is_unusual else ""
    return f"{name}  {score(agreed.score)}{verdict} (expected {score(low)} to {score(high)})"
