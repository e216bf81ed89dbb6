"""What the tests of the year share."""

from collections.abc import Callable
from threading import Thread

import pytest
from sqlalchemy import text

from owf.assessment.answering import Choice, save_choice, save_comment
from owf.store.answers import StoredAnswer


@pytest.fixture
def choose(cast):
    """Choose something for an item of Cambridgeshire's police, as somebody who saw ``seen``."""

    def choose_one(
        item_id: str, choice: Choice, *, who=cast.alice, seen: StoredAnswer | None = None
    ) -> StoredAnswer:
        seen = seen or StoredAnswer(item_id)
        return save_choice(cast.store, who, cast.police, item_id, choice, seen=seen)

    return choose_one


@pytest.fixture
def comment(cast):
    """Write a comment on an item of Cambridgeshire's police, as somebody who saw ``seen``."""

    def comment_one(
        item_id: str, words: str, *, who=cast.alice, seen: StoredAnswer | None = None
    ) -> StoredAnswer:
        seen = seen or StoredAnswer(item_id)
        return save_comment(cast.store, who, cast.police, item_id, words, seen=seen)

    return comment_one


@pytest.fixture
def while_another_waits(cast):
    """Run one transaction while another, begun in it, has to wait; gives what became of that.

    ``first(session)`` runs inside the transaction; ``second()`` starts in a thread after it and
    ends after the commit. PostgreSQL says itself when the second one waits for the first.
    """
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    def run(first: Callable[[object], object], second: Callable[[], object]) -> object:
        outcome: list[object] = []

        def try_second() -> None:
            try:
                outcome.append(second())
            except Exception as error:
                outcome.append(error)

        thread = Thread(target=try_second)
        with cast.store.writing() as session:
            first(session)
            thread.start()
            # SQLite's writer waits at BEGIN: it cannot have looked at anything before the commit.
            while not cast.store.is_sqlite and not outcome:
                with cast.store.engine.connect() as other:
                    if other.execute(waiting).scalar_one():
                        break
        thread.join()
        return outcome[0]

    return run
