"""From a verdict to an agreed plan, three quarters by three people, verified, and what moved."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from owf.access import Actor, start_session, who_is_there
from owf.assessment.moderation.agreeing import agree_level, open_moderation
from owf.assessment.returns.answering import open_return, save_choice
from owf.assessment.returns.submitting import submit_return
from owf.assessment.signing.sign_off import sign_off
from owf.demo.people import DEMO_NAMES
from owf.improvement.plan.actions import add_action
from owf.improvement.plan.agreeing import verify_plan
from owf.improvement.plan.choosing import findings_for, not_now
from owf.improvement.plan.gaps import open_gaps
from owf.improvement.plan.opening import open_plan
from owf.improvement.plan.promising import add_milestone
from owf.store import rounds
from owf.store.answers import StoredAnswer
from owf.store.plans.facts import ActionFields, LinkedItem
from tests.browser.acting import pick, type_day, unfold

TRUST = 873
PLANS = (
    "action_check", "milestone_reached", "milestone_promise", "milestone", "action_update",
    "action_item", "action_finding", "action_partner", "action_evidence", "meeting_action",
    "plan_meeting", "plan_quarter", "plan_version", "plan_action", "gap_not_now", "action", "plan",
    "plan_priority",
)  # fmt: skip
QUARTERS = {
    "2008-12-10": "October to December 2008",
    "2009-03-10": "January to March 2009",
    "2009-06-10": "April to June 2009",
}
"""The day on which people write, and the quarter that it is for."""
WHAT = "Every new lead professional is trained within three months, by two partners together."
LEADS = ("partner", "steering", "chair")


@dataclass
class Story:
    """The people at their windows, and the server that they all use."""

    server: Any
    open_browser: Any
    axe: Any
    width: int
    windows: dict[str, Any] = field(default_factory=dict)

    def person(self, role: str, path: str = "/") -> Any:
        """Somebody at a window of their own, signed in since the clock was set."""
        if role not in self.windows:
            self.windows[role] = self.open_browser(self.server, self.width)
            self.windows[role].sign_in(role, path)
        else:
            self.windows[role].go(path)
        return self.windows[role]

    def on(self, day: str) -> None:
        """Let it be another day: people sign in again on it."""
        self.server.kill()
        self.server.settings = {"OWF_TODAY": day}
        self.server.start()
        for one in self.windows.values():
            one.page.context.clear_cookies()
        self.windows.clear()

    def actor(self, role: str) -> Actor:
        """A person as the services know them, for what is not done in a window."""
        number = list(DEMO_NAMES).index(role) + 1
        store = self.server.store()
        found = who_is_there(store, start_session(store, f"demo-{number}-{role}"))
        assert isinstance(found, Actor)
        return found


@pytest.fixture
def without_plan(demo_path, tmp_path):
    """The demonstration before anybody planned."""
    path = tmp_path / "without-plan.db"
    shutil.copy(demo_path, path)
    with closing(sqlite3.connect(path)) as database:
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        for table in PLANS:
            database.execute(f"DELETE FROM {table}")  # noqa: S608  names of ours
        for _, sql in triggers:
            database.execute(sql)
        database.commit()
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_a_plan_from_the_verdict_to_what_moved(  # noqa: PLR0917  fixtures
    without_plan, start_server, open_browser, axe, width, environment
):
    server = start_server(without_plan, OWF_TODAY="2008-09-15")
    story = Story(server, open_browser, axe, width)
    environment.setenv("OWF_TODAY", "2008-09-15")
    try:
        _coordinator_begins(story)
        action = _coordinator_plans_an_action(story)
        _the_rest_is_planned(story)
        _chair_agrees(story)
        for place, (day, quarter) in enumerate(QUARTERS.items()):
            story.on(day)
            for number, role in enumerate(LEADS):
                _update(story, role, quarter, is_done=place == 2 and number == 0)
            _coordinator_closes(story, quarter)
        _lead_cannot_verify(story, action)
        _coordinator_verifies(story, action)
        story.on("2009-07-10")
        environment.setenv("OWF_TODAY", "2009-07-10")
        _next_year_is_signed(story)
        _what_moved(story)
        store = server.store()
        assert all(one.holds for one in verify_plan(store, story.actor("coordinator"), TRUST, 2008))
        store.close()
    finally:
        server.end()


def _coordinator_begins(story: Story) -> None:
    """The gaps of the signed year stand there with their verdicts; the plan is begun on them."""
    coordinator = story.person("coordinator", "/actions")
    expect(coordinator.page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^\d+ gaps to answer$")
    )
    behind = coordinator.page.locator(".owf-gap").filter(has_text="Behind").first
    expect(behind.locator(".owf-verdict").first).to_be_visible()
    story.axe(coordinator, "gaps before a plan")
    type_day(coordinator, "The plan starts on", "01", "10", "2008")
    type_day(coordinator, "and ends on", "01", "04", "2011")
    coordinator.press("Begin the plan on 2008")
    expect(coordinator.page.get_by_text("The plan is begun.")).to_be_visible()
    unfold(coordinator, "Leave gaps for later")
    coordinator.press("Leave them for now")
    expect(coordinator.page.get_by_text("Choose at least one gap.")).to_be_visible()
    story.axe(coordinator, "gaps of a plan")


def _coordinator_plans_an_action(story: Story) -> int:
    coordinator = story.person("coordinator", "/actions")
    gap = coordinator.page.locator(".owf-gap").filter(has_text="Behind").first
    gap.get_by_role("link", name=re.compile("^Plan an action")).click()
    coordinator.settle()
    expect(coordinator.page.get_by_role("heading", level=1)).to_have_text("A new action")
    story.axe(coordinator, "a new action")
    coordinator.press("Add the action")
    expect(coordinator.page.get_by_text("Write what will be done.").first).to_be_visible()
    page = coordinator.page
    page.get_by_label("What will be done", exact=True).fill(WHAT)
    pick(coordinator, "Priority", "Integrated working")
    pick(coordinator, "Lead partner", "Police")
    pick(coordinator, "Lead person", DEMO_NAMES["partner"])
    page.get_by_label("Measure of success", exact=True).fill("New lead professionals trained")
    page.get_by_label("Where the measure is now").fill("4 of 20")
    page.get_by_label("Where it is to be").fill("all")
    coordinator.press("Add the action")
    expect(page.get_by_text("The action is added.")).to_be_visible()
    unfold(coordinator, "Add a milestone")
    page.get_by_label("What will have been reached").first.fill("A course is agreed.")
    coordinator.press("Add the milestone")
    expect(page.get_by_text("The milestone is added.")).to_be_visible()
    story.axe(coordinator, "an action")
    return int(re.search(r"action=(\d+)", page.url)[1])


def _the_rest_is_planned(story: Story) -> None:
    """Two more actions for two more people, and every other gap left for later."""
    store, who = story.server.store(), story.actor("coordinator")
    view = open_plan(store, who, TRUST, 2008)
    gaps = open_gaps(store, who, TRUST, 2008).gaps
    answered = {kept.gap_key for one in view.actions for kept in one.findings}
    left = [one for one in gaps if one.key not in answered]
    for role, gap in zip(LEADS[1:], left[:2], strict=True):
        lead = story.actor(role)
        action = add_action(
            store,
            who,
            view.plan.id,
            ActionFields(
                priority_id=view.priorities[0].id,
                what=f"Agree with all partners who does what: {gap.title}.",
                lead_partner_id=view.partners[0].id,
                lead_person=lead.id,
                measure="Partners that have agreed",
                baseline="none",
                target="all",
            ),
            items=[LinkedItem(gap.items[0], 2008, None, None)],
            findings=findings_for(store, who, view.plan, [gap.key]),
        )
        add_milestone(store, who, action, "It is agreed.", "agreed", promised=date(2009, 4, 1))
    not_now(store, who, view.plan.id, [one.key for one in left[2:]], "Next year.")
    store.close()


def _chair_agrees(story: Story) -> None:
    chair = story.person("chair", "/actions?part=plan")
    expect(chair.page.get_by_text("Each has an action, or a reason why not now.")).to_be_visible()
    chair.page.get_by_text("Region: your region's leads").click()
    chair.settle()
    name = chair.page.get_by_label(f"Type your own name, {DEMO_NAMES['chair']}, to agree it")
    name.fill("Somebody else")
    name.press("Tab")
    chair.press("Agree the plan")
    expect(chair.page.get_by_role("heading", name="Agreed versions")).to_have_count(0)
    name.fill(DEMO_NAMES["chair"])
    name.press("Tab")
    chair.press("Agree the plan")
    expect(chair.page.get_by_text("The plan is agreed. Each lead can see it now.")).to_be_visible()
    expect(chair.page.get_by_role("heading", name="Agreed versions")).to_be_visible()
    story.axe(chair, "a plan agreed")


def _update(story: Story, role: str, quarter: str, *, is_done: bool) -> None:
    """Somebody updates the action that they lead, with the last quarter's update beside it."""
    person = story.person(role, "/actions?part=mine")
    card = person.page.locator("[class*=st-key-own-action-]").first
    expect(card.get_by_role("heading", name=quarter)).to_be_visible()
    if quarter != next(iter(QUARTERS.values())):
        expect(card.locator(".owf-last-quarter")).to_contain_text("Written before")
    if is_done:
        pick(person, "Progress of A1", "Done", exact=True)
    pick(person, "Confidence that it reaches its target", "High")
    card.get_by_label("What changed in this quarter").fill(f"Written before: {quarter}.")
    person.press("Save the update")
    expect(person.page.get_by_text(re.compile(f"for {quarter} is saved"))).to_be_visible()
    story.axe(person, f"own actions of {role}")


