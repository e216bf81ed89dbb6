"""Looking after people in a real browser: invite, pass the link on, take the role away again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.acting import pick


def choose(person, label, words):
    """Pick what is called exactly so."""
    pick(person, label, words, exact=True)


def test_a_coordinator_invites_and_ends_a_role_and_an_administrator_erases(
    server, open_browser, axe
):
    coordinator = open_browser(server, 390)
    coordinator.sign_in("coordinator", "/people")
    axe(coordinator, "list of people")
    coordinator.follow("Invite somebody")
    choose(coordinator, "Role", "Answers for a partner")
    choose(coordinator, "Partner", "Health")
    page = coordinator.page
    page.get_by_label("Name").fill("Anna *Ackroyd* <i>")
    page.get_by_label("E-mail address").fill("anna@")
    coordinator.press("Invite")
    expect(page.get_by_text("“anna@” is not an e-mail address")).to_be_visible()
    axe(coordinator, "invitation with a fault")
    page.get_by_label("E-mail address").fill("anna@example.org")
    coordinator.press("Invite")
    expect(page.get_by_text("Anna *Ackroyd* <i> is invited")).to_be_visible()
    axe(coordinator, "link to pass on")
    coordinator.press("I have passed it on")
    coordinator.follow("Back to the list")
    page.get_by_role("link", name="Anna *Ackroyd* <i>").click()
    coordinator.settle()
    axe(coordinator, "a person")

    administrator = open_browser(server, 390)
    administrator.sign_in("administrator", "/people?name=anna")
    administrator.page.get_by_role("link", name="Anna").click()
    administrator.settle()
    administrator.follow("Erase this person …")
    axe(administrator, "what stays of somebody")
    administrator.page.get_by_text("for good").click()
    administrator.settle()
    administrator.press("Erase this person")
    expect(administrator.page.get_by_text("has been erased")).to_be_visible()

    # Whom somebody else has erased meanwhile is nobody's to change.
    coordinator.push(page.get_by_role("button", name=re.compile("^Remove: Answers for")))
    expect(page.get_by_text("This person is not in your list")).to_be_visible()


def test_a_pasted_list_is_checked_and_then_invited(server, open_browser, axe):
    coordinator = open_browser(server)
    coordinator.sign_in("coordinator", "/people?do=list")
    page = coordinator.page
    box = page.get_by_label("People to invite")
    box.fill("Ben\tben@example.org\tsteering\nEve\teve@\tking\n")
    coordinator.press("Check the list")
    expect(page.get_by_text("line 2: there is no role “king”")).to_be_visible()
    axe(coordinator, "list with faults")
    box.fill("Ben\tben@example.org\tsteering\nEve\teve@example.org\tpartner\tPolice\n")
    coordinator.press("Check the list")
    coordinator.press("Invite these 2 people")
    expect(page.get_by_text("2 people invited")).to_be_visible()
    axe(coordinator, "links to pass on")


def test_whoever_loses_the_role_is_refused_at_the_next_click(server, open_browser):
    coordinator, administrator = open_browser(server), open_browser(server)
    coordinator.sign_in("coordinator", "/people?person=demo-3-steering")
    administrator.sign_in("administrator", "/people?person=demo-2-coordinator")
    administrator.press("Remove: Coordinator")
    expect(administrator.page.get_by_text("no longer has this role")).to_be_visible()
    coordinator.press("Remove: Steering group")
    expect(coordinator.page.get_by_role("heading", level=1)).to_have_text(
        "This page is not open to you"
    )
