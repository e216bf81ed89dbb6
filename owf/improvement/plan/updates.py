"""Quarterly updates of actions, and the check that one is done by somebody who does not lead it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import Actor, policy
from owf.access.audit import Event
from owf.assessment.errors import Locked, NotAllowed, OutsideScale
from owf.assessment.texts import refuse_longer
from owf.improvement import plan_policy
from owf.improvement.errors import QuarterClosed, UpdateChanged
from owf.improvement.plan.actions import (
    action_to_change,
    action_to_update,
    may_update,
    partners_answered_for,
    record_on_action,
)
from owf.improvement.plan.content import agreed_actions, with_leads_of
from owf.improvement.plan.quarters import Quarter, open_quarter
from owf.store import Session, Store, rounds
from owf.store.plans import actions as plan_actions
from owf.store.plans import agreed, changes
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFacts, CheckFacts, PlanFacts, UpdateFacts, VersionFacts
from owf.texts import clean_text

PROGRESS: Mapping[str, str] = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "done": "Done",
    "done_as_far_as_possible": "Done as far as possible",
    "stopped": "Stopped",
}
CONFIDENCE: Mapping[str, str] = {"high": "High", "medium": "Medium", "low": "Low"}
"""That the action will reach its target."""
FINISHED = ("done", "done_as_far_as_possible")
ENDED = (*FINISHED, "stopped")
TEXT_LIMIT = 2000


@dataclass(frozen=True)
class Entered:
    """What a lead enters of a quarter: ``changed`` in the quarter, and the ``impact`` seen."""

    progress: str
    confidence: str
    changed: str = ""
    impact: str = ""


def last_update(action: ActionFacts, quarter: Quarter | None = None) -> UpdateFacts | None:
    """The newest, or the newest before a quarter; the same in whatever order updates came."""
    found = [one for one in action.updates if quarter is None or one.quarter < quarter.first_day]
    return max(found, key=lambda one: one.quarter, default=None)


def update_of(action: ActionFacts, quarter: Quarter) -> UpdateFacts | None:
    return next((one for one in action.updates if one.quarter == quarter.first_day), None)


def progress_of(action: ActionFacts) -> str:
    newest = last_update(action)
    return newest.progress if newest else "not_started"


def is_verified(action: ActionFacts) -> bool:
    """Whether the newest check found it done, and it is still said to be."""
    newest = max(action.checks, key=lambda one: (one.checked_at, one.id), default=None)
    return (
        newest is not None
        and newest.is_verified
        and newest.progress in FINISHED
        and newest.progress == progress_of(action)
    )


def save_update(
    store: Store,
    who: Actor,
    action_id: int,
    quarter: Quarter,
    entered: Entered,
    *,
    seen_version: int,
) -> None:
    """``seen_version``: of the update that was on the page; 0 where there was none.

    Raises: QuarterClosed: it takes no updates any more. UpdateChanged: somebody else was faster.
    """
    with store.writing() as session:
        action, plan = action_to_update(session, who, action_id)
        refuse_closed(session, plan, quarter)
        checked = checked_update(entered)
        kept = update_of(action, quarter)
        if kept is not None and kept.version != seen_version:
            raise UpdateChanged(
                f"Somebody else updated {action.reference} while you were writing, so yours was "
                "not saved. Compare the two, then save yours again if it is right.",
                kept,
            )
        changes.keep_update(
            session,
            UpdateFacts(
                id=kept.id if kept else 0,
                action_id=action_id,
                quarter=quarter.first_day,
                progress=checked.progress,
                confidence=checked.confidence,
                changed=checked.changed,
                impact=checked.impact,
                updated_by=who.id,
                updated_at=clock.now(),
                version=kept.version + 1 if kept else 1,
            ),
        )
        record_on_action(
            session,
            who,
            Event.ACTION_UPDATED,
            plan,
            (action_id, action.reference),
            quarter=quarter.words,
        )


def refuse_closed(session: Session, plan: PlanFacts, quarter: Quarter) -> None:
    """Raises QuarterClosed, or OutsideScale where it is not the one that takes updates."""
    closed = [Quarter(one.quarter) for one in agreed.quarters_of_plan(session, plan.id)]
    now_open = open_quarter(plan.starts, closed)
    if quarter in closed:
        raise QuarterClosed(
            f"{quarter.words} was closed while you were writing, so nothing was saved to it. Your "
            f"words are still here: save them as the update of {now_open.words}.",
            now_open.words,
        )
    if quarter != now_open:
        raise OutsideScale(f"Updates are for {now_open.words} now. Reload the page.")
    if quarter > Quarter.of(clock.today()):
        raise OutsideScale(
            f"{quarter.words} has not begun yet. It takes updates from "
            f"{clock.day_in_words(quarter.first_day)}."
        )


def checked_update(entered: Entered) -> Entered:
    """With clean texts."""
    changed, impact = clean_text(entered.changed), clean_text(entered.impact)
    if entered.progress not in PROGRESS:
        raise OutsideScale("Choose how far the action has got.", field="progress")
    if entered.confidence not in CONFIDENCE:
        raise OutsideScale("Choose how sure you are of its target.", field="confidence")
    if not changed and entered.progress != "not_started":
        what = (
            "Write why it was stopped."
            if entered.progress == "stopped"
            else ("Write what has changed in this quarter, in a sentence or two.")
        )
        raise OutsideScale(what, field="changed")
    refuse_longer("What changed", changed, TEXT_LIMIT, field="changed")
    refuse_longer("The impact", impact, TEXT_LIMIT, field="impact")
    return Entered(entered.progress, entered.confidence, changed, impact)


def check_action(store: Store, who: Actor, action_id: int, note: str, *, is_verified: bool) -> None:
    """Say whether an action that its lead calls done is so; ``note`` says what was looked at."""
    with store.writing() as session:
        action, plan = action_to_change(session, action_id)
        partners = rounds.partner_ids_of_trust(session, action.trust)
        policy.require(may_check(who, action, partners))
        progress = progress_of(action)
        if progress not in FINISHED:
            raise Locked(
                f"The last update of {action.reference} does not say that it is done, so there is "
                "nothing to check yet."
            )
        note = clean_text(note)
        if not note:
            raise OutsideScale("Write what you looked at and found.", field="note")
        refuse_longer("The note", note, TEXT_LIMIT, field="note")
        answered_for = partners_answered_for(who, session, action.trust)
        changes.add_check(
            session,
            CheckFacts(
                id=0,
                action_id=action_id,
                is_verified=is_verified,
                progress=progress,
                note=note,
                partner_id=next(iter(answered_for), None),
                checked_by=who.id,
                checked_at=clock.now(),
            ),
        )
        record_on_action(
            session,
            who,
            Event.ACTION_CHECKED,
            plan,
            (action_id, action.reference),
            outcome="verified" if is_verified else "not_yet",
        )


def may_check(who: Actor, action: ActionFacts, partners: frozenset[int]) -> policy.Decision:
    """``partners``: the ids of the Trust's."""
    return plan_policy.may_check_action(
        who, action.trust, action.entered.lead_partner_id, action.entered.lead_person, partners
    )


