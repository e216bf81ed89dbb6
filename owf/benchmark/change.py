"""What moved since last year (METHOD 4, two to four years): paired by unit, spread pooled."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np

from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.intervals import finite
from owf.benchmark.multiplicity import adjusted_where_tested
from owf.benchmark.paired import Paired, Pairs, in_both, paired, paired_with_pooled_spread
from owf.benchmark.rules import (
    DEFAULT_RULES,
    SYMBOLS,
    Limits,
    Rules,
    Verdict,
    verdict_from_limits,
)

Key = TypeVar("Key", bound=Hashable)
Units = Mapping[str, float]
TwoYears = tuple[Units, Units]


class ChangeVerdict(StrEnum):
    """What a comparison with the year before shows, in the words of METHOD 4."""

    IMPROVED = "improved"
    SLIGHTLY_IMPROVED = "slightly improved"
    ABOUT_THE_SAME = "about the same"
    NO_CLEAR_CHANGE = "no clear change"
    SLIGHTLY_WORSE = "slightly worse"
    WORSE = "worse"
    CANNOT_BE_CALCULATED = "cannot be calculated"

    @property
    def symbol(self) -> str:
        """The same mark as the verdict on other Trusts that follows from the same limits."""
        return SYMBOLS[_SAME_RULE_AS[self]]


_SAME_RULE_AS: dict[ChangeVerdict, Verdict] = {
    ChangeVerdict.IMPROVED: Verdict.AHEAD,
    ChangeVerdict.SLIGHTLY_IMPROVED: Verdict.SLIGHTLY_AHEAD,
    ChangeVerdict.ABOUT_THE_SAME: Verdict.IN_LINE,
    ChangeVerdict.NO_CLEAR_CHANGE: Verdict.NO_CLEAR_DIFFERENCE,
    ChangeVerdict.SLIGHTLY_WORSE: Verdict.SLIGHTLY_BEHIND,
    ChangeVerdict.WORSE: Verdict.BEHIND,
    ChangeVerdict.CANNOT_BE_CALCULATED: Verdict.NOT_COMPARED,
}
_CHANGE_WORD = {verdict: change for change, verdict in _SAME_RULE_AS.items()}


@dataclass(frozen=True)
class Change:
    """Change of one Trust on one group of items, on units present in both years (METHOD 4).

    Numbers are in levels of the scale; those that cannot be had are None, never NaN.

    Attributes:
        mean_change: mean over units of this year minus last year.
        n: units present in both years.
        before: mean of these units last year.
        after: mean of these units this year.
        ci95: 95% limits of the mean change.
        ci90: its 90% limits.
        p_value: two-sided, before adjustment.
        sd: spread of changes between units within a Trust.
        df: degrees of freedom of that spread.
        se: standard error of the mean change.
        verdict: the word; "cannot be calculated" where there are no limits. None from
            `paired_change`, whose p is not adjusted.
        p_adjusted: after adjustment over all groups of its kind; None from `paired_change`.
        others: other Trusts whose changes went into `sd`; 0 says it is the Trust's own.
        why_not: the reason where the change cannot be calculated.
    """

    mean_change: float | None
    n: int
    before: float | None = None
    after: float | None = None
    ci95: Limits | None = None
    ci90: Limits | None = None
    p_value: float | None = None
    sd: float | None = None
    df: int | None = None
    se: float | None = None
    verdict: ChangeVerdict | None = None
    p_adjusted: float | None = None
    others: int = 0
    why_not: str | None = None


def paired_change(
    before: Units, after: Units, pooled_sd: float | None = None, df: int | None = None
) -> Change:
    """Measure the change of one Trust, paired by unit (METHOD 4).

    Args:
        before: last year's score per unit, in levels.
        after: this year's score per unit; units that are not in both years are left out.
        pooled_sd: spread of changes within the Trusts of the region; without it, the spread of
            this Trust's own changes is used.
        df: degrees of freedom of `pooled_sd`; given together with it.

    Returns:
        The mean change with limits and p. Below three units in both years, or with a spread of
        zero, there are no limits, and `why_not` says so.

    Raises:
        ValueError: no unit in both years, a score that is not finite, a spread without degrees of
            freedom or the reverse, or either of them negative.
    """
    _check_spread(pooled_sd, df)
    for year, units in (("last year's", before), ("this year's", after)):
        finite(list(units.values()), f"{year} scores")
    common = [unit for unit in before if unit in after]
    if not common:
        raise ValueError("No unit is present in both years: give the same names in both.")
    first = np.array([before[unit] for unit in common], dtype=float)
    second = np.array([after[unit] for unit in common], dtype=float)
    fewest = DEFAULT_RULES.min_units
    return _change(paired(first, second, sd=pooled_sd, df=df, min_pairs=fewest), fewest)


def change_groups(
    own: Mapping[Key, TwoYears],
    others: Mapping[Key, Mapping[str, TwoYears]],
    rules: Rules = DEFAULT_RULES,
) -> dict[Key, Change]:
    """Measure change on all groups of one kind, p adjusted over all of them (METHOD 4 and 2).

    Pass every group of the kind in the pack, whatever the page shows.

    Args:
        own: per group, the Trust's (last year's, this year's) score per unit. Either may be empty.
        others: per group, the same for each other Trust of the region that has both years; a group
            or a Trust may be missing. Trusts with fewer than `rules.min_units` units in both years
            do not count.
        rules: margins and minimums.

    Returns:
        A change per group of `own`, with verdict and adjusted p. The spread of changes is pooled
        within Trusts over the Trust and all others with both years; where no other has both, it is
        the Trust's own.

    Raises:
        ValueError: no groups, or a score that is not finite.
    """
    if not own:
        raise ValueError("There are no groups to follow over the years: give at least one.")
    changes = {key: _pooled_change(own[key], others.get(key, {}), rules) for key in own}
    adjusted = adjusted_where_tested({key: change.p_value for key, change in changes.items()})
    for key, p_adjusted in adjusted.items():
        changes[key] = _with_verdict(changes[key], p_adjusted, rules)
    return changes


def change_by_kind(
    own: Mapping[Group, TwoYears],
    others: Mapping[Group, Mapping[str, TwoYears]],
    rules: Rules = DEFAULT_RULES,
) -> dict[Group, Change]:
    """Measure change on groups of several kinds, each kind adjusted by itself.

    Takes, returns and raises as `change_groups`.
    """
    if not own:
        raise ValueError("There are no groups to follow over the years: give at least one.")
    found: dict[Group, Change] = {}
    for kind in GroupKind:
        of_kind = {group: years for group, years in own.items() if group.kind is kind}
        if of_kind:
            found |= change_groups(of_kind, others, rules)
    return {group: found[group] for group in own}


def _check_spread(pooled_sd: float | None, df: int | None) -> None:
    if (pooled_sd is None) != (df is None):
        raise ValueError("A pooled SD and its df belong together: give both or neither.")
    if pooled_sd is not None and not (math.isfinite(pooled_sd) and pooled_sd >= 0):
        raise ValueError(f"The pooled SD is {pooled_sd}: give a number of 0 or more.")
    if df is not None and not (math.isfinite(df) and df >= 1):
        raise ValueError(f"df is {df}: a spread needs at least one degree of freedom.")


def _both(years: TwoYears) -> Pairs:
    """Give the scores of the units that are in both years, in one order."""
    return in_both(*years, ("last year's scores", "this year's scores"))


def _pooled_change(own: TwoYears, others: Mapping[str, TwoYears], rules: Rules) -> Change:
    first, second = _both(own)
    if not len(first):
        return _uncalculated(
            Change(None, 0), f"no sector has a score in both years, {rules.min_units}"
        )
    moved, counted = paired_with_pooled_spread(
        (first, second), map(_both, others.values()), rules.min_units
    )
    return replace(_change(moved, rules.min_units), others=counted)


def _change(moved: Paired, min_units: int) -> Change:
    known = Change(
        mean_change=moved.mean,
        n=moved.n,
        before=moved.first,
        after=moved.second,
        ci95=moved.ci95,
        ci90=moved.ci90,
        p_value=moved.p_value,
        sd=moved.sd,
        df=moved.df,
        se=moved.se,
    )
    if moved.n < min_units:
        here = "1 sector has" if moved.n == 1 else f"{moved.n} sectors have"
        return _uncalculated(known, f"only {here} a score in both years, {min_units}")
    if known.ci95 is None:
        return replace(
            known,
            verdict=ChangeVerdict.CANNOT_BE_CALCULATED,
            why_not="all sectors moved alike, so no limits can be calculated",
        )
    return known


def _uncalculated(known: Change, found: str) -> Change:
    return replace(
        known,
        verdict=ChangeVerdict.CANNOT_BE_CALCULATED,
        why_not=f"{found} are needed",
    )


def _with_verdict(change: Change, p_adjusted: float, rules: Rules) -> Change:
    if change.ci95 is None or change.ci90 is None:
        return change
    verdict = verdict_from_limits(change.ci95, change.ci90, p_adjusted, rules)
    return replace(change, p_adjusted=p_adjusted, verdict=_CHANGE_WORD[verdict])
