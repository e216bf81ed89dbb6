"""Milestones: adding and dropping them, promising a day, and noting that one was reached.

A promise is never changed or deleted. A later one stands beside it, with a note that says why.
"""

from datetime import date

from owf import clock
from owf.access import Actor, policy
from owf.access.audit import Event
from owf.assessment.errors import Locked, NotFound, OutsideScale
from owf.assessment.texts import refuse_longer
from owf.improvement import plan_policy
from owf.improvement.plan.actions import action_to_change, action_to_update, record_on_action
from owf.improvement.plan.milestones import STAGES, milestone_state
from owf.store import Session, Store
from owf.store.plans import actions as plan_actions
from owf.store.plans import changes
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFacts, MilestoneFacts, PlanFacts, Promise, Reached
from owf.texts import clean_text

TEXT_LIMIT = 600
NOTE_LIMIT = 600
MOST_MILESTONES = 30
LATEST = date(2099, 12, 31)


def add_milestone(
    store: Store, who: Actor, action_id: int, text: str, stage: str, *, promised: date
) -> int:
    """Gives its id."""
    with store.writing() as session:
        action, plan = action_to_change(session, action_id)
        policy.require(plan_policy.may_plan(who, action.trust))
        if len(action.milestones) >= MOST_MILESTONES:
            raise OutsideScale(
                f"{action.reference} has {MOST_MILESTONES} milestones, which is the limit."
            )
        text = checked_milestone(text, stage)
        refuse_day(plan, promised)
        milestone_id = changes.add_milestone(session, action_id, text, stage)
        _promise(session, who, milestone_id, promised, "")
        record_on_action(session, who, Event.MILESTONE_ADDED, plan, (action_id, action.reference))
        return milestone_id


def change_milestone(store: Store, who: Actor, milestone_id: int, text: str, stage: str) -> None:
    """Its words and stage; the day is promised with ``promise_again``."""
    with store.writing() as session:
        milestone, action, plan = _milestone_to_change(session, milestone_id)
        policy.require(plan_policy.may_plan(who, action.trust))
        changes.change_milestone(
            session, milestone_id, checked_milestone(text, stage), stage, milestone.dropped_why
        )
        record_on_action(session, who, Event.MILESTONE_CHANGED, plan, (action.id, action.reference))


def drop_milestone(store: Store, who: Actor, milestone_id: int, why: str) -> None:
    """It stays with its history, and counts neither as promised nor as reached."""
    with store.writing() as session:
        milestone, action, plan = _milestone_to_change(session, milestone_id)
        policy.require(plan_policy.may_plan(who, action.trust))
        if milestone.dropped_why:
            raise Locked("This milestone was dropped already. Reload the page.")
        why = clean_text(why)
        if not why:
            raise OutsideScale("Write why this milestone is dropped.", field="why")
        refuse_longer("The reason", why, NOTE_LIMIT, field="why")
        changes.change_milestone(session, milestone_id, milestone.text, milestone.stage, why)
        record_on_action(session, who, Event.MILESTONE_DROPPED, plan, (action.id, action.reference))


def promise_again(store: Store, who: Actor, milestone_id: int, promised: date, note: str) -> None:
    """Promise another day; ``note`` says why, and the promises before stay."""
    with store.writing() as session:
        milestone, action, plan = _milestone_to_promise(session, who, milestone_id)
        state = milestone_state(milestone)
        if state.is_dropped:
            raise Locked("This milestone was dropped, so no day is promised for it any more.")
        if state.promised == promised:
            raise OutsideScale("This day is promised already. Choose another.", field="promised")
        note = checked_promise(plan, promised, note)
        _promise(session, who, milestone_id, promised, note)
        record_on_action(
            session,
            who,
            Event.MILESTONE_PROMISED,
            plan,
            (action.id, action.reference),
            day=promised.isoformat(),
        )


