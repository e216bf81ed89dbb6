"""A round in which nobody has answered: nothing of it counts as agreed, done or complete."""

import pytest

from owf.assessment.errors import Incomplete, ReasonNeeded, Refused
from owf.assessment.moderation.positions import QuestionState
from owf.assessment.rounds.partners import reopen_return
from owf.assessment.signing.checklist import CheckState
from owf.assessment.start.todo import open_work
from owf.questionnaire import NonScore

SECTORS = ("health", "police", "schools")


def test_nothing_is_agreed_and_nothing_can_be_settled_before_anybody_has_submitted(moderation):
    view = moderation()
    assert (view.agreed_questions, view.without_level, view.to_settle) == ((), (), ())
    assert view.unanswered == view.questions == view.open_questions


def test_no_line_of_the_check_list_is_done(signing):
    assert [(one.title, one.state) for one in signing().checks] == [
        ("Partners", CheckState.MISSING),
        ("Agreed levels", CheckState.MISSING),
        ("Reasons", CheckState.NOT_YET),
        ("Replies", CheckState.NOT_YET),
        ("Notes for readers", CheckState.OPTIONAL),
        ("Children, young people and parents", CheckState.OPTIONAL),
    ]
    words = {one.title: one.words for one in signing().checks}
    assert words["Agreed levels"] == "0 of 6 questions are agreed. No question has an answer yet."
    assert words["Reasons"] == "No level is agreed yet."


def test_start_does_not_say_that_anything_is_agreed(cast):
    (found,) = open_work(cast.store, cast.erin).trusts
    assert found.sentence == (
        "Waiting for 3 partners to submit. Nothing can be agreed before the first of them does."
    )
    assert not found.is_ready
    assert not found.can_moderate


def test_a_level_on_what_nobody_answered_is_refused_whatever_the_reason(agree, question):
    with pytest.raises(Refused, match="CAF 1, so no level can be agreed"):
        agree(3, reason="We are sure.")
    assert question().position.agreement is None


def test_what_nobody_answered_can_be_settled_only_as_such_and_with_a_reason(agree, question):
    with pytest.raises(ReasonNeeded, match=r"CAF 1 is signed without a level\. Write the reason"):
        agree(None)
    agree(None, reason="No partner here has this service.")
    assert question().position.state is QuestionState.WITHOUT_LEVEL
    assert question().is_settled


def test_what_was_settled_without_a_level_is_open_once_a_partner_rates_it(agree, question, submit):
    agree(None, reason="No partner here has this service.")
    submit(health=3)
    assert question().position.state is QuestionState.OPEN


def test_partners_levels_cannot_be_signed_away(agree, submit):
    submit(health=3)
    with pytest.raises(Refused, match="Partners gave levels for CAF 1: agree one"):
        agree(None, reason="We would rather not.")


def test_an_agreed_level_counts_no_more_once_no_partner_s_answer_is_left(
    cast, agree, question, submit
):
    submit(health=3)
    agree(3)
    assert question().position.state is QuestionState.AGREED
    reopen_return(cast.store, cast.carol, cast.cambridgeshire.returns["health"], "A wrong figure")
    assert question().position.state is QuestionState.NO_ANSWER


def test_a_question_that_all_partners_could_not_rate_is_counted_as_without_a_level(
    moderation, settle, each, signing, sign
):
    settle(dict.fromkeys(SECTORS, each(3, ma_2=NonScore.DONT_KNOW)))
    view = moderation()
    assert len(view.agreed_questions) == 5
    assert [one.item.id for one in view.without_level] == ["ma-2"]
    levels = next(one for one in signing().checks if one.title == "Agreed levels")
    assert levels.state is CheckState.DONE
    assert levels.words == "5 of 6 questions are agreed. One question is signed without a level."
    sign()


def test_a_signature_waits_for_an_answer_or_a_reason_why_there_is_none(
    settle, agree, sign, signing, each
):
    answered = {item: level for item, level in each(3).items() if item != "ma-2"}
    settle(dict.fromkeys(SECTORS, answered))
    with pytest.raises(Incomplete, match="MA 2 has no answer from any partner") as refused:
        sign()
    assert refused.value.missing == ("MA 2",)
    assert not signing().is_ready
    agree(None, item_id="ma-2", reason="Nobody here works in one place.")
    assert signing().is_ready
    sign()
    assert signing().levels["ma-2"].reason == "Nobody here works in one place."
