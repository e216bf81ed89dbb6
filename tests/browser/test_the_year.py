"""A whole year, done as four people do it in four windows that stay open, at both widths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from playwright.sync_api import Page, expect

from owf.access import Actor, start_session, who_is_there
from owf.assessment.moderation.agreeing import agree_level, open_moderation
from owf.assessment.returns.answering import open_return, save_choice
from owf.demo.people import DEMO_NAMES
from owf.questionnaire import load_named
from owf.settings import PACKS
from owf.store import people
from owf.store.answers import StoredAnswer
from owf.store.people import RoleHeld
from tests.browser.acting import choose_partner, pick, unfold

PACK = load_named(PACKS, "integrated-working@2009")
QUESTIONS = len(PACK.items)
LAST = PACK.themes[-1]
BY_A_COLLEAGUE = PACK.themes[3:-1]
REGION_2009 = "/region?region=E12000006&year=2009&part=whole"
CHAIR = DEMO_NAMES["chair"]
REASON = "Three services showed us theirs."
NONE = StoredAnswer("")


@dataclass
class Cast:
    """Who takes part, each at a window of their own."""

    partner: Any
    coordinator: Any
    chair: Any
    lead: Any
    server: Any
    axe: Any

    def as_actor(self, person_id: str) -> Actor:
        """A person as the services know them, for what is not done in a window."""
        found = who_is_there(self.server.store(), start_session(self.server.store(), person_id))
        assert isinstance(found, Actor)
        return found


def test_four_people_play_a_year_until_it_is_signed_reopened_and_signed_again(
    own_server, open_browser, axe
):
    year = Cast(*(open_browser(own_server, 390) for _ in range(4)), own_server, axe)
    year.partner.sign_in("partner")
    year.coordinator.sign_in("coordinator")
    year.chair.sign_in("chair")
    year.lead.sign_in("regional-lead")

    link = _coordinator_passes_the_survey_on(year)
    _practitioner_answers(open_browser(own_server, 390).page, link)
    _partner_answers(year)
    _colleague_answers(year)
    _partner_checks_and_submits(year)
    _coordinator_reopens_and_partner_submits_again(year)
    _coordinator_enters_what_young_people_said(year)
    _region_does_not_see_it_yet(year)
    address = _two_settle_the_most_disputed(year)
    _group_settles_the_rest(year)
    _partner_replies(year, address)
    _chair_cannot_sign_over_a_reply_and_lets_it_stand(year, address)
    _chair_signs(year, version=1)
    _region_sees_it_now(year)
    _chair_reopens(year)
    _lead_is_told(year, "was reopened")
    _chair_signs(year, version=2)
    _lead_is_told(year, "Version 2 was signed")
    _compare(year)
    year.partner.page.get_by_role("link", name="Sign out").click()
    expect(year.partner.page.get_by_role("heading", name="Who do you want to be?")).to_be_visible()
    axe(year.partner, "sign-in")


def _codes(theme_id: str) -> list[str]:
    return [item.code for item in PACK.theme(theme_id).items]


# Asking and answering.


def _coordinator_passes_the_survey_on(year: Cast) -> str:
    """The link to the practitioners' survey, which takes answers for some days more."""
    year.axe(year.coordinator, "start of the coordinator")
    year.coordinator.go("/survey")
    expect(year.coordinator.page.get_by_text("The survey is open until")).to_be_visible()
    return year.coordinator.page.locator("code").first.inner_text().strip()


