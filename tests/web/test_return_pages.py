"""Checking, submitting and having submitted a return, as Streamlit runs the pages."""

from __future__ import annotations

import re

import pytest

from owf.assessment.answering import answers_now, save_choice
from owf.assessment.receipts import receipt_of
from owf.store.answers import StoredAnswer
from tests.web.rendered import html_of

pytestmark = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)

ITEMS = ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2", "ma-3")


@pytest.fixture
def check(open_page_of_cast, cast):
    """The page of all answers of Cambridgeshire's police, as Alice sees it."""

    def opened(theme="check"):
        found = open_page_of_cast("assessment", cast.alice, theme=theme)
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
    assert "CAF 1, CAF 2, CAF 3; MA 1, MA 2, MA 3" in shown
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