def open_may_check(store: Store, who: Actor, action: ActionFacts) -> policy.Decision:
    """As ``may_check``, for a page; asks of people of the action's Trust alone."""
    with store.reading() as session:
        return may_check(who, action, rounds.partner_ids_of_trust(session, action.trust))


@dataclass(frozen=True)
class OwnAction:
    """An action that somebody leads or may check; ``before`` is the last quarter's update."""

    plan: PlanFacts
    action: ActionFacts
    quarter: Quarter
    leads: bool
    may_update: bool
    may_check: bool
    now: UpdateFacts | None
    before: UpdateFacts | None

    @property
    def is_due(self) -> bool:
        """An update is asked for: begun, not ended before, and none given yet."""
        has_begun = self.quarter.first_day <= clock.today()
        ended = self.before is not None and self.before.progress in ENDED
        return self.leads and has_begun and self.now is None and not ended

    @property
    def waits_for_check(self) -> bool:
        return progress_of(self.action) in FINISHED and not is_verified(self.action)


@dataclass(frozen=True)
class MyActions:
    """Of the newest agreed plan of a person's Trust."""

    plan: PlanFacts
    quarter: Quarter
    own: tuple[OwnAction, ...]
    others: tuple[OwnAction, ...]

    @property
    def due(self) -> tuple[OwnAction, ...]:
        return tuple(one for one in self.own if one.is_due)

    @property
    def to_check(self) -> tuple[OwnAction, ...]:
        return tuple(
            one for one in (*self.own, *self.others) if one.may_check and one.waits_for_check
        )


def agreed_plan_in_force(session: Session, trust: int) -> PlanFacts | None:
    """The newest plan of a Trust that its chair has agreed."""
    return next(
        (
            one
            for one in plans.plans_of_trust(session, trust)
            if agreed.versions_of_plan(session, one.id)
        ),
        None,
    )


def actions_in_force(
    session: Session, plan: PlanFacts, version: VersionFacts
) -> Sequence[ActionFacts]:
    """The actions of an agreed version: its texts, with all that happened, and today's leads."""
    live = {one.id: one for one in plan_actions.actions_of_plan(session, plan.id)}
    found = agreed_actions(json.loads(version.body), plan.trust, live)
    return [with_leads_of(one.facts, live.get(one.facts.id)) for one in found]


def open_my_actions(store: Store, who: Actor, trust: int) -> MyActions | None:
    """``None`` where the Trust has agreed no plan; NotAllowed for people of other Trusts.

    What is only drafted is left out, and so are words that were drafted since.
    """
    with store.reading() as session:
        partners = rounds.partner_ids_of_trust(session, trust)
        if not policy.belongs_to(who, trust, partners):
            raise NotAllowed(
                "Only people of a Trust lead and check the actions of its plan. If it has "
                "published the plan, you can read it there."
            )
        plan = agreed_plan_in_force(session, trust)
        if plan is None:
            return None
        version = agreed.versions_of_plan(session, plan.id)[0]
        closed = [Quarter(one.quarter) for one in agreed.quarters_of_plan(session, plan.id)]
        quarter = open_quarter(plan.starts, closed)
        held = set(partners_answered_for(who, session, trust))
        found = [
            OwnAction(
                plan=plan,
                action=one,
                quarter=quarter,
                leads=one.entered.lead_person == who.id or one.entered.lead_partner_id in held,
                may_update=bool(may_update(who, one, partners)),
                may_check=bool(may_check(who, one, partners)),
                now=update_of(one, quarter),
                before=last_update(one, quarter),
            )
            for one in actions_in_force(session, plan, version)
        ]
        return MyActions(
            plan,
            quarter,
            tuple(one for one in found if one.leads),
            tuple(one for one in found if not one.leads),
        )


def in_order_of_need(actions: Sequence[OwnAction]) -> Sequence[OwnAction]:
    """Those whose update is due first, then by reference."""
    return sorted(actions, key=lambda one: (not one.is_due, one.action.id))
