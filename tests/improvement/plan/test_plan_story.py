"""A plan from a signed year to its second version, with three quarters of updates."""

import json
from dataclasses import replace
from datetime import date

import pytest

from owf import clock
from owf.access.people import give_role
from owf.assessment.errors import ChangedSinceRead
from owf.improvement.plan.agreeing import agree_plan, verify_plan
from owf.improvement.plan.board import Concern, board_of
from owf.improvement.plan.choosing import not_now, open_gap_titles
from owf.improvement.plan.closing import ClosedQuarter
from owf.improvement.plan.meetings import keep_meeting, open_meetings
from owf.improvement.plan.opening import open_agreed_plan
from owf.improvement.plan.promising import add_milestone, note_reached, promise_again
from owf.improvement.plan.updates import check_action, is_verified, open_my_actions
from owf.store.people import RoleHeld
from owf.store.plans.facts import MeetingFacts


@pytest.fixture
def health(signed):
    """Mallory, who now answers for Cambridgeshire's health."""
    role = RoleHeld("respondent", "partner", str(signed.cambridgeshire.partners["health"]))
    give_role(signed.store, signed.heidi, "mallory", role)
    return replace(signed.mallory, roles=(role,))


def concerns(view):
    found = board_of(view.plan, view.actions, view.quarter, clock.today())
    return {one.action.reference: list(one.concerns) for one in found.exceptions}


def all_stays_as_it_was(store, who, closed):
    """What was closed, and that it and both versions hold."""
    quarters = [ClosedQuarter.of(one) for one in closed]
    assert [(one.quarter.words, one.updated, one.reached) for one in quarters] == [
        ("January to March 2010", 2, 1),
        ("October to December 2009", 2, 1),
        ("July to September 2009", 3, 0),
    ]
    assert [one["progress"] for one in quarters[0].rows] == ["done", "in_progress", "stopped"]
    assert [one["verified"] for one in quarters[0].rows] == [True, False, False]
    assert [one["verified"] for one in quarters[1].rows] == [False, False, False]
    verified = verify_plan(store, who, 873, 2009)
    assert [one.what for one in verified] == [
        "version 2", "version 1",
        "January to March 2010", "October to December 2009", "July to September 2009",
    ]  # fmt: skip
    assert all(one.holds for one in verified)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_year_of_a_plan_from_its_gaps_to_its_second_version(signed, plan_id, request, health):
    add, view, agree, update, close, on = map(
        request.getfixturevalue, ("add", "view", "agree", "update", "close", "on")
    )
    store, partners = signed.store, signed.cambridgeshire.partners

    # Choose and agree.
    waiting = ["item:caf-3", "item:ma-1", "item:ma-2", "item:ma-3"]
    not_now(store, signed.dave, plan_id, waiting, "No money this year.")
    first = add(gaps=("item:caf-1",))
    second = add(
        gaps=("item:caf-2",), items=("caf-2",),
        lead_partner_id=partners["health"], lead_person="mallory",
    )  # fmt: skip
    third = add(items=("ma-1",), lead_partner_id=partners["schools"], lead_person="dave")
    assert open_gap_titles(store, signed.erin, view().plan) == ()
    first_version = agree("region")
    assert len(open_agreed_plan(store, signed.frank, 873, 2009).actions) == 3

    # July to September: all three update; one milestone slips.
    update(first)
    update(second, confidence="low", changed="No trainer.", who=health)
    update(third, who=signed.dave)
    promise_again(store, health, second.milestones[0].id, date(2010, 7, 1), "No trainer until May.")
    with on(2009, 9, 20):
        assert concerns(view()) == {"A2": [Concern.SLIPPED, Concern.LOW_CONFIDENCE]}
        assert close().words == "July to September 2009"

    # October to December: one does not update, one is done.
    with on(2009, 12, 15):
        note_reached(store, signed.alice, first.milestones[0].id, date(2009, 12, 1), "All came.")
        update(first, "done", changed="All are trained.")
        update(third, who=signed.dave)
        assert [one.action.reference for one in open_my_actions(store, health, 873).due] == ["A2"]
        close()

    # January to March: another partner verifies; one is stopped.
    with on(2010, 2, 1):
        check_action(store, health, first.id, "We asked ten people.", is_verified=True)
        update(third, "stopped", "low", "The money was cut.", who=signed.dave)
        keep_meeting(
            store, signed.carol, plan_id,
            MeetingFacts("steering", date(2010, 1, 20), "All", "Go on without A3."),
            actions=[third.id],
        )  # fmt: skip
    with on(2010, 3, 20):
        update(second, confidence="medium", changed="A trainer was found.", who=health)
        close()
    assert is_verified(view().action(first.id))
    assert [one.actions for one in open_meetings(store, signed.dave, plan_id)] == [(third.id,)]

    # After the day that was promised.
    with on(2010, 7, 2):
        assert concerns(view())["A2"][0] == Concern.LATE
        board = board_of(view().plan, view().actions, view().quarter, clock.today())
        assert (board.achieved.reached, board.achieved.of) == (1, 3)

    # Amend and agree again.
    with on(2010, 4, 10):
        seen = view().body
        add_milestone(
            store, signed.dave, second.id, "It is used.", "embedded", promised=date(2011, 4, 1)
        )
        assert view().has_changed
        with pytest.raises(ChangedSinceRead):
            agree_plan(store, signed.erin, plan_id, "region", seen_body=seen)
        assert agree("public") != first_version
    assert [(one.version, one.publication) for one in view().versions] == [
        (2, "public"), (1, "region"),
    ]  # fmt: skip
    assert view().versions[1].digest == first_version
    assert [len(one["milestones"]) for one in json.loads(view().versions[1].body)["actions"]] == [
        1, 1, 1,
    ]  # fmt: skip

    all_stays_as_it_was(store, signed.erin, view().closed)