def _practitioner_answers(page: Page, link: str) -> None:
    """Somebody without an account, at the coordinator's link."""
    page.goto(link)
    page.get_by_label("Where do you work?").select_option("police")
    page.get_by_label("I work directly with children").check()
    page.get_by_role("button", name="Begin").click()
    for number in range(1, 5):
        expect(page.get_by_text(f"theme {number} of 4")).to_be_visible()
        for question in page.locator("fieldset").all()[:2]:
            question.get_by_role("radio").nth(2).check()
        page.get_by_role("button", name="Next" if number < 4 else "Hand in my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def _partner_answers(year: Cast) -> None:
    """One theme by hand, left half done and taken up again."""
    partner = year.partner
    year.axe(partner, "start")
    partner.follow("Continue")
    expect(partner.page.get_by_text(f"28 of {QUESTIONS} questions answered.")).to_be_visible()
    year.axe(partner, "assessment overview")
    partner.follow("Answer: Information sharing")
    codes = _codes("information-sharing")
    for code in codes[:7]:
        partner.answer(code, "4 Good progress")
    partner.page.reload()
    partner.settle()
    expect(partner.page.get_by_text("7 of 14 answered")).to_be_visible()
    for code in codes:
        partner.shows(code, "4 Good progress" if code in codes[:7] else None)
    year.axe(partner, "assessment theme")
    for code in codes[7:-1]:
        partner.answer(code, "3 Some progress")
    partner.answer(codes[-1], "Don't know")
    partner.press(f"Next: {PACK.themes[3].short_title}")
    expect(partner.page.get_by_role("heading", level=1)).to_have_text(PACK.themes[3].title)


def _colleague_answers(year: Cast) -> None:
    """Somebody else of the police, at another desk: all themes but the last."""
    store = year.server.store()
    with store.writing() as session:
        (held,) = people.roles_of(session, "demo-1-partner")
        people.add_person(
            session, "anna", "Anna", roles=[RoleHeld("respondent", "partner", held.scope_id)]
        )
    anna = year.as_actor("anna")
    view = open_return(store, anna, int(held.scope_id), 2009)
    for item in (item for theme in BY_A_COLLEAGUE for item in view.items(theme)):
        save_choice(store, anna, view.facts.id, item.id, 3, seen=view.answers.get(item.id, NONE))


def _partner_checks_and_submits(year: Cast) -> None:
    """The colleague's answers are there; the last theme by hand, then all of it confirmed."""
    partner = year.partner
    partner.go(f"/assessment?theme={LAST.id}")
    for code in _codes(LAST.id):
        partner.answer(code, "3 Some progress")
    year.axe(partner, "assessment of a wider theme")
    partner.press("Next: check your answers")
    expect(partner.page.get_by_text("All questions are answered.")).to_be_visible()
    year.axe(partner, "assessment check")
    partner.press("Submit our self-assessment")
    expect(partner.page.get_by_role("heading", name="Submitted, thank you")).to_be_visible()
    expect(partner.page.get_by_text("ask the coordinator of Cambridgeshire")).to_be_visible()
    year.axe(partner, "assessment submitted")


def _coordinator_reopens_and_partner_submits_again(year: Cast) -> None:
    coordinator, partner = year.coordinator, year.partner
    coordinator.go("/round")
    choose_partner(coordinator, "Police")
    unfold(coordinator, "Reopen its self-assessment")
    coordinator.page.get_by_label("Reason").fill("IS 1 was about the old protocol")
    coordinator.press("Reopen it")
    expect(coordinator.page.get_by_text("Police can change its answers again")).to_be_visible()
    year.axe(coordinator, "round with a return that is open again")
    partner.go("/assessment?theme=information-sharing")
    expect(partner.page.get_by_text("IS 1 was about the old protocol.")).to_be_visible()
    partner.answer("IS 1", "2 Planning")
    partner.go("/assessment?theme=check")
    partner.press("Submit our self-assessment")
    expect(partner.page.get_by_role("heading", name="Submitted, thank you")).to_be_visible()


# Moderating.


def _coordinator_enters_what_young_people_said(year: Cast) -> None:
    coordinator = year.coordinator
    coordinator.go("/moderation")
    heading = coordinator.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"0 of {QUESTIONS} questions are agreed")
    unfold(coordinator, "Enter what they said")
    pick(coordinator, "Who spoke", "Young people")
    page = coordinator.page
    page.get_by_label("Where they said it, such as in a survey or a forum").fill("Youth council")
    page.get_by_label("Key messages, in their words where you can").fill("Tell us once.")
    coordinator.press("Save this entry")
    expect(page.locator(".owf-families")).to_contain_text("Tell us once.")
    coordinator.settle()
    year.axe(coordinator, "moderation")


