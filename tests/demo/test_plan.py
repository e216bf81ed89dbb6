"""The plan of Cambridgeshire in the demonstration: what happened in it, and what moved by 2011."""

from __future__ import annotations

import json

import pytest
from scipy import stats

from owf.access import OPERATOR, Actor, Role
from owf.demo.places import CAMBRIDGESHIRE, ESSEX, HERTFORDSHIRE
from owf.improvement.plan.agreeing import check_list, verify_plan
from owf.improvement.plan.choosing import open_gap_titles
from owf.improvement.plan.milestones import milestone_state
from owf.improvement.plan.movement import open_movement
from owf.improvement.plan.opening import open_plan, plans_to_read
from owf.improvement.plan.updates import is_verified, progress_of
from owf.settings import DEMO_TODAY
from owf.store import Store
from owf.store.people import RoleHeld
from tests.movement_by_hand import by_hand, differences, moved_by_hand, raw_answers

GROUP = Actor("group", "Group", (RoleHeld(Role.STEERING, "trust", str(CAMBRIDGESHIRE)),))
LEAD = Actor("lead", "Lead", (RoleHeld(Role.REGIONAL_LEAD, "region", "E12000006"),))


@pytest.fixture(scope="module")
def five(five_years_path):
    """Five years, only to read."""
    store = Store(f"sqlite:///{five_years_path}")
    yield store
    store.close()


@pytest.fixture(scope="module")
def plan(five):
    return open_plan(five, GROUP, CAMBRIDGESHIRE, 2008)


def led_by(plan, sector):
    return [one for one in plan.actions if one.lead_partner == sector]


def test_it_was_agreed_twice_and_followed_for_twelve_quarters(plan):
    assert [one.version for one in plan.versions] == [2, 1]
    assert {one.publication for one in plan.versions} == {"region"}
    then, now = (len(json.loads(one.body)["actions"]) for one in plan.versions[::-1])
    assert now == then + 1 == len(plan.actions)
    assert len(plan.closed) == 12
    assert plan.quarter.words == "April to June 2012"


def test_every_gap_of_2008_is_answered_and_what_waits_says_why(five, plan):
    assert open_gap_titles(five, GROUP, plan.plan) == ()
    assert [one.gap_key for one in plan.not_now] == ["item:lp-14", "item:lp-12"]
    assert all(one.reason for one in plan.not_now)


def test_some_milestones_slipped_with_notes_some_are_late_and_most_were_reached(plan):
    states = [milestone_state(one) for action in plan.actions for one in action.milestones]
    assert sum(one.reached_on is not None for one in states) > len(states) / 2
    assert any(one.has_slipped and one.reached_on is not None for one in states)
    assert any(one.is_late(DEMO_TODAY) for one in states)
    later = [
        promise
        for action in plan.actions
        for milestone in action.milestones
        for promise in milestone.promises[1:]
    ]
    assert len(later) > 10
    assert all(one.note for one in later)


def test_two_actions_were_stopped_and_each_says_why(plan):
    stopped = [one for one in plan.actions if progress_of(one) == "stopped"]
    assert len(stopped) == 2
    assert all(one.updates[-1].changed.startswith("Stopped:") for one in stopped)


def test_what_is_verified_was_checked_by_somebody_who_does_not_lead_it(plan):
    checked = [(one, check) for one in plan.actions for check in one.checks]
    assert sum(is_verified(one) for one in plan.actions) >= 7
    assert any(not check.is_verified for _, check in checked)
    for action, check in checked:
        assert check.note
        assert check.checked_by != action.entered.lead_person
        assert check.partner_id != action.entered.lead_partner_id


def test_the_police_have_one_update_to_give_and_one_action_that_is_late(plan):
    police = led_by(plan, "Police")
    now = plan.quarter.first_day
    unfinished = [one for one in police if progress_of(one) == "in_progress"]
    assert {bool(one.updates[-1].quarter == now) for one in unfinished} == {True, False}
    assert any(
        milestone_state(milestone).is_late(DEMO_TODAY)
        for one in unfinished
        for milestone in one.milestones
    )


def test_most_updates_of_the_open_quarter_are_missing(plan):
    now = plan.quarter.first_day
    asked = [one for one in plan.actions if one.updates[-1].progress == "in_progress"]
    given = [one for one in asked if one.updates[-1].quarter == now]
    assert 0 < len(given) < len(asked) / 2


def test_every_version_and_quarter_is_what_it_was(five):
    found = verify_plan(five, OPERATOR, CAMBRIDGESHIRE, 2008)
    assert len(found) == 14
    assert all(one.holds for one in found)


def test_the_next_plan_is_a_draft_with_what_goes_on_and_gaps_that_are_open(five, plan):
    draft = open_plan(five, GROUP, CAMBRIDGESHIRE, 2011)
    assert draft.newest is None
    carried = {one.id for one in draft.actions} & {one.id for one in plan.actions}
    assert 0 < len(carried) < len(draft.actions)
    gaps = open_gap_titles(five, GROUP, draft.plan)
    assert 0 < len(gaps) < 15
    assert any(not one.is_done for one in check_list(draft, gaps)[1:])


def test_the_regional_lead_reads_three_plans(five):
    found = {(one.trust, one.publication) for one in plans_to_read(five, LEAD)}
    assert found == {(CAMBRIDGESHIRE, "region"), (ESSEX, "region"), (HERTFORDSHIRE, "public")}


def test_what_moved_by_2011_is_what_the_raw_answers_say(five, five_years_path):
    """METHOD 4 on every question that actions name: pooled, adjusted, and in words."""
    own, others, origins = raw_answers(five_years_path)
    sums = {
        item: by_hand(
            differences(*own, item, olds), [differences(*one, item, olds) for one in others]
        )
        for item, olds in origins.items()
    }
    adjusted = dict(
        zip(sums, stats.false_discovery_control([one[3] for one in sums.values()]), strict=True)
    )
    movement = open_movement(five, GROUP, CAMBRIDGESHIRE, 2008, 2011)
    followed = {one.now: one for action in movement.actions for one in action.questions if one.now}
    for item, found in followed.items():
        mean, limits, narrower, _ = sums[item]
        assert found.change.mean == pytest.approx(mean)
        assert found.change.ci95 == pytest.approx(limits)
        assert found.moved == moved_by_hand(limits, narrower, adjusted[item])
    assert {"lp-01", "lp-05", "ma-12", "ma-15"} <= followed.keys()
    told = [one.moved for one in followed.values()]
    assert movement.of_all.up == told.count("up") > 0
