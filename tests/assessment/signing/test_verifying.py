"""Verifying: one changed byte in what was signed is found, on every database."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from sqlalchemy import text

from owf import clock
from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.signing.verifying import (
    SignatureLost,
    frozen_packs,
    signed_rounds,
    verify_versions,
)
from owf.store import Store, StoreFailed, results
from owf.store import results as store_results
from owf.store import signed_scores as reading
from owf.store.results import Note
from owf.store.triggers import IMMUTABLE

TEN = datetime(2009, 7, 10, 10, 0, 0, 5, tzinfo=UTC)


@pytest.fixture
def signed(cast):
    """Cambridgeshire's round, signed with a note by Erin at ten (five microseconds after)."""
    with cast.store.writing() as session:
        store_results.add_note(
            session, cast.cambridgeshire.round_id, Note("caf", "Roll-out came later.")
        )
    with clock.stopped_at(TEN):
        return cast.sign(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 4})


@pytest.fixture
def verify(cast):
    """Verify Cambridgeshire 2009."""
    return lambda who=OPERATOR: verify_versions(cast.store, who, 873, 2009)[0]


@pytest.fixture
def change(cast):
    """Change one row of what was signed, as somebody would who holds the whole database."""

    def change_one(sql, **values):
        with cast.store.writing() as session:
            for table in IMMUTABLE:
                if cast.store.is_sqlite:
                    session.execute(text(f"DROP TRIGGER {table}_refuses_update"))
                    session.execute(text(f"DROP TRIGGER {table}_refuses_delete"))
                else:
                    session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            assert session.execute(text(sql), values).rowcount == 1

    return change_one


@pytest.mark.databases("sqlite", "postgresql")
def test_what_was_not_changed_holds(signed, verify):
    found = verify()
    assert found.holds
    assert found.digest_signed == found.digest_now == signed
    assert (found.trust, found.year, found.version) == ("Cambridgeshire", 2009, 1)
    assert (found.signed_by, found.signed_at) == ("Erin", TEN)
    assert found.sentence == (
        "Cambridgeshire 2009, version 1: unchanged since it was signed on 10 July 2009, 11:00 "
        "by Erin."
    )


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "UPDATE snapshot_score SET mean = 3.0000000000000004 WHERE group_key = 'overall' "
            "AND audience = 'leaders'",
            id="a score by its last digit",
        ),
        pytest.param(
            "UPDATE snapshot_score SET dont_know = 1 WHERE group_key = 'item:caf-1' "
            "AND audience = 'leaders'",
            id="a count",
        ),
        pytest.param(
            "UPDATE snapshot_score SET level_counts = '[0, 1, 1, 1, 1]' "
            "WHERE group_key = 'item:caf-1' AND audience = 'leaders'",
            id="a count of a level",
        ),
        pytest.param(
            "UPDATE snapshot_score SET agreed_reason = '.' WHERE group_key = 'item:caf-1' "
            "AND audience = 'leaders'",
            id="the reason of an agreed level",
        ),
        pytest.param(
            """UPDATE snapshot SET notes = '[["caf", "Roll-out came later!"]]'""",
            id="a note for readers",
        ),
        pytest.param("UPDATE snapshot SET publication = 'done'", id="what others may see"),
        pytest.param("UPDATE signoff SET signed_by = 'erik'", id="who signed"),
        pytest.param(
            "UPDATE signoff SET signed_at = '2009-07-10 10:00:00.000006'", id="when it was signed"
        ),
        pytest.param("UPDATE signoff SET digest = 'x' || substr(digest, 2)", id="the hash itself"),
        pytest.param(
            "DELETE FROM snapshot_score WHERE group_key = 'item:caf-1' AND audience = 'leaders'",
            id="a row that is gone",
        ),
    ],
)
def test_one_changed_byte_is_found(signed, verify, change, sql):
    change(sql)
    found = verify()
    assert not found.holds
    assert found.questions_hold
    assert "Cambridgeshire 2009, version 1: it was CHANGED after it was signed" in found.sentence
    assert found.sentence.endswith("do not rely on it. Restore it from a backup.")


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            """UPDATE pack_snapshot SET body = replace(body, '"title":"Tiny"', '"title":"Tina"')""",
            id="a letter",
        ),
        pytest.param("UPDATE pack_snapshot SET body = body || ' '", id="a space at its end"),
        pytest.param("UPDATE pack_snapshot SET body = substr(body, 2)", id="a lost bracket"),
        pytest.param("UPDATE pack_snapshot SET digest = 'x' || substr(digest, 2)", id="its hash"),
    ],
)
def test_one_changed_byte_of_the_questionnaire_is_found(signed, verify, change, sql):
    change(sql)
    found = verify()
    assert found.digest_now == found.digest_signed
    assert not found.holds
    assert "its questionnaire was CHANGED after it was signed" in found.sentence


def test_a_questionnaire_that_was_changed_together_with_its_hash_is_found(
    cast, signed, verify, change
):
    body = cast.pack.to_json().replace('"title":"Tiny"', '"title":"Tina"')
    change(
        "UPDATE pack_snapshot SET body = :body, digest = :digest",
        body=body,
        digest=sha256(body.encode()).hexdigest(),
    )
    assert not verify().questions_hold


