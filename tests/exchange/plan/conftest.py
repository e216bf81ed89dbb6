"""A plan with a workbook of it in somebody's hands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from owf.access import Actor
from owf.exchange.plan.filled import FilledPlan
from owf.exchange.plan.importing import (
    Imported,
    PlanPreview,
    import_plan,
    preview_plan_import,
)
from owf.exchange.plan.layout import HEAD_ROW, PLACE
from owf.exchange.plan.reading import read_plan_workbook
from owf.exchange.plan.writing import plan_workbook
from tests.cast import Cast
from tests.planned import Planned, begin

_MARK = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass
class Book:
    """A workbook as openpyxl has it."""

    book: openpyxl.Workbook

    def row(self, sheet: str, key: str | int) -> int:
        """The row of an action's reference, or of a milestone's id; the first one's is 1."""
        page = self.book[sheet]
        return next(
            row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == str(key)
        )

    def cell(self, sheet: str, row: int, column: str) -> Any:
        return self.book[sheet].cell(row, PLACE[sheet][column] + 1)

    def fill(self, sheet: str, key: str | int, **values: Any) -> Book:
        return self._write(sheet, self.row(sheet, key), values)

    def add(self, sheet: str, **values: Any) -> int:
        """In the first empty row, whose number it gives."""
        page = self.book[sheet]
        row = next(
            row
            for row in range(HEAD_ROW + 2, page.max_row + 2)
            if all(page.cell(row, place + 1).value is None for place in PLACE[sheet].values())
        )
        self._write(sheet, row, values)
        return row

    def delete(self, sheet: str, key: str | int) -> Book:
        self.book[sheet].delete_rows(self.row(sheet, key))
        return self

    def _write(self, sheet: str, row: int, values: dict[str, Any]) -> Book:
        for column, value in values.items():
            cell = self.cell(sheet, row, column)
            # As Excel writes what would else be read as the mark of a character.
            cell.value = _MARK.sub("_x005F_", value) if isinstance(value, str) else value
            if isinstance(value, str):
                # These cells are text in Excel, whatever is typed; openpyxl would see a formula.
                cell.data_type = "s"
            elif isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
        return self

    def formula(self, sheet: str, key: str | int, column: str, words: str) -> Book:
        self.cell(sheet, self.row(sheet, key), column).value = words
        return self

    def saved(self) -> bytes:
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()


@dataclass(frozen=True)
class Exchange:
    """A plan that goes out as a workbook and comes back."""

    planned: Planned

    def out(self, who: Actor | None = None) -> bytes:
        return plan_workbook(self.planned.view(who), made_up=False)

    def book(self, who: Actor | None = None) -> Book:
        return Book(openpyxl.load_workbook(BytesIO(self.out(who))))

    def read(self, book: Book) -> FilledPlan:
        return read_plan_workbook(book.saved())

    def preview(self, book: Book, who: Actor | None = None) -> PlanPreview:
        one = self.planned
        return preview_plan_import(one.store, who or one.cast.carol, one.plan_id, self.read(book))

    def faults(self, book: Book) -> list[str]:
        return [str(one) for one in self.preview(book).faults]

    def bring_in(self, book: Book, *decisions: str, who: Actor | None = None) -> Imported:
        one = self.planned
        preview = self.preview(book, who)
        return import_plan(
            one.store,
            who or one.cast.carol,
            one.plan_id,
            self.read(book),
            decisions,
            seen=preview.seen,
        )


def changes(preview: PlanPreview) -> dict[str, tuple[str, str]]:
    """Key -> what is kept now, and what the file has."""
    return {one.key: (one.now, one.in_file) for one in preview.changes}


@pytest.fixture
def exchange(cast: Cast) -> Exchange:
    """Two actions with a milestone each, in a database of this test's own."""
    planned = begin(cast)
    planned.add("Train managers.")
    planned.add("Write down levels of need.", items=(("caf-2", 5), ("ma-1", None)))
    return Exchange(planned)
