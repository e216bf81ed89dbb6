"""People and their roles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import Session, col

from owf.store.engine import Store
from owf.store.tables import (
    Action,
    ActionCheck,
    ActionUpdate,
    AgreedScore,
    Answer,
    AuditEvent,
    Evidence,
    GapNotNow,
    GoodPractice,
    Invitation,
    Membership,
    MilestonePromise,
    MilestoneReached,
    Person,
    PlanAction,
    PlanMeeting,
    PlanQuarter,
    PlanVersion,
    PracticeRequest,
    Return,
    SignOff,
    UserSession,
)
from owf.store.tables.people import FOR_A_PASSWORD


@dataclass(frozen=True)
class RoleHeld:
    role: str
    scope_kind: str
    scope_id: str


@dataclass(frozen=True)
class PersonRecord:
    """``invited_until`` is when a link that waits runs out; ``demo_role`` is a demonstration's."""

    id: str
    name: str
    email: str | None
    has_password: bool
    added_at: datetime | None
    last_seen_at: datetime | None
    disabled_at: datetime | None
    invited_until: datetime | None
    demo_role: str | None
    roles: tuple[RoleHeld, ...]

    @property
    def can_sign_in(self) -> bool:
        """Whether they have a password, or have been here without one by single sign-on."""
        return self.has_password or self.last_seen_at is not None


@dataclass(frozen=True)
class ReaderFacts:
    id: str
    name: str
    email: str | None
    role: str


@dataclass(frozen=True)
class Holder:
    name: str
    email: str | None
    scope_id: str


class EmailTaken(Exception):
    """Somebody else has this e-mail address already."""


def add_person(
    session: Session,
    person_id: str,
    name: str,
    *,
    email: str | None = None,
    added_at: datetime | None = None,
    demo_role: str | None = None,
    roles: Sequence[RoleHeld] = (),
) -> None:
    """``email`` in lower case; raises ``EmailTaken`` where a transaction has just added it."""
    try:
        with session.begin_nested():
            session.add(
                Person(id=person_id, name=name, email=email, added_at=added_at, demo_role=demo_role)
            )
    except IntegrityError as error:
        _refuse_taken(session, email, error)
        raise
    for held in roles:
        give_role(session, person_id, held)


def _refuse_taken(session: Session, email: str | None, error: IntegrityError) -> None:
    taken = select(col(Person.id)).where(col(Person.email) == email)
    if email is not None and session.scalar(taken) is not None:
        raise EmailTaken from error


def set_name(session: Session, person_id: str, name: str) -> None:
    session.execute(update(Person).where(col(Person.id) == person_id).values(name=name))


def set_email(session: Session, person_id: str, email: str) -> None:
    """``email`` in lower case; raises ``EmailTaken`` where somebody else has it."""
    try:
        with session.begin_nested():
            session.execute(update(Person).where(col(Person.id) == person_id).values(email=email))
    except IntegrityError as error:
        _refuse_taken(session, email, error)
        raise


def give_role(session: Session, person_id: str, held: RoleHeld) -> None:
    session.add(
        Membership(
            person_id=person_id, role=held.role, scope_kind=held.scope_kind, scope_id=held.scope_id
        )
    )


