"""The survey in a real browser without JavaScript, from the coordinator's link to the thanks."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from owf.store import rounds, surveys
from owf.store import surveys as store_surveys


@pytest.fixture(scope="module")
def link(served):
    """The path of the link to Cambridgeshire's survey of 2009."""
    store = served.store()
    with store.reading() as session:
        in_round = rounds.round_of(session, 873, 2009)
        token = store_surveys.link_of_round(session, in_round.id).token
    store.close()
    return f"/survey/{token}"


@pytest.fixture
def without_script(browser, served):
    """A phone or a computer of that width on which no script runs."""
    contexts = []

    def open_one(width):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=False
        )
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def count(served):
    store = served.store()
    try:
        with store.reading() as session:
            return surveys.response_count(session, rounds.round_of(session, 873, 2009).id)
    finally:
        store.close()


def begin(page):
    page.get_by_label("Where do you work?").select_option("police")
    page.get_by_label("I work directly with children").check()
    page.get_by_role("button", name="Begin").click()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_practitioner_answers_without_javascript(served, link, without_script, width):
    before, page = count(served), without_script(width)
    page.goto(served.address + link)
    begin(page)
    for number in range(1, 5):
        expect(page.get_by_text(f"theme {number} of 4")).to_be_visible()
        questions = page.locator("fieldset").all()
        assert len(questions) >= 10
        for question in questions:
            choice = question.get_by_role("radio").nth(number)
            box = choice.locator("xpath=..").bounding_box()
            assert box["height"] >= 44
            assert box["x"] + box["width"] <= width
            choice.check()
        if number == 2:
            page.get_by_role("button", name="Back").click()
            expect(page.get_by_role("radio", checked=True)).to_have_count(11)
            page.get_by_role("button", name="Next").click()
            # Somebody closes the page, and opens the link again later.
            page.goto(served.address + link)
            page.get_by_role("button", name="Go on with theme 3 of 4").click()
            continue
        if number < 4:
            page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Write nothing that could tell")).to_be_visible()
    page.get_by_label("Your comment").fill("We share one office now.")
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert count(served) == before + 1
    page.goto(served.address + link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This device has answered already")


def shows_nothing_chosen(page):
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.get_by_text("We share one office now.")).to_have_count(0)
    if page.get_by_label("Where do you work?").count():
        expect(page.get_by_label("Where do you work?")).to_have_value("")


def answer_to_the_last(page, number):
    """Choose the same level for the first statement of each theme; ends on the last screen."""
    while True:
        page.get_by_role("radio").nth(number).check()
        if page.get_by_role("button", name="Hand in my answers").count():
            return
        page.get_by_role("button", name="Next").click()


def hand_in(page):
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


@pytest.mark.parametrize("is_handed_in", [False, True])
def test_two_people_at_one_computer_never_see_each_other_s_answers(
    served, link, open_browser, is_handed_in
):
    before, page = count(served), open_browser(served).page
    page.goto(served.address + link)
    begin(page)
    answer_to_the_last(page, 3)
    page.get_by_label("Your comment").fill("We share one office now.")
    if is_handed_in:
        hand_in(page)
    else:
        # Called away; what was written on the way is kept.
        page.get_by_role("button", name="Back").click()
    # The next person opens the link from the newsletter, and goes back out of curiosity.
    page.goto(served.address + link)
    shows_nothing_chosen(page)
    for _ in range(3):
        page.go_back()
        shows_nothing_chosen(page)
    page.goto(served.address + link)
    page.get_by_role("button", name="Start again as somebody else").click()
    shows_nothing_chosen(page)
    for _ in range(6):
        page.go_back()
        shows_nothing_chosen(page)
    page.goto(served.address + link)
    page.get_by_role("button", name="Start again as somebody else").click()
    begin(page)
    shows_nothing_chosen(page)
    page.go_back()
    page.go_back()
    shows_nothing_chosen(page)
    page.goto(served.address + link)
    page.get_by_role("button", name="Go on with").last.click()
    answer_to_the_last(page, 1)
    hand_in(page)
    assert count(served) == before + (2 if is_handed_in else 1)
    if not is_handed_in:
        # The first comes back, and finds what they had.
        page.goto(served.address + link)
        page.get_by_role("button", name="Go on with theme 4 of 4").click()
        expect(page.get_by_label("Your comment")).to_have_value("We share one office now.")
        hand_in(page)
        assert count(served) == before + 2


def test_two_browsers_of_one_person_are_two_devices(served, link, open_browser):
    office, phone = open_browser(served).page, open_browser(served, 390).page
    for page in (office, phone):
        page.goto(served.address + link)
        begin(page)
        shows_nothing_chosen(page)
    office.get_by_role("radio").nth(2).check()
    office.get_by_role("button", name="Next").click()
    expect(office.get_by_text("theme 2 of 4")).to_be_visible()
    phone.goto(served.address + link)
    phone.get_by_role("button", name="Go on with theme 1 of 4").click()
    shows_nothing_chosen(phone)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_survey_keeps_nobody_out(served, link, open_browser, axe, width):
    person = open_browser(served, width)
    person.go(link)
    axe(person, f"start at {width}")
    begin(person.page)
    for number in range(1, 5):
        axe(person, f"theme {number} at {width}")
        assert person.page.evaluate("document.documentElement.scrollWidth") <= width
        statement = person.page.locator("legend").first.inner_text()
        expect(person.page.get_by_role("group", name=statement)).to_be_visible()
        if number < 4:
            person.page.get_by_role("button", name="Next").click()
    person.page.get_by_role("button", name="Hand in my answers").click()
    expect(person.page.get_by_role("alert")).to_contain_text(
        "You have not answered a statement yet"
    )
    axe(person, f"nothing answered at {width}")
    person.page.get_by_role("radio").first.check()
    person.page.get_by_role("button", name="Hand in my answers").click()
    axe(person, f"thanks at {width}")
    person.go(link)
    axe(person, f"answered already at {width}")
    person.press("Start again as somebody else")
    begin(person.page)
    person.go(link)
    axe(person, f"somebody has begun at {width}")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width
    person.go("/survey/guessed")
    axe(person, f"a guessed link at {width}")


@pytest.mark.parametrize("width", [1280])
def test_a_coordinator_makes_closes_and_replaces_the_link(server, open_browser, axe, width):
    with closing(sqlite3.connect(server.database)) as database, database:
        database.execute("DELETE FROM survey")
    coordinator = open_browser(server, width)
    coordinator.sign_in("coordinator", "/survey")
    axe(coordinator, "no link yet")
    coordinator.press("Make the link")
    page = coordinator.page
    expect(page.get_by_text("The survey is open until the end of 17 July 2009")).to_be_visible()
    expect(page.get_by_role("img", name="QR code that opens the survey")).to_be_visible()
    axe(coordinator, "the link and how it goes")
    first = page.locator("code").first.inner_text().strip()
    practitioner = open_browser(server, width)
    practitioner.page.goto(first)
    expect(practitioner.page.get_by_label("Where do you work?")).to_be_visible()
    coordinator.press("Replace the link")
    expect(page.get_by_text("Tick the box first. The old link stops working")).to_be_visible()
    page.get_by_text("The link reached people").click()
    coordinator.settle()
    coordinator.press("Replace the link")
    expect(page.get_by_text("The link was replaced.")).to_be_visible()
    practitioner.page.goto(first)
    expect(practitioner.page.get_by_text("There is a newer link")).to_be_visible()
    coordinator.press("Close the survey now")
    expect(page.get_by_text("The survey is closed. Its last day was 9 July 2009")).to_be_visible()
    axe(coordinator, "closed")