def _two_settle_the_most_disputed(year: Cast) -> str:
    """Both open the most disputed question; the second is shown the first's, and chooses."""
    coordinator, chair = year.coordinator, year.chair
    coordinator.push(coordinator.page.get_by_role("button", name=re.compile("^Start with ")))
    expect(coordinator.page.get_by_text(f"1 of {QUESTIONS} by disagreement")).to_be_visible()
    said = coordinator.page.locator(".owf-families").filter(has_text="Tell us once.")
    expect(said.first).to_be_visible()
    coordinator.settle()
    year.axe(coordinator, "moderation of a question")
    address = coordinator.page.url.removeprefix(coordinator.address)

    chair.go(address)
    _settle(chair, "1 Not yet considered")
    expect(chair.page.get_by_text("Write the reason")).to_be_visible()
    _settle(chair, "1 Not yet considered", "Nobody could show us a case.")
    expect(chair.page.get_by_text("Agreed: 1 Not yet considered.")).to_be_visible()
    expect(chair.page.get_by_text(f"{CHAIR}, 10 July 2009")).to_be_visible()

    _settle(coordinator, "5 Embedded", REASON)
    clash = coordinator.page.locator(".owf-notice").filter(
        has_text="Which level do you want to keep?"
    )
    expect(clash).to_contain_text(f"{CHAIR} agreed")
    expect(clash).to_contain_text("Nobody could show us a case.")
    expect(clash).to_contain_text(REASON)
    year.axe(coordinator, "moderation of a question by two")
    coordinator.press("Change it to 5, as I chose")
    expect(coordinator.page.get_by_text("Agreed: 5 Embedded.")).to_be_visible()
    chair.page.reload()
    chair.settle()
    expect(chair.page.get_by_text("Agreed: 5 Embedded.")).to_be_visible()
    return str(address)


def _settle(person: Any, words: str, reason: str = "") -> None:
    agree = person.page.get_by_role("button", name="Agree", exact=True)
    form = person.page.get_by_test_id("stForm").filter(has=agree)
    form.get_by_text(words, exact=True).click()
    if reason:
        form.get_by_label(re.compile("^Reason")).fill(reason)
    person.push(agree)


def _group_settles_the_rest(year: Cast) -> None:
    """Where partners agree already in one step, two by hand, the others at the meeting."""
    coordinator = year.coordinator
    coordinator.go("/moderation")
    coordinator.push(
        coordinator.page.get_by_role("button", name=re.compile("Accept the median for"))
    )
    expect(coordinator.page.get_by_text("The median was accepted for")).to_be_visible()
    coordinator.push(coordinator.page.get_by_role("button", name=re.compile("^Start with ")))
    on = coordinator.page.get_by_role("button", name="Agree and open the next")
    for _ in range(2):
        expect(on).to_be_visible()
        before = coordinator.page.url
        proposal = coordinator.page.locator(".owf-proposal").inner_text()
        form = coordinator.page.get_by_test_id("stForm").filter(has=on)
        form.get_by_text(proposal, exact=True).click()
        coordinator.push(on)
        expect(coordinator.page).not_to_have_url(before)
        coordinator.settle()
    store, member = year.server.store(), year.as_actor("demo-3-steering")
    view = open_moderation(store, member, 873, 2009)
    assert 0 < len(view.open_questions) < QUESTIONS
    for one in view.open_questions:
        agree_level(
            store,
            member,
            view.round.id,
            one.item.id,
            one.position.proposed,
            reason="",
            seen_version=0,
        )
    coordinator.go("/moderation")
    heading = coordinator.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"{QUESTIONS} of {QUESTIONS} questions are agreed")


