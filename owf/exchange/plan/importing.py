"""Bringing a plan's workbook into the plan: a preview of all it would do, then one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import ChangedSinceRead, NotFound, Refused, Unreadable
from owf.exchange.plan.edits import (
    ActionEdit,
    Added,
    Change,
    Merge,
    MilestoneEdit,
    UpdateEdit,
)
from owf.exchange.plan.filled import FilledPlan
from owf.exchange.plan.merging import merge
from owf.exchange.workbook.cells import Fault
from owf.improvement import plan_policy
from owf.improvement.plan.actions import (
    action_to_update,
    checked_fields,
    next_reference,
    set_links,
)
from owf.improvement.plan.opening import PlanView, plan_to_change, view_of
from owf.improvement.plan.promising import checked_milestone, checked_promise, checked_reached
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import checked_update, refuse_closed
from owf.store import Session, Store
from owf.store.plans import actions as plan_actions
from owf.store.plans import changes
from owf.store.plans import plan as plans
from owf.store.plans.facts import PlanFacts, Promise, Reached, UpdateFacts


@dataclass(frozen=True)
class PlanPreview:
    """``faults``: what must be corrected in the file first. ``seen`` goes with the import."""

    plan: PlanFacts
    changes: tuple[Change, ...]
    added: tuple[Added, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    seen: str

    @property
    def conflicts(self) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.is_conflict)

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.added

    @property
    def may_import(self) -> bool:
        return not self.faults and not self.is_empty


@dataclass(frozen=True)
class Imported:
    """How many of each; ``actions`` are all that anything was written of."""

    actions: int
    added: int
    changed: int
    milestones: int
    promises: int
    reached: int
    updates: int


def preview_plan_import(store: Store, who: Actor, plan_id: int, filled: FilledPlan) -> PlanPreview:
    """Field by field what the workbook would change, and why it cannot; writes nothing."""
    with store.reading() as session:
        plan = plans.plan_by_id(session, plan_id)
        if plan is None:
            raise NotFound("This plan does not exist. Go back to Actions.")
        policy.require(plan_policy.may_plan(who, plan.trust))
        _refuse_other_plan(plan, filled)
        found = merge(session, who, view_of(session, who, plan), filled)
    return PlanPreview(
        plan, found.changes, found.added, tuple(found.faults), tuple(found.notes), found.mark
    )


def _refuse_other_plan(plan: PlanFacts, filled: FilledPlan) -> None:
    if (filled.plan_id, filled.trust, filled.year) != (plan.id, plan.trust, plan.year):
        raise Refused(
            f"This workbook is the plan of {filled.trust_name} on the results of {filled.year}, "
            f"but you are on that of {plan.trust_name} on the results of {plan.year}. Download the "
            "right one and copy your changes into it."
        )


def import_plan(
    store: Store,
    who: Actor,
    plan_id: int,
    filled: FilledPlan,
    decisions: Collection[str] = (),
    *,
    seen: str,
) -> Imported:
    """All or nothing. ``decisions``: keys of conflicts where the workbook wins.

    Raises: ChangedSinceRead: the preview, whose mark ``seen`` is, would be another now.
    Unreadable: ``problems`` are its faults.
    """
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        _refuse_other_plan(plan, filled)
        # Whoever changes an action locks its plan first, so nothing moves between these two steps.
        view = view_of(session, who, plan)
        found = merge(session, who, view, filled)
        if found.faults:
            problems = tuple(str(one) for one in found.faults)
            raise Unreadable(
                f"Nothing was saved, because the workbook has something to correct. {problems[0]}",
                problems,
            )
        if found.mark != seen:
            raise ChangedSinceRead(
                "The plan was changed here since you looked at the preview, so nothing was saved. "
                "Look at the preview again, then save."
            )
        done = _Import(session, who, view, frozenset(decisions)).write(found, filled)
        audit.record(
            session,
            who,
            Event.PLAN_IMPORTED,
            "plan",
            plan_id,
            trust=plan.trust,
            plan=plan.year,
            actions=done.actions,
        )
        return done


class _Import:
    def __init__(
        self, session: Session, who: Actor, view: PlanView, decisions: frozenset[str]
    ) -> None:
        self._session, self._who, self._view = session, who, view
        self._decisions = decisions
        self._ids = {one.reference: one.id for one in view.actions}
        self._touched: set[int] = set()
        self._at = clock.now()
        self._counts = dict.fromkeys(
            ("added", "changed", "milestones", "promises", "reached", "updates"), 0
        )

    def write(self, found: Merge, filled: FilledPlan) -> Imported:
        trust = self._view.plan.trust
        taken = set(plan_actions.references_of_trust(self._session, trust))
        for action in found.actions:
            self._write_action(action, taken)
        for milestone in found.milestones:
            self._write_milestone(milestone)
        for update in found.updates:
            assert filled.quarter is not None  # noqa: S101  there are updates of it
            self._write_update(update, Quarter(filled.quarter))
        return Imported(actions=len(self._touched), **self._counts)

    def _names(self, given: Sequence[Change]) -> tuple[str, ...]:
        """The fields that are to be as the file has them."""
        return tuple(
            one.field for one in given if not one.is_conflict or one.key in self._decisions
        )

    def _count(self, what: str, action_id: int) -> None:
        self._counts[what] += 1
        self._touched.add(action_id)

    def _write_action(self, edit: ActionEdit, taken: set[str]) -> None:
        session, plan = self._session, self._view.plan
        names = self._names(edit.changes) if edit.action else tuple(edit.values)
        if not names:
            return
        fields = checked_fields(session, plan.trust, edit.fields(names))
        if edit.action is None:
            reference = next_reference(taken)
            taken.add(reference)
            action_id = changes.add_action(
                session, plan.id, plan.trust, reference, fields, at=self._at
            )
            if edit.row.reference:
                self._ids[edit.row.reference] = action_id
        else:
            action_id = edit.action.id
            changes.change_action(session, action_id, fields)
        if edit.action is None or {"partners", "items"} & set(names):
            before = edit.action.items if edit.action else ()
            partners, items = edit.partners(names), edit.items(names)
            set_links(session, plan, action_id, partners, items, before=before)
        self._count("changed" if edit.action else "added", action_id)

    def _write_milestone(self, edit: MilestoneEdit) -> None:
        values, session = edit.values, self._session
        action_id = edit.action.id if edit.action else self._ids[edit.row.reference]
        if edit.milestone is None:
            text = checked_milestone(values["text"], values["stage"])
            milestone_id = changes.add_milestone(session, action_id, text, values["stage"])
            self._promise(milestone_id, values["promised"], values["note"])
            self._count("milestones", action_id)
            if values["reached"]:
                self._reach(milestone_id, values["reached"], "")
            return
        milestone, names = edit.milestone, self._names(edit.changes)
        if "text" in names or "stage" in names:
            text = values["text"] if "text" in names else milestone.text
            stage = values["stage"] if "stage" in names else milestone.stage
            changes.change_milestone(
                session, milestone.id, checked_milestone(text, stage), stage, ""
            )
            self._count("milestones", action_id)
        if "promised" in names:
            note = checked_promise(self._view.plan, values["promised"], values["note"])
            self._promise(milestone.id, values["promised"], note)
            self._count("promises", action_id)
        if "reached" in names:
            note = "" if "promised" in names else values["note"]
            self._reach(milestone.id, values["reached"], note)
            self._count("reached", action_id)

    def _promise(self, milestone_id: int, day: date, note: str) -> None:
        promise = Promise(day, note, self._who.id, self._at)
        changes.add_promise(self._session, milestone_id, promise)

    def _reach(self, milestone_id: int, day: date, note: str) -> None:
        note = checked_reached(day, note)
        reached = Reached(day, note, self._who.id, self._at)
        changes.add_reached(self._session, milestone_id, reached)

    def _write_update(self, edit: UpdateEdit, quarter: Quarter) -> None:
        session, kept, names = self._session, edit.kept, self._names(edit.changes)
        if not names:
            return
        _, plan = action_to_update(session, self._who, edit.action.id)
        if plan.id != self._view.plan.id:
            raise Refused(
                f"{edit.action.reference} was carried forward, so its updates belong to the plan "
                f"of {plan.year}. Nothing was saved. Clear its row on “Updates”."
            )
        refuse_closed(session, plan, quarter)
        entered = checked_update(edit.entered(names))
        changes.keep_update(
            session,
            UpdateFacts(
                id=kept.id if kept else 0,
                action_id=edit.action.id,
                quarter=quarter.first_day,
                progress=entered.progress,
                confidence=entered.confidence,
                changed=entered.changed,
                impact=entered.impact,
                updated_by=self._who.id,
                updated_at=self._at,
                version=kept.version + 1 if kept else 1,
            ),
        )
        self._count("updates", edit.action.id)
