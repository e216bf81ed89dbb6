"""What people do with the parts of a page, in a browser."""

from __future__ import annotations

from playwright.sync_api import TimeoutError, expect

from tests.browser.conftest import PATIENCE

TRIES = (3_000, 3_000, 3_000)
"""Milliseconds of the tries before the last."""


def open_choice(box, option):
    """Open a list of choices until one of them is seen; it may close where the page still moves."""
    box.scroll_into_view_if_needed()
    for patience in (*TRIES, PATIENCE):
        box.focus()
        box.press("ArrowDown")
        try:
            option.wait_for(timeout=patience)
            return
        except TimeoutError:
            if patience == PATIENCE:
                raise


def take(box, option):
    """Choose from a list, as a person does who opens it again where it closed under the hand."""
    for patience in (*TRIES, PATIENCE):
        open_choice(box, option)
        try:
            words = option.inner_text(timeout=patience)
            option.click(timeout=patience)
            break
        except TimeoutError:
            if patience == PATIENCE:
                raise
    return words


def leave(box):
    """Close a list of several choices, which stays open for more."""
    for patience in (*TRIES, PATIENCE):
        box.press("Escape")
        try:
            expect(box.page.get_by_role("listbox")).to_have_count(0, timeout=patience)
            break
        except AssertionError:
            if patience == PATIENCE:
                raise


def pick(person, label, words, *, exact=False):
    """Pick from a list of choices, as a person does who looks whether it was taken."""
    box = person.page.get_by_role("combobox", name=label, exact=True)
    option = person.page.get_by_role("option", name=words, exact=exact).first
    for patience in (*TRIES, PATIENCE):
        taken = take(box, option)
        try:
            expect(box).to_have_value(taken, timeout=patience)
            break
        except AssertionError:
            if patience == PATIENCE:
                raise
    person.settle()


def unfold(person, words):
    """Open what is folded away, by its heading, and wait until it is open."""
    heading = person.page.locator("summary").filter(has_text=words).first
    heading.click()
    expect(person.page.locator("details[open] > summary").filter(has_text=words)).to_be_visible()
    person.settle()


def choose_partner(coordinator, name):
    """Choose for whom something is to be done, and wait until its actions are drawn."""
    pick(coordinator, "Partner", name)
    expect(coordinator.page.locator(".owf-standing")).to_contain_text(f"{name}:")
    coordinator.settle()


def type_day(person, label, day, month, year):
    """Type a day into its three parts."""
    for part, value in (("day", day), ("month", month), ("year", year)):
        person.page.get_by_role("spinbutton", name=f"{part}, {label}").click()
        person.page.keyboard.type(value)
    person.page.keyboard.press("Escape")
    person.page.keyboard.press("Tab")
    person.settle()
