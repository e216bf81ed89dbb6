"""The board: what stands out, in which order, and how many milestones were promised and reached."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from owf.improvement.plan.board import Board, Concern, action_state, board_of, tallies
from owf.improvement.plan.quarters import Quarter
from owf.store.plans.facts import (
    ActionFacts,
    ActionFields,
    CheckFacts,
    MilestoneFacts,
    PlanFacts,
    Promise,
    Reached,
    UpdateFacts,
)

PLAN = PlanFacts(1, 873, "Cambridgeshire", "E12000006", 2009, date(2009, 7, 1), date(2012, 4, 1))
JULY = Quarter(date(2009, 7, 1))
NOON = datetime(2009, 7, 10, 12, tzinfo=UTC)
APRIL, TODAY = date(2010, 4, 1), date(2009, 10, 15)


def update(progress="in_progress", confidence="high", quarter=JULY):
    return UpdateFacts(0, 1, quarter.first_day, progress, confidence, "x", "", "alice", NOON, 1)


def milestone(*promised, reached=None, dropped=""):
    """With promises made a month after each other."""
    promises = tuple(
        Promise(day, "", "alice", NOON.replace(month=7 + number), number)
        for number, day in enumerate(promised)
    )
    notes = (Reached(reached, "", "alice", NOON),) if reached else ()
    return MilestoneFacts(1, 1, "All.", "agreed", dropped, promises, notes)


def action(*updates, milestones=(), checks=(), partner="Police", number=1):
    return ActionFacts(
        number, 873, f"A{number}", ActionFields(what="Train."), NOON, 1, partner, "Alice",
        milestones=tuple(milestones), updates=updates, checks=checks,
    )  # fmt: skip


def concerns(one, today=TODAY, quarter=JULY.next):
    return dict(action_state(one, quarter, today).concerns)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (action(update()), {}),
        (action(), {Concern.NO_UPDATE: "No update for July to September 2009."}),
        (
            action(update(), milestones=[milestone(date(2009, 10, 5))]),
            {Concern.LATE: "A milestone is late, by up to 10 days."},
        ),
        (action(update(), milestones=[milestone(date(2009, 10, 15))]), {}),
        (action(update(), milestones=[milestone(date(2009, 10, 5), reached=TODAY)]), {}),
        (action(update(), milestones=[milestone(date(2009, 10, 5), dropped="No money.")]), {}),
        (
            action(update(), milestones=[milestone(APRIL, date(2010, 5, 1))]),
            {Concern.SLIPPED: "A milestone was put off since July 2009."},
        ),
        (action(update(), milestones=[milestone(date(2010, 5, 1), APRIL)]), {}),
        (
            action(update(confidence="low")),
            {Concern.LOW_CONFIDENCE: "Low confidence in the update of July to September 2009."},
        ),
        (
            action(update("done", "low"), milestones=[milestone(date(2009, 10, 5))]),
            {Concern.TO_VERIFY: "Its lead says that it is done. Nobody has checked that yet."},
        ),
        (action(update("stopped", "low"), milestones=[milestone(date(2009, 10, 5))]), {}),
    ],
)
def test_what_stands_out_and_why(one, expected):
    quarter = JULY if Concern.NO_UPDATE in expected else JULY.next
    assert concerns(one, quarter=quarter) == expected


def test_a_verified_action_does_not_stand_out():
    check = CheckFacts(1, 1, True, "done", "We looked.", None, "carol", NOON)
    state = action_state(action(update("done"), checks=(check,)), JULY.next, TODAY)
    assert (state.progress_words, dict(state.concerns)) == ("Done, verified", {})


def test_the_worst_comes_first_and_the_order_of_rows_changes_nothing():
    late = action(update(), milestones=[milestone(date(2009, 10, 5))], number=1)
    low = action(update(confidence="low"), number=2)
    fine = action(update(), number=3)
    both = action(update(confidence="low"), milestones=[milestone(date(2009, 10, 5))], number=4)
    board = board_of(PLAN, [low, fine, late, both], JULY.next, TODAY)
    assert [one.action.reference for one in board.exceptions] == ["A4", "A1", "A2"]
    again = board_of(PLAN, [both, late, fine, low], JULY.next, TODAY)
    assert [one.action.reference for one in again.exceptions] == ["A4", "A1", "A2"]


def test_the_burn_up_counts_promised_and_reached_to_the_end_of_each_quarter():
    found = board_of(
        PLAN,
        [
            action(milestones=[milestone(date(2009, 9, 1), APRIL), milestone(APRIL)]),
            action(milestones=[milestone(date(2009, 9, 1), reached=date(2009, 8, 1))], number=2),
        ],
        JULY.next,
        TODAY,
    )
    points = [(one.first_promised, one.promised, one.reached) for one in found.points]
    assert found.points[0].day == date(2009, 9, 30)
    assert points[:4] == [(2, 1, 1), (2, 1, None), (2, 1, None), (3, 3, None)]
    assert len(points) == 12
    assert found.achieved.words == "1 of 3 milestones reached (33%)"


def test_a_promise_after_the_plan_s_end_lengthens_the_burn_up():
    found = board_of(PLAN, [action(milestones=[milestone(date(2013, 1, 1))])], JULY, TODAY)
    assert found.points[-1].day == date(2013, 3, 31)
    assert found.points[-1].promised == 1
    assert found.is_overdue


def test_tallies_are_by_title_and_an_empty_board_has_its_columns():
    board = board_of(
        PLAN, [action(update("done")), action(partner="Health", number=2)], JULY, TODAY
    )
    found = tallies([(one.action.lead_partner, one) for one in board.states])
    assert [(one.title, one.actions, one.progress, one.exceptions) for one in found] == [
        ("Police", 1, {"done": 1}, 1),
        ("Health", 1, {"not_started": 1}, 1),
    ]
    empty = replace(board, states=())
    assert isinstance(empty, Board)
    assert list(empty.table().columns) == list(board.table().columns)
    assert board.table()["reference"].tolist() == ["A1", "A2"]
