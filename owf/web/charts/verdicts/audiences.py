"""Leaders beside practitioners: two marks a row on the scale, and the gap between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.agreement.practitioners import FEWEST_PERSONS, GapFinding
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.store.signed_scores import Scores
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, bold, short_name
from owf.web.charts.theme import LIGHT
from owf.web.markup import html
from owf.web.markup.formatting import limits, score, signed, span
from owf.web.markup.verdicts import verdict_with_working

ROW = 64
"""Pixels a row: a label line above two marks, readable on a phone."""


@dataclass(frozen=True)
class TwoMarks:
    """One row: its label as plotly writes it, and the two values in levels, or none."""

    label: str
    circle: float | None
    diamond: float | None


def dumbbells(shown: Sequence[TwoMarks], levels: Sequence[int]) -> go.Figure:
    """The figure of such rows, in the order given.

    Args:
        shown: the rows.
        levels: of the scale, lowest first.
    """
    rows = Rows()
    for row, one in enumerate(shown):
        rows.label(-row + 0.38, one.label)
        if one.circle is None or one.diamond is None:
            continue
        rows.bar((one.diamond, one.circle), -row, LIGHT.quiet, 6)
        # The number goes outwards, so that two marks close together do not cover each other's.
        outwards = one.circle >= one.diamond
        for value, symbol, colour, right in (
            (one.circle, "circle", LIGHT.ahead, outwards),
            (one.diamond, "diamond-open", LIGHT.neutral, not outwards),
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
        ends=(-len(shown) + 0.45, 0.62),
        height=ROW * len(shown) + 70,
        axis="level",
        range=[levels[0], levels[-1]],
        tickvals=list(levels),
    )


SUPPRESSED = f"suppressed: fewer than {FEWEST_PERSONS} people"


def audiences(
    gaps: Sequence[GapFinding],
    practitioners: Scores,
    title: str,
    levels: Sequence[int],
    rules: Rules = DEFAULT_RULES,
) -> Chart:
    """Draw gaps, one row each, in the order given.

    Args:
        gaps: overall and themes of one Trust.
        practitioners: its practitioners' scores by group key.
        title: the sentence that states what the chart shows.
        levels: of the pack's scale, lowest first.
        rules: those with which the gaps were measured.
    """
    n = [gap.gap.n for gap in gaps]
    return Chart(
        title=title,
        alt=" ".join(gap.sentence for gap in gaps),
        figure=dumbbells(
            [
                TwoMarks(
                    f"{bold(short_name(gap.phrase))}  {gap.symbol} {gap.verdict}",
                    gap.gap.leaders,
                    gap.gap.practitioners,
                )
                for gap in gaps
            ],
            levels,
        ),
        table=_table(gaps, practitioners, rules),
        caption=(
            f"Both rest on the questions that both were asked, and on {span(n)} sectors from which "
            "both answered (n). The filled circle is the leaders, who answer for their "
            "organisation; the open diamond the practitioners, each for themselves."
        ),
        numbers=[_numbers(gap, practitioners) for gap in gaps],
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


def _numbers(found: GapFinding, practitioners: Scores) -> dict[str, Cell]:
    gap = found.gap
    low, high = gap.ci95 or (None, None)
    shown, people = _people(found, practitioners)
    return {
        "Theme": found.title,
        "Finding": str(found.verdict),
        "Sectors from which both answered (n)": gap.n,
        "Leaders": gap.leaders,
        "Practitioners": shown if gap.practitioners is None else gap.practitioners,
        "People": people,
        "Gap": gap.mean_gap,
        "95% lower": low,
        "95% upper": high,
        "p adjusted": gap.p_adjusted,
    }


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
