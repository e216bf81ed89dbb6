"""Where everything stands in a plan's workbook: what the writer and the reader must agree on."""

from collections.abc import Mapping
from typing import NamedTuple

from owf.exchange.workbook.layout import letter
from owf.improvement.plan.actions import LABELS, TEXT_LIMITS
from owf.improvement.plan.promising import NOTE_LIMIT
from owf.improvement.plan.promising import TEXT_LIMIT as MILESTONE_LIMIT
from owf.improvement.plan.updates import TEXT_LIMIT as UPDATE_LIMIT

FORMAT = "one-workforce-plan 1"
"""Said by every workbook; another number where the layout changes."""
HOW_TO, ACTIONS, MILESTONES, UPDATES = "How to", "Actions", "Milestones", "Updates"
IDENTITY = "About this file"
SHEETS = (HOW_TO, ACTIONS, MILESTONES, UPDATES, IDENTITY)
MOST_ROWS = 17_000
"""Rows of a sheet that are looked at: 500 actions may have 30 milestones each."""
HEAD_ROW = 0
NEW = "new"
"""What a reference of a new action may begin with, so that its milestones can name it."""


class Column(NamedTuple):
    """``limit``: characters of a text that may be changed. ``options``: name of a list of answers.

    ``kind``: ``text`` and ``date`` are to be filled in, ``given`` and ``hidden`` are not read back.
    """

    title: str
    width: float
    kind: str = "text"
    limit: int | None = None
    options: str = ""


def _text(name: str, width: float) -> Column:
    return Column(LABELS[name], width, limit=TEXT_LIMITS[name])


_SHORT, _LIST = 200, 4000
COLUMNS: Mapping[str, Mapping[str, Column]] = {
    ACTIONS: {
        "reference": Column("Reference", 10, limit=_SHORT),
        "priority_id": Column("Priority", 22, limit=_SHORT, options="priorities"),
        "objective": _text("objective", 30),
        "what": _text("what", 44),
        "why": Column("Why", 40, "given"),
        "items": Column("Questions: level then, level wanted", 20, limit=_LIST),
        "lead_partner_id": Column("Lead partner", 20, limit=_SHORT, options="partners"),
        "lead_person": Column("Lead person", 18, limit=_SHORT, options="people"),
        "partners": Column("Other partners, one a line", 22, limit=_LIST),
        "is_multi_agency": Column("Multi-agency", 10, limit=_SHORT, options="yes_no"),
        "resources": _text("resources", 28),
        "risk": _text("risk", 28),
        "mitigation": _text("mitigation", 28),
        "measure": _text("measure", 26),
        "baseline": _text("baseline", 18),
        "target": _text("target", 18),
        "expectation": Column("Expectation", 14, limit=_SHORT, options="expectations"),
    },
    MILESTONES: {
        "id": Column("Id", 4, "hidden"),
        "reference": Column("Reference", 10, limit=_SHORT),
        "text": Column("Milestone", 50, limit=MILESTONE_LIMIT),
        "stage": Column("Stage", 14, limit=_SHORT, options="stages"),
        "first": Column("First promised", 13, "given"),
        "promised": Column("Promised", 13, "date"),
        "note": Column("Note: why the day has changed", 40, limit=NOTE_LIMIT),
        "reached": Column("Reached on", 13, "date"),
    },
    UPDATES: {
        "reference": Column("Reference", 10, "given"),
        "what": Column(LABELS["what"], 36, "given"),
        "before": Column("Last quarter", 36, "given"),
        "progress": Column("Progress", 18, limit=_SHORT, options="progress"),
        "confidence": Column("Confidence", 12, limit=_SHORT, options="confidence"),
        "changed": Column("What has changed", 44, limit=UPDATE_LIMIT),
        "impact": Column("Impact seen", 44, limit=UPDATE_LIMIT),
    },
}
"""Sheet -> its columns in order."""
PLACE: Mapping[str, Mapping[str, int]] = {
    sheet: {name: place for place, name in enumerate(columns)} for sheet, columns in COLUMNS.items()
}
FILLED_IN: Mapping[str, tuple[str, ...]] = {
    sheet: tuple(
        name
        for name, column in columns.items()
        if column.kind in ("text", "date") and name != "reference"
    )
    for sheet, columns in COLUMNS.items()
}
"""Sheet -> the columns that are read back, without the reference."""

ID_FACTS = ("format", "plan", "trust", "trust name", "year", "quarter", "went out")
"""The first rows of the hidden sheet: a name and a value each."""
ID_HEAD = ("sheet", "key", "version", "marks")
ID_HEAD_ROW = len(ID_FACTS) + 1
LISTS_COLUMN = len(ID_HEAD) + 1
"""Where its lists of answers begin, one a column."""


def cell_name(sheet: str, column: str, row: int) -> str:
    """A cell as Excel names it; ``row`` is the first one's 0."""
    return f"{letter(PLACE[sheet][column])}{row + 1}"
