"""The database connection: durable, consistent, and safe with several writers."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import select

from owf.store import Store, accounts, people
from owf.store.tables import UserSession

pytestmark = pytest.mark.databases("sqlite", "postgresql", "pgbouncer")

MOMENT = datetime(2009, 7, 10, 9, 30, 15, 123456, tzinfo=UTC)


def _started_at(store, token_hash):
    with store.reading() as session:
        return session.scalar(
            select(UserSession.started_at).where(UserSession.token_hash == token_hash)
        )


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-9))])
def test_a_moment_comes_back_as_the_same_moment_in_utc(cast, zone):
    started = MOMENT.astimezone(zone)
    with cast.store.writing() as session:
        accounts.add_session(
            session,
            "hash",
            person_id="alice",
            started_at=started,
            expires_at=started + timedelta(hours=1),
        )
    kept = _started_at(cast.store, "hash")
    assert kept == MOMENT
    assert kept.utcoffset() == timedelta(0)


def test_it_refuses_a_moment_without_a_time_zone(cast):
    naive = MOMENT.replace(tzinfo=None)
    with pytest.raises(StatementError, match="give it in UTC"), cast.store.writing() as session:
        accounts.add_session(
            session, "hash", person_id="alice", started_at=naive, expires_at=MOMENT
        )


def test_sqlite_survives_a_power_cut_and_holds_to_its_references(sqlite_store):
    with sqlite_store.reading() as session:

        def pragma(name):
            return session.execute(text(f"PRAGMA {name}")).scalar_one()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2  # FULL
        assert pragma("foreign_keys") == 1
        assert pragma("busy_timeout") >= 5000


def test_it_makes_the_folder_of_a_sqlite_file(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'not' / 'there' / 'yet.db'}")
    assert store.is_reachable()
    store.close()


def test_it_says_when_the_database_cannot_be_reached(tmp_path):
    store = Store(f"postgresql://nobody@/nothing?host={tmp_path}")
    assert not store.is_reachable()


def test_it_takes_the_short_name_of_postgresql(postgres, postgres_template):
    store = Store(postgres(postgres_template))
    assert store.engine.url.drivername == "postgresql+psycopg"
    assert store.is_reachable()
    store.close()


def test_all_of_a_transaction_is_kept_or_none_of_it(store):
    def add_twice():
        with store.writing() as session:
            people.add_person(session, "one", "One")
            people.add_person(session, "one", "One again")

    with pytest.raises(IntegrityError):
        add_twice()
    with store.reading() as session:
        assert people.name_of(session, "one") is None


def _can_write(path):
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    finally:
        other.close()
    return True


def test_a_writer_takes_the_lock_at_its_first_read(sqlite_store):
    path = sqlite_store.engine.url.database
    with sqlite_store.writing() as session:
        people.name_of(session, "anyone")
        assert not _can_write(path)
    assert _can_write(path)


def test_a_reader_takes_no_lock_and_sees_one_state_throughout(store):
    with store.reading() as reading:
        assert people.name_of(reading, "late") is None
        with store.writing() as writing:
            people.add_person(writing, "late", "Latecomer")
        assert people.name_of(reading, "late") is None
    with store.reading() as session:
        assert people.name_of(session, "late") == "Latecomer"


def test_two_writers_at_once_both_succeed(store):
    failed = []

    def write(who):
        try:
            for number in range(20):
                with store.writing() as session:
                    # Reading first is what makes a lock that comes late fail half way.
                    people.name_of(session, "anyone")
                    people.add_person(session, f"{who}-{number}", who)
        except Exception as error:
            failed.append(error)

    writers = [Thread(target=write, args=(who,)) for who in ("ann", "ben")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    with store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM person")).scalar_one() == 40


def test_what_is_written_together_is_kept_at_the_end_and_each_whole_or_not(store):
    def add(code):
        with store.writing() as session:
            session.execute(text("INSERT INTO region VALUES (:code, :code)"), {"code": code})
            if code == "half":
                raise ValueError(code)

    def codes():
        with store.reading() as session:
            return set(session.scalars(text("SELECT code FROM region")))

    with store.writing_together():
        add("first")
        with pytest.raises(ValueError, match="half"):
            add("half")
        add("last")
        assert codes() == set()
    assert codes() == {"first", "last"}
    add("alone")
    assert "alone" in codes()


def test_where_the_whole_is_not_kept_none_of_it_is(store):
    def fail():
        with store.writing_together():
            with store.writing() as session:
                session.execute(text("INSERT INTO region VALUES ('first', 'x')"))
            raise ValueError("at the end")

    with pytest.raises(ValueError, match="at the end"):
        fail()
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM region")) == 0
