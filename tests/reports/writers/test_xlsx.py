"""A report as a workbook, read by openpyxl and opened by LibreOffice."""

from __future__ import annotations

import csv
import re
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart.bar_chart import BarChart
from openpyxl.workbook import Workbook

from owf.reports.model import MADE_UP, Column, NumberFormat, Section, table_of
from owf.reports.writers import NO_ROWS
from owf.reports.writers.office_text import held
from owf.reports.writers.xlsx import xlsx_file
from tests.reports.hard import nothing_at_all, twelve_themes, with_sections
from tests.reports.sample import MARKUP, figure, sample_report
from tests.reports.texts import texts_of

HALVES = (2.25, 2.35, 0.35, 2.675, 0.125, -0.125, 3.0, 12.5, -0.001, 0.0005, 0.0125, 1234567, 0.5)
WORDS = (NumberFormat.TEXT, NumberFormat.DAY)
NAMES = ["History", "'quoted'", "a[b]:c*d?e/f\\g", "x" * 40, "X" * 40, "", "😀" * 20, "about"]


def opened(report) -> Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx_file(report)))


def words_in(book: Workbook) -> str:
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        if cell is not None
    )  # fmt: skip


def numbers_report():
    columns = (
        Column("Number"),
        *(Column(one.value, one) for one in NumberFormat if one not in WORDS),
        Column("Day", NumberFormat.DAY),
    )
    rows = [(f"row {n}", *[value] * 6, date(2009, 7, 10)) for n, value in enumerate(HALVES)]
    table = table_of("Numbers", columns, rows, sheet="Numbers")
    return with_sections(Section("Numbers", (table,)))


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> Mapping[str, list[list[str]]]:
    """Sheets of two workbooks as LibreOffice shows their cells, started once."""
    folder: Path = tmp_path_factory.mktemp("office")
    (folder / "numbers.xlsx").write_bytes(xlsx_file(numbers_report()))
    (folder / "sample.xlsx").write_bytes(xlsx_file(sample_report(MARKUP)))
    every_sheet_as_shown = (
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    )
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", every_sheet_as_shown, "--outdir", folder / "out"),
            *(folder / "numbers.xlsx", folder / "sample.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {
        one.stem: list(csv.reader(one.read_text(encoding="utf-8").splitlines(keepends=True)))
        for one in (folder / "out").glob("*.csv")
    }


def by_excel(value: float, number_format: str) -> str:
    """A number as a spreadsheet rounds it: its first 15 digits, halves away from zero."""
    if number_format.startswith("[<0.001]"):
        if value < 0.001:
            return "less than 0.001"
        number_format = number_format.split(";")[1]
    sections = number_format.split(";")
    if len(sections) == 3:
        number_format, value = sections[(value < 0) + 2 * (value == 0)], abs(value)
    if number_format == "General":
        return f"{value:g}"
    digits = number_format.partition(".")[2].count("0")
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(f"{value:.15g}").quantize(step, ROUND_HALF_UP)
    text = f"{rounded:,}" if "," in number_format else str(rounded)
    for sign in "+−":
        text = sign + text if number_format.startswith(sign) else text
    return text + ("%" if number_format.endswith('"%"') else "")


def test_every_sentence_and_cell_comes_back_and_the_sheets_are_in_order(shown):
    report = sample_report(MARKUP)
    book = opened(report)
    assert book.sheetnames[:2] == ["About", "Text"]
    assert book.sheetnames[-1] == "Method"
    sheets = [rows for name, rows in shown.items() if name.startswith("sample-")]
    found = "\n".join(cell for rows in sheets for row in rows for cell in row)
    for text in texts_of(report):
        assert held(text) in found, text
    for _, value in report.about.lines():
        assert value in found
    rows = list(book["Text"].iter_rows(min_row=5, values_only=True))
    assert rows[:3] == [
        ("Where we stand", "Heading", "Where we stand"),
        ("Where we stand", "Finding", report.sections[0].claim),
        ("Where we stand", "Paragraph", MARKUP),
    ]


def test_numbers_are_numbers_equal_to_the_frame_and_shown_as_everywhere_else():
    report = numbers_report()
    (table,) = report.tables()
    sheet = opened(report)["Numbers"]
    cells = table.cells()
    for row, values in enumerate(table.frame.itertuples(index=False)):
        for place in range(1, 7):
            cell = sheet.cell(row + 5, place + 1)
            assert cell.value == pytest.approx(values[place], rel=1e-9, abs=1e-9)
            assert isinstance(cell.value, int | float)
            shown_text = by_excel(cell.value, cell.number_format)
            assert shown_text == cells[row][place], (values[place], cell.number_format)


def test_libreoffice_shows_the_same_digits(shown):
    (table,) = numbers_report().tables()
    grid = shown["numbers-Numbers"]
    head = next(place for place, row in enumerate(grid) if row[0] == "Number")
    for row, wanted in zip(grid[head + 1 :], table.cells(), strict=False):
        # A spreadsheet gives nothing a sign; no level or share of ours is below nothing.
        assert row == [re.sub(r"^-(?=[0.]+%?$)", "", one) for one in wanted]


def test_text_that_looks_like_a_formula_stays_text(shown):
    text = "=1+1"
    table = table_of("=2+2", (Column("+a"), Column("@b")), [(text, "-3"), ("http://x.example", "")])
    book = opened(with_sections(Section("=SUM(A1)", (table,))))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    sheet = next(one for one in book if one["A1"].value == "=2+2")
    assert sheet["A5"].value == text
    assert sheet["A5"].quotePrefix
    assert sheet["A6"].hyperlink is None
    assert any("=1+1" in cell for row in shown["sample-Text"] for cell in row)


