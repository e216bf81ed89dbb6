"""What the answers mean: scores, comparisons, verdicts, changes and the sentences that say them.

Pure: numbers in, frozen dataclasses out; no database, no Streamlit. The rules are METHOD's.
"""

from owf.benchmark.agreed import (
    Agreed,
    AgreedFinding,
    AgreedVerdict,
    agreed_findings_of,
    agreed_points,
    compare_agreed,
)
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
from owf.benchmark.comparing import (
    compare,
    compare_all,
    compare_all_by_kind,
    compare_by_kind,
    compare_groups,
)
from owf.benchmark.comparison import Comparison, partners_needed, stands_out
from owf.benchmark.findings import (
    ChangeFinding,
    Finding,
    change_findings_of,
    findings_of,
    headline,
)
from owf.benchmark.funnel import Funnel, FunnelPoint, Lies, funnel_of
from owf.benchmark.gap_findings import GapFinding, gap_findings_of
from owf.benchmark.gaps import Gap, GapVerdict, audience_gaps
from owf.benchmark.groups import Group, GroupKind, ItemRef, groups_of
from owf.benchmark.histories import ScoreHistory, score_history
from owf.benchmark.intervals import (
    Interval,
    funnel_limits,
    mean_interval,
    proportion_interval,
)
from owf.benchmark.item_lines import (
    Comparable,
    ComparableItems,
    ItemLine,
    ItemLink,
    Join,
    Point,
    Segment,
    comparable_items,
    item_lines,
)
from owf.benchmark.item_standings import (
    Instead,
    ItemStanding,
    PartnerAnswer,
    disputed_sentence,
    most_disputed_first,
)
from owf.benchmark.key_points import (
    change_points,
    changes_in_one_line,
    in_one_line,
    key_points,
    kinds_of_points,
)
from owf.benchmark.medians import median_in_words, middle_values, proposed_level
from owf.benchmark.moderated import Moderated, moderated
from owf.benchmark.multiplicity import adjusted_p_values
from owf.benchmark.national import (
    ProgressSplit,
    count_by_band,
    progress_sentence,
    progress_split,
)
from owf.benchmark.paired_items import (
    Levels,
    PairedItem,
    PairedScoring,
    pair_items,
    paired_scoring,
)
from owf.benchmark.practitioners import (
    FEWEST_PERSONS,
    PersonAnswer,
    score_practitioners,
    suppressed,
)
from owf.benchmark.quality import QualityConcern, QualityFlag, quality_flags
from owf.benchmark.quartiles import FiveNumbers, five_numbers
from owf.benchmark.ranks import rank_confidence_sets
from owf.benchmark.reliability import krippendorff_alpha
from owf.benchmark.rules import (
    DEFAULT_RULES,
    SYMBOLS,
    Rules,
    Verdict,
    VerdictWord,
    verdict_from_limits,
)
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
from owf.benchmark.strength_findings import (
    StrengthFinding,
    strength_findings_of,
    strength_points,
)
from owf.benchmark.strengths import Strength, StrengthVerdict, strengths_of
from owf.benchmark.tables import (
    BandRow,
    CountRow,
    MeanOf,
    MeanRow,
    TakingPart,
    band_table,
    count_table,
    mean_table,
)
from owf.benchmark.theme_cards import (
    ThemeCard,
    theme_card,
)
from owf.benchmark.trend import (
    TrendMarker,
    TrendOutcome,
    UsualVariation,
    trend_marker,
    usual_variation,
)
from owf.benchmark.trust_lines import (
    predecessors_of,
    present_in_all,
)
from owf.benchmark.verdict_counts import (
    VerdictCount,
    VerdictCounts,
    verdict_counts,
)
from owf.benchmark.who_differs import PartnerDifference, WhoDiffers, who_differs
from owf.benchmark.wording import Words
from owf.benchmark.working import (
    AnyFinding,
    agreed_working_of,
    change_working_of,
    comparison_working_of,
    gap_working_of,
    strength_working_of,
    working_of,
)
from owf.benchmark.year_on_year import trend_points, year_headline
from owf.benchmark.year_points import (
    LineBehind,
    RegionPoint,
    RegionRibbon,
    YearPoint,
    region_ribbon,
)

