"""What was signed stays as it was signed: the database itself says no."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from owf.store.plans import agreed, plan
from owf.store.plans.facts import QuarterFacts, VersionFacts
from owf.store.triggers import APPEND_ONLY, COMPLETE_ONCE_SIGNED, IMMUTABLE, triggers_missing

pytestmark = pytest.mark.databases("sqlite", "postgresql")

CHANGES = {
    "pack_snapshot": "UPDATE TABLE SET body = '{}'",
    "snapshot": "UPDATE TABLE SET version = version",
    "snapshot_score": "UPDATE TABLE SET mean = 5.0",
    "snapshot_return": "UPDATE TABLE SET answers = '{}'",
    "signoff": "UPDATE TABLE SET signed_by = 'mallory'",
    "plan_version": "UPDATE TABLE SET publication = 'public'",
    "plan_quarter": "UPDATE TABLE SET body = '{}'",
}
AGREED_AT = datetime(2009, 3, 31, 12, tzinfo=UTC)


@pytest.fixture
def signed(cast):
    """One signed round, and a way to run SQL on a TABLE of it as its owner would."""
    cast.sign(cast.leeds, {"health": 2, "police": 3, "schools": 4})
    with cast.store.writing() as session:
        plan_id = plan.add_plan(
            session, 383, 2009, date(2009, 4, 1), date(2010, 4, 1), by="erin", at=AGREED_AT
        )
        agreed.add_version(
            session, VersionFacts(plan_id, 1, "inside", "{}", "ab" * 32, "erin", AGREED_AT)
        )
        agreed.add_quarter(
            session, QuarterFacts(plan_id, date(2009, 4, 1), "{}", "ab" * 32, "erin", AGREED_AT)
        )

    def run(sql, table):
        with cast.store.writing() as session:
            return session.execute(text(sql.replace("TABLE", table)))

    return run


@pytest.mark.parametrize("table", IMMUTABLE)
def test_it_refuses_to_change_what_was_signed(signed, table):
    assert signed("SELECT count(*) FROM TABLE", table).scalar_one() > 0
    with pytest.raises(DBAPIError, match=f"{table} is kept as it was signed"):
        signed(CHANGES[table], table)


def test_it_refuses_a_further_score_for_what_was_signed(cast, signed):
    with cast.store.reading() as session:
        columns = [
            one["name"] for one in inspect(session.connection()).get_columns("snapshot_score")
        ]
    same = ", ".join(one for one in columns if one not in {"id", "group_key"})
    with pytest.raises(DBAPIError, match="snapshot_score is kept as it was signed"):
        signed(
            "INSERT INTO TABLE (group_key, SAME) "
            "SELECT 'cell:x/y', SAME FROM TABLE LIMIT 1".replace("SAME", same),
            "snapshot_score",
        )


def test_it_refuses_a_further_return_for_what_was_signed(signed):
    with pytest.raises(DBAPIError, match="snapshot_return is kept as it was signed"):
        signed(
            "INSERT INTO TABLE (snapshot_id, sector, place, answers) "
            "SELECT snapshot_id, 'charity', 1, answers FROM TABLE LIMIT 1",
            "snapshot_return",
        )


@pytest.mark.parametrize("table", IMMUTABLE)
def test_it_refuses_to_delete_what_was_signed(signed, table):
    before = signed("SELECT count(*) FROM TABLE", table).scalar_one()
    with pytest.raises(DBAPIError, match=f"{table} is kept as it was signed"):
        signed("DELETE FROM TABLE", table)
    assert signed("SELECT count(*) FROM TABLE", table).scalar_one() == before


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("table", IMMUTABLE)
def test_it_refuses_to_replace_what_was_signed(cast, signed, table):
    """SQLite's REPLACE deletes a row without a word, unless it is told to fire the triggers."""
    with cast.store.reading() as session:
        columns = [one["name"] for one in inspect(session.connection()).get_columns(table)]
    same = ", ".join(columns)
    with pytest.raises(DBAPIError, match=f"{table} is kept as it was signed"):
        signed(
            "INSERT OR REPLACE INTO TABLE (SAME) SELECT SAME FROM TABLE".replace("SAME", same),
            table,
        )


