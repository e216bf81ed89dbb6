"""What the tests of reports share: the demonstration of five years, and the people in it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from owf import clock
from owf.access import Actor
from owf.settings import DEMO_TODAY
from owf.store import Store, people
from tests.databases import sqlite_copy


@pytest.fixture
def five_years(five_years_path: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of all five years, to read and to change; its today is ``DEMO_TODAY``."""
    noon = datetime.combine(DEMO_TODAY, time(12), UTC)
    with (
        clock.stopped_at(noon),
        sqlite_copy(five_years_path, tmp_path / "five-years.db") as (_, store),
    ):
        yield store


@pytest.fixture
def person(five_years: Store) -> Callable[[str], Actor]:
    """Somebody of the demonstration by their role there, such as ``chair``."""

    def by_role(role: str) -> Actor:
        with five_years.reading() as session:
            record = people.person_with_demo_role(session, role)
            assert record is not None
            return Actor(record.id, record.name, tuple(people.roles_of(session, record.id)))

    return by_role
