"""What the answers mean: scores, comparisons, verdicts, changes and the sentences that say them.

Pure: numbers in, frozen dataclasses out; no database, no Streamlit. The rules are METHOD's.
"""

from owf.benchmark.agreement import (
    consensus,
    consensus_needed,
    is_high_consensus,
    probability_of_superiority,
)
from owf.benchmark.change import (
    Change,
    ChangeVerdict,
    change_by_kind,
    change_groups,
    paired_change,
)
from owf.benchmark.comparison import (
    Comparison,
    compare,
    compare_by_kind,
    compare_groups,
    partners_needed,
)
from owf.benchmark.findings import (
    ChangeFinding,
    Finding,
    change_findings_of,
    findings_of,
    headline,
)
from owf.benchmark.gap_findings import GapFinding, gap_findings_of
from owf.benchmark.gaps import Gap, GapVerdict, audience_gaps
from owf.benchmark.groups import Group, GroupKind, ItemRef, groups_of
from owf.benchmark.intervals import Interval, mean_interval, proportion_interval
from owf.benchmark.key_points import (
    change_points,
    changes_in_one_line,
    in_one_line,
    key_points,
)
from owf.benchmark.medians import middle_values, proposed_level
from owf.benchmark.multiplicity import adjusted_p_values
from owf.benchmark.national import (
    ProgressSplit,
    count_by_band,
    progress_sentence,
    progress_split,
)
from owf.benchmark.practitioners import (
    FEWEST_PERSONS,
    PersonAnswer,
    score_practitioners,
    suppressed,
)
from owf.benchmark.ranks import rank_confidence_sets
from owf.benchmark.rules import DEFAULT_RULES, SYMBOLS, Rules, Verdict, verdict_from_limits
from owf.benchmark.scores import Answer, GroupScore, score_groups
from owf.benchmark.spread import (
    Ordering,
    between_trust_variance,
    expected_range,
    ordering,
    rankability,
    shrink,
    trust_intervals,
    trust_variances,
)
from owf.benchmark.wording import Words
from owf.benchmark.working import change_working_of, gap_working_of, working_of

__all__ = [
    "DEFAULT_RULES",
    "FEWEST_PERSONS",
    "SYMBOLS",
    "Answer",
    "Change",
    "ChangeFinding",
    "ChangeVerdict",
    "Comparison",
    "Finding",
    "Gap",
    "GapFinding",
    "GapVerdict",
    "Group",
    "GroupKind",
    "GroupScore",
    "Interval",
    "ItemRef",
    "Ordering",
    "PersonAnswer",
    "ProgressSplit",
    "Rules",
    "Verdict",
    "Words",
    "adjusted_p_values",
    "audience_gaps",
    "between_trust_variance",
    "change_by_kind",
    "change_findings_of",
    "change_groups",
    "change_points",
    "change_working_of",
    "changes_in_one_line",
    "compare",
    "compare_by_kind",
    "compare_groups",
    "consensus",
    "consensus_needed",
    "count_by_band",
    "expected_range",
    "findings_of",
    "gap_findings_of",
    "gap_working_of",
    "groups_of",
    "headline",
    "in_one_line",
    "is_high_consensus",
    "key_points",
    "mean_interval",
    "middle_values",
    "ordering",
    "paired_change",
    "partners_needed",
    "probability_of_superiority",
    "progress_sentence",
    "progress_split",
    "proportion_interval",
    "proposed_level",
    "rank_confidence_sets",
    "rankability",
    "score_groups",
    "score_practitioners",
    "shrink",
    "suppressed",
    "trust_intervals",
    "trust_variances",
    "verdict_from_limits",
    "working_of",
]
