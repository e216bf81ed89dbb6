"""The record of what was done: adding an event, and reading them newest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, tuple_
from sqlmodel import Session, SQLModel, col

from owf.store.rounds import NAME_IN_YEAR
from owf.store.tables import AuditEvent, Cycle, Partner, Return, Round, Trust


@dataclass(frozen=True)
class EventsWanted:
    """``before_id`` asks for events older than that one, ``after_id`` for newer ones."""

    trust: int | None = None
    actions: Collection[str] = ()
    person_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before_id: int | None = None
    after_id: int | None = None


# Every click adds one: put together once, and past the ORM, which costs half as much.
_ADD = insert(SQLModel.metadata.tables["audit_event"])


def add_event(
    session: Session,
    *,
    at: datetime,
    person_id: str | None,
    action: str,
    object_kind: str,
    object_id: str,
    trust: int | None,
    address: str,
    detail: Mapping[str, str | int],
) -> None:
    session.execute(
        _ADD,
        {
            "at": at,
            "person_id": person_id,
            "action": action,
            "object_kind": object_kind,
            "object_id": object_id,
            "trust": trust,
            "address": address,
            "detail": dict(detail),
        },
    )


def events(session: Session, wanted: EventsWanted, limit: int) -> Sequence[AuditEvent]:
    """Events of the record, the newest first, at most ``limit``: those next to where it begins."""
    is_backwards = wanted.after_id is not None
    order = (col(AuditEvent.at), col(AuditEvent.id))
    query = (
        select(AuditEvent)
        .where(*_conditions(wanted))  # type: ignore[arg-type]  # SQLAlchemy's own conditions
        .order_by(*(order if is_backwards else (one.desc() for one in order)))
        .limit(limit)
    )
    found = session.scalars(query).all()
    return found[::-1] if is_backwards else found


def event_count(session: Session, wanted: EventsWanted) -> int:
    query = select(func.count()).select_from(AuditEvent).where(*_conditions(wanted))  # type: ignore[arg-type]  # as above
    return session.scalar(query) or 0


def _conditions(wanted: EventsWanted) -> list[object]:
    found: list[object] = []
    if wanted.trust is not None:
        found.append(col(AuditEvent.trust) == wanted.trust)
    if wanted.actions:
        found.append(col(AuditEvent.action).in_(list(wanted.actions)))
    if wanted.person_id is not None:
        found.append(col(AuditEvent.person_id) == wanted.person_id)
    if wanted.since is not None:
        found.append(col(AuditEvent.at) >= wanted.since)
    if wanted.until is not None:
        found.append(col(AuditEvent.at) < wanted.until)
    place = tuple_(col(AuditEvent.at), col(AuditEvent.id))
    if wanted.before_id is not None:
        found.append(place < _position_of(wanted.before_id))
    if wanted.after_id is not None:
        found.append(place > _position_of(wanted.after_id))
    return found


def _position_of(event_id: int) -> object:
    """Where an event stands in the record: by its time first, then by its number."""
    return (
        select(col(AuditEvent.at), col(AuditEvent.id))
        .where(col(AuditEvent.id) == event_id)
        .scalar_subquery()
    )


def people_in(session: Session, trust: int | None) -> Sequence[str]:
    """Who did something that the record holds: of one Trust's, or of all; by opaque id."""
    query = select(col(AuditEvent.person_id)).where(col(AuditEvent.person_id).is_not(None))
    if trust is not None:
        query = query.where(col(AuditEvent.trust) == trust)
    return [one for one in session.scalars(query.distinct()) if one is not None]


def trusts_in(session: Session) -> Sequence[int]:
    query = select(col(AuditEvent.trust)).where(col(AuditEvent.trust).is_not(None)).distinct()
    return [one for one in session.scalars(query) if one is not None]


@dataclass(frozen=True)
class RoundCalled:
    year: int
    pack_snapshot_id: int


@dataclass(frozen=True)
class ReturnCalled:
    partner: str
    round: RoundCalled


def returns_called(session: Session, ids: Collection[int]) -> Mapping[int, ReturnCalled]:
    rows = session.execute(
        select(col(Return.id), NAME_IN_YEAR, col(Round.year), col(Cycle.pack_snapshot_id))
        .join(Partner, col(Partner.id) == col(Return.partner_id))
        .join(Round, col(Round.id) == col(Return.round_id))
        .join(Cycle, col(Cycle.year) == col(Round.year))
        .where(col(Return.id).in_(ids))
    )
    return {row[0]: ReturnCalled(row[1], RoundCalled(row[2], row[3])) for row in rows}


def rounds_called(session: Session, ids: Collection[int]) -> Mapping[int, RoundCalled]:
    rows = session.execute(
        select(col(Round.id), col(Round.year), col(Cycle.pack_snapshot_id))
        .join(Cycle, col(Cycle.year) == col(Round.year))
        .where(col(Round.id).in_(ids))
    )
    return {row[0]: RoundCalled(row[1], row[2]) for row in rows}


def partners_called(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(
        select(col(Partner.id), col(Partner.name)).where(col(Partner.id).in_(ids))
    )
    return {row[0]: row[1] for row in rows}


def trusts_called(session: Session, numbers: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(
        select(col(Trust.dfe_number), col(Trust.name)).where(col(Trust.dfe_number).in_(numbers))
    )
    return {row[0]: row[1] for row in rows}


def last_downloads(
    session: Session, person_ids: Collection[str], since: datetime
) -> Mapping[str, datetime]:
    rows = session.execute(
        select(col(AuditEvent.person_id), func.max(col(AuditEvent.at)))
        .where(
            col(AuditEvent.action) == "exported",
            col(AuditEvent.person_id).in_(person_ids),
            col(AuditEvent.at) >= since,
        )
        .group_by(col(AuditEvent.person_id))
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def last_event_at(
    session: Session, action: str, object_kind: str, object_id: int, moments: Collection[datetime]
) -> AuditEvent | None:
    return session.scalar(
        select(AuditEvent)
        .where(
            col(AuditEvent.at).in_(moments),
            col(AuditEvent.action) == action,
            col(AuditEvent.object_kind) == object_kind,
            col(AuditEvent.object_id) == str(object_id),
        )
        .order_by(col(AuditEvent.id).desc())
        .limit(1)
    )
