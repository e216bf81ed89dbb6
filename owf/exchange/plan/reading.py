"""Reading a plan's workbook that was uploaded: all its rows, and all that is wrong with the file.

Whether a name, a question or a day fits the plan is asked later, when the plan is at hand.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from owf.assessment.errors import Refused
from owf.exchange.plan.filled import FilledPlan, FilledRow, WentOut
from owf.exchange.plan.layout import (
    ACTIONS,
    COLUMNS,
    FILLED_IN,
    FORMAT,
    HEAD_ROW,
    ID_FACTS,
    ID_HEAD,
    ID_HEAD_ROW,
    IDENTITY,
    MILESTONES,
    MOST_ROWS,
    NEW,
    PLACE,
    SHEETS,
    UPDATES,
    cell_name,
)
from owf.exchange.plan.values import Value
from owf.exchange.workbook.archive import check_archive
from owf.exchange.workbook.cells import Cell, Fault, Sheets, Unfit, day_in, text_in
from owf.exchange.workbook.reading import MOST_FAULTS, reading_safely

LIMIT = 10 * 2**20
"""Bytes of a file, where nobody gives another limit."""
_AFRESH = "Download the workbook from the plan's page and copy your changes into it."
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--")
_LONGEST_KEY = 20


class NotOurPlan(Refused):
    """A workbook that holds no plan, or whose hidden sheet was changed."""


def read_plan_workbook(content: bytes, limit: int = LIMIT) -> FilledPlan:
    """``problems`` has every fault that is in the file itself, with its sheet and cell.

    Raises: NotAWorkbook: it cannot be opened. NotOurPlan: it is no plan of this product.
    """
    check_archive(content, limit, MOST_ROWS)
    with reading_safely():
        sheets = Sheets(content, MOST_ROWS)
        is_ours = IDENTITY in sheets.names
        rows = dict(sheets.rows(IDENTITY, len(ID_HEAD))) if is_ours else {}
    identity, went_out = _read_identity(rows)
    with reading_safely():
        reader = _Reader(sheets, went_out, has_updates=identity.quarter is not None)
        reader.read()
    return replace(
        identity,
        actions=tuple(reader.rows[ACTIONS]),
        milestones=tuple(reader.rows[MILESTONES]),
        updates=tuple(reader.rows[UPDATES]),
        gone={sheet: reader.gone(sheet) for sheet in (ACTIONS, MILESTONES)},
        problems=tuple(reader.faults[:MOST_FAULTS]),
        notes=tuple(reader.notes),
    )


_Marks = Mapping[tuple[str, str], WentOut]
"""By sheet and key."""


def _read_identity(rows: Mapping[int, Sequence[Cell]]) -> tuple[FilledPlan, _Marks]:
    texts = {number: _texts(row) for number, row in rows.items()}
    facts = {texts[one][0]: texts[one][1] for one in range(len(ID_FACTS)) if one in texts}
    if "format" not in facts:
        raise NotOurPlan(
            "This is not a workbook of a plan from One Workforce, or its hidden sheet was removed. "
            + _AFRESH
        )
    if facts["format"] != FORMAT:
        raise NotOurPlan(
            "This is another kind of workbook, or one from another version of One Workforce. "
            + _AFRESH
        )
    if list(facts) != list(ID_FACTS) or tuple(texts.get(ID_HEAD_ROW, ())) != ID_HEAD:
        raise _sheet_changed()
    try:
        plan_id, trust, year = (int(facts[one]) for one in ("plan", "trust", "year"))
        quarter = date.fromisoformat(facts["quarter"]) if facts["quarter"] else None
        at = datetime.fromisoformat(facts["went out"])
        went_out = _went_out([row for number, row in texts.items() if number > ID_HEAD_ROW])
    except ValueError as error:
        raise _sheet_changed() from error
    if not all(0 < number < 10**9 for number in (plan_id, trust, year)):
        raise _sheet_changed()
    return FilledPlan(plan_id, trust, facts["trust name"], year, quarter, at), went_out


def _went_out(rows: Sequence[Sequence[str]]) -> _Marks:
    """Raises ValueError."""
    found: dict[tuple[str, str], WentOut] = {}
    for sheet, key, version, marks in rows:
        if not sheet:
            continue
        if (sheet, key) in found or sheet not in COLUMNS or len(version) > 9:
            raise ValueError(key)
        pairs: list[tuple[str, str]] = []
        for one in marks.split():
            name, mark = one.split("=")
            pairs.append((name, mark))
        found[sheet, key] = WentOut(int(version), dict(pairs))
    return found


def _texts(row: Sequence[Cell]) -> Sequence[str]:
    """The row's texts; a formula or an error, which we never write, is empty."""
    found = []
    for cell in row:
        text = ""
        with suppress(Unfit):
            text = text_in(cell)
        found.append(text)
    return found


def _sheet_changed() -> NotOurPlan:
    return NotOurPlan(f"The hidden sheet of this workbook was changed. {_AFRESH}")


