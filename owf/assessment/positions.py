"""Where a Trust stands on each item: what its partners said, and what is agreed or proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.assessment.asking import counted_answers, items_asked
from owf.benchmark import middle_values, proposed_level
from owf.questionnaire import Item, NonScore, Pack
from owf.store import Session, answers
from owf.store.answers import RoundAnswer, StoredAgreement


@dataclass(frozen=True)
class Position:
    """What partners said of one item, and what is agreed or proposed.

    Attributes:
        item: the item.
        counts: number of partners at each level of the scale, lowest first.
        dont_know: number of partners who don't know.
        not_applicable: number of partners to whom it does not apply.
        middle: the two middle levels; ``None`` where nobody gave one.
        proposed: the median, rounded down to a level; ``None`` where nobody gave a level.
        agreement: what was settled already; ``None`` while the proposal stands.
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
        """The level as it stands: agreed, or else proposed."""
        if self.agreement is None or self.agreement.level is None:
            return self.proposed
        return self.agreement.level

    @property
    def is_open(self) -> bool:
        """Whether partners gave levels and the Trust has not settled on one yet.

        What nobody rated is signed without a level; it is open once somebody rates it after the
        round was reopened.
        """
        return self.proposed is not None and (
            self.agreement is None or self.agreement.level is None
        )

    @property
    def lacks_reason(self) -> bool:
        """Whether what was settled departs from the partners' middle without saying why.

        It can come about without anybody's fault: a later return moves the middle.
        """
        return (
            self.agreement is not None
            and self.agreement.level is not None
            and not self.agreement.reason
            and self.needs_reason(self.agreement.level)
        )

    def needs_reason(self, level: int) -> bool:
        """Whether agreeing ``level`` departs from what the partners' middle says."""
        return self.middle is None or not self.middle[0] <= level <= self.middle[1]


def positions_of(
    pack: Pack, given: Sequence[RoundAnswer], agreed: Mapping[str, StoredAgreement]
) -> Mapping[str, Position]:
    """The position on every item that leaders are asked, in the pack's order.

    ``given`` are answers that count.
    """
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
    """What submitted returns of a round say of each item, with what is agreed so far."""
    return positions_of(
        pack,
        counted_answers(session, round_id, pack),
        answers.agreements_of_round(session, round_id),
    )


def _position(
    item: Item,
    said: Sequence[int | str | None],
    agreement: StoredAgreement | None,
    values: Sequence[int],
) -> Position:
    """The position on one item, of which partners ``said`` levels, non-scores, or nothing yet."""
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
