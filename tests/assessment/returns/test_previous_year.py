"""Last year's answer is a suggestion, and only where the question and its evidence still hold."""

from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access import OPERATOR, Actor, Role
from owf.assessment.returns.answering import (
    Evidence,
    open_return,
    save_choice,
    save_comment,
    save_evidence,
)
from owf.assessment.returns.previous_year import Suggestion
from owf.assessment.rounds.opening import open_cycle
from owf.questionnaire import Mark, NonScore
from owf.store.answers import StoredAnswer
from owf.store.people import RoleHeld
from owf.web.returns.previous_year import beside as shown_beside
from tests.tiny_pack import next_pack

WHY = {"reason": "It was unclear.", "decided_by": "The national team", "date": "2010-03-01"}
JULY_2010 = datetime(2010, 7, 1, 9, tzinfo=UTC)


@pytest.fixture
def say(cast):
    """Let Cambridgeshire's police answer one question of 2009, with a comment and evidence."""

    def said(item, choice, comment="", evidence="", expires=None):
        seen = save_choice(
            cast.store, cast.alice, cast.police, item, choice, seen=StoredAnswer(item)
        )
        seen = save_comment(cast.store, cast.alice, cast.police, item, comment, seen=seen)
        named = Evidence(evidence, expires)
        save_evidence(cast.store, cast.alice, cast.police, item, named, seen=seen)

    return said


@pytest.fixture
def beside(cast):
    """What stands beside the questions of 2010, asked with a pack that leads from 2009's."""

    def opened(*changes, rest=(), **fields):
        same = [{"kind": "same", "from": list(rest)}] if rest else []
        pack = next_pack(cast.pack, "2010", changes=[*same, *changes], **fields)
        open_cycle(
            cast.store, OPERATOR, 2010, pack, opens=date(2010, 6, 1), closes=date(2010, 7, 17)
        )
        cast.again(cast.cambridgeshire, 2010)
        with clock.stopped_at(JULY_2010):
            partner = cast.cambridgeshire.partners["police"]
            return open_return(cast.store, cast.alice, partner, 2010).last_year

    return opened


def test_the_same_question_offers_the_answer_with_its_comment_and_evidence(say, beside):
    say("caf-1", 4, "Since May.", "The audit, shared drive.", date(2010, 12, 31))
    found = beside(rest=["caf-1"])["caf-1"]
    assert found.origin.mark is Mark.SAME
    assert found.suggestion == Suggestion(
        4, "Since May.", "The audit, shared drive.", date(2010, 12, 31)
    )


def test_a_reworded_question_offers_it_and_says_why_it_was_reworded(say, beside):
    say("caf-1", 2)
    change = {"kind": "reworded", "from": "caf-1", "comparable": "with_care"} | WHY
    found = beside(change, caf_1={"text": "Staff do this well."})["caf-1"]
    assert (found.origin.mark, found.origin.reason) == (Mark.REWORDED, "It was unclear.")
    assert found.suggestion.choice == 2
    assert found.earlier[0].item.text == "CAF 1: staff here do this."


def test_nothing_is_offered_where_the_two_cannot_be_compared(say, beside):
    say("caf-1", 2)
    change = {"kind": "reworded", "from": "caf-1", "to": "caf-9", "comparable": "no"} | WHY
    found = beside(change, caf_1={"id": "caf-9"})["caf-9"]
    assert (found.origin.mark, found.earlier, found.suggestion) == (Mark.NEW, (), None)


def test_nothing_is_offered_once_its_evidence_has_expired(say, beside):
    say("caf-1", 4, evidence="The audit.", expires=date(2010, 6, 30))
    say("caf-2", 4, evidence="The audit.", expires=date(2010, 7, 1))
    found = beside(rest=["caf-1", "caf-2"])
    assert found["caf-1"].suggestion is None
    assert found["caf-1"].why_not == (
        "Its evidence was valid until 30 June 2010. Answer again and give the evidence you have "
        "now."
    )
    assert found["caf-2"].suggestion is not None


def test_a_question_that_is_answered_again_each_year_offers_nothing(say, beside):
    say("caf-1", 4)
    found = beside(rest=["caf-1"], caf_1={"carry_forward": False})["caf-1"]
    assert (found.suggestion, found.why_not) == (
        None,
        ("You need to answer this question again each year."),
    )


