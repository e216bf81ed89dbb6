"""Who takes part: joining, apologies, leaving, a return opened again, and themes handed over."""

from datetime import UTC, datetime

import pytest

from owf import clock
from owf.access import Role
from owf.access.people import take_role
from owf.assessment.errors import Incomplete, Locked, NotFound, Refused
from owf.assessment.moderation.agreeing import open_moderation
from owf.assessment.returns.answering import open_return
from owf.assessment.returns.delegation import delegate, end_delegation
from owf.assessment.returns.submitting import submit_return
from owf.assessment.rounds.opening import add_partners
from owf.assessment.rounds.partners import (
    join_round,
    note_apologies,
    reopen_return,
    take_back_apologies,
    take_out,
    waited_for,
)
from owf.assessment.signing.sign_off import open_sign_off, sign_off
from owf.assessment.start.todo import open_work
from owf.store import rounds
from owf.store.people import RoleHeld


def police_view(cast, who=None):
    return open_return(cast.store, who or cast.alice, cast.cambridgeshire.partners["police"], 2009)


def names_in_round(cast):
    with cast.store.reading() as session:
        found = rounds.returns_of_round(session, cast.cambridgeshire.round_id)
    return [one.partner_name for one in found]


@pytest.fixture
def others_ready(cast):
    """All but the police have submitted, and every median is settled."""
    cast.submit_all(cast.cambridgeshire, {"health": 3, "schools": 4})
    cast.accept_all(cast.cambridgeshire)


# Apologies


def test_sign_off_does_not_wait_for_a_partner_with_apologies(cast, others_ready):
    with pytest.raises(Incomplete, match="Police has not"):
        sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")
    note_apologies(cast.store, cast.carol, cast.police, "cannot this year")
    assert open_sign_off(cast.store, cast.erin, 873, 2009).is_ready
    assert sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")


def test_it_is_named_among_the_missing_at_sign_off_and_in_moderation(cast, others_ready):
    note_apologies(cast.store, cast.carol, cast.police, "merged with Health")
    for view in (
        open_sign_off(cast.store, cast.erin, 873, 2009),
        open_moderation(cast.store, cast.erin, 873, 2009),
    ):
        assert [(one.partner_name, one.apology) for one in view.excused] == [
            ("Police", "merged with Health")
        ]
        assert waited_for(view.returns) == ()


def test_what_it_answered_stays_and_counts_nowhere(cast, choose, others_ready):
    choose("caf-1", 1)
    note_apologies(cast.store, cast.carol, cast.police, "cannot this year")
    question = open_moderation(cast.store, cast.erin, 873, 2009).questions[0]
    assert sum(question.position.counts) == 2
    assert police_view(cast).answers["caf-1"].level == 1


def test_nobody_answers_while_apologies_stand_and_everybody_after(cast, choose):
    note_apologies(cast.store, cast.carol, cast.police, "cannot this year")
    with pytest.raises(Locked, match="cannot this year"):
        choose("caf-1", 3)
    take_back_apologies(cast.store, cast.carol, cast.police)
    assert choose("caf-1", 3).level == 3
    with pytest.raises(Refused, match="no longer has apologies"):
        take_back_apologies(cast.store, cast.carol, cast.police)


def test_a_partner_that_has_submitted_is_not_excused(cast):
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    with pytest.raises(Refused, match="has submitted"):
        note_apologies(cast.store, cast.carol, cast.police, "cannot this year")


@pytest.mark.parametrize("why", ["", "  \n ", "x" * 201])
def test_apologies_say_why_in_a_line(cast, why):
    with pytest.raises(Refused):
        note_apologies(cast.store, cast.carol, cast.police, why)


def test_nothing_is_signed_where_every_partner_is_excused(cast):
    for return_id in cast.cambridgeshire.returns.values():
        note_apologies(cast.store, cast.carol, return_id, "cannot this year")
    assert not open_sign_off(cast.store, cast.erin, 873, 2009).is_ready
    with pytest.raises(Incomplete, match="no partner is taking part"):
        sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")


# Joining and leaving


def test_a_partner_without_answers_is_taken_out_and_can_join_again(cast):
    partner = cast.cambridgeshire.partners["police"]
    delegate(cast.store, cast.carol, cast.police, "caf", "bob")
    take_out(cast.store, cast.carol, cast.police)
    assert names_in_round(cast) == ["Health", "Schools"]
    join_round(cast.store, cast.carol, cast.cambridgeshire.round_id, partner)
    assert names_in_round(cast) == ["Health", "Police", "Schools"]
    with pytest.raises(Refused, match="is already taking part"):
        join_round(cast.store, cast.carol, cast.cambridgeshire.round_id, partner)


