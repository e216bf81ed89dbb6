"""What a workbook would do to a plan, edit by edit: what is shown first, and written then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from owf import clock
from owf.exchange.plan.filled import FilledRow
from owf.exchange.plan.layout import COLUMNS
from owf.exchange.plan.values import Value
from owf.exchange.workbook.cells import Fault
from owf.improvement.plan.updates import Entered
from owf.store.plans.facts import (
    ActionFacts,
    ActionFields,
    LinkedItem,
    MilestoneFacts,
    UpdateFacts,
)


@dataclass(frozen=True)
class Change:
    """One field: what is kept now, and what the file has.

    ``is_conflict``: somebody changed it here after the workbook was written. ``key`` names it in
    the decisions.
    """

    key: str
    reference: str
    field: str
    title: str
    now: str
    in_file: str
    where: str
    is_conflict: bool = False


@dataclass(frozen=True)
class Added:
    """A new action or milestone: ``fields`` are titles with what the file has."""

    what: str
    where: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ActionEdit:
    """``values``: by field, as a service takes them; an ``action`` of ``None`` is a new one."""

    row: FilledRow
    action: ActionFacts | None
    values: Mapping[str, Any]
    changes: tuple[Change, ...] = ()

    def fields(self, names: Sequence[str]) -> ActionFields:
        """All of the action, with the named fields as the file has them."""
        before = self.action.entered if self.action else ActionFields()
        given = {one: self.values[one] for one in names if one in ActionFields.__match_args__}
        return replace(before, **given)

    def partners(self, names: Sequence[str]) -> tuple[int, ...]:
        if "partners" in names:
            return tuple(self.values["partners"])
        return tuple(one for one, _ in self.action.partners) if self.action else ()

    def items(self, names: Sequence[str]) -> tuple[LinkedItem, ...]:
        if "items" in names:
            return tuple(self.values["items"])
        return self.action.items if self.action else ()


@dataclass(frozen=True)
class MilestoneEdit:
    """A ``milestone`` of ``None`` is a new one; ``action`` is ``None`` where that is new too."""

    row: FilledRow
    action: ActionFacts | None
    milestone: MilestoneFacts | None
    values: Mapping[str, Any]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class UpdateEdit:
    row: FilledRow
    action: ActionFacts
    kept: UpdateFacts | None
    values: Mapping[str, Any]
    changes: tuple[Change, ...]

    def entered(self, names: Sequence[str]) -> Entered:
        kept = self.kept
        before = {
            "progress": kept.progress if kept else "",
            "confidence": kept.confidence if kept else "",
            "changed": kept.changed if kept else "",
            "impact": kept.impact if kept else "",
        }
        return Entered(**{**before, **{one: self.values[one] for one in names}})


@dataclass
class Merge:
    """All that a workbook would do, and every reason why it cannot be done."""

    actions: list[ActionEdit] = field(default_factory=list)
    milestones: list[MilestoneEdit] = field(default_factory=list)
    updates: list[UpdateEdit] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        edits: list[ActionEdit | MilestoneEdit | UpdateEdit] = [
            *self.actions,
            *self.milestones,
            *self.updates,
        ]
        return tuple(change for one in edits for change in one.changes)

    @cached_property
    def added(self) -> tuple[Added, ...]:
        edits: list[ActionEdit | MilestoneEdit] = [*self.actions, *self.milestones]
        return tuple(
            Added(
                "A new action" if isinstance(one, ActionEdit) else f"A new milestone of {name}",
                place_of(one.row),
                tuple(
                    (COLUMNS[one.row.sheet][column].title, words_of(value))
                    for column, value in one.row.values.items()
                    if value
                ),
            )
            for one in edits
            if one.row.went_out is None
            for name in [one.row.reference]
        )

    @property
    def mark(self) -> str:
        """Of all that is shown: another where anything of it is another."""
        return sha256(repr((self.changes, self.added)).encode("utf-8", "replace")).hexdigest()


def place_of(row: FilledRow) -> str:
    return f"sheet “{row.sheet}”, row {row.row + 1}"


def words_of(value: Value) -> str:
    return clock.day_in_words(value) if isinstance(value, date) else (value or "")
