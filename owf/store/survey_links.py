"""A round's open link to its survey, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, or_, select, update
from sqlmodel import Session, col

from owf.store.tables import Cycle, PackSnapshot, Round, Survey, Trust


@dataclass(frozen=True)
class LinkFacts:
    """A link with its round. ``closes`` is the last day on which it takes answers."""

    id: int
    token: str
    closes: date
    is_replaced: bool
    round_id: int
    round_status: str
    year: int
    trust: int
    trust_name: str
    pack_snapshot_id: int
    pack_digest: str


_LINKS = (
    select(
        col(Survey.id),
        col(Survey.token),
        col(Survey.closes),
        col(Survey.is_replaced),
        col(Round.id),
        col(Round.status),
        col(Round.year),
        col(Round.trust),
        col(Trust.name),
        col(Cycle.pack_snapshot_id),
        col(PackSnapshot.digest),
    )
    .join(Round, col(Round.id) == col(Survey.round_id))
    .join(Trust, col(Trust.dfe_number) == col(Round.trust))
    .join(Cycle, col(Cycle.year) == col(Round.year))
    .join(PackSnapshot, col(PackSnapshot.id) == col(Cycle.pack_snapshot_id))
)
# Put together once: thousands may ask within a minute.
_BY_TOKEN = _LINKS.where(col(Survey.token) == bindparam("token"))
_TO_ANSWER = _BY_TOKEN.with_for_update(of=Round)


def link_by_token(session: Session, token: str) -> LinkFacts | None:
    """The link with this token, in use or replaced."""
    return _one(session, _BY_TOKEN, token=token)


def link_to_answer(session: Session, token: str) -> LinkFacts | None:
    """The same, its round locked until the transaction ends, so that nobody signs meanwhile."""
    return _one(session, _TO_ANSWER, token=token)


def link_of_round(session: Session, round_id: int) -> LinkFacts | None:
    """The link that is in use in a round."""
    return _one(session, _LINKS.where(col(Survey.round_id) == round_id, ~col(Survey.is_replaced)))


def _one(
    session: Session, query: Select[*tuple[object, ...]], **values: object
) -> LinkFacts | None:
    row = session.execute(query, values).one_or_none()
    return LinkFacts(*row) if row else None


def add_link(session: Session, round_id: int, token: str, closes: date) -> None:
    """Keep a round's link; one that was in use is replaced by it."""
    session.execute(update(Survey).where(col(Survey.round_id) == round_id).values(is_replaced=True))
    session.add(Survey(round_id=round_id, token=token, closes=closes))
    session.flush()


def set_closes(session: Session, link_id: int, closes: date) -> None:
    """Set the last day on which a link takes answers."""
    session.execute(update(Survey).where(col(Survey.id) == link_id).values(closes=closes))


def is_first_answer_of(session: Session, link_id: int, day: date) -> bool:
    """Note that somebody answers on this day; gives whether nobody did before."""
    found = session.execute(
        update(Survey)
        .where(
            col(Survey.id) == link_id,
            or_(col(Survey.last_answered_on).is_(None), col(Survey.last_answered_on) != day),
        )
        .values(last_answered_on=day)
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it
