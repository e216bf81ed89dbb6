"""What the things are called that the record names by their numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from owf.store.tables import AuditEvent, Cycle, Partner, Return, Round, Trust


@dataclass(frozen=True)
class RoundCalled:
    """A round by its year, with the questionnaire that it asks."""

    year: int
    pack_snapshot_id: int


@dataclass(frozen=True)
class ReturnCalled:
    """A return by its partner's name and its round."""

    partner: str
    round: RoundCalled


def returns_called(session: Session, ids: Collection[int]) -> Mapping[int, ReturnCalled]:
    """Returns by id."""
    rows = session.execute(
        select(col(Return.id), col(Partner.name), col(Round.year), col(Cycle.pack_snapshot_id))
        .join(Partner, col(Partner.id) == col(Return.partner_id))
        .join(Round, col(Round.id) == col(Return.round_id))
        .join(Cycle, col(Cycle.year) == col(Round.year))
        .where(col(Return.id).in_(ids))
    )
    return {row[0]: ReturnCalled(row[1], RoundCalled(row[2], row[3])) for row in rows}


def rounds_called(session: Session, ids: Collection[int]) -> Mapping[int, RoundCalled]:
    """Rounds by id."""
    rows = session.execute(
        select(col(Round.id), col(Round.year), col(Cycle.pack_snapshot_id))
        .join(Cycle, col(Cycle.year) == col(Round.year))
        .where(col(Round.id).in_(ids))
    )
    return {row[0]: RoundCalled(row[1], row[2]) for row in rows}


def partners_called(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    """Partners' names by id."""
    rows = session.execute(
        select(col(Partner.id), col(Partner.name)).where(col(Partner.id).in_(ids))
    )
    return {row[0]: row[1] for row in rows}


def trusts_called(session: Session, numbers: Collection[int]) -> Mapping[int, str]:
    """Trusts' names by DfE number."""
    rows = session.execute(
        select(col(Trust.dfe_number), col(Trust.name)).where(col(Trust.dfe_number).in_(numbers))
    )
    return {row[0]: row[1] for row in rows}


def last_downloads(
    session: Session, person_ids: Collection[str], since: datetime
) -> Mapping[str, datetime]:
    """When each of these people last took a file away since a moment; missing where none did."""
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


@dataclass(frozen=True)
class EventThen:
    """An event of the record: when, by whom, and its details."""

    at: datetime
    person_id: str | None
    detail: Mapping[str, str | int]


def last_event_at(
    session: Session, action: str, object_kind: str, object_id: int, moments: Collection[datetime]
) -> EventThen | None:
    """The last event of this kind about this object at one of these moments."""
    row = session.execute(
        select(col(AuditEvent.at), col(AuditEvent.person_id), col(AuditEvent.detail))
        .where(
            col(AuditEvent.at).in_(moments),
            col(AuditEvent.action) == action,
            col(AuditEvent.object_kind) == object_kind,
            col(AuditEvent.object_id) == str(object_id),
        )
        .order_by(col(AuditEvent.id).desc())
        .limit(1)
    ).one_or_none()
    return EventThen(*row) if row else None
