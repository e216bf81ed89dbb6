"""A region's figures: who stands where, with what limits and ranks, and the region's own means.

Every figure that holds Trusts without their names holds all of a year's unnamed Trusts or none,
so that no two figures differ by one or two of them (METHOD 1.8).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from math import fsum
from types import MappingProxyType

from owf.assessment.disclosure.trusts import SignedYear, Units
from owf.benchmark.change.changes import Change
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.order.spread import (
    ordering,
    rank_confidence_sets,
    shrink,
    told_apart,
    trust_intervals,
    trust_variances,
)
from owf.benchmark.rules import DEFAULT_RULES, Interval
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.scores.medians import FiveNumbers, five_numbers
from owf.benchmark.words.findings import Finding

Sectors = Mapping[str, float]
KEPT_RANKS = 300
"""Rank sets that stay in memory, at most 10 kB each: every theme of England and nine regions."""
NOBODY: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class Mean:
    """The plain mean of the Trusts' scores on a group of items.

    Attributes:
        value: in levels; ``None`` where fewer than five Trusts have a score.
        trusts: how many Trusts have a score of three sectors or more.
        unnamed: how many of them enter without their names: none, or three and more.
    """

    value: float | None
    trusts: int
    unnamed: int

    def to_json(self) -> dict[str, object]:
        """The mean as a machine reads it."""
        return {"mean": self.value, "trusts": self.trusts, "unnamed_trusts": self.unnamed}


@dataclass(frozen=True)
class MeanOfTwoYears:
    """The region's mean of two years, over the same Trusts; as `Mean`."""

    before: float | None
    after: float | None
    trusts: int
    unnamed: int

    @property
    def change(self) -> float | None:
        """This year's mean less last year's, in levels."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    def to_json(self) -> dict[str, object]:
        """The two means as a machine reads them."""
        return {
            "before": self.before,
            "after": self.after,
            "change": self.change,
            "trusts": self.trusts,
            "unnamed_trusts": self.unnamed,
        }


@dataclass(frozen=True)
class Place:
    """One named Trust on one group of items.

    Attributes:
        trust: its DfE number.
        name: of the Trust.
        n: its sectors with a score.
        score: in levels; ``None`` where it has none to show.
        finding: against the other Trusts; ``None`` where only its score is shown.
        limits: the 95% limits of its own score; ``None`` where they cannot be had.
        ranks: the best and the worst rank it may truly have among the named Trusts; ``None``
            where Trusts are not put in order.
        shrunken: its score drawn towards the mean of the named Trusts by as much of it as is
            chance (METHOD 2); ``None`` where that cannot be had.
    """

    trust: int
    name: str
    n: int
    score: float | None
    finding: Finding | None = None
    limits: Interval | None = None
    ranks: tuple[int, int] | None = None
    shrunken: float | None = None

    @property
    def why_nothing(self) -> str:
        """Why it has no limits, in the fewest words; empty where it has them."""
        if self.limits is not None:
            return ""
        if self.n < DEFAULT_RULES.min_units:
            return "too few partners" if self.n else "no score"
        return why_nothing(self.finding.comparison) if self.finding else "no variation"

    def to_json(self) -> dict[str, object]:
        """The place as a machine reads it; the finding is told elsewhere."""
        return {
            "trust": self.name,
            "dfe_number": self.trust,
            "score": self.score,
            "ci95": [self.limits.lower, self.limits.upper] if self.limits else None,
            "ranks": list(self.ranks) if self.ranks else None,
            "shrunken": self.shrunken,
            "why_no_limits": self.why_nothing,
        }


@dataclass(frozen=True)
class Standing:
    """All named Trusts on one group of items, in the order in which they are shown.

    Attributes:
        group: overall or a theme.
        places: one a Trust; those without a score of their own stand last.
        by_score: whether the order is that of the scores, highest first.
        why: a sentence that says why they are in this order.
        mean: the region's.
    """

    group: Group
    places: tuple[Place, ...]
    by_score: bool
    why: str
    mean: Mean

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The places' findings, in their order."""
        return tuple(place.finding for place in self.places if place.finding)


