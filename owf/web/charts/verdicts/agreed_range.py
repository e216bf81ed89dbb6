"""Agreed scores against the range that the other Trusts' lead one to expect, theme by theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.comparison.agreed_scores import Agreed, AgreedFinding
from owf.benchmark.words.findings import Finding
from owf.benchmark.words.wording import counted, listed
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import LETTERS, Rows, bold, fitting, short_name
from owf.web.charts.theme import LIGHT
from owf.web.markup import html
from owf.web.markup.formatting import score, span
from owf.web.markup.verdicts import verdict_with_working

ROW = 60
"""Pixels a row: a label line above the range, readable on a phone."""
LOWEST, HIGHEST = 1.0, 5.0
"""Ends of the scale: a range may reach beyond them, and is drawn no further."""


@dataclass(frozen=True)
class AgreedRow:
    """One theme, or overall.

    Attributes:
        finding: names the theme; the partners' score is in it.
        agreed: what was agreed, and the range.
        unusual: the finding, where it lies outside.
    """

    finding: Finding
    agreed: Agreed
    unusual: AgreedFinding | None = None


def agreed_range(rows: Sequence[AgreedRow], trust: str) -> Chart:
    """Draw each agreed score over its expected range, the partners' score beside it (METHOD 2).

    Args:
        rows: overall and themes, in the order in which they are shown.
        trust: its name.
    """
    others = [one.agreed.k for one in rows]
    n = [one.finding.comparison.n for one in rows]
    return Chart(
        title=_title(rows, trust),
        alt=" ".join(_told(one) for one in rows),
        figure=_figure(rows),
        table=_table(rows),
        caption=(
            f"The bar is where 95 in 100 further Trusts like the {span(others)} other Trusts (k) "
            "that are published in full would lie. A filled mark is what was agreed: a diamond "
            "outside its range, a circle within. The open circle is the partners' own score, from "
            f"{span(n)} sectors (n). An agreed score has no limits, so it carries no verdict."
        ),
        numbers=[_numbers(one) for one in rows],
    )


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
    said = [f"{_about(one)} ({one.agreed.verdict})" for one in unusual]
    return f"What was agreed lies outside the range to be expected {listed(said)}."


def _about(row: AgreedRow) -> str:
    return f"on {row.finding.phrase}" if row.finding.phrase else "overall"


def _told(row: AgreedRow) -> str:
    agreed = row.agreed
    if agreed.score is None or agreed.expected is None:
        return f"{row.finding.title}: {agreed.why_not}."
    low, high = agreed.expected
    return (
        f"{row.finding.title}: agreed {score(agreed.score, 2)}, expected {score(low, 2)} to "
        f"{score(high, 2)} from {counted(agreed.k, 'other Trust')}; {agreed.verdict}. Partners' "
        f"score: {score(row.finding.comparison.score, 2)}."
    )


def _figure(shown: Sequence[AgreedRow]) -> go.Figure:
    rows = Rows()
    for row, one in enumerate(shown):
        agreed, height = one.agreed, -row
        label = _label(one)
        rows.label(height + 0.4, label, fitting(label, LETTERS))
        if agreed.expected is not None:
            low, high = (min(max(end, LOWEST), HIGHEST) for end in agreed.expected)
            rows.shapes.append(
                {
                    "type": "rect",
                    "x0": low,
                    "x1": high,
                    "y0": height - 0.13,
                    "y1": height + 0.13,
                    "fillcolor": LIGHT.soft,
                    "line": {"color": LIGHT.quiet, "width": 1.5},
                    "layer": "below",
                }
            )
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
    said = f": {agreed.verdict}" if agreed.is_unusual else ""
    return f"{name}  {score(agreed.score)}{said} (expected {score(low)} to {score(high)})"


def _table(rows: Sequence[AgreedRow]) -> Markup:
    def row(one: AgreedRow) -> tuple[str | Markup, ...]:
        agreed = one.agreed
        return (
            one.finding.title,
            "none" if agreed.score is None else score(agreed.score, 2),
            " to ".join(score(end, 2) for end in agreed.expected or ()) or "none",
            str(agreed.k),
            score(one.finding.comparison.score, 2),
            verdict_with_working(one.unusual) if one.unusual else _why(agreed),
        )

    return html.table(
        "What was agreed, and what is to be expected",
        ("Theme", "Agreed", "Expected", "Other Trusts (k)", "Partners' score", "Finding"),
        map(row, rows),
        css="owf-agreed owf-stack",
        region="Agreed scores in numbers",
        numeric=frozenset({1, 2, 3, 4}),
    )


def _why(agreed: Agreed) -> Markup:
    """Where nothing is found, that this is so; with the reason where nothing could be."""
    small = Markup(' <span class="owf-small">{}</span>').format(agreed.why_not or "")
    return Markup("{}{}").format(agreed.verdict, small if agreed.why_not else html.NOTHING)


def _numbers(row: AgreedRow) -> dict[str, Cell]:
    agreed, partners = row.agreed, row.finding.comparison
    low, high = agreed.expected or (None, None)
    return {
        "Theme": row.finding.title,
        "Agreed": agreed.score,
        "Expected, lower": low,
        "Expected, upper": high,
        "Other Trusts (k)": agreed.k,
        "Mean of theirs": agreed.mean,
        "SD of theirs": agreed.sd,
        "Partners' score": partners.score,
        "Sectors (n)": partners.n,
        "Finding": str(agreed.verdict),
        "Why it is not compared": agreed.why_not or "",
    }
