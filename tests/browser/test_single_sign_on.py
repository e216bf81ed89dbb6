"""Single sign-on from end to end: a browser, the product, and a provider of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime

import httpx2
import pytest
from playwright.sync_api import expect

from benchmarks.servers import free_port
from owf.access import Role
from owf.store import people
from owf.store.people import RoleHeld

PEOPLE = {
    "anna": "anna@example.org",
    "bea": "bea@example.org",
    "closed": "closed@example.org",
}


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    """A provider on this machine, at which three people have an account."""
    port = free_port()
    claims = [
        json.dumps({"sub": sub, "email": email, "email_verified": True})
        for sub, email in PEOPLE.items()
    ]
    log = tmp_path_factory.mktemp("provider") / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "oidc_provider_mock", "--port", str(port),
                *(word for one in claims for word in ("--user-claims", one)),
            ],
            stdout=output,
            stderr=output,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/.well-known/openid-configuration", process, log)
    yield address
    process.kill()
    process.wait()


def _wait_for(address, process, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx2.get(address).status_code == 200:
                return
        except httpx2.HTTPError:
            # As for the product: the only way to ask whether it listens is to knock.
            time.sleep(0.05)
    raise RuntimeError(f"The provider did not get ready:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def site(start_server, issuer):
    """The product outside the demonstration: Anna looks after it, and one account is closed."""
    server = start_server(
        OWF_DEMO="0",
        OWF_OIDC_ISSUER=issuer,
        OWF_OIDC_CLIENT_ID="one-workforce",
        OWF_OIDC_CLIENT_SECRET="a secret of the provider",
    )
    store = server.store()
    held = [RoleHeld(Role.ADMINISTRATOR, "all", "")]
    with store.writing() as session:
        people.add_person(session, "anna", "Anna Ash", email=PEOPLE["anna"], roles=held)
        people.add_person(session, "closed", "Cleo Close", email=PEOPLE["closed"], roles=held)
        people.set_disabled(session, "closed", datetime(2009, 7, 1, tzinfo=UTC))
    store.close()
    yield server
    server.end()


@pytest.fixture
def go(site, open_browser, issuer):
    """Somebody who wants to open a page, and comes to the provider."""

    def wanting(path="/", width=1280):
        somebody = open_browser(site, width)
        # The provider's look comes from elsewhere, and a test needs nobody but this machine.
        somebody.page.route("https://**", lambda route: route.abort())
        somebody.page.goto(f"{site.address}{path}")
        somebody.page.get_by_role("link", name="Sign in with single sign-on").click()
        expect(somebody.page.get_by_role("heading", name="Authorize Client")).to_be_visible()
        assert somebody.page.url.startswith(f"{issuer}/oauth2/authorize?")
        return somebody

    return wanting


def agree(somebody, account):
    somebody.page.get_by_role("button", name=account, exact=True).click()
    somebody.settle()


def session_of(somebody):
    cookies = {one["name"]: one["value"] for one in somebody.page.context.cookies()}
    return next((value for name, value in cookies.items() if name.endswith("owf_session")), None)


def test_an_invited_person_signs_in_and_comes_to_the_page_they_wanted(go, site):
    anna = go("/national?year=2009")
    agree(anna, "anna")
    assert anna.page.url == f"{site.address}/national?year=2009"
    anna.go("/")
    expect(anna.page.get_by_text("Signed in as Anna Ash")).to_be_visible()


def test_going_back_to_the_callback_signs_nobody_in_again(go):
    anna = go()
    came_back = []
    anna.page.on(
        "request", lambda one: came_back.append(one.url) if "/auth/oidc/callback" in one.url else ""
    )
    agree(anna, "anna")
    first = session_of(anna)
    anna.page.goto(came_back[0])
    expect(anna.page.get_by_role("heading", name="This sign-in did not work")).to_be_visible()
    assert session_of(anna) == first


@pytest.mark.parametrize("width", [1280, 390])
def test_a_person_whom_nobody_added_is_refused_and_told_whom_to_ask(go, axe, width):
    bea = go(width=width)
    agree(bea, "bea")
    said = bea.page.get_by_role("alert")
    expect(said).to_contain_text("bea@example.org, and nobody has been added here")
    expect(said).to_contain_text("Ask your Trust's coordinator for an invitation")
    assert session_of(bea) is None
    axe(bea, "refused at single sign-on")
    assert bea.page.evaluate("document.documentElement.scrollWidth") <= width
    bea.page.get_by_role("link", name="Sign in another way").click()
    axe(bea, "sign-in with single sign-on")


def test_a_person_whose_account_is_closed_is_refused(go):
    closed = go()
    agree(closed, "closed")
    expect(closed.page.get_by_role("alert")).to_contain_text("Your account here is closed")
    assert session_of(closed) is None


def test_a_person_who_changes_their_mind_is_told_so(go):
    somebody = go()
    somebody.page.get_by_role("button", name="Deny").click()
    somebody.settle()
    expect(somebody.page.get_by_role("heading", name="This sign-in did not work")).to_be_visible()
    assert session_of(somebody) is None
