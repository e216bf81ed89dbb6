"""The right of reply: once a question, answered or left standing, and in the record for good."""

import pytest

from owf import clock
from owf.assessment.errors import (
    ChangedSinceRead,
    Incomplete,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
)
from owf.assessment.moderation.agreeing import open_moderation
from owf.assessment.moderation.replies import open_agreed, reply_to_level
from owf.assessment.signing.checklist import CheckState
from owf.store import moderation, rounds

UNEQUAL = {"health": 2, "police": 3, "schools": 5}


@pytest.fixture
def agreed(cast):
    """What Cambridgeshire has agreed, as its police see it."""

    def read(who=cast.alice):
        return open_agreed(cast.store, who, cast.cambridgeshire.partners["police"], 2009)

    return read


@pytest.fixture
def kept(cast):
    """Every reply of Cambridgeshire's round."""

    def read():
        with cast.store.reading() as session:
            return moderation.replies_of_round(session, cast.cambridgeshire.round_id)

    return read


# Who sees what is agreed.


def test_a_partner_sees_agreed_levels_and_reasons_once_it_has_submitted(cast, agree, agreed):
    cast.submit_all(cast.cambridgeshire, {"health": 2, "schools": 5})
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    agree(1, reason="Nobody could show it.")
    assert agreed().items == ()
    with cast.store.writing() as session:
        rounds.mark_submitted(session, cast.police, clock.now(), "alice")
    (one,) = agreed().items
    assert (one.item.id, one.agreement.level, one.own_level) == ("caf-1", 1, 3)
    assert one.agreement.reason == "Nobody could show it."


