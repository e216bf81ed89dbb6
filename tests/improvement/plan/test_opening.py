"""Beginning a plan, its days, and what people who do not work on it may read."""

import json
import threading
from dataclasses import replace
from datetime import date

import pytest

from owf.assessment.errors import Locked, NotAllowed, NotFound, OutsideScale, Refused
from owf.improvement.plan.actions import add_action, change_action
from owf.improvement.plan.agreeing import verify_plan
from owf.improvement.plan.closing import close_quarter
from owf.improvement.plan.opening import (
    begin_plan,
    change_plan_days,
    open_agreed_plan,
    open_plan,
    plans_to_read,
)
from owf.improvement.plan.priorities import keep_priority
from owf.improvement.plan.promising import promise_again
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import Entered, save_update
from owf.store.plans.facts import ActionFields, PriorityFacts

JULY = Quarter(date(2009, 7, 1))
SECRET = "Only for us"


def test_a_plan_begins_today_and_ends_with_the_third_april(signed, plan_id, view):
    plan = view().plan
    assert (plan.starts, plan.ends) == (date(2009, 7, 10), date(2012, 4, 1))
    assert [(one.kind, one.title) for one in view().priorities] == [
        ("key", "Inspiring leadership"),
        ("key", "Integrated working"),
        ("key", "Participation"),
        ("key", "Ensuring capacity to deliver"),
        ("overarching", "Keeping children, young people and families safe"),
        ("overarching", "Making equality and diversity a reality"),
    ]
    assert view().has_changed
    assert view().quarter == JULY


def test_there_is_no_plan_without_signed_results_and_no_second_one(cast):
    with pytest.raises(NotFound) as refused:
        begin_plan(cast.store, cast.dave, 873, 2009)
    assert str(refused.value) == (
        "Cambridgeshire has not signed 2009 yet, so there are no results to plan from. The chair "
        "can sign on the Sign-off page."
    )
    assert open_plan(cast.store, cast.dave, 873, 2009) is None


def test_a_plan_begins_once(signed, plan_id):
    with pytest.raises(Locked, match=r"The plan of 2009 was begun already\. Reload the page\."):
        begin_plan(signed.store, signed.carol, 873, 2009)


