"""A spreadsheet that goes out from the page and comes back: seen first, saved by one click."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from owf.access.errors import NotAllowed
from owf.assessment.returns.answering import answers_now, save_choice
from owf.assessment.returns.submitting import submit_return
from owf.assessment.returns.workbook_import import open_to_take_along
from owf.exchange.workbook.layout import PLACE
from owf.exchange.workbook.writing import workbook_of
from owf.settings import get_settings
from owf.store import get_store
from owf.store.answers import StoredAnswer
from owf.web import layout
from owf.web.returns.workbook import _workbook
from tests.web.rendered import html_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page() -> None:
    """The part of the page that is about spreadsheets; AppTest takes the text of this."""
    from owf.access import Role  # noqa: PLC0415
    from owf.assessment.returns.answering import open_return  # noqa: PLC0415
    from owf.store import get_store  # noqa: PLC0415
    from owf.web.layout import signed_in  # noqa: PLC0415
    from owf.web.returns.workbook import spreadsheet  # noqa: PLC0415

    who = signed_in()
    partner = int(who.scopes(Role.RESPONDENT, scope_kind="partner")[0])
    spreadsheet(open_return(get_store(), who, partner, 2009))


@pytest.fixture
def shown(cast, environment, monkeypatch):
    """The page as Alice sees it."""
    environment.setenv("OWF_DATABASE_URL", str(cast.store.engine.url))
    get_settings.cache_clear()
    get_store.cache_clear()
    monkeypatch.setattr(layout, "who_is_here", lambda: cast.alice)
    found = AppTest.from_function(page, default_timeout=30).run()
    assert not found.exception
    yield found
    get_store().close()


@pytest.fixture
def filled(cast):
    """The police's workbook as it goes out now, with cells filled in: ``caf_1={"choice": 3}``."""

    def fill(**items) -> bytes:
        view = open_to_take_along(
            cast.store, cast.alice, cast.cambridgeshire.partners["police"], 2009
        )
        book = openpyxl.load_workbook(BytesIO(workbook_of(view)))
        for one in book:
            for row in range(1, one.max_row + 1):
                name = str(one.cell(row, 1).value).replace("-", "_")
                for column, value in items.get(name, {}).items():
                    one.cell(row, PLACE[column] + 1).value = value
        file = BytesIO()
        book.save(file)
        return file.getvalue()

    return fill


def bring(shown, content, name="police.xlsx"):
    shown.file_uploader[0].set_value((name, content, XLSX))
    found = shown.run()
    assert not found.exception
    return found


def words(shown) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html_of(shown)))


def save(shown):
    (button,) = [one for one in shown.button if one.label.startswith("Save ")]
    found = button.click().run()
    assert not found.exception
    return found


def level(cast, item="caf-1"):
    return answers_now(cast.store, cast.police).get(item, StoredAnswer(item)).level


def test_the_preview_shows_what_is_new_and_changed_and_saves_nothing_yet(cast, shown, filled):
    save_choice(cast.store, cast.bob, cast.police, "caf-2", 2, seen=StoredAnswer("caf-2"))
    bring(shown, filled(caf_1={"choice": 3, "comment": "<b>So</b>"}, caf_2={"choice": "5"}))
    said = words(shown)
    assert "New: 1 question with no answer here yet" in said
    assert "Changed: 1 question that you changed in the spreadsheet" in said
    assert "Unchanged: 4 questions" in said
    assert "&lt;b&gt;So&lt;/b&gt;" in said
    assert re.search("CAF 2 +2 Planning +5 Embedded", said)
    assert [one.label for one in shown.button] == ["Save 2 questions from the spreadsheet"]
    assert level(cast) is None


def test_one_click_saves_it_says_so_and_asks_for_the_next_file(cast, shown, filled):
    bring(shown, filled(caf_1={"choice": 3}, ma_3={"choice": "don't know"}))
    save(shown)
    assert "Saved: 2 questions from the spreadsheet." in words(shown)
    kept = answers_now(cast.store, cast.police)
    assert (kept["caf-1"].level, kept["caf-1"].answered_by) == (3, "alice")
    assert shown.file_uploader[0].value is None
    assert shown.button.len == 0
    assert "Saved:" not in words(shown.run())


