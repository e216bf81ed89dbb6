"""The cells that we read are those that openpyxl reads, whatever they hold."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from owf.exchange.workbook.sheets import MOST_ROWS, Cell, Sheets, unescape

VALUES = [
    [1, 2.5, -3, 10**12, 1e300, True, False, None],
    ["text", " spaces ", "two\nlines", "é 日本 😀", "=", "<b>&amp;</b>", "", "_x"],
    [date(2011, 3, 31), datetime(2011, 3, 31, 14, 5), time(14, 5), timedelta(hours=30), None],
    ["=1+1", "=SUM(A1:B1)", ArrayFormula("C5", "=A1:B1*2"), "#REF!", "#N/A"],
]


def written_by_openpyxl(*, mac: bool = False, chart: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    page = book.active
    for row, values in enumerate(VALUES, start=2):
        for place, value in enumerate(values, start=1):
            page.cell(row, place).value = value
    if chart:
        book.create_chartsheet("Chart")
    book.create_sheet("Hidden").sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def written_by_xlsxwriter() -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, [1, 2.5, "text", True, "=1+1"])
        page.write_rich_string(1, 0, "plain ", bold, "bold", " and plain")
        page.write_datetime(1, 1, datetime(2011, 3, 31), day)
        page.write_blank(1, 2, None, bold)
        page.write_string(4, 3, "far away")
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [written_by_openpyxl(), written_by_openpyxl(mac=True), written_by_xlsxwriter()],
    ids=["openpyxl", "openpyxl, since 1904", "XlsxWriter"],
)
def test_every_cell_is_what_openpyxl_says(content):
    ours = Sheets(content)
    for page in openpyxl.load_workbook(BytesIO(content), read_only=True).worksheets:
        expected = {
            (row, place): (cell.value, cell.data_type)
            for row, cells in enumerate(page.iter_rows(min_row=1, max_row=20, max_col=8))
            for place, cell in enumerate(cells)
            if cell.value not in (None, "")
        }
        found = {
            (row, place): (cell.value, cell.data_type)
            for row, cells in ours.rows(page.title, 8)
            for place, cell in enumerate(cells)
            if cell.value not in (None, "")
        }
        # Of a formula only that it is one.
        formulas = {where for where, (_, kind) in expected.items() if kind == "f"}
        assert {where for where, (_, kind) in found.items() if kind == "f"} == formulas
        assert {where: found[where] for where in found.keys() - formulas} == {
            where: expected[where] for where in expected.keys() - formulas
        }


def test_sheets_are_named_in_order_the_hidden_ones_too_and_charts_are_none():
    assert Sheets(written_by_openpyxl(chart=True)).names == ["Sheet", "Hidden"]


def test_no_more_rows_and_columns_are_read_than_are_asked_for():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["J1"] = "first", "tenth"
    book.active.cell(MOST_ROWS, 1).value = "last"
    book.active.cell(MOST_ROWS + 1, 1).value = "beyond"
    file = BytesIO()
    book.save(file)
    rows = dict(Sheets(file.getvalue()).rows("Sheet", 3))
    assert rows[0] == [Cell("first", "s"), Cell(), Cell()]
    assert (max(rows), rows[MOST_ROWS - 1][0].value) == (MOST_ROWS - 1, "last")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("_x000D_", "\r"),
        ("a_x0007_b", "a\x07b"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D_", "_xD83D_"),
        ("_x00_", "_x00_"),
        ("x005F_", "x005F_"),
    ],
)
def test_what_excel_escapes_is_text_again(written, text):
    assert unescape(written) == text
