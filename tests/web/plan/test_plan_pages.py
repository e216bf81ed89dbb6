"""The page Actions: what each part says to whom, and that nothing typed on it is lost."""

from dataclasses import dataclass, replace

import pytest

from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.meetings import keep_meeting, open_meetings
from owf.improvement.plan.quarters import Quarter
from owf.store.plans import actions as plan_actions
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFields, MeetingFacts
from tests.cast import CAMBRIDGESHIRE
from tests.plans import STARTS, agree, keep_action, keep_plan
from tests.web.rendered import html_of

PARTS = ("gaps", "plan", "mine", "board", "meetings", "moved")
SPRING = Quarter(STARTS)


@dataclass
class Planned:
    plan_id: int
    action_id: int


@pytest.fixture
def page_of(cast, open_page_of_cast):
    def open_page(who, **address):
        page = open_page_of_cast("actions", who, **address)
        assert not page.exception
        return page

    return open_page


@pytest.fixture
def signed(cast):
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 2, "schools": 2}, "full")
    return cast


def planned(cast, publication="region"):
    """One action of the police, agreed unless there is no ``publication``."""
    plan_id = keep_plan(cast.store, CAMBRIDGESHIRE, 2009)
    with cast.store.writing() as session:
        plan = plans.plan_by_id(session, plan_id)
        action_id = keep_action(
            session,
            plan,
            ActionFields(
                what="Train <b>everybody</b> in the form.",
                lead_partner_id=cast.cambridgeshire.partners["police"],
                lead_person="alice",
            ),
        )
        if publication:
            agree(session, plan_id, publication)
    return Planned(plan_id, action_id)


def fill(page, key, text):
    (box,) = [one for one in page.text_area if one.key.endswith(key)]
    box.set_value(text)


def press(page, label):
    (button,) = [one for one in page.button if one.label == label]
    return button.click().run()


def choose(page, key, value):
    (box,) = [one for one in page.selectbox if one.key.endswith(key)]
    box.set_value(value)


def updates_of(cast, action_id):
    with cast.store.reading() as session:
        return plan_actions.action_by_id(session, action_id).updates


@pytest.mark.parametrize("state", ["nothing", "signed", "begun", "agreed"])
def test_every_part_has_one_heading_for_each_of_the_trust_s_people(cast, page_of, state):
    if state != "nothing":
        cast.sign(cast.cambridgeshire, {"health": 2, "police": 2, "schools": 2}, "full")
    if state in ("begun", "agreed"):
        planned(cast, "inside" if state == "agreed" else None)
    for who in (cast.alice, cast.carol, cast.dave, cast.erin):
        for part in PARTS:
            said = html_of(page_of(who, part=part))
            assert said.count("<h1>") == 1, (who.name, part)


def test_a_partner_reads_the_plan_once_it_is_agreed(signed, page_of):
    made = planned(signed, None)
    assert "has not agreed a plan yet" in html_of(page_of(signed.alice, part="plan"))
    with signed.store.writing() as session:
        agree(session, made.plan_id, "inside")
    said = html_of(page_of(signed.alice, part="plan"))
    assert "Train &lt;b&gt;everybody&lt;/b&gt; in the form." in said
    assert "Check list" not in said


def test_a_regional_lead_reads_it_as_it_is_published(signed, page_of):
    planned(signed, "region")
    said = html_of(page_of(signed.frank))
    assert "Plans that Trusts have published: 1" in said
    one = html_of(page_of(signed.frank, trust=CAMBRIDGESHIRE, year=2009))
    assert "Train &lt;b&gt;everybody" in one
    assert "Alice" not in one


def test_an_update_is_saved_with_the_last_quarter_beside_the_next(signed, page_of):
    made = planned(signed)
    page = page_of(signed.alice, part="mine")
    assert "Your action needs an update" in html_of(page)
    press(page, "Save the update")
    assert "Choose how sure you are" in html_of(page)
    choose(page, "-confidence", "high")
    fill(page, "-changed", "Two courses ran.")
    press(page, "Save the update")
    assert "is saved" in html_of(page)
    assert [one.changed for one in updates_of(signed, made.action_id)] == ["Two courses ran."]
    close_quarter(signed.store, signed.carol, made.plan_id, SPRING)
    said = html_of(page_of(signed.alice, part="mine"))
    assert "April to June 2009" in said
    assert "Two courses ran." in said
    assert "July to September 2009" in said


def test_of_two_who_update_one_action_the_second_is_told_and_keeps_the_words(signed, page_of):
    made = planned(signed)
    first, second = page_of(signed.alice, part="mine"), page_of(signed.alice, part="mine")
    for page, words in ((first, "First."), (second, "Second.")):
        choose(page, "-confidence", "low")
        fill(page, "-changed", words)
    press(first, "Save the update")
    press(second, "Save the update")
    said = html_of(second)
    assert "Somebody else updated A1" in said
    assert "First." in said
    assert "Second." in [one.value for one in second.text_area] or "Second." in said
    assert [one.changed for one in updates_of(signed, made.action_id)] == ["First."]


