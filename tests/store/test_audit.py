"""Reading the record page by page: the newest first, nothing twice and nothing left out."""

from datetime import UTC, datetime

import pytest

from owf.store import audit
from owf.store.audit import EventsWanted

pytestmark = pytest.mark.databases("sqlite", "postgresql")

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def add(store):
    """Add an event."""

    def add_one(hour=9, action="signed_in", person="anna", trust=None):
        with store.writing() as session:
            audit.add_event(
                session, at=NINE.replace(hour=hour), person_id=person, action=action,
                object_kind="", object_id="", trust=trust, address="", detail={"a": 1},
            )  # fmt: skip

    return add_one


@pytest.fixture
def ids(store):
    """The numbers of the events that fit."""

    def read(limit=100, **wanted):
        with store.reading() as session:
            return [one.id for one in audit.events(session, EventsWanted(**wanted), limit)]

    return read


def test_events_are_read_by_their_time_and_then_by_their_number(add, ids):
    for hour in (9, 11, 10, 10, 8):
        add(hour)
    by_number = sorted(ids())
    assert ids() == [by_number[place] for place in (1, 3, 2, 0, 4)]


def test_older_and_newer_pages_meet_without_gap_or_overlap(add, ids):
    for hour in (9, 9, 10, 9, 11, 10, 9):
        add(hour)
    everything = ids()
    assert ids(2, before_id=everything[1]) == everything[2:4]
    assert ids(2, after_id=everything[4]) == everything[2:4]
    assert ids(9, after_id=everything[4]) == everything[:4]
    assert ids(9, before_id=everything[-1]) == []
    assert ids(9, after_id=everything[0]) == []


@pytest.mark.parametrize("number", [0, 987654321, -1])
def test_a_place_that_is_none_has_nothing_before_or_after_it(add, ids, number):
    add()
    assert ids(before_id=number) == ids(after_id=number) == []


def test_choices_narrow_down_and_are_counted(store, add, ids):
    add(9, "refused", "anna", 873)
    add(10, "refused", "bob", 383)
    add(11, "signed_in", "anna", 873)
    add(12, "signed_in", None)
    newest = ids()
    assert ids(trust=873) == [newest[1], newest[3]]
    assert ids(person_id="anna", actions=["refused"]) == [newest[3]]
    assert ids(since=NINE.replace(hour=10), until=NINE.replace(hour=12)) == newest[1:3]
    with store.reading() as session:
        assert audit.event_count(session, EventsWanted(trust=873)) == 2
        assert sorted(audit.people_in(session, None)) == ["anna", "bob"]
        assert audit.people_in(session, 873) == ["anna"]
        assert sorted(audit.trusts_in(session)) == [383, 873]
