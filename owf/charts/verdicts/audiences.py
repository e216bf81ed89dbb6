"""Leaders beside practitioners: two marks a row on the scale, and the gap between them."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from owf.benchmark.agreement.practitioners import FEWEST_PERSONS, GapFinding
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.charts import Chart
from owf.charts.columns import Cell, both, bounds, in_file, in_table, table_and_numbers
from owf.charts.rows import Rows, bold, short_name, text_beside
from owf.charts.theme import LIGHT
from owf.markup.formatting import limits, score, signed, span
from owf.markup.verdicts import verdict_with_working
from owf.store.signed_scores import Scores

ROW = 64
"""Pixels a row: a label line above two marks, readable on a phone."""
SUPPRESSED = f"suppressed: fewer than {FEWEST_PERSONS} people"


@dataclass(frozen=True)
class TwoMarks:
    """One row: its label as plotly writes it, and the two values in levels, or none."""

    label: str
    circle: float | None
    diamond: float | None


def dumbbells(shown: Sequence[TwoMarks], levels: Sequence[int]) -> go.Figure:
    rows = Rows()
    for row, one in enumerate(shown):
        rows.label(-row + 0.38, one.label)
        if one.circle is None or one.diamond is None:
            continue
        rows.bar((one.diamond, one.circle), -row, LIGHT.quiet, 6)
        # The number goes outwards, so that two marks close together do not cover each other's.
        is_right = one.circle >= one.diamond
        words = text_beside(score(one.circle), is_right=is_right)
        rows.mark(one.circle, -row, "circle", LIGHT.ahead, **words)
        words = text_beside(score(one.diamond), is_right=not is_right)
        rows.mark(one.diamond, -row, "diamond-open", LIGHT.neutral, **words)
    return rows.figure(
        ends=(-len(shown) + 0.45, 0.62),
        height=ROW * len(shown) + 70,
        axis="level",
        range=[levels[0], levels[-1]],
        tickvals=list(levels),
    )


def audiences(
    gaps: Sequence[GapFinding],
    practitioners: Scores,
    title: str,
    levels: Sequence[int],
    rules: Rules = DEFAULT_RULES,
) -> Chart:
    """``practitioners`` are the Trust's scores by group key; ``levels`` lowest first."""
    table, numbers = table_and_numbers(
        "The same in numbers, on the questions that both were asked",
        [_cells(gap, practitioners, rules) for gap in gaps],
        css="owf-stack",
        region="Leaders and practitioners in numbers",
    )
    marks = [
        TwoMarks(
            f"{bold(short_name(one.phrase))}  {one.symbol} {one.verdict}",
            one.gap.leaders,
            one.gap.practitioners,
        )
        for one in gaps
    ]
    return Chart(
        title=title,
        alt=" ".join(gap.sentence for gap in gaps),
        figure=dumbbells(marks, levels),
        table=table,
        caption=(
            "Both rest on the questions that both were asked, and on "
            f"{span(gap.gap.n for gap in gaps)} sectors from which both answered (n). The filled "
            "circle is the leaders, who answer for their organisation; the open diamond the "
            "practitioners, each for themselves."
        ),
        numbers=numbers,
    )


def _cells(found: GapFinding, practitioners: Scores, rules: Rules) -> list[Cell]:
    gap = found.gap
    shown, people = _mean_and_people(found, practitioners)
    value = shown if gap.practitioners is None else gap.practitioners
    difference = "none" if gap.mean_gap is None else signed(gap.mean_gap)
    return [
        both("Theme", found.title),
        in_file("Finding", str(found.verdict)),
        in_file("Sectors from which both answered (n)", gap.n),
        both("Leaders", gap.leaders, score(gap.leaders, 2)),
        both("Practitioners", value, shown, is_number=True),
        both("People", people, is_number=True),
        both("Gap", gap.mean_gap, difference),
        in_table("95% limits", limits(gap.ci95), is_number=True),
        *bounds("95%", gap.ci95),
        in_file("p adjusted", gap.p_adjusted),
        in_table("Finding", verdict_with_working(found, rules, with_limits=False)),
    ]


def _mean_and_people(found: GapFinding, practitioners: Scores) -> tuple[str, str]:
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
