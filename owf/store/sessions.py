"""Signed-in browsers: who is behind one, which a person has, and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import Session, SQLModel, col

from owf.store.people import PersonFacts, RoleHeld
from owf.store.tables import Membership, Person, UserSession


@dataclass(frozen=True)
class PersonThere:
    """Who a live session belongs to.

    ``roles`` are all that they hold; ``acting`` is the one they work under, ``None`` for all.
    """

    person: PersonFacts
    roles: tuple[RoleHeld, ...]
    acting: RoleHeld | None
    last_seen_at: datetime


@dataclass(frozen=True)
class SessionFacts:
    """One of a person's signed-in browsers, as they see it."""

    token_hash: str
    started_at: datetime
    last_seen_at: datetime
    device: str


def add_session(
    session: Session,
    token_hash: str,
    *,
    person_id: str,
    started_at: datetime,
    expires_at: datetime,
    device: str = "",
) -> None:
    """Keep a signed-in browser; sessions that are over are cleared away."""
    session.execute(delete(UserSession).where(col(UserSession.expires_at) <= started_at))
    session.add(
        UserSession(
            token_hash=token_hash,
            person_id=person_id,
            started_at=started_at,
            expires_at=expires_at,
            last_seen_at=started_at,
            device=device,
        )
    )
    session.execute(
        update(Person).where(col(Person.id) == person_id).values(last_seen_at=started_at)
    )


def end_session(session: Session, token_hash: str) -> None:
    """Forget a signed-in browser."""
    session.execute(delete(UserSession).where(col(UserSession.token_hash) == token_hash))


def end_sessions_of(session: Session, person_id: str, but: str = "") -> None:
    """Forget all of a person's signed-in browsers, but the one of this hash."""
    session.execute(
        delete(UserSession).where(
            col(UserSession.person_id) == person_id, col(UserSession.token_hash) != but
        )
    )


# Every run of a page asks this: put together once, and past the ORM, which costs half as much.
_SESSIONS = SQLModel.metadata.tables["session"]
_PERSONS = SQLModel.metadata.tables["person"]
_MEMBERSHIPS = SQLModel.metadata.tables["membership"]
_THERE = (
    select(
        _PERSONS.c.id,
        _PERSONS.c.name,
        _PERSONS.c.demo_role,
        _SESSIONS.c.started_at,
        _SESSIONS.c.last_seen_at,
        _SESSIONS.c.acting,
        _MEMBERSHIPS.c.id,
        _MEMBERSHIPS.c.role,
        _MEMBERSHIPS.c.scope_kind,
        _MEMBERSHIPS.c.scope_id,
    )
    .join(_SESSIONS, _SESSIONS.c.person_id == _PERSONS.c.id)
    .outerjoin(_MEMBERSHIPS, _MEMBERSHIPS.c.person_id == _PERSONS.c.id)
    .where(
        _SESSIONS.c.token_hash == bindparam("token"),
        _SESSIONS.c.expires_at > bindparam("moment"),
        _PERSONS.c.disabled_at.is_(None),
        _PERSONS.c.erased_at.is_(None),
    )
    .order_by(_MEMBERSHIPS.c.id)
)


def person_there(
    session: Session, token_hash: str, at: datetime, seen_since: datetime
) -> PersonThere | None:
    """Who a session belongs to; ``None`` where it is over, idle, or its person may not sign in."""
    rows = session.execute(_THERE, {"token": token_hash, "moment": at}).all()
    if not rows:
        return None
    first = rows[0]
    last_seen = first.last_seen_at or first.started_at
    if last_seen < seen_since:
        return None
    held = {row[6]: RoleHeld(*row[7:]) for row in rows if row[6] is not None}
    return PersonThere(
        PersonFacts(*first[:3]), tuple(held.values()), held.get(first.acting), last_seen
    )


def touch_session(session: Session, token_hash: str, at: datetime) -> None:
    """Note that the person behind a session was there just now."""
    owner = session.scalar(
        update(UserSession)
        .where(col(UserSession.token_hash) == token_hash)
        .values(last_seen_at=at)
        .returning(col(UserSession.person_id))
    )
    session.execute(update(Person).where(col(Person.id) == owner).values(last_seen_at=at))


def act_under(session: Session, token_hash: str, held: RoleHeld | None) -> None:
    """Let a session work under one role that its person holds, or under all of them."""
    membership = None
    if held is not None:
        membership = session.scalar(
            select(col(Membership.id))
            .join(UserSession, col(UserSession.person_id) == col(Membership.person_id))
            .where(
                col(UserSession.token_hash) == token_hash,
                col(Membership.role) == held.role,
                col(Membership.scope_kind) == held.scope_kind,
                col(Membership.scope_id) == held.scope_id,
            )
        )
    session.execute(
        update(UserSession)
        .where(col(UserSession.token_hash) == token_hash)
        .values(acting=membership)
    )


def sessions_of(session: Session, person_id: str, at: datetime) -> Sequence[SessionFacts]:
    """A person's live sessions, the newest first."""
    query = (
        select(
            col(UserSession.token_hash),
            col(UserSession.started_at),
            col(UserSession.last_seen_at),
            col(UserSession.device),
        )
        .where(col(UserSession.person_id) == person_id, col(UserSession.expires_at) > at)
        .order_by(col(UserSession.started_at).desc())
    )
    return [
        SessionFacts(row[0], row[1], row[2] or row[1], row[3]) for row in session.execute(query)
    ]