def test_a_pack_that_this_version_cannot_read_still_proves_what_was_asked(
    cast, signed, verify, change
):
    """A later version's packs have other keys: that alone is no change."""
    body = '{"format":0}'
    digest = sha256(body.encode()).hexdigest()
    change("UPDATE pack_snapshot SET body = :body, digest = :digest", body=body, digest=digest)
    with cast.store.writing() as session:
        session.execute(text("UPDATE snapshot SET pack_digest = :digest"), {"digest": digest})
    assert verify().questions_hold
    (frozen,) = frozen_packs(cast.store, OPERATOR)
    assert (frozen.is_unchanged, frozen.is_readable) == (True, False)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE snapshot SET notes = '{'",
        "UPDATE snapshot_score SET level_counts = '7' WHERE group_key = 'item:caf-1' "
        "AND audience = 'leaders'",
        "UPDATE snapshot_score SET agreed_reason = CAST(X'ff' AS TEXT) "
        "WHERE group_key = 'item:caf-1' AND audience = 'leaders'",
    ],
)
def test_what_cannot_be_read_any_more_does_not_hold(signed, verify, change, sql):
    change(sql)
    found = verify()
    assert (found.holds, found.digest_now) == (False, None)
    assert "it was CHANGED after it was signed" in found.sentence


@pytest.mark.parametrize(
    "sql", ["DELETE FROM signoff", "UPDATE signoff SET signed_at = 'nonsense'"]
)
def test_a_signature_that_is_gone_or_garbled_is_no_missing_one(signed, verify, change, sql):
    change(sql)
    with pytest.raises(SignatureLost, match=r"its signature is gone or cannot be read.*CHANGED"):
        verify()


def test_a_database_that_went_away_is_no_proof_of_a_change(cast, signed, verify, monkeypatch):
    def gone(*_):
        raise StoreFailed("The database did not answer.")

    monkeypatch.setattr(results, "snapshot_digest", gone)
    monkeypatch.setattr(Store, "is_reachable", lambda _: False)
    with pytest.raises(StoreFailed):
        verify()


# Who may, and what there is.


def test_the_trust_itself_and_the_operator_may_verify(cast, signed, verify):
    for who in (OPERATOR, cast.carol, cast.dave, cast.erin):
        assert verify(who).holds


@pytest.mark.parametrize("name", ["alice", "frank", "grace", "heidi", "ivan", "judy", "mallory"])
def test_nobody_else_may(cast, verify, name):
    with pytest.raises(NotAllowed):
        verify(getattr(cast, name))


def test_what_was_not_signed_says_so(cast):
    for trust, year, sentence in (
        (873, 2009, "Cambridgeshire has not signed off 2009 yet"),
        (873, 2010, "Cambridgeshire did not take part in 2010"),
        (999, 2009, "There is no Trust with the DfE number 999"),
    ):
        with pytest.raises(NotFound, match=sentence):
            verify_versions(cast.store, OPERATOR, trust, year)[0]


def test_a_signer_who_was_erased_is_called_so(signed, verify):
    found = replace(verify(), signed_by=None)
    assert found.holds
    assert "10 July 2009, 11:00 by a person who has been erased." in found.sentence


def test_every_signed_round_is_listed_and_every_frozen_pack(cast, signed):
    assert signed_rounds(cast.store, OPERATOR) == [(873, 2009)]
    cast.sign(cast.leeds, {"health": 2, "police": 3, "schools": 4})
    assert signed_rounds(cast.store, OPERATOR) == [(383, 2009), (873, 2009)]
    (frozen,) = frozen_packs(cast.store, OPERATOR)
    assert (frozen.years, frozen.is_unchanged, frozen.is_readable) == ((2009,), True, True)


def test_only_the_operator_looks_at_all_trusts(cast, signed):
    for look in (signed_rounds, frozen_packs):
        with pytest.raises(NotAllowed):
            look(cast.store, cast.erin)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE round SET publication = 'done'", "UPDATE round SET status = 'open'"],
)
def test_a_round_that_was_published_or_opened_behind_the_chair_s_back_is_found(
    cast, signed, verify, sql
):
    with cast.store.writing() as session:
        session.execute(text(f"{sql} WHERE trust = 873"))
    found = verify()
    assert not found.holds
    assert "what others may see of it was CHANGED" in found.sentence
    assert (873, 2009) in signed_rounds(cast.store, OPERATOR)


def test_a_snapshot_without_a_signature_hides_nothing(cast, signed):
    with cast.store.writing() as session:
        session.execute(
            text(
                "INSERT INTO snapshot (id, round_id, version, pack_digest, publication, notes, "
                "made_at) SELECT 999, round_id, 2, pack_digest, publication, notes, made_at "
                "FROM snapshot"
            )
        )
    with cast.store.reading() as session:
        assert list(reading.signed_trusts(session, 2009)) == [873]
