"""Signing: everybody has submitted, the chair signs, and what was signed can be proved."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from sqlalchemy import text

from owf import clock
from owf.assessment.agreeing import agree_level, open_agreement
from owf.assessment.answering import answers_now, save_choice
from owf.assessment.refusals import Incomplete, Locked, NotAllowed, NotFound, OutsideScale
from owf.assessment.signing import sign_off
from owf.questionnaire import NonScore
from owf.store import results, rounds
from owf.store.immutability import IMMUTABLE
from owf.store.results import ScoreRow

# What is decided without asking the database's kind needs one kind of it.
on_one_database = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)

TEN = datetime(2009, 7, 10, 10, 0, 0, 5, tzinfo=UTC)
UNEQUAL = {"health": 2, "police": 3, "schools": 5}


@pytest.fixture
def sign(cast):
    """Sign Cambridgeshire's round."""

    def sign_one(*, who=cast.erin, publication="full", notes=None):
        return sign_off(cast.store, who, cast.cambridgeshire.round_id, publication, notes=notes)

    return sign_one


@pytest.fixture
def agreement(cast):
    """Cambridgeshire's round as its chair sees it."""
    return lambda: open_agreement(cast.store, cast.erin, 873, 2009)


@pytest.fixture
def rows(cast):
    """The signed scores of Cambridgeshire by group."""

    def read():
        kinds = ("overall", "theme", "aspect", "cell", "item")
        with cast.store.reading() as session:
            found = results.signed_scores(session, 2009, kinds=kinds)[873]
        return {row.group_key: row for row in found}

    return read


@pytest.fixture
def recomputed(cast, agreement):
    """The hash over what the database has now."""

    def compute():
        signed = agreement().signature
        with cast.store.reading() as session:
            return results.snapshot_digest(
                session, signed.snapshot_id, signed.signed_by, signed.signed_at
            )

    return compute


def tamper(cast, sql):
    """Change what was signed as somebody would who holds the whole database."""
    with cast.store.writing() as session:
        for table in IMMUTABLE:
            if cast.store.is_sqlite:
                session.execute(text(f"DROP TRIGGER {table}_refuses_update"))
                session.execute(text(f"DROP TRIGGER {table}_refuses_delete"))
            else:
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        assert session.execute(text(sql)).rowcount == 1


def test_it_is_not_signed_until_every_partner_has_submitted(cast, sign, agreement):
    cast.answer(cast.cambridgeshire, "health", 3, submit=True)
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    with pytest.raises(Incomplete, match="Police and Schools have not submitted yet") as refused:
        sign()
    assert refused.value.missing == ("Police", "Schools")
    assert (agreement().round.status, agreement().signature) == ("open", None)


def test_it_says_who_is_missing_when_it_is_one(cast, sign):
    for sector in ("health", "schools"):
        cast.answer(cast.cambridgeshire, sector, 3, submit=True)
    with pytest.raises(Incomplete, match="Police has not submitted yet"):
        sign()


@pytest.mark.parametrize(
    "name", ["alice", "carol", "dave", "frank", "grace", "heidi", "judy", "mallory"]
)
@on_one_database
def test_only_the_trust_s_own_chair_signs(cast, sign, agreement, name):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    with pytest.raises(NotAllowed, match="Only the chair signs, personally"):
        sign(who=getattr(cast, name))
    assert agreement().signature is None


def test_it_refuses_a_publication_level_that_is_none(cast, sign, agreement):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    with pytest.raises(OutsideScale, match="choose done, headline, full"):
        sign(publication="everything")
    assert agreement().signature is None


def test_a_round_that_is_not_there_says_so(cast):
    with pytest.raises(NotFound):
        sign_off(cast.store, cast.erin, 987654, "full")


def test_it_says_who_signed_and_when_and_that_it_is_version_one(cast, sign, agreement):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    with clock.stopped_at(TEN):
        digest = sign(publication="headline")
    view = agreement()
    signed = view.signature
    assert (signed.version, signed.signed_by, signed.signed_at) == (1, "erin", TEN)
    assert (signed.digest, signed.publication) == (digest, "headline")
    assert (view.signed_by_name, view.round.status) == ("Erin", "signed")


def test_every_group_of_items_has_its_scores(cast, sign, rows):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
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


def test_the_scores_are_those_of_the_partners(cast, sign, rows):
    police = {item.id: 3 for item in cast.pack.items}
    police |= {"caf-1": 5, "ma-1": NonScore.DONT_KNOW, "ma-2": NonScore.NOT_APPLICABLE}
    cast.submit_all(cast.cambridgeshire, UNEQUAL | {"police": police})
    sign()
    training, co_location = rows()["aspect:training"], rows()["item:ma-2"]
    assert dict(training.sector_scores) == {"health": 2.0, "police": 5.0, "schools": 5.0}
    assert (training.n_units, training.n_respondents, training.mean) == (3, 3, 4.0)
    assert training.sd == pytest.approx(3**0.5)
    assert list(training.level_counts) == [0, 2, 0, 0, 3]
    assert (training.dont_know, training.not_applicable) == (1, 0)
    assert dict(co_location.sector_scores) == {"health": 2.0, "schools": 5.0}
    assert (co_location.dont_know, co_location.not_applicable) == (0, 1)