def _partner_replies(year: Cast, address: str) -> None:
    """The police read what was agreed, and do not agree."""
    partner = year.partner
    (item_id,) = parse_qs(address.partition("?")[2])["item"]
    partner.go("/assessment")
    unfold(partner, "Different from yours, or with a reason")
    expect(partner.page.get_by_text(REASON).first).to_be_visible()
    combo = partner.page.get_by_role("combobox", name="Question")
    combo.scroll_into_view_if_needed()
    combo.focus()
    combo.press_sequentially(f"{PACK.item(item_id).code}:")
    partner.page.get_by_role("option", name=re.compile("agreed 5")).click()
    partner.settle()
    partner.page.get_by_label("Your reply. You can reply once to this question").fill(
        "We saw none of these."
    )
    partner.press("Send the reply")
    expect(partner.page.get_by_text("was sent. The steering group will see it")).to_be_visible()
    year.axe(partner, "what is agreed, with a reply")


# Signing.


def _chair_cannot_sign_over_a_reply_and_lets_it_stand(year: Cast, address: str) -> None:
    chair = year.chair
    chair.go("/sign-off?trust=873&year=2009")
    expect(chair.page.get_by_text("You can sign here once nothing is missing.")).to_be_visible()
    expect(chair.page.get_by_role("button", name="Sign off 2009")).to_have_count(0)
    year.axe(chair, "sign-off with a reply that waits")
    chair.go(address)
    expect(chair.page.get_by_text("We saw none of these.")).to_be_visible()
    chair.page.get_by_text("Still not agreed: keep it in the record as a disagreement").click()
    chair.page.get_by_label("The group's answer to Police").fill("We keep the majority's view.")
    chair.press("Save this answer")
    expect(chair.page.get_by_text("This disagreement is kept in the record.")).to_be_visible()
    year.axe(chair, "moderation of a question with dissent")


def _chair_signs(year: Cast, *, version: int) -> None:
    chair = year.chair
    chair.go("/sign-off?trust=873&year=2009")
    expect(chair.page.get_by_text("Nothing is missing.")).to_be_visible()
    expect(chair.page.get_by_text(REASON)).to_be_visible()
    expect(chair.page.get_by_text("We saw none of these.")).to_be_visible()
    year.axe(chair, "sign-off")
    if version == 1:
        chair.press("Sign off 2009")
        expect(chair.page.get_by_text("Not signed. Choose above what others")).to_be_visible()
    chair.page.get_by_text("Full: your Trust is named").click()
    chair.settle()
    if version == 1:
        chair.press("Sign off 2009")
        expect(chair.page.get_by_text("Not signed. Type your name")).to_be_visible()
    name = chair.page.get_by_label(f"Type your own name, {CHAIR}, to sign as chair")
    name.fill(CHAIR)
    name.press("Enter")
    chair.settle()
    chair.press("Sign off 2009")
    expect(chair.page.get_by_role("heading", name="Signed off: 2009")).to_be_visible()
    expect(chair.page.get_by_text(f"Version {version}.")).to_be_visible()
    assert re.fullmatch(r"[0-9a-f]{64}", chair.page.locator(".owf-hash").text_content())
    year.axe(chair, "sign-off signed")


def _chair_reopens(year: Cast) -> None:
    chair = year.chair
    expect(chair.page.get_by_role("heading", name="Signed off: 2009")).to_be_visible()
    expect(chair.page.get_by_role("heading", level=1)).to_be_in_viewport()
    unfold(chair, "Reopen 2009 and sign it again as version 2")
    chair.page.get_by_label("Reason. The people named above will read it").fill(
        "One level was misread."
    )
    chair.press("Reopen 2009")
    expect(chair.page.get_by_text("2009 is open again.")).to_be_visible()
    year.axe(chair, "sign-off reopened")


# What others see.


