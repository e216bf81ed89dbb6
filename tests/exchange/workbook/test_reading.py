"""Workbooks with faults: every fault at once, each with its sheet and cell, and nothing written."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from owf.access.errors import Refused
from owf.assessment.returns.workbook_import import find_destination, open_to_take_along
from owf.exchange.workbook.layout import EARLIER_TITLES, IDENTITY, PLACE
from owf.exchange.workbook.reading import NotAWorkbook, open_workbook, read_return
from owf.exchange.workbook.writing import blank_workbook, workbook_of
from owf.questionnaire import NonScore
from tests.exchange.forms import change
from tests.exchange.workbook.conftest import LIMIT, YEAR

CHOOSE = "Choose a level from 1 to 5 or “Don't know” or “Not applicable” from the list."
AGAIN = "Download the spreadsheet again and copy the answers into it."


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        open_workbook(content, LIMIT)
    return str(refused.value)


# What people type is taken where it can be meant in one way only.


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("3 Some", 3),
        (" 3  some ", 3),
        ("3", 3),
        (3, 3),
        (3.0, 3),
        ("3.0", 3),
        ("3 - SOME", 3),
        ("some", 3),
        ("level 3", 3),
        ("Don't know", NonScore.DONT_KNOW),
        ("DON’T KNOW", NonScore.DONT_KNOW),
        ("dont know", NonScore.DONT_KNOW),
        (" not applicable\n", NonScore.NOT_APPLICABLE),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_an_answer_is_taken_as_people_write_it(police, typed, choice):
    reading = police.read(police.book().fill("caf-1", choice=typed).saved())
    assert reading.faults == ()
    assert reading.filled.items["caf-1"].said.choice == choice


def test_an_answer_is_read_in_the_words_of_the_question_s_own_scale(police):
    reading = police.read(police.book().fill("ma-2", choice="at times").saved())
    assert reading.filled.items["ma-2"].said.choice == 3
    (fault,) = police.faults(police.book().fill("caf-1", choice="at times"))
    assert "“at times” is not one of the answers." in fault


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (3, "3"),
        (2.5, "2.5"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (datetime(2009, 7, 10), "10 July 2009"),
    ],
)
def test_a_number_or_a_date_in_a_comment_is_taken_as_the_text_that_people_see(police, typed, text):
    reading = police.read(police.book().fill("caf-1", comment=typed).saved())
    assert reading.filled.items["caf-1"].said.comment == text


@pytest.mark.parametrize(
    "typed",
    [
        date(2011, 3, 31),
        datetime(2011, 3, 31, 14, 5),
        "31/03/2011",
        "31.3.2011",
        "2011-03-31",
        "31 March 2011",
        " 31  Mar 2011 ",
        "31/3/11",
        40633,
    ],
)
def test_a_day_is_taken_as_people_write_it(police, typed):
    reading = police.read(police.book().fill("caf-2", expires=typed).saved())
    assert reading.filled.items["caf-2"].said.expires == date(2011, 3, 31)


# What cannot be meant is a fault, with its cell.


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (6, f"6 is not on the scale. {CHOOSE}"),
        ("0", f"0 is not on the scale. {CHOOSE}"),
        (-3, f"“-3” is not one of the answers. {CHOOSE}"),
        (3.5, f"“3.5” is not one of the answers. {CHOOSE}"),
        ("3 Good", f"“3 Good” is not one of the answers. {CHOOSE}"),
        ("maybe", f"“maybe” is not one of the answers. {CHOOSE}"),
        (True, f"“TRUE” is not one of the answers. {CHOOSE}"),
        (datetime(2009, 4, 3), f"“3 April 2009” is not one of the answers. {CHOOSE}"),
        (10**12, f"“{10**12}” is not one of the answers. {CHOOSE}"),
        ("x" * 100, f"“{'x' * 40}…” is not one of the answers. {CHOOSE}"),
        (
            "=1+2",
            "this is a formula, which cannot be read. Type the answer, or use Paste Special, "
            "Values.",
        ),
    ],
)
def test_an_answer_that_is_none_is_a_fault_with_its_cell(police, typed, words):
    book = police.book().fill("caf-1", choice=typed)
    assert police.faults(book) == [f"sheet “CAF”, cell {book.name('caf-1', 'choice')}: {words}"]
    assert police.stored == {}


@pytest.mark.parametrize("column", ["choice", "comment", "evidence", "expires"])
def test_a_formula_in_any_answer_cell_is_a_fault(police, column):
    book = police.book().fill("caf-2", **{column: '=HYPERLINK("http://x")'})
    (fault,) = police.faults(book)
    assert fault.startswith(f"sheet “CAF”, cell {book.name('caf-2', column)}: this is a formula")


@pytest.mark.parametrize("column", ["choice", "comment", "evidence", "expires"])
def test_an_error_in_an_answer_cell_is_a_fault(police, column):
    book = police.book().fill("caf-2", **{column: "#REF!"})
    book.cell("caf-2", column).data_type = "e"
    (fault,) = police.faults(book)
    assert "this is the error #REF!. Clear the cell, or type the answer." in fault


@pytest.mark.parametrize(("column", "limit"), [("comment", 4000), ("evidence", 500)])
def test_too_long_a_text_is_a_fault_that_says_how_long(police, column, limit):
    assert police.faults(police.book().fill("caf-2", **{column: "x" * limit})) == []
    (fault,) = police.faults(police.book().fill("caf-2", **{column: "x" * (limit + 1)}))
    assert f"this has {limit + 1} characters. Shorten it to {limit}." in fault


@pytest.mark.parametrize(
    "typed", ["soon", "31/02/2011", "2011", 2011, 0.5, True, date(1999, 12, 31), -1]
)
def test_a_date_that_is_none_is_a_fault(police, typed):
    (fault,) = police.faults(police.book().fill("caf-2", expires=typed))
    assert (
        "is not a date between 01/01/2000 and 31/12/2099. Type a date such as 31/03/2010" in fault
    )


def test_a_number_of_days_that_no_calendar_has_is_a_fault(police):
    (fault,) = police.faults(police.book().fill("caf-2", expires=10**9))
    assert "this is the error #VALUE!. Clear the cell" in fault


def test_evidence_where_none_is_asked_for_is_a_fault_and_not_lost(police):
    (fault,) = police.faults(police.book().fill("caf-1", evidence="The audit."))
    assert "CAF 1 does not ask for evidence. Move this into the comment" in fault


def test_every_fault_is_named_at_once(police):
    book = police.book().fill("caf-1", choice=6, comment="=1").fill("caf-2", expires="soon")
    book.fill("ma-1", choice="maybe")
    book.head("caf", "choice").value = "Answer"
    assert [one.split(": ")[0] for one in police.faults(book)] == [
        "sheet “CAF”, cell E6",
        f"sheet “CAF”, cell {book.name('caf-1', 'choice')}",
        f"sheet “CAF”, cell {book.name('caf-1', 'comment')}",
        f"sheet “CAF”, cell {book.name('caf-2', 'expires')}",
        f"sheet “Multi-agency working”, cell {book.name('ma-1', 'choice')}",
    ]


# Sheets, headings and ids.


def test_a_changed_heading_is_a_fault_that_says_what_belongs_there(police):
    book = police.book()
    book.head("caf", "comment").value = "Remarks"
    assert police.faults(book) == [
        "sheet “CAF”, cell F6: the heading here should be “Comment”, but is “Remarks”. Put the "
        "heading and its column back."
    ]


def test_headings_worded_as_they_were_in_earlier_spreadsheets_are_still_read(police):
    book = police.book()
    for column, title in EARLIER_TITLES.items():
        book.head("caf", column).value = title
    assert police.faults(book) == []


def test_a_heading_that_is_gone_is_a_fault_of_each_column(police):
    book = police.book()
    for cell in book.sheet("caf")[6]:
        cell.value = None
    assert len(police.faults(book)) == len(PLACE)


def test_columns_that_changed_places_are_a_fault(police):
    book = police.book()
    first, second = (book.head("caf", name) for name in ("choice", "comment"))
    first.value, second.value = second.value, first.value
    assert len(police.faults(book)) == 2


def test_a_missing_sheet_is_one_fault_and_not_one_a_question(police):
    book = police.book()
    book.book.remove(book.sheet("caf"))
    assert police.faults(book) == [
        "sheet “CAF”: this sheet is missing. Give it its old name again, or download the "
        "spreadsheet again and copy the answers into it."
    ]


def test_a_missing_row_is_a_fault_that_names_the_question(police):
    book = police.book()
    book.sheet("caf").delete_rows(book.row("caf-2"))
    assert police.faults(book) == [f"sheet “CAF”: the row of CAF 2 is missing. {AGAIN}"]


def test_a_missing_id_is_a_fault_with_its_cell(police):
    book = police.book()
    cell = book.name("caf-2", "id")
    book.fill("caf-2", id=None)
    assert police.faults(book) == [
        f"sheet “CAF”, cell {cell}: the hidden id of CAF 2 is missing. {AGAIN}"
    ]


def test_an_id_that_is_there_twice_is_a_fault(police):
    book = police.book()
    page, row = book.sheet("caf"), book.sheet("caf").max_row + 1
    for place, cell in enumerate(page[book.row("caf-2")], start=1):
        page.cell(row, place).value = cell.value
    assert police.faults(book) == [
        f"sheet “CAF”, cell A{row}: CAF 2 is here twice. Delete one of the rows."
    ]


def test_an_unknown_id_is_a_fault_and_its_question_is_missing(police):
    book = police.book()
    cell = book.name("caf-2", "id")
    book.fill("caf-2", id="caf-9")
    assert police.faults(book) == [
        f"sheet “CAF”, cell {cell}: “caf-9” is not a question in this self-assessment. Delete the "
        "row.",
        f"sheet “CAF”: the row of CAF 2 is missing. {AGAIN}",
    ]


def test_a_question_of_another_sector_is_unknown(police):
    book = police.book()
    page = book.sheet("multi-agency")
    row = page.max_row + 1
    page.cell(row, 1).value, page.cell(row, 2).value = "ma-3", "MA 3"
    (fault,) = police.faults(book)
    assert "“ma-3” is not a question in this self-assessment." in fault


def test_rows_whose_ids_moved_away_from_their_questions_are_a_fault(police):
    book = police.book()
    first, second = (book.cell(item, "id") for item in ("caf-1", "caf-2"))
    first.value, second.value = second.value, first.value
    faults = police.faults(book)
    assert len(faults) == 2
    assert "this is “CAF 1”, but the row belongs to CAF 2." in faults[0]


def test_rows_in_another_order_are_no_fault(police):
    book = police.book().fill("caf-1", choice="4").fill("caf-3", choice="5")
    page = book.sheet("caf")
    first, last = book.row("caf-1"), book.row("caf-3")
    for place in range(1, len(PLACE) + 1):
        one, other = page.cell(first, place), page.cell(last, place)
        one.value, other.value = other.value, one.value
    filled = police.read(book.saved()).filled
    assert (filled.items["caf-1"].said.choice, filled.items["caf-3"].said.choice) == (4, 5)


def test_rows_and_sheets_of_people_s_own_are_noted_and_left_alone(police):
    book = police.book().fill("caf-1", choice=3)
    page = book.sheet("caf")
    row = page.max_row + 2
    page.cell(row, 5).value = "ask the school"
    page.cell(row, 6).value = "=SUM(1,2)"
    book.book.create_sheet("Our notes")["A1"] = "=1+1"
    reading = police.read(book.saved())
    assert reading.faults == ()
    assert reading.notes == (
        f"Rows you added on “CAF” were not read: {row}.",
        "Sheets you added were not read: “Our notes”.",
    )
    assert reading.filled.items["caf-1"].said.choice == 3


# Whose it is.


@pytest.fixture
def other(police):
    """The police's workbook with one thing said otherwise on its hidden sheet."""

    def make(name: str, value: object) -> bytes:
        book = police.book().fill("caf-1", choice=6)
        page = book.book[IDENTITY]
        cell = next(row[1] for row in page.iter_rows(max_row=9) if row[0].value == name)
        cell.value = value
        return book.saved()

    return make


