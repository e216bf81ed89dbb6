"""Signing: nothing is missing, the chair signs, and what was signed stays as it was."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from owf import clock
from owf.access import OPERATOR, Actor, Role
from owf.assessment.errors import (
    ChangedSinceRead,
    Incomplete,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
)
from owf.assessment.moderation.positions import QuestionState
from owf.assessment.returns.answering import answers_now, save_choice
from owf.assessment.returns.submitting import submit_return
from owf.assessment.rounds.opening import open_round
from owf.assessment.rounds.partners import waited_for
from owf.assessment.signing.sign_off import open_sign_off, sign_off
from owf.questionnaire import NonScore
from owf.store import answers, results, rounds
from owf.store.answers import StoredAgreement
from owf.store.people import RoleHeld
from owf.store.results import Note, ScoreRow

TEN = datetime(2009, 7, 10, 10, 0, 0, 5, tzinfo=UTC)
UNEQUAL = {"health": 2, "police": 3, "schools": 5}


# Who may.


@pytest.mark.parametrize(
    "name",
    ["alice", "bob", "carol", "dave", "frank", "grace", "heidi", "ivan", "judy", "mallory"],
)
def test_only_the_trust_s_own_chair_signs(cast, settle, sign, signing, name):
    settle(UNEQUAL)
    with pytest.raises(NotAllowed, match="Only the chair can sign"):
        sign(who=getattr(cast, name))
    assert (signing().signature, signing().round.status) == (None, "open")


def test_not_even_the_operator_signs_for_the_chair(settle, sign, signing):
    settle(UNEQUAL)
    with pytest.raises(NotAllowed):
        sign(who=OPERATOR)
    assert signing().signature is None


@pytest.mark.parametrize(("name", "may_sign"), [("carol", False), ("dave", False), ("erin", True)])
def test_the_steering_group_reads_what_is_to_be_signed(cast, settle, signing, name, may_sign):
    settle(UNEQUAL)
    view = signing(getattr(cast, name))
    assert [one.level for one in view.levels.values()] == [3] * 6
    assert bool(view.may_sign) is may_sign


@pytest.mark.parametrize("name", ["alice", "frank", "grace", "heidi", "ivan", "judy", "mallory"])
def test_nobody_else_reads_what_is_to_be_signed(cast, signing, name):
    with pytest.raises(NotAllowed, match="Only the steering group"):
        signing(getattr(cast, name))


def test_it_refuses_a_publication_level_that_is_none(settle, sign, signing):
    settle(UNEQUAL)
    with pytest.raises(OutsideScale, match="Choose done, headline, full"):
        sign(publication="everything")
    assert signing().signature is None


def test_a_round_that_is_not_there_says_so(cast):
    with pytest.raises(NotFound, match="This self-assessment does not exist"):
        sign_off(cast.store, cast.erin, 987654, "full")
    with pytest.raises(NotFound, match="no self-assessment for 2007"):
        open_sign_off(cast.store, cast.erin, 873, 2007)


# What is missing.


def test_it_is_not_signed_until_every_partner_has_submitted(cast, sign, signing):
    cast.answer(cast.cambridgeshire, "health", 3, submit=True)
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    cast.accept_all(cast.cambridgeshire)
    with pytest.raises(Incomplete, match="Police and Schools have not submitted yet") as refused:
        sign()
    assert refused.value.missing == ("Police", "Schools")
    view = signing()
    assert [one.partner_name for one in waited_for(view.returns)] == ["Police", "Schools"]
    assert (view.is_ready, view.is_open, view.signature) == (False, True, None)


def test_it_says_who_is_missing_when_it_is_one(cast, sign):
    for sector in ("health", "schools"):
        cast.answer(cast.cambridgeshire, sector, 3, submit=True)
    with pytest.raises(Incomplete, match="Police has not submitted yet"):
        sign()


def test_a_round_without_partners_is_not_signed(cast):
    cast.open_year(2010)
    round_id = open_round(cast.store, OPERATOR, 2010, 873, [])
    assert not open_sign_off(cast.store, cast.erin, 873, 2010).is_ready
    with pytest.raises(Incomplete, match="no partner is taking part") as refused:
        sign_off(cast.store, cast.erin, round_id, "full")
    assert refused.value.missing == ()


def test_it_is_not_signed_while_nothing_is_settled_however_much_partners_agree(cast, sign, signing):
    cast.submit_all(cast.cambridgeshire, dict.fromkeys(UNEQUAL, 3))
    with pytest.raises(Incomplete, match="6 questions are not agreed yet") as refused:
        sign()
    assert refused.value.missing == ("CAF 1", "CAF 2", "CAF 3", "MA 1", "MA 2", "MA 3")
    view = signing()
    assert [one.level for one in view.levels.values()] == [None] * 6
    assert [one.state for one in view.levels.values()] == [QuestionState.OPEN] * 6
    assert (view.is_ready, view.signature) == (False, None)


@pytest.mark.parametrize(
    ("settled", "words"),
    [
        (("caf-1", "caf-2", "caf-3", "ma-1", "ma-2"), "MA 3 is not agreed yet"),
        (("caf-1", "caf-2", "ma-1", "ma-2"), "CAF 3 and MA 3 are not agreed yet"),
        (("caf-1", "caf-2"), "CAF 3, MA 1, MA 2 and MA 3 are not agreed yet"),
        (("caf-1",), "5 questions are not agreed yet"),
    ],
)
def test_it_names_what_is_not_settled(cast, accept, sign, settled, words):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    accept(dict.fromkeys(settled, 3))
    with pytest.raises(Incomplete, match=words) as refused:
        sign()
    assert len(refused.value.missing) == 6 - len(settled)


def test_it_names_what_a_later_return_left_without_a_reason(cast, agree, settle, sign, signing):
    cast.answer(cast.cambridgeshire, "health", 2, submit=True)
    agree(2)
    cast.answer(cast.cambridgeshire, "police", 4, submit=True)
    cast.answer(cast.cambridgeshire, "schools", 5, submit=True)
    settle({})
    with pytest.raises(Incomplete, match=r"CAF 1 is agreed outside .* reason") as refused:
        sign()
    assert refused.value.missing == ("CAF 1",)
    assert signing().codes_in(QuestionState.NO_REASON) == ("CAF 1",)
    assert not signing().is_ready
    agree(2, reason="Two of three count the pilot only.", seen=1)
    assert signing().is_ready
    assert sign()


def test_once_nothing_is_missing_it_is_ready(settle, signing):
    settle(UNEQUAL)
    view = signing()
    assert view.is_ready
    assert (waited_for(view.returns), view.missing) == ((), ())


# What is signed.


def test_it_says_who_signed_and_when_and_that_it_is_version_one(settle, sign, signing):
    settle(UNEQUAL)
    with clock.stopped_at(TEN):
        digest = sign(publication="headline")
    view = signing()
    signed = view.signature
    assert (signed.version, signed.signed_by, signed.signed_at) == (1, "erin", TEN)
    assert (signed.digest, signed.publication) == (digest, "headline")
    assert (view.signed_by_name, view.round.status, view.is_open) == ("Erin", "signed", False)


def test_every_group_of_items_has_its_scores(cast, settle, sign, rows):
    settle(UNEQUAL)
    sign()
    kinds = Counter(row.kind for row in rows().values())
    assert kinds == {"overall": 1, "theme": 2, "aspect": 4, "cell": 6, "item": 6}
    assert set(rows()) == {
        "overall",
        "theme:caf",
        "theme:multi-agency",
        "aspect:training",
        "aspect:coaching",
        "aspect:co-location",
        "aspect:benefit",
        "cell:caf/training",
        "cell:caf/coaching",
        "cell:caf/benefit",
        "cell:multi-agency/training",
        "cell:multi-agency/co-location",
        "cell:multi-agency/benefit",
        *(f"item:{item.id}" for item in cast.pack.items),
    }


def test_the_scores_are_those_of_the_partners(each, settle, sign, rows):
    police = each(3, caf_1=5, ma_1=NonScore.DONT_KNOW, ma_2=NonScore.NOT_APPLICABLE)
    settle(UNEQUAL | {"police": police})
    sign()
    training, co_location = rows()["aspect:training"], rows()["item:ma-2"]
    assert dict(training.sector_scores) == {"health": 2.0, "police": 5.0, "schools": 5.0}
    assert (training.n_units, training.n_respondents, training.mean) == (3, 3, 4.0)
    assert training.sd == pytest.approx(3**0.5)
    assert list(training.level_counts) == [0, 2, 0, 0, 3]
    assert (training.dont_know, training.not_applicable) == (1, 0)
    assert dict(co_location.sector_scores) == {"health": 2.0, "schools": 5.0}
    assert (co_location.dont_know, co_location.not_applicable) == (0, 1)


def test_an_item_that_nobody_rated_is_signed_without_a_level_and_without_a_zero(
    cast, each, settle, rows, signing
):
    settle(dict.fromkeys(UNEQUAL, each(3, ma_2=NonScore.DONT_KNOW)))
    assert signing().is_ready
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")
    found = rows()["cell:multi-agency/co-location"]
    assert (found.mean, found.n_units, found.agreed, found.dont_know) == (None, 0, None, 3)
    assert (rows()["item:ma-2"].agreed, rows()["item:ma-1"].agreed) == (None, 3.0)
    assert rows()["theme:multi-agency"].agreed == 3.0
    assert signing().levels["ma-2"].level is None
    with cast.store.reading() as session:
        kept = answers.agreements_of_round(session, cast.cambridgeshire.round_id)
    assert (kept["ma-2"].level, kept["ma-2"].agreed_by) == (None, "erin")


def test_an_item_that_nobody_rated_can_be_settled_all_the_same(each, agree, settle, sign, rows):
    settle(dict.fromkeys(UNEQUAL, each(3, ma_2=NonScore.DONT_KNOW)))
    agree(2, item_id="ma-2", reason="The group knows.")
    sign()
    assert (rows()["item:ma-2"].agreed, rows()["item:ma-2"].mean) == (2.0, None)


def test_a_round_of_nothing_but_don_t_know_can_be_signed(settle, sign, rows, signing):
    settle(dict.fromkeys(UNEQUAL, NonScore.DONT_KNOW))
    sign()
    assert {(row.mean, row.n_units, row.agreed) for row in rows().values()} == {(None, 0, None)}
    assert {one.level for one in signing().levels.values()} == {None}


def test_agreed_levels_stand_beside_the_partners_score_and_are_never_blended_into_it(
    agree, settle, sign, rows, signing
):
    settle(UNEQUAL)
    agree(5, reason="Seen in the audit.", seen=1)
    sign()
    assert (rows()["item:caf-1"].agreed, rows()["item:caf-2"].agreed) == (5.0, 3.0)
    assert rows()["item:caf-1"].agreed_reason == "Seen in the audit."
    assert rows()["theme:caf"].agreed == pytest.approx((5 + 3 + 3) / 3)
    assert rows()["item:caf-1"].mean == pytest.approx((2 + 3 + 5) / 3)
    assert [one.item.id for one in signing().explained] == ["caf-1"]


def test_what_practitioners_said_is_signed_with_it(settle, respond, sign, rows, signing):
    settle(UNEQUAL)
    assert respond(5, "police", 4) == 5
    assert signing().read.practitioners == 5
    sign()
    overall = rows("practitioners")["overall"]
    assert (overall.mean, overall.n_units, overall.n_respondents) == (4.0, 1, 5)
    assert rows("leaders_shared")["overall"].sector_scores == {"police": 3.0}
    assert set(rows("practitioners")) == set(rows("leaders_shared"))


def test_without_a_survey_there_are_no_rows_of_practitioners(settle, sign, rows):
    settle(UNEQUAL)
    sign()
    assert (rows("practitioners"), rows("leaders_shared")) == ({}, {})


def test_notes_are_kept_by_theme_and_empty_ones_are_not(settle, sign, signing):
    settle(UNEQUAL)
    sign(notes={"caf": " Roll-out came later. ", "multi-agency": "  ", "": "A year of change."})
    assert list(signing().read.notes) == [
        Note("caf", "Roll-out came later."),
        Note("", "A year of change."),
    ]


def test_a_nul_in_a_note_is_dropped(settle, sign, signing):
    settle(UNEQUAL)
    sign(notes={"caf": "be\x00fore", "multi-agency": "\x00"})
    assert list(signing().read.notes) == [Note("caf", "before")]


# Afterwards.


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE agreed_score SET level = 1, reason = 'Another.', version = version + 1",
        "UPDATE agreed_score SET level = NULL, reason = ''",
        "DELETE FROM agreed_score",
    ],
)
def test_what_was_signed_is_read_from_the_snapshot_whatever_became_of_the_round_s_own_rows(
    cast, agree, settle, signing, change
):
    settle(UNEQUAL)
    agree(5, reason="Seen in the audit.", seen=1)
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")
    before = signing().levels
    assert (before["caf-1"].level, before["caf-1"].reason) == (5, "Seen in the audit.")
    assert [one.level for one in before.values()] == [5, 3, 3, 3, 3, 3]
    with cast.store.writing() as session:
        assert session.execute(text(change)).rowcount == 6
    assert signing().levels == before
    assert [one.level for one in signing().of_theme(cast.pack.themes[1])] == [3, 3, 3]


def test_a_signed_round_cannot_be_signed_again(settle, sign, signing):
    settle(UNEQUAL)
    digest = sign()
    with pytest.raises(Locked, match=r"2009 was already signed by Erin on .* and is locked"):
        sign(publication="done")
    assert (signing().signature.digest, signing().signature.publication) == (digest, "full")


def test_answers_are_refused_after_the_signature_even_to_a_reopened_return(cast, settle, sign):
    settle(UNEQUAL)
    sign()
    with cast.store.writing() as session:
        session.execute(
            text("UPDATE return SET status = 'open', submitted_at = NULL WHERE id = :police"),
            {"police": cast.police},
        )
    before = answers_now(cast.store, cast.police)
    with pytest.raises(Locked):
        save_choice(cast.store, cast.alice, cast.police, "caf-1", 1, seen=before["caf-1"])
    assert answers_now(cast.store, cast.police) == before


@pytest.mark.databases("sqlite", "postgresql")
def test_two_signatures_at_once_make_one(cast, settle, sign, signing, while_another_waits):
    settle(UNEQUAL)
    round_id = cast.cambridgeshire.round_id

    nothing = ScoreRow("overall", "overall", "leaders", 0, 0, None, None, None, {}, [], 0, 0, None)

    def first(session):
        rounds.round_to_change(session, round_id)
        results.write_snapshot(
            session,
            round_id,
            "digest",
            scores=[nothing],
            signed_by="erin",
            signed_at=TEN,
            publication="full",
        )
        rounds.set_round_status(session, round_id, "signed", "full")

    outcome = while_another_waits(first, sign)
    assert isinstance(outcome, Locked), outcome
    assert signing().signature.version == 1


@pytest.mark.databases("sqlite", "postgresql")
def test_a_signature_that_was_waiting_for_a_colleague_s_level_signs_it(
    cast, settle, sign, rows, while_another_waits
):
    settle(UNEQUAL)
    round_id = cast.cambridgeshire.round_id
    theirs = StoredAgreement("caf-1", 5, "Seen in the audit.", "carol", TEN, 2)

    def carol_settles(session):
        rounds.round_to_change(session, round_id)
        answers.write_agreements(session, round_id, [theirs])

    assert isinstance(while_another_waits(carol_settles, sign), str)
    assert (rows()["item:caf-1"].agreed, rows()["item:caf-1"].agreed_reason) == (
        5.0,
        "Seen in the audit.",
    )


def test_the_chair_of_two_trusts_signs_each_by_itself(cast, settle, signing):
    both = Actor(
        "erin",
        "Erin",
        (RoleHeld(Role.CHAIR, "trust", "873"), RoleHeld(Role.CHAIR, "trust", "383")),
    )
    settle(UNEQUAL)
    sign_off(cast.store, both, cast.cambridgeshire.round_id, "full")
    assert signing().round.status == "signed"
    assert open_sign_off(cast.store, cast.judy, 383, 2009).is_open


@pytest.mark.databases("postgresql")
def test_a_return_that_is_submitted_while_the_chair_signs_is_in_whole_or_not_at_all(
    cast, monkeypatch
):
    place = cast.cambridgeshire
    cast.submit_all(place, {"health": 4, "schools": 4})
    cast.answer(place, "police", 1, submit=False)
    cast.accept_all(place)
    read = answers.answers_of_round

    def submit_first(session, round_id):
        monkeypatch.setattr(answers, "answers_of_round", read)
        submit_return(cast.store, cast.alice, place.returns["police"])
        return read(session, round_id)

    monkeypatch.setattr(answers, "answers_of_round", submit_first)
    with pytest.raises(Incomplete, match="Police has not submitted yet"):
        sign_off(cast.store, cast.erin, place.round_id, "full")


def test_the_chair_signs_what_was_read_and_nothing_newer(cast, settle, signing, respond):
    settle(UNEQUAL)
    read = signing().read
    respond(2, "police", 5)
    with pytest.raises(ChangedSinceRead, match="the practitioners' responses changed since"):
        sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full", seen=read)
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full", seen=signing().read)
