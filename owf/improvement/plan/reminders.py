"""Letters to people who lead actions: the update that is asked for, to copy or to send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from owf import clock
from owf.access import Actor, audit, mail, policy
from owf.access.audit import Event
from owf.access.errors import Refused
from owf.access.mail import Letter
from owf.assessment.errors import NotFound
from owf.improvement import plan_policy
from owf.improvement.plan.quarters import Quarter, open_quarter
from owf.improvement.plan.updates import ENDED, actions_in_force, last_update, update_of
from owf.settings import get_settings
from owf.store import Session, Store
from owf.store import audit as store_audit
from owf.store.audit import EventsWanted
from owf.store.plans import agreed
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFacts, PersonToLead, PlanFacts

_REMINDERS_READ = 1000
"""Reminders of a Trust that are looked through for the last one to each person."""


@dataclass(frozen=True)
class LeadReminder:
    """One letter to one person about all of their actions without an update."""

    person: PersonToLead
    actions: tuple[ActionFacts, ...]
    letter: Letter
    sent_at: datetime | None


@dataclass(frozen=True)
class LeadReminders:
    """``without_lead``: actions whose update is due and that nobody leads who could be told.

    Neither is there before the plan is agreed and the quarter has begun.
    """

    quarter: Quarter
    letters: tuple[LeadReminder, ...]
    without_lead: tuple[ActionFacts, ...]


def open_reminders(store: Store, who: Actor, plan_id: int) -> LeadReminders:
    with store.reading() as session:
        plan = plans.plan_by_id(session, plan_id)
        if plan is None:
            raise NotFound("This plan does not exist. Go back to Actions.")
        policy.require(plan_policy.may_run_plan(who, plan.trust))
        return _reminders(session, who, plan, _sent(session, plan))


def _reminders(
    session: Session, who: Actor, plan: PlanFacts, sent: Mapping[str, datetime]
) -> LeadReminders:
    closed = [Quarter(one.quarter) for one in agreed.quarters_of_plan(session, plan.id)]
    quarter = open_quarter(plan.starts, closed)
    version = next(iter(agreed.versions_of_plan(session, plan.id)), None)
    if version is None or quarter.first_day > clock.today():
        return LeadReminders(quarter, (), ())
    people = {one.id: one for one in plans.people_who_may_lead(session, plan.trust)}
    due: dict[str, list[ActionFacts]] = {}
    without = []
    for action in actions_in_force(session, plan, version):
        before = last_update(action, quarter)
        if update_of(action, quarter) or (before is not None and before.progress in ENDED):
            continue
        lead = action.entered.lead_person
        if lead in people:
            due.setdefault(str(lead), []).append(action)
        else:
            without.append(action)
    return LeadReminders(
        quarter,
        tuple(
            LeadReminder(
                people[one],
                tuple(actions),
                _letter(who, plan, quarter, people[one], actions),
                sent.get(one),
            )
            for one, actions in sorted(due.items(), key=lambda pair: people[pair[0]].name)
        ),
        tuple(without),
    )


def _letter(
    who: Actor,
    plan: PlanFacts,
    quarter: Quarter,
    person: PersonToLead,
    actions: list[ActionFacts],
) -> Letter:
    home = get_settings().base_url.rstrip("/")
    lines = "\n".join(f"- {one.reference}: {_first_line(one.entered.what)}" for one in actions)
    many = "this action" if len(actions) == 1 else f"these {len(actions)} actions"
    text = "\n\n".join(
        [
            f"Dear {person.name},",
            f"You lead {many} in the plan of {plan.trust_name}. Please say how far each has got in "
            f"{quarter.words}, by {clock.day_in_words(quarter.last_day)}.",
            lines,
            "Your update of the quarter before is beside each, so it takes a few minutes:\n"
            f"{home}/actions?part=mine&trust={plan.trust}",
            "If an action is no longer yours to lead, please tell me.",
            who.name,
        ]
    )
    return Letter(
        person.email or "",
        f"{plan.trust_name}: your actions, {quarter.words}",
        f"{text}\n",
    )


_LONGEST_LINE = 120


def _first_line(text: str) -> str:
    line = text.splitlines()[0] if text else ""
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1].rstrip()}…"


def _sent(session: Session, plan: PlanFacts) -> Mapping[str, datetime]:
    wanted = EventsWanted(trust=plan.trust, actions=[Event.LEAD_REMINDED])
    found = store_audit.events(session, wanted, _REMINDERS_READ)
    # The newest come first, so the last to be written wins.
    return {
        str(one.detail.get("person", "")): one.at
        for one in found[::-1]
        if one.object_id == str(plan.id)
    }


def send_lead_reminder(store: Store, who: Actor, plan_id: int, person_id: str) -> str:
    """Gives the person's name; raises MailFailed."""
    found = open_reminders(store, who, plan_id)
    one = next((one for one in found.letters if one.person.id == person_id), None)
    if one is None:
        raise NotFound("No update is asked of this person any more. Reload the page.")
    if not one.person.email:
        raise Refused(f"{one.person.name} has no e-mail address here. Copy the text instead.")
    # Sent first, so that the record says only what was sent.
    mail.send(one.letter)
    with store.writing() as session:
        plan = plans.plan_by_id(session, plan_id)
        audit.record(
            session,
            who,
            Event.LEAD_REMINDED,
            "plan",
            plan_id,
            trust=plan.trust if plan else None,
            plan=plan.year if plan else 0,
            reference=", ".join(action.reference for action in one.actions)[:120],
            person=person_id,
        )
    return one.person.name