def test_the_workbook_of_another_trust_is_refused_with_both_names(police, cast):
    to = find_destination(cast.store, cast.alice, police.partner_id, YEAR)
    view = cast.leeds.partners["police"]
    content = workbook_of(open_to_take_along(cast.store, cast.ivan, view, 2009))
    said = [str(one) for one in read_return(open_workbook(content, LIMIT), to).faults]
    what = "Download the spreadsheet of Police for 2010 and copy the answers into it."
    assert said[0] == (
        f"This spreadsheet is for Leeds, but you are on the page of Cambridgeshire. {what}"
    )
    assert said[-2] == f"This spreadsheet is for 2009, but you are on the page of 2010. {what}"
    assert said[-1].startswith(
        "This spreadsheet has the questions of tiny@2009, but 2010 uses those of tiny@2010."
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("trust", "383", "but you are on the page of Cambridgeshire."),
        ("partner", "3", "but you are on the page of Police."),
        ("year", "2009", "This spreadsheet is for 2009, but you are on the page of 2010."),
        ("pack", "tiny@2009", "has the questions of tiny@2009, but 2010 uses those of tiny@2010."),
        ("digest", "0" * 64, "but 2010 uses those of tiny@2010 as they were frozen then."),
    ],
)
def test_another_s_workbook_is_refused_and_its_cells_are_not_looked_at(
    police, other, name, value, words
):
    (fault,) = police.faults(other(name, value))
    assert words in fault
    assert fault.endswith(
        "Download the spreadsheet of Police for 2010 and copy the answers into it."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("trust", "x"), ("partner", "-1"), ("year", "=1"), ("went out", "today"), ("year", "9" * 30)],
)
def test_a_hidden_sheet_that_makes_no_sense_is_refused(other, name, value):
    assert refusal(other(name, value)).startswith(
        "The hidden sheet of this spreadsheet was changed."
    )


