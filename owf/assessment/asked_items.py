"""Which questions a return asks, how many have an answer, and what is still missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol, TypeAlias

from owf.questionnaire import Audience, Item, NonScore, Pack, Scale, Theme
from owf.store import Session, answers
from owf.store.answers import RoundAnswer, StoredAnswer
from owf.store.evidence import Linked

Choice: TypeAlias = int | NonScore


class Answered(Protocol):
    @property
    def level(self) -> int | None:
        pass

    @property
    def non_score(self) -> str | None:
        pass


@dataclass(frozen=True)
class Progress:
    """How many of the items that need an answer have one."""

    answered: int
    of: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.of


def choice_of(answer: Answered | None) -> Choice | None:
    if answer is None:
        return None
    return answer.level if answer.non_score is None else NonScore(answer.non_score)


def fields_of(choice: Choice) -> tuple[int | None, str | None]:
    return (None, choice.value) if isinstance(choice, NonScore) else (choice, None)


def choices_of(scale: Scale) -> tuple[Choice, ...]:
    return (*scale.values, *(option.value for option in scale.non_scores))


def words_of(scale: Scale, choice: Choice) -> str:
    """An answer as people read it: ``3 Some progress``, ``Don't know``."""
    if not isinstance(choice, NonScore):
        return f"{choice} {scale.level(choice).short}"
    for option in scale.non_scores:
        if option.value is choice:
            return option.label
    raise KeyError(f"the scale {scale.id} does not offer {choice.value}")


def items_asked(
    pack: Pack,
    theme: Theme | None = None,
    *,
    sector: str | None = None,
    given: Mapping[str, Answered] | None = None,
) -> tuple[Item, ...]:
    """Without a sector, what any partner is asked; without ``given``, also what may not apply."""
    asked = _items_for_sector(pack, sector)
    if given is not None:
        applying = applying_items(asked, given)
        asked = tuple(item for item in asked if item.id in applying)
    if theme is None:
        return asked
    wanted = {item.id for item in theme.items}
    return tuple(item for item in asked if item.id in wanted)


@lru_cache(maxsize=200)
def _items_for_sector(pack: Pack, sector: str | None) -> tuple[Item, ...]:
    return tuple(
        item
        for item in pack.items_for(Audience.LEADERS)
        if sector is None or item.is_for_sector(sector)
    )


def applying_items(items: Sequence[Item], given: Mapping[str, Answered]) -> frozenset[str]:
    """Expects each condition's question before its item; one that does not apply meets none."""
    found: set[str] = set()
    for item in items:
        condition = item.applies_when
        if condition is None or (
            condition.item in found and choice_of(given.get(condition.item)) in condition.answers
        ):
            found.add(item.id)
    return frozenset(found)


def progress_of(items: Sequence[Item], given: Mapping[str, StoredAnswer]) -> Progress:
    required = sum(item.required for item in items)
    return Progress(required - len(without_answer(items, given)), required)


def progress_in_return(
    pack: Pack,
    sector: str,
    given: Mapping[str, StoredAnswer],
    theme: Theme | None = None,
) -> Progress:
    return progress_of(items_asked(pack, theme, sector=sector, given=given), given)


def without_answer(items: Sequence[Item], given: Mapping[str, StoredAnswer]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.required and not is_answered(item.id, given))


def is_answered(item_id: str, given: Mapping[str, StoredAnswer]) -> bool:
    return item_id in given and given[item_id].is_given


def without_evidence(
    items: Sequence[Item],
    given: Mapping[str, StoredAnswer],
    proven: Collection[str] = (),
) -> tuple[Item, ...]:
    return tuple(
        item for item in items if item.id in given and lacks_evidence(item, given[item.id], proven)
    )


def lacks_evidence(item: Item, answer: StoredAnswer, proven: Collection[str] = ()) -> bool:
    """``proven`` are the items with linked evidence that is still valid."""
    from_level = item.evidence.required_from if item.evidence else None
    return (
        from_level is not None
        and answer.level is not None
        and answer.level >= from_level
        and not answer.evidence
        and item.id not in proven
    )


def proven_items(linked: Linked, day: date) -> frozenset[str]:
    return frozenset(
        item for item, things in linked.items() if any(not one.is_over(day) for one in things)
    )


def asks_for_evidence(item: Item) -> bool:
    """Whether the form has a place for evidence in words at this item."""
    return item.evidence is not None and item.evidence.asked


def counted_answers(session: Session, round_id: int, pack: Pack) -> list[RoundAnswer]:
    """The answers of a round's submitted returns that count: see ``that_count``."""
    return that_count(pack, answers.answers_of_round(session, round_id))


def that_count(pack: Pack, given: Sequence[RoundAnswer]) -> list[RoundAnswer]:
    """Without those to questions that do not apply: they are kept, and count nowhere."""
    conditional = {item.id for item in pack.items if item.applies_when is not None}
    if not conditional:
        return list(given)
    by_partner: dict[int, dict[str, RoundAnswer]] = {}
    for one in given:
        by_partner.setdefault(one.partner_id, {})[one.item_id] = one
    applying = {partner: applying_items(pack.items, said) for partner, said in by_partner.items()}
    return [one for one in given if one.item_id in applying[one.partner_id]]
