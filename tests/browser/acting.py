"""What people do with the parts of a page, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error, expect

from tests.browser.conftest import PATIENCE

TRIES = (3_000, 3_000, 3_000)
"""Milliseconds of the tries before the last."""


def again(act: Callable[[float], Any]) -> Any:
    """Do what a person does who looks whether it came about: once more where it did not.

    A list closes, and a box is another one, where the page is still drawn under the hand.

    Args:
        act: does it and looks, within so many milliseconds.
    """
    for patience in TRIES:
        try:
            return act(patience)
        except (Error, AssertionError):
            continue
    return act(PATIENCE)


def take(box, option):
    """Choose from a list and say what was chosen."""

    def _open_and_click(patience):
        # To the middle, so that there is room for the list above or below it.
        box.evaluate("box => box.scrollIntoView({block: 'center'})", timeout=patience)
        box.focus(timeout=patience)
        box.press("ArrowDown", timeout=patience)
        try:
            words = option.inner_text(timeout=patience)
            option.click(timeout=patience)
        except Error:
            # While a list stands open, the box below it is hidden from whoever looks for its role.
            box.page.keyboard.press("Escape")
            raise
        return words

    return again(_open_and_click)


def leave(box):
    """Close a list of several choices, which stays open for more."""

    def _close(patience):
        box.press("Escape", timeout=patience)
        expect(box.page.get_by_role("listbox")).to_have_count(0, timeout=patience)

    again(_close)


def pick(person, label, words, *, exact=False):
    """Pick from a list of choices, as a person does who looks whether it was taken."""
    box = person.page.get_by_role("combobox", name=label, exact=True)
    option = person.page.get_by_role("option", name=words, exact=exact).first

    def _take_and_look(patience):
        expect(box).to_have_value(take(box, option), timeout=patience)

    again(_take_and_look)
    person.settle()


def unfold(person, words):
    """Open what is folded away, by its heading, and wait until it is open."""
    heading = person.page.locator("summary").filter(has_text=words).first
    heading.click()
    expect(person.page.locator("details[open] > summary").filter(has_text=words)).to_be_visible()
    person.settle()


def choose_partner(coordinator, name):
    """Open a partner's page: from the round by its name, from another partner's by the list."""
    if coordinator.page.locator(".owf-standing").count():
        pick(coordinator, "Another partner", name)
    else:
        coordinator.page.get_by_role("link", name=name, exact=True).first.click()
    expect(coordinator.page.get_by_role("heading", name=name, level=1)).to_be_visible()
    coordinator.settle()


def type_day(person, label, day, month, year):
    """Type a day into its three parts."""
    for part, value in (("day", day), ("month", month), ("year", year)):
        person.page.get_by_role("spinbutton", name=f"{part}, {label}").click()
        person.page.keyboard.type(value)
    person.page.keyboard.press("Escape")
    person.page.keyboard.press("Tab")
    person.settle()