@dataclass
class _Reader:
    sheets: Sheets
    went_out: _Marks
    has_updates: bool
    rows: dict[str, list[FilledRow]] = field(default_factory=lambda: {one: [] for one in COLUMNS})
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def read(self) -> None:
        for sheet in COLUMNS:
            if sheet == UPDATES and not self.has_updates:
                continue
            if sheet not in self.sheets.names:
                self.faults.append(
                    Fault(sheet, "", f"this sheet is missing. Give it its old name. {_AFRESH}")
                )
                continue
            self._read_sheet(sheet)
        own = [name for name in self.sheets.names if name not in SHEETS]
        if own:
            listed = ", ".join(f"“{name}”" for name in own[:5])
            self.notes.append(f"Sheets you added were not read: {listed}.")

    def gone(self, sheet: str) -> tuple[str, ...]:
        """Keys of rows that went out and are not in the file any more."""
        return tuple(key for of, key in self.went_out if of == sheet and (of, key) not in self.seen)

    def _read_sheet(self, sheet: str) -> None:
        columns = COLUMNS[sheet]
        has_head = False
        for number, cells in self.sheets.rows(sheet, len(columns)):
            if number == HEAD_ROW:
                has_head = True
                self._read_head(sheet, cells)
            elif number > HEAD_ROW:
                self._read_row(sheet, number, cells)
        if not has_head:
            self._read_head(sheet, [Cell()] * len(columns))

    def _read_head(self, sheet: str, cells: Sequence[Cell]) -> None:
        for name, column in COLUMNS[sheet].items():
            found = ""
            with suppress(Unfit):
                found = text_in(cells[PLACE[sheet][name]])
            if found != column.title:
                self._fault(
                    sheet,
                    name,
                    HEAD_ROW,
                    f"the heading here should be “{column.title}”, but is “{found[:60]}”. Put the "
                    "heading and its column back.",
                )

    def _fault(self, sheet: str, column: str, row: int, words: str) -> None:
        self.faults.append(Fault(sheet, cell_name(sheet, column, row), words))

    def _read_row(self, sheet: str, row: int, cells: Sequence[Cell]) -> None:
        to_fill = [cells[PLACE[sheet][name]] for name in ("reference", *FILLED_IN[sheet])]
        if all(one.value in (None, "") for one in to_fill):
            return
        before = len(self.faults)
        reference = self._value(sheet, "reference", row, cells)
        key = self._value(sheet, "id", row, cells) if sheet == MILESTONES else reference
        values = {name: self._value(sheet, name, row, cells) for name in FILLED_IN[sheet]}
        went_out = self.went_out.get((sheet, str(key)))
        found = FilledRow(sheet, row, str(key), str(reference), values, went_out)
        if not self._is_ours(found):
            return
        if went_out is not None or sheet == ACTIONS:
            self.seen.add((sheet, found.key))
        if len(self.faults) == before:
            self.rows[sheet].append(found)
            self._note_tags(found)

    def _is_ours(self, found: FilledRow) -> bool:
        """Whether a row may be read; a fault says why not."""
        sheet, key = found.sheet, found.key
        column = "id" if sheet == MILESTONES else "reference"
        is_new = not key or (sheet == ACTIONS and is_new_reference(key))
        words = ""
        if key and (sheet, key) in self.seen:
            words = (
                "this row was copied from another one, with its hidden number. Write a new "
                "milestone into an empty row instead."
                if sheet == MILESTONES
                else f"{key[:40]} is here twice. Delete one of the rows, or clear the reference "
                "of a row to add it as a new action."
            )
        elif not is_new and found.went_out is None and sheet != ACTIONS:
            words = f"this row was not in the workbook when it was downloaded. {_AFRESH}"
        if words:
            self._fault(sheet, column, found.row, words)
        return not words

    def _value(self, sheet: str, name: str, row: int, cells: Sequence[Cell]) -> Value:
        column, cell = COLUMNS[sheet][name], cells[PLACE[sheet][name]]
        try:
            return day_in(cell) if column.kind == "date" else text_in(cell, column.limit)
        except Unfit as unfit:
            self._fault(sheet, name, row, str(unfit))
            return ""

    def _note_tags(self, found: FilledRow) -> None:
        for name, value in found.edited().items():
            if isinstance(value, str) and (tag := _TAG.search(value)):
                where = found.fault(
                    name,
                    f"“{tag[0][:40]}” looks like HTML. It is kept as it is written, and people "
                    "will read it as text.",
                )
                self.notes.append(str(where))
        for name in found.emptied():
            self.notes.append(
                str(
                    found.fault(
                        name,
                        "this was emptied, which removes nothing from the plan. Clear it on the "
                        "page of the action.",
                    )
                )
            )


def is_new_reference(reference: str) -> bool:
    """Of a row that is to be a new action."""
    return not reference or (
        reference.casefold().startswith(NEW) and len(reference) <= _LONGEST_KEY
    )
