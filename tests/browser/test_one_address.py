"""An office behind one address, as its people meet the real server: they mistype, and get in."""

from __future__ import annotations

import re

import httpx2
import pytest
from playwright.sync_api import expect

from owf.access.passwords import hash_password
from owf.access.waits import FREE_FOR_AN_ACCOUNT
from owf.store import accounts, people, surveys
from owf.store.rounds import round_of
from owf.web.survey.limits import GUESSES

GOOD, WRONG = "kettle orbit plum fence", "kettle orbit plum fense"
COLLEAGUES = 20


@pytest.fixture(scope="module")
def office(served):
    """The e-mail addresses of colleagues who all come from one address: this machine's."""
    store, hashed = served.store(), hash_password(GOOD)
    emails = [f"colleague{number}@example.org" for number in range(COLLEAGUES + 1)]
    with store.writing() as session:
        for number, email in enumerate(emails):
            people.add_person(session, f"colleague{number}", f"Colleague {number}", email=email)
            accounts.set_password(session, f"colleague{number}", hashed)
    store.close()
    return emails


@pytest.fixture
def browsers(served):
    """Opens browsers that speak plain HTTP."""
    opened = []

    def open_one():
        opened.append(httpx2.Client(base_url=served.address))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def sign_in(browser, email, password):
    page = browser.get("/auth/sign-in")
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)[1]
    data = {"form_token": token, "next": "/", "email": email, "password": password}
    return browser.post("/auth/sign-in", data=data)


def test_twenty_colleagues_mistype_once_each_behind_one_address_and_all_get_in(office, browsers):
    at_work = [(browsers(), email) for email in office[:COLLEAGUES]]
    assert [sign_in(*one, WRONG).status_code for one in at_work] == [403] * COLLEAGUES
    for browser, email in at_work:
        assert sign_in(browser, email, GOOD).status_code == 303
        assert "owf_session" in browser.cookies


def test_a_browser_that_was_signed_in_before_is_let_in_while_others_guess_at_the_account(
    office, browsers, served, open_browser
):
    email = office[-1]
    own = open_browser(served)
    for browser in ("first", "second"):
        own.page.goto(f"{served.address}/auth/sign-in")
        own.page.get_by_text("Sign in with an account of your own").click()
        own.page.get_by_label("E-mail address").fill(email)
        own.page.get_by_label("Password").fill(GOOD)
        own.page.get_by_role("button", name="Sign in").click()
        own.page.wait_for_url(f"{served.address}/")
        if browser == "first":
            own.go("/auth/sign-out")
            if own.page.get_by_role("button", name="Sign out").count():
                own.press("Sign out")
            guesser = browsers()
            for _ in range(FREE_FOR_AN_ACCOUNT):
                assert sign_in(guesser, email, WRONG).status_code == 403
            # Not even the right password is looked at there.
            assert sign_in(guesser, email, GOOD).status_code == 429


def test_a_building_opens_a_link_that_was_cut_off_and_who_has_it_whole_answers(
    served, browsers, open_browser
):
    store = served.store()
    with store.reading() as session:
        token = surveys.link_of_round(session, round_of(session, 873, 2009).id).token
    store.close()
    building = browsers()
    for _ in range(GUESSES.most + 10):
        assert building.get(f"/survey/{token[:-1]}").status_code == 404
    page = open_browser(served).page
    page.goto(f"{served.address}/survey/{token}.")
    expect(page.get_by_label("Where do you work?")).to_be_visible()
    page.goto(f"{served.address}/survey/{token[:-3]}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link is not whole")
