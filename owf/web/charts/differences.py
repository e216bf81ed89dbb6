"""All themes against the comparator: the difference with its 95% limits, around zero."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark import DEFAULT_RULES, Finding, Rules
from owf.web import html
from owf.web.charts import Chart
from owf.web.charts.rows import Rows, short_name
from owf.web.charts.theme import LIGHT, MARKERS, colour_of
from owf.web.components.verdicts import verdict_with_working
from owf.web.numbers import limits, score, signed

ROW = 68
"""Pixels a row: a label line above a bar, readable on a phone."""


def differences(findings: Sequence[Finding], title: str, rules: Rules = DEFAULT_RULES) -> Chart:
    """Draw findings of one kind, one row each, in the order given.

    Args:
        findings: with one Trust and comparator; those without a difference get a row in words.
        title: the sentence that states what the chart shows.
        rules: those of the findings; the band of "alike" is drawn from them.
    """
    return Chart(
        title=title,
        alt=" ".join(finding.sentence for finding in findings),
        figure=_figure(findings, rules),
        table=_table(findings, rules),
    )


def _figure(findings: Sequence[Finding], rules: Rules) -> go.Figure:
    reach = _reach(findings)
    rows = Rows()
    for row, finding in enumerate(findings):
        found = finding.comparison
        rows.label(-row + 0.36, _label(finding))
        if found.difference is None or found.ci95 is None:
            continue
        colour = colour_of(finding.verdict.direction)
        rows.bar(found.ci95, -row, colour, 2)
        rows.bar(found.ci90 or found.ci95, -row, colour, 7)
        rows.mark(found.difference, -row, MARKERS[str(finding.verdict)], colour)
    halves = range(-int(reach * 2), int(reach * 2) + 1)
    figure = rows.figure(
        ends=(-len(findings) + 0.45, 0.62),
        height=ROW * len(findings) + 70,
        axis="levels below or above",
        range=[-reach, reach],
        tickvals=[value / 2 for value in halves],
        ticktext=[signed(value / 2, 1) for value in halves],
    )
    margin = rules.in_line_margin
    # Edges and no filling: on a grey ground orange would be too pale.
    for edge in (-margin, margin):
        figure.add_vline(
            x=edge, line={"color": LIGHT.quiet, "width": 1.5, "dash": "dot"}, layer="below"
        )
    return figure.add_vline(x=0, line_color=LIGHT.ink, line_width=1.5)


def _reach(findings: Sequence[Finding]) -> float:
    ends = [abs(end) for finding in findings for end in (finding.comparison.ci95 or ())]
    return max(1.0, -(-max(ends, default=1.0) * 2 // 1) / 2)


def _label(finding: Finding) -> str:
    found = finding.comparison
    if found.score is None or found.reference is None:
        return f"<b>{finding.title}</b>  {finding.symbol} {finding.verdict}"
    return (
        f"<b>{short_name(finding.phrase)}</b>  {finding.symbol} {finding.verdict} "
        f"({score(found.score)} against {score(found.reference)})"
    )


def _table(findings: Sequence[Finding], rules: Rules) -> Markup:
    return html.table(
        "The same in numbers",
        ("Theme", "Here", "Others", "Difference", "95% limits", "90% limits", "Verdict"),
        (
            (
                finding.title,
                score(finding.comparison.score, 2),
                score(finding.comparison.reference, 2),
                signed(finding.comparison.difference),
                limits(finding.comparison.ci95),
                limits(finding.comparison.ci90),
                verdict_with_working(finding, rules),
            )
            for finding in findings
        ),
        css="owf-stack",
        region="Differences in numbers",
        numeric=frozenset({1, 2, 3, 4, 5}),
    )
