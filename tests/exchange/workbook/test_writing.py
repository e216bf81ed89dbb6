"""The workbook as it goes out: what stands where, what can be changed, and what stays text."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from owf.exchange.workbook.layout import COLUMNS, HOW_TO, IDENTITY, PLACE, head_row, sheet_names
from owf.exchange.workbook.writing import blank_workbook
from owf.questionnaire import NonScore, Pack, load_named
from owf.settings import PACKS
from tests.exchange.forms import change

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "{=1}"]


def words_on(page) -> str:
    return "\n".join(str(cell.value) for row in page for cell in row if cell.value is not None)


def test_the_sheets_are_how_to_then_one_a_theme_then_a_hidden_one(police):
    book = police.book().book
    assert book.sheetnames == [HOW_TO, "CAF", "Multi-agency working", IDENTITY]
    assert [page.sheet_state for page in book] == ["visible"] * 3 + ["veryHidden"]


def test_the_first_sheet_says_whose_it_is_until_when_and_that_an_empty_cell_deletes_nothing(police):
    words = words_on(police.book().book[HOW_TO])
    assert words.startswith("Self-assessment 2010: Police, Cambridgeshire")
    assert "Please answer by 17 July 2010." in words
    assert "An empty cell does not delete anything" in words
    assert "Assessment page on http://127.0.0.1:8501" in words
    for level in ("1 Not yet", "5 Embedded", "3 At times", "Don't know", "Not applicable"):
        assert level in words


def test_a_theme_s_sheet_has_title_intro_descriptors_and_a_table(police):
    book = police.book()
    page = book.sheet("caf")
    words = words_on(page)
    assert "Common Assessment Framework" in words
    assert "About Common Assessment Framework." in words
    assert "3 Some: some do" in words
    head = head_row(police.pack, police.pack.theme("caf")) + 1
    assert [cell.value for cell in page[head]] == [column.title for column in COLUMNS.values()]
    assert [page.cell(row, 2).value for row in range(head + 1, page.max_row + 1)] == [
        "CAF 1", "CAF 2", "CAF 3",
    ]  # fmt: skip
    assert page.freeze_panes == f"C{head + 1}"
    assert all(merged.max_row < head for merged in page.merged_cells.ranges)


def test_a_partner_gets_only_what_its_sector_is_asked(police):
    assert "MA 3" not in words_on(police.book().sheet("multi-agency"))


def test_what_was_answered_stands_in_it(police):
    police.choose("caf-1", NonScore.DONT_KNOW)
    police.choose("ma-2", 3)
    police.comment("ma-2", "Two\nlines")
    police.name_evidence("caf-2", "The audit.", date(2011, 3, 31))
    book = police.book()
    assert book.cell("caf-1", "choice").value == "Don't know"
    assert book.cell("ma-2", "choice").value == "3 At times"
    assert book.cell("ma-2", "comment").value == "Two\nlines"
    assert book.cell("caf-2", "evidence").value == "The audit."
    assert book.cell("caf-2", "expires").value.date() == date(2011, 3, 31)
    assert book.cell("caf-2", "expires").number_format == "dd/mm/yyyy"


def test_last_year_s_own_answer_and_the_mark_stand_beside_each_question(police):
    book = police.book()
    assert book.cell("caf-1", "last_year").value == "3 Some"
    assert book.cell("caf-1", "mark").value == "Same as last year"
    assert book.cell("ma-1", "mark").value == "Reworded since last year"
    assert book.cell("ma-1", "last_year").value == (
        "3 Some\nIt says “together” now.\nIt was: MA 1: staff here do this."
    )
    assert book.cell("caf-1", "choice").value is None


def test_hints_say_on_which_answer_a_question_depends_and_what_evidence_would_count(police):
    book = police.book()
    assert "Only where your answer to CAF 1 is 4 (good), 5 (embedded) or “Don't know”." in (
        book.cell("caf-3", "hint").value
    )
    hint = book.cell("caf-2", "hint").value
    assert "What would count: an audit of last year" in hint
    assert "Needed from level 4 up." in hint
    assert "You can leave this one out." in book.cell("ma-2", "hint").value


def test_only_answers_comments_and_evidence_that_is_asked_for_can_be_changed(police):
    book = police.book()
    for page in book.book:
        assert page.protection.sheet
        assert page.protection.password is None
    unlocked = {
        (item.id, name)
        for theme in police.pack.themes
        for item in theme.items
        if item.id != "ma-3"
        for name in COLUMNS
        if not book.cell(item.id, name).protection.locked
    }
    items = ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2")
    assert unlocked == {(item, name) for item in items for name in ("choice", "comment")} | {
        ("caf-2", "evidence"), ("caf-2", "expires"),
    }  # fmt: skip
    grey = book.cell("caf-1", "evidence").fill.fgColor.rgb
    assert grey != book.cell("caf-2", "evidence").fill.fgColor.rgb
    for page in (book.book[HOW_TO], book.book[IDENTITY]):
        assert all(cell.protection.locked for row in page for cell in row)


def test_the_ids_are_in_a_hidden_column(police):
    page = police.book().sheet("caf")
    assert page.column_dimensions["A"].hidden
    assert not page.column_dimensions["B"].hidden


def test_columns_that_would_be_empty_everywhere_are_hidden(police, tiny_pack: Pack):
    page = openpyxl.load_workbook(BytesIO(blank_workbook(tiny_pack)))["CAF"]
    hidden = {
        name
        for name, place in PLACE.items()
        if page.column_dimensions[chr(ord("A") + place)].hidden
    }
    # openpyxl keeps neighbours that look alike as one.
    assert {"id", "evidence", "last_year"} <= hidden
    assert not {"code", "choice", "comment"} & hidden


def test_an_answer_is_chosen_from_a_list_in_words_of_the_question_s_own_scale(police):
    book = police.book()
    lists = {}
    for theme in police.pack.themes:
        for rule in book.sheet(theme.id).data_validations.dataValidation:
            if rule.type == "list":
                lists[str(rule.sqref)] = rule
    assert len(lists) == 3
    for cells, rule in lists.items():
        sheet, first, last = re.fullmatch(
            r"'(.*)'!\$(\w+\$\d+):\$(\w+\$\d+)", rule.formula1
        ).groups()
        first, last = first.replace("$", ""), last.replace("$", "")
        words = [row[0].value for row in book.book[sheet][f"{first}:{last}"]]
        assert words[-2:] == ["Don't know", "Not applicable"]
        assert words[0] == ("1 Never" if cells.endswith(book.name("ma-2", "choice")) else
                            "1 Not yet")  # fmt: skip
        assert (rule.promptTitle, rule.errorTitle) == ("Which answer?", "Not one of the answers")
        assert "Choose one of the answers" in rule.error
        assert rule.errorStyle in (None, "stop")


def test_lengths_and_dates_are_checked_in_excel_too_with_words(police):
    rules = {
        rule.type: rule
        for rule in police.book().sheet("caf").data_validations.dataValidation
        if rule.type != "list"
    }
    assert rules["textLength"].formula1 in ("4000", "500")
    assert rules["date"].error.startswith("Type a date between 01/01/2000")
    assert rules["date"].promptTitle == "Valid until when?"


@pytest.mark.parametrize("words", FORMULAS)
def test_text_that_looks_like_a_formula_is_written_as_text(police, words):
    police.comment("caf-1", words + "x")
    police.name_evidence("caf-2", words + "x")
    book = police.book()
    for item, column in (("caf-1", "comment"), ("caf-2", "evidence")):
        cell = book.cell(item, column)
        assert (cell.data_type, cell.value) == ("s", f"{words}x".strip())
        # Text in Excel also once somebody edits it there.
        assert cell.number_format == "@"
    archive = ZipFile(BytesIO(police.out()))
    for part in archive.infolist():
        if "worksheets" in part.filename:
            assert b"<f>" not in archive.read(part)


def test_a_pack_and_partner_whose_words_look_like_formulas_stay_text(police, tiny_pack: Pack):
    pack = change(
        tiny_pack,
        {"caf-1": {"code": "=A", "text": "=1+1", "hint": "@SUM(A1)"}},
        title="=cmd|' /C calc'!A0",
    )
    book = openpyxl.load_workbook(BytesIO(blank_workbook(pack)))
    cells = [cell for page in book for row in page for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=A", "=1+1", "@SUM(A1)"} <= {cell.value for cell in cells}


def test_it_prints_on_a4_landscape_as_wide_as_the_page_with_its_heading_on_each(police):
    page = police.book().sheet("caf")
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) in ((None, 0), (1, 0))
    assert page.sheet_properties.pageSetUpPr.fitToPage
    head = head_row(police.pack, police.pack.theme("caf")) + 1
    assert page.print_title_rows == f"${head}:${head}"
    assert "Police, Cambridgeshire" in page.oddFooter.left.text


def test_its_looks_are_named_styles_that_the_cells_follow(police):
    book = police.book()
    assert {"OWF Question", "OWF Answer", "OWF Comment", "OWF Column heading"} <= set(
        book.book.named_styles
    )
    assert book.cell("caf-1", "comment").style == "OWF Comment"
    assert book.cell("caf-1", "question").style == "OWF Question"


def test_the_document_has_its_title_and_its_language(police):
    about = police.book().book.properties
    assert about.title == "Self-assessment 2010: Police, Cambridgeshire"
    assert about.language == "en-GB"


def test_rows_begin_tall_enough_and_may_grow(police):
    police.comment("caf-1", "A comment of many words. " * 20)
    page = police.book().sheet("caf")
    assert page.row_dimensions[police.book().row("caf-1")].height > 100
    sheet = ZipFile(BytesIO(police.out())).read("xl/worksheets/sheet2.xml")
    assert b"customHeight" not in sheet


def test_the_hidden_sheet_says_whose_it_is_and_what_went_out(police):
    police.choose("caf-1", 4)
    police.choose("caf-1", 2)
    rows = [[cell.value for cell in row] for row in police.book().book[IDENTITY]]
    facts = {row[0]: row[1] for row in rows[:9]}
    assert facts["trust"] == "873"
    assert facts["partner"] == str(police.partner_id)
    assert (facts["year"], facts["pack"]) == ("2010", "tiny@2010")
    assert facts["digest"] == police.pack.digest()
    assert {row[0]: row[1] for row in rows[11:]} == {
        "caf-1": "2", "caf-2": "0", "caf-3": "0", "ma-1": "0", "ma-2": "0",
    }  # fmt: skip


def test_a_blank_form_is_nobody_s_and_needs_no_settings(police, environment):
    environment.delenv("OWF_SECRET_KEY")
    environment.delenv("OWF_DEMO")
    pack = load_named(PACKS, "integrated-working@2008")
    book = openpyxl.load_workbook(BytesIO(blank_workbook(pack)))
    words = words_on(book[HOW_TO])
    assert "It does not belong to a partner" in words
    assert "57 questions on 4 sheets" in words


def test_themes_whose_names_excel_does_not_take_get_sheets_all_the_same(police, tiny_pack: Pack):
    written = tiny_pack.model_dump(by_alias=True)
    for theme, name in zip(written["themes"], ("History", "A/B: [what?] and more than Excel takes"),
                           strict=True):  # fmt: skip
        theme["short_title"] = name
    names = sheet_names(Pack.model_validate(written))
    assert list(names.values()) == ["History (2)", "A-B- (what-) and more than Exce"]
    written["themes"][0]["short_title"] = written["themes"][1]["short_title"].upper()
    names = sheet_names(Pack.model_validate(written))
    assert len({name.casefold() for name in names.values()}) == 2
    assert all(len(name) <= 31 for name in names.values())
    blank_workbook(Pack.model_validate(written))
