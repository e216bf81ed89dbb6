"""How the services of a plan are asked, for the table of roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count

from owf.access import Actor
from owf.improvement.due import due_in_plan
from owf.improvement.plan.actions import (
    add_action,
    add_findings,
    change_action,
    evidence_of_action,
    link_evidence,
    remove_action,
    signed_levels_of,
)
from owf.improvement.plan.agreeing import agree_plan, verify_plan
from owf.improvement.plan.choosing import (
    findings_for,
    not_now,
    offers_on,
    open_gap_titles,
    take_up_again,
)
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.meetings import keep_meeting, open_meetings
from owf.improvement.plan.movement import open_movement
from owf.improvement.plan.opening import (
    begin_plan,
    change_plan_days,
    open_agreed_plan,
    open_plan,
    open_plan_years,
    plans_to_read,
    trust_of_person,
)
from owf.improvement.plan.priorities import keep_priority
from owf.improvement.plan.promising import (
    add_milestone,
    change_milestone,
    drop_milestone,
    note_reached,
    promise_again,
)
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.reminders import open_reminders, send_lead_reminder
from owf.improvement.plan.updates import Entered, check_action, open_my_actions, save_update
from owf.store import Store
from owf.store.plans import actions as plan_actions
from owf.store.plans import changes
from owf.store.plans import plan as plans
from owf.store.plans.facts import (
    ActionFacts,
    ActionFields,
    MeetingFacts,
    PlanFacts,
    PriorityFacts,
)
from tests.plans import ENDS, STARTS, agree, keep_action, keep_plan, milestones_of, partner_of
from tests.roles_world import Where

PUBLICATIONS = {2006: "inside", 2007: "region", 2008: "public"}
"""Year of the results -> how far the plan on them is published; that on 2009 is a draft."""
QUARTER = Quarter.of(STARTS)
NUMBERS = count(1)


def plan_on(store: Store, at: Where, year: int = 2009) -> int:
    return keep_plan(store, at.trust, year, PUBLICATIONS.get(year))


def facts_of(store: Store, at: Where, year: int = 2009) -> PlanFacts:
    with store.reading() as session:
        plan = plans.plan_by_id(session, plan_on(store, at, year))
    assert plan is not None
    return plan


def action_at(store: Store, at: Where, year: int = 2009, lead: int | None = None) -> int:
    """A new one, led by the place's partner or another; agreed where the plan is."""
    plan = facts_of(store, at, year)
    with store.writing() as session:
        fields = ActionFields(what="Train everybody.", lead_partner_id=lead or at.partner)
        action_id = keep_action(session, plan, fields)
        if year in PUBLICATIONS:
            agree(session, plan.id, PUBLICATIONS[year])
        return action_id


def action_facts_at(store: Store, at: Where) -> ActionFacts:
    action_id = action_at(store, at)
    with store.reading() as session:
        action = plan_actions.action_by_id(session, action_id)
    assert action is not None
    return action


def led_by(store: Store, at: Where, name: str) -> int:
    """A new agreed action of the place's Trust that the partner of that name leads."""
    with store.reading() as session:
        lead = partner_of(session, at.trust, name)
    return action_at(store, at, 2008, lead)


def piece_behind_action(store: Store, at: Where, evidence_id: str) -> str:
    """Link a piece of the place's partner to a new action; gives its id."""
    action_id = action_at(store, at, 2008)
    with store.writing() as session:
        changes.set_action_evidence(session, action_id, [evidence_id])
    return evidence_id


def milestone_at(store: Store, at: Where, year: int = 2009) -> int:
    return milestones_of(store, action_at(store, at, year))[0]


def meeting() -> MeetingFacts:
    return MeetingFacts("steering", date(2009, 6, 1), "", "Go on.")


