"""What moved since last year (METHOD 4, two to four years): paired by unit, spread pooled."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.intervals import finite
from owf.benchmark.paired import (
    Paired,
    Pairs,
    Units,
    in_both,
    paired,
    paired_with_pooled_spread,
    with_verdicts,
)
from owf.benchmark.rules import DEFAULT_RULES, Rules, VerdictWord

Key = TypeVar("Key", bound=Hashable)
TwoYears = tuple[Units, Units]


class ChangeVerdict(VerdictWord):
    """What a comparison with the year before shows, in the words of METHOD 4."""

    IMPROVED = "improved"
    SLIGHTLY_IMPROVED = "slightly improved"
    ABOUT_THE_SAME = "about the same"
    NO_CLEAR_CHANGE = "no clear change"
    SLIGHTLY_WORSE = "slightly worse"
    WORSE = "worse"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, kw_only=True)
class Change(Paired[ChangeVerdict]):
    """Change of one Trust on one group of items, on units present in both years (METHOD 4).

    `Paired` over the sectors present in both: last year first, this year second. A change from
    `paired_change`, whose p is not adjusted, has limits and no verdict.
    """

    words = ChangeVerdict
    scored = "a score in both years"
    alike = "all sectors moved alike"

    verdict: ChangeVerdict | None = ChangeVerdict.CANNOT_BE_CALCULATED

    @property
    def mean_change(self) -> float | None:
        """Mean over units of this year minus last year."""
        return self.mean

    @property
    def before(self) -> float | None:
        """Mean of these units last year."""
        return self.first

    @property
    def after(self) -> float | None:
        """Mean of these units this year."""
        return self.second


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
    pairs = _both((before, after))
    if not len(pairs[0]):
        raise ValueError("No unit is present in both years: give the same names in both.")
    spread = None if pooled_sd is None or df is None else (pooled_sd, df)
    found = paired(Change, pairs, spread, 0, DEFAULT_RULES.min_units)
    return found if found.ci95 is None else replace(found, verdict=None)


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
    changes = {
        key: paired_with_pooled_spread(
            Change, _both(years), map(_both, others.get(key, {}).values()), rules.min_units
        )
        for key, years in own.items()
    }
    return with_verdicts(changes, rules)


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