def take_role(session: Session, person_id: str, held: RoleHeld) -> bool:
    taken = session.execute(
        delete(Membership).where(
            col(Membership.person_id) == person_id,
            col(Membership.role) == held.role,
            col(Membership.scope_kind) == held.scope_kind,
            col(Membership.scope_id) == held.scope_id,
        )
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # a deletion's result has it


def roles_of(session: Session, person_id: str) -> Sequence[RoleHeld]:
    query = (
        select(col(Membership.role), col(Membership.scope_kind), col(Membership.scope_id))
        .where(col(Membership.person_id) == person_id)
        .order_by(col(Membership.id))
    )
    return [RoleHeld(*row) for row in session.execute(query)]


def everybody(session: Session) -> Sequence[PersonRecord]:
    """Everybody who was not erased, with roles and whether a link waits for them, by name."""
    return _records(session)


def record_of(session: Session, person_id: str) -> PersonRecord | None:
    """One person, as ``everybody`` gives them; ``None`` where they are unknown or erased."""
    return next(iter(_records(session, person_id)), None)


def record_to_change(session: Session, person_id: str) -> PersonRecord | None:
    """The same, locked until the transaction ends, so that two changes follow each other."""
    session.execute(select(col(Person.id)).where(col(Person.id) == person_id).with_for_update())
    return record_of(session, person_id)


def administrators_to_change(session: Session) -> frozenset[str]:
    """Who may act as an administrator, locked, so that two never take each other's role."""
    query = (
        select(col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.role) == "administrator",
            col(Person.disabled_at).is_(None),
            col(Person.erased_at).is_(None),
        )
        .order_by(col(Person.id))
        .with_for_update(of=(Membership, Person))
    )
    return frozenset(session.scalars(query))


def _records(session: Session, person_id: str | None = None) -> Sequence[PersonRecord]:
    held = select(
        col(Membership.person_id),
        col(Membership.role),
        col(Membership.scope_kind),
        col(Membership.scope_id),
    ).order_by(col(Membership.id))
    waiting = select(col(Invitation.person_id), col(Invitation.expires_at)).where(
        col(Invitation.used_at).is_(None), col(Invitation.purpose).in_(FOR_A_PASSWORD)
    )
    query = (
        select(
            col(Person.id),
            col(Person.name),
            col(Person.email),
            col(Person.password_hash).is_not(None),
            col(Person.added_at),
            col(Person.last_seen_at),
            col(Person.disabled_at),
            col(Person.demo_role),
        )
        .where(col(Person.erased_at).is_(None))
        .order_by(func.lower(col(Person.name)), col(Person.id))
    )
    if person_id is not None:
        held = held.where(col(Membership.person_id) == person_id)
        waiting = waiting.where(col(Invitation.person_id) == person_id)
        query = query.where(col(Person.id) == person_id)
    roles: dict[str, list[RoleHeld]] = {}
    for row in session.execute(held):
        roles.setdefault(row[0], []).append(RoleHeld(*row[1:]))
    invited: dict[str, datetime] = {row[0]: row[1] for row in session.execute(waiting)}
    return [
        PersonRecord(
            id=row[0],
            name=row[1],
            email=row[2],
            has_password=row[3],
            added_at=row[4],
            last_seen_at=row[5],
            disabled_at=row[6],
            invited_until=invited.get(row[0]),
            demo_role=row[7],
            roles=tuple(roles.get(row[0], ())),
        )
        for row in session.execute(query)
    ]


def holders(session: Session, role: str, scope_id: str | None = None) -> Sequence[Holder]:
    """Who holds a role and may sign in, by name: in one place, or anywhere."""
    query = (
        select(col(Person.name), col(Person.email), col(Membership.scope_id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.role) == role,
            col(Person.disabled_at).is_(None),
            col(Person.erased_at).is_(None),
        )
        .order_by(func.lower(col(Person.name)), col(Person.id), col(Membership.scope_id))
    )
    if scope_id is not None:
        query = query.where(col(Membership.scope_id) == scope_id)
    return [Holder(*row) for row in session.execute(query)]


def who_reads_region(session: Session, region_code: str) -> Sequence[ReaderFacts]:
    """Who sees a region's signed results: those who lead it, and the national team, by name."""
    query = (
        select(col(Person.id), col(Person.name), col(Person.email), col(Membership.role))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            (col(Membership.role) == "national")
            | (
                (col(Membership.role) == "regional_lead")
                & (col(Membership.scope_id) == region_code)
            ),
            col(Person.disabled_at).is_(None),
            col(Person.erased_at).is_(None),
        )
        .order_by(func.lower(col(Person.name)), col(Person.id), col(Membership.role))
    )
    found = [ReaderFacts(*row) for row in session.execute(query)]
    return list({one.id: one for one in found}.values())


