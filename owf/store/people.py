"""People, their roles and their sessions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col

from owf.store.engine import Store
from owf.store.tables import Membership, Person, UserSession


@dataclass(frozen=True)
class PersonFacts:
    """A person as pages show them."""

    id: str
    name: str
    demo_role: str | None


@dataclass(frozen=True)
class RoleHeld:
    """A role and where it holds."""

    role: str
    scope_kind: str
    scope_id: str


def add_person(
    session: Session,
    person_id: str,
    name: str,
    *,
    demo_role: str | None = None,
    roles: Sequence[RoleHeld] = (),
) -> None:
    """Add a person with their roles."""
    session.add(Person(id=person_id, name=name, demo_role=demo_role))
    session.flush()
    session.add_all(
        Membership(
            person_id=person_id, role=held.role, scope_kind=held.scope_kind, scope_id=held.scope_id
        )
        for held in roles
    )


def demo_people(session: Session) -> Sequence[PersonFacts]:
    """The demonstration's people, in the order they were added."""
    query = (
        select(col(Person.id), col(Person.name), col(Person.demo_role))
        .where(col(Person.demo_role).is_not(None))
        .order_by(col(Person.id))
    )
    return [PersonFacts(*row) for row in session.execute(query)]


def is_demonstration(store: Store) -> bool:
    """Whether a database holds the demonstration, of whatever version; false where it is none."""
    try:
        with store.engine.connect() as connection:
            found = connection.execute(
                text("SELECT 1 FROM person WHERE demo_role IS NOT NULL LIMIT 1")
            )
            return found.first() is not None
    except DatabaseError:
        return False


def person_with_demo_role(session: Session, demo_role: str) -> PersonFacts | None:
    """The demonstration's person for a role."""
    query = select(col(Person.id), col(Person.name), col(Person.demo_role)).where(
        col(Person.demo_role) == demo_role
    )
    row = session.execute(query).one_or_none()
    return PersonFacts(*row) if row else None


def name_of(session: Session, person_id: str) -> str | None:
    """A person's name; ``None`` where the person was erased."""
    return session.scalar(select(col(Person.name)).where(col(Person.id) == person_id))


def names_of(session: Session, person_ids: Collection[str]) -> Mapping[str, str]:
    """People's names by id; whoever was erased is missing."""
    query = select(col(Person.id), col(Person.name)).where(col(Person.id).in_(person_ids))
    return {row[0]: row[1] for row in session.execute(query)}


def add_session(
    session: Session, token_hash: str, person_id: str, started_at: datetime, expires_at: datetime
) -> None:
    """Keep a signed-in browser; sessions that are over are cleared away."""
    session.execute(delete(UserSession).where(col(UserSession.expires_at) <= started_at))
    session.add(
        UserSession(
            token_hash=token_hash,
            person_id=person_id,
            started_at=started_at,
            expires_at=expires_at,
        )
    )


def end_session(session: Session, token_hash: str) -> None:
    """Forget a signed-in browser."""
    session.execute(delete(UserSession).where(col(UserSession.token_hash) == token_hash))


def person_in_session(
    session: Session, token_hash: str, at: datetime
) -> tuple[PersonFacts, Sequence[RoleHeld]] | None:
    """Who a live session belongs to, with their roles; ``None`` where it is over."""
    query = (
        select(
            col(Person.id),
            col(Person.name),
            col(Person.demo_role),
            col(Membership.role),
            col(Membership.scope_kind),
            col(Membership.scope_id),
        )
        .join(UserSession, col(UserSession.person_id) == col(Person.id))
        .outerjoin(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(UserSession.token_hash) == token_hash, col(UserSession.expires_at) > at)
        .order_by(col(Membership.id))
    )
    rows = session.execute(query).all()
    if not rows:
        return None
    roles = [RoleHeld(*row[3:]) for row in rows if row[3] is not None]
    return PersonFacts(*rows[0][:3]), roles
