"""Closing a quarter, and quarters of the financial year."""

import json
from datetime import date

import pytest

from owf.assessment.errors import Locked, NotFound
from owf.improvement.plan.closing import ClosedQuarter, close_quarter
from owf.improvement.plan.quarters import Quarter, open_quarter, quarters_between, three_aprils

JULY = Quarter(date(2009, 7, 1))


def test_a_quarter_is_closed_from_its_last_month_once_and_in_order(signed, in_force, plan_id, on):
    def close(quarter=JULY):
        close_quarter(signed.store, signed.carol, plan_id, quarter)

    with pytest.raises(Locked) as refused:
        close()
    assert str(refused.value) == (
        "July to September 2009 can be closed from its last month on, which begins on 1 September "
        "2009."
    )
    with on(2009, 9, 1):
        with pytest.raises(Locked, match=r"Close July to September 2009 first\."):
            close(JULY.next)
        close()
        with pytest.raises(Locked, match=r"July to September 2009 was closed already\. Reload"):
            close()
    with pytest.raises(NotFound, match="This plan does not exist"):
        close_quarter(signed.store, signed.carol, 999, JULY)


def test_a_draft_has_no_quarter_to_close(signed, plan_id, on):
    with on(2009, 9, 20), pytest.raises(Locked, match="The plan is not agreed yet, so there is no"):
        close_quarter(signed.store, signed.carol, plan_id, JULY)


@pytest.mark.databases("sqlite", "postgresql")
def test_what_was_closed_says_where_every_agreed_action_stood(request, in_force, add, update, view):
    close, on = map(request.getfixturevalue, ("close", "on"))
    add(what="Only drafted.")
    update(in_force, "not_started", "low", "")
    with on(2009, 9, 20):
        close()
    (closed,) = map(ClosedQuarter.of, view().closed)
    (row,) = closed.rows
    assert (closed.updated, closed.reached) == (1, 0)
    assert row == {
        "reference": "A1",
        "lead_partner": "Police",
        "progress": "not_started",
        "confidence": "low",
        "verified": False,
        "updated": True,
        "changed": "",
        "impact": "",
        "concerns": {"low confidence": "Low confidence in the update of July to September 2009."},
        "milestones": [
            {"text": "All are trained.", "stage": "implemented", "first": "2010-04-01",
             "promised": "2010-04-01", "reached": None, "dropped": False}
        ],
    }  # fmt: skip
    assert json.loads(view().closed[0].body) == [row]


def test_quarters_are_those_of_the_financial_year():
    assert Quarter.of(date(2009, 12, 31)).words == "October to December 2009"
    assert Quarter.of(date(2009, 12, 31)).next == Quarter(date(2010, 1, 1))
    assert Quarter(date(2010, 1, 1)).before == Quarter(date(2009, 10, 1))
    assert JULY.last_day == date(2009, 9, 30)
    assert JULY.may_be_closed_from == date(2009, 9, 1)
    assert len(quarters_between(JULY, Quarter.of(date(2012, 4, 1)))) == 12
    assert quarters_between(JULY, JULY.before) == []
    assert open_quarter(date(2009, 8, 1), [JULY]) == JULY.next


@pytest.mark.parametrize(
    ("after", "first"),
    [((2009, 3, 31), 2009), ((2009, 4, 1), 2010), ((2009, 7, 10), 2010), ((2009, 12, 31), 2010)],
)
def test_three_aprils_are_the_next_ones(after, first):
    assert three_aprils(date(*after)) == tuple(date(first + one, 4, 1) for one in range(3))
