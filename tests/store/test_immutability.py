"""What was signed stays as it was signed: the database itself says no."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from owf.store.immutability import IMMUTABLE

HARMLESS = {
    "snapshot": "version = version",
    "snapshot_score": "mean = 5.0",
    "signoff": "signed_by = 'mallory'",
}


@pytest.fixture
def signed(cast):
    """A store with one signed round, and a way to run SQL on it as its owner would."""
    cast.sign(cast.leeds, {"health": 2, "police": 3, "schools": 4})

    def run(sql):
        with cast.store.writing() as session:
            return session.execute(text(sql))

    return run


@pytest.mark.parametrize("table", IMMUTABLE)
def test_it_refuses_to_change_what_was_signed(signed, table):
    assert signed(f"SELECT count(*) FROM {table}").scalar_one() > 0
    with pytest.raises(DBAPIError, match=f"{table} is kept as it was signed"):
        signed(f"UPDATE {table} SET {HARMLESS[table]}")


@pytest.mark.parametrize("table", IMMUTABLE)
def test_it_refuses_to_delete_what_was_signed(signed, table):
    before = signed(f"SELECT count(*) FROM {table}").scalar_one()
    with pytest.raises(DBAPIError, match=f"{table} is kept as it was signed"):
        signed(f"DELETE FROM {table}")
    assert signed(f"SELECT count(*) FROM {table}").scalar_one() == before


@pytest.mark.parametrize("cast", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", IMMUTABLE)
def test_it_refuses_to_replace_what_was_signed(cast, signed, table):
    """SQLite's REPLACE deletes a row without a word, unless it is told to fire the triggers."""
    with cast.store.reading() as session:
        columns = [one["name"] for one in inspect(session.connection()).get_columns(table)]
    same = ", ".join(columns)
    with pytest.raises(DBAPIError, match=f"{table} is kept as it was signed"):
        signed(f"INSERT OR REPLACE INTO {table} ({same}) SELECT {same} FROM {table}")


@pytest.mark.parametrize("cast", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", IMMUTABLE)
def test_postgresql_refuses_to_empty_what_was_signed(signed, table):
    with pytest.raises(DBAPIError, match="is kept as it was signed"):
        signed(f"TRUNCATE {table} CASCADE")
    assert signed(f"SELECT count(*) FROM {table}").scalar_one() > 0
