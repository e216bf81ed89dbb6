"""The return is answered, commented, checked and submitted by keyboard alone."""

from __future__ import annotations

from itertools import cycle

import pytest
from playwright.sync_api import Locator, expect

from owf import clock
from owf.questionnaire import load_named
from owf.settings import PACKS
from owf.store import answers, rounds
from owf.store.answers import StoredAnswer
from owf.store.plans import actions
from owf.store.plans import plan as plans

PACK = load_named(PACKS, "integrated-working@2009")
THEME = PACK.themes[-1]
MANY = 150
"""Tab stops, more than any page of a return has before what is wanted."""
STOPS = 30
"""As many as there are from the top of a page into its boxes to choose from."""
OUTLINE = """() => {
  const at = document.activeElement;
  if (getComputedStyle(at).boxShadow !== 'none') return true;
  // A box that is typed into, and a choice, are outlined around what surrounds them.
  for (let one = at, up = 0; one && up < 4; one = one.parentElement, up += 1) {
    const drawn = getComputedStyle(one);
    if (drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) >= 2) return true;
  }
  return false;
}"""
"""Whether whoever looks sees where the focus is."""


@pytest.fixture
def police(server) -> int:
    """The police's return, with everything answered but the last theme."""
    store = server.store()
    with store.writing() as session:
        in_round = rounds.round_of(session, 873, 2009)
        (found,) = [
            one
            for one in rounds.returns_of_round(session, in_round.id)
            if one.partner_name == "Police"
        ]
        given = answers.answers_of_return(session, found.id)
        left = [
            item.id for theme in PACK.themes[:-1] for item in theme.items if item.id not in given
        ]
        answers.write_new_answers(
            session,
            found.id,
            [StoredAnswer(item, 3, answered_at=clock.now()) for item in left],
        )
    store.close()
    return found.id


def tab_to(person, wanted: Locator) -> None:
    """Press Tab until this has the focus, and see that it shows."""
    for _ in range(MANY):
        person.page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            assert person.page.evaluate(OUTLINE), "nobody sees where the focus is"
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


def _times_saved(server, return_id: int) -> dict[str, int]:
    """How often each of the theme's answers was saved."""
    store = server.store()
    with store.reading() as session:
        given = answers.answers_of_return(session, return_id)
    store.close()
    return {item.id: given[item.id].version for item in THEME.items}


def activate(person, wanted: Locator) -> None:
    tab_to(person, wanted)
    person.page.keyboard.press("Enter")


def test_a_theme_is_answered_commented_checked_and_submitted_by_keyboard_alone(
    server, police, open_browser
):
    person = open_browser(server)
    person.sign_in("partner", f"/assessment?theme={THEME.id}")
    # Space takes what is reached, and so does leaving it.
    taken = cycle(("Space", "Tab", "Enter", "Shift+Tab"))
    for item in THEME.items:
        radios = person.question(item.code).get_by_role("radio")
        expect(person.page.get_by_role("radiogroup", name=item.text)).to_be_visible()
        tab_to(person, radios.first)
        person.page.keyboard.press("Space")
        expect(person.saved(item.code)).to_be_visible()
        # Saving leaves the focus where it was: the next arrow goes on from there.
        expect(radios.first).to_be_focused()
        person.page.keyboard.press("ArrowRight")
        person.page.keyboard.press("ArrowRight")
        expect(radios.nth(2)).to_be_focused()
        # What is passed on the way is not chosen, and what is reached says that it waits.
        person.shows(item.code, "1 Not yet considered")
        expect(person.question(item.code).get_by_text("press Space or go on")).to_be_visible()
        expect(person.saved(item.code)).to_be_hidden()
        person.page.keyboard.press(next(taken))
        person.shows(item.code, "3 Some progress")
        expect(person.saved(item.code)).to_be_visible()
    assert _times_saved(server, police) == {item.id: 2 for item in THEME.items}

    last = person.question(THEME.items[-1].code)
    activate(person, last.locator("summary").filter(has_text="Comment"))
    tab_to(person, last.get_by_role("textbox").first)
    person.page.keyboard.type("Seen in the audit.")
    activate(person, person.page.get_by_role("button", name="Next: check your answers"))
    expect(person.page.get_by_text("All questions are answered.")).to_be_visible()
    expect(person.page.get_by_text("Seen in the audit.")).to_be_visible()
    activate(person, person.page.get_by_role("button", name="Submit our self-assessment"))
    expect(person.page.get_by_role("heading", name="Submitted, thank you")).to_be_visible()
    with person.page.expect_download() as download:
        activate(person, person.page.get_by_role("button", name="Receipt (PDF)"))
    assert download.value.suggested_filename == "receipt-2009-police.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_an_own_action_is_updated_by_keyboard_alone(server, open_browser):
    person = open_browser(server)
    person.sign_in("partner", "/actions?part=mine")
    card = person.page.locator("[class*=st-key-own-action-]").filter(
        has=person.page.get_by_role("button", name="Save the update")
    )
    confidence = card.first.get_by_role("combobox", name="Confidence that it reaches its target")
    tab_to(person, confidence)
    person.page.keyboard.press("ArrowDown")
    option = person.page.get_by_role("option", name="Medium")
    expect(option).to_be_visible()
    person.page.keyboard.type("Medium")
    person.page.keyboard.press("Enter")
    expect(confidence).to_have_value("Medium")
    tab_to(person, card.first.get_by_label("What changed in this quarter"))
    person.page.keyboard.type("Two courses ran.")
    activate(person, card.first.get_by_role("button", name="Save the update"))
    expect(person.page.get_by_text("is saved.").first).to_be_visible()
    store = server.store()
    with store.reading() as session:
        plan = plans.plan_of(session, 873, 2008)
        kept = [
            update.confidence
            for action in actions.actions_of_plan(session, plan.id)
            for update in action.updates
            if update.changed == "Two courses ran."
        ]
    store.close()
    assert kept == ["medium"]


def test_the_focus_is_seen_on_everything_that_tab_leads_to(look_around):
    person = look_around("coordinator", "/audit")
    unseen, seen = set(), set()
    for _ in range(STOPS):
        person.page.keyboard.press("Tab")
        at = person.page.evaluate(
            "() => document.activeElement.dataset.testid || document.activeElement.outerHTML"
        )
        if at.startswith("<body"):
            continue
        (seen if person.page.evaluate(OUTLINE) else unseen).add(at)
    assert unseen == set()
    assert {"stTopNavLink", "stLogoLink"} <= seen