def test_dates_are_days_words_stay_text_and_what_is_missing_is_empty(shown):
    book = opened(sample_report())
    sheet = book["Verdicts"]
    assert sheet["G5"].value.date() == date(2012, 4, 1)
    assert sheet["C7"].value == "too few partners"
    assert sheet["B7"].value is None
    assert "1 April 2012" in shown["sample-Verdicts"][4]


def test_the_header_is_frozen_with_the_first_column_filtered_and_repeated():
    sheet = opened(sample_report())["Verdicts"]
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:H7"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet["A9"].value == "n = 9."


def test_every_sheet_says_that_it_is_made_up_and_which_page_of_how_many():
    for sheet in opened(sample_report()):
        assert MADE_UP in [sheet.cell(row, 1).value for row in (1, 2, 3)]
        assert sheet.oddFooter.left.text == MADE_UP
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_report_of_real_figures_says_nothing_of_that():
    report = sample_report()
    report = replace(report, about=replace(report.about, is_made_up=False))
    book = opened(report)
    assert MADE_UP not in words_in(book)
    assert all(sheet.oddFooter.left.text == "Cambridgeshire" for sheet in book)


def test_native_charts_have_the_frames_numbers_bounds_and_alternative_texts():
    report = sample_report()
    data = xlsx_file(report)
    book = openpyxl.load_workbook(BytesIO(data))
    sheets = [one for one in book if one._charts]
    figures = list(report.figures())
    assert len(sheets) == len(figures)
    for sheet, one in zip(sheets, figures, strict=True):
        native = one.native
        for row, (name, values) in enumerate(native.frame.iterrows(), start=5):
            assert sheet.cell(row, 1).value == name
            for place, value in enumerate(values, start=2):
                wanted = None if value is None or value != value else value  # noqa: PLR0124
                assert sheet.cell(row, place).value == wanted
        (chart,) = sheet._charts
        assert len(chart.series) == len(native.frame.columns)
        assert chart.y_axis.scaling.min == native.low
        assert chart.y_axis.scaling.max == native.high
        if isinstance(chart, BarChart):
            assert chart.x_axis.scaling.orientation == "maxMin"
    for one in figures:
        assert any(one.chart.alt in text for text in _drawings(data))


def _drawings(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        names = [one for one in file.namelist() if one.startswith("xl/drawings/drawing")]
        return [file.read(one).decode() for one in names]


def test_figures_that_pages_leave_out_are_in_the_workbook():
    report = with_sections(Section("Years", (replace(figure(), on_pages=False),)))
    assert any(sheet._charts for sheet in opened(report))


def test_names_of_sheets_are_short_and_unique_whatever_their_case():
    columns, rows = (Column("A"),), [("x",)]
    tables = tuple(table_of(name, columns, rows) for name in NAMES)
    names = opened(with_sections(Section("All", tables))).sheetnames
    assert len({one.lower() for one in names}) == len(names) == len(NAMES) + 3
    assert all(len(one.encode("utf-16-le")) <= 62 for one in names)
    assert not any(set(one) & set("[]:*?/\\") or one.lower() == "history" for one in names)


def test_the_list_of_sheets_links_to_each_of_them():
    book = opened(sample_report())
    cells = [row[0].hyperlink for row in book["About"].iter_rows()]
    links = {one.location for one in cells if one}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[1:]}


def test_the_method_has_the_rules_and_every_line_of_working():
    book = opened(sample_report(MARKUP))
    found = [row[2] for row in book["Method"].iter_rows(min_row=5, values_only=True)]
    assert found == ["Rules of calculation, version 2.", "n = 7 sectors.", MARKUP]


def test_long_texts_go_on_elsewhere_and_nothing_is_lost():
    long = "word " * 9_000
    table = table_of("Long", (Column("A"),), [(long,)], sheet="Long")
    book = opened(with_sections(Section("Long", (table,)), text=long))
    cell = book["Long"]["A5"].value
    assert len(cell) <= 32_767
    rest = [
        row for row in book["Text"].iter_rows(values_only=True) if "Rest of Long" in str(row[1])
    ]
    begun = cell.removesuffix("… (goes on in the sheet “Text”)")
    assert begun + "".join(row[2] for row in rest) == long


def test_a_table_without_rows_says_so():
    assert NO_ROWS in words_in(opened(nothing_at_all()))


def test_twelve_themes_with_long_names_come_back():
    report = twelve_themes()
    found = words_in(opened(report))
    (table,) = report.tables()
    assert all(cell in found for row in table.cells() for cell in row)
    assert all(one.title in found for one in table.columns)


def test_properties_name_the_report_and_its_author():
    about = opened(sample_report(author="Isle's " * 60)).properties
    assert about.title == "Board summary, 2011"
    assert about.creator.startswith("Isle's")
    assert len(about.creator) <= 255


@settings(max_examples=20)
@given(st.text(max_size=4_000) | st.just(MARKUP * 12))
def test_any_text_gives_a_workbook_that_has_it(text):
    report = sample_report(text, title=text[:300] or "Title", author=text[:90] or "Author")
    found = openpyxl.load_workbook(BytesIO(xlsx_file(report)))
    lines = [str(row[2]) for row in found["Text"].iter_rows(min_row=4, values_only=True)]
    wanted = "".join(held(text).split())
    assert wanted == "" or any(wanted == "".join(_plain(one).split()) for one in lines)


def _plain(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
