"""Leaders beside practitioners, suppressed as on pages."""

from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.agreement.practitioners import FEWEST_PERSONS
from owf.benchmark.scores.groups import GroupKind
from owf.charts import Chart
from owf.charts.of_comparison import headline_gaps, why_no_gaps
from owf.reports.model import Column, NumberFormat, Table, table_of
from owf.reports.parts.verdicts import limits_words, verdict_words


def practitioners_claim(view: TrustComparison) -> str:
    """The overall gap's own sentence, or why there is none."""
    shown = headline_gaps(view)
    if shown:
        return next((one for one in shown if one.kind is GroupKind.OVERALL), shown[0]).sentence
    return why_no_gaps(view)


def practitioners_table(view: TrustComparison, chart: Chart) -> Table:
    """The numbers of the page's chart; for a view with `headline_gaps`."""
    columns = (
        Column("Theme", width=2.4),
        Column("Sectors with both", NumberFormat.COUNT),
        Column("Leaders", NumberFormat.SCORE),
        Column("Practitioners", NumberFormat.SCORE, 1.3),
        Column("People", NumberFormat.COUNT),
        Column("Gap", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.7),
        Column("Finding", width=2.2),
    )
    rows = [
        (
            one.title,
            one.gap.n,
            one.gap.leaders,
            numbers["Practitioners"],
            numbers["People"],
            one.gap.mean_gap,
            limits_words(one.gap.ci95),
            verdict_words(one),
        )
        for one, numbers in zip(headline_gaps(view), chart.numbers, strict=True)
    ]
    return table_of(
        f"Leaders and practitioners, {view.year}",
        columns,
        rows,
        note=(
            "Both rest on the questions that both were asked and on the sectors from which both "
            f"answered. A figure that rests on fewer than {FEWEST_PERSONS} people is not shown."
        ),
        sheet="Practitioners",
    )
