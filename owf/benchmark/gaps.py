"""How far leaders and practitioners of one Trust see things alike (METHOD 3), paired by sector."""

from collections.abc import Mapping
from dataclasses import dataclass

from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.paired import Paired, Units, in_both, paired_with_pooled_spread, with_verdicts
from owf.benchmark.rules import DEFAULT_RULES, Rules, VerdictWord


class GapVerdict(VerdictWord):
    """What a comparison of leaders with practitioners shows: METHOD 2's words turned round."""

    LEADERS_HIGHER = "leaders rate higher"
    LEADERS_SLIGHTLY_HIGHER = "leaders rate slightly higher"
    IN_LINE = "broadly in line"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    PRACTITIONERS_SLIGHTLY_HIGHER = "practitioners rate slightly higher"
    PRACTITIONERS_HIGHER = "practitioners rate higher"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, kw_only=True)
class Gap(Paired[GapVerdict]):
    """Leaders against practitioners of one Trust on one group of items (METHOD 3).

    `Paired` over the sectors with a score from both: practitioners first, leaders second.
    """

    words = GapVerdict
    scored = "a score from both leaders and practitioners"
    scored_by_none = "a score from both its leaders and its practitioners"
    alike = "the gap is the same in all sectors"

    verdict: GapVerdict = GapVerdict.CANNOT_BE_CALCULATED

    @property
    def mean_gap(self) -> float | None:
        """Mean over sectors of the leaders' score minus the practitioners'."""
        return self.mean

    @property
    def leaders(self) -> float | None:
        """Mean of the leaders' scores of these sectors."""
        return self.second

    @property
    def practitioners(self) -> float | None:
        """Mean of the practitioners' scores of these sectors."""
        return self.first


def audience_gaps(
    leaders: Mapping[Group, Units],
    practitioners: Mapping[Group, Units],
    rules: Rules = DEFAULT_RULES,
) -> dict[Group, Gap]:
    """Compare a Trust's leaders with its practitioners, sector by sector (METHOD 3).

    Pass every group of the pack, whatever the page shows: p is adjusted over all groups of each
    kind that have limits.

    Args:
        leaders: per group, the leaders' score per sector, from only those items that both
            audiences were asked.
        practitioners: per group, the practitioners' score per sector, from `suppressed` scores, so
            that no gap rests on a sector with fewer than five persons. A group may be missing on
            either side.
        rules: margins, and as the fewest sectors `min_units`.

    Returns:
        A gap per group, those of `leaders` first. The spread is that of the Trust's own gaps;
        where that is zero, or fewer sectors than needed have a score from both, there are no
        limits and `why_not` says so.

    Raises:
        ValueError: no groups, or a score that is not finite.
    """
    groups = list(dict.fromkeys([*leaders, *practitioners]))
    if not groups:
        raise ValueError("There are no groups to compare: give at least one.")
    gaps = {
        group: _gap(leaders.get(group, {}), practitioners.get(group, {}), rules) for group in groups
    }
    for kind in GroupKind:
        of_kind = {group: gap for group, gap in gaps.items() if group.kind is kind}
        gaps |= with_verdicts(of_kind, rules)
    return gaps


def _gap(leaders: Units, practitioners: Units, rules: Rules) -> Gap:
    pairs = in_both(practitioners, leaders, ("practitioners' scores", "leaders' scores"))
    return paired_with_pooled_spread(Gap, pairs, (), rules.min_units)
