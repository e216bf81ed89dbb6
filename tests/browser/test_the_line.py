"""The year's line, done as people do it: answer, moderate, sign, compare."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from owf.questionnaire import load_named
from owf.settings import PACKS

PACK = load_named(PACKS, "integrated-working@2009")
QUESTIONS = len(PACK.items)
WIDER = PACK.themes[4:]
REGION_2009 = "/region?region=E12000006&year=2009"


def _codes(theme_id: str) -> list[str]:
    return [item.code for item in PACK.theme(theme_id).items]


@pytest.mark.parametrize("width", [1280, 390])
def test_partners_answer_the_group_moderates_the_chair_signs_and_the_region_sees_it_then(
    own_server, open_browser, axe, width
):
    _answer_and_submit(open_browser(own_server, width), axe)
    coordinator, member = open_browser(own_server, width), open_browser(own_server, width)
    lead = open_browser(own_server, width)
    lead.sign_in("regional-lead")
    _region_does_not_see_it_yet(lead, axe)
    _moderate_in_two_windows(coordinator, member, axe)
    _settle_the_rest(coordinator)
    chair = open_browser(own_server, width)
    _sign(chair, axe)
    _region_sees_it_now(lead, axe)
    _compare(chair, axe)


def _answer_and_submit(partner, axe) -> None:
    partner.sign_in("partner")
    axe(partner, "start")
    partner.follow("Go on answering")
    expect(partner.page.get_by_text(f"28 of {QUESTIONS} questions answered.")).to_be_visible()
    axe(partner, "assessment overview")
    partner.follow("Answer: Information sharing")

    codes = _codes("information-sharing")
    for code in codes[:7]:
        partner.answer(code, "4 Good progress")
    partner.page.reload()
    partner.settle()
    expect(partner.page.get_by_text("7 of 14 answered")).to_be_visible()
    for code in codes:
        partner.shows(code, "4 Good progress" if code in codes[:7] else None)
    axe(partner, "assessment theme")
    for code in codes[7:]:
        partner.answer(code, "3 Some progress")
    _open_next(partner, PACK.theme("multi-agency"))
    for code in _codes("multi-agency")[:-1]:
        partner.answer(code, "4 Good progress")
    partner.answer(_codes("multi-agency")[-1], "Don't know")
    for theme in WIDER:
        _open_next(partner, theme)
        for code in _codes(theme.id):
            partner.answer(code, "3 Some progress")
    axe(partner, "assessment of a wider theme")
    partner.press("Next: check your answers")
    expect(partner.page.get_by_text("All questions are answered.")).to_be_visible()
    axe(partner, "assessment check")
    partner.page.get_by_role("button", name="Submit our self-assessment").click()
    expect(partner.page.get_by_role("heading", name="Submitted, thank you")).to_be_visible()
    expect(partner.page.get_by_text("ask the coordinator of Cambridgeshire")).to_be_visible()
    axe(partner, "assessment submitted")
    partner.page.get_by_role("link", name="Sign out").click()
    expect(partner.page.get_by_role("heading", name="Who do you want to be?")).to_be_visible()
    axe(partner, "sign-in")


def _open_next(partner, theme) -> None:
    partner.press(f"Next: {theme.short_title}")
    expect(partner.page.get_by_role("heading", level=1)).to_have_text(theme.title)


def _region_does_not_see_it_yet(lead, axe) -> None:
    axe(lead, "start of the regional lead")
    lead.go(REGION_2009)
    expect(lead.page.get_by_text("not signed off yet")).to_be_visible()
    expect(_row_in_grid(lead, "Cambridgeshire")).to_have_count(0)
    expect(_row_in_grid(lead, "Norfolk")).to_have_count(1)
    axe(lead, "region")
    lead.go("/compare?trust=873&year=2009")
    expect(lead.page.get_by_role("heading", name="This page is not open to you")).to_be_visible()


def _region_sees_it_now(lead, axe) -> None:
    lead.go(REGION_2009)
    expect(_row_in_grid(lead, "Cambridgeshire")).to_have_count(1)
    axe(lead, "region with all signed")
    lead.go("/compare?trust=873&year=2009")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Overall in 2009")
    lead.go("/national?year=2009")
    expect(lead.page.get_by_text("89%")).not_to_have_count(0)
    axe(lead, "national")


def _row_in_grid(lead, name: str):
    """A Trust's row in the first table that has verdicts."""
    grid = lead.page.locator("table").filter(has=lead.page.locator(".owf-verdict")).first
    return grid.locator("tbody tr").filter(
        has=lead.page.locator("th[scope=row]").filter(has_text=re.compile(rf"^{name}\b"))
    )


