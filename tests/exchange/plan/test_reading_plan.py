"""A plan's workbook that was uploaded: what is refused before anything is compared."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from owf.exchange.plan.importing import import_plan, preview_plan_import
from owf.exchange.plan.layout import ACTIONS, IDENTITY, MILESTONES, UPDATES
from owf.exchange.plan.reading import NotOurPlan, read_plan_workbook
from owf.exchange.workbook.archive import NotAWorkbook
from owf.store import people
from owf.store.plans import changes as store_changes
from owf.store.plans.facts import ActionFields, Promise
from tests.exchange.plan.conftest import Book


def problems(book):
    return [str(one) for one in read_plan_workbook(book.saved()).problems]


@pytest.mark.parametrize(
    "content", [b"", b"reference,what\nA1,Train\n", b"PK\x03\x04 no archive", b"<html></html>"]
)
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(NotAWorkbook):
        read_plan_workbook(content)


def test_a_file_above_the_limit_is_refused_unread(exchange):
    with pytest.raises(NotAWorkbook, match="the limit is"):
        read_plan_workbook(exchange.out(), limit=1000)


def test_a_workbook_of_something_else_is_refused():
    book = openpyxl.Workbook()
    book.create_sheet(ACTIONS)["A1"] = "Reference"
    with pytest.raises(NotOurPlan, match="This is not a workbook of a plan from One Workforce"):
        read_plan_workbook(Book(book).saved())


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("B1", "one-workforce-return 1"),
        ("B2", "the first"),
        ("B3", "-873"),
        ("B6", "2009-13-01"),
        ("B7", "yesterday"),
        ("A9", "page"),
        ("C10", "two"),
        ("D10", "marks"),
        ("B11", "A1"),
        ("A10", "Elsewhere"),
    ],
)
def test_a_changed_hidden_sheet_is_refused(exchange, cell, value):
    book = exchange.book()
    book.book[IDENTITY][cell].value = value
    with pytest.raises(NotOurPlan, match="Download the workbook from the plan's page"):
        read_plan_workbook(book.saved())


def test_a_formula_and_an_error_are_faults_where_something_is_read(exchange):
    book = exchange.book()
    book.formula(ACTIONS, "A1", "what", "=HYPERLINK(A1)").formula(ACTIONS, "A2", "why", "=1+1")
    assert problems(book) == [
        "sheet “Actions”, cell D2: this is a formula, which cannot be read. Type the answer, or "
        "use Paste Special, Values."
    ]


def test_what_begins_like_a_formula_is_text_and_stays_so(exchange):
    book = exchange.book().fill(ACTIONS, "A1", what="=cmd|' /C calc'!A0", risk="+44 1223 -- 5")
    assert exchange.bring_in(book).changed == 1
    action = exchange.planned.view().actions[0]
    assert (action.entered.what, action.entered.risk) == ("=cmd|' /C calc'!A0", "+44 1223 -- 5")
    again = openpyxl.load_workbook(BytesIO(exchange.out()))[ACTIONS]["D2"]
    assert (again.value, again.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_html_is_kept_as_text_and_said(exchange):
    book = exchange.book().fill(ACTIONS, "A1", what="<script>alert(1)</script> 3 < 4")
    preview = exchange.preview(book)
    assert preview.notes == (
        "sheet “Actions”, cell D2: “<script>” looks like HTML. It is kept as it is written, and "
        "people will read it as text.",
    )
    exchange.bring_in(book)
    what = exchange.planned.view().actions[0].entered.what
    assert what == "<script>alert(1)</script> 3 < 4"
    assert exchange.preview(exchange.book()).notes == ()


def test_rows_that_are_there_twice_are_faults(exchange):
    book = exchange.book().fill(ACTIONS, "A2", reference="A1")
    page, row = book.book[MILESTONES], book.row(MILESTONES, "1")
    for place in range(1, 9):
        page.cell(row + 2, place).value = page.cell(row, place).value
    assert problems(book) == [
        "sheet “Actions”, cell A3: A1 is here twice. Delete one of the rows, or clear the "
        "reference of a row to add it as a new action.",
        "sheet “Milestones”, cell A4: this row was copied from another one, with its hidden "
        "number. Write a new milestone into an empty row instead.",
    ]


def test_a_milestone_or_an_update_that_did_not_go_out_is_a_fault(exchange):
    exchange.planned.agree()
    book = exchange.book()
    book.add(MILESTONES, id="77", reference="A1", text="Step", promised=date(2010, 4, 1))
    book.add(UPDATES, reference="A9", progress="Done", confidence="High", changed="All.")
    found = problems(book)
    assert [one.split(":")[0] for one in found] == [
        "sheet “Milestones”, cell A4",
        "sheet “Updates”, cell A4",
    ]
    assert all("was not in the workbook when it was downloaded" in one for one in found)


def test_a_missing_sheet_and_a_changed_heading_are_faults(exchange):
    book = exchange.book()
    del book.book[MILESTONES]
    book.book[ACTIONS]["L1"].value = "Danger"
    assert problems(book) == [
        "sheet “Actions”, cell L1: the heading here should be “Risk”, but is “Danger”. Put the "
        "heading and its column back.",
        "sheet “Milestones”: this sheet is missing. Give it its old name. Download the workbook "
        "from the plan's page and copy your changes into it.",
    ]


def test_sheets_of_peoples_own_are_not_read_and_said(exchange):
    book = exchange.book()
    book.book.create_sheet("My notes")["A1"] = "=1+1"
    preview = exchange.preview(book)
    assert (preview.notes, preview.faults) == (
        ("Sheets you added were not read: “My notes”.",),
        (),
    )


def test_only_the_yellow_cells_can_be_changed_in_excel(exchange):
    book = exchange.book()
    for sheet in (ACTIONS, MILESTONES):
        assert book.book[sheet].protection.sheet
    assert book.cell(ACTIONS, 2, "reference").protection.locked
    assert book.cell(ACTIONS, 2, "why").protection.locked
    assert not book.cell(ACTIONS, 2, "what").protection.locked
    assert not book.cell(ACTIONS, 4, "reference").protection.locked
    assert book.book[MILESTONES].column_dimensions["A"].hidden
    assert book.book[IDENTITY].sheet_state == "veryHidden"


def test_nobodys_address_goes_out(exchange):
    with exchange.planned.store.writing() as session:
        people.set_email(session, "alice", "alice@police.example")
    book = exchange.book().book
    texts = [str(one.value) for page in book for row in page.iter_rows() for one in row]
    assert "Alice" in texts
    assert not [one for one in texts if "@" in one]


def test_a_plan_of_300_actions_goes_out_and_comes_back(exchange):
    planned, at = exchange.planned, planned_at(exchange)
    with planned.store.writing() as session:
        for number in range(3, 301):
            action_id = store_changes.add_action(
                session,
                planned.plan_id,
                873,
                f"A{number}",
                ActionFields(what=f"Action {number}. " + "Words of it. " * 20, risk="x" * 200),
                at=at,
            )
            for step in range(3):
                milestone = store_changes.add_milestone(
                    session, action_id, f"Step {step}", "agreed"
                )
                promise = Promise(date(2010 + step, 4, 1), "", "carol", at)
                store_changes.add_promise(session, milestone, promise)
    book = exchange.book()
    for row in range(2, 302):
        book.cell(ACTIONS, row, "target").value = f"Target {row}"
    assert book.add(ACTIONS, what="One more.") == 302
    filled = exchange.read(book)
    carol, plan_id = planned.cast.carol, planned.plan_id
    preview = preview_plan_import(planned.store, carol, plan_id, filled)
    assert (len(preview.changes), len(preview.added), preview.faults) == (300, 1, ())
    done = import_plan(planned.store, carol, plan_id, filled, seen=preview.seen)
    assert (done.changed, done.added) == (300, 1)
    assert {one.entered.target for one in planned.view().actions} == {
        "",
        *(f"Target {row}" for row in range(2, 302)),
    }


def planned_at(exchange):
    return exchange.planned.view().actions[0].created_at