MERGED = {"kind": "merged", "from": ["caf-1", "caf-2"], "to": "caf-8", "comparable": "yes"} | WHY


def test_two_questions_that_became_one_offer_what_both_said(say, beside):
    say("caf-1", 3, "One.")
    say("caf-2", 3, "Two.")
    found = beside(MERGED, caf_1={"id": "caf-8"}, caf_2=None)["caf-8"]
    assert found.suggestion == Suggestion(3, "One.\n\nTwo.", "", None)


def test_two_questions_that_became_one_offer_nothing_where_the_answers_differed(say, beside):
    say("caf-1", 3)
    say("caf-2", 4)
    found = beside(MERGED, caf_1={"id": "caf-8"}, caf_2=None)["caf-8"]
    assert found.suggestion is None
    assert found.why_not.startswith("This question replaces several")


def test_a_level_is_converted_where_the_scale_was_changed(say, beside):
    say("caf-1", 2)
    say("caf-2", NonScore.DONT_KNOW)
    change = {
        "kind": "rescaled",
        "from": ["caf-1", "caf-2"],
        "comparable": "with_care",
        "convert": {1: 1, 2: 3, 3: 4, 4: 5, 5: 5},
    } | WHY
    found = beside(change)
    assert found["caf-1"].suggestion.choice == 3
    assert found["caf-2"].suggestion.choice is NonScore.DONT_KNOW


def test_a_comment_without_an_answer_offers_nothing(cast, beside):
    save_comment(
        cast.store, cast.alice, cast.police, "caf-1", "Ask Bob.", seen=StoredAnswer("caf-1")
    )
    assert beside(rest=["caf-1"])["caf-1"].suggestion is None


def test_what_is_offered_counts_nowhere_until_somebody_takes_it(cast, say, beside):
    say("caf-1", 4)
    beside(rest=["caf-1"])
    partner = cast.cambridgeshire.partners["police"]
    view = open_return(cast.store, cast.alice, partner, 2010)
    assert view.answers == {}
    assert view.progress().answered == 0


# Trusts that took over from others.

BEDFORD, BEDFORDSHIRE, CENTRAL = 822, 820, 823
UNEQUAL = {"health": 2, "police": 3, "schools": 4}


@pytest.fixture
def bedford(cast):
    """What stands beside Bedford's questions of 2009, Bedfordshire having signed 2008 so."""

    def opened(publication="full", trust=BEDFORD):
        cast.open_year(2008)
        cast.sign(cast.open_trust(BEDFORDSHIRE, 2008), UNEQUAL, publication)
        place = cast.open_trust(trust)
        partner = place.partners["police"]
        who = Actor("alice", "Alice", (RoleHeld(Role.RESPONDENT, "partner", str(partner)),))
        return open_return(cast.store, who, partner, 2009)

    return opened


@pytest.mark.parametrize("trust", [BEDFORD, CENTRAL])
def test_bedfordshire_s_levels_stand_beside_its_successors_questions_as_history(bedford, trust):
    view = bedford(trust=trust)
    assert list(view.last_year) == [item.id for item in view.pack.items]
    for beside in view.last_year.values():
        (one,) = beside.history
        assert (one.trust, one.year, one.level, one.score) == ("Bedfordshire", 2008, 3, 3.0)
        assert (beside.earlier, beside.suggestion, beside.why_not) == ((), None, "")
    assert view.answers == {}
    assert view.progress().answered == 0


@pytest.mark.parametrize("publication", ["done", "headline"])
def test_what_bedfordshire_did_not_publish_by_question_is_not_history(bedford, publication):
    assert bedford(publication).last_year == {}


def test_a_trust_that_was_there_before_has_no_history_but_its_own(cast, bedford, say, beside):
    bedford()
    say("caf-1", 4)
    assert beside(rest=["caf-1"])["caf-1"].history == ()


def test_the_page_says_whose_history_it_is_and_that_it_is_no_answer(bedford):
    view = bedford()
    said = shown_beside(view, view.pack.item("caf-1"))
    assert "Bedfordshire said in 2008: <strong>" in said
    assert "its partners&#39; score was 3.0" in said
    assert "not your own answer" in said
