"""What said "Saved" is there, and what shows as chosen is what is stored."""

from __future__ import annotations

import random
import shutil
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from benchmarks.mortal import Mortal, mortal
from benchmarks.servers import demonstration
from owf.questionnaire import load_named
from owf.settings import PACKS
from owf.store import Store, answers, rounds
from tests.conftest import TO_TEN

PACK = load_named(PACKS, "integrated-working@2009")
THEME = PACK.theme("information-sharing")
WORDS = {
    1: "1 Not yet considered",
    2: "2 Planning",
    3: "3 Some progress",
    4: "4 Good progress",
    5: "5 Embedded",
}
POLICE_2009 = "/assessment?theme=information-sharing"


def _stored(server) -> dict[str, str | None]:
    """What the database holds for the police in 2009, by printed code, in the page's words."""
    store = server.store()
    with store.reading() as session:
        in_round = rounds.round_of(session, 873, 2009)
        police = next(
            one
            for one in rounds.returns_of_round(session, in_round.id)
            if one.partner_name == "Police"
        )
        kept = answers.answers_of_return(session, police.id)
    store.close()
    return {
        item.code: WORDS[kept[item.id].level] if item.id in kept and kept[item.id].level else None
        for item in THEME.items
    }


def test_a_click_just_before_the_server_dies_is_never_shown_as_saved_unless_it_is(
    own_server, open_browser
):
    partner = open_browser(own_server)
    partner.sign_in("partner", POLICE_2009)
    partner.answer("IS 1", WORDS[2])
    own_server.send(signal.SIGSTOP)
    partner.choose("IS 2", WORDS[5])
    assert partner.chosen("IS 2") == WORDS[5]
    expect(partner.question("IS 2").get_by_text("Not saved yet …")).to_be_visible()
    expect(partner.saved("IS 2")).to_have_count(0)
    own_server.kill()
    assert _stored(own_server)["IS 2"] is None
    own_server.start()
    # The page connects again by itself and tells the new process what it still shows.
    expect(partner.saved("IS 2")).to_be_visible(timeout=60_000)
    assert _stored(own_server)["IS 2"] == WORDS[5]
    assert partner.chosen("IS 2") == WORDS[5]
    assert partner.chosen("IS 1") == WORDS[2]


LOOK = """() => Object.fromEntries([...document.querySelectorAll('[class*=st-key-question-]')].map(
  card => [card.querySelector('.owf-code').textContent, {
    chosen: card.querySelector('label:has(input:checked)')?.textContent ?? null,
    saved: card.querySelector('.owf-saved:not(.owf-open)')?.checkVisibility() ?? false,
  }]))"""
"""What every question of the page shows and says at one moment."""


def test_the_first_click_after_the_server_came_back_is_saved_like_any_other(
    own_server, open_browser
):
    partner = open_browser(own_server)
    partner.sign_in("partner", POLICE_2009)
    app = partner.page.locator("[data-testid=stApp]")
    own_server.kill()
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    own_server.start()
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
    partner.answer("IS 6", WORDS[3])
    partner.answer("IS 7", WORDS[4])
    assert _stored(own_server)["IS 6"] == WORDS[3]
    assert _stored(own_server)["IS 7"] == WORDS[4]
    expect(partner.page.get_by_text("Sign out")).to_be_visible()


@dataclass
class Dying:
    """A server on a copy of the demonstration that is soon there again after it was killed."""

    process: Mortal
    database: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.process.port}"

    def store(self) -> Store:
        return Store(f"sqlite:///{self.database}")


@pytest.fixture
def dying(demo_path, tmp_path):
    database = tmp_path / "dying.db"
    shutil.copy(demo_path, database)
    with mortal(demonstration(database), TO_TEN) as process:
        process.start()
        yield Dying(process, database)


# Seven more, without a browser: tests/web/returns/test_nothing_is_lost.py.
def test_three_kills_at_random_moments_lose_nothing_that_said_saved(dying, open_browser):
    chance = random.Random(2009)
    partner = open_browser(dying)
    partner.sign_in("partner", POLICE_2009)
    app = partner.page.locator("[data-testid=stApp]")
    said_saved: dict[str, str] = {}
    answered = 0
    for _ in range(3):
        killer = threading.Timer(chance.uniform(0.1, 2.0), dying.process.kill)
        killer.start()
        while killer.is_alive():
            code = chance.choice(THEME.items).code
            words = WORDS[chance.randint(1, 5)]
            said_saved.pop(code, None)
            if not _clicked(partner, code, words, killer):
                break
            if _says_saved(partner, code, words, killer):
                said_saved[code] = words
                answered += 1
        killer.join()
        kept = _stored(dying)
        assert {code: kept[code] for code in said_saved} == said_saved
        dying.process.start()
        # The page that was open all the time connects again, and comes to show what is stored.
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
        _expect_shown_is_stored(partner, dying)
    assert answered >= 2, "the test hardly got to save anything before the kills"
    partner.page.reload()
    partner.settle()
    _expect_shown_is_stored(partner, dying)