def why_nothing(found: Comparison) -> str:
    """Why a Trust has no verdict, in the fewest words; empty where it has one."""
    if found.why_not is None:
        return ""
    if found.n == 0:
        return "no score"
    if found.n < DEFAULT_RULES.min_units:
        return "too few partners"
    if found.k < DEFAULT_RULES.min_others:
        return "too few Trusts"
    return "no variation"


def change_from_outside(found: Change) -> Change:
    """A change as others see it: no score of fewer than three sectors (METHOD 1.7)."""
    if found.n >= DEFAULT_RULES.min_units:
        return found
    return replace(found, first=None, second=None, mean=None)


def mean_of(of_group: Mapping[int, Sectors], unnamed: frozenset[int]) -> Mean:
    """The region's mean on a group of items.

    Args:
        of_group: from `comparable_units`; Trusts of fewer than three sectors do not count.
        unnamed: the Trusts that enter figures without their names.
    """
    counting = _counting(of_group)
    scores = [_score(sectors) for sectors in counting.values()]
    return Mean(_mean(scores), len(scores), len(counting.keys() & unnamed))


def means_of_both_years(
    before: Units, now: Units, unnamed_before: frozenset[int], unnamed_now: frozenset[int]
) -> Mapping[Group, MeanOfTwoYears]:
    """The region's mean of each year over the Trusts that are in both (METHOD 4).

    Args:
        before: last year's units, from `comparable_units`.
        now: this year's.
        unnamed_before: the Trusts that were unnamed last year.
        unnamed_now: those of this year.

    The unnamed Trusts of either year enter only where all of both years' are there: a mean
    without one of them, beside that year's own mean with it, would tell its score.
    """
    found: dict[Group, MeanOfTwoYears] = {}
    unnamed = unnamed_before | unnamed_now
    for group, of_group in now.items():
        first, second = _counting(before.get(group, {})), _counting(of_group)
        both = first.keys() & second.keys()
        hidden = (unnamed_before & first.keys()) | (unnamed_now & second.keys())
        kept = both if hidden <= both else both - unnamed
        found[group] = MeanOfTwoYears(
            before=_mean([_score(first[trust]) for trust in first if trust in kept]),
            after=_mean([_score(second[trust]) for trust in second if trust in kept]),
            trusts=len(kept),
            unnamed=len(kept & unnamed),
        )
    return found


def standing_of(
    group: Group,
    findings: Mapping[int, Finding],
    of_group: Mapping[int, Sectors],
    unnamed: frozenset[int],
    others: Mapping[int, str] = NOBODY,
) -> Standing:
    """Put the named Trusts where they stand on one group of items (METHOD 2, spread and order).

    Args:
        group: overall or a theme.
        findings: of the named Trusts, by DfE number, in order of name.
        of_group: from `comparable_units`. Unnamed Trusts count in the spread within Trusts and in
            the mean, never in the order: a rank would tell of them.
        unnamed: the Trusts that enter figures without their names.
        others: the names of named Trusts that are shown by their scores alone.
    """
    scores = {str(trust): list(sectors.values()) for trust, sectors in of_group.items()}
    limits = trust_intervals(scores) if scores else {}
    variances = trust_variances(scores) if scores else {}
    there = [_with_finding(trust, found) for trust, found in findings.items()]
    there += [_with_score(trust, name, of_group) for trust, name in others.items()]
    there.sort(key=lambda place: place.name.casefold())
    places = {place.trust: replace(place, limits=limits.get(str(place.trust))) for place in there}
    measured = {
        trust: place.score
        for trust, place in places.items()
        if place.score is not None and place.n >= DEFAULT_RULES.min_units
    }
    by_name = {places[trust].name: trust for trust in measured}
    mean = mean_of(of_group, unnamed)
    if not measured:
        return Standing(group, tuple(places.values()), False, "No Trust has a score here.", mean)
    spread = [variances[str(trust)] for trust in measured] if variances else None
    order = ordering(list(by_name), list(measured.values()), spread)
    if spread is not None and len(measured) > 1:
        drawn = shrink(list(measured.values()), spread)
        for trust, value in zip(measured, drawn, strict=True):
            places[trust] = replace(places[trust], shrunken=value)
    if order.by_score and spread is not None:
        ranks = _ranks(tuple(measured.values()), tuple(spread))
        for trust, pair in zip(measured, ranks, strict=True):
            places[trust] = replace(places[trust], ranks=pair)
    why = order.why
    if order.by_score and spread is not None:
        ranked = {name: places[by_name[name]].ranks for name in order.names}
        why += f" {told_apart({name: pair for name, pair in ranked.items() if pair})}"
    in_order = [by_name[name] for name in order.names]
    last = [trust for trust in places if trust not in measured]
    return Standing(
        group,
        tuple(places[trust] for trust in (*in_order, *last)),
        order.by_score,
        why,
        mean,
    )


