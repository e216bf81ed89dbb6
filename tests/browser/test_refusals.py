"""What people meet who may not, or may no longer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

ANSWERS_BELONG_TO = "Only the people who answer for a partner"


def test_a_page_opened_without_sign_in_leads_to_sign_in_and_then_back(shared_server, open_browser):
    nobody = open_browser(shared_server)
    nobody.page.goto(f"{shared_server.address}/compare?trust=873&year=2008")
    expect(nobody.page.get_by_text("You need to sign in before")).to_be_visible()
    assert "Cambridgeshire is" not in nobody.page.content()
    nobody.page.locator("button[value=chair]").click()
    nobody.settle()
    assert nobody.page.url.endswith("/compare?trust=873&year=2008")
    expect(nobody.page.get_by_role("heading", level=1)).to_contain_text("Cambridgeshire")


def test_another_trusts_pages_are_refused_without_any_of_its_data(look_around):
    for path in ("/compare?trust=881&year=2008", "/sign-off?trust=881&year=2008"):
        partner = look_around("partner", path)
        expect(partner.page.get_by_role("heading", level=1)).to_have_text(
            "This page is not open to you"
        )
        assert "Essex" not in partner.page.locator("[data-testid=stMain]").inner_text()


def test_another_partners_return_is_refused(look_around):
    partner = look_around("partner", "/assessment?partner=1&year=2009")
    expect(partner.page.get_by_text(ANSWERS_BELONG_TO)).to_be_visible()
    assert partner.page.get_by_role("radio").count() == 0


def test_the_administrator_sees_no_answers(look_around):
    for path in ("/assessment", "/sign-off", "/sign-off?trust=873", "/compare?trust=873&year=2008"):
        administrator = look_around("administrator", path)
        expect(administrator.page.get_by_role("heading", level=1)).to_have_text(
            "This page is not open to you"
        )


@pytest.mark.parametrize("role", ["regional-lead", "national"])
@pytest.mark.parametrize("trust", ["883", "821"], ids=["done", "headline"])
def test_what_a_trust_does_not_show_is_not_to_be_had_by_its_address(look_around, role, trust):
    for query in ("", "&with=england"):
        outside = look_around(role, f"/compare?trust={trust}&year=2009{query}")
        expect(outside.page.get_by_role("heading", level=1)).to_have_text(
            "This page is not open to you"
        )
        said = outside.page.locator("[data-testid=stMain]").inner_text()
        assert "has not published its results in full" in said
        assert not {"Thurrock", "Luton"} & set(said.split())


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("partner", "/moderation?trust=873&year=2009"),
        ("partner", "/moderation?trust=873&year=2009&item=caf-01"),
        ("regional-lead", "/moderation?trust=873&year=2009"),
        ("national", "/sign-off?trust=873&year=2009"),
        ("chair", "/region?region=E12000006&year=2009"),
        ("regional-lead", "/region?region=E12000007&year=2009"),
        ("coordinator", "/national?year=2009"),
        ("administrator", "/region?region=E12000006"),
        ("administrator", "/national"),
        ("administrator", "/moderation"),
    ],
)
def test_a_page_that_is_not_ones_work_stays_closed(look_around, role, path):
    person = look_around(role, path)
    expect(person.page.get_by_role("heading", level=1)).to_have_text("This page is not open to you")
    assert person.page.locator("table, [data-testid=stPlotlyChart]").count() == 0


def test_an_unknown_year_says_so_in_words(look_around):
    chair = look_around("chair", "/compare?trust=873&year=1999")
    expect(chair.page.get_by_text("has not signed off 1999 yet")).to_be_visible()


def test_signing_out_in_one_window_stops_the_next_click_in_another(server, open_browser):
    partner = open_browser(server)
    partner.sign_in("partner", "/assessment?theme=information-sharing")
    second = partner.page.context.new_page()
    second.goto(f"{server.address}/auth/sign-out")
    second.get_by_role("button", name="Sign out").click()
    partner.choose("IS 1", "4 Good progress")
    expect(partner.page.get_by_text("You need to sign in to see this page")).to_be_visible()


def test_the_session_cookie_is_out_of_reach_of_scripts(shared_server, open_browser):
    partner = open_browser(shared_server)
    partner.sign_in("partner")
    cookie = next(one for one in partner.page.context.cookies() if one["name"] == "owf_session")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert "owf_session" not in partner.page.evaluate("document.cookie")
