"""Strengths and weaknesses inside a Trust: aspects against its own overall score (METHOD 5a)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

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
    found = {aspect: _strength(units[_OVERALL], units[aspect], trust, rules) for aspect in aspects}
    return with_verdicts(found, rules)


def _strength(
    overall: Mapping[Name, Units], aspect: Mapping[Name, Units], trust: Name, rules: Rules
) -> Strength:
    def both(of: Name) -> Pairs:
        what = ("overall scores", "scores on an aspect")
        return in_both(overall.get(of, {}), aspect.get(of, {}), what)

    others = (both(other) for other in aspect if other != trust)
    return paired_with_pooled_spread(Strength, both(trust), others, rules)


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

    def to_json(self) -> dict[str, object]:
        found = self.strength
        return self._as_json(
            found,
            before={"year": self.year, "difference": found.difference},
            after={"aspect_score": found.aspect_score, "overall_score": found.overall_score},
            sd={"sd_of_differences": found.sd, **spreads_as_json(found)},
            more={"other_trusts": found.others},
        )


def strength_findings_of(
    trust_name: str,
    year: int,
    strengths: Mapping[Group, Strength],
    *,
    words: Words,
    items: Mapping[Group, Sequence[str]],
    rules: Rules = DEFAULT_RULES,
) -> tuple[StrengthFinding, ...]:
    """In the order of the pack."""

    def finding(subject: Subject, found: Strength) -> StrengthFinding:
        return StrengthFinding(
            **vars(subject),
            verdict=found.verdict,
            strength=found,
            sentence=_strength_sentence(subject, found, trust=trust_name, year=year, rules=rules),
            trust=trust_name,
            year=year,
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
            found.phrase or ""
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
