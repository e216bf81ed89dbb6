"""The year's line, done as people do it: answer, sign, compare."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from owf.questionnaire import load_named
from owf.settings import PACKS

PACK = load_named(PACKS, "integrated-working@2008")
MULTI_AGENCY = PACK.theme("multi-agency").title


def _codes(theme_id: str) -> list[str]:
    return [item.code for item in PACK.theme(theme_id).items]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_partner_answers_the_chair_signs_and_the_trust_compares_both_years(
    server, open_browser, axe, width
):
    _answer_and_submit(open_browser(server, width), axe)
    chair = open_browser(server, width)
    _agree_and_sign(chair, axe)
    _compare(chair, axe)


def _answer_and_submit(partner, axe) -> None:
    partner.sign_in("partner")
    axe(partner, "start")
    partner.follow("Go on answering")
    expect(partner.page.get_by_text("28 of 57 questions answered.")).to_be_visible()
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
    partner.press("Next: Multi-agency working")
    expect(partner.page.get_by_role("heading", level=1)).to_have_text(MULTI_AGENCY)
    for code in _codes("multi-agency")[:-1]:
        partner.answer(code, "4 Good progress")
    partner.answer(_codes("multi-agency")[-1], "Don't know")
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


def _agree_and_sign(chair, axe) -> None:
    chair.sign_in("chair")
    chair.follow("Open the sign-off")
    expect(chair.page.get_by_text("All 12 partners have submitted.")).to_be_visible()
    _change_a_level(chair)
    axe(chair, "sign-off")
    chair.page.get_by_role("button", name="Sign off 2009").click()
    expect(chair.page.get_by_text("Not signed. Choose above what others")).to_be_visible()
    chair.page.get_by_text("Full: your Trust is named").click()
    chair.settle()
    chair.page.get_by_role("button", name="Sign off 2009").click()
    expect(chair.page.get_by_text("Not signed. Tick the box")).to_be_visible()
    chair.page.get_by_text("I sign as chair of Cambridgeshire's steering group.").click()
    chair.page.get_by_role("button", name="Sign off 2009").click()
    expect(chair.page.get_by_role("heading", name="Signed off: 2009")).to_be_visible()
    assert re.fullmatch(r"[0-9a-f]{64}", chair.page.locator(".owf-hash").inner_text())
    axe(chair, "sign-off signed")


def _compare(chair, axe) -> None:
    chair.follow("See how Cambridgeshire compares")
    heading = chair.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Overall in 2009, Cambridgeshire is")
    expect(chair.page.get_by_role("heading", name="Change since 2008")).to_be_visible()
    expect(chair.page.get_by_text("From 2008 to 2009, Cambridgeshire")).not_to_have_count(0)
    axe(chair, "compare with change")
    chair.go("/compare?trust=873&year=2008")
    points = chair.page.locator(".owf-points")
    expect(points).to_contain_text("behind the East of England on lead professional")
    expect(points).to_contain_text("came after this survey")
    axe(chair, "compare")


def _change_a_level(chair) -> None:
    """Move one level away from the partners' middle: first without a reason, then with one."""
    card = chair.page.locator("[class*=st-key-position-caf-01]")
    before = card.locator(".owf-agreed strong").inner_text()
    other = "1 Not yet considered"
    assert before != other
    chair.page.get_by_role("button", name="Change CAF 1", exact=True).click()
    dialog = chair.page.get_by_role("dialog")
    dialog.get_by_text(other, exact=True).click()
    dialog.get_by_role("button", name="Keep this level").click()
    expect(dialog.get_by_text("write the reason")).to_be_visible()
    dialog.get_by_label("Reason.").fill("Two services found that nothing is written down.")
    dialog.get_by_role("button", name="Keep this level").click()
    expect(dialog).to_have_count(0)
    expect(card.locator(".owf-agreed strong")).to_have_text(other)
    expect(card.get_by_text("Reason: Two services found")).to_be_visible()
