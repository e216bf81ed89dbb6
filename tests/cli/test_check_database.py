"""``check`` on databases of every kind: what is none, what is old, what was changed."""

import sqlite3

import pytest
from sqlalchemy import text

from owf.cli import check as cli_check
from owf.settings import DATA
from owf.store import Store
from owf.store.migration import migrate
from owf.store.triggers import IMMUTABLE


def run_sql(store, *statements):
    with store.writing() as session:
        for statement in statements:
            session.execute(text(statement))


def sqlite_at(path, *statements):
    store = Store(f"sqlite:///{path}")
    run_sql(store, *statements)
    store.close()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "OWF_DATABASE_URL is not the address of a supported database"),
        (
            "mysql://owf:a-password@host/owf",
            "OWF_DATABASE_URL is not the address of a supported database",
        ),
        ("postgresql://owf@127.0.0.1:1/owf", "The database did not answer. Check that it exists"),
        ("sqlite://", "OWF_DATABASE_URL does not name a file"),
        ("sqlite:///:memory:", "OWF_DATABASE_URL does not name a file"),
        ("sqlite:////proc", "/proc cannot be read"),
        (f"sqlite:///{DATA / 'trusts.csv'}", "trusts.csv is not an SQLite database"),
    ],
)
def test_what_is_no_database_is_told(point_to, check, address, sentence):
    point_to(database_url=address)
    wrong, found = check()
    assert wrong == ["database"]
    assert sentence in found["database"][1]
    assert "a-password" not in str(found)


def test_somebody_else_s_database_stays_as_it_is(point_to, check, files, tmp_path):
    """Opening it as one of ours would turn it into one with a write-ahead log."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE something (id INTEGER)")
    other.close()
    before = files()
    point_to(database_url=f"sqlite:///{path}")
    wrong, found = check()
    assert wrong == ["schema"]
    assert "no schema yet. Run `python -m owf migrate`" in found["schema"][1]
    assert found["signatures"] == (None, "not checked, correct the schema first.")
    assert files() == before


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [("0000", "Run `python -m owf migrate`"), ("9999", "Install the version that was running")],
)
def test_another_version_s_schema_is_told(small_demo_database, check, revision, sentence):
    with sqlite3.connect(small_demo_database) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    database.close()
    wrong, found = check()
    assert wrong == ["schema"]
    assert sentence in found["schema"][1]


def test_a_database_fresh_from_migrate_lacks_an_administrator_alone(for_real, check, tmp_path):
    path = tmp_path / "one.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    store.close()
    for_real(database_url=f"sqlite:///{path}")
    wrong, found = check()
    assert wrong == ["administrators"]
    assert "there is none. Run `python -m owf init --admin EMAIL`" in found["administrators"][1]


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("table", IMMUTABLE)
def test_a_trigger_that_is_gone_or_off_is_told(cast_database, check, table):
    sqlite = cast_database.store.is_sqlite
    run_sql(
        cast_database.store,
        f"DROP TRIGGER {table}_refuses_update"
        if sqlite
        else f"ALTER TABLE {table} DISABLE TRIGGER {table}_refuses_truncate",
    )
    wrong, found = check()
    assert wrong == ["protection of what was signed"]
    name = f"{table}_refuses_{'update' if sqlite else 'truncate'}"
    assert f"because it lacks {name}. Restore it" in found["protection of what was signed"][1]


@pytest.mark.databases("sqlite", "postgresql")
def test_a_trigger_that_refuses_nothing_any_more_is_told(cast_database, check):
    if cast_database.store.is_sqlite:
        run_sql(
            cast_database.store,
            "DROP TRIGGER signoff_refuses_delete",
            "CREATE TRIGGER signoff_refuses_delete BEFORE DELETE ON signoff BEGIN SELECT 1; END",
        )
    else:
        run_sql(
            cast_database.store,
            "CREATE OR REPLACE FUNCTION owf_refuse_addition() RETURNS trigger AS $$ "
            "BEGIN RETURN NEW; END $$ LANGUAGE plpgsql",
        )
    assert check()[0] == ["protection of what was signed"]


def test_a_signed_score_that_was_changed_is_told(small_demo_database, check):
    sqlite_at(
        small_demo_database,
        "DROP TRIGGER snapshot_score_refuses_update",
        "UPDATE snapshot_score SET agreed = 1 WHERE id = (SELECT min(s.id) FROM snapshot_score s "
        "JOIN snapshot ON snapshot.id = s.snapshot_id JOIN round ON round.id = round_id "
        "WHERE trust = 873 AND s.agreed IS NOT NULL)",
    )
    wrong, found = check()
    assert wrong == ["protection of what was signed", "signatures"]
    words = found["signatures"][1]
    assert words.startswith("1 of ")
    assert "Cambridgeshire 2008, version 1: it was CHANGED after it was signed" in words


def test_signatures_that_are_gone_are_told_without_a_flood(small_demo_database, check):
    sqlite_at(small_demo_database, "DROP TRIGGER signoff_refuses_delete", "DELETE FROM signoff")
    words = check()[1]["signatures"][1]
    assert words.count("its signature is gone or cannot be read") == cli_check.SHOWN
    assert words.endswith(" more.")


def test_a_frozen_questionnaire_that_was_changed_is_told(small_demo_database, check):
    sqlite_at(
        small_demo_database,
        "DROP TRIGGER pack_snapshot_refuses_update",
        "UPDATE pack_snapshot SET body = body || ' '",
    )
    wrong, found = check()
    assert wrong == [
        "frozen questionnaires",
        "protection of what was signed",
        "signatures",
    ]
    assert "was changed after it was frozen" in found["frozen questionnaires"][1]


def test_a_damaged_file_hides_no_other_line(small_demo_database, check):
    store = Store(f"sqlite:///{small_demo_database}")
    with store.reading() as session:
        root = session.scalar(
            text("SELECT rootpage FROM sqlite_master WHERE name = 'snapshot_score'")
        )
        size = session.scalar(text("PRAGMA page_size"))
    store.close()
    with small_demo_database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    wrong, found = check()
    assert wrong == ["signatures"]
    assert "CHANGED" in found["signatures"][1] or "damaged" in found["signatures"][1]


def test_a_pgbouncer_that_the_settings_do_not_name_is_told(
    pgbouncer, pgbouncer_store, point_to, check
):
    point_to(database_url=pgbouncer(pgbouncer_store.engine.url.database))
    found = check()[1]
    assert found["connections"][0] is False
    assert "PgBouncer in transaction mode" in found["connections"][1]
    assert "Set OWF_DATABASE_PGBOUNCER to true" in found["connections"][1]
    point_to(database_pgbouncer="true")
    found = check()[1]
    assert found["connections"] == (True, "shared with others (PgBouncer), and used so.")
