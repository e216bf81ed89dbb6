"""Each aspect across all themes against the Trust's own overall score (METHOD 5a)."""

from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.reports.model import Column, NumberFormat, Table, table_of
from owf.reports.parts.verdicts import limits_words, verdict_words


def strengths_table(view: TrustComparison) -> Table:
    columns = (
        Column("Aspect", width=2.4),
        Column("Aspect's score", NumberFormat.SCORE),
        Column("Overall", NumberFormat.SCORE),
        Column("Difference", NumberFormat.DIFFERENCE),
        Column("95% limits", width=1.7),
        Column("Finding", width=2.2),
        Column("The same in the region", width=1.8),
    )
    rows = [
        (
            f"{one.title}, only in {one.within}" if one.within else one.title,
            one.strength.aspect_score,
            one.strength.overall_score,
            one.strength.difference,
            limits_words(one.strength.ci95),
            # What one theme alone has is not "throughout".
            verdict_words(one).removesuffix(" throughout") if one.within else verdict_words(one),
            one.as_elsewhere,
        )
        for one in view.strengths
    ]
    return table_of(
        f"Aspects against {view.trust.name}'s own overall score",
        columns,
        rows,
        note="Compared with the Trust's own overall score, not with other Trusts.",
        sheet="Strengths inside",
    )
