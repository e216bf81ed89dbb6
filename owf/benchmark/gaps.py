"""How far leaders and practitioners of one Trust see things alike (METHOD 3), paired by sector."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.multiplicity import adjusted_where_tested
from owf.benchmark.paired import in_both, paired
from owf.benchmark.rules import (
    DEFAULT_RULES,
    SYMBOLS,
    Limits,
    Rules,
    Verdict,
    verdict_from_limits,
)

Units = Mapping[str, float]


class GapVerdict(StrEnum):
    """What a comparison of leaders with practitioners shows: METHOD 2's words turned round."""

    LEADERS_HIGHER = "leaders rate higher"
    LEADERS_SLIGHTLY_HIGHER = "leaders rate slightly higher"
    IN_LINE = "broadly in line"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    PRACTITIONERS_SLIGHTLY_HIGHER = "practitioners rate slightly higher"
    PRACTITIONERS_HIGHER = "practitioners rate higher"
    CANNOT_BE_CALCULATED = "cannot be calculated"

    @property
    def symbol(self) -> str:
        """The same mark as the verdict on other Trusts that follows from the same limits."""
        return SYMBOLS[_SAME_RULE_AS[self]]


_SAME_RULE_AS: dict[GapVerdict, Verdict] = {
    GapVerdict.LEADERS_HIGHER: Verdict.AHEAD,
    GapVerdict.LEADERS_SLIGHTLY_HIGHER: Verdict.SLIGHTLY_AHEAD,
    GapVerdict.IN_LINE: Verdict.IN_LINE,
    GapVerdict.NO_CLEAR_DIFFERENCE: Verdict.NO_CLEAR_DIFFERENCE,
    GapVerdict.PRACTITIONERS_SLIGHTLY_HIGHER: Verdict.SLIGHTLY_BEHIND,
    GapVerdict.PRACTITIONERS_HIGHER: Verdict.BEHIND,
    GapVerdict.CANNOT_BE_CALCULATED: Verdict.NOT_COMPARED,
}
_GAP_WORD = {verdict: gap for gap, verdict in _SAME_RULE_AS.items()}


@dataclass(frozen=True)
class Gap:
    """Leaders against practitioners of one Trust on one group of items (METHOD 3).

    Numbers are in levels of the scale; those that cannot be had are None, never NaN.

    Attributes:
        mean_gap: mean over sectors of the leaders' score minus the practitioners'.
        n: sectors with a score from both.
        leaders: mean of the leaders' scores of these sectors.
        practitioners: mean of the practitioners' scores of these sectors.
        ci95: 95% limits of the mean gap.
        ci90: its 90% limits.
        p_value: two-sided, before adjustment.
        p_adjusted: after adjustment over all groups of its kind.
        sd: spread of the gaps between sectors.
        df: degrees of freedom of that spread.
        se: standard error of the mean gap.
        verdict: the word; "cannot be calculated" where there are no limits.
        why_not: the reason where the gap cannot be calculated.
    """

    mean_gap: float | None
    n: int
    leaders: float | None = None
    practitioners: float | None = None
    ci95: Limits | None = None
    ci90: Limits | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    sd: float | None = None
    df: int | None = None
    se: float | None = None
    verdict: GapVerdict = GapVerdict.CANNOT_BE_CALCULATED
    why_not: str | None = None


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
        of_kind = {group: gap.p_value for group, gap in gaps.items() if group.kind is kind}
        for group, p_adjusted in adjusted_where_tested(of_kind).items():
            gaps[group] = _with_verdict(gaps[group], p_adjusted, rules)
    return gaps


def _gap(leaders: Units, practitioners: Units, rules: Rules) -> Gap:
    theirs, ours = in_both(practitioners, leaders, ("practitioners' scores", "leaders' scores"))
    needed = f"{rules.min_units} are needed"
    if not len(ours):
        return Gap(
            None,
            0,
            why_not=f"no sector has a score from both its leaders and its practitioners, {needed}",
        )
    found = paired(theirs, ours, sd=None, df=None, min_pairs=rules.min_units)
    gap = Gap(
        mean_gap=found.mean,
        n=found.n,
        leaders=found.second,
        practitioners=found.first,
        ci95=found.ci95,
        ci90=found.ci90,
        p_value=found.p_value,
        sd=found.sd,
        df=found.df,
        se=found.se,
    )
    if found.n < rules.min_units:
        here = "1 sector has" if found.n == 1 else f"{found.n} sectors have"
        return replace(
            gap,
            why_not=f"only {here} a score from both leaders and practitioners, {needed}",
        )
    if found.ci95 is None:
        return replace(
            gap, why_not="the gap is the same in all sectors, so no limits can be calculated"
        )
    return gap


def _with_verdict(gap: Gap, p_adjusted: float, rules: Rules) -> Gap:
    if gap.ci95 is None or gap.ci90 is None:
        return gap
    verdict = verdict_from_limits(gap.ci95, gap.ci90, p_adjusted, rules)
    return replace(gap, p_adjusted=p_adjusted, verdict=_GAP_WORD[verdict])
