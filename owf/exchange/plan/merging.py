"""What a workbook would change in a plan: field by field, merged three ways (decision 0015)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from owf.access import Actor, policy
from owf.assessment.errors import Locked, OutsideScale, Refused
from owf.assessment.returns.workbook_merge import mark_of
from owf.exchange.plan.edits import (
    ActionEdit,
    Change,
    Merge,
    MilestoneEdit,
    UpdateEdit,
    place_of,
    words_of,
)
from owf.exchange.plan.filled import FilledPlan, FilledRow
from owf.exchange.plan.layout import ACTIONS, COLUMNS, MILESTONES
from owf.exchange.plan.reading import is_new_reference
from owf.exchange.plan.values import (
    Value,
    action_field_in,
    action_values,
    choice_in,
    milestone_values,
    update_values,
)
from owf.exchange.workbook.cells import Fault, Unfit
from owf.improvement.plan.actions import (
    MOST_ACTIONS,
    checked_fields,
    checked_items,
    may_update,
)
from owf.improvement.plan.content import agreed_ids
from owf.improvement.plan.milestones import STAGES
from owf.improvement.plan.opening import PlanView
from owf.improvement.plan.promising import (
    MOST_MILESTONES,
    checked_milestone,
    checked_promise,
    checked_reached,
    refuse_day,
)
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import (
    CONFIDENCE,
    PROGRESS,
    checked_update,
    refuse_closed,
    update_of,
)
from owf.store import Session
from owf.store.plans import plan as plans
from owf.store.plans.facts import (
    ActionFacts,
    MilestoneFacts,
    PlanFacts,
    UpdateFacts,
)

MOST_NAMED = 20


def merge(session: Session, who: Actor, view: PlanView, filled: FilledPlan) -> Merge:
    """Asks the services' own checks about every change; writes nothing."""
    found = Merge(faults=list(filled.problems), notes=list(filled.notes))
    merging = _Merging(session, who, view, filled, found)
    merging.merge_actions()
    merging.merge_milestones()
    merging.merge_updates()
    return found


