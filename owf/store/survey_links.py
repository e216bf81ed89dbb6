"""A round's open link to its survey, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlmodel import Session, SQLModel, col

from owf.store.tables import Survey


@dataclass(frozen=True)
class LinkFacts:
    """A link with its round. ``closes`` is the last day on which it takes answers.

    ``last_answered_on``: the last day on which somebody handed in by it.
    """

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
    last_answered_on: date | None


# Thousands may ask within a minute: put together once, and past the ORM, which costs half as much.
_T = SQLModel.metadata.tables
_SURVEY, _ROUND = _T["survey"], _T["round"]
_LINKS = (
    select(
        _SURVEY.c.id,
        _SURVEY.c.token,
        _SURVEY.c.closes,
        _SURVEY.c.is_replaced,
        _ROUND.c.id,
        _ROUND.c.status,
        _ROUND.c.year,
        _ROUND.c.trust,
        _T["trust"].c.name,
        _T["cycle"].c.pack_snapshot_id,
        _T["pack_snapshot"].c.digest,
        _SURVEY.c.last_answered_on,
    )
    .join(_ROUND, _ROUND.c.id == _SURVEY.c.round_id)
    .join(_T["trust"], _T["trust"].c.dfe_number == _ROUND.c.trust)
    .join(_T["cycle"], _T["cycle"].c.year == _ROUND.c.year)
    .join(_T["pack_snapshot"], _T["pack_snapshot"].c.id == _T["cycle"].c.pack_snapshot_id)
)
_BY_TOKEN = _LINKS.where(_SURVEY.c.token == bindparam("token"))
_TO_ANSWER = _BY_TOKEN.with_for_update(of=_ROUND)
_OF_ROUND = _LINKS.where(_SURVEY.c.round_id == bindparam("in_round"), ~_SURVEY.c.is_replaced)


def link_by_token(session: Session, token: str) -> LinkFacts | None:
    """The link with this token, in use or replaced."""
    return _one(session, _BY_TOKEN, token=token)


def link_to_answer(session: Session, token: str) -> LinkFacts | None:
    """The same, its round locked until the transaction ends, so that nobody signs meanwhile."""
    return _one(session, _TO_ANSWER, token=token)


def link_of_round(session: Session, round_id: int) -> LinkFacts | None:
    """The link that is in use in a round."""
    return _one(session, _OF_ROUND, in_round=round_id)


def _one(session: Session, query: Select[*tuple[Any, ...]], **values: object) -> LinkFacts | None:
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


def note_answered_on(session: Session, link_id: int, day: date) -> None:
    """Note that somebody answers on this day; the link's round must be locked."""
    session.execute(update(Survey).where(col(Survey.id) == link_id).values(last_answered_on=day))
