"""What is due in the plan, for each person: who reads which sentence, and where it leads."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.improvement.due import due_in_plan
from owf.improvement.plan.updates import check_action
from tests.planned import begin, begin_signed


@pytest.fixture
def planned(cast):
    return begin(cast)


def said(plan, who):
    return [one.sentence for one in due_in_plan(plan.store, who)]


def on(day):
    return clock.stopped_at(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


def test_a_signed_year_without_a_plan_is_due_to_the_group_alone(cast):
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 4})
    for who in (cast.carol, cast.dave, cast.erin):
        (due,) = due_in_plan(cast.store, who)
        assert "The results of 2009 are signed, and no plan has been begun" in due.sentence
        assert due.choices == {"part": "gaps", "year": 2009}
        assert due.is_main
    assert due_in_plan(cast.store, cast.alice) == ()
    assert due_in_plan(cast.store, cast.grace) == ()


def test_a_draft_says_how_many_gaps_are_open_then_what_is_missing_then_that_it_is_ready(cast):
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 2, "schools": 2})
    planned = begin_signed(cast, 2009)
    (due,) = due_in_plan(planned.store, cast.dave)
    assert "The plan on 2009 is being written." in due.sentence
    assert due.choices["part"] == "gaps"
    planned.answer_gaps()
    assert "its check list needs" in said(planned, cast.carol)[0]
    planned.add()
    assert said(planned, cast.erin) == ["The plan on 2009 is complete. Read it, then agree it."]
    assert said(planned, cast.dave) == ["The plan on 2009 is complete. The chair can agree it now."]


def test_a_lead_reads_how_many_updates_are_due_and_until_when(planned):
    planned.add()
    planned.add("Train teams.")
    planned.agree()
    alice = planned.cast.alice
    assert said(planned, alice) == [
        "2 updates for July to September 2009 are missing from you: A1, A2. Please give them by 30 "
        "September 2009."
    ]
    with on(date(2009, 10, 2)):
        assert said(planned, alice)[0].endswith("The last day was 30 September 2009.")
    for one in planned.view().actions:
        planned.update(one.id, "in_progress")
    assert said(planned, alice) == []


def test_the_coordinator_reads_who_is_missing_and_then_that_the_quarter_can_be_closed(planned):
    action_id = planned.add()
    planned.agree()
    carol = planned.cast.carol
    assert said(planned, carol) == []
    with on(date(2009, 9, 3)):
        assert said(planned, carol) == [
            "1 action has no update for July to September 2009. 1 person leads it: remind them, "
            "then close the quarter."
        ]
        planned.update(action_id, "in_progress")
        (due,) = due_in_plan(planned.store, carol)
        assert due.sentence.startswith("All updates for July to September 2009 have been given.")
        assert due.choices == {"part": "board"}


def test_somebody_else_reads_that_an_action_waits_and_its_lead_that_it_was_not_found_done(planned):
    action_id = planned.add()
    planned.agree()
    planned.update(action_id, "done")
    carol, alice = planned.cast.carol, planned.cast.alice
    assert said(planned, carol)[0].startswith("1 action is said to be done: A1.")
    assert said(planned, alice) == []
    check_action(planned.store, carol, action_id, "Half of it is there.", is_verified=False)
    (due,) = due_in_plan(planned.store, alice)
    assert due.sentence.startswith("A1 was checked and not found done.")
    assert due.choices == {"year": 2009, "action": action_id}


def test_a_plan_that_was_changed_waits_for_the_chair(planned):
    action_id = planned.add()
    planned.agree()
    planned.change(action_id, target="50 of 60")
    assert said(planned, planned.cast.erin) == [
        "The plan on 2009 was changed after version 1 was agreed. Read what changed, then agree it "
        "again."
    ]
