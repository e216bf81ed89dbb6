"""What the answers mean: scores, comparisons, verdicts, changes and the sentences that say them.

Pure: numbers in, frozen dataclasses out; no database, no Streamlit. The rules are METHOD's. Bad
input raises ValueError with a sentence that says what to do.
"""

from owf.benchmark.agreement.partners import (
    consensus,
    krippendorff_alpha,
    probability_of_superiority,
)
from owf.benchmark.change.changes import paired_change
from owf.benchmark.change.trend import trend_marker, usual_variation, yearly_trend
from owf.benchmark.comparison.compare import compare, compare_groups
from owf.benchmark.comparison.result import partners_needed
from owf.benchmark.order.spread import (
    between_trust_variance,
    expected_range,
    rank_confidence_sets,
    rankability,
    shrink,
)
from owf.benchmark.rules import (
    DEFAULT_RULES,
    RULES_1,
    Rules,
    Verdict,
    mean_interval,
    proportion_interval,
    verdict_from_limits,
)

__all__ = [
    "DEFAULT_RULES",
    "RULES_1",
    "Rules",
    "Verdict",
    "between_trust_variance",
    "compare",
    "compare_groups",
    "consensus",
    "expected_range",
    "krippendorff_alpha",
    "mean_interval",
    "paired_change",
    "partners_needed",
    "probability_of_superiority",
    "proportion_interval",
    "rank_confidence_sets",
    "rankability",
    "shrink",
    "trend_marker",
    "usual_variation",
    "verdict_from_limits",
    "yearly_trend",
]
