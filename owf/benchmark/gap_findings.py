"""Findings on the gap between leaders and practitioners, with their sentences (METHOD 3 and 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.benchmark.findings import VerdictFinding, in_words
from owf.benchmark.gaps import Gap, GapVerdict
from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.sentences import ACROSS, alike_within, asked, in_brackets, too_few
from owf.benchmark.wording import Subject, Words, capitalised, counted, number, possessive, signed

# How each verdict takes the Trust, after "On training in 2009, ".
_RATED: dict[GapVerdict, str] = {
    GapVerdict.LEADERS_HIGHER: "{whose} leaders rate higher than its practitioners",
    GapVerdict.LEADERS_SLIGHTLY_HIGHER: "{whose} leaders rate slightly higher than its "
    "practitioners",
    GapVerdict.IN_LINE: "{whose} leaders and practitioners are broadly in line",
    GapVerdict.NO_CLEAR_DIFFERENCE: "there is no clear difference between {whose} leaders and its "
    "practitioners",
    GapVerdict.PRACTITIONERS_SLIGHTLY_HIGHER: "{whose} practitioners rate slightly higher than "
    "its leaders",
    GapVerdict.PRACTITIONERS_HIGHER: "{whose} practitioners rate higher than its leaders",
    GapVerdict.CANNOT_BE_CALCULATED: "the gap between {whose} leaders and its practitioners "
    "cannot be calculated",
}
_PRACTITIONERS_FIRST = (
    GapVerdict.PRACTITIONERS_SLIGHTLY_HIGHER,
    GapVerdict.PRACTITIONERS_HIGHER,
)


@dataclass(frozen=True, kw_only=True)
class GapFinding(VerdictFinding[GapVerdict]):
    """How leaders and practitioners of a Trust differ on one group of items in a year."""

    gap: Gap
    year: int

    def to_json(self) -> dict[str, object]:
        """Give the gap in the same shape as a finding's, with its working."""
        gap = self.gap
        return self._as_json(
            gap,
            before={"year": self.year, "mean_gap": gap.mean_gap},
            after={"leaders": gap.leaders, "practitioners": gap.practitioners},
            sd={"sd_of_gaps": gap.sd},
            more={},
        )


def gap_findings_of(
    trust_name: str,
    year: int,
    gaps: Mapping[Group, Gap],
    *,
    words: Words,
    items: Mapping[Group, Sequence[str]],
    rules: Rules = DEFAULT_RULES,
) -> tuple[GapFinding, ...]:
    """Put gaps between leaders and practitioners into words, in the order of the pack.

    Args:
        trust_name: as it stands in a sentence.
        year: the cycle's year.
        gaps: from `audience_gaps`; single items are left out.
        words: the pack's words.
        items: the ids of each group's items, from `groups_of` over the items that both audiences
            were asked.
        rules: those with which the gaps were measured.

    Raises:
        ValueError: a group that is not among `items` or has no title.
    """

    def say(subject: Subject, gap: Gap) -> GapFinding:
        return GapFinding(
            **vars(subject),
            verdict=gap.verdict,
            gap=gap,
            sentence=gap_sentence(subject, gap, trust=trust_name, year=year, rules=rules),
            trust=trust_name,
            year=year,
        )

    return in_words(gaps, words, items, say)


def gap_sentence(subject: Subject, gap: Gap, *, trust: str, year: int, rules: Rules) -> str:
    """Say how a Trust's leaders and practitioners differ on one subject.

    "In line" is shown by the 90% limits, all other verdicts by the 95% limits; the sentence says
    so. Where practitioners rate higher they come first, and the sentence says which way the gap
    is taken.
    """
    rated = _RATED[gap.verdict].format(whose=possessive(trust))
    opening = capitalised(f"{_about(subject, year)}, {rated}")
    if (
        gap.verdict is GapVerdict.CANNOT_BE_CALCULATED
        or gap.leaders is None
        or gap.practitioners is None
        or gap.mean_gap is None
        or gap.ci95 is None
        or gap.ci90 is None
    ):
        return f"{opening}{asked(subject)}: {gap.why_not}."
    scores = [number(gap.leaders, 1), number(gap.practitioners, 1)]
    note = ""
    if gap.verdict in _PRACTITIONERS_FIRST:
        scores.reverse()
        note = "leaders minus practitioners"
    in_line = gap.verdict is GapVerdict.IN_LINE
    confidence, limits = (90, gap.ci90) if in_line else (95, gap.ci95)
    return (
        f"{opening}: {scores[0]} against {scores[1]} over the {counted(gap.n, 'sector')} that both "
        f"answered for, a gap of {signed(gap.mean_gap)} {in_brackets(confidence, limits, note)}"
        f"{_conclusion(subject, gap, rules)}, on {_questions(subject)}."
    )


def _about(subject: Subject, year: int) -> str:
    if subject.phrase is None:
        return f"overall in {year}"
    if subject.within:
        return f"in {subject.within} in {year}, on {subject.phrase}"
    across = f", {ACROSS}" if subject.kind is GroupKind.ASPECT else ""
    return f"on {subject.phrase} in {year}{across}"


def _conclusion(subject: Subject, gap: Gap, rules: Rules) -> str:
    if gap.verdict is GapVerdict.IN_LINE:
        return alike_within(rules)
    return too_few(subject.kind, gap.ci95) if gap.verdict is GapVerdict.NO_CLEAR_DIFFERENCE else ""


def _questions(subject: Subject) -> str:
    """Say which questions; how many only where they are so few that it matters."""
    few = subject.questions or (counted(1, "question") if subject.n_items == 1 else "questions")
    return f"the {few} that both were asked"
