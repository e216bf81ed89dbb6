"""A coordinator's morning in a real browser, with a real mail server: chase, extend, reopen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from owf.store import people
from owf.store.people import RoleHeld
from tests.browser.acting import choose_partner, pick, type_day, unfold


@pytest.fixture
def server_with_mail(start_server, mail_server):
    """A server of this test's own that hands its letters to a real mail server."""
    own = start_server(OWF_SMTP_URL=mail_server.url)
    yield own
    own.end()


def invite_anna(server):
    """Anna answers for Cambridgeshire's police too, and has an e-mail address."""
    store = server.store()
    with store.writing() as session:
        (held,) = people.roles_of(session, "demo-1-partner")
        people.add_person(
            session,
            "anna",
            "Anna Ackroyd",
            email="anna@example.org",
            roles=[RoleHeld("respondent", "partner", held.scope_id)],
        )
    store.close()


def give_cambridgeshire_more_time(national, axe):
    """The national team: until 24 July, a week more than the others."""
    national.sign_in("national", "/round")
    axe(national, "rounds of all Trusts")
    national.page.get_by_role("radio", name="More time for a Trust").click()
    national.settle()
    pick(national, "Trust", "Cambridgeshire")
    type_day(national, "Its last day", "24", "07", "2009")
    national.press("Set this last day")
    expect(national.page.get_by_text("Cambridgeshire can answer until the end of")).to_be_visible()
    axe(national, "a Trust with more time")


def send_a_reminder(coordinator, axe):
    """Read the letter, copy it by keyboard, and send it."""
    page = coordinator.page
    unfold(coordinator, "Message to Anna Ackroyd")
    expect(page.get_by_text("Dear Anna Ackroyd,").first).to_be_visible()
    axe(coordinator, "a letter")
    page.get_by_role("button", name="Copy to clipboard").last.focus()
    page.keyboard.press("Enter")
    coordinator.press("Send it to Anna Ackroyd")
    expect(page.get_by_text("Sent to Anna Ackroyd at")).to_be_visible()
    expect(page.get_by_text("reminded 10 July 2009")).to_be_visible()


def give_the_police_until_21_july(coordinator, axe):
    """An own last day for one partner, up to the Trust's."""
    page = coordinator.page
    choose_partner(coordinator, "Police")
    unfold(coordinator, "Set its last day")
    type_day(coordinator, "Last day for Police", "21", "07", "2009")
    coordinator.press("Set this last day")
    expect(page.get_by_text("Police can answer until the end of 21 July 2009")).to_be_visible()
    axe(coordinator, "actions for a partner")


def open_health_again(coordinator):
    """Health may change its answers again, and reads why."""
    page = coordinator.page
    choose_partner(coordinator, "Health")
    unfold(coordinator, "Reopen its self-assessment")
    page.get_by_label("Reason").fill("CAF 3 was about the old form")
    coordinator.press("Reopen it")
    expect(page.get_by_text("Health can change its answers again")).to_be_visible()


def excuse_the_police(coordinator, axe):
    """Nobody waits for the police any more, and they are named where the chair signs."""
    page = coordinator.page
    choose_partner(coordinator, "Police")
    unfold(coordinator, "Note apologies")
    coordinator.press("Note apologies")
    # What was forgotten is said beside its field, and the field is still there.
    expect(page.get_by_text("Say why, such as")).to_be_visible()
    page.get_by_label("Why").fill("cannot this year")
    coordinator.press("Note apologies")
    expect(page.get_by_text("The chair can sign without Police")).to_be_visible()
    expect(page.get_by_text("Apologies: cannot this year").first).to_be_visible()
    axe(coordinator, "apologies")
    coordinator.go("/sign-off?trust=873&year=2009")
    expect(page.get_by_text("With apologies: Police (cannot this year)")).to_be_visible()
    axe(coordinator, "sign-off without a partner")


@pytest.mark.parametrize("width", [1280])
def test_a_coordinator_s_morning(server_with_mail, mail_server, open_browser, axe, width):
    invite_anna(server_with_mail)
    give_cambridgeshire_more_time(open_browser(server_with_mail, width), axe)
    coordinator = open_browser(server_with_mail, width)
    coordinator.sign_in("coordinator")
    coordinator.follow("Run the round")
    expect(
        coordinator.page.get_by_text("Last day 24 July 2009: 14 days left.", exact=True)
    ).to_be_visible()
    axe(coordinator, "round")
    send_a_reminder(coordinator, axe)
    (letter,) = mail_server.letters
    assert mail_server.receivers == ["anna@example.org"]
    assert "28 of 97 questions are answered" in " ".join(letter.get_content().split())
    give_the_police_until_21_july(coordinator, axe)
    open_health_again(coordinator)
    excuse_the_police(coordinator, axe)
    partner = open_browser(server_with_mail, width)
    partner.sign_in("partner", "/assessment")
    expect(partner.page.get_by_text("You do not need to answer this year")).to_be_visible()
    axe(partner, "excused partner")
