"""PostgreSQL behind a PgBouncer in transaction mode: everything works, and errors are told."""

from threading import Thread

import psycopg
import pytest
from sqlalchemy import text

from owf.store import Store, StoreFailed
from owf.store.engine import StatementsLost
from owf.store.migration import is_current, migrate
from tests.pgbouncer import address_through, running_pgbouncer

OFTEN = 12
"""More than psycopg lets pass before it prepares a statement."""


def read_often(store):
    for _ in range(OFTEN):
        with store.reading() as session:
            session.execute(text("SELECT count(*) FROM region WHERE code = :code"), {"code": "x"})


def write_often(store):
    for _ in range(OFTEN):
        with store.writing() as session:
            session.execute(text("SELECT count(*) FROM region WHERE code = :code"), {"code": "x"})


def in_three_threads(work):
    failed = []

    def run():
        try:
            work()
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=run) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return failed


def test_a_database_is_made_and_read_by_several_at_once(postgres, pgbouncer):
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE owf_behind")
    store = Store(pgbouncer("owf_behind"), pgbouncer=True)
    migrate(store)
    assert is_current(store)
    assert in_three_threads(lambda: read_often(store)) == []
    assert in_three_threads(lambda: write_often(store)) == []
    assert not store.needs_pgbouncer()
    store.close()


@pytest.fixture
def not_told(pgbouncer, pgbouncer_store):
    """The same database, used as if nothing stood before it."""
    store = Store(pgbouncer(pgbouncer_store.engine.url.database))
    yield store
    store.close()


def test_that_it_was_not_told_of_it_is_found_out(not_told, pgbouncer_store):
    for _ in range(3):
        assert not_told.needs_pgbouncer()
    assert in_three_threads(lambda: read_often(pgbouncer_store)) == []


def test_a_statement_that_was_lost_is_told_with_what_to_set(not_told, pgbouncer):
    write_often(not_told)
    another = Store(not_told.engine.url.render_as_string(hide_password=False))
    with pytest.raises(StatementsLost, match="Set OWF_DATABASE_PGBOUNCER to true"):
        write_often(another)
    another.close()


def test_postgresql_itself_needs_no_such_setting(postgresql_store, sqlite_store):
    assert not postgresql_store.needs_pgbouncer()
    assert not sqlite_store.needs_pgbouncer()


# Its errors


def told(address):
    store = Store(address, pgbouncer=True)
    with pytest.raises(StoreFailed) as caught:
        read_often(store)
    store.close()
    return str(caught.value)


def test_what_it_refuses_of_an_address_is_told(pgbouncer):
    words = told(pgbouncer("postgres") + "?options=-c%20statement_timeout%3D5000")
    assert "refuses what OWF_DATABASE_URL asks" in words
    assert "ignore_startup_parameters" in words


def test_that_it_cannot_sign_in_is_told(pgbouncer):
    assert "did not answer" in told(pgbouncer("not_there"))


def test_that_nothing_is_free_is_told(postgres):
    with (
        running_pgbouncer(
            postgres, default_pool_size=1, query_wait_timeout=1, max_client_conn=2
        ) as port,
        psycopg.connect(address_through(port, "postgres")) as busy,
    ):
        busy.execute("SELECT 1")
        assert "has no connection free" in told(address_through(port, "postgres"))
        with psycopg.connect(address_through(port, "postgres")):
            assert "has no connection free" in told(address_through(port, "postgres"))


def test_that_it_is_gone_is_told(postgres):
    with running_pgbouncer(postgres) as port:
        pass
    assert "did not answer" in told(address_through(port, "postgres"))
