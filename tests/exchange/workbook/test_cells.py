"""The sheets of a workbook as they are read, and no more of them than is needed."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from owf.exchange.workbook.cells import MOST_ROWS, Cell, Sheets, unescape


def saved(book: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_sheets_are_named_in_order_the_hidden_ones_too_and_charts_are_none():
    book = openpyxl.Workbook()
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=3))
    book.create_chartsheet("Chart").add_chart(chart)
    book.create_sheet("Hidden").sheet_state = "hidden"
    assert Sheets(saved(book)).names == ["Sheet", "Hidden"]


def test_no_more_rows_and_columns_are_read_than_are_asked_for():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["J1"] = "first", "tenth"
    book.active.cell(MOST_ROWS, 1).value = "last"
    book.active.cell(MOST_ROWS + 1, 1).value = "beyond"
    rows = dict(Sheets(saved(book)).rows("Sheet", 3))
    assert rows[0] == [Cell("first", "s"), Cell(), Cell()]
    assert (max(rows), rows[MOST_ROWS - 1][0].value) == (MOST_ROWS - 1, "last")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("_x000D_", "\r"),
        ("a_x0007_b", "a\x07b"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xdfff_", "_xdfff_"),
        ("_xD83D_", "_xD83D_"),
        ("_x00_", "_x00_"),
        ("x005F_", "x005F_"),
    ],
)
def test_what_excel_escapes_is_text_again(written, text):
    assert unescape(written) == text