@pytest.mark.parametrize(
    "name", ["carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "mallory"]
)
def test_only_the_partner_s_own_people_see_it_so_and_reply(cast, settle, agreed, reply, name):
    settle(UNEQUAL)
    who = getattr(cast, name)
    with pytest.raises(NotAllowed, match="Only the people who answer for a partner can reply"):
        agreed(who)
    with pytest.raises(NotAllowed):
        reply(who=who)
    assert agreed().replied == ()


# One reply a question.


def test_a_partner_replies_once_to_each_level(cast, settle, reply, agreed, kept):
    settle(UNEQUAL)
    reply("We are at 4 by now.\x00 ")
    reply("And here too.", item_id="ma-1", who=cast.bob)
    with pytest.raises(Locked, match="Your organisation has already replied to CAF 1"):
        reply("Once more.", who=cast.bob)
    assert [(one.item_id, one.text, one.level, one.version) for one in kept()] == [
        ("caf-1", "We are at 4 by now.", 3, 1),
        ("ma-1", "And here too.", 3, 1),
    ]
    may = {one.item.id: one.may_reply for one in agreed().items}
    assert (may["caf-1"], may["ma-1"], may["ma-2"]) == (False, False, True)


@pytest.mark.parametrize(
    ("words", "said"), [("  \x00 ", "The reply is empty"), ("x" * 1001, "1001 characters")]
)
def test_an_empty_or_endless_reply_is_refused(settle, reply, kept, words, said):
    settle(UNEQUAL)
    with pytest.raises(OutsideScale, match=said):
        reply(words)
    assert kept() == []


def test_a_level_that_nobody_agreed_yet_takes_no_reply(cast, submit, reply):
    submit(**UNEQUAL)
    with pytest.raises(OutsideScale, match="no agreed level on this question yet"):
        reply()


def test_a_reply_to_a_level_that_has_changed_since_is_not_kept(settle, agree, reply, kept):
    settle(UNEQUAL)
    agree(5, reason="Seen in the audit.", seen=1)
    with pytest.raises(ChangedSinceRead, match="was changed to 5 since you read it"):
        reply(seen=1)
    assert kept() == []


def test_a_return_that_is_not_submitted_takes_no_reply(cast, agree, reply):
    cast.submit_all(cast.cambridgeshire, {"health": 2, "schools": 5})
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    agree(2)
    with pytest.raises(Locked, match="Submit your self-assessment first"):
        reply()


@pytest.mark.databases("sqlite", "postgresql")
def test_two_replies_at_once_make_one(cast, settle, reply, kept, while_another_waits):
    settle(UNEQUAL)
    round_id, police = cast.cambridgeshire.round_id, cast.cambridgeshire.partners["police"]

    def first(session):
        rounds.round_to_change(session, round_id)
        moderation.add_reply(
            session, round_id, 1, "caf-1", police,
            level=3, text="First.", by="alice", at=clock.now(),
        )  # fmt: skip

    outcome = while_another_waits(first, lambda: reply("Second.", who=cast.bob))
    assert isinstance(outcome, Locked), outcome
    assert [one.text for one in kept()] == ["First."]


# What becomes of it.


def test_a_reply_is_answered_or_stands_and_the_record_says_who(cast, settle, reply, answer):
    settle(UNEQUAL)
    first, second = reply(), reply(item_id="ma-1")
    answered = answer(first, "We looked at it again and stay at 3.", who=cast.dave)
    standing = answer(second, stands=True)
    assert (answered.answer, answered.stands, answered.answered_by) == (
        "We looked at it again and stay at 3.",
        False,
        "dave",
    )
    assert (standing.is_settled, standing.stands, standing.answer) == (True, True, "")
    assert open_moderation(cast.store, cast.carol, 873, 2009).waiting_replies == ()


@pytest.mark.parametrize("name", ["alice", "frank", "grace", "heidi", "judy", "mallory"])
def test_only_moderators_settle_replies(cast, settle, reply, answer, name):
    settle(UNEQUAL)
    with pytest.raises(NotAllowed):
        answer(reply(), stands=True, who=getattr(cast, name))
    assert len(open_moderation(cast.store, cast.carol, 873, 2009).waiting_replies) == 1


def test_a_reply_needs_an_answer_where_it_does_not_stand(settle, reply, answer):
    settle(UNEQUAL)
    with pytest.raises(OutsideScale, match="The answer is empty"):
        answer(reply(), "  ")


def test_the_second_of_two_answers_is_told_and_the_first_one_stays(
    cast, settle, reply, answer, kept
):
    settle(UNEQUAL)
    reply_id = reply()
    before = kept()[0]
    answer(reply_id, "Dave's answer.", who=cast.dave)
    with pytest.raises(ChangedSinceRead, match="Dave answered Police's reply"):
        answer(reply_id, "Carol's.", seen=before)
    assert kept()[0].answer == "Dave's answer."
    answer(reply_id, "Carol's, having read Dave's.")
    assert kept()[0].answer == "Carol's, having read Dave's."


def test_changing_the_level_afterwards_keeps_the_reply(settle, reply, answer, agree, kept):
    settle(UNEQUAL)
    reply_id = reply("It is 4.")
    agree(4, reason="Police showed us.", seen=1)
    answer(reply_id, "You were right: it is 4 now.")
    (one,) = kept()
    assert (one.level, one.text, one.answer) == (3, "It is 4.", "You were right: it is 4 now.")


# The signature.


def test_it_is_not_signed_while_a_reply_waits(settle, reply, answer, sign, signing):
    settle(UNEQUAL)
    first, second = reply(), reply(item_id="ma-1")
    answer(first, stands=True)
    with pytest.raises(Incomplete, match="the reply of Police on MA 1 is neither answered") as no:
        sign()
    assert no.value.missing == ("Police on MA 1",)
    view = signing()
    assert (view.is_ready, view.signature) == (False, None)
    replies_check = next(one for one in view.checks if one.title == "Replies")
    assert replies_check.state is CheckState.MISSING
    assert "Police on MA 1" in replies_check.words
    answer(second, "Thank you.")
    assert len(sign()) == 64
    assert [(one.item_id, one.text) for one in signing().standing] == [
        ("caf-1", "We see it otherwise.")
    ]


def test_nobody_replies_or_answers_after_the_signature(settle, reply, answer, sign, kept):
    settle(UNEQUAL)
    reply_id = reply()
    answer(reply_id, stands=True)
    sign()
    with pytest.raises(Locked, match="no more replies can be added"):
        reply(item_id="ma-1")
    with pytest.raises(Locked):
        answer(reply_id, "Too late.")
    assert [(one.text, one.answer) for one in kept()] == [("We see it otherwise.", "")]


def test_a_chair_signs_no_reply_or_answer_that_came_after_reading(
    settle, reply, answer, sign, signing
):
    settle(UNEQUAL)
    reply_id = reply()
    answer(reply_id, "First words.")
    read = signing().read
    answer(reply_id, "Other words.")
    with pytest.raises(ChangedSinceRead, match="partners' replies changed since you opened"):
        sign(seen=read)
    sign(seen=signing().read)


def test_a_return_that_is_gone_says_so(cast):
    with pytest.raises(NotFound, match="no longer exists"):
        reply_to_level(cast.store, cast.alice, 987654, "caf-1", "Words.", seen_version=1)
