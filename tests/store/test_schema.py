"""The migrated schema is the one that the tables describe, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect
from sqlmodel import SQLModel

from owf.store import Store, people
from owf.store.migration import current_revision, is_current, migrate, newest_revision

pytestmark = pytest.mark.databases("sqlite", "postgresql")


def test_migrating_gives_the_schema_that_the_tables_describe(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_gives_every_check_that_the_tables_name(store):
    with store.engine.connect() as connection:
        found = inspect(connection)
        for table in SQLModel.metadata.sorted_tables:
            described = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
            there = {str(check["name"]) for check in found.get_check_constraints(table.name)}
            assert there == described, table.name


def test_every_check_has_a_name_to_be_told_by():
    for table in SQLModel.metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                assert constraint.name, f"{table.name}: {constraint.sqltext}"


def test_an_empty_database_has_no_schema_until_it_is_migrated(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    assert current_revision(store) is None
    assert not is_current(store)
    migrate(store)
    assert current_revision(store) == newest_revision()
    assert is_current(store)
    store.close()


def test_migrating_twice_keeps_the_data(cast):
    migrate(cast.store)
    with cast.store.reading() as session:
        assert people.name_of(session, "alice") == "Alice"
