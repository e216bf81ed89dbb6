"""Each change of a plan stands in the record once, in words that read well, and says no secret."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access import OPERATOR
from owf.assessment.audit.reading import open_record
from owf.assessment.errors import Refused
from owf.improvement.plan.actions import (
    add_action,
    add_findings,
    change_action,
    link_evidence,
    remove_action,
)
from owf.improvement.plan.agreeing import agree_plan
from owf.improvement.plan.choosing import findings_for, not_now, take_up_again
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.gaps import open_gaps
from owf.improvement.plan.meetings import keep_meeting
from owf.improvement.plan.opening import begin_plan, change_plan_days, open_plan
from owf.improvement.plan.priorities import keep_priority
from owf.improvement.plan.promising import (
    add_milestone,
    change_milestone,
    drop_milestone,
    note_reached,
    promise_again,
)
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import Entered, check_action, save_update
from owf.store import audit
from owf.store.audit import EventsWanted
from owf.store.plans.facts import ActionFields, LinkedItem, MeetingFacts, PriorityFacts

SECRET = "Confidential words"
TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)
JULY = Quarter(date(2009, 7, 1))
APRIL = date(2010, 4, 1)


@pytest.fixture
def store(cast):
    """After every question was agreed at level 2, so that each is a gap."""
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 2, "schools": 2})
    return cast.store


@pytest.fixture
def told(store):
    """The lines that something adds to the record, the oldest first."""

    def read():
        return open_record(store, OPERATOR, EventsWanted(trust=873)).lines

    def added(do):
        before = len(read())
        with clock.stopped_at(TEN):
            do()
        lines = read()
        return [one.sentence for one in reversed(lines[: len(lines) - before])]

    return added


@pytest.fixture
def plan_id(cast, store):
    return begin_plan(store, cast.dave, 873, 2009)


def whole(cast, store, plan_id):
    """An action with everything, which answers a gap."""
    plan = open_plan(store, cast.dave, 873, 2009)
    action_id = add_action(
        store,
        cast.dave,
        plan_id,
        ActionFields(
            priority_id=plan.priorities[0].id,
            what=SECRET,
            lead_partner_id=cast.cambridgeshire.partners["police"],
            lead_person="alice",
            measure=SECRET,
            baseline=SECRET,
            target=SECRET,
        ),
        items=[LinkedItem("caf-1", 2009, None, 3)],
        findings=findings_for(store, cast.dave, plan.plan, ["item:caf-1"]),
    )
    return action_id


def test_drafting_a_plan_is_told_step_by_step(cast, store, told):
    ids = []

    def draft():
        plan_id = begin_plan(store, cast.dave, 873, 2009)
        change_plan_days(store, cast.carol, plan_id, date(2009, 7, 1), date(2012, 4, 1))
        keep_priority(store, cast.dave, 873, PriorityFacts("key", SECRET, SECRET, 0))
        ids.append(whole(cast, store, plan_id))
        change_action(
            store, cast.carol, ids[0], ActionFields(what=SECRET),
            partners=(), items=(), seen_version=1,
        )  # fmt: skip
        plan = open_plan(store, cast.dave, 873, 2009).plan
        found = findings_for(store, cast.dave, plan, ["item:caf-2"])
        add_findings(store, cast.dave, ids[0], found)
        milestone = add_milestone(store, cast.dave, ids[0], SECRET, "agreed", promised=APRIL)
        change_milestone(store, cast.dave, milestone, SECRET, "embedded")
        promise_again(store, cast.dave, milestone, date(2010, 5, 1), SECRET)
        drop_milestone(store, cast.dave, milestone, SECRET)
        not_now(store, cast.dave, plan_id, ["item:ma-1"], SECRET)
        take_up_again(store, cast.dave, plan_id, "item:ma-1")
        remove_action(store, cast.erin, plan_id, ids[0])

    assert told(draft) == [
        "Dave began the plan of 2009",
        "Carol changed the dates of the plan of 2009",
        "Dave changed the priorities of the plan",
        "Dave added action A1 to the plan of 2009",
        "Carol changed action A1",
        "Dave let action A1 answer more gaps",
        "Dave added a milestone to action A1",
        "Dave changed a milestone of action A1",
        "Dave promised a milestone of action A1 for 1 May 2010",
        "Dave dropped a milestone of action A1",
        "Dave decided to leave a gap for now in the plan of 2009 (MA 1, MA 1)",
        "Dave took up a gap again that was left for now in the plan of 2009 (MA 1, MA 1)",
        "Erin removed action A1 from the plan of 2009",
    ]


def test_agreeing_and_monitoring_are_told_step_by_step(cast, store, told, plan_id):
    action_id = whole(cast, store, plan_id)
    milestone = add_milestone(store, cast.dave, action_id, SECRET, "agreed", promised=APRIL)
    gaps = [one.key for one in open_gaps(store, cast.dave, 873, 2009).gaps]
    not_now(store, cast.dave, plan_id, gaps[1:], SECRET)
    seen = open_plan(store, cast.erin, 873, 2009).body
    digests = []

    def monitor():
        digests.append(agree_plan(store, cast.erin, plan_id, "inside", seen_body=seen))
        done = Entered("done", "high", SECRET, SECRET)
        save_update(store, cast.alice, action_id, JULY, done, seen_version=0)
        link_evidence(store, cast.alice, action_id, [])
        note_reached(store, cast.alice, milestone, date(2009, 7, 10), SECRET)
        note_reached(store, cast.bob, milestone, None, SECRET)
        check_action(store, cast.carol, action_id, SECRET, is_verified=False)
        check_action(store, cast.carol, action_id, SECRET, is_verified=True)
        meeting = MeetingFacts("steering", date(2009, 7, 9), SECRET, SECRET)
        keep_meeting(store, cast.carol, plan_id, meeting, actions=[action_id])
        with clock.stopped_at(datetime(2009, 9, 20, 10, tzinfo=UTC)):
            close_quarter(store, cast.carol, plan_id, JULY)

    assert told(monitor) == [
        f"Erin agreed the plan of 2009 (version 1, hash {digests[0][:12]}…)",
        "Alice updated action A1 for July to September 2009",
        "Alice changed the evidence of action A1",
        "Alice noted a milestone of action A1 as reached on 10 July 2009",
        "Bob noted a milestone of action A1 as not reached after all",
        "Carol checked action A1 and found it not done yet",
        "Carol checked that action A1 is done",
        "Carol recorded a meeting on the plan of 2009",
        "Carol closed July to September 2009 in the plan of 2009",
    ]
    with store.reading() as session:
        found = audit.events(session, EventsWanted(trust=873), 10_000)
    assert SECRET not in json.dumps([one.detail for one in found])


def test_what_is_refused_leaves_nothing_in_the_record(cast, store, told, plan_id):
    action_id = whole(cast, store, plan_id)

    def fail():
        for ask in (
            lambda: change_plan_days(store, cast.dave, plan_id, APRIL, APRIL),
            lambda: add_milestone(store, cast.dave, action_id, " ", "agreed", promised=APRIL),
            lambda: agree_plan(store, cast.erin, plan_id, "inside", seen_body=""),
            lambda: close_quarter(store, cast.carol, plan_id, JULY),
            lambda: save_update(
                store, cast.alice, action_id, JULY, Entered("done", "high", "x"), seen_version=0
            ),
        ):
            with pytest.raises(Refused):
                ask()

    assert told(fail) == []


def test_a_change_of_a_plan_is_told_with_where_it_came_from(cast, store, plan_id):
    dave = replace(cast.dave, address="192.0.2.7")
    whole(replace(cast, dave=dave), store, plan_id)
    (line, *_) = open_record(store, OPERATOR, EventsWanted(trust=873)).lines
    assert line.event.address == "192.0.2.7"