def test_another_format_is_refused(other):
    assert refusal(other("format", "one-workforce-return 9")).startswith(
        "This spreadsheet is from another version of One Workforce."
    )


@pytest.mark.parametrize("what", ["gone", "emptied", "a version", "twice", "a heading"])
def test_a_hidden_sheet_that_was_changed_is_refused(police, what):
    book = police.book()
    page = book.book[IDENTITY]
    if what == "gone":
        book.book.remove(page)
    elif what == "emptied":
        page.delete_rows(1, 30)
    elif what == "a version":
        page["B12"] = "many"
    elif what == "twice":
        page["A13"] = page["A12"].value
    else:
        page["A11"] = "question"
    assert "hidden sheet" in refusal(book.saved())


def test_a_question_that_the_hidden_sheet_leaves_out_is_a_fault(police):
    book = police.book()
    book.book[IDENTITY].delete_rows(12)
    assert police.faults(book) == [f"The hidden sheet of this spreadsheet was changed. {AGAIN}"]


def test_a_blank_form_is_refused_and_says_what_to_do(police):
    assert refusal(blank_workbook(police.pack)) == (
        "This is a blank form that does not belong to a partner, so it cannot be uploaded. "
        "Download your own spreadsheet from the Assessment page and copy the answers into it."
    )


