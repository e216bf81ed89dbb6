"""How people sign in: passwords' hashes, one-time links, and waits after failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import Session, SQLModel, col

from owf.store.people import PersonFacts, RoleHeld
from owf.store.tables import Invitation, Membership, Person, SignInWait, UserSession


@dataclass(frozen=True)
class AccountFacts:
    """What sign-in needs of a person. ``may_sign_in``: neither disabled nor erased."""

    id: str
    name: str
    email: str
    password_hash: str | None
    may_sign_in: bool


@dataclass(frozen=True)
class LinkFacts:
    """A one-time link: for whom, what for, and whether it is used or over."""

    person_id: str
    purpose: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class WaitFacts:
    """How often sign-in failed under a key, and until when it waits."""

    failures: int
    last_at: datetime
    until: datetime


def _account(session: Session, *conditions: object) -> AccountFacts | None:
    row = session.execute(
        select(
            col(Person.id),
            col(Person.name),
            col(Person.email),
            col(Person.password_hash),
            col(Person.disabled_at),
            col(Person.erased_at),
        ).where(*conditions)  # type: ignore[arg-type]  # SQLAlchemy's own conditions
    ).one_or_none()
    if row is None:
        return None
    return AccountFacts(row[0], row[1], row[2] or "", row[3], row[4] is None and row[5] is None)


def account_by_email(session: Session, email: str) -> AccountFacts | None:
    """The account of an e-mail address, which is kept in lower case."""
    return _account(session, col(Person.email) == email)


def account_of(session: Session, person_id: str) -> AccountFacts | None:
    """A person's account."""
    return _account(session, col(Person.id) == person_id)


def set_password(session: Session, person_id: str, password_hash: str) -> None:
    """Give a person another password."""
    session.execute(
        update(Person).where(col(Person.id) == person_id).values(password_hash=password_hash)
    )


def add_link(
    session: Session,
    token_hash: str,
    *,
    person_id: str,
    purpose: str,
    made_at: datetime,
    expires_at: datetime,
) -> None:
    """Keep a one-time link; the person's earlier ones open nothing any more."""
    end_links(session, person_id)
    session.add(
        Invitation(
            token_hash=token_hash,
            person_id=person_id,
            purpose=purpose,
            made_at=made_at,
            expires_at=expires_at,
        )
    )


def end_links(session: Session, person_id: str) -> None:
    """Let the links that wait for a person open nothing any more."""
    session.execute(
        delete(Invitation).where(
            col(Invitation.person_id) == person_id, col(Invitation.used_at).is_(None)
        )
    )


def link_of(session: Session, token_hash: str) -> LinkFacts | None:
    """A one-time link by its hash."""
    row = session.execute(
        select(
            col(Invitation.person_id),
            col(Invitation.purpose),
            col(Invitation.made_at),
            col(Invitation.expires_at),
            col(Invitation.used_at),
        ).where(col(Invitation.token_hash) == token_hash)
    ).one_or_none()
    return LinkFacts(*row) if row else None


def use_link(session: Session, token_hash: str, at: datetime) -> bool:
    """Use a one-time link up; false where somebody else just has."""
    used = session.execute(
        update(Invitation)
        .where(col(Invitation.token_hash) == token_hash, col(Invitation.used_at).is_(None))
        .values(used_at=at)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]  # an update's result has it


def wait_of(session: Session, key: str) -> WaitFacts | None:
    """The wait under a key."""
    row = session.execute(
        select(col(SignInWait.failures), col(SignInWait.last_at), col(SignInWait.until)).where(
            col(SignInWait.key) == key
        )
    ).one_or_none()
    return WaitFacts(*row) if row else None


def set_wait(session: Session, key: str, wait: WaitFacts) -> None:
    """Keep the wait under a key."""
    found = session.get(SignInWait, key) or SignInWait(
        key=key, failures=0, last_at=wait.last_at, until=wait.until
    )
    found.failures, found.last_at, found.until = wait.failures, wait.last_at, wait.until
    session.add(found)


def clear_wait(session: Session, key: str) -> None:
    """Forget the wait under a key."""
    session.execute(delete(SignInWait).where(col(SignInWait.key) == key))


def clear_waits_before(session: Session, at: datetime) -> None:
    """Forget waits whose last failure lies further back."""
    session.execute(delete(SignInWait).where(col(SignInWait.last_at) < at))


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
