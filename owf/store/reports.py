"""Reports that were made, kept so that the same file can be fetched again."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, or_, select
from sqlmodel import Session, col

from owf.store.tables import AuditEvent, KeptReport, Person
from owf.store.tables.columns import columns_of


@dataclass(frozen=True)
class NewReport:
    """``trust`` is a DfE number; of a region or England it is missing."""

    kind: str
    format: str
    trust: int | None
    region_code: str | None
    partner_id: int | None
    year: int
    title: str
    file_name: str
    is_for_group: bool
    basis: str
    sha256: str


@dataclass(frozen=True)
class ReportFacts(NewReport):
    """``size`` in bytes; ``made_by_name`` is missing of somebody who was erased."""

    id: int
    size: int
    made_by: str | None
    made_by_name: str | None
    made_at: datetime


_FACTS = columns_of(ReportFacts, KeptReport, made_by_name=Person.name)


def keep_report(
    session: Session, new: NewReport, content: bytes, *, by: str | None, at: datetime
) -> int:
    row = KeptReport(**vars(new), size=len(content), content=content, made_by=by, made_at=at)
    session.add(row)
    session.flush()
    return row.id


def _with_facts(*more: object) -> Select[tuple[Any, ...]]:
    query: Select[tuple[Any, ...]] = (
        select(*_FACTS, *more)
        .select_from(KeptReport)
        .outerjoin(
            Person, (col(Person.id) == col(KeptReport.made_by)) & col(Person.erased_at).is_(None)
        )
        .order_by(col(KeptReport.id).desc())
    )
    return query


def reports_of(
    session: Session, *, made_by: str, group_of: Collection[int], limit: int
) -> Sequence[ReportFacts]:
    """Newest first: what somebody made, and what the groups of these Trusts may all fetch."""
    query = _with_facts().where(
        or_(
            col(KeptReport.made_by) == made_by,
            col(KeptReport.is_for_group) & col(KeptReport.trust).in_(list(group_of)),
        )
    )
    return [ReportFacts(*row) for row in session.execute(query.limit(limit))]


def report_by_id(session: Session, report_id: int) -> tuple[ReportFacts, bytes] | None:
    row = session.execute(
        _with_facts(col(KeptReport.content)).where(col(KeptReport.id) == report_id)
    ).one_or_none()
    return (ReportFacts(*row[:-1]), row[-1]) if row else None


def drop_older(session: Session, new: NewReport, *, by: str | None, keep: int) -> None:
    """All but the newest ``keep`` of its kind, format, year and subject, by this maker or group."""
    whose = (
        col(KeptReport.is_for_group)
        if new.is_for_group
        else (col(KeptReport.made_by) == by) & ~col(KeptReport.is_for_group)
    )
    same = [
        col(KeptReport.kind) == new.kind,
        col(KeptReport.format) == new.format,
        col(KeptReport.year) == new.year,
        col(KeptReport.trust).is_not_distinct_from(new.trust),
        col(KeptReport.region_code).is_not_distinct_from(new.region_code),
        col(KeptReport.partner_id).is_not_distinct_from(new.partner_id),
        whose,
    ]
    newest = select(col(KeptReport.id)).where(*same).order_by(col(KeptReport.id).desc()).limit(keep)
    kept = list(session.scalars(newest))
    session.execute(delete(KeptReport).where(*same, col(KeptReport.id).not_in(kept)))


def forget_all(session: Session) -> None:
    """Every kept file: each can be made again, without what has been erased since."""
    session.execute(delete(KeptReport))


def fetched_by(
    session: Session, report_ids: Collection[int], event: str
) -> Mapping[int, Mapping[str, int]]:
    """Report -> name -> how often, from the record; somebody erased goes by “somebody”."""
    query = (
        select(col(AuditEvent.object_id), col(Person.name), func.count())
        .select_from(AuditEvent)
        .outerjoin(
            Person, (col(Person.id) == col(AuditEvent.person_id)) & col(Person.erased_at).is_(None)
        )
        .where(
            col(AuditEvent.action) == event,
            col(AuditEvent.object_kind) == "report",
            col(AuditEvent.object_id).in_([str(one) for one in report_ids]),
        )
        .group_by(col(AuditEvent.object_id), col(Person.name))
        .order_by(col(AuditEvent.object_id), col(Person.name))
    )
    found: dict[int, Counter[str]] = {}
    for report_id, name, times in session.execute(query):
        found.setdefault(int(report_id), Counter())[name or "somebody"] += times
    return found
