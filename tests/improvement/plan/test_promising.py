"""Promising milestones: the history only grows, and days and words that cannot be are refused."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from owf.assessment.errors import Locked, NotAllowed, NotFound, OutsideScale
from owf.improvement.plan.agreeing import check_list
from owf.improvement.plan.milestones import milestone_state
from owf.improvement.plan.promising import (
    MOST_MILESTONES,
    add_milestone,
    change_milestone,
    drop_milestone,
    note_reached,
    promise_again,
)
from owf.store import StoreFailed
from owf.texts import clean_text
from tests.hostile import MARKS

APRIL, MAY, TODAY = date(2010, 4, 1), date(2010, 5, 1), date(2009, 7, 10)


@pytest.fixture
def milestone(in_force, view):
    """The only milestone of the agreed action, as it is now."""
    return lambda: view().action(in_force.id).milestones[0]


@pytest.mark.databases("sqlite", "postgresql")
def test_a_new_promise_stands_beside_the_one_before_with_its_note(signed, milestone):
    promise_again(signed.store, signed.alice, milestone().id, MAY, " No trainer\r\nyet. ")
    assert [(one.promised, one.note, one.made_by) for one in milestone().promises] == [
        (APRIL, "", "dave"),
        (MAY, "No trainer\nyet.", "alice"),
    ]
    state = milestone_state(milestone())
    assert (state.first, state.promised, state.slips) == (APRIL, MAY, 1)


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE milestone_promise SET promised = '2012-04-01'",
        "DELETE FROM milestone_promise",
        "UPDATE milestone_reached SET note = 'No.'",
        "DELETE FROM milestone_reached",
    ],
)
def test_no_promise_and_no_note_of_the_history_can_be_rewritten(signed, milestone, change):
    note_reached(signed.store, signed.alice, milestone().id, TODAY)
    before = milestone()
    with pytest.raises((DBAPIError, StoreFailed)), signed.store.writing() as session:
        session.execute(text(change))
    assert milestone() == before


@pytest.mark.parametrize(
    ("promise", "words", "field"),
    [
        ((MAY, "  "), "Write why the day has changed.", "note"),
        ((MAY, "x" * 601), "The note has 601 characters. Shorten it to 600.", "note"),
        ((APRIL, "Why"), "This day is promised already. Choose another.", "promised"),
        ((date(2009, 7, 9), "Why"), "The plan starts on 10 July 2009. Promise a later", "promised"),
        ((date(2100, 1, 1), "Why"), "Promise a day before 2100.", "promised"),
    ],
)
def test_a_promise_has_a_later_day_and_a_note(signed, milestone, promise, words, field):
    with pytest.raises(OutsideScale) as refused:
        promise_again(signed.store, signed.alice, milestone().id, *promise)
    assert words in str(refused.value)
    assert refused.value.field == field
    assert len(milestone().promises) == 1


@pytest.mark.parametrize(
    ("entered", "said", "field"),
    [
        ((" ", "agreed"), "Write what will have been reached.", "text"),
        (("x" * 601, "agreed"), "The milestone has 601 characters. Shorten it to 600.", "text"),
        (("All know it.", "begun"), "Choose how far this milestone goes.", "stage"),
    ],
)
def test_a_milestone_says_what_and_how_far(signed, milestone, entered, said, field):
    before = milestone()
    for ask in (
        lambda: add_milestone(
            signed.store, signed.dave, before.action_id, *entered, promised=APRIL
        ),
        lambda: change_milestone(signed.store, signed.dave, before.id, *entered),
    ):
        with pytest.raises(OutsideScale) as refused:
            ask()
        assert (str(refused.value), refused.value.field) == (said, field)
    assert milestone() == before


def test_a_milestone_before_the_plan_is_refused(signed, in_force, view):
    with pytest.raises(OutsideScale, match="The plan starts on 10 July 2009"):
        add_milestone(
            signed.store, signed.dave, in_force.id, "All.", "agreed", promised=date(2009, 7, 9)
        )
    assert len(view().action(in_force.id).milestones) == 1


@pytest.mark.parametrize("words", MARKS)
def test_html_and_formulas_are_kept_as_text(signed, milestone, words):
    change_milestone(signed.store, signed.dave, milestone().id, words, "agreed")
    promise_again(signed.store, signed.alice, milestone().id, MAY, words)
    note_reached(signed.store, signed.alice, milestone().id, TODAY, words)
    now = milestone()
    assert {now.text, now.promises[-1].note, now.reached[-1].note} == {clean_text(words)}


def test_there_is_a_limit_to_milestones(signed, in_force):
    for _ in range(MOST_MILESTONES - 1):
        add_milestone(signed.store, signed.dave, in_force.id, "One.", "agreed", promised=APRIL)
    with pytest.raises(OutsideScale, match="A1 has 30 milestones, which is the limit"):
        add_milestone(signed.store, signed.dave, in_force.id, "One.", "agreed", promised=APRIL)


# Reached.


def test_what_was_noted_as_reached_can_be_undone_and_stays_in_the_history(signed, milestone):
    note_reached(signed.store, signed.alice, milestone().id, TODAY, "All came.")
    note_reached(signed.store, signed.bob, milestone().id, None, "One did not.")
    assert [(one.reached_on, one.note, one.noted_by) for one in milestone().reached] == [
        (TODAY, "All came.", "alice"),
        (None, "One did not.", "bob"),
    ]
    assert milestone_state(milestone()).reached_on is None


@pytest.mark.parametrize(
    ("day", "note", "words"),
    [
        (date(2009, 7, 11), "", "The day is in the future. Give the day on which it was reached."),
        (date(2009, 7, 9), "", "The plan starts on 10 July 2009. Give the day on which it was"),
        (None, "", "Write why it is not reached after all."),
        (TODAY, "x" * 601, "The note has 601 characters. Shorten it to 600."),
    ],
)
def test_a_day_on_which_it_cannot_have_been_reached_is_refused(signed, milestone, day, note, words):
    with pytest.raises(OutsideScale) as refused:
        note_reached(signed.store, signed.alice, milestone().id, day, note)
    assert words in str(refused.value)
    assert milestone().reached == ()


def test_the_same_is_noted_once(signed, milestone):
    note_reached(signed.store, signed.alice, milestone().id, TODAY)
    with pytest.raises(Locked, match=r"This is noted already\. Reload the page\."):
        note_reached(signed.store, signed.bob, milestone().id, TODAY)


# Dropped.


def test_a_dropped_milestone_stays_with_its_reason_and_takes_nothing_more(signed, milestone, view):
    with pytest.raises(OutsideScale, match=r"Write why this milestone is dropped\."):
        drop_milestone(signed.store, signed.dave, milestone().id, " ")
    drop_milestone(signed.store, signed.dave, milestone().id, "No money.")
    for ask, words in (
        (lambda one: drop_milestone(signed.store, signed.dave, one, "Again."), "dropped already"),
        (lambda one: promise_again(signed.store, signed.alice, one, MAY, "Why"), "no day is prom"),
        (lambda one: note_reached(signed.store, signed.alice, one, TODAY), "cannot be reached"),
    ):
        with pytest.raises(Locked, match=words):
            ask(milestone().id)
    assert (milestone().dropped_why, len(milestone().promises)) == ("No money.", 1)
    assert not milestone_state(milestone()).is_in_force
    (missing,) = [one for one in check_list(view(), ()) if not one.is_done]
    assert missing.title == "Every action has a milestone with a promised day"


def test_an_unknown_milestone_says_so(signed):
    with pytest.raises(NotFound, match=r"This milestone no longer exists\. Reload the page\."):
        note_reached(signed.store, signed.alice, 999, TODAY)


# Who.


def test_a_lead_promises_once_it_is_agreed_and_those_who_plan_before_too(signed, add):
    draft = add().milestones[0].id
    with pytest.raises(Locked, match="The chair has not agreed A1 yet"):
        promise_again(signed.store, signed.alice, draft, MAY, "Why")
    promise_again(signed.store, signed.dave, draft, MAY, "Why")


def test_another_partner_s_people_promise_nothing(signed, milestone):
    with pytest.raises(NotAllowed, match="Ask the coordinator if you should lead it"):
        promise_again(signed.store, signed.ivan, milestone().id, MAY, "Why")


# In order.


@pytest.mark.parametrize(
    ("days", "missing"),
    [
        ({"agreed": APRIL, "embedded": MAY}, ()),
        ({"agreed": APRIL, "embedded": APRIL}, ()),
        ({"agreed": MAY, "embedded": APRIL}, ("A1 (“Embedded” is promised before “Agreed”)",)),
        (
            {"agreed": APRIL, "embedded": date(2010, 3, 1)},
            ("A1 (“Embedded” is promised before “Agreed”)",),
        ),
    ],
)
def test_the_check_list_says_where_milestones_do_not_follow_each_other(
    signed, add, view, days, missing
):
    action = add()
    drop_milestone(signed.store, signed.dave, action.milestones[0].id, "Others instead.")
    for stage, day in days.items():
        add_milestone(signed.store, signed.dave, action.id, stage.title(), stage, promised=day)
    (order,) = [
        one for one in check_list(view(), ()) if one.title == "Milestones follow each other"
    ]
    assert order.missing == missing