def test_faults_are_listed_with_sheet_and_cell_and_nothing_can_be_saved(cast, shown, filled):
    bring(shown, filled(caf_1={"choice": 6}, ma_1={"comment": "=1"}, caf_2={"choice": 3}))
    said = words(shown)
    assert "Nothing was saved: 2 faults in the spreadsheet." in said
    assert "Sheet “CAF”, cell E7: 6 is not on the scale." in said
    assert "Sheet “Multi-agency working”, cell F7: this is a formula" in said
    assert shown.button.len == 0
    assert level(cast, "caf-2") is None


def test_a_file_that_is_no_workbook_is_refused_in_words(shown):
    bring(shown, b"CAF 1,3")
    assert "Nothing was saved. This file is not an Excel workbook." in words(shown)
    assert shown.button.len == 0


def test_the_workbook_of_another_partner_is_refused_with_its_name(cast, shown):
    view = open_to_take_along(cast.store, cast.ivan, cast.leeds.partners["police"], 2009)
    bring(shown, workbook_of(view))
    assert ("This spreadsheet is for Leeds, but you are on the page of Cambridgeshire.") in words(
        shown
    )


def test_a_conflict_shows_both_and_keeps_what_is_here_unless_chosen_otherwise(cast, shown, filled):
    content = filled(caf_1={"choice": 3}, caf_2={"choice": 3}, caf_3={"choice": 3})
    for item in ("caf-1", "caf-2"):
        save_choice(cast.store, cast.bob, cast.police, item, 5, seen=StoredAnswer(item))
    bring(shown, content)
    said = words(shown)
    assert "Conflicting: 2 questions also changed here" in said
    assert re.search("CAF 1 +5 Embedded +3 Some", said)
    assert [one.value for one in shown.radio] == ["Keep the answer here"] * 2
    assert [one.label for one in shown.button] == ["Save 1 question from the spreadsheet"]
    shown.radio[1].set_value("Keep the answer in the spreadsheet").run()
    assert [one.label for one in shown.button] == ["Save 2 questions from the spreadsheet"]
    save(shown)
    assert [level(cast, item) for item in ("caf-1", "caf-2", "caf-3")] == [5, 3, 3]


def test_a_change_since_the_preview_is_refused_and_the_newest_is_shown(cast, shown, filled):
    bring(shown, filled(caf_1={"choice": 3}))
    save_choice(cast.store, cast.bob, cast.police, "caf-1", 5, seen=StoredAnswer("caf-1"))
    save(shown)
    said = words(shown)
    assert "Not done. CAF 1 was changed here since you looked at the preview" in said
    assert "Conflicting: 1 question also changed here" in said
    assert level(cast) == 5


def test_a_submission_meanwhile_is_refused(cast, shown, filled):
    content = filled(caf_1={"choice": 3})
    bring(shown, content)
    cast.answer(cast.cambridgeshire, "police", 4, submit=False)
    submit_return(cast.store, cast.alice, cast.police)
    found = shown.run()
    assert not found.exception
    assert level(cast) == 4
    assert [one.label for one in found.button] == []


def test_the_same_file_again_has_nothing_to_save(shown, filled):
    content = filled(caf_1={"choice": 3})
    save(bring(shown, content))
    bring(shown, content)
    assert "There is nothing new in the spreadsheet, so there is nothing to save" in words(shown)
    assert shown.button.len == 0


def test_sheets_of_people_s_own_are_named_as_unread(shown, filled):
    book = openpyxl.load_workbook(BytesIO(filled(caf_1={"choice": 3})))
    book.create_sheet("Our <notes>")["A1"] = "x"
    file = BytesIO()
    book.save(file)
    bring(shown, file.getvalue())
    assert "Sheets you added were not read: “Our &lt;notes&gt;”." in words(shown)


def test_the_download_is_made_for_whoever_is_there_at_the_click(cast, shown):
    partner = cast.cambridgeshire.partners["police"]
    book = openpyxl.load_workbook(BytesIO(_workbook(cast.alice, partner, 2009)))
    assert book.sheetnames[1] == "CAF"
    with pytest.raises(NotAllowed):
        _workbook(cast.carol, partner, 2009)
