"""The page of the round as Streamlit runs it: the coordinator's, and the national team's."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from owf.assessment.returns.answering import answers_now, open_return, save_choice, save_comment
from owf.assessment.rounds.deadlines import set_trust_deadline
from owf.assessment.rounds.national import open_year
from owf.assessment.rounds.progress import ToBegin, open_running
from owf.settings import get_settings
from owf.store.answers import StoredAnswer
from tests.web.rendered import html_of


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
    assert "This service cannot send e-mail." in words(page)
    assert not [one for one in page.button if one.label.startswith("Send it")]


def test_a_partner_is_renamed_on_its_page(cast, visit):
    page = police_at(cast, visit)
    fill(page, "New name", "The Constabulary & <b>Co</b>")
    page = press(page, "Use this name")
    assert "Police has its new name." in words(page)
    assert "The Constabulary & <b>Co</b>" in words(page)
    assert "<b>Co" not in html_of(page)


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "Write its new name."), ("health", "There is already a partner called health.")],
)
def test_a_name_that_will_not_do_is_refused_beside_the_field(cast, visit, name, said):
    page = police_at(cast, visit)
    fill(page, "New name", name)
    page = press(page, "Use this name")
    assert said in words(page)
    assert [one.value for one in page.text_input if one.label == "New name"] == [name]


def test_a_signed_year_keeps_the_name_and_the_next_says_what_it_was_called(cast, visit):
    levels = {"health": 2, "police": 3, "schools": 5}
    cast.sign(cast.cambridgeshire, levels)
    page = police_at(cast, visit)
    assert "So 2009 keeps Police." in words(page)
    fill(page, "New name", "Constabulary")
    page = press(page, "Use this name")
    assert "It is now called Constabulary." in words(page)
    cast.open_year(2010)
    cast.again(cast.cambridgeshire, 2010)
    assert "Police now called Constabulary" in words(visit(cast.carol, trust=873, year=2009))
    said = words(visit(cast.carol, trust=873, year=2010))
    assert "Constabulary Police; formerly Police" in said


def test_apologies_are_noted_and_taken_back(cast, visit):
    page = police_at(cast, visit)
    page = press(page, "Note apologies")
    assert "Say why, such as" in words(page)
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
    assert f"Your themes: {title}." in words(visit(cast.bob, "start"))


def test_a_partner_with_answers_cannot_be_taken_out_and_one_without_can(cast, visit, choose):
    choose("caf-1", 3)
    page = police_at(cast, visit)
    assert "answers are not deleted" in words(page)
    assert not [one for one in page.button if one.label == "Take Police out"]
    health = visit(cast.carol, trust=873, year=2009, partner=cast.cambridgeshire.partners["health"])
    health = press(health, "Take Health out")
    assert "Health has been removed from the round" in words(health)
    assert "2 partners" in words(health)
    health = press(health, "Add Health")
    assert "3 partners" in words(health)


def test_a_partner_is_added_to_a_round_that_has_begun(cast, visit):
    page = visit(cast.carol)
    fill(page, "Its name", "Transport police")
    page = press(page, "Add this one")
    assert "Choose its sector" in words(page)
    assert "Write the partner's name" not in words(page)
    fill(page, "Its sector", "police")
    page = press(page, "Add this one")
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
    page = visit(cast.grace, part="time")
    page = press(page, "Set this last day")
    assert "Choose the Trust." in words(page)
    fill(page, "Trust", 383)
    fill(page, "Its last day", date(2009, 7, 24))
    page = press(page, "Set this last day")
    assert "Leeds can answer until the end of 24 July 2009" in words(page)
    page = visit(cast.grace, far="not_begun", region="Yorkshire and The Humber")
    assert "24 July 2009, extended" in words(page)


def test_the_national_team_opens_a_year_and_each_error_stands_beside_its_field(cast, visit):
    page = visit(cast.grace, part="open")
    assert words(page).count("Open a year") == 1
    page = press(page, "Open the year")
    said = words(page)
    assert "Choose the questionnaire." in said
    assert "Choose the first day." in said
    assert "Choose the last day." in said
    assert "Not done yet: see what is missing above." in said
    (packs,) = [one for one in page.selectbox if one.label == "Questionnaire"]
    name = "integrated-working@2010"
    assert "Integrated working 2010" in packs.options
    fill(page, "Questionnaire", name)
    fill(page, "First day", date(2010, 6, 1))
    page = page.run()
    # What is filled is not asked for, and what is not stays asked for.
    assert "Choose the questionnaire." not in words(page)
    assert "Choose the first day." not in words(page)
    assert "Choose the last day." in words(page)
    fill(page, "Last day", date(2010, 5, 16))
    fill(page, "I open 2010", True)
    page = press(page, "Open the year")
    assert "The last day is before the first day" in words(page)
    fill(page, "Last day", date(2010, 7, 16))
    page = press(page, "Open the year")
    assert "2010 is set up. It opens on 1 June 2010" in words(page)
    assert "The rounds of 2010" in words(page)
    assert open_year(cast.store, cast.grace, 2010).cycle.pack_name == name


def test_a_year_that_is_open_is_refused_beside_the_year_and_nothing_typed_is_lost(cast, visit):
    page = visit(cast.grace, part="open")
    (year,) = page.number_input
    page = year.set_value(2009).run()
    fill(page, "Questionnaire", "integrated-working@2010")
    fill(page, "First day", date(2009, 6, 1))
    fill(page, "Last day", date(2009, 7, 16))
    fill(page, "I open 2009", True)
    page = press(page, "Open the year")
    assert "2009 is set up already. Choose another year" in words(page)
    assert page.selectbox[0].value == "integrated-working@2010"
    assert page.checkbox[0].value is True


def test_twelve_partners_are_pasted_checked_and_added_in_two_clicks(cast, visit):
    page = visit(cast.carol)
    (box,) = [one for one in page.text_area if one.label.startswith("Partners, one a line")]
    box.set_value("\n".join(f"School {number}\tSchools" for number in range(12)) + "\nX\tPigs")
    page = press(page, "Check the list")
    assert "1 fault in the list." in words(page)
    assert "Line 13: “Pigs” is no sector" in words(page)
    assert not [one for one in page.button if one.label.startswith("Add these")]
    (box,) = [one for one in page.text_area if one.label.startswith("Partners, one a line")]
    box.set_value(box.value.removesuffix("\nX\tPigs"))
    page = press(page, "Check the list")
    page = press(page, "Add these 12 partners")
    assert "12 partners are added: School 0, School 1" in words(page)
    assert "Cambridgeshire 2009: 15 partners" in words(page)
    (box,) = [one for one in page.text_area if one.label.startswith("Partners, one a line")]
    assert box.value == ""


def test_a_partner_s_page_is_about_it_alone_and_comes_first(cast, visit):
    said = words(police_at(cast, visit))
    assert said.startswith("Cambridgeshire: round 2009 Police")
    assert "Who to chase" not in said
    assert "Health" not in said
