"""A Trust's position on each item: its partners' answers, and what is agreed or proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from owf.assessment.asked_items import counted_answers, items_asked
from owf.benchmark.scores.medians import middle_values, proposed_level
from owf.questionnaire import Item, NonScore, Pack
from owf.store import Session, answers
from owf.store.answers import RoundAnswer, StoredAgreement


class QuestionState(StrEnum):
    """Only a level that somebody agreed, on a question that somebody answered, is agreed."""

    NO_ANSWER = "no_answer"
    """No partner that has submitted answered it, and nobody settled it as such."""
    OPEN = "open"
    NO_REASON = "no_reason"
    """What was settled needs a reason and has none; a later return can bring that about."""
    AGREED = "agreed"
    WITHOUT_LEVEL = "without_level"
    """It is signed without a level: no partner that answered could give one, or nobody answered
    and the Trust wrote why."""

    @property
    def is_settled(self) -> bool:
        return self in (QuestionState.AGREED, QuestionState.WITHOUT_LEVEL)


@dataclass(frozen=True)
class Position:
    """``counts`` are partners by level, lowest first; ``proposed`` is the median, rounded down.

    ``middle`` and ``proposed`` are ``None`` where nobody gave a level, ``agreement`` while only the
    proposal counts.
    """

    item: Item
    counts: tuple[int, ...]
    dont_know: int
    not_applicable: int
    middle: tuple[int, int] | None
    proposed: int | None
    agreement: StoredAgreement | None

    @property
    def level(self) -> int | None:
        if self.agreement is None or self.agreement.level is None:
            return self.proposed
        return self.agreement.level

    @property
    def median(self) -> float | None:
        """The partners' median, between two levels where the two middle ones differ."""
        return None if self.middle is None else sum(self.middle) / 2

    @property
    def is_answered(self) -> bool:
        """Whether any submitted partner answered, even with “don't know”."""
        return bool(sum(self.counts) or self.dont_know or self.not_applicable)

    @property
    def state(self) -> QuestionState:
        agreed = self.agreement
        if agreed is not None and agreed.level is not None and self.is_answered:
            explained = agreed.reason or not self.needs_reason(agreed.level)
            return QuestionState.AGREED if explained else QuestionState.NO_REASON
        if self.proposed is not None:
            return QuestionState.OPEN
        if self.is_answered or (agreed is not None and agreed.level is None and agreed.reason):
            return QuestionState.WITHOUT_LEVEL
        return QuestionState.NO_ANSWER

    @property
    def is_open(self) -> bool:
        return self.state is QuestionState.OPEN

    def needs_reason(self, level: int) -> bool:
        """Whether a level lies outside the partners' two middle values."""
        return self.middle is None or not self.middle[0] <= level <= self.middle[1]


def positions_of(
    pack: Pack, given: Sequence[RoundAnswer], agreed: Mapping[str, StoredAgreement]
) -> Mapping[str, Position]:
    """The position on every item that leaders are asked; ``given`` are answers that count."""
    by_item: dict[str, list[int | str | None]] = {}
    for answer in given:
        said = answer.non_score if answer.level is None else answer.level
        by_item.setdefault(answer.item_id, []).append(said)
    values = pack.scale.values
    return {
        item.id: _position(item, by_item.get(item.id, ()), agreed.get(item.id), values)
        for item in items_asked(pack)
    }


def read_positions(session: Session, round_id: int, pack: Pack) -> Mapping[str, Position]:
    return positions_of(
        pack,
        counted_answers(session, round_id, pack),
        answers.agreements_of_round(session, round_id),
    )


def agreed_levels(positions: Mapping[str, Position]) -> Mapping[str, tuple[int | None, str]]:
    """The agreed level of each item, ``None`` where there is none, and its reason."""
    return {
        item_id: (one.agreement.level, one.agreement.reason) if one.agreement else (None, "")
        for item_id, one in positions.items()
    }


def _position(
    item: Item,
    said: Sequence[int | str | None],
    agreement: StoredAgreement | None,
    values: Sequence[int],
) -> Position:
    """The position on one item; ``said`` are levels, non-scores and empty answers."""
    levels = [one for one in said if isinstance(one, int)]
    return Position(
        item=item,
        counts=tuple(levels.count(value) for value in values),
        dont_know=said.count(NonScore.DONT_KNOW.value),
        not_applicable=said.count(NonScore.NOT_APPLICABLE.value),
        middle=middle_values(levels),
        proposed=proposed_level(levels),
        agreement=agreement,
    )
