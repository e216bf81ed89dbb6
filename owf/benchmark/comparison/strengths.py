"""Strengths and weaknesses inside a Trust: aspects against its own overall score (METHOD 5a)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from owf.benchmark.comparison.paired import (
    Paired,
    Pairs,
    in_both,
    paired_with_pooled_spread,
    with_verdicts,
)
from owf.benchmark.rules import DEFAULT_RULES, Rules, Units, VerdictWord
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.findings import (
    VerdictFinding,
    in_words,
    limits_and_reason,
    means_of,
    spreads_as_json,
)
from owf.benchmark.words.wording import Subject, Words, counted, listed, number, possessive, signed

Name = TypeVar("Name", bound=Hashable)

_OVERALL = Group(GroupKind.OVERALL)
NOBODY_ALIKE: Mapping[Group, tuple[int, int]] = MappingProxyType({})


class StrengthVerdict(VerdictWord):
    """In the words of METHOD 5a."""

    STRENGTH = "a strength throughout"
    SLIGHT_STRENGTH = "a slight strength throughout"
    ABOUT_THE_SAME = "about the same"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    SLIGHT_WEAKNESS = "a slight weakness throughout"
    WEAKNESS = "a weakness throughout"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, kw_only=True)
class Strength(Paired[StrengthVerdict]):
    """`Paired` over the sectors with both scores: overall first, the aspect second (METHOD 5a)."""

    words = StrengthVerdict
    scored = "a score on it"
    alike = "the difference is the same in all sectors"

    verdict: StrengthVerdict = StrengthVerdict.CANNOT_BE_CALCULATED

    @property
    def difference(self) -> float | None:
        return self.mean

    @property
    def aspect_score(self) -> float | None:
        return self.second

    @property
    def overall_score(self) -> float | None:
        return self.first


def strengths_of(
    units: Mapping[Group, Mapping[Name, Units]], trust: Name, rules: Rules = DEFAULT_RULES
) -> dict[Group, Strength]:
    """Compare each aspect of a Trust with its own overall score, paired by unit (METHOD 5a).

    Pass every aspect of the pack: p is adjusted over all of them. The spread is pooled over the
    Trusts of the region with `rules.min_units` units in both; groups of other kinds are passed
    over.
    """
    aspects = [group for group in units if group.kind is GroupKind.ASPECT]
    if _OVERALL not in units or not aspects:
        raise ValueError(
            "There is nothing to set against each other: give the overall group and the aspects."
        )
    if not any(trust in of_group for of_group in units.values()):
        raise ValueError(f"The Trust {trust!r} is in no group: check its name.")
    return with_verdicts(_strengths(units, aspects, [trust], rules)[trust], rules)


def strengths_of_all(
    units: Mapping[Group, Mapping[Name, Units]], rules: Rules = DEFAULT_RULES
) -> dict[Name, dict[Group, Strength]]:
    """As `strengths_of`, for every Trust with an overall score."""
    aspects = [group for group in units if group.kind is GroupKind.ASPECT]
    found = _strengths(units, aspects, list(units.get(_OVERALL, {})), rules)
    return {trust: with_verdicts(of_trust, rules) for trust, of_trust in found.items()}


def _strengths(
    units: Mapping[Group, Mapping[Name, Units]],
    aspects: Sequence[Group],
    trusts: Sequence[Name],
    rules: Rules,
) -> dict[Name, dict[Group, Strength]]:
    """Nothing is adjusted."""
    overall, what = units[_OVERALL], ("overall scores", "scores on an aspect")
    pairs: dict[Group, dict[Name, Pairs]] = {
        aspect: {
            one: in_both(overall.get(one, {}), scores, what)
            for one, scores in units[aspect].items()
        }
        for aspect in aspects
    }
    none: Pairs = (np.empty(0), np.empty(0))
    return {
        trust: {
            aspect: paired_with_pooled_spread(
                Strength,
                of_aspect.get(trust, none),
                (pair for one, pair in of_aspect.items() if one != trust),
                rules,
            )
            for aspect, of_aspect in pairs.items()
        }
        for trust in trusts
    }


def alike_in_region(
    everyone: Mapping[Name, Mapping[Group, Strength]], trust: Name
) -> dict[Group, tuple[int, int]]:
    """On how many Trusts each strength or weakness of this one is one too, and of how many.

    Questions differ in difficulty: what is a strength nearly everywhere says little of one Trust.
    """
    found = {}
    for aspect, own in everyone[trust].items():
        if own.verdict.direction:
            tested = [one[aspect].verdict for one in everyone.values() if one[aspect].ci95]
            same = sum(verdict.direction == own.verdict.direction for verdict in tested)
            found[aspect] = (same, len(tested))
    return found


# How each verdict takes the aspect, after "In Cambridgeshire in 2008, ".
_RATED: dict[StrengthVerdict, str] = {
    StrengthVerdict.STRENGTH: "{aspect} is a strength throughout",
    StrengthVerdict.SLIGHT_STRENGTH: "{aspect} is a slight strength throughout",
    StrengthVerdict.ABOUT_THE_SAME: "{aspect} is about the same as the overall score",
    StrengthVerdict.NO_CLEAR_DIFFERENCE: "there is no clear difference between {aspect} and the "
    "overall score",
    StrengthVerdict.SLIGHT_WEAKNESS: "{aspect} is a slight weakness throughout",
    StrengthVerdict.WEAKNESS: "{aspect} is a weakness throughout",
    StrengthVerdict.CANNOT_BE_CALCULATED: (
        "there is not enough to say whether {aspect} is a strength or a weakness"
    ),
}
_IN_THE_POINT: tuple[tuple[StrengthVerdict, str, str], ...] = (
    (StrengthVerdict.STRENGTH, "a strength", "strengths"),
    (StrengthVerdict.SLIGHT_STRENGTH, "a slight strength", "slight strengths"),
    (StrengthVerdict.SLIGHT_WEAKNESS, "a slight weakness", "slight weaknesses"),
    (StrengthVerdict.WEAKNESS, "a weakness", "weaknesses"),
)


@dataclass(frozen=True, kw_only=True)
class StrengthFinding(VerdictFinding[StrengthVerdict]):
    strength: Strength
    year: int
    alike: tuple[int, int] | None = None

    @property
    def as_elsewhere(self) -> str:
        """As it follows the aspect, in brackets; empty where it is no strength or weakness."""
        return f"as in {self.alike[0]} of {self.alike[1]} Trusts" if self.alike else ""

    def to_json(self) -> dict[str, object]:
        found = self.strength
        return self._as_json(
            found,
            before={"year": self.year, "difference": found.difference},
            after={"aspect_score": found.aspect_score, "overall_score": found.overall_score},
            sd={"sd_of_differences": found.sd, **spreads_as_json(found)},
            more={"other_trusts": found.others, "alike": list(self.alike) if self.alike else None},
        )


def strength_findings_of(
    trust_name: str,
    year: int,
    strengths: Mapping[Group, Strength],
    *,
    words: Words,
    items: Mapping[Group, Sequence[str]],
    alike: Mapping[Group, tuple[int, int]] = NOBODY_ALIKE,
    rules: Rules = DEFAULT_RULES,
) -> tuple[StrengthFinding, ...]:
    """In the order of the pack; `alike` is that of `alike_in_region`."""

    def finding(subject: Subject, found: Strength) -> StrengthFinding:
        return StrengthFinding(
            **vars(subject),
            verdict=found.verdict,
            strength=found,
            sentence=_strength_sentence(subject, found, trust=trust_name, year=year, rules=rules),
            trust=trust_name,
            year=year,
            alike=alike.get(Group(subject.kind, aspect=subject.aspect)),
        )

    return in_words(strengths, words, items, finding)


def _strength_sentence(
    subject: Subject, found: Strength, *, trust: str, year: int, rules: Rules
) -> str:
    """The scores are those of the sectors that have both."""
    phrase = subject.phrase or subject.title
    aspect = f"{phrase} in {subject.within}" if subject.within else phrase
    rated = _RATED[found.verdict].format(aspect=aspect)
    # An aspect that only one theme has is not "throughout".
    if subject.within:
        rated = rated.removesuffix(" throughout")
    opening = f"In {trust} in {year}, {rated}"
    means = means_of(found)
    if means is None:
        return f"{opening}: {found.why_not}."
    overall, of_aspect, difference = means
    return (
        f"{opening}: {number(of_aspect, 1)} against {number(overall, 1)} overall over "
        f"{counted(found.n, 'sector')}, a difference of {signed(difference)} "
        f"{limits_and_reason(subject, found.verdict, found, rules)}."
    )


def strength_points(strengths: Sequence[StrengthFinding]) -> tuple[str, ...]:
    """In one point, over several themes; empty where there is none."""
    parts = []
    for verdict, one, several in _IN_THE_POINT:
        alike = [
            f"{found.phrase or ''}{f' ({found.as_elsewhere})' if found.alike else ''}"
            for found in strengths
            if found.verdict is verdict and found.within is None
        ]
        if alike:
            are = f"are {several}" if len(alike) > 1 else f"is {one}"
            parts.append(f"{listed(alike)} {are} throughout")
    if not parts:
        return ()
    whose = possessive(strengths[0].trust)
    return (f"Against {whose} own overall score, {'; '.join(parts)}.",)
