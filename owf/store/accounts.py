"""How people sign in: passwords' hashes, one-time links, and waits after failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from owf.store.tables import Invitation, Person, SignInWait


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
