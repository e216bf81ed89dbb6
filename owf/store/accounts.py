"""How people sign in: passwords' hashes, one-time links, and waits after failures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlmodel import Session, SQLModel, col

from owf.store.people import RoleHeld
from owf.store.tables import Invitation, Membership, Person, SignInWait, UserSession
from owf.store.tables.people import FOR_A_PASSWORD, FOR_AN_ADDRESS


def account_by_email(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(col(Person.email) == email))


def account_of(session: Session, person_id: str) -> Person | None:
    return session.get(Person, person_id)


def set_password(session: Session, person_id: str, password_hash: str | None) -> None:
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
    email: str | None = None,
) -> None:
    """Keep a one-time link; the person's earlier ones for the same open nothing any more."""
    same = next(one for one in (FOR_A_PASSWORD, FOR_AN_ADDRESS) if purpose in one)
    end_links(session, person_id, same)
    session.add(
        Invitation(
            token_hash=token_hash,
            person_id=person_id,
            purpose=purpose,
            made_at=made_at,
            expires_at=expires_at,
            email=email,
        )
    )


def end_links(
    session: Session,
    person_id: str,
    purposes: Collection[str] = (*FOR_A_PASSWORD, *FOR_AN_ADDRESS),
) -> bool:
    """Whether any waited."""
    ended = session.execute(
        delete(Invitation).where(
            col(Invitation.person_id) == person_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.purpose).in_(purposes),
        )
    )
    return bool(ended.rowcount)  # type: ignore[attr-defined]  # a deletion's result has it


def waiting_address(session: Session, person_id: str, at: datetime) -> Invitation | None:
    """The link that waits for a person's new e-mail address to be confirmed."""
    return session.scalar(
        select(Invitation).where(
            col(Invitation.person_id) == person_id,
            col(Invitation.purpose).in_(FOR_AN_ADDRESS),
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > at,
        )
    )


def link_of(session: Session, token_hash: str) -> Invitation | None:
    return session.scalar(select(Invitation).where(col(Invitation.token_hash) == token_hash))


def use_link(session: Session, token_hash: str, at: datetime) -> bool:
    """Use a one-time link up; false where somebody else just has. Its new address is not kept."""
    used = session.execute(
        update(Invitation)
        .where(col(Invitation.token_hash) == token_hash, col(Invitation.used_at).is_(None))
        .values(used_at=at, email=None)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]  # an update's result has it


def wait_of(session: Session, key: str) -> SignInWait | None:
    return session.get(SignInWait, key)


def set_wait(session: Session, wait: SignInWait) -> None:
    session.merge(wait)


def clear_wait(session: Session, key: str) -> None:
    session.execute(delete(SignInWait).where(col(SignInWait.key) == key))


def lock_waits(session: Session) -> None:
    """Let nobody else count until the transaction ends: two who fail at once are two failures."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("LOCK TABLE sign_in_wait IN SHARE ROW EXCLUSIVE MODE"))


def addresses_that_failed(session: Session, account: str) -> int:
    """From how many network addresses an account's sign-in failed."""
    return session.scalars(
        select(func.count()).where(
            col(SignInWait.account) == account, col(SignInWait.address).is_not(None)
        )
    ).one()


def accounts_that_failed(session: Session, address: str) -> int:
    """For how many accounts sign-in failed from a network address since the last success."""
    return session.scalars(
        select(func.count()).where(
            col(SignInWait.address) == address, col(SignInWait.counts_for_address)
        )
    ).one()


def count_no_more_for(session: Session, address: str) -> None:
    session.execute(
        update(SignInWait)
        .where(col(SignInWait.address) == address)
        .values(counts_for_address=False)
    )


def clear_waits_of(session: Session, account: str) -> None:
    session.execute(delete(SignInWait).where(col(SignInWait.account) == account))


def clear_waits_before(session: Session, at: datetime) -> None:
    session.execute(delete(SignInWait).where(col(SignInWait.last_at) < at))


@dataclass(frozen=True)
class PersonThere:
    """``roles`` are all that they hold; ``acting`` is the one they work under, ``None`` for all."""

    id: str
    name: str
    demo_role: str | None
    roles: tuple[RoleHeld, ...]
    acting: RoleHeld | None
    last_seen_at: datetime


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
    session.execute(delete(UserSession).where(col(UserSession.token_hash) == token_hash))


def end_sessions_of(session: Session, person_id: str, but: str = "") -> None:
    session.execute(
        delete(UserSession).where(
            col(UserSession.person_id) == person_id, col(UserSession.token_hash) != but
        )
    )


# Every run of a page asks this: put together once, and past the ORM, which costs half as much.
_SESSIONS = SQLModel.metadata.tables["session"]
_PERSONS = SQLModel.metadata.tables["person"]
_MEMBERSHIPS = SQLModel.metadata.tables["membership"]
_SESSION_OWNER = (
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
    rows = session.execute(_SESSION_OWNER, {"token": token_hash, "moment": at}).all()
    if not rows:
        return None
    first = rows[0]
    last_seen = first.last_seen_at or first.started_at
    if last_seen < seen_since:
        return None
    held = {row[6]: RoleHeld(*row[7:]) for row in rows if row[6] is not None}
    return PersonThere(
        id=first[0],
        name=first[1],
        demo_role=first[2],
        roles=tuple(held.values()),
        acting=held.get(first.acting),
        last_seen_at=last_seen,
    )


def session_kept(session: Session, token_hash: str) -> UserSession | None:
    """The row of a session whether it is over or not."""
    return session.get(UserSession, token_hash)


def touch_session(session: Session, token_hash: str, at: datetime) -> None:
    owner = session.scalar(
        update(UserSession)
        .where(col(UserSession.token_hash) == token_hash)
        .values(last_seen_at=at)
        .returning(col(UserSession.person_id))
    )
    session.execute(update(Person).where(col(Person.id) == owner).values(last_seen_at=at))


def act_under(session: Session, token_hash: str, held: RoleHeld | None) -> None:
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


def sessions_of(session: Session, person_id: str, at: datetime) -> Sequence[UserSession]:
    query = (
        select(UserSession)
        .where(col(UserSession.person_id) == person_id, col(UserSession.expires_at) > at)
        .order_by(col(UserSession.started_at).desc())
    )
    return session.scalars(query).all()
