"""Plans, their priorities, and the gaps that wait."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, cast, delete, insert, select, update
from sqlmodel import Session, col

from owf.store.plans.facts import NotNowFacts, PersonToLead, PlanFacts, PriorityFacts
from owf.store.tables import (
    ActionFinding,
    GapNotNow,
    Membership,
    Partner,
    Person,
    Plan,
    PlanAction,
    PlanPriority,
    Trust,
)
from owf.store.tables.columns import columns_of

_PLANS = select(
    *columns_of(PlanFacts, Plan, trust_name=Trust.name, region_code=Trust.region_code)
).join(Trust, col(Trust.dfe_number) == col(Plan.trust))


def _plans(session: Session, query: Select[*tuple[Any, ...]]) -> list[PlanFacts]:
    return [PlanFacts(*row) for row in session.execute(query)]


def plan_of(session: Session, trust: int, year: int) -> PlanFacts | None:
    found = _plans(session, _PLANS.where(col(Plan.trust) == trust, col(Plan.year) == year))
    return next(iter(found), None)


def plan_by_id(session: Session, plan_id: int) -> PlanFacts | None:
    return next(iter(_plans(session, _PLANS.where(col(Plan.id) == plan_id))), None)


def plan_to_change(session: Session, plan_id: int) -> PlanFacts | None:
    """Locked until the transaction ends, so that nobody agrees or closes twice."""
    query = _PLANS.where(col(Plan.id) == plan_id).with_for_update(of=Plan)
    return next(iter(_plans(session, query)), None)


def lock_plans_of_trust(session: Session, trust: int) -> None:
    """Until the transaction ends, so that no two begin a plan or name a priority at once."""
    session.execute(
        select(col(Trust.dfe_number))
        .where(col(Trust.dfe_number) == trust)
        .with_for_update(key_share=True)
    )


def plans_of_trust(session: Session, trust: int) -> Sequence[PlanFacts]:
    """Newest year first."""
    return _plans(session, _PLANS.where(col(Plan.trust) == trust).order_by(col(Plan.year).desc()))


def every_plan(session: Session) -> Sequence[PlanFacts]:
    return _plans(session, _PLANS.order_by(col(Trust.name), col(Plan.year)))


def plans_with_action(session: Session, action_id: int) -> Sequence[PlanFacts]:
    """Newest year first: an action may be in one plan after another."""
    query = (
        _PLANS.join(PlanAction, col(PlanAction.plan_id) == col(Plan.id))
        .where(col(PlanAction.action_id) == action_id)
        .order_by(col(Plan.year).desc())
    )
    return _plans(session, query)


def add_plan(
    session: Session, trust: int, year: int, starts: date, ends: date, *, by: str, at: datetime
) -> int:
    row = Plan(trust=trust, year=year, starts=starts, ends=ends, created_by=by, created_at=at)
    session.add(row)
    session.flush()
    return row.id


def set_plan_days(session: Session, plan_id: int, starts: date, ends: date) -> None:
    session.execute(update(Plan).where(col(Plan.id) == plan_id).values(starts=starts, ends=ends))


# Priorities.


def priorities_of_trust(session: Session, trust: int) -> Sequence[PriorityFacts]:
    query = (
        select(*columns_of(PriorityFacts, PlanPriority))
        .where(col(PlanPriority.trust) == trust)
        .order_by(col(PlanPriority.position), col(PlanPriority.id))
    )
    return [PriorityFacts(*row) for row in session.execute(query)]


def keep_priority(session: Session, trust: int, priority: PriorityFacts) -> None:
    values = {name: value for name, value in vars(priority).items() if name != "id"}
    if priority.id:
        session.execute(
            update(PlanPriority)
            .where(col(PlanPriority.id) == priority.id, col(PlanPriority.trust) == trust)
            .values(**values)
        )
    else:
        session.execute(insert(PlanPriority).values(trust=trust, **values))


# Gaps that wait.


def not_now_of_plan(session: Session, plan_id: int) -> Sequence[NotNowFacts]:
    query = (
        select(*columns_of(NotNowFacts, GapNotNow))
        .where(col(GapNotNow.plan_id) == plan_id)
        .order_by(col(GapNotNow.id))
    )
    return [NotNowFacts(*row) for row in session.execute(query)]


def keep_not_now(session: Session, plan_id: int, one: NotNowFacts) -> None:
    drop_not_now(session, plan_id, one.gap_key)
    session.execute(insert(GapNotNow).values(plan_id=plan_id, **vars(one)))


def drop_not_now(session: Session, plan_id: int, gap_key: str) -> None:
    session.execute(
        delete(GapNotNow).where(
            col(GapNotNow.plan_id) == plan_id, col(GapNotNow.gap_key) == gap_key
        )
    )


def gaps_answered(session: Session, plan_id: int, year: int) -> frozenset[str]:
    """Keys of the gaps of a year that an action of the plan answers, or that wait."""
    by_action = (
        select(col(ActionFinding.gap_key))
        .join(PlanAction, col(PlanAction.action_id) == col(ActionFinding.action_id))
        .where(col(PlanAction.plan_id) == plan_id, col(ActionFinding.year) == year)
    )
    waiting = select(col(GapNotNow.gap_key)).where(col(GapNotNow.plan_id) == plan_id)
    return frozenset(session.scalars(by_action)) | frozenset(session.scalars(waiting))


def people_who_may_lead(session: Session, trust: int) -> Sequence[PersonToLead]:
    """Those of a Trust who answer for a partner or belong to its group, by name."""
    of_partner = select(cast(col(Partner.id), String)).where(col(Partner.trust) == trust)
    is_respondent = (
        (col(Membership.role) == "respondent")
        & (col(Membership.scope_kind) == "partner")
        & col(Membership.scope_id).in_(of_partner)
    )
    is_in_group = (
        col(Membership.role).in_(("coordinator", "steering", "chair"))
        & (col(Membership.scope_kind) == "trust")
        & (col(Membership.scope_id) == str(trust))
    )
    rows = session.execute(
        select(
            col(Person.id),
            col(Person.name),
            col(Person.email),
            col(Person.last_seen_at),
            col(Membership.scope_kind),
            col(Membership.scope_id),
        )
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            is_respondent | is_in_group,
            col(Person.disabled_at).is_(None),
            col(Person.erased_at).is_(None),
        )
        .order_by(col(Person.name), col(Person.id))
    )
    found: dict[str, PersonToLead] = {}
    for person_id, name, email, seen, scope_kind, scope_id in rows:
        one = found.get(person_id, PersonToLead(person_id, name, email, seen, (), False))
        if scope_kind == "partner":
            one = replace(one, partners=(*one.partners, int(scope_id)))
        else:
            one = replace(one, in_group=True)
        found[person_id] = one
    return list(found.values())
