"""A mistyped address, a new one and a partner that is renamed, in real browsers with real mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from owf.access import OPERATOR
from owf.access.invitations import invite
from owf.store.people import RoleHeld

GOOD = "kettle orbit plum fence"
WIDTHS = (1280, 390)
WRONG, RIGHT, NEW = "anna@exmaple.org", "anna@example.org", "anna@new.example"


@pytest.fixture
def served(mail_server, start_server):
    """A server of its own that sends letters."""
    own = start_server(OWF_SMTP_URL=mail_server.url)
    yield own
    own.end()


@pytest.fixture
def anna(served, environment):
    """Somebody who was invited to the steering group at a mistyped address; gives the id."""
    environment.delenv("OWF_SMTP_URL")
    store = served.store()
    held = RoleHeld("steering", "trust", "873")
    made = invite(store, OPERATOR, WRONG, "Anna Ackroyd", [held])
    store.close()
    return made.person_id


def path_in(letter):
    return re.search(r"/auth/(?:accept|email)/\w+", letter.get_content())[0]


def at_both_widths(person, axe, name):
    for width in WIDTHS:
        person.page.set_viewport_size({"width": width, "height": 900})
        axe(person, f"{name} at {width}")
        assert person.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_mistyped_address_is_corrected_and_its_person_comes_in_and_changes_it_themselves(
    served, anna, open_browser, axe, mail_server
):
    coordinator = open_browser(served)
    coordinator.sign_in("coordinator", f"/people?trust=873&person={anna}")
    page = coordinator.page
    page.get_by_text("Correct the name or e-mail address").click()
    page.get_by_label("E-mail address").fill("anna@")
    coordinator.press("Save the corrections")
    expect(page.get_by_text("“anna@” is not an e-mail address")).to_be_visible()
    at_both_widths(coordinator, axe, "a correction with a fault")
    page.get_by_label("E-mail address").fill(RIGHT)
    coordinator.press("Save the corrections")
    expect(page.get_by_text("The e-mail address has been changed.")).to_be_visible()
    expect(page.get_by_text("The message was sent by e-mail.")).to_be_visible()
    at_both_widths(coordinator, axe, "a corrected address")
    assert mail_server.receivers == [RIGHT, WRONG]

    her = open_browser(served)
    her.go(path_in(mail_server.letters[0]))
    her.page.get_by_label("Password", exact=True).fill(GOOD)
    her.page.get_by_label("The same password again").fill(GOOD)
    her.press("Set my password and sign in")
    her.go("/auth/account")
    her.page.get_by_text("Change my name").click()
    her.page.get_by_text("Change my e-mail address").click()
    at_both_widths(her, axe, "both forms of the account")
    her.page.get_by_label("New e-mail address").fill(NEW)
    her.page.get_by_label("Your password", exact=True).fill(GOOD)
    her.press("Send me the link")
    expect(her.page.get_by_text(f"We have sent a link to {NEW}")).to_be_visible()
    at_both_widths(her, axe, "an address that waits")
    assert mail_server.receivers[2:] == [NEW, RIGHT]

    elsewhere = open_browser(served)
    elsewhere.go(path_in(mail_server.letters[2]))
    at_both_widths(elsewhere, axe, "a link for an address")
    elsewhere.press("Use this e-mail address")
    expect(elsewhere.page.get_by_text(f"Your e-mail address is now {NEW}.")).to_be_visible()
    at_both_widths(elsewhere, axe, "a confirmed address")
    elsewhere.go(path_in(mail_server.letters[2]))
    expect(elsewhere.page.get_by_text("This link has already been used")).to_be_visible()
    at_both_widths(elsewhere, axe, "a link that was used")


def test_a_partner_has_its_new_name_this_year_and_the_old_one_in_signed_years(
    served, open_browser, axe
):
    coordinator = open_browser(served)
    coordinator.sign_in("coordinator", "/round?trust=873")
    page = coordinator.page
    page.get_by_role("link", name="Police", exact=True).first.click()
    coordinator.settle()
    page.get_by_text("Rename it").click()
    page.get_by_label("New name").fill("Cambridgeshire <b>Constabulary</b>")
    coordinator.press("Use this name")
    expect(page.get_by_text("Police has its new name.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cambridgeshire <b>Constabulary</b>")
    at_both_widths(coordinator, axe, "a renamed partner")
    coordinator.follow("Back to all partners")
    expect(page.get_by_text("formerly Police")).to_be_visible()
    at_both_widths(coordinator, axe, "the round with a renamed partner")
    coordinator.go("/round?trust=873&year=2008")
    expect(page.get_by_role("link", name="Police", exact=True)).to_be_visible()
    expect(page.get_by_text("now called Cambridgeshire")).to_be_visible()
