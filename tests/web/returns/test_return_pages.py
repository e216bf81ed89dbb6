"""Checking, submitting and having submitted a return, as Streamlit runs the pages."""

from __future__ import annotations

import re
from html import unescape

import pytest

from owf.assessment.returns.answering import answers_now, save_choice
from owf.assessment.returns.receipt import receipt_of
from owf.store.answers import StoredAnswer
from tests.web.rendered import html_of

ITEMS = ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2", "ma-3")


@pytest.fixture
def check(open_page_of_cast, cast):
    """The page of all answers of Cambridgeshire's police, as Alice sees it."""

    def opened(theme="check", **more):
        found = open_page_of_cast("assessment", cast.alice, theme=theme, **more)
        assert not found.exception
        return found

    return opened


def choose(cast, choices):
    for item, choice in choices.items():
        save_choice(cast.store, cast.alice, cast.police, item, choice, seen=StoredAnswer(item))


def fingerprint_on(shown):
    (found,) = re.findall(r'owf-digits">([^<]+)<', shown)
    return found.replace(" ", "")


def press(page, label):
    (button,) = [one for one in page.button if one.label == label]
    found = button.click().run()
    assert not found.exception
    return found


def test_a_return_with_one_level_throughout_is_worth_a_second_look_and_can_be_submitted(
    cast, check
):
    choose(cast, dict.fromkeys(ITEMS, 3))
    page = check()
    shown = html_of(page)
    assert "Worth a second look" in shown
    assert "All six questions with a level have the same one, 3." in shown
    assert "CAF 1, CAF 2, CAF 3; MA 1, MA 2, MA 3" in re.sub("<[^>]+>", "", shown)
    assert "You can still submit" in shown
    assert "6 (6 at 3)" in shown
    assert "Submitted, thank you" in html_of(press(page, "Submit our self-assessment"))


def test_an_ordinary_return_shows_nothing_of_a_second_look(cast, check):
    choose(cast, dict(zip(ITEMS, (2, 3, 2, 3, 4, 3), strict=True)))
    assert "second look" not in html_of(check())


def test_a_question_that_jumped_is_marked_in_the_table_of_answers(cast, check):
    cast.open_year(2008)
    before = cast.again(cast.cambridgeshire, 2008)
    cast.answer(before, "police", 2, submit=True)
    choose(cast, {"caf-1": 4, "caf-2": 3})
    assert answers_now(cast.store, cast.police)["caf-1"].level == 4
    shown = html_of(check())
    assert "A large step since last year, and no new evidence" in shown
    assert shown.count("2 in 2008: worth a second look") == 1


def test_a_submitted_return_shows_its_fingerprint_and_hands_its_receipt_out(cast, check):
    choose(cast, dict(zip(ITEMS, (2, 3, 2, 3, 4, 3), strict=True)))
    page = press(check(), "Submit our self-assessment")
    partner = cast.cambridgeshire.partners["police"]
    found = receipt_of(cast.store, cast.alice, partner, 2009)
    assert fingerprint_on(html_of(page)) == found.fingerprint
    assert [one.proto.label for one in page.get("download_button")] == ["Receipt (PDF)"]


def test_the_steering_group_finds_the_same_fingerprint_as_the_partner(
    cast, check, open_page_of_cast
):
    choose(cast, dict(zip(ITEMS, (2, 3, 2, 3, 4, 3), strict=True)))
    nobody_yet = open_page_of_cast("moderation", cast.dave, trust=873, year=2009)
    assert "What partners submitted" not in html_of(nobody_yet)
    theirs = html_of(press(check(), "Submit our self-assessment"))
    partner = cast.cambridgeshire.partners["police"]
    page = open_page_of_cast("moderation", cast.dave, trust=873, year=2009, partner=partner)
    assert not page.exception
    assert fingerprint_on(html_of(page)) == fingerprint_on(theirs)


# The way to a question and back, and only what is missing.


def links(shown):
    """The links of a page by their words, without what is heard alone."""
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', shown)
    return {re.sub("<[^>]+>", "", words): unescape(where) for where, words in found}


def test_each_answer_leads_to_its_question_and_the_way_back_is_in_the_address(cast, check):
    choose(cast, {"caf-1": 3})
    there = links(html_of(check()))
    wanted = f"/assessment?partner={cast.cambridgeshire.partners['police']}&year=2009"
    assert there["Change CAF 1"] == f"{wanted}&theme=caf&question=caf-1&from=check"
    assert there["Answer CAF 2"] == f"{wanted}&theme=caf&question=caf-2&from=check"
    assert there["CAF 1"] == there["Change CAF 1"]