def _region_does_not_see_it_yet(year: Cast) -> None:
    lead = year.lead
    year.axe(lead, "start of the regional lead")
    lead.go(REGION_2009)
    expect(lead.page.get_by_text("not signed off yet")).to_be_visible()
    expect(_row_in_grid(lead, "Cambridgeshire")).to_have_count(0)
    expect(_row_in_grid(lead, "Norfolk")).to_have_count(1)
    year.axe(lead, "region")
    lead.go("/compare?trust=873&year=2009")
    expect(lead.page.get_by_role("heading", name="This page is not open to you")).to_be_visible()


def _region_sees_it_now(year: Cast) -> None:
    lead = year.lead
    lead.go(REGION_2009)
    expect(_row_in_grid(lead, "Cambridgeshire")).to_have_count(1)
    year.axe(lead, "region with all signed")
    lead.go("/compare?trust=873&year=2009")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Overall in 2009")
    expect(lead.page.get_by_text("We saw none of these.")).to_have_count(0)
    lead.go("/national?year=2009")
    expect(lead.page.get_by_text("89%")).not_to_have_count(0)
    year.axe(lead, "national")


def _lead_is_told(year: Cast, words: str) -> None:
    """What the regional lead read may be out of date, and is still there."""
    year.lead.go("/")
    told = year.lead.page.locator(".owf-notice").filter(has_text="Cambridgeshire 2009")
    expect(told.first).to_contain_text(words)
    year.axe(year.lead, f"start of the regional lead, told: {words}")
    year.lead.go(REGION_2009)
    expect(_row_in_grid(year.lead, "Cambridgeshire")).to_have_count(1)


def _row_in_grid(lead: Any, name: str) -> Any:
    """A Trust's row in the first table that has verdicts."""
    grid = lead.page.locator("table").filter(has=lead.page.locator(".owf-verdict")).first
    return grid.locator("tbody tr").filter(
        has=lead.page.locator("th[scope=row]").filter(has_text=re.compile(rf"^{name}\b"))
    )


def _look_at(person: Any, part: str) -> None:
    """Choose a part of the page."""
    person.page.get_by_role("radio", name=part, exact=True).click()
    person.settle()


def _compare(year: Cast) -> None:
    chair = year.chair
    chair.go("/compare?trust=873&year=2009")
    heading = chair.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Overall in 2009, Cambridgeshire is")
    year.axe(chair, "compare")
    _look_at(chair, "Year on year")
    expect(chair.page.get_by_role("heading", name="Change since 2008")).to_be_visible()
    expect(chair.page.get_by_text("From 2008 to 2009, Cambridgeshire")).not_to_have_count(0)
    year.axe(chair, "compare with change")
    _look_at(chair, "Behind the scores")
    expect(chair.page.get_by_role("heading", name="Leaders and practitioners")).to_be_visible()
    expect(heading).to_contain_text("Overall in 2009, Cambridgeshire is")
    assert "part=behind" in chair.page.url
    chair.go("/compare?trust=873&year=2009&with=england")
    expect(heading).to_contain_text("England")
    year.axe(chair, "compare with England")
    chair.go("/compare?trust=873&year=2009&with=neighbours")
    expect(heading).to_contain_text("its statistical neighbours")
    chair.go("/compare?trust=873&year=2009&with=peers")
    picker = chair.page.get_by_role("combobox", name=re.compile("Trusts to compare with"))
    expect(picker).to_be_visible()
    year.axe(chair, "compare, choosing Trusts")
    chair.go("/compare?trust=873&year=2009&with=peers&peers=820-822-823-881-919-926-935")
    expect(heading).to_contain_text("the Trusts chosen")
    year.axe(chair, "compare with Trusts chosen")
    chair.go("/compare?trust=873&year=2008")
    points = chair.page.locator(".owf-points")
    expect(points).to_contain_text("behind the East of England on lead professional")
    expect(points).to_contain_text("came after this survey")
    year.axe(chair, "compare")
