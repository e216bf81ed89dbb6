"""A partner with last year's answers: checks them, takes them over, changes some, and submits."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from owf import clock
from owf.access import OPERATOR
from owf.assessment.rounds.opening import open_cycle, open_round
from owf.questionnaire import load_named
from owf.questionnaire.answering_time import SECONDS_TO_CHOOSE, WORDS_A_MINUTE
from owf.settings import PACKS
from owf.store import Store, answers, rounds
from owf.store.answers import StoredAnswer
from tests.browser.conftest import Person

PACK = load_named(PACKS, "integrated-working@2010")
QUESTIONS = 98
MINUTES = 20
SECONDS_A_CLICK = 3
"""To find what to press, to press it, and to wait for what it does: an assumption of ours."""
SECONDS_TO_AGREE = 3
"""To see whether an answer of last year, just read, still holds: an assumption of ours."""


@dataclass
class Effort:
    """What somebody presses and reads on the way, in place of the seconds of this machine."""

    person: Person
    clicks: int = 0
    screens: int = 0
    words: int = 0
    chosen: int = 0
    agreed: int = 0

    def press(self, where: Locator) -> None:
        where.click()
        self.clicks += 1
        self.person.settle()

    def turn(self, link: Locator, heading: str) -> None:
        """Press what leads to another screen, and wait for it."""
        self.press(link)
        expect(self.person.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.person.settle()
        self.screens += 1

    def reads(self, what: Locator) -> None:
        """All of it, word for word."""
        self.words += sum(len(one.split()) for one in what.all_inner_texts())

    @property
    def minutes(self) -> float:
        seconds = (
            self.clicks * SECONDS_A_CLICK
            + self.chosen * SECONDS_TO_CHOOSE
            + self.agreed * SECONDS_TO_AGREE
        )
        return self.words / WORDS_A_MINUTE + seconds / 60


@pytest.fixture(scope="module")
def a_year_later(demo_path, tmp_path_factory):
    """2010 has begun in Cambridgeshire, and its police submitted all that 2009 asked."""
    path = tmp_path_factory.mktemp("later") / "demo.db"
    shutil.copy(demo_path, path)
    store = Store(f"sqlite:///{path}")
    with store.writing() as session:
        in_round = rounds.round_of(session, 873, 2009)
        taking_part = rounds.returns_of_round(session, in_round.id)
        (police,) = [one for one in taking_part if one.partner_name == "Police"]
        given = answers.answers_of_return(session, police.id)
        last = load_named(PACKS, "integrated-working@2009")
        fresh = [
            StoredAnswer(item.id, 3, answered_at=clock.now())
            for item in last.items
            if item.id not in given
        ]
        answers.write_new_answers(session, police.id, fresh)
        rounds.mark_submitted(session, police.id, clock.now(), None)
    opens, closes = date(2010, 6, 1), date(2010, 7, 17)
    open_cycle(store, OPERATOR, 2010, PACK, opens=opens, closes=closes)
    open_round(store, OPERATOR, 2010, 873, [one.partner_id for one in taking_part])
    store.close()
    return path


@pytest.fixture(scope="module")
def served(start_server, a_year_later):
    own = start_server(a_year_later, OWF_TODAY="2010-07-10")
    yield own
    own.end()


def in_view(where: Locator) -> bool:
    """Whether all of it stands in the window, below what stays at its top."""
    return where.evaluate(
        """one => {
          const at = one.getBoundingClientRect();
          const bar = document.querySelector('.owf-progress')?.getBoundingClientRect();
          return at.top >= (bar ? bar.bottom : 0) && at.bottom <= innerHeight;
        }"""
    )


def test_an_answer_leads_to_its_question_and_back_to_the_same_place(served, open_browser, axe):
    person = open_browser(served, 390)
    person.sign_in("partner", "/assessment?theme=check")
    page = person.page
    item = PACK.themes[3].items[9]
    page.get_by_role("link", name=f"Answer {item.code}", exact=True).click()
    heading = page.get_by_role("heading", name=item.code, exact=True)
    expect(heading).to_be_focused()
    person.settle()
    assert in_view(heading)
    # However far down one is, how far one has got stays in view.
    assert page.locator("[data-testid=stMain]").evaluate("one => one.scrollTop") > 1000
    expect(page.locator(".owf-progress")).to_be_in_viewport(ratio=1)
    person.press(f"Back to all answers, from {item.code}")
    link = page.get_by_role("link", name=f"Answer {item.code}", exact=True)
    expect(link).to_be_focused()
    assert in_view(link)
    expect(page.locator(".owf-progress")).to_be_in_viewport(ratio=1)
    axe(person, "all answers at 390")
    # The next theme begins at its top, and not where the last one ended.
    person.go(f"/assessment?theme={PACK.themes[0].id}")
    person.press(f"Next: {PACK.themes[1].short_title}")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.get_by_test_id("stMain").evaluate("one => one.scrollTop") == 0


def test_98_questions_are_checked_and_submitted_in_20_minutes(served, open_browser, axe):
    person = open_browser(served)
    page, effort = person.page, Effort(person)
    main = page.get_by_test_id("stMain")
    person.sign_in("partner")
    effort.clicks, effort.screens = 1, 2  # the sign-in page, and the start page
    effort.reads(main)
    effort.turn(page.get_by_text("Continue", exact=True), "How far do we work as one? 2010")
    effort.reads(main)

    effort.turn(page.get_by_text("See your answers of 2009"), "Take over your answers of 2009")
    axe(person, "the preview of last year's answers")
    # Each statement with its answer and what stands behind it, and why others are left.
    effort.reads(page.locator(".owf-lead"))
    effort.reads(page.locator(".owf-left, .owf-answers td"))
    button = page.get_by_role("button", name="Take over")
    effort.agreed = int(button.inner_text().split()[2])
    left = QUESTIONS - effort.agreed
    assert 0 < left <= 10
    effort.turn(button, "Check your answers")
    expect(page.get_by_text(f"{effort.agreed} answers were taken over from 2009.")).to_be_visible()
    expect(page.get_by_text(f"{effort.agreed} of {QUESTIONS} answered")).to_be_visible()
    axe(person, "all answers once last year's were taken over")

    effort.press(page.get_by_text(f"Only the unanswered: {left}"))
    expect(page.locator(".owf-answers tbody tr")).to_have_count(left)
    effort.reads(main)
    while left:
        links = page.locator(".owf-answers tbody th a")
        expect(links.first).to_be_visible()
        code = links.first.inner_text()
        theme = next(one for one in PACK.themes if any(i.code == code for i in one.items))
        effort.turn(links.first, theme.title)
        effort.reads(person.question(code))
        person.answer(code, "4 Good progress")
        effort.clicks, effort.chosen, left = effort.clicks + 1, effort.chosen + 1, left - 1
        back = page.get_by_role("button", name=f"Back to all answers, from {code}")
        effort.turn(back, "Check your answers")
        expect(page.get_by_text(f"{QUESTIONS - left} of {QUESTIONS} answered")).to_be_visible()

    button = page.get_by_role("button", name="Submit our self-assessment")
    effort.turn(button, "Submitted, thank you")
    assert effort.chosen + effort.agreed == QUESTIONS
    assert effort.clicks <= 25
    assert effort.screens <= 20
    assert effort.minutes <= MINUTES, effort
