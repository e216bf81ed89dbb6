"""What was signed can be proved: one hash over all of it, the same on every database."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from sqlalchemy import text

from owf import clock
from owf.store import results
from owf.store.triggers import IMMUTABLE

TEN = datetime(2009, 7, 10, 10, 0, 0, 5, tzinfo=UTC)
UNEQUAL = {"health": 2, "police": 3, "schools": 5}


@pytest.fixture
def signature(signing):
    """The signature on Cambridgeshire's round."""
    return lambda: signing().signature


@pytest.fixture
def recomputed(cast):
    """The hash over what the database has now under this signature."""

    def compute(signature, *, by=None, at=None):
        with cast.store.reading() as session:
            return results.snapshot_digest(
                session,
                signature.snapshot_id,
                by or signature.signed_by,
                at or signature.signed_at,
            )

    return compute


def tamper(cast, sql):
    """Change one row of what was signed, as somebody would who holds the whole database."""
    with cast.store.writing() as session:
        for table in IMMUTABLE:
            if cast.store.is_sqlite:
                session.execute(text(f"DROP TRIGGER {table}_refuses_update"))
                session.execute(text(f"DROP TRIGGER {table}_refuses_delete"))
            else:
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        assert session.execute(text(sql)).rowcount == 1


def test_the_hash_can_be_computed_again_from_the_database(settle, sign, signature, recomputed):
    settle(UNEQUAL)
    digest = sign(notes={"caf": "Roll-out came later."})
    assert digest == signature().digest == recomputed(signature())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE snapshot_score SET mean = 3.3333333333333335 + 4.440892098500626e-16 "
        "WHERE group_key = 'overall' AND audience = 'leaders'",
        "UPDATE snapshot_score SET agreed = 4 WHERE group_key = 'item:caf-1' "
        "AND audience = 'leaders'",
        "UPDATE snapshot_score SET agreed_reason = '.' WHERE group_key = 'item:caf-1' "
        "AND audience = 'leaders'",
        "UPDATE snapshot_score SET dont_know = 1 WHERE group_key = 'item:caf-1' "
        "AND audience = 'leaders'",
        "UPDATE snapshot_score SET level_counts = '[0, 1, 1, 1, 0]' WHERE group_key = 'item:caf-1' "
        "AND audience = 'leaders'",
        "DELETE FROM snapshot_score WHERE group_key = 'item:caf-1' AND audience = 'leaders'",
        "UPDATE snapshot_score SET mean = 4.5 WHERE group_key = 'overall' "
        "AND audience = 'practitioners'",
        "UPDATE snapshot_score SET mean = 4.5 WHERE group_key = 'overall' "
        "AND audience = 'leaders_shared'",
        "DELETE FROM snapshot_score WHERE group_key = 'item:caf-1' AND audience = 'practitioners'",
        """UPDATE snapshot_score SET sector_respondents = '{"police": 2}' """
        "WHERE group_key = 'overall' AND audience = 'leaders'",
        "UPDATE snapshot_score SET sector_respondents = NULL "
        "WHERE group_key = 'overall' AND audience = 'leaders'",
        """UPDATE snapshot_return SET answers = '{"caf-1": 4}' WHERE sector = 'police'""",
        "UPDATE snapshot_return SET sector = 'charity' WHERE sector = 'police'",
        "DELETE FROM snapshot_return WHERE sector = 'police'",
        "UPDATE snapshot SET version = 2",
        "UPDATE snapshot SET pack_digest = 'another'",
        "UPDATE snapshot SET publication = 'done'",
        """UPDATE snapshot SET notes = '[["", "another"]]'""",
        "UPDATE round SET trust = 881 WHERE trust = 873",
    ],
)
def test_the_hash_shows_the_smallest_change(cast, settle, respond, sign, change):
    settle(UNEQUAL)
    respond(5, "police", 4)
    digest = sign()
    with cast.store.reading() as session:
        signature = results.signature_of(session, cast.cambridgeshire.round_id)
    tamper(cast, change)
    for _ in range(2):
        with cast.store.reading() as session:
            now = results.snapshot_digest(
                session, signature.snapshot_id, signature.signed_by, signature.signed_at
            )
        assert now != digest


def test_the_hash_shows_another_signer_or_another_time(settle, sign, signature, recomputed):
    settle(UNEQUAL)
    digest = sign()
    signed = signature()
    later = signed.signed_at.replace(microsecond=(signed.signed_at.microsecond + 1) % 1_000_000)
    assert recomputed(signed, by="judy") != digest
    assert recomputed(signed, at=later) != digest


def test_the_hash_is_the_same_on_every_database(cast, settle, respond, sign, rows):
    """It is worked out here by hand, so it depends on no database's way to sort or to count."""
    settle(UNEQUAL)
    respond(5, "police", 4)
    with clock.stopped_at(TEN):
        digest = sign(notes={"caf": "Später – 日本", "": "A year of change."})
    scores = [
        asdict(row)
        | {
            "sector_scores": dict(row.sector_scores),
            "sector_respondents": dict.fromkeys(row.sector_scores, 1)
            if audience != "practitioners"
            else dict.fromkeys(row.sector_scores, 5),
        }
        for audience in ("leaders", "leaders_shared", "practitioners")
        for _, row in sorted(rows(audience).items())
    ]
    assert len(scores) == 19 + 2 * (1 + 2 + 3 + 4 + 4)
    signed = {
        "trust": 873,
        "year": 2009,
        "version": 1,
        "pack": cast.pack.digest(),
        "publication": "full",
        "notes": [["caf", "Später – 日本"], ["", "A year of change."]],
        "signed_by": "erin",
        "signed_at": "2009-07-10T10:00:00.000005+00:00",
        "scores": scores,
        "returns": [
            [sector, 1, {item.id: level for item in cast.pack.items}]
            for sector, level in UNEQUAL.items()
        ],
    }
    by_hand = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == sha256(by_hand.encode()).hexdigest()
