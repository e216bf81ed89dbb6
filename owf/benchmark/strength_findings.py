"""Findings on strengths and weaknesses inside a Trust, with their sentences (METHOD 5a and 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.benchmark.findings import VerdictFinding, in_words
from owf.benchmark.groups import Group
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.sentences import alike_within, in_brackets, too_few
from owf.benchmark.strengths import Strength, StrengthVerdict
from owf.benchmark.wording import (
    Subject,
    Words,
    counted,
    listed,
    number,
    possessive,
    signed,
)

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
    """How an aspect of a Trust stands beside the Trust's own overall score in a year."""

    strength: Strength
    year: int

    def to_json(self) -> dict[str, object]:
        """Give the finding in the same shape as others, with its working."""
        found = self.strength
        return self._as_json(
            found,
            before={"year": self.year, "difference": found.difference},
            after={"aspect_score": found.aspect_score, "overall_score": found.overall_score},
            sd={"sd_of_differences": found.sd},
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
    """Put strengths and weaknesses into words, in the order of the pack.

    Args:
        trust_name: as it stands in a sentence.
        year: the cycle's year.
        strengths: from `strengths_of`.
        words: the pack's words.
        items: the ids of each group's items, from `groups_of`.
        rules: those with which they were found.

    Raises:
        ValueError: a group that is not in the pack, or an aspect without a title.
    """

    def say(subject: Subject, found: Strength) -> StrengthFinding:
        return StrengthFinding(
            **vars(subject),
            verdict=found.verdict,
            strength=found,
            sentence=strength_sentence(subject, found, trust=trust_name, year=year, rules=rules),
            trust=trust_name,
            year=year,
        )

    return in_words(strengths, words, items, say)


def strength_sentence(
    subject: Subject, strength: Strength, *, trust: str, year: int, rules: Rules
) -> str:
    """Say how an aspect stands beside the Trust's own overall score.

    The scores are those of the sectors that have both. An aspect that only one theme has is not
    said to be so throughout.
    """
    rated = _RATED[strength.verdict].format(aspect=_aspect(subject))
    if subject.within:
        rated = rated.removesuffix(" throughout")
    opening = f"In {trust} in {year}, {rated}"
    if (
        strength.ci95 is None
        or strength.ci90 is None
        or strength.difference is None
        or strength.aspect_score is None
        or strength.overall_score is None
    ):
        return f"{opening}: {strength.why_not}."
    scores = f"{number(strength.aspect_score, 1)} against {number(strength.overall_score, 1)}"
    limits, conclusion = in_brackets(95, strength.ci95, ""), ""
    if strength.verdict is StrengthVerdict.ABOUT_THE_SAME:
        limits = in_brackets(90, strength.ci90, "")
        conclusion = alike_within(rules)
    elif strength.verdict is StrengthVerdict.NO_CLEAR_DIFFERENCE:
        conclusion = too_few(subject.kind, strength.ci95)
    return (
        f"{opening}: {scores} overall over {counted(strength.n, 'sector')}, a difference of "
        f"{signed(strength.difference)} {limits}{conclusion}."
    )


def strength_points(strengths: Sequence[StrengthFinding]) -> tuple[str, ...]:
    """Say in one point which aspects are strengths or weaknesses over several themes.

    Empty where none is. An aspect that only one theme has belongs to that theme's points.
    """
    parts = []
    for verdict, one, several in _IN_THE_POINT:
        alike = [
            found.phrase or ""
            for found in strengths
            if found.verdict is verdict and found.within is None
        ]
        if alike:
            said = f"are {several}" if len(alike) > 1 else f"is {one}"
            parts.append(f"{listed(alike)} {said} throughout")
    if not parts:
        return ()
    whose = possessive(strengths[0].trust)
    return (f"Against {whose} own overall score, {'; '.join(parts)}.",)


def _aspect(subject: Subject) -> str:
    phrase = subject.phrase or subject.title
    return f"{phrase} in {subject.within}" if subject.within else phrase
