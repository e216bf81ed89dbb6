"""300 actions and 2,000 updates: what opens them asks the database as often as for a few."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert

from owf import clock
from owf.assessment.errors import OutsideScale
from owf.improvement.plan.actions import MOST_ACTIONS, add_action
from owf.improvement.plan.agreeing import check_list
from owf.improvement.plan.board import board_of
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.opening import open_agreed_plan, open_plan
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.reminders import open_reminders
from owf.improvement.plan.updates import open_my_actions
from owf.store.plans.facts import ActionFields
from owf.store.tables import (
    Action,
    ActionItem,
    ActionUpdate,
    Milestone,
    MilestonePromise,
    PlanAction,
)
from tests.plans import agree

MANY, FEW = 300, 3
MOST_STATEMENTS = 30
QUARTERS = 7
"""Of 300 actions, 2,100 updates."""


def grow(store, plan_id, lead, ids):
    """Put actions of these ids into a plan, each with a milestone and updates."""
    now, first = clock.now(), date(2008, 1, 1)
    quarters = [Quarter.of(first + timedelta(92 * one)).first_day for one in range(QUARTERS)]
    rows = {
        Action: [
            {"id": one, "trust": 873, "reference": f"A{one}", "what": f"Train group {one}.",
             "lead_partner_id": lead, "lead_person": "alice", "created_at": now}
            for one in ids
        ],
        PlanAction: [{"plan_id": plan_id, "action_id": one} for one in ids],
        ActionItem: [
            {"action_id": one, "year": 2009, "item_id": "caf-1", "level_then": 2, "level_wanted": 3}
            for one in ids
        ],
        Milestone: [
            {"id": one, "action_id": one, "text": "All.", "stage": "agreed", "dropped_why": ""}
            for one in ids
        ],
        MilestonePromise: [
            {"milestone_id": one, "promised": date(2010, 4, 1), "note": "", "made_by": "alice",
             "made_at": now}
            for one in ids
        ],
        ActionUpdate: [
            {"action_id": one, "quarter": quarter, "progress": "in_progress",
             "confidence": "high", "changed": "x", "impact": "", "updated_by": "alice",
             "updated_at": now, "version": 1}
            for one in ids
            for quarter in quarters
        ],
    }  # fmt: skip
    with store.writing() as session:
        for table, values in rows.items():
            session.execute(insert(table), values)
        agree(session, plan_id, "region")


@contextmanager
def statements(store) -> Iterator[list[str]]:
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(store.engine, "before_cursor_execute", listen)


def opened(cast, plan_id):
    """What opens a whole plan, by name."""
    return {
        "open_plan": lambda: open_plan(cast.store, cast.dave, 873, 2009),
        "open_agreed_plan": lambda: open_agreed_plan(cast.store, cast.alice, 873, 2009),
        "open_agreed_plan, outside": lambda: open_agreed_plan(cast.store, cast.grace, 873, 2009),
        "open_my_actions": lambda: open_my_actions(cast.store, cast.alice, 873),
        "open_reminders": lambda: open_reminders(cast.store, cast.carol, plan_id),
    }


def counts(cast, plan_id):
    found = {}
    for name, ask in opened(cast, plan_id).items():
        ask()
        with statements(cast.store) as asked:
            ask()
        found[name] = len(asked)
    return found


@pytest.fixture
def sized(signed, plan_id):
    """Grow the plan by actions of these ids; gives how often each opening asks the database."""

    def grown(ids):
        grow(signed.store, plan_id, signed.cambridgeshire.partners["police"], ids)
        return counts(signed, plan_id)

    return grown


def test_what_opens_a_plan_asks_the_database_as_often_for_300_actions_as_for_3(sized):
    few = sized(range(1, FEW + 1))
    assert sized(range(FEW + 1, MANY + 1)) == few
    assert max(few.values()) < MOST_STATEMENTS


def test_the_board_of_300_actions_is_worked_out_without_the_database(sized, signed, view):
    sized(range(1, MANY + 1))
    whole = view()
    with statements(signed.store) as asked:
        board = board_of(whole.plan, whole.actions, whole.quarter, date(2010, 4, 2))
        check_list(whole, ())
    assert asked == []
    assert (len(board.states), len(board.exceptions), len(board.table())) == (MANY, MANY, MANY)
    assert sum(len(one.action.updates) for one in board.states) == MANY * QUARTERS


def test_a_quarter_of_300_actions_is_closed_with_a_handful_of_statements(
    sized, signed, plan_id, on, view
):
    sized(range(1, MANY + 1))
    with on(2009, 9, 20), statements(signed.store) as asked:
        close_quarter(signed.store, signed.carol, plan_id, Quarter(date(2009, 7, 1)))
    assert len(asked) < MOST_STATEMENTS
    assert len(view().closed) == 1


def test_there_is_a_limit_to_actions_and_it_says_so(sized, signed, plan_id, view):
    sized(range(1, MOST_ACTIONS + 1))
    with pytest.raises(OutsideScale, match=r"The plan has 500 actions, which is the limit\."):
        add_action(signed.store, signed.dave, plan_id, ActionFields(what="One more."))
    assert len(view().actions) == MOST_ACTIONS
