"""The state of a year, a round and a return, and what Start says from it."""

from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.assessment.asked_items import Progress
from owf.assessment.moderation.agreeing import agree_level
from owf.assessment.rounds.national import open_year
from owf.assessment.rounds.opening import open_round
from owf.assessment.signing.reopening import reopen_round
from owf.assessment.start.todo import open_work
from owf.assessment.states import (
    ReturnState,
    RoundState,
    YearState,
    return_state,
    round_state,
    year_in_words,
    year_state,
)

OPENS, CLOSES = date(2013, 6, 1), date(2013, 7, 17)
LEVELS = {"health": 2, "police": 3, "schools": 5}


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2012, 7, 10), YearState.COMING, "It opens on 1 June 2013; the last day is"),
        (date(2013, 5, 31), YearState.COMING, "It opens on 1 June 2013"),
        (date(2013, 6, 1), YearState.RUNNING, "It is open until 17 July 2013."),
        (date(2013, 7, 17), YearState.RUNNING, "It is open until 17 July 2013."),
        (date(2013, 7, 18), YearState.OVER, "Its last day was 17 July 2013."),
    ],
)
def test_a_year_is_open_from_its_first_day_to_its_last(today, state, words):
    with clock.stopped_at(datetime(today.year, today.month, today.day, 12, tzinfo=UTC)):
        assert year_state(OPENS, CLOSES) is state
        assert year_in_words(OPENS, CLOSES).startswith(words)


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({"returns": 0}, RoundState.NOT_BEGUN),
        ({"returns": 3}, RoundState.NOT_BEGUN),
        ({"returns": 3, "agreed": 3}, RoundState.NOT_BEGUN),
        ({"returns": 3, "begun": 1}, RoundState.ANSWERING),
        ({"returns": 3, "begun": 1, "submitted": 1}, RoundState.ANSWERING),
        ({"returns": 3, "begun": 1, "submitted": 1, "agreed": 1}, RoundState.MODERATING),
        ({"returns": 3, "begun": 3, "submitted": 3}, RoundState.MODERATING),
        ({"returns": 3, "begun": 2, "submitted": 2, "excused": 1}, RoundState.MODERATING),
        ({"returns": 3, "excused": 3}, RoundState.NOT_BEGUN),
    ],
)
def test_a_round_goes_from_not_begun_to_moderating(counts, state):
    known = dict.fromkeys(("returns", "begun", "submitted", "excused", "agreed"), 0) | counts
    assert round_state("open", **known) is state
    assert round_state("signed", **known) is RoundState.SIGNED
    assert round_state(None, **known) is RoundState.NOT_BEGUN


def test_a_return_with_nothing_asked_is_not_answered_before_it_has_begun(cast):
    (work,) = open_work(cast.store, cast.alice).returns
    nothing = Progress(0, 0)
    known = {"is_invited": True, "was_here": True}
    assert return_state(work.facts, nothing, has_begun=False, **known) is ReturnState.NOT_BEGUN
    assert return_state(work.facts, nothing, has_begun=True, **known) is ReturnState.ANSWERED


# Start.


@pytest.fixture
def of_trust(cast):
    """What Start says of Cambridgeshire to somebody: (year, state, sentence), newest first."""

    def read(who=cast.erin):
        return [(one.year, one.state, one.sentence) for one in open_work(cast.store, who).trusts]

    return read


def test_a_reply_that_waits_is_said_and_the_chair_cannot_sign(cast, settle, reply, of_trust):
    settle(LEVELS)
    assert of_trust()[0][2] == "Every partner has submitted. All is agreed. You can sign."
    reply()
    assert of_trust()[0][2] == "Every partner has submitted. 1 reply is still to be answered."
    (work,) = open_work(cast.store, cast.erin).trusts
    assert not work.is_ready
    assert work.can_moderate


def test_what_is_open_and_what_has_no_answer_are_counted_apart(settle, each, of_trust):
    answered = {item: level for item, level in each(3).items() if item != "ma-2"}
    settle(dict.fromkeys(LEVELS, answered))
    assert of_trust()[0][2] == ("Every partner has submitted. 1 of 6 questions has no answer yet.")


def test_a_new_year_comes_before_the_one_that_was_signed(cast, settle, sign, of_trust):
    settle(LEVELS)
    sign()
    assert of_trust() == [(2009, RoundState.SIGNED, "Signed. You can read what was agreed.")]
    cast.open_year(2010)
    newest, before = of_trust(cast.carol)
    assert newest[:2] == (2010, RoundState.NOT_BEGUN)
    assert newest[2].startswith(
        "Your Trust's round of 2010 has not begun. Choose who takes part, then begin it. It opens "
        "on 1 June 2010"
    )
    assert "Its coordinator begins it." in of_trust(cast.dave)[0][2]
    assert before[:2] == (2009, RoundState.SIGNED)
    (work,) = open_work(cast.store, cast.alice).returns
    assert (work.round.year, work.not_begun.year) == (2009, 2010)


def test_a_round_without_partners_says_who_adds_them(cast, of_trust):
    cast.open_year(2010)
    open_round(cast.store, cast.carol, 2010, 873, [])
    assert of_trust()[0][2] == (
        "No partner is taking part yet. The coordinator can add partners on the Round page."
    )


def test_a_reopened_round_says_so_and_what_is_left(cast, settle, sign, of_trust):
    settle(LEVELS)
    sign()
    reopen_round(cast.store, cast.erin, cast.cambridgeshire.round_id, "A figure was wrong.")
    (found,) = of_trust()
    assert found[1] is RoundState.MODERATING
    assert found[2].startswith("It was signed and is open again. Every partner has submitted.")


def test_the_same_states_are_shown_to_the_national_team(cast, settle, sign):

    def national():
        view = open_year(cast.store, cast.grace, 2009)
        return next(one.state for one in view.trusts if one.facts.dfe_number == 873)

    def own():
        return open_work(cast.store, cast.erin).trusts[0].state

    assert national() is own() is RoundState.NOT_BEGUN
    cast.answer(cast.cambridgeshire, "health", 3, submit=True)
    assert national() is own() is RoundState.ANSWERING
    agree_level(
        cast.store, cast.carol, cast.cambridgeshire.round_id, "caf-1", 3, reason="", seen_version=0
    )
    assert national() is own() is RoundState.MODERATING