@pytest.mark.databases("postgresql")
@pytest.mark.parametrize("table", IMMUTABLE)
def test_postgresql_refuses_to_empty_what_was_signed(signed, table):
    with pytest.raises(DBAPIError, match="is kept as it was signed"):
        signed("TRUNCATE TABLE CASCADE", table)
    assert signed("SELECT count(*) FROM TABLE", table).scalar_one() > 0


# The record of what was done only grows.


@pytest.fixture
def recorded(cast):
    """One event of the record, and a way to run SQL on it as its owner would."""

    def run(sql):
        with cast.store.writing() as session:
            return session.execute(text(sql))

    run(
        "INSERT INTO audit_event (at, action, object_kind, object_id, address, detail) "
        "VALUES ('2009-07-10 10:00:00', 'signed_in', '', '', '', '{}')"
    )
    return run


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET person_id = 'mallory'",
        "UPDATE audit_event SET detail = '{}'",
        "DELETE FROM audit_event",
    ],
)
def test_it_refuses_to_change_or_shorten_the_record(recorded, sql):
    with pytest.raises(DBAPIError, match="audit_event only grows"):
        recorded(sql)
    assert recorded("SELECT count(*) FROM audit_event").scalar_one() >= 1


@pytest.mark.databases("postgresql")
def test_postgresql_refuses_to_empty_the_record(recorded):
    with pytest.raises(DBAPIError, match="audit_event only grows"):
        recorded("TRUNCATE audit_event")


@pytest.mark.databases("sqlite")
def test_sqlite_refuses_to_replace_what_the_record_holds(recorded):
    with pytest.raises(DBAPIError, match="audit_event only grows"):
        recorded("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event")


# Whether the triggers are still there.


def missing(store):
    with store.reading() as session:
        return triggers_missing(session.connection())


def run(store, *statements):
    with store.writing() as session:
        for sql in statements:
            session.execute(text(sql))


def test_no_trigger_is_missing_from_a_migrated_database(store):
    assert missing(store) == []


def test_triggers_that_are_gone_are_named(sqlite_store, postgresql_store):
    run(
        sqlite_store,
        "DROP TRIGGER signoff_refuses_delete",
        "DROP TRIGGER snapshot_score_refuses_insert",
    )
    assert missing(sqlite_store) == ["signoff_refuses_delete", "snapshot_score_refuses_insert"]
    run(
        postgresql_store,
        "DROP TRIGGER snapshot_refuses_truncate ON snapshot",
        "DROP TRIGGER snapshot_score_refuses_insert ON snapshot_score",
    )
    assert missing(postgresql_store) == [
        "snapshot_refuses_truncate",
        "snapshot_score_refuses_insert",
    ]


def test_a_trigger_that_lets_everything_pass_counts_as_missing(sqlite_store, postgresql_store):
    run(
        sqlite_store,
        "DROP TRIGGER signoff_refuses_update",
        "CREATE TRIGGER signoff_refuses_update BEFORE UPDATE ON signoff BEGIN SELECT 1; END",
    )
    assert missing(sqlite_store) == ["signoff_refuses_update"]
    run(
        postgresql_store,
        "CREATE OR REPLACE FUNCTION owf_refuse_change() RETURNS trigger AS $$ "
        "BEGIN RETURN NEW; END $$ LANGUAGE plpgsql",
    )
    assert len(missing(postgresql_store)) == 2 * len(IMMUTABLE)


def test_a_trigger_that_is_switched_off_counts_as_missing(postgresql_store):
    run(postgresql_store, "ALTER TABLE signoff DISABLE TRIGGER signoff_refuses_change")
    assert missing(postgresql_store) == ["signoff_refuses_change"]


def test_a_database_without_any_schema_has_all_of_them_missing(bare_store):
    kept = (*IMMUTABLE, *APPEND_ONLY)
    assert len(missing(bare_store)) == 2 * len(kept) + len(COMPLETE_ONCE_SIGNED)
