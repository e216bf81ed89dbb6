"""Moderating in a browser: each question opens at its heading, with nothing chosen for anybody."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.acting import unfold

DISPUTED, FEW_CLICKS = 24, 60
COUNT_CLICKS = """() => {
  window.clicks = 0;
  document.addEventListener('pointerdown', (event) => { window.clicks += event.isTrusted; }, true);
}"""
IS_IN_VIEW = """words => {
  const {top, bottom} = words.getBoundingClientRect();
  const bar = document.querySelector('[data-testid=stHeader]').getBoundingClientRect().bottom;
  return top >= bar && bottom <= window.innerHeight;
}"""
AT_THE_END = "document.querySelector('[data-testid=stMain]').scrollTop = 100000"


def opens_at_its_heading(person, heading=None):
    """The question's heading is in view and has the focus, and no level is chosen; its words."""
    words = person.page.get_by_role("heading", level=1)
    if heading is None:
        expect(words).to_have_text(re.compile(r"^[A-Z]+ \d+: "))
    else:
        expect(words).to_have_text(heading)
    expect(words).to_be_focused()
    assert words.evaluate(IS_IN_VIEW)
    expect(_form(person).locator("input:checked")).to_have_count(0)
    # The levels are announced with the statement that they are about.
    statement = person.page.locator(".owf-text").inner_text()
    expect(_form(person).get_by_role("radiogroup", name=statement)).to_be_visible()
    return words.inner_text()


def _form(person):
    agree = person.page.get_by_role("button", name="Agree", exact=True)
    return person.page.get_by_test_id("stForm").filter(has=agree)


def test_24_disputed_questions_take_at_most_60_clicks_and_each_is_seen(server, open_browser):
    person = open_browser(server)
    person.sign_in("coordinator", "/moderation")
    person.page.evaluate(COUNT_CLICKS)
    person.push(person.page.get_by_role("button", name=re.compile("^Start with ")))
    seen = []
    for _ in range(DISPUTED):
        seen.append(opens_at_its_heading(person))
        proposal = person.page.locator(".owf-proposal").inner_text()
        _form(person).get_by_text(proposal, exact=True).click()
        person.press("Agree and open the next")
        expect(person.page.get_by_role("heading", level=1)).not_to_have_text(seen[-1])
    opens_at_its_heading(person)
    assert len(set(seen)) == DISPUTED
    assert person.page.evaluate("window.clicks") <= FEW_CLICKS
    person.go("/moderation")
    expect(person.page.get_by_role("heading", level=1)).to_contain_text(f"{DISPUTED} of ")


def test_every_way_to_a_question_leads_to_its_heading(server, open_browser):
    person = open_browser(server)
    person.sign_in("coordinator", "/moderation")
    person.push(person.page.get_by_role("button", name=re.compile("^Start with ")))
    first = opens_at_its_heading(person)
    for way, heading in (("Next open", None), ("Before", first)):
        person.page.evaluate(AT_THE_END)
        person.push(person.page.get_by_role("button", name=re.compile(f"^{way}")))
        opens_at_its_heading(person, heading)
    person.press("Agree and open the next")
    expect(person.page.get_by_text("Not saved. Choose a level first.")).to_be_visible()
    address = person.page.url
    person.press("All questions")
    expect(person.page.get_by_role("heading", level=1)).to_be_focused()
    link = person.page.locator(".owf-agenda a").nth(2)
    link.scroll_into_view_if_needed()
    link.click()
    person.settle()
    assert opens_at_its_heading(person) != first
    person.page.goto(address)
    person.settle()
    opens_at_its_heading(person, first)


def test_statistics_are_behind_how_this_is_worked_out(server, open_browser):
    person = open_browser(server)
    person.sign_in("coordinator", "/moderation")
    statistics = person.page.get_by_text(re.compile(r"consensus|alpha|beyond chance", re.I))
    assert statistics.filter(visible=True).count() == 0
    unfold(person, "How this is worked out")
    person.page.locator(".owf-agenda a").first.click()
    opens_at_its_heading(person)
    assert statistics.filter(visible=True).count() == 0
    unfold(person, "How this is worked out")
    expect(statistics.filter(visible=True).first).to_be_visible()