def set_disabled(session: Session, person_id: str, at: datetime | None) -> None:
    session.execute(update(Person).where(col(Person.id) == person_id).values(disabled_at=at))


def note_seen(session: Session, person_id: str, at: datetime) -> None:
    """The last visit stays where it is later than this one."""
    is_later = col(Person.last_seen_at).is_(None) | (col(Person.last_seen_at) < at)
    session.execute(
        update(Person).where(col(Person.id) == person_id, is_later).values(last_seen_at=at)
    )


def erase(session: Session, person_id: str, at: datetime) -> None:
    """Take away everything that says who a person is; the opaque id stays for the records."""
    for table in (UserSession, Invitation, Membership):
        session.execute(delete(table).where(col(table.person_id) == person_id))
    session.execute(update(Evidence).where(col(Evidence.owner) == person_id).values(owner=None))
    session.execute(
        update(Person)
        .where(col(Person.id) == person_id)
        .values(
            name="", email=None, password_hash=None, last_seen_at=None, demo_role=None, erased_at=at
        )
    )


def demo_people(session: Session) -> Sequence[Person]:
    query = select(Person).where(col(Person.demo_role).is_not(None)).order_by(col(Person.id))
    return session.scalars(query).all()


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


def person_with_demo_role(session: Session, demo_role: str) -> Person | None:
    return session.scalar(select(Person).where(col(Person.demo_role) == demo_role))


def name_of(session: Session, person_id: str) -> str | None:
    return session.scalar(
        select(col(Person.name)).where(col(Person.id) == person_id, col(Person.erased_at).is_(None))
    )


def names_of(session: Session, person_ids: Collection[str]) -> Mapping[str, str]:
    """People's names by id; those who were erased are missing."""
    query = select(col(Person.id), col(Person.name)).where(
        col(Person.id).in_(person_ids), col(Person.erased_at).is_(None)
    )
    return {row[0]: row[1] for row in session.execute(query)}


@dataclass(frozen=True)
class Traces:
    """``plan_entries``: updates, checks, promises and notes of a Trust's plan.

    ``led``: actions that they lead. ``good_practice``: offers, requests and answers.
    """

    answers: int
    submissions: int
    agreed_levels: int
    signatures: int
    evidence: int
    plan_entries: int
    plan_versions: int
    plan_quarters: int
    led: int
    good_practice: int
    events: int


def traces_of(session: Session, person_id: str) -> Traces:
    """What bears a person's opaque id; ``events`` are those that they did or that were of them."""

    def counted(*conditions: object) -> int:
        query = select(func.count()).where(*conditions)  # type: ignore[arg-type]  # SQLAlchemy's
        return session.scalar(query) or 0

    return Traces(
        answers=counted(col(Answer.answered_by) == person_id),
        submissions=counted(col(Return.submitted_by) == person_id),
        agreed_levels=counted(col(AgreedScore.agreed_by) == person_id),
        signatures=counted(col(SignOff.signed_by) == person_id),
        evidence=counted(col(Evidence.added_by) == person_id),
        plan_entries=sum(
            counted(column == person_id)
            for column in (
                col(ActionUpdate.updated_by),
                col(ActionCheck.checked_by),
                col(MilestonePromise.made_by),
                col(MilestoneReached.noted_by),
                col(GapNotNow.decided_by),
                col(PlanMeeting.noted_by),
            )
        ),
        plan_versions=counted(col(PlanVersion.agreed_by) == person_id),
        plan_quarters=counted(col(PlanQuarter.closed_by) == person_id),
        led=counted(
            col(Action.lead_person) == person_id,
            col(Action.id).in_(select(col(PlanAction.action_id))),
        ),
        good_practice=sum(
            counted(column == person_id)
            for column in (
                col(GoodPractice.offered_by),
                col(PracticeRequest.asked_by),
                col(PracticeRequest.answered_by),
            )
        ),
        events=counted(
            or_(
                col(AuditEvent.person_id) == person_id,
                (col(AuditEvent.object_kind) == "person")
                & (col(AuditEvent.object_id) == person_id),
            )
        ),
    )
