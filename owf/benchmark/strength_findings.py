"""Findings on strengths and weaknesses inside a Trust, with their sentences (METHOD 5a and 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.benchmark.findings import as_list, in_order
from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.sentences import in_brackets, too_few
from owf.benchmark.strengths import Strength, StrengthVerdict
from owf.benchmark.wording import (
    Subject,
    Words,
    counted,
    levels_text,
    listed,
    number,
    possessive,
    signed,
    subject_of,
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
    StrengthVerdict.CANNOT_BE_CALCULATED: "it cannot be calculated whether {aspect} is a strength "
    "or a weakness",
}
_IN_THE_POINT: tuple[tuple[StrengthVerdict, str, str], ...] = (
    (StrengthVerdict.STRENGTH, "a strength", "strengths"),
    (StrengthVerdict.SLIGHT_STRENGTH, "a slight strength", "slight strengths"),
    (StrengthVerdict.SLIGHT_WEAKNESS, "a slight weakness", "slight weaknesses"),
    (StrengthVerdict.WEAKNESS, "a weakness", "weaknesses"),
)


@dataclass(frozen=True)
class StrengthFinding:
    """How an aspect of a Trust stands beside the Trust's own overall score.

    Attributes are those of `Finding`, with `strength` for the numbers and no comparator.
    """

    kind: GroupKind
    theme: str | None
    aspect: str | None
    verdict: StrengthVerdict
    strength: Strength
    n_items: int
    title: str
    sentence: str
    symbol: str
    trust: str
    year: int
    phrase: str | None
    within: str | None

    def to_json(self) -> dict[str, object]:
        """Give the finding in the same shape as others, with its working."""
        found = self.strength
        return {
            "kind": str(self.kind),
            "theme": self.theme,
            "aspect": self.aspect,
            "verdict": str(self.verdict),
            "year": self.year,
            "difference": found.difference,
            "ci95": as_list(found.ci95),
            "ci90": as_list(found.ci90),
            "p_value": found.p_value,
            "p_adjusted": found.p_adjusted,
            "n": found.n,
            "aspect_score": found.aspect_score,
            "overall_score": found.overall_score,
            "sentence": self.sentence,
            "working": {
                "sd_of_differences": found.sd,
                "df": found.df,
                "se": found.se,
                "other_trusts": found.others,
                "n_items": self.n_items,
                "why_not": found.why_not,
            },
        }


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
    findings = []
    for group in in_order(strengths, items):
        strength = strengths[group]
        subject = subject_of(group, words, items)
        findings.append(
            StrengthFinding(
                kind=group.kind,
                theme=group.theme,
                aspect=group.aspect,
                verdict=strength.verdict,
                strength=strength,
                n_items=subject.n_items,
                title=subject.title,
                sentence=strength_sentence(
                    subject, strength, trust=trust_name, year=year, rules=rules
                ),
                symbol=strength.verdict.symbol,
                trust=trust_name,
                year=year,
                phrase=subject.phrase,
                within=subject.within,
            )
        )
    return tuple(findings)


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
        conclusion = f", which shows them to be alike to within {levels_text(rules.in_line_margin)}"
    elif strength.verdict is StrengthVerdict.NO_CLEAR_DIFFERENCE:
        conclusion = too_few(GroupKind.ASPECT, strength.ci95)
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
