"""A database of an earlier version is brought to the newest schema with all that it holds."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from owf.store import StoreFailed, evidence, results, rounds
from owf.store.evidence import Described, NewFile
from owf.store.migration import current_revision, is_current, migrate
from owf.store.plans import actions, changes, plan
from owf.store.plans.facts import ActionFields, Promise
from owf.store.results import ScoreRow, UnnamedReturn
from owf.store.triggers import triggers_missing

pytestmark = pytest.mark.databases("sqlite", "postgresql")

SIGNED_AT = datetime(2008, 7, 10, 10, 0, 0, 5, tzinfo=UTC)
PACK_DIGEST = "ab" * 32
NOTES = [["caf", "Später – 日本"]]


UNEQUAL = {"health": 2.0, "police": 3.0, "schools": 5.0}


def score(key, agreed, reason="", units=UNEQUAL):
    """A row of scores as version 0001 wrote it: three partners at 2, 3 and 5, or none."""
    mean = 3.3333333333333335 if units else None
    return {
        "kind": key.partition(":")[0],
        "group_key": key,
        "audience": "leaders",
        "n_units": len(units),
        "n_respondents": len(units),
        "mean": mean,
        "pooled_mean": mean,
        "sd": 1.5275252316519465 if units else None,
        "sector_scores": units,
        "level_counts": [0, 1, 1, 0, 1] if units else [0, 0, 0, 0, 0],
        "dont_know": 0 if units else 3,
        "not_applicable": 0,
        "agreed": agreed,
        "agreed_reason": reason,
    }


SCORES = [
    score("overall", 5.0),
    score("item:caf-1", 5.0, "Seen in the audit."),
    score("item:caf-2", None, units={}),
]


def digest_of(scores):
    """The hash as version 0001 worked it out, by hand."""
    signed = {
        "trust": 873,
        "year": 2008,
        "version": 1,
        "pack": PACK_DIGEST,
        "publication": "full",
        "notes": NOTES,
        "signed_by": "erin",
        "signed_at": "2008-07-10T10:00:00.000005+00:00",
        "scores": sorted(scores, key=lambda one: one["group_key"]),
    }
    content = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(content.encode()).hexdigest()


DIGEST = digest_of(SCORES)


def rows_of_0001(moment):
    """One row or more for every table of version 0001, in an order that references allow."""
    role = {"role": "chair", "scope_kind": "trust", "scope_id": "873"}
    said = {"comment": "", "answered_by": "erin", "answered_at": moment, "version": 1}
    return {
        "pack_snapshot": [{"name": "tiny@2008", "digest": PACK_DIGEST, "body": "{}"}],
        "person": [{"id": "erin", "name": "Erin", "email": "erin@example.org"}],
        "region": [{"code": "E12000006", "name": "East of England"}],
        "sector": [{"id": one, "title": one.title()} for one in UNEQUAL],
        "cycle": [
            {
                "year": year,
                "pack_snapshot_id": 1,
                "opens": f"{year}-06-01",
                "closes": f"{year}-07-17",
            }
            for year in (2008, 2009)
        ],
        "membership": [{"person_id": "erin", **role}],
        "session": [
            {
                "token_hash": "cd" * 32,
                "person_id": "erin",
                "started_at": moment,
                "expires_at": moment,
            }
        ],
        "trust": [
            {
                "dfe_number": number,
                "name": name,
                "region_code": "E12000006",
                "authority_type": "county",
                "start_year": None,
                "end_year": end,
            }
            for number, name, end in ((873, "Cambridgeshire", None), (820, "Bedfordshire", 2008))
        ],
        "partner": [{"trust": 873, "sector_id": "police", "name": "Police"}],
        "round": [
            {"year": 2008, "trust": 873, "status": "signed", "publication": "full"},
            {"year": 2009, "trust": 873, "status": "open", "publication": "done"},
        ],
        "trust_lineage": [{"predecessor": 820, "successor": 873}],
        "agreed_score": [
            {
                "round_id": 1,
                "item_id": "caf-1",
                "level": 5,
                "reason": "Seen in the audit.",
                "agreed_by": "erin",
                "agreed_at": moment,
                "version": 2,
            }
        ],
        "context_note": [{"round_id": 1, "theme": "caf", "text": NOTES[0][1]}],
        "return": [
            {
                "round_id": 1,
                "partner_id": 1,
                "status": "submitted",
                "submitted_at": moment,
                "submitted_by": "erin",
            }
        ],
        "snapshot": [
            {
                "round_id": 1,
                "version": 1,
                "pack_digest": PACK_DIGEST,
                "publication": "full",
                "notes": json.dumps(NOTES),
                "made_at": moment,
            }
        ],
        "answer": [
            {"return_id": 1, "item_id": "caf-1", "level": 3, "non_score": None, **said},
            {"return_id": 1, "item_id": "caf-2", "level": None, "non_score": "dont_know"} | said,
        ],
        "snapshot_score": [
            one
            | {
                "snapshot_id": 1,
                "sector_scores": json.dumps(one["sector_scores"]),
                "level_counts": json.dumps(one["level_counts"]),
            }
            for one in SCORES
        ],
        "signoff": [{"snapshot_id": 1, "signed_by": "erin", "signed_at": moment, "digest": DIGEST}],
    }


def tables_of(store):
    with store.reading() as session:
        return set(inspect(session.connection()).get_table_names()) - {"alembic_version"}


def contents(store, tables):
    """Every row of these tables."""
    with store.reading() as session:
        return {
            table: [
                dict(row._mapping)
                for row in session.execute(text(f'SELECT * FROM "{table}" ORDER BY 1'))  # noqa: S608
            ]
            for table in tables
        }


def run(store, sql):
    with store.writing() as session:
        return session.execute(text(sql))


@pytest.fixture
def at_0001(bare_store):
    """A database at version 0001 with something in every table, a signed snapshot too."""
    migrate(bare_store, "0001")
    zone = "" if bare_store.is_sqlite else "+00"
    with bare_store.writing() as session:
        for table, rows in rows_of_0001(f"2008-07-10 10:00:00.000005{zone}").items():
            for row in rows:
                names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
                session.execute(
                    text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'),  # noqa: S608
                    row,
                )
    return bare_store


@pytest.fixture
def migrated(at_0001):
    """The same, brought to the newest schema."""
    migrate(at_0001)
    return at_0001


def test_every_row_of_every_table_is_kept(at_0001):
    tables = tables_of(at_0001)
    before = contents(at_0001, tables)
    assert len(tables) == 18
    assert [table for table, rows in before.items() if not rows] == []
    migrate(at_0001)
    assert is_current(at_0001)
    after = contents(at_0001, tables)
    # What was not kept then is not made up now.
    new = {
        "snapshot_score": {"sector_respondents": None},
        "person": dict.fromkeys(
            ("password_hash", "added_at", "last_seen_at", "disabled_at", "erased_at")
        ),
        "session": {"last_seen_at": None, "device": "", "acting": None},
        "answer": {"evidence": "", "evidence_expires": None},
        "round": {"closes": None},
        "return": {"closes": None, "apology": "", "partner_name": None},
        "context_note": {"item": ""},
        "snapshot": {"voices": None, "replies": None},
    }
    for table, columns in new.items():
        before[table] = [row | columns for row in before[table]]
    assert after == before
    assert contents(at_0001, ["snapshot_return"]) == {"snapshot_return": []}


def test_what_was_signed_before_still_verifies(at_0001):
    migrate(at_0001)
    with at_0001.reading() as session:
        signed = session.execute(text("SELECT digest FROM signoff")).scalar_one()
        found = results.snapshot_digest(session, 1, "erin", SIGNED_AT)
    assert signed == found == DIGEST


SIGNED = ("pack_snapshot", "snapshot", "snapshot_score", "signoff")
CHANGES = {
    "pack_snapshot": "UPDATE pack_snapshot SET body = '{1}'",
    "snapshot": "UPDATE snapshot SET version = 2",
    "snapshot_score": "UPDATE snapshot_score SET mean = 5.0 WHERE mean IS NOT NULL",
    "signoff": "UPDATE signoff SET signed_by = 'mallory'",
}


@pytest.mark.parametrize("table", SIGNED)
def test_what_was_signed_is_still_neither_changed_nor_deleted(migrated, table):
    before = contents(migrated, SIGNED)
    for change in (CHANGES[table], f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DBAPIError, match=f"{table} is kept as it was signed"):
            run(migrated, change)
    assert contents(migrated, SIGNED) == before


def test_a_signed_snapshot_still_takes_no_further_score(migrated):
    before = contents(migrated, SIGNED)
    same = ", ".join(name for name in before["snapshot_score"][0] if name not in {"id", "audience"})
    for audience in ("practitioners", "leaders_shared"):
        with pytest.raises(DBAPIError, match="snapshot_score is kept as it was signed"):
            run(
                migrated,
                f"INSERT INTO snapshot_score (audience, {same}) "  # noqa: S608
                f"SELECT '{audience}', {same} FROM snapshot_score LIMIT 1",
            )
    assert contents(migrated, SIGNED) == before


@pytest.mark.databases("postgresql")
@pytest.mark.parametrize("table", SIGNED)
def test_postgresql_still_refuses_to_empty_what_was_signed(migrated, table):
    with pytest.raises(DBAPIError, match="is kept as it was signed"):
        run(migrated, f"TRUNCATE {table} CASCADE")
    assert len(contents(migrated, [table])[table]) > 0


@pytest.mark.databases("sqlite")
def test_sqlite_still_refuses_to_replace_what_was_signed(migrated):
    with pytest.raises(DBAPIError, match="snapshot_score is kept as it was signed"):
        run(migrated, "INSERT OR REPLACE INTO snapshot_score SELECT * FROM snapshot_score")


def test_no_trigger_is_missing_afterwards(migrated):
    with migrated.engine.connect() as connection:
        assert triggers_missing(connection) == []


def test_nothing_is_added_to_what_was_signed_before_returns_were_kept(migrated):
    with pytest.raises(DBAPIError, match="snapshot_return is kept as it was signed"):
        run(
            migrated,
            "INSERT INTO snapshot_return (snapshot_id, sector, place, answers) "
            "VALUES (1, 'police', 1, '{}')",
        )


def test_a_new_year_is_signed_in_the_migrated_database(migrated):
    practitioners = ScoreRow(
        "overall", "overall", "practitioners", 1, 5, 4.0, 4.0, None, {"police": 4.0}, [], 0, 0, None
    )
    shared = ScoreRow(
        "overall",
        "overall",
        "leaders_shared",
        1,
        1,
        3.0,
        None,
        None,
        {"police": 3.0},
        [],
        0,
        0,
        None,
    )
    with migrated.writing() as session:
        written = results.write_snapshot(
            session,
            2,
            PACK_DIGEST,
            scores=[practitioners, shared],
            returns=[UnnamedReturn("police", {"caf-1": 3, "caf-2": "dont_know"})],
            signed_by="erin",
            signed_at=SIGNED_AT,
            publication="full",
        )
        rounds.set_round_status(session, 2, "signed", "full")
    with migrated.reading() as session:
        signature = results.signature_of(session, 2)
        assert signature.digest == written.digest
        assert written.digest == results.snapshot_digest(
            session, signature.snapshot_id, "erin", SIGNED_AT
        )
    with pytest.raises(DBAPIError, match="snapshot_score is kept as it was signed"):
        run(migrated, "DELETE FROM snapshot_score WHERE audience = 'practitioners'")
    with pytest.raises(DBAPIError, match="snapshot_return is kept as it was signed"):
        run(migrated, "DELETE FROM snapshot_return")


def test_a_score_still_needs_a_snapshot_that_is_there(migrated):
    with pytest.raises(IntegrityError):
        run(
            migrated,
            "INSERT INTO snapshot_score (snapshot_id, audience, kind, group_key, n_units, "
            "n_respondents, sector_scores, level_counts, dont_know, not_applicable, agreed_reason) "
            "VALUES (987654, 'leaders', 'overall', 'overall', 0, 0, '{}', '[]', 0, 0, '')",
        )


def test_a_migration_that_fails_half_way_changes_nothing(at_0001):
    run(at_0001, "CREATE TABLE survey_answer (in_the_way INTEGER)")
    tables = tables_of(at_0001)
    before = contents(at_0001, tables)
    with pytest.raises((DBAPIError, StoreFailed)):
        migrate(at_0001)
    assert tables_of(at_0001) == tables
    assert contents(at_0001, tables) == before
    assert current_revision(at_0001) == "0001"
    run(at_0001, "DROP TABLE survey_answer")
    migrate(at_0001)
    assert is_current(at_0001)


def test_what_practitioners_said_before_the_survey_had_a_link_stays(at_0001):
    migrate(at_0001, "0006")
    run(at_0001, "INSERT INTO survey_response (round_id, sector_id) VALUES (2, 'police')")
    run(at_0001, "INSERT INTO survey_answer VALUES (1, 'caf-1', 4, NULL)")
    migrate(at_0001)
    found = contents(at_0001, ["survey_response", "survey_answer", "survey", "survey_draft"])
    assert found["survey_response"] == [
        {"id": 1, "round_id": 2, "partner_id": None, "sector_id": "police", "role": None,
         "comment": ""}
    ]  # fmt: skip
    assert len(found["survey_answer"]) == 1
    assert found["survey"] == found["survey_draft"] == []


def test_evidence_in_words_from_before_pieces_of_evidence_stays_and_can_be_joined_by_one(at_0001):
    migrate(at_0001, "0009")
    run(at_0001, "UPDATE answer SET evidence = 'The audit, on the shared drive.' WHERE id = 1")
    before = contents(at_0001, ["answer", "return", "partner", "person"])
    before["return"] = [row | {"partner_name": None} for row in before["return"]]
    migrate(at_0001)
    assert contents(at_0001, ["answer", "return", "partner", "person"]) == before
    with at_0001.engine.connect() as connection:
        assert triggers_missing(connection) == []
    with at_0001.writing() as session:
        evidence.add_evidence(
            session, "ab" * 16, 1, Described("The audit"), NewFile("a.txt", "text/plain", b"1"),
            by="erin", at=SIGNED_AT,
        )  # fmt: skip
        evidence.change_links(session, 1, [("ab" * 16, "caf-1")], [])
    with at_0001.reading() as session:
        (linked,) = evidence.linked_in_return(session, 1)["caf-1"]
        assert evidence.content_of(session, linked.id).content == b"1"


def test_evidence_and_its_links_stay_where_links_may_be_longer(at_0001):
    migrate(at_0001, "0011")
    with at_0001.writing() as session:
        evidence.add_evidence(
            session, "ab" * 16, 1, Described("The audit"), NewFile("a.txt", "text/plain", b"1"),
            by="erin", at=SIGNED_AT,
        )  # fmt: skip
        evidence.add_evidence(
            session, "cd" * 16, 1, Described("The page"), "https://example.org/",
            by="erin", at=SIGNED_AT,
        )  # fmt: skip
        evidence.change_links(session, 1, [("ab" * 16, "caf-1"), ("cd" * 16, "caf-2")], [])
    tables = ["evidence", "evidence_file", "evidence_link"]
    before = contents(at_0001, tables)
    migrate(at_0001)
    assert contents(at_0001, tables) == before
    longest = "https://example.org/".ljust(2000, "x")
    with at_0001.writing() as session:
        evidence.change_evidence(session, "cd" * 16, Described("The page"), longest)
    with at_0001.reading() as session:
        assert evidence.evidence_by_id(session, "cd" * 16).url == longest
    with pytest.raises((IntegrityError, DBAPIError, StoreFailed)):
        run(at_0001, "DELETE FROM evidence")


def test_links_that_wait_stay_and_a_new_address_can_wait_beside_them(at_0001):
    migrate(at_0001, "0012")
    moment = "'2009-07-10 10:00:00+00'"
    for number, purpose in enumerate(("invitation", "reset")):
        run(
            at_0001,
            "INSERT INTO invitation (token_hash, person_id, purpose, made_at, expires_at) "  # noqa: S608
            f"VALUES ('{number}', 'erin', '{purpose}', {moment}, {moment})",
        )
    before = contents(at_0001, ["invitation"])["invitation"]
    migrate(at_0001)
    after = contents(at_0001, ["invitation"])["invitation"]
    assert after == [row | {"email": None} for row in before]
    run(
        at_0001,
        "INSERT INTO invitation (token_hash, person_id, purpose, email, made_at, expires_at) "  # noqa: S608
        f"VALUES ('2', 'erin', 'email', 'erin@new.example', {moment}, {moment})",
    )
    assert [row["id"] for row in contents(at_0001, ["invitation"])["invitation"]] == [1, 2, 3]


def test_everything_signed_before_plans_stays_and_a_plan_can_rest_on_it(at_0001):
    migrate(at_0001, "0013")
    tables = ["round", "snapshot", "snapshot_score", "signoff", "partner", "person", "evidence"]
    before = contents(at_0001, tables)
    migrate(at_0001)
    assert contents(at_0001, tables) == before
    with at_0001.engine.connect() as connection:
        assert triggers_missing(connection) == []
    day = date(2009, 4, 1)
    with at_0001.writing() as session:
        plan_id = plan.add_plan(session, 873, 2008, day, date(2012, 4, 1), by="erin", at=SIGNED_AT)
        action = changes.add_action(
            session, plan_id, 873, "A1", ActionFields(lead_partner_id=1, lead_person="erin"),
            at=SIGNED_AT,
        )  # fmt: skip
        milestone = changes.add_milestone(session, action, "A profile is agreed.", "agreed")
        for promised in (date(2010, 4, 1), date(2010, 10, 1)):
            changes.add_promise(session, milestone, Promise(promised, "", "erin", SIGNED_AT))
    with at_0001.reading() as session:
        (kept,) = actions.actions_of_plan(session, plan_id)
    assert kept.lead_partner == "Police"
    assert [one.promised.year for one in kept.milestones[0].promises] == [2010, 2010]
    for rewriting in ("UPDATE milestone_promise SET note = 'x'", "DELETE FROM milestone_promise"):
        with pytest.raises((IntegrityError, DBAPIError, StoreFailed)):
            run(at_0001, rewriting)
