"""Evidence as its people use it: the list, a piece, behind a question, and in moderation."""

from __future__ import annotations

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from owf.assessment.evidence.library import add_evidence, open_evidence, remove_evidence
from owf.assessment.returns.answering import open_return
from owf.assessment.returns.evidence_links import change_links
from owf.settings import ROOT
from owf.store.evidence import Described, NewFile
from tests.web.rendered import html_of

URL = "https://example.org/audit"
FILE = NewFile("audit.txt", "text/plain; charset=utf-8", b"All is well.")
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\xff\xff" + bytes(64)


@pytest.fixture
def police(cast):
    return cast.cambridgeshire.partners["police"]


@pytest.fixture
def add(cast, police):
    """Add a piece to the police's list, linked to items; gives its id."""

    def add_one(title="The audit", what=URL, *, behind=(), expires=None, who=cast.alice):
        described = Described(title, expires=expires)
        piece = add_evidence(cast.store, who, police, described, what)
        change_links(cast.store, who, cast.police, add=[(piece, item) for item in behind])
        return piece

    return add_one


@pytest.fixture
def pieces(cast, police):
    return lambda: open_evidence(cast.store, cast.alice, police).pieces


@pytest.fixture
def behind(cast, police):
    """What the database holds behind each answer of the police, by title."""

    def read():
        view = open_return(cast.store, cast.alice, police, 2009)
        return {item: [one.title for one in things] for item, things in view.linked.items()}

    return read


@pytest.fixture
def opened(open_page_of_cast, cast):
    def open_it(theme="evidence", **address):
        page = open_page_of_cast("assessment", cast.alice, theme=theme, **address)
        assert not page.exception
        return page

    return open_it


def widget(widgets, ending):
    (found,) = [one for one in widgets if one.key and one.key.endswith(ending)]
    return found


def press(page, label):
    (button,) = [one for one in page.button if one.label == label]
    found = button.click().run()
    assert not found.exception
    return found


def linked_of(page, cast, item):
    return page.multiselect(key=f"linked-chosen:{cast.police}:{item}")


def test_an_empty_list_says_what_a_first_piece_may_be(opened):
    page = opened()
    assert "Your list is empty" in html_of(page)
    assert "an audit, a training record" in html_of(page)


def test_a_link_is_added_and_linked_in_one_step_and_the_form_is_empty_again(opened, pieces, behind):
    page = opened()
    widget(page.text_input, "-title").set_value("The audit <b>")
    widget(page.text_input, "-link").set_value(URL)
    widget(page.multiselect, "-items").set_value(["caf-1", "ma-1"])
    page = press(page, "Add to our evidence")
    assert "“The audit &lt;b&gt;” is in your list, and linked to 2 questions." in html_of(page)
    assert "Behind 2 questions of 2009 · looked after by Alice" in html_of(page)
    (found,) = pieces()
    assert (found.url, found.owner) == (URL, "alice")
    assert behind() == {"caf-1": ["The audit <b>"], "ma-1": ["The audit <b>"]}
    assert widget(page.text_input, "-title").value == ""


def test_a_renamed_program_is_refused_and_what_was_typed_stays(opened, pieces):
    page = opened()
    widget(page.radio, "-form").set_value("A file").run()
    widget(page.text_input, "-title").set_value("The audit")
    page.file_uploader[0].set_value(("audit.pdf", PROGRAM, "application/pdf"))
    page = press(page, "Add to our evidence")
    shown = html_of(page)
    assert "“audit.pdf” is named as a PDF, but contains a program for Windows." in shown
    assert widget(page.text_input, "-title").value == "The audit"
    assert pieces() == []
    page.file_uploader[0].set_value(("audit.txt", FILE.content, "text/plain"))
    page = press(page, "Add to our evidence")
    assert [one.file_name for one in pieces()] == ["audit.txt"]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("", "This is not the address of a web page"),
        ("javascript:alert(1)", "not the address of a web page"),
    ],
)
def test_an_address_that_is_none_is_refused_and_what_was_typed_stays(opened, pieces, link, words):
    page = opened()
    widget(page.text_input, "-title").set_value("The audit")
    widget(page.text_input, "-link").set_value(link)
    page = press(page, "Add to our evidence")
    assert words in html_of(page)
    assert widget(page.text_input, "-title").value == "The audit"
    assert widget(page.text_input, "-link").value == link
    assert pieces() == []