@pytest.mark.parametrize(
    ("days", "words", "field"),
    [
        (((2009, 7, 1), (2009, 7, 1)), "ends before it starts. Check the two dates.", "ends"),
        (((2009, 7, 1), (2009, 6, 1)), "ends before it starts. Check the two dates.", "ends"),
        (
            ((2008, 12, 31), (2012, 4, 1)),
            "results of 2009, so it cannot start before 2009.",
            "starts",
        ),
        (((2009, 7, 1), (2020, 4, 1)), "A plan can run for 10 years at most.", "ends"),
        (((2098, 7, 1), (2100, 4, 1)), "Let the plan end before 2100.", "ends"),
        (((9999, 7, 1), (9999, 12, 31)), "Let the plan end before 2100.", "ends"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(signed, view, days, words, field):
    before = view().plan
    with pytest.raises(OutsideScale) as refused:
        change_plan_days(signed.store, signed.carol, before.id, *(date(*one) for one in days))
    assert words in str(refused.value)
    assert refused.value.field == field
    assert view().plan == before


def test_the_first_quarter_stays_the_first_once_it_is_closed(signed, in_force, plan_id, on, view):
    with on(2009, 9, 20):
        close_quarter(signed.store, signed.carol, plan_id, JULY)
        for starts in (date(2009, 4, 1), date(2009, 10, 1)):
            with pytest.raises(OutsideScale) as refused:
                change_plan_days(signed.store, signed.dave, plan_id, starts, date(2012, 4, 1))
            assert str(refused.value) == (
                "July to September 2009 was closed already as the plan's first quarter, so the "
                "plan has to start in it."
            )
        change_plan_days(signed.store, signed.dave, plan_id, date(2009, 8, 1), date(2012, 4, 1))
    assert view().quarter == JULY.next


def test_a_plan_does_not_start_after_a_milestone_is_promised(signed, plan_id, add):
    add()
    with pytest.raises(OutsideScale) as refused:
        change_plan_days(signed.store, signed.dave, plan_id, date(2010, 4, 2), date(2012, 4, 1))
    assert str(refused.value) == (
        "The plan cannot start on 2 April 2010, because a milestone is promised before that: A1. "
        "Promise a later day for it first."
    )


def test_an_unknown_plan_says_where_to_go(signed):
    with pytest.raises(NotFound, match=r"This plan does not exist\. Go back to Actions\."):
        change_plan_days(signed.store, signed.dave, 999, date(2009, 7, 1), date(2012, 4, 1))


# Readers.


def test_partners_read_what_was_agreed_and_not_what_is_drafted_since(
    signed, in_force, fields, view
):
    def read():
        return open_agreed_plan(signed.store, signed.alice, 873, 2009)

    change_action(
        signed.store, signed.dave, in_force.id, fields(what="Another thing.", risk=SECRET),
        partners=(), items=(), seen_version=1,
    )  # fmt: skip
    (action,) = read().actions
    assert action.entered.what == "Train everybody in the form."
    assert action.entered.lead_person == "alice"
    assert action.lead_person_name == "Alice"
    assert read().priority_title(action) == "Inspiring leadership"
    assert [one.level_then for one in action.items] == [2]
    assert read().question_name(2009, "caf-1") == "CAF 1, CAF 1"
    assert read().question_name(2009, "gone") == "gone"
    assert len(read().not_now) == 6
    assert view().has_changed


def test_a_draft_is_told_as_such_to_partners_and_as_missing_to_those_who_plan(signed, plan_id):
    with pytest.raises(NotAllowed) as refused:
        open_agreed_plan(signed.store, signed.alice, 873, 2009)
    assert str(refused.value) == (
        "Your Trust has not agreed this plan yet. You can read it once the chair has."
    )
    with pytest.raises(NotFound, match="There is no agreed plan on the results of 2009"):
        open_agreed_plan(signed.store, signed.dave, 873, 2009)


@pytest.fixture
def published(request, signed, add, leave, agree):
    """A plan with an update and a closed quarter, agreed for all regions."""
    action = add(gaps=("item:caf-1",), risk=SECRET, mitigation=SECRET, resources=SECRET)
    leave()
    agree("public")
    said = Entered("in_progress", "low", SECRET, SECRET)
    save_update(signed.store, signed.alice, action.id, JULY, said, seen_version=0)
    milestone = action.milestones[0].id
    promise_again(signed.store, signed.alice, milestone, date(2010, 6, 1), SECRET)
    with request.getfixturevalue("on")(2009, 9, 20):
        close_quarter(signed.store, signed.carol, request.getfixturevalue("plan_id"), JULY)
    return action


def everything(plan):
    """All of a plan as it is handed to a page, as one text."""
    return json.dumps(
        [plan.version.body, plan.not_now, *(one.body for one in plan.closed)], default=str
    ) + "".join(map(repr, plan.actions))


@pytest.mark.parametrize("name", ["frank", "grace"])
def test_outside_readers_see_no_person_risk_update_gap_or_finding(signed, published, name):
    found = open_agreed_plan(signed.store, getattr(signed, name), 873, 2009)
    (action,) = found.actions
    assert found.is_outside
    assert action.entered.what == "Train everybody in the form."
    assert (action.entered.lead_person, action.lead_person_name) == (None, None)
    assert (action.updates, action.checks, action.evidence, found.not_now) == ((), (), (), ())
    assert [one.promised for one in action.milestones[0].promises] == [
        date(2010, 4, 1), date(2010, 6, 1),
    ]  # fmt: skip
    assert [(one.title, one.finding) for one in action.findings] == [("CAF 1, CAF 1", "")]
    assert [(one.level_then, one.level_wanted) for one in action.items] == [(2, 3)]
    assert found.quarter == JULY.next
    for word in (SECRET, "Alice", "No money", "below the middle"):
        assert word not in everything(found)
    inside = open_agreed_plan(signed.store, signed.alice, 873, 2009)
    assert all(word in everything(inside) for word in (SECRET, "Alice", "below the middle"))


def test_levels_are_for_outside_readers_who_see_that_year_s_results(signed, published):
    elsewhere = replace(signed.frank, roles=(replace(signed.frank.roles[0], scope_id="E12000003"),))
    (action,) = open_agreed_plan(signed.store, elsewhere, 873, 2009).actions
    assert [(one.item_id, one.level_then, one.level_wanted) for one in action.items] == [
        ("caf-1", None, None)
    ]


@pytest.mark.parametrize("published_as", ["headline", "done"])
def test_levels_of_results_that_are_not_published_stay_inside(signed, published):
    (action,) = open_agreed_plan(signed.store, signed.grace, 873, 2009).actions
    assert [(one.level_then, one.level_wanted) for one in action.items] == [(None, None)]


def test_each_sees_the_plans_that_they_may_open(signed, in_force, agree):
    def seen(who):
        return [(one.trust_name, one.year) for one in plans_to_read(signed.store, who)]

    inside = [signed.alice, signed.carol, signed.dave, signed.erin]
    outside = [signed.frank, signed.grace, signed.ivan, signed.judy, signed.heidi, signed.mallory]
    assert [seen(who) for who in inside] == [[("Cambridgeshire", 2009)]] * 4
    assert [seen(who) for who in outside] == [[]] * 6
    agree("region")
    assert [bool(seen(who)) for who in outside] == [True, True, False, False, False, False]


def test_a_draft_is_in_the_list_of_those_who_plan(signed, plan_id):
    assert [one.publication for one in plans_to_read(signed.store, signed.dave)] == [None]
    assert plans_to_read(signed.store, signed.alice) == ()
    assert verify_plan(signed.store, signed.dave, 873, 2009) == ()


# At the same moment.


def at_once(*asks):
    """What several do at the same moment: the refusals, each with its kind."""
    refused = []

    def run(ask, barrier):
        barrier.wait()
        try:
            ask()
        except Refused as error:
            refused.append(type(error))

    barrier = threading.Barrier(len(asks))
    threads = [threading.Thread(target=run, args=(ask, barrier)) for ask in asks]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return refused


@pytest.mark.databases("sqlite", "postgresql")
def test_two_who_begin_at_once_begin_one_plan(signed):
    refused = at_once(
        lambda: begin_plan(signed.store, signed.carol, 873, 2009),
        lambda: begin_plan(signed.store, signed.dave, 873, 2009),
        lambda: begin_plan(signed.store, signed.erin, 873, 2009),
    )
    assert refused == [Locked, Locked]
    assert len(open_plan(signed.store, signed.dave, 873, 2009).priorities) == 6


@pytest.mark.databases("sqlite", "postgresql")
def test_two_who_write_at_once_get_two_references_and_one_priority(signed, plan_id, view):
    def name():
        keep_priority(signed.store, signed.dave, 873, PriorityFacts("key", "Homes", "", 0))

    def add():
        add_action(signed.store, signed.carol, plan_id, ActionFields(what="Train."))

    assert at_once(name, add, name, add) == [OutsideScale]
    assert [one.reference for one in view().actions] == ["A1", "A2"]
    assert [one.title for one in view().priorities].count("Homes") == 1