def _coordinator_closes(story: Story, quarter: str) -> None:
    coordinator = story.person("coordinator", "/actions?part=board")
    unfold(coordinator, f"Close {quarter}")
    coordinator.page.get_by_text("Yes, close it").click()
    coordinator.press("Close the quarter")
    expect(coordinator.page.get_by_text(f"{quarter} is closed.")).to_be_visible()
    expect(coordinator.page.get_by_role("heading", name="Closed quarters")).to_be_visible()
    story.axe(coordinator, "the board")


def _lead_cannot_verify(story: Story, action: int) -> None:
    lead = story.person("partner", f"/actions?action={action}&year=2008")
    expect(lead.page.get_by_text("The coordinator or another partner checks")).to_be_visible()
    expect(lead.page.get_by_role("button", name="It is done", exact=True)).to_have_count(0)


def _coordinator_verifies(story: Story, action: int) -> None:
    coordinator = story.person("coordinator", f"/actions?action={action}&year=2008")
    coordinator.page.get_by_label("What you looked at, and what you found").fill(
        "The register of courses: all twenty were there."
    )
    coordinator.press("It is done")
    expect(coordinator.page.get_by_text("A1 is verified.")).to_be_visible()
    story.axe(coordinator, "a verified action")


def _next_year_is_signed(story: Story) -> None:
    """The police finish, the group settles all questions, and the chair signs."""
    store = story.server.store()
    police, member, chair = (story.actor(one) for one in ("partner", "steering", "chair"))
    with store.reading() as session:
        in_round = rounds.round_of(session, TRUST, 2009)
        partner = next(
            one.partner_id
            for one in rounds.returns_of_round(session, in_round.id)
            if one.partner_name == "Police"
        )
    view = open_return(store, police, partner, 2009)
    for theme in view.pack.themes:
        for item in view.items(theme):
            if item.id not in view.answers:
                save_choice(store, police, view.facts.id, item.id, 3, seen=StoredAnswer(item.id))
    submit_return(store, police, view.facts.id)
    for one in open_moderation(store, member, TRUST, 2009).open_questions:
        agree_level(
            store, member, in_round.id, one.item.id, one.position.proposed, reason="",
            seen_version=0,
        )  # fmt: skip
    sign_off(store, chair, in_round.id, "full")
    store.close()


def _what_moved(story: Story) -> None:
    chair = story.person("chair", "/actions?part=moved")
    expect(chair.page.get_by_role("heading", level=1)).to_have_text("What moved from 2008 to 2009")
    expect(chair.page.get_by_text("Of 3 actions, 1 is done and 1 is verified.")).to_be_visible()
    expect(chair.page.get_by_text("This does not show that an action caused")).to_be_visible()
    unfold(chair, "A1:")
    expect(chair.page.locator(".owf-moved").first).to_be_visible()
    story.axe(chair, "what moved")