def _moderate_in_two_windows(coordinator, member, axe) -> None:
    """Both open the most disputed question; the second is shown the first's, and chooses."""
    coordinator.sign_in("coordinator")
    axe(coordinator, "start of the coordinator")
    coordinator.follow("Open the moderation")
    heading = coordinator.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"0 of {QUESTIONS} questions are agreed")
    axe(coordinator, "moderation")
    coordinator.page.get_by_role("button", name=re.compile("Start with the most disputed")).click()
    expect(coordinator.page.get_by_text(f"1 of {QUESTIONS} by disagreement")).to_be_visible()
    coordinator.settle()
    axe(coordinator, "moderation of a question")
    address = coordinator.page.url.removeprefix(coordinator.address)

    member.sign_in("steering", address)
    _settle(member, "1 Not yet considered")
    expect(member.page.get_by_text("write the reason")).to_be_visible()
    _settle(member, "1 Not yet considered", "Nobody could show us a case.")
    agreed = member.page.get_by_text("Agreed: 1 Not yet considered.")
    expect(agreed).to_be_visible()
    expect(member.page.get_by_text("Steering group member, 10 July 2009")).to_be_visible()

    _settle(coordinator, "5 Embedded", "Three services showed us theirs.")
    clash = coordinator.page.locator(".owf-notice").filter(has_text="Which shall stand?")
    expect(clash).to_contain_text("Steering group member settled")
    expect(clash).to_contain_text("Nobody could show us a case.")
    expect(clash).to_contain_text("Three services showed us theirs.")
    axe(coordinator, "moderation of a question by two")
    coordinator.press("Change it to 5, as I chose")
    expect(coordinator.page.get_by_text("Agreed: 5 Embedded.")).to_be_visible()
    member.page.reload()
    member.settle()
    expect(member.page.get_by_text("Agreed: 5 Embedded.")).to_be_visible()


def _settle(person, words: str, reason: str = "") -> None:
    form = person.page.get_by_test_id("stForm")
    form.get_by_text(words, exact=True).click()
    if reason:
        form.get_by_label("Reason.").fill(reason)
    form.get_by_role("button", name="Agree", exact=True).click()
    person.settle()


def _settle_the_rest(coordinator) -> None:
    """Where partners agree already in one step, then one question after the other."""
    coordinator.go("/moderation")
    coordinator.page.get_by_role("button", name=re.compile("Accept the median for")).click()
    expect(coordinator.page.get_by_text("The median was accepted for")).to_be_visible()
    start = coordinator.page.get_by_role("button", name=re.compile("Start with the most disputed"))
    left = QUESTIONS - int(coordinator.page.get_by_role("heading", level=1).inner_text().split()[0])
    assert 0 < left < QUESTIONS
    start.click()
    agree = coordinator.page.get_by_role("button", name="Agree and open the next")
    form = coordinator.page.get_by_test_id("stForm").filter(has=agree)
    for _ in range(left):
        expect(form).to_be_visible()
        before = coordinator.page.url
        form.get_by_role("button", name="Agree and open the next").click()
        expect(coordinator.page).not_to_have_url(before)
        coordinator.settle()
    expect(coordinator.page.get_by_role("heading", level=1)).to_have_text(
        f"{QUESTIONS} of {QUESTIONS} questions are agreed"
    )
    coordinator.follow("Nothing is open: go to the sign-off")
    expect(coordinator.page.get_by_text("Only the chair signs, personally.")).to_be_visible()
    expect(coordinator.page.get_by_role("button", name="Sign off 2009")).to_have_count(0)


def _sign(chair, axe) -> None:
    chair.sign_in("chair")
    chair.follow("Open the sign-off")
    expect(chair.page.get_by_text("Nothing is missing.")).to_be_visible()
    expect(chair.page.get_by_text("Three services showed us theirs.")).to_be_visible()
    axe(chair, "sign-off")
    chair.page.get_by_role("button", name="Sign off 2009").click()
    expect(chair.page.get_by_text("Not signed. Choose above what others")).to_be_visible()
    chair.page.get_by_text("Full: your Trust is named").click()
    chair.settle()
    chair.page.get_by_role("button", name="Sign off 2009").click()
    expect(chair.page.get_by_text("Not signed. Type your name")).to_be_visible()
    name = chair.page.get_by_label("Your name, to sign as chair of Cambridgeshire's steering group")
    name.fill("Chair")
    name.press("Enter")
    chair.settle()
    chair.page.get_by_role("button", name="Sign off 2009").click()
    expect(chair.page.get_by_role("heading", name="Signed off: 2009")).to_be_visible()
    assert re.fullmatch(r"[0-9a-f]{64}", chair.page.locator(".owf-hash").inner_text())
    axe(chair, "sign-off signed")


def _compare(chair, axe) -> None:
    chair.go("/compare?trust=873&year=2009")
    heading = chair.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Overall in 2009, Cambridgeshire is")
    expect(chair.page.get_by_role("heading", name="Change since 2008")).to_be_visible()
    expect(chair.page.get_by_text("From 2008 to 2009, Cambridgeshire")).not_to_have_count(0)
    expect(chair.page.get_by_role("heading", name="Leaders and practitioners")).to_be_visible()
    axe(chair, "compare with change")
    chair.go("/compare?trust=873&year=2009&with=england")
    expect(heading).to_contain_text("England")
    axe(chair, "compare with England")
    chair.go("/compare?trust=873&year=2009&with=neighbours")
    expect(heading).to_contain_text("its statistical neighbours")
    chair.go("/compare?trust=873&year=2009&with=peers")
    picker = chair.page.get_by_role("combobox", name=re.compile("Trusts to compare with"))
    expect(picker).to_be_visible()
    axe(chair, "compare, choosing Trusts")
    chair.go("/compare?trust=873&year=2009&with=peers&peers=820-822-823-881-919-926-935")
    expect(heading).to_contain_text("the Trusts chosen")
    axe(chair, "compare with Trusts chosen")
    chair.go("/compare?trust=873&year=2008")
    points = chair.page.locator(".owf-points")
    expect(points).to_contain_text("behind the East of England on lead professional")
    expect(points).to_contain_text("came after this survey")
    axe(chair, "compare")
