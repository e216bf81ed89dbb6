"""``migrate``, and the database that other commands ask."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from owf.assessment.errors import Refused
from owf.cli.demo import become_the_demonstration
from owf.cli.output import refusing_in_words, say
from owf.settings import DATA
from owf.store import Store, get_store, migration


def migrate() -> None:
    """Bring the database to the newest schema, keeping its data."""
    with refusing_in_words():
        migration.migrate(get_store())
    say("The database has the newest schema.")


@contextmanager
def open_store() -> Iterator[Store]:
    """The database of the settings; the demonstration's where there is none at all."""
    is_set = "OWF_DATABASE_URL" in os.environ or "OWF_DATABASE_URL_FILE" in os.environ
    if not is_set and not (DATA / "one-workforce.db").exists():
        say("There is no database yet, so this uses the demonstration.")
        become_the_demonstration()
    store = get_store()
    if not migration.is_current(store):
        raise Refused(
            "The database does not have the schema of this version. Run `python -m owf migrate` "
            "first."
        )
    try:
        yield store
    finally:
        store.close()


SQLITE = re.compile(r"sqlite(?:\+\w+)?://(?:/)?(?P<file>[^?]*)(?:\?.*)?")
MAGIC = b"SQLite format 3\0"
WRITE_AHEAD = 2
"""The 19th byte of a SQLite file that keeps a write-ahead log, as ours do."""


class Wrong(Exception):
    """Something makes this installation unfit; the sentence says what, and what to do."""


@contextmanager
def looking_at(url: str, *, pgbouncer: bool = False) -> Iterator[Store]:
    """Only to look at.

    Raises:
        Wrong: there is none yet, or what is there is none.
        StoreFailed: the address is of no kind of database that is known here, or nothing answers.
    """
    with ExitStack() as closing:
        sqlite = SQLITE.fullmatch(url)
        if sqlite and not _keeps_a_log(sqlite["file"]):
            # Opening it as ours would turn it into a database with a write-ahead log.
            folder = closing.enter_context(TemporaryDirectory(prefix="owf-check-"))
            url = f"sqlite:///{_copy_of(Path(sqlite['file']), Path(folder))}"
        store = Store(url, pgbouncer=pgbouncer)
        closing.callback(store.close)
        store.ask()
        yield store


def _keeps_a_log(file: str) -> bool:
    if file in {"", ":memory:"}:
        raise Wrong(
            "OWF_DATABASE_URL does not name a file, so all answers would be lost when the "
            "service stops. Write sqlite:///FILE."
        )
    try:
        with Path(file).open("rb") as opened:
            head = opened.read(20)
    except (FileNotFoundError, NotADirectoryError):
        head = b""
    except OSError as error:
        raise Wrong(f"{file} cannot be read ({error.strerror}). Check who owns it.") from error
    if not head:
        raise Wrong(
            f"there is no database yet. Run `python -m owf init --admin EMAIL` to make {file}, or "
            "`python -m owf demo` for the demonstration."
        )
    if not head.startswith(MAGIC) or len(head) < 20:
        raise Wrong(
            f"{file} is not an SQLite database. Correct OWF_DATABASE_URL, or restore a backup."
        )
    return head[18] == WRITE_AHEAD


def _copy_of(path: Path, folder: Path) -> Path:
    """A copy, with what a transaction that was broken off has left to be undone."""
    for suffix in ("", "-journal"):
        one = path.with_name(path.name + suffix)
        if one.exists():
            shutil.copyfile(one, folder / one.name)
    return folder / path.name