Ask = Callable[[Store, Actor, Where, int], object]
ASK: Mapping[str, Ask] = {
    "plan.opening.open_plan": lambda s, who, at, year: open_plan(s, who, at.trust, year),
    "plan.opening.begin_plan": lambda s, who, at, year: begin_plan(s, who, at.trust, year),
    "plan.opening.change_plan_days": lambda s, who, at, _: change_plan_days(
        s, who, plan_on(s, at), STARTS, ENDS
    ),
    "plan.opening.open_agreed_plan": lambda s, who, at, year: (
        plan_on(s, at, year),
        open_agreed_plan(s, who, at.trust, year),
    ),
    "plan.opening.open_plan_years": lambda s, who, at, _: open_plan_years(s, who, at.trust),
    "plan.opening.plans_to_read": lambda s, who, *_: plans_to_read(s, who),
    "due.due_in_plan": lambda s, who, at, _: (plan_on(s, at), due_in_plan(s, who)),
    "plan.opening.trust_of_person": lambda s, who, *_: trust_of_person(s, who),
    "plan.priorities.keep_priority": lambda s, who, at, _: keep_priority(
        s, who, at.trust, PriorityFacts("key", f"Priority {next(NUMBERS)}", "", 0)
    ),
    "plan.actions.add_action": lambda s, who, at, _: add_action(
        s, who, plan_on(s, at), ActionFields(what="Train everybody.")
    ),
    "plan.actions.change_action": lambda s, who, at, _: change_action(
        s, who, action_at(s, at), ActionFields(what="No."), partners=(), items=(), seen_version=1
    ),
    "plan.actions.add_findings": lambda s, who, at, _: add_findings(s, who, action_at(s, at), []),
    "plan.actions.remove_action": lambda s, who, at, _: remove_action(
        s, who, plan_on(s, at), action_at(s, at)
    ),
    "plan.actions.link_evidence": lambda s, who, at, _: link_evidence(
        s, who, action_at(s, at, 2008), []
    ),
    "plan.actions.evidence_of_action": lambda s, who, at, _: evidence_of_action(
        s, who, action_facts_at(s, at)
    ),
    "plan.actions.signed_levels_of": lambda s, who, at, _: signed_levels_of(
        s, who, facts_of(s, at)
    ),
    "plan.promising.add_milestone": lambda s, who, at, _: add_milestone(
        s, who, action_at(s, at), "All know it.", "agreed", promised=ENDS
    ),
    "plan.promising.change_milestone": lambda s, who, at, _: change_milestone(
        s, who, milestone_at(s, at), "All know it.", "agreed"
    ),
    "plan.promising.drop_milestone": lambda s, who, at, _: drop_milestone(
        s, who, milestone_at(s, at), "No money."
    ),
    "plan.promising.promise_again": lambda s, who, at, _: promise_again(
        s, who, milestone_at(s, at, 2008), ENDS, "No trainer yet."
    ),
    "plan.promising.note_reached": lambda s, who, at, _: note_reached(
        s, who, milestone_at(s, at, 2008), date(2009, 6, 1)
    ),
    "plan.choosing.open_gap_titles": lambda s, who, at, _: open_gap_titles(s, who, facts_of(s, at)),
    "plan.choosing.offers_on": lambda s, who, at, _: offers_on(s, who, at.trust, 2008, ["caf-1"]),
    "plan.choosing.findings_for": lambda s, who, at, _: findings_for(
        s, who, facts_of(s, at), ["theme:caf"]
    ),
    "plan.choosing.not_now": lambda s, who, at, _: not_now(
        s, who, plan_on(s, at), ["theme:caf"], "No money."
    ),
    "plan.choosing.take_up_again": lambda s, who, at, _: take_up_again(
        s, who, plan_on(s, at), "theme:caf"
    ),
    "plan.agreeing.agree_plan": lambda s, who, at, _: agree_plan(
        s, who, plan_on(s, at), "inside", seen_body=""
    ),
    "plan.agreeing.verify_plan": lambda s, who, at, _: verify_plan(s, who, at.trust, 2008),
    "plan.updates.save_update": lambda s, who, at, _: save_update(
        s,
        who,
        action_at(s, at, 2008),
        QUARTER,
        Entered("in_progress", "high", "We began."),
        seen_version=0,
    ),
    "plan.updates.check_action (another partner leads it)": lambda s, who, at, _: check_action(
        s, who, led_by(s, at, "Schools"), "We looked.", is_verified=True
    ),
    "plan.updates.check_action (their own partner leads it)": lambda s, who, at, _: check_action(
        s, who, led_by(s, at, "Police"), "We looked.", is_verified=True
    ),
    "plan.updates.open_my_actions": lambda s, who, at, _: open_my_actions(s, who, at.trust),
    "plan.closing.close_quarter": lambda s, who, at, _: close_quarter(
        s, who, plan_on(s, at, 2008), QUARTER.next
    ),
    "plan.meetings.keep_meeting": lambda s, who, at, _: keep_meeting(
        s, who, plan_on(s, at), meeting()
    ),
    "plan.meetings.open_meetings": lambda s, who, at, _: open_meetings(s, who, plan_on(s, at)),
    "plan.movement.open_movement": lambda s, who, at, _: open_movement(
        s, who, at.trust, 2008, 2009
    ),
    "plan.reminders.open_reminders": lambda s, who, at, _: open_reminders(
        s, who, plan_on(s, at, 2008)
    ),
    "plan.reminders.send_lead_reminder": lambda s, who, at, _: send_lead_reminder(
        s, who, plan_on(s, at, 2008), "nobody"
    ),
}
"""As the table's own: the database, who asks, for which place, in which year."""

OF_A_PARTNER = frozenset(
    {
        "plan.actions.link_evidence",
        "plan.promising.note_reached",
        "plan.promising.promise_again",
        "plan.updates.save_update",
    }
)
"""Services about what one partner leads, and not about a Trust."""
WITHOUT_AN_ACTOR = {
    "plan.actions.open_may_update": "only says whether somebody may, for a page",
    "plan.choosing.waited_before": "its page has opened the gaps already, and asked for that",
    "plan.updates.open_may_check": "only says whether somebody may, for a page",
}