def test_a_partner_with_answers_is_not_taken_out_and_it_says_what_to_do(cast, choose):
    choose("caf-1", 3)
    with pytest.raises(Refused, match=r"Police has already answered.*note apologies"):
        take_out(cast.store, cast.carol, cast.police)
    assert police_view(cast).answers["caf-1"].level == 3


def test_a_comment_alone_is_not_thrown_away_either(cast, comment):
    comment("caf-1", "To be discussed.")
    with pytest.raises(Refused, match="answers are not deleted"):
        take_out(cast.store, cast.carol, cast.police)


def test_another_trust_s_partner_cannot_join(cast):
    (stranger,) = add_partners(cast.store, cast.carol, 873, [("police", "Transport police")])
    join_round(cast.store, cast.carol, cast.cambridgeshire.round_id, stranger)
    with pytest.raises(NotFound):
        join_round(
            cast.store, cast.carol, cast.cambridgeshire.round_id, cast.leeds.partners["police"]
        )


# A return opened again


def test_a_submitted_return_is_opened_again_with_a_reason_that_its_partner_reads(cast, choose):
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    reopen_return(cast.store, cast.carol, cast.police, "CAF 1 was about the old form.")
    view = police_view(cast)
    assert not view.is_locked
    assert (view.reopening.reason, view.reopening.by) == ("CAF 1 was about the old form.", "Carol")
    assert choose("caf-1", 4, seen=view.answers["caf-1"]).level == 4
    submit_return(cast.store, cast.alice, cast.police)
    assert police_view(cast).is_locked


def test_a_return_that_is_open_again_counts_nowhere_until_it_is_submitted(cast, others_ready):
    reopen_return(cast.store, cast.carol, cast.cambridgeshire.returns["health"], "A slip.")
    question = open_moderation(cast.store, cast.erin, 873, 2009).questions[0]
    assert sum(question.position.counts) == 1
    with pytest.raises(Incomplete, match="Health and Police have not submitted"):
        sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_return_is_not_opened_again_without_a_reason(cast, reason):
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    with pytest.raises(Refused):
        reopen_return(cast.store, cast.carol, cast.police, reason)
    assert police_view(cast).is_locked


def test_a_return_is_opened_again_only_until_its_last_day(cast):
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    day_after = datetime(2009, 7, 18, 9, tzinfo=UTC)
    with clock.stopped_at(day_after), pytest.raises(Refused, match="more time first"):
        reopen_return(cast.store, cast.carol, cast.police, "A slip.")


def test_a_return_that_is_open_is_not_opened_again(cast):
    with pytest.raises(Refused, match="already open"):
        reopen_return(cast.store, cast.carol, cast.police, "A slip.")


# Themes handed over


def test_a_theme_is_handed_to_a_colleague_and_stands_on_their_start_page(cast):
    delegate(cast.store, cast.alice, cast.police, "caf", "bob", note="You ran the training.")
    shared = police_view(cast).delegated["caf"]
    assert (shared.name, shared.note) == ("Bob", "You ran the training.")
    (bobs,) = open_work(cast.store, cast.bob).returns
    (alices,) = open_work(cast.store, cast.alice).returns
    assert [theme.id for theme in bobs.yours] == ["caf"]
    assert alices.yours == ()


def test_it_restricts_nobody(cast, choose):
    delegate(cast.store, cast.alice, cast.police, "caf", "bob")
    assert choose("caf-1", 3, who=cast.alice).level == 3


def test_it_goes_to_the_next_colleague_or_to_nobody(cast):
    delegate(cast.store, cast.carol, cast.police, "caf", "bob")
    delegate(cast.store, cast.carol, cast.police, "caf", "alice")
    assert police_view(cast).delegated["caf"].name == "Alice"
    end_delegation(cast.store, cast.alice, cast.police, "caf")
    assert police_view(cast).delegated == {}


@pytest.mark.parametrize("person", ["ivan", "carol", "nobody"])
def test_only_people_who_answer_for_the_partner_are_handed_a_theme(cast, person):
    with pytest.raises(Refused, match="same partner"):
        delegate(cast.store, cast.alice, cast.police, "caf", person)


def test_a_theme_that_is_not_there_is_handed_to_nobody(cast):
    with pytest.raises(NotFound):
        delegate(cast.store, cast.alice, cast.police, "astrology", "bob")


def test_somebody_who_lost_the_role_has_no_theme_any_more(cast):
    delegate(cast.store, cast.alice, cast.police, "caf", "bob")
    held = RoleHeld(Role.RESPONDENT, "partner", str(cast.cambridgeshire.partners["police"]))
    take_role(cast.store, cast.carol, "bob", held)
    assert police_view(cast).delegated == {}
