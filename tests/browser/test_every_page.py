"""Every page in every state: nothing keeps anybody out, in the light and in the dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from owf.web.navigation import PAGES
from tests.browser.conftest import Person
from tests.browser.spoilt import CUT_LABELS, SPOILT, SPOILT_TABLES
from tests.building_once import built_once
from tests.states import STATES
from tests.visits import TODAY, VISITS

CHARTS = {"results": 7, "compare": 6, "region": 4, "national": 5}
"""The pages that are looked at for their charts, and how many all visits see together."""


IS_DARK = """() => Math.max(
    ...getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor
        .match(/[0-9]+/g).slice(0, 3).map(Number)) < 64"""
"""Whether the brightest of the red, green and blue behind a page is a quarter of 255 at most."""


@pytest.fixture(scope="module")
def state_servers(start_server, five_years_path, tmp_path_factory, session_environment):
    """One server for each state, started when it is first asked for."""
    running = {}

    def serve(state):
        if state not in running:
            path = (
                five_years_path
                if state == "demonstration"
                else built_once(tmp_path_factory, f"{state}.db", STATES[state])
            )
            running[state] = start_server(path, OWF_TODAY=TODAY)
        return running[state]

    yield serve
    for server in running.values():
        server.end()


@pytest.fixture(scope="module")
def visitors(contexts, state_servers):
    """Somebody of a role in a state, signed in once."""
    there = {}

    def visitor(state, role):
        if (state, role) not in there:
            server = state_servers(state)
            there[state, role] = Person(contexts.lend(server).new_page(), server.address)
            there[state, role].sign_in(role)
        return there[state, role]

    yield visitor
    for person in there.values():
        contexts.take_back(person.page.context)


def test_every_page_is_visited():
    assert set(VISITS) == {page.path for page in PAGES}


@pytest.mark.parametrize("page", VISITS)
def test_a_page_of_the_demonstration_keeps_nobody_out(visitors, axe, page):
    charts = 0
    for role, choices in VISITS[page]:
        person = visitors("demonstration", role)
        person.page.set_viewport_size({"width": 1280, "height": 900})
        person.go(f"/{page}?{choices}")
        charts += _every_chart_is_told(person)
        where = f"{page}?{choices} as {role}"
        for width in (1280, 390):
            person.page.set_viewport_size({"width": width, "height": 900})
            axe(person, f"{where} at {width}")
            _fits(person, width)
            if page in CHARTS:
                assert person.page.evaluate(SPOILT) == []
                assert person.page.evaluate(SPOILT_TABLES) == []
        # In the dark only colours differ, which no width changes.
        person.page.emulate_media(color_scheme="dark")
        person.page.wait_for_function(IS_DARK)
        person.settle()
        axe(person, f"{where}, dark", colours_only=True)
        person.page.emulate_media(color_scheme="light")
    assert charts >= CHARTS.get(page, 0)


@pytest.mark.parametrize("page", ["", "results", "compare", "region", "national"])
@pytest.mark.parametrize("state", STATES)
def test_a_page_without_figures_keeps_nobody_out(visitors, axe, state, page):
    role, choices = VISITS[page][0]
    person = visitors(state, role)
    person.page.set_viewport_size({"width": 390, "height": 900})
    person.go(f"/{page}?{choices}")
    _every_chart_is_told(person)
    _fits(person, 390)
    axe(person, f"{state}: {page} as {role}")


OPENS = (
    ("administrator", "/audit", ("list", "calendar")),
    ("partner", "/assessment?theme=evidence", ("list of several",)),
)
"""Who opens what on which page: between them each kind of list that the product has."""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("opens", OPENS)
def test_a_list_or_a_calendar_that_is_open_keeps_nobody_out(visitors, axe, opens, width):
    role, address, kinds = opens
    person = visitors("demonstration", role)
    person.page.set_viewport_size({"width": width, "height": 900})
    person.go(address)
    for kind in kinds:
        if kind == "calendar":
            person.page.get_by_test_id("stDateInputCalendarButton").first.click()
            days = person.page.get_by_role("dialog").get_by_role("grid")
            # Weeks begin on Monday, though this browser is set to American English.
            expect(days.locator("thead")).to_have_text("MTWTFSS")
        else:
            what = "stMultiSelect" if kind == "list of several" else "stSelectbox"
            box = person.page.get_by_test_id(what).get_by_role("combobox").first
            box.scroll_into_view_if_needed()
            box.focus()
            box.press("ArrowDown")
            expect(person.page.get_by_role("listbox")).to_be_visible()
        axe(person, f"an open {kind} at {width}", has_opened=True)
        person.page.keyboard.press("Escape")


def test_the_menu_of_a_phone_says_that_it_is_one(visitors, axe):
    person = visitors("demonstration", "coordinator")
    person.page.set_viewport_size({"width": 390, "height": 900})
    person.go("/round")
    menu = person.page.get_by_role("button", name="Menu", exact=True)
    shown = "one => getComputedStyle(one, '::after').content"
    assert menu.evaluate(shown) == '"Menu"'
    menu.click()
    close = person.page.get_by_role("button", name="Close the menu")
    assert close.evaluate(shown) == '"Close"'
    axe(person, "the menu of a phone")
    close.click()
    expect(close).to_be_hidden()


def _fits(person, width):
    """Nothing is wider than the window: it is the main part that would scroll."""
    wide = person.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= width
    assert person.page.evaluate(CUT_LABELS) == []


def _every_chart_is_told(person):
    """Each chart is drawn, has a text in its place, and its numbers in a table; gives how many."""
    charts = person.page.locator("[class*=st-key-chart-]")
    for chart in charts.all():
        chart.locator(".main-svg").first.wait_for()
        told = chart.locator("[aria-label], [alt]").first
        assert told.get_attribute("aria-label") or told.get_attribute("alt")
    assert person.page.locator(".owf-table").count() >= charts.count()
    return charts.count()
