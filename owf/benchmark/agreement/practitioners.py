"""Practitioners' scores, shown beside the leaders' and never below five persons (METHOD 1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from owf.benchmark.scores.groups import ItemRef
from owf.benchmark.scores.unit_scores import Answer, GroupScore, column_of, read_sheet, score_sheet

# METHOD 1.7: a figure on fewer persons could tell what one of them said.
FEWEST_PERSONS = 5


@dataclass(frozen=True)
class PersonAnswer:
    """One practitioner's answer to one item of the survey: a level, a non-score, or nothing.

    `person` is unique within the Trust; `partner` is the one they name, None where they name only
    its sector; `non_score` is "dont_know" or "not_applicable".
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
    """Score every group of items from the survey of one Trust's practitioners (METHOD 1.3 to 1.5).

    A person's score is the mean of the levels they gave, a partner's that of its persons, a
    sector's that of its partners, the Trust's that of its sectors. Persons who name only their
    sector count together as one nameless partner of it.

    Args:
        items: the questions that practitioners were asked, in the pack's order.
        answers: all answers of the survey, at most one per person and item.
        levels: the levels of the scale, lowest first.

    Returns:
        One score per group of `groups_of(items)`, in that order, with persons as respondents and
        nothing agreed. They are not suppressed: nobody sees one before `suppressed`.

    Raises:
        ValueError: as `score_groups`, for persons; or a person with two partners, or a partner in
            two sectors.
    """
    by_person = [
        Answer(answer.person, answer.sector, answer.item, answer.level, answer.non_score)
        for answer in answers
    ]
    sheet = read_sheet(by_person, column_of(items), levels, respondent="person")
    # A nameless partner is told from the others of its Trust by its sector.
    named = list(zip(_partner_of_each(answers), sheet.sector_of, strict=True))
    partners = list(dict.fromkeys(named))
    place = {partner: row for row, partner in enumerate(partners)}
    to_partners = [place[partner] for partner in named]
    to_sectors = [sector for _, sector in partners]
    return score_sheet(items, sheet, levels, [to_partners, to_sectors])


def suppressed(score: GroupScore) -> GroupScore:
    """Take away every figure that rests on fewer than five persons (METHOD 1.7).

    Persons are those who gave a level to the group. Where they are fewer than five the result
    carries no figure at all, only how many they are. That goes for "don't know" and "not
    applicable" too, however many said so: a rate among those who answered would rest on the few.

    Otherwise the score stands, less the sectors with fewer than five persons. Where these have
    fewer than five persons together, the smallest of the other sectors is taken away with them,
    and with any sector goes the standard deviation: else the mean of all would give back what was
    taken away. `n_units` stays the number of sectors behind the mean.

    One thing is left to the caller: counts per level of a theme, less those of its items that are
    shown, say what the others hold, so show practitioners' counts by item only.

    Args:
        score: from `score_practitioners`.

    Returns:
        A score that may be shown and kept.
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
    """List the sectors of too few persons, and one more where they could be worked out again."""
    # A sector of which nobody kept how many persons it has is taken to have too few.
    persons = {sector: score.unit_respondents.get(sector, 0) for sector in score.units}
    hidden = {sector for sector, count in persons.items() if count < FEWEST_PERSONS}
    shown = [sector for sector in persons if sector not in hidden]
    if hidden and shown and sum(persons[sector] for sector in hidden) < FEWEST_PERSONS:
        hidden.add(min(shown, key=lambda sector: (persons[sector], sector)))
    return hidden


def _partner_of_each(answers: Sequence[PersonAnswer]) -> list[str | None]:
    """Give each person's partner, in the order in which persons first come."""
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
