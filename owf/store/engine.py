"""The database connection, with the settings that make an acknowledged answer safe."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from owf.settings import get_settings

_PATIENCE = 10
"""Seconds that a writer waits for the one before it, in this process and in others."""


class StoreFailed(Exception):
    """The database did not do what was asked; nothing of the transaction was kept."""


class StatementsLost(StoreFailed):
    """Statements that were prepared are gone: others use the same connections."""

    def __init__(self) -> None:
        super().__init__(
            "The database's connections are shared with others (PgBouncer in transaction mode), "
            "where prepared statements are lost. Set OWF_DATABASE_PGBOUNCER to true."
        )


class Store:
    """Each ``reading()`` and ``writing()`` gives one transaction; raises ``StoreFailed``.

    ``pgbouncer`` is for connections that others use between our transactions (PgBouncer in
    transaction mode): nothing is prepared there, and nothing else outlasts a transaction anyway.
    """

    def __init__(self, url: str, *, pgbouncer: bool = False) -> None:
        parsed = _address(url)
        if parsed.drivername in {"postgresql", "postgres"}:
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite and parsed.database and parsed.database != ":memory:":
            _make_folder(Path(parsed.database).parent)
        self.is_through_pgbouncer = pgbouncer and not self.is_sqlite
        self.engine: Engine = create_engine(
            parsed,
            connect_args={"prepare_threshold": None} if self.is_through_pgbouncer else {},
            pool_pre_ping=not self.is_sqlite,
            # What goes wrong is logged, and an answer or an e-mail address is no word for a log.
            hide_parameters=True,
            # Keeps one text for a key that comes again: a year of England holds a few sectors'
            # names a hundred thousand times.
            json_deserializer=orjson.loads,
            json_serializer=_as_json,
        )
        if self.is_sqlite:
            _make_sqlite_safe(self.engine)
        self._shared = threading.local()
        self._turn = threading.Lock()
        self._write_engine = self.engine.execution_options(owf_write=True)
        # SQLite reads from one snapshot by itself; PostgreSQL would look afresh at each query.
        self._read_engine = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with failing_as_one(), Session(self._read_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        shared: Session | None = getattr(self._shared, "session", None)
        if shared is not None:
            with failing_as_one(), shared.begin_nested():
                yield shared
            return
        with (
            self._one_after_the_other(),
            failing_as_one(),
            Session(self._write_engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _one_after_the_other(self) -> Iterator[None]:
        """Let this process's writers wait for each other here, and not in SQLite.

        A waiting SQLite writer looks again after longer and longer pauses: of three hundred people
        who answer at the same time some would wait for seconds, and one by one in vain.
        """
        has_turn = self.is_sqlite and self._turn.acquire(timeout=_PATIENCE)
        try:
            yield
        finally:
            if has_turn:
                self._turn.release()

    @contextmanager
    def writing_together(self) -> Iterator[None]:
        """Let what this thread writes in the block reach the disk at once, when the block ends.

        Each ``writing()`` in it is still whole or not at all, and not kept before the end. Waiting
        for the disk is most of what a small transaction costs.
        """
        with self.writing() as session:
            self._shared.session = session
            try:
                yield
            finally:
                self._shared.session = None

    def is_reachable(self) -> bool:
        try:
            self.ask()
        except StoreFailed:
            return False
        return True

    def ask(self) -> None:
        """Raises ``StoreFailed``, with what to do, where the database does not answer."""
        try:
            with failing_as_one(), self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            # Such as a file that is no database.
            raise StoreFailed(_NO_ANSWER) from error

    def needs_pgbouncer(self) -> bool:
        """Whether connections turn out to be shared, though the store was not told so."""
        if self.is_sqlite or self.is_through_pgbouncer:
            return False
        # Prepares at the first use, and gives each connection's statements the same names.
        fresh = create_engine(
            self.engine.url, poolclass=NullPool, connect_args={"prepare_threshold": 0}
        )
        try:
            with failing_as_one(), fresh.connect():
                # What an engine asks at its first connection is behind it then.
                pass
            with failing_as_one(), fresh.connect() as first, fresh.connect() as second:
                for connection in (first, second):
                    connection.exec_driver_sql("SELECT 1")
                    connection.commit()
        except StatementsLost:
            with failing_as_one(), self.engine.connect() as connection:
                connection.exec_driver_sql("DEALLOCATE ALL")
                connection.commit()
            return True
        return False

    def close(self) -> None:
        self.engine.dispose()


def _as_json(content: object) -> str:
    """JSON for a column: the fields of a signature are hundreds of small ones."""
    return orjson.dumps(content).decode()


def _address(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() not in {"sqlite", "postgresql", "postgres"}:
        # The address itself is not repeated: it may hold a password.
        raise StoreFailed(
            "OWF_DATABASE_URL is not the address of a supported database. Write sqlite:///FILE "
            "or postgresql://USER@HOST/NAME."
        )
    return parsed


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFailed(
            f"The database's folder {folder} cannot be made ({error.strerror}): "
            "make it, or choose another in OWF_DATABASE_URL."
        ) from error


_LOST_STATEMENTS = frozenset({"26000", "42P05"})
"""A prepared statement that is not there, or is there already."""
_NO_ANSWER = (
    "The database did not answer. Check that it exists and is running, and that "
    "OWF_DATABASE_URL is its address."
)
_REASONS = (
    (
        ("unsupported startup parameter",),
        "PgBouncer refuses what OWF_DATABASE_URL asks of the connection behind its “?”. Take it "
        "out of the address, or name it in PgBouncer's ignore_startup_parameters.",
    ),
    (
        ("no more connections", "query_wait_timeout", "too many clients", "remaining connection"),
        "The database has no connection free. Try again in a minute. If it stays so, allow more: "
        "max_connections in PostgreSQL; max_client_conn, default_pool_size and "
        "query_wait_timeout in PgBouncer.",
    ),
    (
        ("server login", "login rejected", "auth_query", "no such user", "no such database"),
        "PgBouncer cannot sign in to the database. Check the name, password and database in its "
        "settings, and that PostgreSQL is running.",
    ),
)


@contextmanager
def failing_as_one() -> Iterator[None]:
    """Raises ``StoreFailed``; a broken constraint is a fault of ours and stays what it is."""
    try:
        yield
    except OperationalError as error:
        raise StoreFailed(_reason(str(error.orig))) from error
    except NoneFree as error:
        raise StoreFailed(_reason("no more connections")) from error
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) not in _LOST_STATEMENTS:
            raise
        raise StatementsLost from error


def _reason(said: str) -> str:
    for marks, reason in _REASONS:
        if any(mark in said for mark in marks):
            return reason
    return _NO_ANSWER


def _make_sqlite_safe(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        # The driver's own implicit BEGIN would come too late and be the wrong kind.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {1000 * _PATIENCE}")
        cursor.execute("PRAGMA journal_mode = WAL")
        # FULL: an answer that was acknowledged survives a power cut.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Without it REPLACE deletes what it replaces past the triggers that refuse changes.
        cursor.execute("PRAGMA recursive_triggers = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes the lock at once: a read that turns into a write could fail half way.
        write = connection.get_execution_options().get("owf_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@lru_cache(maxsize=1)
def get_store() -> Store:
    settings = get_settings()
    return Store(settings.database_url, pgbouncer=settings.database_pgbouncer)