@dataclass
class _Merging:
    session: Session
    who: Actor
    view: PlanView
    filled: FilledPlan
    found: Merge

    @cached_property
    def by_reference(self) -> Mapping[str, ActionFacts]:
        return {one.reference: one for one in self.view.actions}

    @cached_property
    def partners(self) -> frozenset[int]:
        return frozenset(one.id for one in self.view.partners)

    @cached_property
    def new_references(self) -> frozenset[str]:
        return frozenset(
            one.reference for one in self.filled.actions if is_new_reference(one.reference)
        )

    def _changes(
        self,
        row: FilledRow,
        reference: str,
        now: Mapping[str, Value],
        *,
        has_moved: bool = True,
        key: str = "",
    ) -> tuple[Change, ...]:
        """What the file has otherwise; ``has_moved``: whether its row was changed here at all."""
        marks = row.went_out.marks if row.went_out else {}
        return tuple(
            Change(
                key=f"{key or reference} {name}",
                reference=reference,
                field=name,
                title=COLUMNS[row.sheet][name].title,
                now=words_of(now[name]),
                in_file=words_of(value),
                where=place_of(row),
                is_conflict=has_moved and mark_of(now[name]) != marks.get(name, ""),
            )
            for name, value in row.edited().items()
            if value != now[name] and name != "note"
        )

    def _fault(self, row: FilledRow, column: str, words: object) -> None:
        self.found.faults.append(row.fault(column, str(words)))

    def _refuse(self, row: FilledRow, refused: Refused, otherwise: str) -> None:
        """At the cell of the field that a service names."""
        column = refused.field if refused.field in COLUMNS[row.sheet] else otherwise
        self._fault(row, column, refused)

    # Actions.

    def merge_actions(self) -> None:
        unknown = []
        for row in self.filled.actions:
            action = self.by_reference.get(row.reference)
            if row.went_out is None and is_new_reference(row.reference):
                self._merge_new_action(row)
            elif action is None and row.went_out is None:
                unknown.append(row)
            elif action is None:
                self._note_taken_out(row)
            else:
                self._merge_action(row, action)
        if unknown:
            listed = ", ".join(
                f"“{one.reference[:20]}” (row {one.row + 1})" for one in unknown[:MOST_NAMED]
            )
            more = f" and {len(unknown) - MOST_NAMED} more" if len(unknown) > MOST_NAMED else ""
            words = (
                f"the plan has no action {listed}{more}. Correct the reference, or clear it to add "
                "a new action."
            )
            self._fault(unknown[0], "reference", words)
        for reference in self.filled.gone.get(ACTIONS, ()):
            self.found.notes.append(
                f"{reference} has no row in the file any more. It stays in the plan as it is: "
                "remove or stop it on its page."
            )
        added = sum(one.action is None for one in self.found.actions)
        if added and added + len(self.view.actions) > MOST_ACTIONS:
            self.found.faults.append(
                Fault(ACTIONS, "", f"the plan can have {MOST_ACTIONS} actions at most.")
            )

    def _note_taken_out(self, row: FilledRow) -> None:
        said = f"{row.reference} was taken out of the plan after this workbook was downloaded"
        if row.edited():
            self._fault(
                row,
                "reference",
                f"{said}. Clear its reference to add it as a new action, or delete the row.",
            )
        else:
            self.found.notes.append(f"{said}, so its row was not read.")

    def _values(
        self, row: FilledRow, names: Iterable[str], before: ActionFacts | None
    ) -> dict[str, Any]:
        """The columns as a service takes them; a fault for each that cannot be."""
        values = {}
        for name in names:
            value = row.values[name]
            try:
                values[name] = action_field_in(self.view, name, str(value), before)
            except Unfit as unfit:
                self._fault(row, name, unfit)
        return values

    def _merge_action(self, row: FilledRow, action: ActionFacts) -> None:
        version = row.went_out.version if row.went_out else 0
        now = action_values(self.view, action)
        changes = self._changes(row, action.reference, now, has_moved=action.version != version)
        if not changes:
            return
        values = self._values(row, [one.field for one in changes], action)
        changes = tuple(one for one in changes if not self._is_same(one.field, values, action))
        if not changes or not self._goes_on_here(row, action):
            return
        edit = ActionEdit(row, action, values, changes)
        self._check_action(edit)
        self.found.actions.append(edit)

    def _is_same(self, name: str, values: Mapping[str, Any], action: ActionFacts) -> bool:
        """Whether other words say the same, such as a question in other spaces."""
        if name not in values:
            return False
        if name == "partners":
            return set(values[name]) == {one for one, _ in action.partners}
        if name == "items":
            return bool(values[name] == action.items)
        return bool(values[name] == getattr(action.entered, name))

    def _goes_on_here(self, row: FilledRow, action: ActionFacts) -> bool:
        newest = plans.plans_with_action(self.session, action.id)[0]
        if newest.id == self.view.plan.id:
            return True
        self._fault(
            row,
            "reference",
            f"{action.reference} was carried forward. Change it in the plan of {newest.year}.",
        )
        return False

    def _merge_new_action(self, row: FilledRow) -> None:
        edit = ActionEdit(row, None, self._values(row, row.edited(), None))
        self._check_action(edit)
        self.found.actions.append(edit)

    def _check_action(self, edit: ActionEdit) -> None:
        names = tuple(edit.values)
        before = edit.action.items if edit.action else ()
        try:
            checked_fields(self.session, self.view.plan.trust, edit.fields(names))
            if "items" in names:
                checked_items(self.session, self.view.plan, edit.items(names), before)
        except OutsideScale as refused:
            self._refuse(edit.row, refused, "what")

    # Milestones.

    def merge_milestones(self) -> None:
        known = {
            str(one.id): (action, one) for action in self.view.actions for one in action.milestones
        }
        for row in self.filled.milestones:
            if row.went_out is None:
                self._merge_new_milestone(row)
            elif row.key in known:
                self._merge_milestone(row, *known[row.key])
            elif row.edited():
                self._fault(
                    row,
                    "text",
                    "this milestone's action was taken out of the plan after the workbook was "
                    "downloaded. Delete the row.",
                )
        gone = [
            known[key][0].reference
            for key in self.filled.gone.get(MILESTONES, ())
            if key in known and not known[key][1].dropped_why
        ]
        for reference in dict.fromkeys(gone):
            number = gone.count(reference)
            many = "a milestone has" if number == 1 else f"{number} milestones have"
            self.found.notes.append(
                f"{reference}: {many} no row in the file any more. Nothing changes: drop a "
                "milestone on the page of its action."
            )
        self._refuse_too_many()

    def _refuse_too_many(self) -> None:
        new: dict[str, list[MilestoneEdit]] = {}
        for one in self.found.milestones:
            if one.milestone is None:
                new.setdefault(one.row.reference, []).append(one)
        for reference, edits in new.items():
            action = self.by_reference.get(reference)
            if len(edits) + (len(action.milestones) if action else 0) > MOST_MILESTONES:
                words = f"{reference} can have {MOST_MILESTONES} milestones at most."
                self._fault(edits[-1].row, "reference", words)

    def _merge_milestone(
        self, row: FilledRow, action: ActionFacts, milestone: MilestoneFacts
    ) -> None:
        now = milestone_values(milestone)
        edited = row.edited()
        changes = self._changes(
            row, action.reference, now, key=f"{action.reference} milestone {milestone.id}"
        )
        if row.reference != action.reference:
            self._fault(
                row,
                "reference",
                f"this milestone belongs to {action.reference}. Put its reference back.",
            )
        elif not changes and "note" in edited:
            self._fault(
                row,
                "note",
                "this note belongs to no other day. Give the day that is promised now, or the day "
                "on which it was reached.",
            )
        elif changes and milestone.dropped_why:
            self._fault(
                row,
                "text",
                "this milestone was dropped after the workbook was downloaded. Delete the row.",
            )
        elif changes and self._goes_on_here(row, action):
            values = self._milestone_values(row, edited, now)
            if values is not None:
                edit = MilestoneEdit(row, action, milestone, values, changes)
                self._check_milestone(edit, [one.field for one in changes])
                self.found.milestones.append(edit)

    def _milestone_values(
        self, row: FilledRow, edited: Mapping[str, Value], now: Mapping[str, Value]
    ) -> Mapping[str, Any] | None:
        values: dict[str, Any] = {**now, **edited}
        try:
            values["stage"] = choice_in(str(values["stage"]), STAGES)
        except Unfit as unfit:
            self._fault(row, "stage", unfit)
            return None
        return values

    def _check_milestone(self, edit: MilestoneEdit, names: Sequence[str]) -> None:
        plan, values = self.view.plan, edit.values
        try:
            if "text" in names or "stage" in names:
                checked_milestone(values["text"], values["stage"])
            if "promised" in names:
                checked_promise(plan, values["promised"], values["note"])
            if "reached" in names:
                checked_reached(values["reached"], "")
        except OutsideScale as refused:
            self._refuse(edit.row, refused, "text")

    def _merge_new_milestone(self, row: FilledRow) -> None:
        action = self.by_reference.get(row.reference)
        if action is None and (not row.reference or row.reference not in self.new_references):
            what = f"the plan has no action “{row.reference[:20]}”. " if row.reference else ""
            self._fault(
                row,
                "reference",
                f"{what}Give the reference of the action that this milestone belongs to.",
            )
            return
        if action is not None and not self._goes_on_here(row, action):
            return
        empty: dict[str, Value] = dict.fromkeys(COLUMNS[MILESTONES], "")
        stage: Mapping[str, Value] = {"stage": next(iter(STAGES.values()))}
        values = self._milestone_values(row, row.edited(), {**empty, **stage})
        if values is None:
            return
        edit = MilestoneEdit(row, action, None, values)
        self._check_new_milestone(edit, self.view.plan)
        self.found.milestones.append(edit)

    def _check_new_milestone(self, edit: MilestoneEdit, plan: PlanFacts) -> None:
        values = edit.values
        try:
            checked_milestone(values["text"], values["stage"])
            if not values["promised"]:
                self._fault(edit.row, "promised", "give the day by which this is promised.")
            else:
                refuse_day(plan, values["promised"])
            if values["reached"]:
                checked_reached(values["reached"], "")
        except OutsideScale as refused:
            self._refuse(edit.row, refused, "text")

    # Updates.

    def merge_updates(self) -> None:
        quarter = Quarter(self.filled.quarter) if self.filled.quarter else None
        for row in self.filled.updates:
            action = self.by_reference.get(row.reference)
            if quarter is None or not row.edited():
                continue
            if action is None:
                words = f"“{row.reference[:20]}” is not in this plan any more. Delete the row."
                self._fault(row, "progress", words)
                continue
            kept = update_of(action, quarter)
            version = row.went_out.version if row.went_out else 0
            changes = self._changes(
                row,
                action.reference,
                update_values(kept),
                has_moved=(kept.version if kept else 0) != version,
                key=f"{action.reference} update",
            )
            if changes:
                self._merge_update(row, action, kept, changes, quarter)

    def _merge_update(
        self,
        row: FilledRow,
        action: ActionFacts,
        kept: UpdateFacts | None,
        changes: tuple[Change, ...],
        quarter: Quarter,
    ) -> None:
        values: dict[str, Any] = {}
        for name in (one.field for one in changes):
            value = row.values[name]
            options = {"progress": PROGRESS, "confidence": CONFIDENCE}.get(name)
            try:
                values[name] = choice_in(str(value), options) if options else value
            except Unfit as unfit:
                self._fault(row, name, unfit)
                return
        edit = UpdateEdit(row, action, kept, values, changes)
        try:
            policy.require(may_update(self.who, action, self.partners))
            self._refuse_not_agreed(action)
            refuse_closed(self.session, self.view.plan, quarter)
            checked_update(edit.entered(tuple(values)))
        except Refused as refused:
            self._refuse(row, refused, "progress")
            return
        self.found.updates.append(edit)

    def _refuse_not_agreed(self, action: ActionFacts) -> None:
        newest = self.view.newest
        if newest is None or action.id not in agreed_ids(newest.body):
            raise Locked(f"The chair has not agreed {action.reference} yet, so it has no updates.")
