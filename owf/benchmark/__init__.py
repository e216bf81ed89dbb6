"""What the answers mean: scores, comparisons, verdicts, changes and the sentences that say them.

Pure: numbers in, frozen dataclasses out; no database, no Streamlit. The rules are METHOD's.
"""

from owf.benchmark.agreement import consensus, probability_of_superiority
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
from owf.benchmark.rules import DEFAULT_RULES, SYMBOLS, Rules, Verdict, verdict_from_limits
from owf.benchmark.scores import Answer, GroupScore, score_groups
from owf.benchmark.wording import Words
from owf.benchmark.working import change_working_of, working_of

__all__ = [
    "DEFAULT_RULES",
    "SYMBOLS",
    "Answer",
    "Change",
    "ChangeFinding",
    "ChangeVerdict",
    "Comparison",
    "Finding",
    "Group",
    "GroupKind",
    "GroupScore",
    "Interval",
    "ItemRef",
    "Rules",
    "Verdict",
    "Words",
    "adjusted_p_values",
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
    "findings_of",
    "groups_of",
    "headline",
    "in_one_line",
    "key_points",
    "mean_interval",
    "middle_values",
    "paired_change",
    "partners_needed",
    "probability_of_superiority",
    "proportion_interval",
    "proposed_level",
    "score_groups",
    "verdict_from_limits",
    "working_of",
]