__all__ = [
    "DEFAULT_RULES",
    "FEWEST_PERSONS",
    "SYMBOLS",
    "Agreed",
    "AgreedFinding",
    "AgreedVerdict",
    "Answer",
    "AnyFinding",
    "BandRow",
    "Change",
    "ChangeFinding",
    "ChangeVerdict",
    "Comparable",
    "ComparableItems",
    "Comparison",
    "CountRow",
    "Finding",
    "FiveNumbers",
    "Funnel",
    "FunnelPoint",
    "Gap",
    "GapFinding",
    "GapVerdict",
    "Group",
    "GroupKind",
    "GroupScore",
    "Instead",
    "Interval",
    "ItemLine",
    "ItemLink",
    "ItemRef",
    "ItemStanding",
    "Join",
    "Levels",
    "Lies",
    "LineBehind",
    "MeanOf",
    "MeanRow",
    "Moderated",
    "Ordering",
    "PairedItem",
    "PairedScoring",
    "PartnerAnswer",
    "PartnerDifference",
    "PersonAnswer",
    "Point",
    "ProgressSplit",
    "QualityConcern",
    "QualityFlag",
    "RegionPoint",
    "RegionRibbon",
    "Rules",
    "ScoreHistory",
    "Segment",
    "Strength",
    "StrengthFinding",
    "StrengthVerdict",
    "TakingPart",
    "ThemeCard",
    "TrendMarker",
    "TrendOutcome",
    "UsualVariation",
    "Verdict",
    "VerdictCount",
    "VerdictCounts",
    "VerdictWord",
    "WhoDiffers",
    "Words",
    "YearPoint",
    "adjusted_p_values",
    "agreed_findings_of",
    "agreed_points",
    "agreed_working_of",
    "audience_gaps",
    "band_table",
    "between_trust_variance",
    "change_by_kind",
    "change_findings_of",
    "change_groups",
    "change_points",
    "change_working_of",
    "changes_in_one_line",
    "comparable_items",
    "compare",
    "compare_agreed",
    "compare_all",
    "compare_all_by_kind",
    "compare_by_kind",
    "compare_groups",
    "comparison_working_of",
    "consensus",
    "consensus_needed",
    "count_by_band",
    "count_table",
    "disputed_sentence",
    "expected_range",
    "findings_of",
    "five_numbers",
    "funnel_limits",
    "funnel_of",
    "gap_findings_of",
    "gap_working_of",
    "groups_of",
    "headline",
    "in_one_line",
    "is_high_consensus",
    "item_lines",
    "key_points",
    "kinds_of_points",
    "krippendorff_alpha",
    "mean_interval",
    "mean_table",
    "median_in_words",
    "middle_values",
    "moderated",
    "most_disputed_first",
    "ordering",
    "pair_items",
    "paired_change",
    "paired_scoring",
    "partners_needed",
    "predecessors_of",
    "present_in_all",
    "probability_of_superiority",
    "progress_sentence",
    "progress_split",
    "proportion_interval",
    "proposed_level",
    "quality_flags",
    "rank_confidence_sets",
    "rankability",
    "region_ribbon",
    "score_groups",
    "score_history",
    "score_practitioners",
    "shrink",
    "stands_out",
    "strength_findings_of",
    "strength_points",
    "strength_working_of",
    "strengths_of",
    "suppressed",
    "theme_card",
    "trend_marker",
    "trend_points",
    "trust_intervals",
    "trust_variances",
    "usual_variation",
    "verdict_counts",
    "verdict_from_limits",
    "who_differs",
    "working_of",
    "year_headline",
]
