"""Practitioners beside leaders: their scores, never below five persons, and the gap (METHOD 1, 3).

Gaps are paired by sector, over the questions that both audiences were asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from owf.benchmark.comparison.paired import (
    Paired,
    in_both,
    paired,
    with_verdicts,
)
from owf.benchmark.rules import DEFAULT_RULES, Rules, Units, VerdictWord
from owf.benchmark.scores.groups import Group, GroupKind, ItemRef
from owf.benchmark.scores.unit_scores import Answer, GroupScore, read_sheet, score_sheet
from owf.benchmark.words.findings import (
    ACROSS,
    VerdictFinding,
    asked,
    in_words,
    limits_and_reason,
    means_of,
)
from owf.benchmark.words.wording import (
    Subject,
    Words,
    capitalised,
    counted,
    number,
    possessive,
    signed,
)

# METHOD 1.7: a figure on fewer persons could tell what one of them said.
FEWEST_PERSONS = 5


@dataclass(frozen=True)
class PersonAnswer:
    """A level, a non-score, or nothing, from one practitioner on one item of the survey.

    `person` is unique within the Trust; `partner` is None where they name only its sector;
    `non_score` is "dont_know" or "not_applicable".
    """

    person: str
    partner: str | None
    sector: str
    item: str
    level: int | None
    non_score: str | None = None


def score_practitioners(
    items: Sequence[ItemRef],
    answers: Sequence[PersonAnswer],
    levels: Sequence[int] = (1, 2, 3, 4, 5),
) -> list[GroupScore]:
    """Score one Trust's survey: persons within partners within sectors (METHOD 1.3 to 1.5).

    Persons who name only their sector count together as one nameless partner of it. Nobody may see
    a score before it has been through `suppressed`.
    """
    by_person = [
        Answer(answer.person, answer.sector, answer.item, answer.level, answer.non_score)
        for answer in answers
    ]
    sheet = read_sheet(items, by_person, levels, respondent="person")
    # Nameless partners of one Trust differ by their sector.
    named = list(zip(_partner_of_each(answers), sheet.sector_of, strict=True))
    partners = list(dict.fromkeys(named))
    place = {partner: row for row, partner in enumerate(partners)}
    to_partners = [place[partner] for partner in named]
    to_sectors = [sector for _, sector in partners]
    return score_sheet(items, sheet, levels, [to_partners, to_sectors])


def suppressed(score: GroupScore) -> GroupScore:
    """Take away every figure that rests on fewer than five persons who gave a level (METHOD 1.7).

    Rates of non-scores go too, however many said so: the rest would rest on the few. Where the
    sectors taken away have fewer than five persons together, the smallest other one goes with them,
    and with any sector the standard deviation, else the mean would give them back.

    Left to the caller: a theme's counts per level, less those of its items, tell what the others
    hold, so show practitioners' counts by item only.
    """
    if score.n_respondents < FEWEST_PERSONS:
        return replace(
            score,
            units={},
            n_units=0,
            mean=None,
            sd=None,
            level_counts=(0,) * len(score.level_counts),
            dont_know=0,
            not_applicable=0,
            agreed=None,
            pooled_mean=None,
            unit_respondents={},
        )
    hidden = _hidden_sectors(score)
    if not hidden:
        return score
    return replace(
        score,
        units={sector: unit for sector, unit in score.units.items() if sector not in hidden},
        sd=None,
        unit_respondents={
            sector: persons
            for sector, persons in score.unit_respondents.items()
            if sector not in hidden
        },
    )


def _hidden_sectors(score: GroupScore) -> set[str]:
    """The sectors of too few persons, and one more where they could be worked out again."""
    # A sector whose number of persons was not kept is taken to have too few.
    persons = {sector: score.unit_respondents.get(sector, 0) for sector in score.units}
    hidden = {sector for sector, count in persons.items() if count < FEWEST_PERSONS}
    shown = [sector for sector in persons if sector not in hidden]
    if hidden and shown and sum(persons[sector] for sector in hidden) < FEWEST_PERSONS:
        hidden.add(min(shown, key=lambda sector: (persons[sector], sector)))
    return hidden


def _partner_of_each(answers: Sequence[PersonAnswer]) -> list[str | None]:
    partner_of: dict[str, str | None] = {}
    sector_of: dict[str, str] = {}
    for answer in answers:
        if partner_of.setdefault(answer.person, answer.partner) != answer.partner:
            raise ValueError(
                f"The person {answer.person!r} names two partners, "
                f"{partner_of[answer.person]!r} and {answer.partner!r}: keep one."
            )
        if answer.partner is None:
            continue
        if sector_of.setdefault(answer.partner, answer.sector) != answer.sector:
            raise ValueError(
                f"The partner {answer.partner!r} is in two sectors, "
                f"{sector_of[answer.partner]!r} and {answer.sector!r}: give it one."
            )
    return list(partner_of.values())


class GapVerdict(VerdictWord):
    """METHOD 2's words turned round."""

    LEADERS_HIGHER = "leaders rate higher"
    LEADERS_SLIGHTLY_HIGHER = "leaders rate slightly higher"
    IN_LINE = "broadly in line"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    PRACTITIONERS_SLIGHTLY_HIGHER = "practitioners rate slightly higher"
    PRACTITIONERS_HIGHER = "practitioners rate higher"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, kw_only=True)
