"""What was filled in: the rows of a plan's workbook as they were read, before the plan is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from owf.assessment.returns.workbook_merge import mark_of
from owf.exchange.plan.layout import cell_name
from owf.exchange.plan.values import Value
from owf.exchange.workbook.cells import Fault


@dataclass(frozen=True)
class WentOut:
    """A row as it went out: the version of what it shows, and a mark of each value."""

    version: int
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FilledRow:
    """``key``: an action's reference, or a milestone's id; ``went_out`` is ``None`` for a new row.

    ``reference``: of the action; ``row`` counts from 0.
    """

    sheet: str
    row: int
    key: str
    reference: str
    values: Mapping[str, Value]
    went_out: WentOut | None

    def edited(self) -> Mapping[str, Value]:
        """What was filled in or changed in the workbook; emptied cells do not count."""
        marks = self.went_out.marks if self.went_out else {}
        return {
            name: value
            for name, value in self.values.items()
            if (mark := mark_of(value)) and mark != marks.get(name)
        }

    def emptied(self) -> tuple[str, ...]:
        marks = self.went_out.marks if self.went_out else {}
        return tuple(
            name for name, value in self.values.items() if not mark_of(value) and name in marks
        )

    def fault(self, column: str, words: str) -> Fault:
        return Fault(self.sheet, cell_name(self.sheet, column, self.row), words)


@dataclass(frozen=True)
class FilledPlan:
    """``problems``: why it cannot be used as it is. ``gone``: keys of rows that are not there.

    ``quarter``: the first day of the one whose updates it takes.
    """

    plan_id: int
    trust: int
    trust_name: str
    year: int
    quarter: date | None
    went_out_at: datetime
    actions: tuple[FilledRow, ...] = ()
    milestones: tuple[FilledRow, ...] = ()
    updates: tuple[FilledRow, ...] = ()
    gone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
