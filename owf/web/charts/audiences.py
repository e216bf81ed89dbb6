"""Leaders beside practitioners: two marks a row on the scale, and the gap between them."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark import DEFAULT_RULES, FEWEST_PERSONS, GapFinding, Rules
from owf.store.signed import Scores
from owf.web import html
from owf.web.charts import Chart
from owf.web.charts.rows import Rows, short_name
from owf.web.charts.theme import LIGHT
from owf.web.components.verdicts import verdict_with_working
from owf.web.numbers import limits, score, signed

ROW = 64
"""Pixels a row: a label line above two marks, readable on a phone."""
SUPPRESSED = f"suppressed: fewer than {FEWEST_PERSONS} people"


def audiences(
    gaps: Sequence[GapFinding], practitioners: Scores, title: str, rules: Rules = DEFAULT_RULES
) -> Chart:
    """Draw gaps, one row each, in the order given.

    Args:
        gaps: overall and themes of one Trust.
        practitioners: its practitioners' scores by group key.
        title: the sentence that states what the chart shows.
        rules: those with which the gaps were measured.
    """
    return Chart(
        title=title,
        alt=" ".join(gap.sentence for gap in gaps),
        figure=_figure(gaps),
        table=_table(gaps, practitioners, rules),
    )


def _figure(gaps: Sequence[GapFinding]) -> go.Figure:
    rows = Rows()
    for row, found in enumerate(gaps):
        leaders, practitioners = found.gap.leaders, found.gap.practitioners
        name = short_name(found.phrase)
        rows.label(-row + 0.38, f"<b>{name}</b>  {found.symbol} {found.verdict}")
        if leaders is None or practitioners is None:
            continue
        rows.bar((practitioners, leaders), -row, LIGHT.quiet, 6)
        # The number goes outwards, so that two marks close together do not cover each other's.
        outwards = leaders >= practitioners
        for value, symbol, colour, right in (
            (leaders, "circle", LIGHT.ahead, outwards),
            (practitioners, "diamond-open", LIGHT.neutral, not outwards),
        ):
            rows.mark(
                value,
                -row,
                symbol,
                colour,
                text=[f"  {score(value)}" if right else f"{score(value)}  "],
                textposition="middle right" if right else "middle left",
                textfont={"size": 13, "color": LIGHT.ink},
                cliponaxis=False,
            )
    return rows.figure(
        ends=(-len(gaps) + 0.45, 0.62),
        height=ROW * len(gaps) + 70,
        axis="level",
        range=[1, 5],
        tickvals=[1, 2, 3, 4, 5],
    )


def _table(gaps: Sequence[GapFinding], practitioners: Scores, rules: Rules) -> Markup:
    return html.table(
        "The same in numbers, on the questions that both were asked",
        ("Theme", "Leaders", "Practitioners", "People", "Gap", "95% limits", "Finding"),
        (
            (
                found.title,
                score(found.gap.leaders, 2),
                *_people(found, practitioners),
                "none" if found.gap.mean_gap is None else signed(found.gap.mean_gap),
                limits(found.gap.ci95),
                verdict_with_working(found, rules),
            )
            for found in gaps
        ),
        css="owf-stack",
        region="Leaders and practitioners in numbers",
        numeric=frozenset({1, 2, 3, 4, 5}),
    )


def _people(found: GapFinding, practitioners: Scores) -> tuple[str, str]:
    row = practitioners.get("overall" if found.theme is None else f"theme:{found.theme}")
    if row is None:
        return "too few partners", "not shown"
    if row.n_respondents == 0:
        return "no score", "0"
    if row.mean is None:
        return SUPPRESSED, f"fewer than {FEWEST_PERSONS}"
    # Without a gap there are no sectors to share: the mean over all who responded.
    mean = row.mean if found.gap.practitioners is None else found.gap.practitioners
    return score(mean, 2), str(row.n_respondents)
