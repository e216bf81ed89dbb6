"""Writing actions, their milestones, updates, and what was checked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from owf.store.plans.actions import action_by_id
from owf.store.plans.facts import (
    ActionFacts,
    ActionFields,
    CheckFacts,
    FindingKept,
    LinkedItem,
    Promise,
    Reached,
    UpdateFacts,
)
from owf.store.tables import (
    Action,
    ActionCheck,
    ActionEvidence,
    ActionFinding,
    ActionItem,
    ActionPartner,
    ActionUpdate,
    Milestone,
    MilestonePromise,
    MilestoneReached,
    PlanAction,
)


def action_to_change(session: Session, action_id: int) -> ActionFacts | None:
    """Locked until the transaction ends, so that two changes follow each other."""
    session.execute(select(col(Action.id)).where(col(Action.id) == action_id).with_for_update())
    return action_by_id(session, action_id)


def add_action(
    session: Session,
    plan_id: int,
    trust: int,
    reference: str,
    entered: ActionFields,
    *,
    at: datetime,
) -> int:
    row = Action(trust=trust, reference=reference, created_at=at, **vars(entered))
    session.add(row)
    session.flush()
    put_in_plan(session, plan_id, [row.id])
    return row.id


def put_in_plan(session: Session, plan_id: int, action_ids: Sequence[int]) -> None:
    if action_ids:
        session.execute(
            insert(PlanAction), [{"plan_id": plan_id, "action_id": one} for one in action_ids]
        )


def change_action(session: Session, action_id: int, entered: ActionFields) -> None:
    session.execute(
        update(Action)
        .where(col(Action.id) == action_id)
        .values(**vars(entered), version=col(Action.version) + 1)
    )


def set_action_partners(session: Session, action_id: int, partners: Collection[int]) -> None:
    _replace(session, ActionPartner, action_id, [{"partner_id": one} for one in sorted(partners)])


def set_action_items(session: Session, action_id: int, items: Sequence[LinkedItem]) -> None:
    _replace(session, ActionItem, action_id, [vars(one) for one in items])


def set_action_findings(session: Session, action_id: int, found: Sequence[FindingKept]) -> None:
    _replace(session, ActionFinding, action_id, [vars(one) for one in found])


def set_action_evidence(session: Session, action_id: int, pieces: Collection[str]) -> None:
    _replace(session, ActionEvidence, action_id, [{"evidence_id": one} for one in sorted(pieces)])


def _replace(
    session: Session, table: type[SQLModel], action_id: int, rows: Sequence[Mapping[str, object]]
) -> None:
    session.execute(delete(table).where(table.action_id == action_id))  # type: ignore[attr-defined]
    if rows:
        session.execute(insert(table), [{"action_id": action_id, **one} for one in rows])


def take_out_of_plan(session: Session, plan_id: int, action_id: int) -> None:
    """The action stays the Trust's, with its promises, which nothing deletes."""
    session.execute(
        delete(PlanAction).where(
            col(PlanAction.plan_id) == plan_id, col(PlanAction.action_id) == action_id
        )
    )


def add_milestone(session: Session, action_id: int, text: str, stage: str) -> int:
    row = Milestone(action_id=action_id, text=text, stage=stage, dropped_why="")
    session.add(row)
    session.flush()
    return row.id


def change_milestone(
    session: Session, milestone_id: int, text: str, stage: str, dropped_why: str
) -> None:
    session.execute(
        update(Milestone)
        .where(col(Milestone.id) == milestone_id)
        .values(text=text, stage=stage, dropped_why=dropped_why)
    )


def action_of_milestone(session: Session, milestone_id: int) -> int | None:
    return session.scalar(select(col(Milestone.action_id)).where(col(Milestone.id) == milestone_id))


def add_promise(session: Session, milestone_id: int, promise: Promise) -> None:
    session.execute(
        insert(MilestonePromise).values(milestone_id=milestone_id, **_without_id(promise))
    )


def add_reached(session: Session, milestone_id: int, reached: Reached) -> None:
    session.execute(
        insert(MilestoneReached).values(milestone_id=milestone_id, **_without_id(reached))
    )


def _without_id(row: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "id"}


def keep_update(session: Session, one: UpdateFacts) -> None:
    """New where its id is 0, else in place of what was kept, with its version."""
    values = _without_id(one)
    if one.id:
        session.execute(update(ActionUpdate).where(col(ActionUpdate.id) == one.id).values(**values))
    else:
        session.execute(insert(ActionUpdate).values(**values))


def add_check(session: Session, one: CheckFacts) -> None:
    session.execute(insert(ActionCheck).values(**_without_id(one)))
