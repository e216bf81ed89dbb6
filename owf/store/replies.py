"""Partners' replies to agreed levels, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlmodel import Session, col

from owf.store.tables import Partner, Reply


@dataclass(frozen=True)
class StoredReply:
    """One partner's reply to one agreed level of a round.

    ``version`` is that of the signature to come when it was given; ``level`` is the agreed level
    that it answers.
    """

    id: int
    round_id: int
    version: int
    item_id: str
    partner_id: int
    partner_name: str
    level: int | None
    text: str
    replied_by: str | None
    replied_at: datetime
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    stands: bool

    @property
    def is_settled(self) -> bool:
        """Whether it is answered, or marked as dissent that stands."""
        return self.answered_at is not None


_REPLIES = select(
    col(Reply.id),
    col(Reply.round_id),
    col(Reply.version),
    col(Reply.item_id),
    col(Reply.partner_id),
    col(Partner.name),
    col(Reply.level),
    col(Reply.text),
    col(Reply.replied_by),
    col(Reply.replied_at),
    col(Reply.answer),
    col(Reply.answered_by),
    col(Reply.answered_at),
    col(Reply.stands),
).join(Partner, col(Partner.id) == col(Reply.partner_id))


def _read(session: Session, query: Select[*tuple[object, ...]]) -> list[StoredReply]:
    return [StoredReply(*row) for row in session.execute(query)]


def replies_of_round(session: Session, round_id: int) -> Sequence[StoredReply]:
    """Every reply of a round, of all its versions, in the order in which they came."""
    return _read(session, _REPLIES.where(col(Reply.round_id) == round_id).order_by(col(Reply.id)))


def reply_by_id(session: Session, reply_id: int) -> StoredReply | None:
    """The reply with this id."""
    return next(iter(_read(session, _REPLIES.where(col(Reply.id) == reply_id))), None)


def add_reply(
    session: Session,
    round_id: int,
    version: int,
    item_id: str,
    partner_id: int,
    *,
    level: int | None,
    text: str,
    by: str,
    at: datetime,
) -> int:
    """Keep a partner's reply; gives its id."""
    row = Reply(
        round_id=round_id,
        version=version,
        item_id=item_id,
        partner_id=partner_id,
        level=level,
        text=text,
        replied_by=by,
        replied_at=at,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def settle_reply(
    session: Session, reply_id: int, *, answer: str, stands: bool, by: str, at: datetime
) -> None:
    """Keep what became of a reply."""
    session.execute(
        update(Reply)
        .where(col(Reply.id) == reply_id)
        .values(answer=answer, stands=stands, answered_by=by, answered_at=at)
    )


def by_item(found: Sequence[StoredReply]) -> Mapping[str, tuple[StoredReply, ...]]:
    """Replies by the item that they are to."""
    of_item: dict[str, list[StoredReply]] = {}
    for one in found:
        of_item.setdefault(one.item_id, []).append(one)
    return {item_id: tuple(those) for item_id, those in of_item.items()}