def test_how_long_a_piece_is_good_is_said_in_words(opened, add):
    add("Old", expires=date(2009, 7, 9))
    add("Soon", expires=date(2009, 7, 12))
    add("Today", expires=date(2009, 7, 10))
    add("Long", expires=date(2010, 7, 12))
    shown = html_of(opened())
    for words in (
        "expired: it was valid until 9 July 2009",
        "expires soon: valid until 12 July 2009, 2 days from now",
        "expires today",
        ">valid until 12 July 2010",
    ):
        assert words in shown


def test_a_piece_is_linked_to_several_questions_at_once_changed_and_taken_away(
    opened, add, pieces, behind
):
    piece = add(behind=["caf-1"])
    page = opened(evidence=piece)
    page.multiselect[0].set_value(["caf-2", "ma-1"])
    page = press(page, "Save the questions")
    assert "It now supports 2 questions." in html_of(page)
    assert set(behind()) == {"caf-2", "ma-1"}
    widget(page.text_input, "-title").set_value("The audit of May")
    page = press(page, "Save the changes")
    assert "Your changes are saved." in html_of(page)
    assert "The audit of May</h1>" in html_of(page)
    page = press(page, "Take “The audit of May” away")
    assert "“The audit of May” has been removed." in html_of(page)
    assert pieces() == []
    assert behind() == {}


def test_a_piece_that_was_submitted_says_why_it_stays(opened, add, cast):
    piece = add(what=FILE, behind=["caf-1"])
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    page = opened(evidence=piece)
    assert "It supports what you submitted in 2009, so you cannot remove it" in html_of(page)
    assert [one.label for one in page.button if one.label.startswith("Take")] == []
    assert not page.file_uploader


# Behind a question.


def test_evidence_is_chosen_at_a_question_saved_at_once_and_told_from_the_database(
    opened, add, behind, cast
):
    piece = add(what=FILE)
    page = opened("caf")
    assert "Linked to CAF 1" not in html_of(page)
    page = linked_of(page, cast, "caf-1").set_value([piece]).run()
    assert behind() == {"caf-1": ["The audit"]}
    shown = html_of(page)
    assert "Linked to CAF 1" in shown
    assert f'<a href="/files/{piece}" target="_self">The audit</a>' in shown
    linked_of(page, cast, "caf-1").set_value([]).run()
    assert behind() == {}


def test_what_a_colleague_links_meanwhile_stays_and_is_shown(opened, add, behind, cast):
    mine, theirs = add("Mine"), add("Theirs")
    page = opened("caf")
    change_links(cast.store, cast.bob, cast.police, add=[(theirs, "caf-1")])
    page = linked_of(page, cast, "caf-1").set_value([mine]).run()
    assert behind() == {"caf-1": ["Mine", "Theirs"]}
    assert set(linked_of(page, cast, "caf-1").value) == {mine, theirs}


def test_a_piece_that_is_gone_is_said_to_be_and_nothing_is_linked(opened, add, behind, cast):
    piece, _ = add("Mine"), add("Other")
    page = opened("caf")
    remove_evidence(cast.store, cast.bob, piece)
    page = linked_of(page, cast, "caf-1").set_value([piece]).run()
    assert not page.exception
    assert "no longer in your list, so nothing was linked" in html_of(page)
    assert behind() == {}


def test_a_locked_return_takes_no_link_and_says_so(opened, add, behind, cast):
    piece = add()
    page = opened("caf")
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    page = linked_of(page, cast, "caf-1").set_value([piece]).run()
    assert behind() == {}
    assert not page.exception


def test_an_expired_piece_is_not_offered_but_shown_where_it_is_linked(opened, add, cast):
    add("Good")
    over = add("Old", expires=date(2009, 7, 9), behind=["caf-1"])
    page = opened("caf")
    assert linked_of(page, cast, "caf-1").options == ["Good", "Old (expired)"]
    assert linked_of(page, cast, "caf-2").options == ["Good"]
    assert linked_of(page, cast, "caf-1").value == [over]