def _expect_shown_is_stored(partner, server) -> None:
    """Wait until the page, drawn to the end, shows what is stored, and says so of nothing else."""
    deadline = time.monotonic() + 20
    while True:
        shown = {code: one["chosen"] for code, one in partner.page.evaluate(LOOK).items()}
        kept = _stored(server)
        if shown == kept:
            return
        differing = {code: (one, kept[code]) for code, one in shown.items() if one != kept[code]}
        assert time.monotonic() < deadline, f"(shown, stored): {differing}"
        partner.page.wait_for_timeout(50)


def _clicked(partner, code: str, words: str, killer: threading.Timer) -> bool:
    """Click; false where the page has noticed the death and takes no more clicks."""
    try:
        partner.choose(code, words, timeout=1_500)
    except PlaywrightTimeout:
        assert not killer.is_alive(), "the page took no click although the server lives"
        return False
    return True


def _says_saved(partner, code: str, words: str, killer: threading.Timer) -> bool:
    """Wait until the page says of this very choice that it is saved; false if it never did."""
    while killer.is_alive():
        if partner.page.evaluate(LOOK).get(code) == {"chosen": words, "saved": True}:
            return True
        partner.page.wait_for_timeout(5)
    return False


def test_what_was_typed_says_not_saved_until_it_is(server, open_browser):
    partner = open_browser(server)
    partner.sign_in("partner", POLICE_2009)
    card = partner.question("IS 3")
    card.get_by_text("Comment and evidence on IS 3", exact=True).click()
    box = card.get_by_role("textbox")
    box.fill("Our legal team has written a guide.")
    expect(card.get_by_text("Not saved yet: leave the box")).to_be_visible()
    box.blur()
    expect(card.get_by_text("Comment saved")).to_be_visible()
    partner.page.reload()
    partner.settle()
    expect(partner.question("IS 3").get_by_role("textbox")).to_have_value(
        "Our legal team has written a guide."
    )


@pytest.mark.parametrize("touch", [False, True])
def test_a_comment_just_typed_is_saved_by_going_on(server, open_browser, touch):
    partner = open_browser(server, width=390, touch=touch)
    partner.sign_in("partner", POLICE_2009)
    card = partner.question("IS 12")
    card.get_by_text("Comment and evidence on IS 12", exact=True).click()
    card.get_by_role("textbox").fill("Typed, and on to the next theme at once.")
    onward = partner.page.get_by_role("button", name="Next: Multi-agency working")
    if touch:
        onward.tap()
    else:
        onward.click()
    expect(partner.page.get_by_text("theme 4 of 12")).to_be_visible()
    partner.press("Back to Information sharing")
    expect(partner.question("IS 12").get_by_role("textbox")).to_have_value(
        "Typed, and on to the next theme at once."
    )


def test_two_people_on_one_return_never_overwrite_each_other_unseen(server, open_browser):
    first, second = open_browser(server), open_browser(server)
    for person in (first, second):
        person.sign_in("partner", POLICE_2009)
    first.answer("IS 4", WORDS[2])
    second.choose("IS 4", WORDS[5])
    conflict = (
        f"You chose “{WORDS[5]}” for IS 4, but you chose “{WORDS[2]}” in another window first"
    )
    expect(second.question("IS 4").get_by_text(conflict)).to_be_visible()
    second.shows("IS 4", WORDS[2])
    assert _stored(server)["IS 4"] == WORDS[2]
    second.press(f"Use mine for IS 4: {WORDS[5]}")
    second.shows("IS 4", WORDS[5])
    expect(second.saved("IS 4")).to_be_visible()
    assert _stored(server)["IS 4"] == WORDS[5]


def test_a_level_can_be_chosen_with_the_keyboard_alone(server, open_browser):
    partner = open_browser(server)
    partner.sign_in("partner", POLICE_2009)
    first = partner.question("IS 5").get_by_role("radio").first
    first.focus()
    first.press("Space")
    expect(partner.saved("IS 5")).to_be_visible()
    assert _stored(server)["IS 5"] == WORDS[1]
    partner.page.keyboard.press("ArrowRight")
    partner.shows("IS 5", WORDS[2])
    _expect_shown_is_stored(partner, server)