def note_reached(
    store: Store, who: Actor, milestone_id: int, reached_on: date | None, note: str = ""
) -> None:
    """``None`` takes back what was noted before, which stays in the history."""
    with store.writing() as session:
        milestone, action, plan = _milestone_to_promise(session, who, milestone_id)
        state = milestone_state(milestone)
        if state.is_dropped:
            raise Locked("This milestone was dropped, so it cannot be reached any more.")
        note = checked_reached(reached_on, note)
        starts = min(one.starts for one in plans.plans_with_action(session, action.id))
        if reached_on is not None and reached_on < starts:
            raise OutsideScale(
                f"The plan starts on {clock.day_in_words(starts)}. Give the day on which it was "
                "reached since then.",
                field="reached",
            )
        if state.reached_on == reached_on:
            raise Locked("This is noted already. Reload the page.")
        changes.add_reached(session, milestone_id, Reached(reached_on, note, who.id, clock.now()))
        record_on_action(
            session,
            who,
            Event.MILESTONE_REACHED,
            plan,
            (action.id, action.reference),
            day=reached_on.isoformat() if reached_on else "",
        )


def _promise(session: Session, who: Actor, milestone_id: int, day: date, note: str) -> None:
    changes.add_promise(session, milestone_id, Promise(day, note, who.id, clock.now()))


def _milestone_to_change(
    session: Session, milestone_id: int
) -> tuple[MilestoneFacts, ActionFacts, PlanFacts]:
    action, plan = action_to_change(session, _action_of_milestone(session, milestone_id))
    return _milestone_of(action, milestone_id), action, plan


def _milestone_to_promise(
    session: Session, who: Actor, milestone_id: int
) -> tuple[MilestoneFacts, ActionFacts, PlanFacts]:
    """For those who plan, and for the lead once it is agreed."""
    action_id = _action_of_milestone(session, milestone_id)
    found = plan_actions.action_by_id(session, action_id)
    if found is not None and plan_policy.may_plan(who, found.trust):
        return _milestone_to_change(session, milestone_id)
    action, plan = action_to_update(session, who, action_id)
    return _milestone_of(action, milestone_id), action, plan


def _action_of_milestone(session: Session, milestone_id: int) -> int:
    action_id = changes.action_of_milestone(session, milestone_id)
    if action_id is None:
        raise NotFound("This milestone no longer exists. Reload the page.")
    return action_id


def _milestone_of(action: ActionFacts, milestone_id: int) -> MilestoneFacts:
    return next(one for one in action.milestones if one.id == milestone_id)


def checked_promise(plan: PlanFacts, promised: date, note: str) -> str:
    """The clean note of a promise that follows another."""
    note = clean_text(note)
    if not note:
        raise OutsideScale("Write why the day has changed.", field="note")
    refuse_longer("The note", note, NOTE_LIMIT, field="note")
    refuse_day(plan, promised)
    return note


def checked_reached(reached_on: date | None, note: str) -> str:
    """The clean note of a day on which a milestone was reached."""
    note = clean_text(note)
    refuse_longer("The note", note, NOTE_LIMIT, field="note")
    if reached_on is None and not note:
        raise OutsideScale("Write why it is not reached after all.", field="note")
    if reached_on is not None and reached_on > clock.today():
        raise OutsideScale(
            "The day is in the future. Give the day on which it was reached.", field="reached"
        )
    return note


def checked_milestone(text: str, stage: str) -> str:
    """Its clean text."""
    text = clean_text(text)
    if not text:
        raise OutsideScale("Write what will have been reached.", field="text")
    refuse_longer("The milestone", text, TEXT_LIMIT, field="text")
    if stage not in STAGES:
        raise OutsideScale("Choose how far this milestone goes.", field="stage")
    return text


def refuse_day(plan: PlanFacts, day: date) -> None:
    if day < plan.starts:
        raise OutsideScale(
            f"The plan starts on {clock.day_in_words(plan.starts)}. Promise a later day.",
            field="promised",
        )
    if day > LATEST:
        raise OutsideScale(f"Promise a day before {LATEST.year + 1}.", field="promised")
