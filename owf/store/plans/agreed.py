"""What the chair agreed, where each quarter was closed, and the meetings."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session, col

from owf.store.plans.facts import MeetingFacts, QuarterFacts, VersionFacts
from owf.store.tables import MeetingAction, PlanMeeting, PlanQuarter, PlanVersion
from owf.store.tables.columns import columns_of


def versions_of_plan(session: Session, plan_id: int) -> Sequence[VersionFacts]:
    """Newest first."""
    query = (
        select(*columns_of(VersionFacts, PlanVersion))
        .where(col(PlanVersion.plan_id) == plan_id)
        .order_by(col(PlanVersion.version).desc())
    )
    return [VersionFacts(*row) for row in session.execute(query)]


def newest_versions(session: Session) -> Sequence[VersionFacts]:
    """The newest agreed version of every plan that has one."""
    newest = (
        select(col(PlanVersion.plan_id), func.max(col(PlanVersion.version)).label("version"))
        .group_by(col(PlanVersion.plan_id))
        .subquery()
    )
    query = select(*columns_of(VersionFacts, PlanVersion)).join(
        newest,
        (newest.c.plan_id == col(PlanVersion.plan_id))
        & (newest.c.version == col(PlanVersion.version)),
    )
    return [VersionFacts(*row) for row in session.execute(query)]


def add_version(session: Session, one: VersionFacts) -> None:
    session.execute(insert(PlanVersion).values(**vars(one)))


def quarters_of_plan(session: Session, plan_id: int) -> Sequence[QuarterFacts]:
    """Closed ones, newest first."""
    query = (
        select(*columns_of(QuarterFacts, PlanQuarter))
        .where(col(PlanQuarter.plan_id) == plan_id)
        .order_by(col(PlanQuarter.quarter).desc())
    )
    return [QuarterFacts(*row) for row in session.execute(query)]


def add_quarter(session: Session, one: QuarterFacts) -> None:
    session.execute(insert(PlanQuarter).values(**vars(one)))


def meetings_of_plan(session: Session, plan_id: int) -> Sequence[MeetingFacts]:
    """Newest first."""
    linked: dict[int, list[int]] = defaultdict(list)
    for meeting_id, action_id in session.execute(
        select(col(MeetingAction.meeting_id), col(MeetingAction.action_id))
        .join(PlanMeeting, col(PlanMeeting.id) == col(MeetingAction.meeting_id))
        .where(col(PlanMeeting.plan_id) == plan_id)
        .order_by(col(MeetingAction.action_id))
    ):
        linked[meeting_id].append(action_id)
    query = (
        select(
            col(PlanMeeting.id),
            col(PlanMeeting.held_by),
            col(PlanMeeting.held_on),
            col(PlanMeeting.attended),
            col(PlanMeeting.decisions),
            col(PlanMeeting.version),
        )
        .where(col(PlanMeeting.plan_id) == plan_id)
        .order_by(col(PlanMeeting.held_on).desc(), col(PlanMeeting.id).desc())
    )
    return [
        MeetingFacts(row[1], row[2], row[3], row[4], tuple(linked[row[0]]), row[5], row[0])
        for row in session.execute(query)
    ]


def keep_meeting(
    session: Session, plan_id: int, one: MeetingFacts, *, by: str, at: datetime
) -> int:
    """New where its id is 0; gives the id."""
    values: dict[str, Any] = {
        "held_by": one.held_by,
        "held_on": one.held_on,
        "attended": one.attended,
        "decisions": one.decisions,
        "version": one.version,
        "noted_by": by,
        "noted_at": at,
    }
    meeting_id = one.id
    if meeting_id:
        session.execute(
            update(PlanMeeting)
            .where(col(PlanMeeting.id) == meeting_id, col(PlanMeeting.plan_id) == plan_id)
            .values(**values)
        )
        session.execute(delete(MeetingAction).where(col(MeetingAction.meeting_id) == meeting_id))
    else:
        row = PlanMeeting(plan_id=plan_id, **values)
        session.add(row)
        session.flush()
        meeting_id = row.id
    if one.actions:
        session.execute(
            insert(MeetingAction),
            [{"meeting_id": meeting_id, "action_id": action} for action in one.actions],
        )
    return meeting_id
