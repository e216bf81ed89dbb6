"""Settling levels: a departure needs its reason, and nobody's level is overwritten unseen."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from owf import clock
from owf.assessment.errors import AgreementChanged, Locked, OutsideScale, ReasonNeeded
from owf.assessment.moderation.agreeing import REASON_LIMIT
from owf.assessment.moderation.positions import QuestionState
from owf.store import answers, rounds
from owf.store.answers import StoredAgreement

TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)

# Settling one question.


@pytest.mark.parametrize("level", [2, 3, 4])
def test_no_reason_is_needed_between_the_two_middle_values(question, agree, submit, level):
    submit(health=2, police=4)
    with clock.stopped_at(TEN):
        kept = agree(level)
    assert kept == StoredAgreement("caf-1", level, "", "carol", TEN, 1)
    found = question()
    assert (found.position.agreement, found.agreed_by) == (kept, "Carol")
    assert found.is_settled


@pytest.mark.parametrize("level", [1, 5])
@pytest.mark.parametrize("nothing", ["", "   \n", "\x00", " \x00 "])
def test_a_level_outside_the_two_middle_values_needs_a_reason(
    question, agree, submit, level, nothing
):
    submit(health=2, police=4)
    assert question().position.needs_reason(level)
    with pytest.raises(ReasonNeeded, match=rf"Level {level} is outside .* CAF 1"):
        agree(level, reason=nothing)
    assert question().position.agreement is None
    kept = agree(level, reason=" Seen in the audit. ")
    assert (kept.level, kept.reason) == (level, "Seen in the audit.")
    assert question().is_settled


def test_a_reason_keeps_every_script_and_loses_only_its_nul(question, agree, submit):
    submit(health=2)
    agree(5, reason="Gesehen – 日本 😀\nin the\x00 audit'; --")
    assert question().position.agreement.reason == "Gesehen – 日本 😀\nin the audit'; --"


def test_a_reason_may_have_just_its_limit_and_not_one_more(question, agree, submit):
    submit(health=2)
    with pytest.raises(OutsideScale, match=rf"{REASON_LIMIT + 1} characters. Shorten it to"):
        agree(5, reason="x" * (REASON_LIMIT + 1))
    assert question().position.agreement is None
    agree(5, reason=" " + "x" * REASON_LIMIT + "\x00 ")
    assert len(question().position.agreement.reason) == REASON_LIMIT


@pytest.mark.parametrize("level", [0, 6, -1, True, "3", 2.5])
def test_it_refuses_a_level_outside_the_scale(question, agree, submit, level):
    submit(health=2)
    with pytest.raises(OutsideScale, match="Choose one from 1 to 5"):
        agree(level, reason="Because.")
    assert question().position.agreement is None


@pytest.mark.parametrize("item_id", ["caf-9", "", "CAF-1", "theme:caf", "caf-1\x00"])
def test_it_refuses_an_item_that_is_not_asked(moderation, agree, item_id):
    with pytest.raises(OutsideScale):
        agree(3, reason="Because.", item_id=item_id)
    assert all(one.position.agreement is None for one in moderation().questions)


def test_a_later_return_can_make_a_reason_needed_and_the_question_is_open_again(
    moderation, question, agree, submit
):
    submit(health=2)
    agree(2)
    assert question().is_settled
    submit(police=4, schools=5)
    assert question().position.state is QuestionState.NO_REASON
    assert question() in moderation().open_questions
    with pytest.raises(ReasonNeeded):
        agree(2, seen=1)
    agree(2, reason="Two of three count the pilot only.", seen=1)
    assert question().is_settled


# Two moderators on one question.


def test_a_second_settling_counts_the_version_up(question, agree, submit):
    submit(health=2, police=4)
    agree(2)
    assert agree(4, seen=1).version == 2
    assert question().position.level == 4


def test_who_did_not_see_the_newest_level_overwrites_nothing_until_they_have(
    cast, question, agree, submit
):
    submit(health=2, police=4)
    first = agree(1, reason="Seen in the audit.")
    with pytest.raises(AgreementChanged, match=r"^Carol agreed CAF 1 at 1 while") as refused:
        agree(4, who=cast.dave)
    assert refused.value.current == first
    assert (refused.value.current.reason, refused.value.by) == ("Seen in the audit.", "Carol")
    assert question().position.agreement == first
    kept = agree(4, who=cast.dave, seen=refused.value.current.version)
    assert (kept.level, kept.reason, kept.agreed_by, kept.version) == (4, "", "dave", 2)
    assert question().position.agreement == kept
    with pytest.raises(AgreementChanged, match=r"^Dave agreed CAF 1 at 4"):
        agree(2, seen=first.version)


def test_somebody_who_was_erased_has_no_name_but_their_level_stands(cast, question, agree, submit):
    submit(health=2, police=4)
    with cast.store.writing() as session:
        unknown = StoredAgreement("caf-1", 2, "", None, TEN, 1)
        answers.write_agreements(session, cast.cambridgeshire.round_id, [unknown])
    assert question().agreed_by is None
    with pytest.raises(AgreementChanged, match=r"^Somebody else agreed CAF 1 at 2") as refused:
        agree(4)
    assert refused.value.by is None


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("before", [None, 3])
def test_a_level_that_was_waiting_for_another_sees_it_and_overwrites_nothing(
    cast, agree, submit, while_another_waits, before
):
    submit(health=2, police=4)
    seen = 0 if before is None else agree(before).version
    round_id = cast.cambridgeshire.round_id
    winner = StoredAgreement("caf-1", 5, "Seen in the audit.", "carol", TEN, seen + 1)

    def carol_settles(session):
        rounds.round_to_change(session, round_id)
        answers.write_agreements(session, round_id, [winner])

    outcome = while_another_waits(carol_settles, lambda: agree(2, who=cast.dave, seen=seen))
    assert isinstance(outcome, AgreementChanged), outcome
    assert (outcome.current, outcome.by) == (winner, "Carol")
    with cast.store.reading() as session:
        assert answers.agreements_of_round(session, round_id)["caf-1"] == winner
    kept = agree(2, who=cast.dave, seen=outcome.current.version)
    assert (kept.level, kept.agreed_by, kept.version) == (2, "dave", seen + 2)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_level_that_was_waiting_for_the_signature_finds_the_round_locked(
    cast, agree, submit, while_another_waits
):
    submit(health=2, police=4)
    agree(3)
    round_id = cast.cambridgeshire.round_id

    def erin_signs(session):
        rounds.round_to_change(session, round_id)
        rounds.set_round_status(session, round_id, "signed", "full")

    outcome = while_another_waits(erin_signs, lambda: agree(2, seen=1))
    assert isinstance(outcome, Locked), outcome
    with cast.store.reading() as session:
        assert answers.agreements_of_round(session, round_id)["caf-1"].level == 3


# Accepting medians in one step.


def test_medians_are_accepted_together_without_a_reason(question, moderation, accept, submit):
    submit(health=2, police=3, schools=5)
    with clock.stopped_at(TEN):
        settled = accept({"caf-1": 3, "ma-2": 3})
    assert settled == ("caf-1", "ma-2")
    assert question("ma-2").position.agreement == StoredAgreement("ma-2", 3, "", "carol", TEN, 1)
    assert Counter(one.is_settled for one in moderation().questions) == {True: 2, False: 4}


def test_a_median_that_is_no_longer_the_one_that_was_seen_is_left_open(
    question, accept, submit, each
):
    submit(health=2)
    seen = {"caf-1": 2, "caf-2": 2}
    differs = each(2, caf_1=5)
    submit(police=differs, schools=differs)
    assert accept(seen) == ("caf-2",)
    assert question("caf-1").position.is_open
    assert question("caf-1").position.proposed == 5


def test_what_was_settled_meanwhile_is_left_as_it_is(cast, question, accept, agree, submit):
    submit(health=2, police=4)
    theirs = agree(4, who=cast.dave)
    assert accept({"caf-1": 3, "caf-2": 3}) == ("caf-2",)
    assert question("caf-1").position.agreement == theirs


@pytest.mark.parametrize(
    "seen", [{}, {"caf-9": 3}, {"caf-1": None}, {"caf-1": 4}, {"caf-1": "3"}, {"theme:caf": 3}]
)
def test_what_nobody_proposed_is_not_accepted(moderation, accept, submit, seen):
    submit(health=3)
    assert accept(seen) == ()
    assert all(one.position.agreement is None for one in moderation().questions)


def test_accepting_twice_settles_once(accept, question, submit):
    submit(health=3)
    assert accept({"caf-1": 3}) == ("caf-1",)
    assert accept({"caf-1": 3}) == ()
    assert question().position.agreement.version == 1


@pytest.mark.databases("sqlite", "postgresql")
def test_medians_that_were_waiting_for_a_colleague_leave_theirs_as_it_is(
    cast, question, accept, submit, while_another_waits
):
    submit(health=2, police=4)
    round_id = cast.cambridgeshire.round_id
    theirs = StoredAgreement("caf-1", 4, "", "dave", TEN, 1)

    def dave_settles(session):
        rounds.round_to_change(session, round_id)
        answers.write_agreements(session, round_id, [theirs])

    outcome = while_another_waits(dave_settles, lambda: accept({"caf-1": 3, "caf-2": 3}))
    assert outcome == ("caf-2",)
    assert question("caf-1").position.agreement == theirs


# Once it is signed.


def test_nothing_is_settled_after_the_signature(cast, moderation, agree, accept, question):
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 5})
    before = question().position.agreement
    with pytest.raises(Locked, match="agreed levels for 2009 were signed and are locked"):
        agree(2, reason="Too late.", seen=1)
    with pytest.raises(Locked, match="nothing was changed"):
        accept({"caf-1": 3})
    assert question().position.agreement == before
    assert not moderation().is_open
