"""What people do with the parts of a page, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect


def pick(person, label, words):
    """Pick from a list of choices; it closes where the page still scrolls to what was unfolded."""
    box = person.page.get_by_role("combobox", name=label, exact=True)
    box.scroll_into_view_if_needed()
    box.focus()
    box.press("ArrowDown")
    option = person.page.get_by_role("option", name=words).first
    expect(option).to_be_visible()
    option.click()
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
