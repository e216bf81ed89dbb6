"""The page of the round as Streamlit runs it: the coordinator's, and the national team's."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from owf.assessment.answering import answers_now, open_return, save_choice, save_comment
from owf.assessment.deadlines import set_trust_deadline
from owf.assessment.overseeing import ToBegin, open_running
from owf.assessment.years import open_year
from owf.settings import get_settings
from owf.store.answers import StoredAnswer
from tests.web.rendered import html_of

pytestmark = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)


@pytest.fixture
def visit(open_page_of_cast):
    """A page at an address, as somebody sees it, without an error."""

    def open_page(who, name="round", **address):
        found = open_page_of_cast(name, who, **address)
        assert not found.exception
        return found

    return open_page


@pytest.fixture
def choose(cast):
    """Choose a level for an item of Cambridgeshire's police, as Alice."""
    return lambda item, level: save_choice(
        cast.store, cast.alice, cast.police, item, level, seen=StoredAnswer(item)
    )


@pytest.fixture
def comment(cast):
    """Write a comment there, as Alice, who sees what is stored."""
    return lambda item, text: save_comment(
        cast.store,
        cast.alice,
        cast.police,
        item,
        text,
        seen=answers_now(cast.store, cast.police).get(item, StoredAnswer(item)),
    )


def words(page):
    """What a reader reads."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html_of(page))).split())


def press(page, label):
    (button,) = [one for one in page.button if one.label == label]
    found = button.click().run()
    assert not found.exception
    return found


def fill(page, label, value):
    (box,) = [
        one
        for one in [*page.text_input, *page.selectbox, *page.date_input, *page.checkbox]
        if one.label.startswith(label)
    ]
    box.set_value(value)


def police_at(cast, visit, who=None):
    partner = cast.cambridgeshire.partners["police"]
    return visit(who or cast.carol, trust=873, year=2009, partner=partner)


def police_view(cast):
    return open_return(cast.store, cast.alice, cast.cambridgeshire.partners["police"], 2009)


def test_a_coordinator_sees_how_far_each_partner_is_and_nothing_of_what_it_says(
    cast, visit, choose, comment
):
    choose("caf-1", 3)
    comment("caf-1", "A secret of ours.")
    said = words(visit(cast.carol))
    assert "Last day 17 July 2009: 7 days left. 0 of 3 partners have submitted" in said
    assert re.search(r"Police Alice Bob 1 of \d+ answered", said)
    assert "Nobody invited yet" in said
    assert "A secret" not in said


def test_the_first_to_chase_is_the_one_that_has_not_begun(cast, visit, choose):
    choose("caf-1", 3)
    said = words(visit(cast.carol))
    assert said.index("1. Health") < said.index("2. Schools") < said.index("3. Police")


def test_a_letter_stands_there_to_copy(cast, visit):
    page = visit(cast.carol)
    texts = [one.value for one in page.code]
    assert any(text.startswith("Dear Alice,") for text in texts)
    assert "no mail server is set up" in words(page)
    assert not [one for one in page.button if one.label.startswith("Send it")]


def test_apologies_are_noted_and_taken_back(cast, visit):
    page = police_at(cast, visit)
    page = press(page, "Note apologies")
    assert "Not done. Say why" in words(page)
    fill(page, "Why", "merged with <Health>")
    page = press(page, "Note apologies")
    assert "The chair can sign without Police" in words(page)
    assert "Apologies: merged with <Health>" in words(page)
    page = press(page, "Remove the apologies")
    assert "Police needs to submit again" in words(page)
    assert police_view(cast).facts.apology == ""


def test_a_return_is_opened_again_and_its_partner_reads_why(cast, visit):
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    page = police_at(cast, visit)
    fill(page, "Reason", "CAF 1 was about the old form")
    page = press(page, "Reopen it")
    assert "can change its answers again" in words(page)
    theirs = words(
        visit(cast.alice, "assessment", partner=cast.cambridgeshire.partners["police"], year=2009)
    )
    assert "Carol reopened your self-assessment" in theirs
    assert "CAF 1 was about the old form." in theirs


def test_a_partner_s_last_day_is_set_up_to_the_trust_s(cast, visit):
    set_trust_deadline(cast.store, cast.grace, 2009, 873, date(2009, 7, 31))
    page = police_at(cast, visit)
    assert "The national team gave you more time than 17 July 2009" in words(page)
    fill(page, "Last day for Police", date(2009, 8, 1))
    page = press(page, "Set this last day")
    assert "is later than 31 July 2009" in words(page)
    fill(page, "Last day for Police", date(2009, 7, 22))
    page = press(page, "Set this last day")
    assert "Police can answer until the end of 22 July 2009" in words(page)
    assert police_view(cast).closes == date(2009, 7, 22)


def test_a_theme_is_handed_over_and_its_colleague_reads_it(cast, visit):
    page = police_at(cast, visit)
    fill(page, "Theme", "caf")
    fill(page, "Colleague", "bob")
    fill(page, "Note to them", "You ran the training")
    page = press(page, "Pass on this theme")
    title = cast.pack.theme("caf").title
    assert f"{title} is for Bob" in words(page)
    partner = cast.cambridgeshire.partners["police"]
    theirs = words(visit(cast.alice, "assessment", partner=partner, year=2009))
    assert "for Bob (“You ran the training”)" in theirs
    assert f"Yours to answer: {title}." in words(visit(cast.bob, "start"))


def test_a_partner_with_answers_cannot_be_taken_out_and_one_without_can(cast, visit, choose):
    choose("caf-1", 3)
    page = police_at(cast, visit)
    assert "answers are not deleted" in words(page)
    assert not [one for one in page.button if one.label == "Take Police out"]
    health = visit(cast.carol, trust=873, year=2009, partner=cast.cambridgeshire.partners["health"])
    health = press(health, "Take Health out")
    assert "Health is no longer in the round" in words(health)
    assert "2 partners" in words(health)
    health = press(health, "Add Health")
    assert "3 partners" in words(health)


def test_a_partner_is_added_to_a_round_that_has_begun(cast, visit):
    page = visit(cast.carol)
    fill(page, "Its name", "Transport police")
    page = press(page, "Add this partner")
    assert "Not done. Choose its sector" in words(page)
    fill(page, "Its sector", "police")
    page = press(page, "Add this partner")
    assert "Transport police is added" in words(page)
    assert "Cambridgeshire 2009: 4 partners" in words(page)


def test_a_round_is_begun_with_the_partners_that_are_chosen(cast, visit):
    cast.open_year(2010)
    page = visit(cast.carol, trust=873, year=2010)
    assert "Cambridgeshire has not started its round of 2010" in words(page)
    fill(page, "Health", False)
    page = press(page.run(), "Start the round of 2010 with 2 partners")
    assert "Cambridgeshire 2010: 2 partners" in words(page)
    assert not isinstance(open_running(cast.store, cast.carol, 873, 2010), ToBegin)


def test_after_the_last_day_what_was_typed_stays_and_the_page_says_so(
    cast, visit, environment, choose
):
    partner = cast.cambridgeshire.partners["police"]
    page = visit(cast.alice, "assessment", partner=partner, year=2009, theme="caf")
    environment.setenv("OWF_TODAY", "2009-07-18")
    get_settings.cache_clear()
    (box,) = [one for one in page.text_area if one.label.startswith("Comment on CAF 1")]
    page = box.set_value("Typed a minute too late.").run()
    assert not page.exception
    assert "The last day for answers was 17 July 2009" in words(page)
    (box,) = [one for one in page.text_area if one.label.startswith("Comment on CAF 1")]
    assert box.value == "Typed a minute too late."
    assert police_view(cast).answers == {}
    set_trust_deadline(cast.store, cast.grace, 2009, 873, date(2009, 7, 24))
    page = page.run()
    assert police_view(cast).answers["caf-1"].comment == "Typed a minute too late."


def test_the_national_team_sees_who_is_how_far_and_no_answer(cast, visit, choose, comment):
    choose("caf-1", 3)
    comment("caf-1", "A secret of ours.")
    said = words(visit(cast.grace))
    assert "The rounds of 2009" in said
    assert "1 answering" in said
    assert "A secret" not in said
    assert "Norfolk East of England Not begun" in said


def test_the_national_team_gives_a_trust_more_time(cast, visit):
    page = visit(cast.grace, far="not_begun", region="Yorkshire and The Humber")
    fill(page, "Trust", 383)
    fill(page, "Its last day", date(2009, 7, 24))
    page = press(page, "Set this last day")
    assert "Leeds can answer until the end of 24 July 2009" in words(page)
    assert "24 July 2009, extended" in words(page)


def test_the_national_team_opens_a_year_with_a_published_questionnaire(cast, visit):
    page = visit(cast.grace)
    (packs,) = [one for one in page.selectbox if one.label == "Questionnaire"]
    name = next(one for one in packs.options if one.endswith("@2010"))
    fill(page, "Questionnaire", name)
    fill(page, "First day", date(2010, 6, 1))
    fill(page, "Last day", date(2010, 7, 16))
    page = press(page, "Open the year")
    assert "Not done. Tick the box" in words(page)
    fill(page, "I open 2010", True)
    page = press(page, "Open the year")
    assert "2010 is open. Coordinators can start their rounds" in words(page)
    assert open_year(cast.store, cast.grace, 2010).cycle.pack_name == name
