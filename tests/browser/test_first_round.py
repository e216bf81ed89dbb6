"""A first year in a real browser: it is opened, and a round is begun with a pasted list."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.acting import pick, type_day
from tests.building_once import built_once
from tests.states import STATES

PARTNERS = "Transport police\tPolice\nFenland schools\tSchools\nAddenbrooke's Hospital\tHelth"


@pytest.fixture
def empty_server(start_server, tmp_path_factory):
    """A house with its people, whose first year was opened a moment ago."""
    own = start_server(built_once(tmp_path_factory, "empty.db", STATES["empty"]))
    yield own
    own.end()


def _a_year_is_opened(national, axe):
    page = national.page
    national.press("Open the year")
    expect(page.get_by_text("Choose the first day.")).to_be_visible()
    axe(national, "a year that lacks everything")
    pick(national, "Questionnaire", "Integrated working 2010")
    expect(page.get_by_text("Choose the questionnaire.")).to_have_count(0)
    expect(page.get_by_text("Choose the first day.")).to_be_visible()
    type_day(national, "First day", "01", "06", "2013")
    type_day(national, "Last day", "12", "07", "2013")
    page.get_by_text("I open 2013 for all Trusts").click()
    national.settle()
    national.press("Open the year")
    expect(page.get_by_role("heading", name="The rounds of 2013")).to_be_visible()


def test_a_year_is_opened_and_a_round_begun_with_a_pasted_list(empty_server, open_browser, axe):
    national = open_browser(empty_server)
    national.sign_in("national", "/round?part=open")
    _a_year_is_opened(national, axe)
    coordinator = open_browser(empty_server)
    coordinator.sign_in("coordinator", "/round?trust=873&year=2012")
    page = coordinator.page
    section = page.locator("details", has_text="Paste a list of partners")
    if not section.get_attribute("open"):
        page.locator("summary", has_text="Add partners").click()
    box = page.get_by_label("Partners, one a line: name; sector")
    box.fill(PARTNERS)
    coordinator.press("Check the list")
    expect(page.get_by_text("“Helth” is no sector of this questionnaire")).to_be_visible()
    axe(coordinator, "a list with a fault")
    # The section stands open, and nothing typed is lost.
    expect(box).to_have_value(PARTNERS)
    box.fill(PARTNERS.replace("Helth", "Health"))
    coordinator.press("Check the list")
    coordinator.press("Add these 3 partners")
    expect(page.get_by_text("3 partners are added")).to_be_visible()
    expect(box).to_be_visible()
    expect(box).to_have_value("")
    coordinator.press("Start the round of 2012 with 4 partners")
    page.get_by_role("link", name="Invite somebody for Fenland schools").click()
    coordinator.settle()
    expect(page.get_by_role("heading", name="Invite somebody for Fenland schools")).to_be_visible()
    expect(page.get_by_role("combobox", name="Role")).to_have_value("Answers for a partner")
    expect(page.get_by_role("combobox", name="Partner")).to_have_value("Fenland schools")
    coordinator.press("Invite")
    expect(page.get_by_text("Write their e-mail address.")).to_be_visible()
    axe(coordinator, "an invitation that lacks everything")
    coordinator.follow("Back to the round")
    page.get_by_role("link", name="Fenland schools", exact=True).first.click()
    expect(page.get_by_role("heading", name="Fenland schools", level=1)).to_be_in_viewport()
    axe(coordinator, "a partner's page")
