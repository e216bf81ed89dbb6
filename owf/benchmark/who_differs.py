"""Who differs from whom: each partner's levels beside the others' (METHOD 3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from owf.benchmark.item_standings import ItemStanding, most_disputed_first
from owf.benchmark.wording import capitalised, counted, number


@dataclass(frozen=True)
class PartnerDifference:
    """How one partner rates against the others, over the questions that it and others rated.

    Attributes:
        partner: as its column is headed.
        difference: mean over these questions of its level less the mean of the others' levels;
            None where there is no such question.
        items: how many questions that is.
    """

    partner: str
    difference: float | None
    items: int


@dataclass(frozen=True)
class WhoDiffers:
    """Who differs from whom: one row a question, most disputed first, one column a partner.

    Attributes:
        partners: the columns, in the order of each question's `answers`.
        items: the rows.
        sentence: which partner stands furthest from the others; the chart's title.
    """

    partners: tuple[PartnerDifference, ...]
    items: tuple[ItemStanding, ...]
    sentence: str


def who_differs(standings: Sequence[ItemStanding]) -> WhoDiffers:
    """Lay out who gave which level, and how far each partner stands from the others.

    Args:
        standings: with `answers`, the same partners in each.

    Raises:
        ValueError: questions with different partners.
    """
    columns = [tuple(one.partner for one in item.answers) for item in standings]
    if len(set(columns)) > 1:
        raise ValueError("The questions have different partners: give one answer of each to each.")
    partners = tuple(
        _difference(name, place, standings)
        for place, name in enumerate(columns[0] if columns else ())
    )
    return WhoDiffers(partners, most_disputed_first(standings), _who_sentence(partners))


def _difference(name: str, place: int, standings: Sequence[ItemStanding]) -> PartnerDifference:
    apart = []
    for item in standings:
        own = item.answers[place].level
        others = [
            one.level
            for other, one in enumerate(item.answers)
            if other != place and one.level is not None
        ]
        if own is not None and others:
            apart.append(own - sum(others) / len(others))
    return PartnerDifference(name, sum(apart) / len(apart) if apart else None, len(apart))


def _who_sentence(partners: Sequence[PartnerDifference]) -> str:
    rated = [one for one in partners if one.difference is not None]
    if len(rated) < 2:
        return "No two partners rated the same question, so they cannot be compared."
    first = max(rated, key=lambda one: abs(one.difference or 0.0))
    apart = first.difference or 0.0
    if round(abs(apart), 1) == 0:
        return "No partner rates higher or lower than the others on average."
    return (
        f"{capitalised(first.partner)} differs most from the others: {number(abs(apart), 1)} of a "
        f"level {'higher' if apart > 0 else 'lower'} on average, over "
        f"{counted(first.items, 'question')}."
    )
