"""``migrate``, and the database that other commands ask."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from owf.assessment.refusals import Refused
from owf.cli.demonstration import become_the_demonstration
from owf.cli.speaking import refusing_in_words, say
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
