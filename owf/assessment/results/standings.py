"""A region's figures and ranks, all with the same unnamed Trusts or none (METHOD 1.8)."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import fmean
from types import MappingProxyType

from owf.assessment.disclosure.trusts import (
    FEWEST_TRUSTS,
    HEADLINE_KINDS,
    Sectors,
    SignedYear,
    Units,
    named_scores,
    scores_to_show,
)
from owf.assessment.results.steps import KEPT_COMPARISONS, made_of
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.order.spread import (
    like_for_like,
    ordering,
    rank_confidence_sets,
    shrink,
    told_apart,
)
from owf.benchmark.rules import DEFAULT_RULES, Interval
from owf.benchmark.scores.groups import Group
from owf.benchmark.scores.medians import FiveNumbers, five_numbers
from owf.benchmark.words.findings import Finding
from owf.store.cache import cached

KEPT_RANKS = 300
"""Rank sets that stay in memory, at most 10 kB each: every theme of England and nine regions."""
NOBODY: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class Mean:
    """``value`` in levels, ``None`` below five Trusts; ``unnamed``: none, or three and more."""

    value: float | None
    trusts: int
    unnamed: int

    def to_json(self) -> dict[str, object]:
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
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    def to_json(self) -> dict[str, object]:
        return {
            "before": self.before,
            "after": self.after,
            "change": self.change,
            "trusts": self.trusts,
            "unnamed_trusts": self.unnamed,
        }


@dataclass(frozen=True)
class Place:
    """One named Trust, by DfE number, on one group of items; what cannot be had is ``None``.

    ``n``: its sectors with a score. ``like_for_like``: its score as if all had the same sectors,
    with its 95% ``limits``, on which order, ``ranks`` (the best and the worst that it may truly
    have among the named Trusts) and ``shrunken`` (drawn towards their mean by as much of it as is
    chance) rest (METHOD 2).
    """

    trust: int
    name: str
    n: int
    score: float | None
    finding: Finding | None = None
    like_for_like: float | None = None
    limits: Interval | None = None
    ranks: tuple[int, int] | None = None
    shrunken: float | None = None

    @property
    def drawn(self) -> float | None:
        """The score that a chart shows: like for like where that can be worked out."""
        return self.score if self.like_for_like is None else self.like_for_like

    @property
    def why_nothing(self) -> str:
        """Why it has no limits, in the fewest words; empty where it has them."""
        if self.limits is not None:
            return ""
        if self.n < DEFAULT_RULES.min_units:
            return "too few partners" if self.n else "no score"
        return why_nothing(self.finding.comparison) if self.finding else "no variation"

    def to_json(self) -> dict[str, object]:
        return {
            "trust": self.name,
            "dfe_number": self.trust,
            "score": self.score,
            "like_for_like": self.like_for_like,
            "ci95": [self.limits.lower, self.limits.upper] if self.limits else None,
            "ranks": list(self.ranks) if self.ranks else None,
            "shrunken": self.shrunken,
            "why_no_limits": self.why_nothing,
        }


@dataclass(frozen=True)
class Standing:
    """``places``: without a score last; ``by_score``: the order is by score, highest first."""

    group: Group
    places: tuple[Place, ...]
    by_score: bool
    why: str
    mean: Mean

    @property
    def findings(self) -> tuple[Finding, ...]:
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


def mean_of(of_group: Mapping[int, Sectors], unnamed: frozenset[int]) -> Mean:
    scores = scores_to_show(of_group)
    return Mean(_mean_of_enough(scores.values()), len(scores), len(scores.keys() & unnamed))


def means_of_both_years(
    before: Units, now: Units, unnamed_before: frozenset[int], unnamed_now: frozenset[int]
) -> Mapping[Group, MeanOfTwoYears]:
    """Over the Trusts in both years (METHOD 4); ``before`` and ``now`` are comparable units.

    Unnamed Trusts enter only where all of both years' are there: a mean without one, beside that
    year's own mean with it, would tell its score.
    """
    found: dict[Group, MeanOfTwoYears] = {}
    unnamed = unnamed_before | unnamed_now
    for group, of_group in now.items():
        first, second = scores_to_show(before.get(group, {})), scores_to_show(of_group)
        both = first.keys() & second.keys()
        hidden = (unnamed_before & first.keys()) | (unnamed_now & second.keys())
        kept = both if hidden <= both else both - unnamed
        found[group] = MeanOfTwoYears(
            before=_mean_of_enough([first[trust] for trust in kept]),
            after=_mean_of_enough([second[trust] for trust in kept]),
            trusts=len(kept),
            unnamed=len(kept & unnamed),
        )
    return found


def standing_of(
    group: Group,
    findings: Mapping[int, Finding],
    of_group: Mapping[int, Sectors],
    unnamed: frozenset[int],
    *,
    others: Mapping[int, str] = NOBODY,
    like: int | None = None,
) -> Standing:
    """METHOD 2, spread and order; ``others`` are named Trusts shown by their scores alone.

    Scores stand like for like: as if all had the sectors of the Trust ``like``, or all sectors.
    Unnamed Trusts count for the spread within Trusts and the mean, never for the order: a rank
    would tell of them.
    """
    alike = like_for_like(of_group, like) if of_group else {}
    shown = scores_to_show(of_group)
    there = [
        Place(trust, found.trust, found.comparison.n, found.comparison.score, found)
        for trust, found in findings.items()
    ]
    there += [
        Place(trust, name, len(of_group.get(trust, {})), shown.get(trust))
        for trust, name in others.items()
    ]
    there.sort(key=lambda place: place.name.casefold())
    places = {
        place.trust: replace(place, like_for_like=found.score, limits=found.interval)
        if (found := alike.get(place.trust))
        else place
        for place in there
    }
    measured = {
        trust: place.score if place.like_for_like is None else place.like_for_like
        for trust, place in places.items()
        if place.score is not None and place.n >= DEFAULT_RULES.min_units
    }
    by_name = {places[trust].name: trust for trust in measured}
    mean = mean_of(of_group, unnamed)
    if not measured:
        return Standing(group, tuple(places.values()), False, "No Trust has a score here.", mean)
    spread = [alike[trust].variance for trust in measured] if alike else None
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
    """Rank sets, kept because England's take a third of a second and every Trust's page asks."""
    return rank_confidence_sets(scores, [math.sqrt(one) for one in variances])


def _mean_of_enough(scores: Collection[float]) -> float | None:
    return fmean(scores) if len(scores) >= FEWEST_TRUSTS else None


def _like_own(found: SignedYear, of_group: Mapping[int, Sectors], own: int) -> Mapping[int, float]:
    """The named Trusts' scores as if all had the sectors of the own, where these are compared."""
    plain = named_scores(found, of_group)
    alike = like_for_like(of_group, own) if of_group else {}
    return {trust: alike[trust].score if alike else score for trust, score in plain.items()}


@cached(KEPT_COMPARISONS, key=lambda _units, found, own: made_of(found, {}, own))
def spreads_of(units: Units, found: SignedYear, own: int) -> Mapping[Group, FiveNumbers]:
    """Like for like with the own Trust; missing where fewer than five have enough sectors."""
    by_group = {
        group: [score for trust, score in _like_own(found, of_group, own).items() if trust != own]
        for group, of_group in units.items()
    }
    return {
        group: five_numbers(scores)
        for group, scores in by_group.items()
        if len(scores) >= FEWEST_TRUSTS
    }


@dataclass(frozen=True)
class Standings:
    """Worked out when asked for."""

    findings: Sequence[Finding]
    units: Units
    found: SignedYear
    own: int

    def on(self, theme: str | None) -> Standing:
        on_theme = {one.theme: one for one in self.findings if one.kind in HEADLINE_KINDS}
        finding = on_theme.get(theme, on_theme[None])
        group = Group(finding.kind, finding.theme)
        others = {one.trust: one.name for one in self.found.in_full_beside(self.own)}
        return standing_of(
            group,
            {self.own: finding},
            self.units.get(group, {}),
            self.found.unnamed,
            others=others,
            like=self.own,
        )