class Gap(Paired[GapVerdict]):
    """`Paired` over sectors with both scores: practitioners first, leaders second (METHOD 3)."""

    words = GapVerdict
    scored = "a score from both leaders and practitioners"
    scored_by_none = "a score from both its leaders and its practitioners"
    alike = "the gap is the same in all sectors"

    verdict: GapVerdict = GapVerdict.CANNOT_BE_CALCULATED

    @property
    def mean_gap(self) -> float | None:
        return self.mean

    @property
    def leaders(self) -> float | None:
        return self.second

    @property
    def practitioners(self) -> float | None:
        return self.first


def audience_gaps(
    leaders: Mapping[Group, Units],
    practitioners: Mapping[Group, Units],
    rules: Rules = DEFAULT_RULES,
) -> dict[Group, Gap]:
    """Compare a Trust's leaders with its practitioners, sector by sector (METHOD 3).

    Pass every group of the pack: p is adjusted over all of a kind that have limits. Leaders' scores
    are from only those items that both audiences were asked, practitioners' from `suppressed` ones.
    The spread is that of the Trust's own gaps.
    """
    groups = list(dict.fromkeys([*leaders, *practitioners]))
    if not groups:
        raise ValueError("There are no groups to compare: give at least one.")
    what = ("practitioners' scores", "leaders' scores")
    pairs = {
        group: in_both(practitioners.get(group, {}), leaders.get(group, {}), what)
        for group in groups
    }
    gaps = {group: paired(Gap, pair, None, 0, rules.min_units) for group, pair in pairs.items()}
    return with_verdicts(gaps, rules)


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


@dataclass(frozen=True, kw_only=True)
class GapFinding(VerdictFinding[GapVerdict]):
    gap: Gap
    year: int

    def to_json(self) -> dict[str, object]:
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
    """In the order of the pack, no single items; `items` is over those that both were asked."""

    def finding(subject: Subject, gap: Gap) -> GapFinding:
        return GapFinding(
            **vars(subject),
            verdict=gap.verdict,
            gap=gap,
            sentence=_gap_sentence(subject, gap, trust=trust_name, year=year, rules=rules),
            trust=trust_name,
            year=year,
        )

    return in_words(gaps, words, items, finding)


def _gap_sentence(subject: Subject, gap: Gap, *, trust: str, year: int, rules: Rules) -> str:
    rated = _RATED[gap.verdict].format(whose=possessive(trust))
    opening = capitalised(f"{_opening_words(subject, year)}, {rated}")
    means = means_of(gap)
    if gap.verdict is GapVerdict.CANNOT_BE_CALCULATED or means is None:
        return f"{opening}{asked(subject)}: {gap.why_not}."
    practitioners, leaders, difference = means
    scores, note = [number(leaders, 1), number(practitioners, 1)], ""
    if gap.verdict.direction < 0:
        scores.reverse()
        note = "leaders minus practitioners"
    # How many questions only where they are so few that it matters.
    few = subject.questions or (counted(1, "question") if subject.n_items == 1 else "questions")
    return (
        f"{opening}: {scores[0]} against {scores[1]} over the {counted(gap.n, 'sector')} that both "
        f"answered for, a gap of {signed(difference)} "
        f"{limits_and_reason(subject, gap.verdict, gap, rules, note=note)}, on the {few} that both "
        "were asked."
    )


def _opening_words(subject: Subject, year: int) -> str:
    if subject.phrase is None:
        return f"overall in {year}"
    if subject.within:
        return f"in {subject.within} in {year}, on {subject.phrase}"
    across = f", {ACROSS}" if subject.kind is GroupKind.ASPECT else ""
    return f"on {subject.phrase} in {year}{across}"