def test_a_submitted_return_has_no_way_to_change_an_answer(cast, check):
    choose(cast, dict(zip(ITEMS, (2, 3, 2, 3, 4, 3), strict=True)))
    shown = html_of(press(check(), "Submit our self-assessment"))
    assert "CAF 1" in shown
    assert "Change" not in links(shown)
    assert "question=" not in shown


def test_only_the_unanswered_can_be_shown(cast, check):
    choose(cast, {"caf-1": 3, "ma-1": 3, "ma-2": 3, "ma-3": 3})
    page = check(show="unanswered")
    shown = html_of(page)
    assert "Answer CAF 2" in links(shown)
    assert "Change CAF 1" not in links(shown)
    assert "Your answers on Multi-agency working" not in shown
    assert "4 of 6 answered" in shown
    assert list(page.segmented_control[0].options) == [
        "All 6 questions", "Only the unanswered: 2",
    ]  # fmt: skip


def test_where_nothing_is_unanswered_all_are_shown(cast, check):
    choose(cast, dict(zip(ITEMS, (2, 3, 2, 3, 4, 3), strict=True)))
    page = check(show="unanswered")
    assert "Change CAF 1" in links(html_of(page))
    assert not page.segmented_control


@pytest.mark.parametrize(("show", "at"), [("all", "change-caf-1"), ("unanswered", "change-caf-2")])
def test_the_way_back_leads_to_the_same_answer_or_to_the_next_that_is_shown(cast, check, show, at):
    choose(cast, {"caf-1": 3})
    shown = html_of(check(question="caf-1", show=show))
    assert f'data-owf-target="#{at}"' in shown


def test_a_question_that_was_opened_from_there_has_the_way_back(cast, check):
    choose(cast, {"caf-1": 3})
    page = check("caf", question="caf-1", **{"from": "check"}, show="all")
    assert 'data-owf-target="#question-caf-1 h2"' in html_of(page)
    page = press(page, "Back to all answers, from CAF 1")
    assert page.query_params["theme"] == "check"
    assert page.query_params["question"] == "caf-1"
    assert 'data-owf-target="#change-caf-1"' in html_of(page)


# Last year's answers at once.


@pytest.fixture
def last_year(cast):
    """The police said 2 throughout in 2008."""
    cast.open_year(2008)
    cast.answer(cast.again(cast.cambridgeshire, 2008), "police", 2, submit=True)


def test_what_holds_is_taken_over_after_a_preview_and_taken_back(cast, check, last_year):
    choose(cast, {"caf-1": 4})
    assert "5 answers of 2008 still hold" in html_of(check())
    page = check("last-year")
    shown = html_of(page)
    assert "5 answers of 2008 would become your answers for 2009" in shown
    assert "Answered already this year." in shown
    page = press(page, "Take over 5 answers")
    assert page.query_params["theme"] == "check"
    assert "5 answers were taken over from 2008." in html_of(page)
    assert "6 of 6 answered" in html_of(page)
    assert answers_now(cast.store, cast.police)["caf-1"].level == 4
    page = press(page, "Undo this")
    assert "Taken back: 5 questions are open again." in html_of(page)
    assert "1 of 6 answered" in html_of(page)


def test_the_overview_offers_it_too_and_nothing_once_nothing_is_left(cast, check, last_year):
    assert "6 answers of 2008 still hold" in html_of(check(""))
    choose(cast, dict(zip(ITEMS, (2, 3, 2, 3, 4, 3), strict=True)))
    assert "still hold" not in html_of(check(""))
    assert "There is nothing to take over" in html_of(check("last-year"))


def test_nothing_is_taken_back_in_one_step_once_an_answer_was_changed(cast, check, last_year):
    page = press(check("last-year"), "Take over 6 answers")
    seen = answers_now(cast.store, cast.police)["caf-1"]
    save_choice(cast.store, cast.bob, cast.police, "caf-1", 5, seen=seen)
    page = press(page, "Undo this")
    assert (
        "This cannot be undone, because some of these answers have been changed since."
        in html_of(page)
    )
    assert not [one for one in page.button if one.label == "Undo this"]


def test_a_partner_without_last_year_is_offered_nothing(check):
    assert "still hold" not in html_of(check(""))
