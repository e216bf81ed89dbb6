"""What is worked out of milestones is the same in whatever order their rows are given."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from owf.improvement.plan.milestones import (
    STAGES,
    Achieved,
    MilestoneState,
    burn_up,
    milestone_state,
    share_achieved,
)
from owf.store.plans.facts import MilestoneFacts, Promise, Reached

BEGIN = datetime(2009, 7, 1, tzinfo=UTC)
DAYS = st.dates(date(2009, 7, 1), date(2012, 12, 31))
MOMENTS = st.integers(0, 4).map(lambda hours: BEGIN + timedelta(hours=hours))
"""Few, so that rows of the same moment come up."""


@st.composite
def milestones(draw):
    """Of any history; rows of one moment differ by their id alone."""
    promises = draw(st.lists(st.tuples(DAYS, MOMENTS), max_size=5))
    reached = draw(st.lists(st.tuples(st.none() | DAYS, MOMENTS), max_size=4))
    return MilestoneFacts(
        id=1,
        action_id=1,
        text="Step",
        stage=draw(st.sampled_from(list(STAGES))),
        dropped_why=draw(st.sampled_from(["", "", "Not needed."])),
        promises=tuple(
            Promise(day, "", "carol", at, number) for number, (day, at) in enumerate(promises, 1)
        ),
        reached=tuple(
            Reached(day, "", "carol", at, number) for number, (day, at) in enumerate(reached, 1)
        ),
    )


@st.composite
def shuffled(draw):
    """Some milestones, and the same with all their rows in another order."""
    found = draw(st.lists(milestones(), max_size=4))
    again = [
        MilestoneFacts(
            one.id,
            one.action_id,
            one.text,
            one.stage,
            one.dropped_why,
            tuple(draw(st.permutations(one.promises))),
            tuple(draw(st.permutations(one.reached))),
        )
        for one in found
    ]
    return found, draw(st.permutations(again))


@given(shuffled(), DAYS)
def test_share_achieved_and_late_never_depend_on_the_order_of_rows(both, today):
    first, second = both
    assert share_achieved(first) == share_achieved(second)
    late = [
        sorted(milestone_state(one).is_late(today) for one in order) for order in (first, second)
    ]
    assert late[0] == late[1]
    words = [sorted(milestone_state(one).words(today) for one in order) for order in both]
    assert words[0] == words[1]


@given(shuffled(), st.lists(DAYS, max_size=3), DAYS)
def test_the_burn_up_never_depends_on_the_order_of_rows(both, days, today):

    states = [map(milestone_state, one) for one in both]
    assert burn_up(states[0], days, today) == burn_up(states[1], days, today)


@given(milestones(), DAYS)
def test_a_later_promise_moves_the_day_and_never_the_first_one(milestone, day):
    before = milestone_state(milestone)
    at = BEGIN + timedelta(days=1)
    later = milestone_state(
        MilestoneFacts(
            milestone.id,
            milestone.action_id,
            milestone.text,
            milestone.stage,
            milestone.dropped_why,
            (Promise(day, "Why.", "carol", at, 99), *milestone.promises),
            milestone.reached,
        )
    )
    assert later.promised == day
    assert later.first == (before.first or day)
    moved = before.promised is not None and day > before.promised
    assert later.slips == before.slips + moved


@given(st.lists(milestones(), max_size=6))
def test_the_share_counts_each_milestone_in_force_once(found):
    states = [milestone_state(one) for one in found]
    in_force = [one for one in states if one.is_in_force]
    assert share_achieved(found) == Achieved(
        sum(one.reached_on is not None for one in in_force), len(in_force)
    )


def test_a_milestone_is_late_from_the_day_after_until_it_is_reached():
    day = date(2010, 4, 1)
    state = MilestoneState(first=day, promised=day, reached_on=None, slips=0, is_dropped=False)
    assert not state.is_late(day)
    assert state.is_late(day + timedelta(days=1))
    reached = MilestoneState(day, day, day + timedelta(days=30), 0, False)
    assert not reached.is_late(date(2011, 1, 1))
    assert reached.words(date(2011, 1, 1)) == "reached, later than first promised"