def test_somebody_else_s_workbook_is_none_of_ours(police):
    book = openpyxl.Workbook()
    book.active["A1"] = "Budget"
    file = BytesIO()
    book.save(file)
    assert refusal(file.getvalue()).startswith("This is not a spreadsheet from One Workforce")


# What is made to do harm.


def rewritten(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for one in before.infolist():
            body = before.read(one)
            if one.filename == part:
                body, number = re.subn(old, new, body, count=1)
                assert number == 1
            after.writestr(one.filename, body)
    return made.getvalue()


SHEET = "xl/worksheets/sheet2.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"<sheetData>", b"<sheetData><row"),
        (SHEET, b'<c r="', b'<c r="?'),
        (SHEET, b"</sheetData>", b'<row r="50"><c r="ZZZZZZZZ50"/></row></sheetData>'),
        (
            SHEET,
            b"<sheetData>",
            b'<sheetData><row r="1"><c r="A1" t="s"><v>' + b"9" * 5000 + b"</v></c></row>",
        ),
        ("xl/workbook.xml", b"<sheets>", b"<sheets><sheet/>"),
        ("xl/styles.xml", b"<fonts", b"<funts"),
        ("[Content_Types].xml", b"/xl/workbook\\.xml", b"/xl/nothing.xml"),
        (SHEET, b"<is>", b"</is>"),
    ],
)
def test_a_workbook_that_the_parser_stumbles_over_is_damaged(police, part, old, new):
    content = rewritten(police.out(), part, old, new)
    with pytest.raises(NotAWorkbook, match=r"^This spreadsheet is damaged and cannot be read\."):
        police.read(content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'),
        (b"</sheetData>", b'<row r="999999999999"><c r="A999999999999"/></row></sheetData>'),
        (b"</sheetData>", b'<row r="50"><c r="XFD50"><v>1</v></c></row></sheetData>'),
    ],
)
def test_a_sheet_that_claims_to_be_endless_is_read_as_far_as_it_goes(police, old, new):
    content = rewritten(police.out(), SHEET, old, new)
    reading = police.read(content)
    assert reading.faults == ()
    assert set(reading.filled.items) == {"caf-1", "caf-2", "caf-3", "ma-1", "ma-2"}


@pytest.mark.parametrize(
    ("cells", "is_read"),
    [
        # As they are printed now, and as they were while codes were printed; never a mixture.
        ({"caf-1": "CAF 1", "caf-2": "CAF 2"}, True),
        ({"caf-1": "CAF 8", "caf-2": "CAF 9"}, True),
        ({"caf-1": "CAF 1", "caf-2": "CAF 9"}, False),
        ({"caf-1": "CAF 9", "caf-2": "CAF 8"}, False),
    ],
)
def test_a_workbook_may_call_questions_by_their_numbers_or_by_their_codes(police, cells, is_read):
    to = find_destination(police.cast.store, police.cast.alice, police.partner_id, YEAR)
    pack = change(police.pack, {"caf-1": {"code": "CAF 8"}, "caf-2": {"code": "CAF 9"}})
    book = police.book()
    for item, code in cells.items():
        book.fill(item, code=code)
    reading = read_return(open_workbook(book.saved(), LIMIT), replace(to, pack=pack))
    assert (reading.faults == ()) is is_read
