"""Plans put straight into a database, past every service: for tests of who may, and of size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from owf import clock
from owf.improvement.plan.content import body_of, version_digest
from owf.store import Session, Store, rounds
from owf.store.plans import actions as plan_actions
from owf.store.plans import agreed, changes
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFields, PlanFacts, Promise, VersionFacts

STARTS, ENDS = date(2009, 4, 1), date(2012, 4, 1)


def keep_plan(store: Store, trust: int, year: int, publication: str | None = None) -> int:
    """The one that is there, or a new one; agreed where it has a ``publication``. Gives its id."""
    with store.writing() as session:
        plan = plans.plan_of(session, trust, year)
        if plan is not None:
            return plan.id
        plan_id = plans.add_plan(session, trust, year, STARTS, ENDS, by="carol", at=clock.now())
        if publication is not None:
            agree(session, plan_id, publication)
        return plan_id


def agree(session: Session, plan_id: int, publication: str) -> None:
    """As it is now, in the chair's name."""
    plan = plans.plan_by_id(session, plan_id)
    assert plan is not None
    versions = agreed.versions_of_plan(session, plan_id)
    version = VersionFacts(
        plan_id=plan_id,
        version=len(versions) + 1,
        publication=publication,
        body=body_of(
            plan,
            plans.priorities_of_trust(session, plan.trust),
            plan_actions.actions_of_plan(session, plan_id),
            plans.not_now_of_plan(session, plan_id),
        ),
        digest="",
        agreed_by="erin",
        agreed_at=clock.now(),
    )
    agreed.add_version(
        session, replace(version, digest=version_digest(version, plan.trust, plan.year))
    )


def keep_action(session: Session, plan: PlanFacts, entered: ActionFields) -> int:
    """A new one with a milestone of April 2010."""
    taken = plan_actions.references_of_trust(session, plan.trust)
    action_id = changes.add_action(
        session, plan.id, plan.trust, f"A{len(taken) + 1}", entered, at=clock.now()
    )
    milestone = changes.add_milestone(session, action_id, "Everybody is trained.", "implemented")
    changes.add_promise(session, milestone, Promise(date(2010, 4, 1), "", "carol", clock.now()))
    return action_id


def partner_of(session: Session, trust: int, name: str) -> int:
    return next(one.id for one in rounds.partners_of_trust(session, trust) if one.name == name)


def milestones_of(store: Store, action_id: int) -> Sequence[int]:
    with store.reading() as session:
        action = plan_actions.action_by_id(session, action_id)
        return [one.id for one in action.milestones] if action else []