@lru_cache(maxsize=KEPT_RANKS)
def _ranks(scores: tuple[float, ...], variances: tuple[float, ...]) -> Sequence[tuple[int, int]]:
    """Rank sets of these scores, worked out once.

    Of all England's Trusts it takes a third of a second, and every Trust's page asks for the same.
    """
    return rank_confidence_sets(scores, [math.sqrt(one) for one in variances])


def _with_finding(trust: int, found: Finding) -> Place:
    return Place(trust, found.trust, found.comparison.n, found.comparison.score, found)


def _with_score(trust: int, name: str, of_group: Mapping[int, Sectors]) -> Place:
    sectors = of_group.get(trust, {})
    enough = len(sectors) >= DEFAULT_RULES.min_units
    return Place(trust, name, len(sectors), _score(sectors) if enough else None)


def _counting(of_group: Mapping[int, Sectors]) -> dict[int, Sectors]:
    return {
        trust: sectors
        for trust, sectors in of_group.items()
        if len(sectors) >= DEFAULT_RULES.min_units
    }


def _score(sectors: Sectors) -> float:
    return math.fsum(sectors.values()) / len(sectors)


def _mean(scores: Sequence[float]) -> float | None:
    # As for the reference of a comparison: of fewer Trusts it is no mean of a region.
    if len(scores) < DEFAULT_RULES.min_others:
        return None
    return math.fsum(scores) / len(scores)


SHOWN = frozenset({GroupKind.OVERALL, GroupKind.THEME})


def spreads_of(units: Units, found: SignedYear, own: int) -> Mapping[Group, FiveNumbers]:
    """How the other named Trusts' scores are spread, on overall and themes.

    Missing where fewer than five of them have a score of three sectors or more: of so few it is no
    spread.

    Args:
        units: what may be compared, from `units_to_compare`.
        found: the signed results of the comparator.
        own: the Trust itself.
    """
    spreads = {}
    named = frozenset(found.named) - {own}
    for group, of_group in units.items():
        if group.kind not in SHOWN:
            continue
        scores = [
            fsum(sectors.values()) / len(sectors)
            for trust, sectors in of_group.items()
            if trust in named and len(sectors) >= DEFAULT_RULES.min_units
        ]
        if len(scores) >= DEFAULT_RULES.min_others:
            spreads[group] = five_numbers(scores)
    return spreads


class Standings:
    """A Trust's standing on overall and each theme, worked out when it is asked for.

    Args:
        findings: of the Trust, on all groups.
        units: what may be compared.
        found: the signed results of the comparator.
        own: the Trust itself.
    """

    def __init__(
        self, findings: Sequence[Finding], units: Units, found: SignedYear, own: int
    ) -> None:
        others = {trust: found.trusts[trust].name for trust in found.named if trust != own}
        self._work_out = {
            one.theme: partial(
                standing_of,
                group := Group(one.kind, one.theme),
                {own: one},
                units.get(group, {}),
                found.unnamed,
                others,
            )
            for one in findings
            if one.kind in SHOWN
        }

    def on(self, theme: str | None) -> Standing:
        """The standing on a theme, by the pack's id; overall for None or any other word."""
        return self._work_out.get(theme, self._work_out[None])()