def test_words_of_a_quarter_that_was_closed_meanwhile_can_be_saved_to_the_next(signed, page_of):
    made = planned(signed)
    page = page_of(signed.alice, part="mine")
    choose(page, "-confidence", "medium")
    fill(page, "-changed", "Typed for a while.")
    close_quarter(signed.store, signed.carol, made.plan_id, SPRING)
    press(page, "Save the update")
    said = html_of(page)
    assert "April to June 2009 was closed while you were writing" in said
    assert "save them as the update of July to September 2009" in said
    assert "Typed for a while." in [one.value for one in page.text_area]
    press(page, "Save the update")
    (kept,) = updates_of(signed, made.action_id)
    assert (kept.quarter, kept.changed) == (SPRING.next.first_day, "Typed for a while.")


def test_the_board_says_what_needs_attention_and_pages_what_is_long(signed, page_of):
    plan_id = keep_plan(signed.store, CAMBRIDGESHIRE, 2009)
    with signed.store.writing() as session:
        plan = plans.plan_by_id(session, plan_id)
        lead = signed.cambridgeshire.partners["police"]
        entered = ActionFields(what="Train.", lead_partner_id=lead, lead_person="alice")
        for number in range(60):
            keep_action(session, plan, replace(entered, what=f"Course {number}."))
        agree(session, plan_id, "inside")
    page = page_of(signed.dave, part="board")
    said = html_of(page)
    assert "60 of 60 actions need attention" in said
    assert "1 to 50" in said
    assert "51 to 60" in html_of(page_of(signed.dave, part="board", page=2))
    assert "No update for April to June 2009." in said


def test_the_coordinator_finds_the_letters_where_start_leads(signed, page_of):
    planned(signed)
    assert "Letters to people who lead actions" not in html_of(page_of(signed.carol, part="board"))
    page = page_of(signed.carol, part="board", letters=1)
    assert "Letters to people who lead actions" in html_of(page)
    (letter,) = page.code
    assert "Dear Alice" in letter.value
    assert "Letters to people" not in html_of(page_of(signed.dave, part="board", letters=1))


def test_a_gap_is_left_for_later_only_with_a_reason(signed, page_of):
    planned(signed, None)
    page = page_of(signed.carol, part="gaps")
    (gaps,) = page.multiselect
    gaps.set_value([gaps.options[0]] if gaps.options[0] in gaps.options else [])
    press(page, "Leave them for now")
    assert "Write why nothing is planned for them now." in html_of(page)
    fill(page, "-reason", "The roll-out begins next year.")
    press(page, "Leave them for now")
    assert "left for later, with the reason" in html_of(page)


def test_of_two_who_change_one_action_the_second_keeps_the_words_and_can_save_them(signed, page_of):
    made = planned(signed, None)
    address = {"action": made.action_id, "year": 2009}
    first, second = page_of(signed.carol, **address), page_of(signed.dave, **address)
    fill(first, "-what", "The first text.")
    press(first, "Save the action")
    assert "A1 is saved." in html_of(first)
    fill(second, "-what", "The second text.")
    press(second, "Save the action")
    said = html_of(second)
    assert "Somebody else changed A1" in said
    assert "The first text." in said
    assert "The second text." in [one.value for one in second.text_area]
    press(second, "Save the action")
    with signed.store.reading() as session:
        kept = plan_actions.action_by_id(session, made.action_id)
    assert kept.entered.what == "The second text."


def test_of_two_who_change_one_meeting_the_second_keeps_the_words_and_can_save_them(
    signed, page_of
):
    made = planned(signed)
    meeting = MeetingFacts("steering", STARTS, "Police", "Begin.")
    keep_meeting(signed.store, signed.carol, made.plan_id, meeting)
    first, second = page_of(signed.carol, part="meetings"), page_of(signed.dave, part="meetings")
    for page, words in ((first, "Begin in May."), (second, "Begin in June.")):
        box = [one for one in page.text_area if one.key.endswith("-decisions")][-1]
        box.set_value(words)
        [one for one in page.button if one.label == "Save the meeting"][-1].click().run()
    said = html_of(second)
    assert "Somebody else changed this meeting" in said
    assert "Begin in May." in said
    assert "Begin in June." in [one.value for one in second.text_area]
    [one for one in second.button if one.label == "Save the meeting"][-1].click().run()
    (kept,) = open_meetings(signed.store, signed.carol, made.plan_id)
    assert kept.decisions == "Begin in June."
