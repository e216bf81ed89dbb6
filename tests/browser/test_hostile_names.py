"""What a browser makes of names full of signs: the words that somebody typed, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from benchmarks.servers import serving
from tests.browser.conftest import Person
from tests.browser.labels_of import TEXTS
from tests.browser.placeholders import wait_for_content
from tests.hostile import MARKS, make_hostile
from tests.visits import VISITS

LABELS = """number => [...document.querySelectorAll(
    `.st-key-text-${number} [data-testid=stMarkdownContainer]`)]
  .map(one => [one.textContent, one.querySelectorAll('*:not(p)').length])"""
INJECTED = """() => [...document.querySelectorAll(
    '[data-testid=stApp] :is(u, [onerror], a[href*="e.example"], a[href^="javascript"], '
    + 'img[src*="e.example"], .katex, [data-testid=stIconMaterial])')]
  .filter(one => !one.closest('summary, [data-testid=stFileUploader], [data-baseweb]')
      || !one.matches('[data-testid=stIconMaterial]'))
  .map(one => one.outerHTML)"""
"""Elements that only a name can have brought; Streamlit has icons of its own in some widgets."""


def test_every_kind_of_label_shows_every_sign_as_it_is(browser):
    with serving("tests.browser.labels_of:app", {}, "/_stcore/health") as server:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/")
        expect(page.locator("#done")).to_be_visible()
        wrong = []
        for number, text in enumerate(TEXTS):
            drawn = page.locator(f".st-key-text-{number} [data-testid=stMarkdownContainer]")
            expect(drawn.first).to_be_attached()
            if text in MARKS:
                expect(drawn.nth(4)).to_be_attached()
            shown = page.evaluate(LABELS, number)
            wrong += [
                (text, words, inside)
                for words, inside in shown
                if words not in ("Choose", "Bar")
                and (words.replace("\u2060", "") != text or inside)
            ]
        page.close()
    assert wrong == []


@pytest.fixture(scope="module")
def hostile_server(start_server, demo_path, tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    make_hostile(demo_path, path)
    running = start_server(path)
    yield running
    running.end()


@pytest.fixture(scope="module")
def hostile_visitors(contexts, hostile_server):
    there = {}

    def visitor(role):
        if role not in there:
            there[role] = Person(contexts.lend(hostile_server).new_page(), hostile_server.address)
            there[role].sign_in(role)
        return there[role]

    yield visitor
    for person in there.values():
        contexts.take_back(person.page.context)


SEEN = {"people": 6, "region": 3, "audit": 1, "start": 1}
"""Page -> of how many kinds of signs it shows at least one."""


@pytest.mark.parametrize("page", VISITS)
def test_no_name_makes_an_element_of_a_page(hostile_visitors, page):
    kinds = set()
    for role, choices in VISITS[page]:
        person = hostile_visitors(role)
        person.go(f"/{page}?{choices}")
        # What stands below a box that is still loaded is out of sight, and no text of the page.
        wait_for_content(person.page)
        assert person.page.evaluate(INJECTED) == [], (role, choices)
        words = person.page.locator("body").inner_text()
        kinds |= {mark for mark in MARKS if " ".join(mark.split()) in " ".join(words.split())}
        assert person.page.title().endswith("One Workforce")
    assert len(kinds) >= SEEN.get(page or "start", 0), kinds