def test_two_pieces_of_one_title_are_told_apart(opened, add, cast):
    add(), add()
    assert linked_of(opened("caf"), cast, "caf-1").options == ["The audit", "The audit (2)"]


def test_last_year_s_answer_brings_what_still_stands_behind_it(opened, add, cast, police):
    good, over = add("Good"), add("Old", expires=date(2009, 7, 9))
    change_links(cast.store, cast.alice, cast.police, add=[(good, "caf-1"), (over, "caf-1")])
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    cast.open_year(2010)
    again = cast.again(cast.cambridgeshire, 2010)
    page = opened("caf", year=2010)
    assert "expired: it was valid until 9 July 2009" in html_of(page)
    page.button(key="take-over-caf-1").click().run()
    view = open_return(cast.store, cast.alice, police, 2010)
    assert view.facts.id == again.returns["police"]
    assert view.answers["caf-1"].level == 3
    assert [one.title for one in view.linked["caf-1"]] == ["Good"]


# Read by others, and by themselves before they submit.


def test_the_page_of_all_answers_shows_what_is_linked(opened, add):
    piece = add("The <audit>", FILE, behind=["caf-1"])
    shown = html_of(opened("check"))
    assert f'Evidence: <a href="/files/{piece}" target="_self">The &lt;audit&gt;</a>' in shown


def test_moderators_open_what_was_linked_with_how_long_it_is_good(open_page_of_cast, add, cast):
    add("The review", URL, behind=["caf-1"], expires=date(2009, 7, 9))
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    shown = html_of(open_page_of_cast("moderation", cast.dave, trust=873, item="caf-1"))
    assert re.search(
        rf'<a href="{URL}" target="_blank" rel="noopener noreferrer">The review</a>', shown
    )
    assert "expired: it was valid until 9 July 2009" in shown


def test_a_choice_that_fell_into_a_break_of_the_connection_is_saved_when_it_comes_back(
    opened, add, behind, cast
):
    piece = add()
    before = opened("caf")
    linked_of(before, cast, "caf-1").set_value([piece])
    # The same browser with a new session, as after a server that died before it heard.
    after = AppTest.from_file(str(ROOT / "owf/web/pages/assessment.py"), default_timeout=60)
    after.query_params["theme"] = "caf"
    after._run(before._tree.get_widget_states())
    assert not after.exception
    assert behind() == {"caf-1": ["The audit"]}
    assert "Linked to CAF 1" in html_of(after)


# Opened from a question


def test_evidence_opened_from_a_question_is_about_it_first_and_the_form_is_filled(
    opened, add, behind
):
    add("The audit", behind=("caf-1",))
    add("A second piece")
    add("Old", expires=date(2009, 7, 9))
    page = opened(**{"from": "caf", "question": "caf-1"})
    said = html_of(page)
    assert ">Evidence for CAF 1</h1>" in said
    order = [said.index(one) for one in ("Linked to CAF 1", "Add evidence for CAF 1", "Also in")]
    assert order == sorted(order)
    assert said.index("The audit") < order[1] < said.index("A second piece")
    assert widget(page.multiselect, "-items").value == ["caf-1"]
    # What has expired is there, says so, and is not offered.
    assert "expired: it was valid until 9 July 2009" in said
    assert [one.label for one in page.button if one.label.startswith("Link to")] == [
        "Link to CAF 1: A second piece"
    ]
    page = press(page, "Link to CAF 1: A second piece")
    assert "“A second piece” is linked to CAF 1." in html_of(page)
    assert sorted(behind()["caf-1"]) == ["A second piece", "The audit"]


def test_what_is_added_from_a_question_is_linked_to_it(opened, behind):
    page = opened(**{"from": "caf", "question": "caf-1"})
    widget(page.text_input, "-title").set_value("The briefing")
    widget(page.text_input, "-link").set_value(URL)
    press(page, "Add to our evidence")
    assert behind() == {"caf-1": ["The briefing"]}


def test_a_question_that_is_none_opens_the_whole_list(opened):
    assert ">Our evidence</h1>" in html_of(opened(question="nonsense"))


def test_at_a_question_what_is_not_offered_because_it_expired_is_named(opened, add):
    add("Old", expires=date(2009, 7, 9))
    add("Good")
    page = opened("caf")
    assert "Not offered, because it has expired: Old (it was valid until" in html_of(page)