def test_a_group_that_nobody_rated_has_no_score_and_no_zero(cast, sign, rows):
    nobody = {item.id: 3 for item in cast.pack.items} | {"ma-2": NonScore.DONT_KNOW}
    cast.submit_all(cast.cambridgeshire, dict.fromkeys(UNEQUAL, nobody))
    sign()
    found = rows()["cell:multi-agency/co-location"]
    assert (found.mean, found.n_units, found.agreed, found.dont_know) == (None, 0, None, 3)


def test_what_the_chair_did_not_change_is_agreed_as_proposed(cast, sign, rows, agreement):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    round_id = cast.cambridgeshire.round_id
    agree_level(
        cast.store, cast.erin, round_id, "caf-1", 5, reason="Seen in the audit.", seen_version=0
    )
    sign()
    assert (rows()["item:caf-1"].agreed, rows()["item:caf-2"].agreed) == (5.0, 3.0)
    assert rows()["item:caf-1"].agreed_reason == "Seen in the audit."
    assert rows()["theme:caf"].agreed == pytest.approx((5 + 3 + 3) / 3)
    # Beside the partners' score, never blended into it.
    assert rows()["item:caf-1"].mean == pytest.approx((2 + 3 + 5) / 3)
    assert {one.agreement.level for one in agreement().positions.values()} == {3, 5}


def test_notes_are_kept_by_theme_and_empty_ones_are_not(cast, sign, agreement):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    sign(notes={"caf": " Roll-out came later. ", "multi-agency": "  ", "": "A year of change."})
    assert sorted(agreement().notes) == [("", "A year of change."), ("caf", "Roll-out came later.")]


# The proof.


def test_the_hash_can_be_computed_again_from_the_database(cast, sign, recomputed):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    assert sign() == recomputed()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE snapshot_score SET mean = 3.3333333333333335 + 4.440892098500626e-16 "
        "WHERE group_key = 'overall'",
        "UPDATE snapshot_score SET agreed = 4 WHERE group_key = 'item:caf-1'",
        "UPDATE snapshot_score SET agreed_reason = '.' WHERE group_key = 'item:caf-1'",
        "UPDATE snapshot_score SET dont_know = 1 WHERE group_key = 'item:caf-1'",
        "UPDATE snapshot_score SET level_counts = '[0, 1, 1, 1, 0]' WHERE group_key = 'item:caf-1'",
        "DELETE FROM snapshot_score WHERE group_key = 'item:caf-1'",
        "UPDATE snapshot SET version = 2",
        "UPDATE snapshot SET pack_digest = 'another'",
        "UPDATE snapshot SET publication = 'done'",
        """UPDATE snapshot SET notes = '[["", "another"]]'""",
        "UPDATE round SET trust = 881 WHERE trust = 873",
    ],
)
def test_the_hash_shows_the_smallest_change(cast, sign, agreement, change):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    digest = sign()
    signed = agreement().signature
    tamper(cast, change)
    with cast.store.reading() as session:
        now = results.snapshot_digest(
            session, signed.snapshot_id, signed.signed_by, signed.signed_at
        )
        assert now != digest
        assert now == results.snapshot_digest(
            session, signed.snapshot_id, signed.signed_by, signed.signed_at
        )


def test_the_hash_shows_another_signer_or_another_time(cast, sign, agreement):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    digest = sign()
    signed = agreement().signature
    later = signed.signed_at.replace(microsecond=(signed.signed_at.microsecond + 1) % 1_000_000)
    with cast.store.reading() as session:
        for who, when in (("judy", signed.signed_at), ("erin", later)):
            assert results.snapshot_digest(session, signed.snapshot_id, who, when) != digest


def test_the_hash_is_the_same_on_every_database(cast, sign, rows):
    """It is worked out here by hand, so it depends on no database's way to sort or to count."""
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    with clock.stopped_at(TEN):
        digest = sign()
    scores = [
        vars(replace(row, sector_scores=dict(row.sector_scores)))
        for _, row in sorted(rows().items())
    ]
    signed = {
        "trust": 873,
        "year": 2009,
        "version": 1,
        "pack": cast.pack.digest(),
        "publication": "full",
        "notes": [],
        "signed_by": "erin",
        "signed_at": "2009-07-10T10:00:00.000005+00:00",
        "scores": scores,
    }
    by_hand = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == sha256(by_hand.encode()).hexdigest()


# Afterwards.


def test_a_signed_round_cannot_be_signed_again(cast, sign, agreement):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    digest = sign()
    with pytest.raises(Locked, match="position for 2009 was signed and is locked"):
        sign(publication="done")
    assert (agreement().signature.digest, agreement().signature.publication) == (digest, "full")


def test_agreed_levels_are_locked_after_the_signature(cast, sign, agreement):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    sign()
    with pytest.raises(Locked):
        agree_level(
            cast.store,
            cast.erin,
            cast.cambridgeshire.round_id,
            "caf-1",
            2,
            reason="Too late.",
            seen_version=1,
        )
    assert agreement().positions["caf-1"].level == 3


def test_answers_are_refused_after_the_signature_even_to_a_reopened_return(cast, sign):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
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


def test_two_signatures_at_once_make_one(cast, sign, agreement, while_another_waits):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
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
    assert agreement().signature.version == 1
