"""People, their roles, and the sessions that the database keeps."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from owf.store import people
from owf.store.people import RoleHeld

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


@pytest.fixture
def signed_in(store):
    """Ann, who chairs Cambridgeshire and coordinates it, signed in from nine to ten."""
    with store.writing() as session:
        people.add_person(
            session,
            "ann",
            "Ann",
            demo_role="chair",
            roles=[RoleHeld("chair", "trust", "873"), RoleHeld("coordinator", "trust", "873")],
        )
        people.add_person(session, "ben", "Ben")
        people.add_session(session, "hash", "ann", NINE, TEN)
    return store


def _there(store, token_hash, at):
    with store.reading() as session:
        return people.person_in_session(session, token_hash, at)


def test_a_session_knows_its_person_and_all_their_roles(signed_in):
    person, roles = _there(signed_in, "hash", NINE)
    assert (person.id, person.name, person.demo_role) == ("ann", "Ann", "chair")
    assert roles == [RoleHeld("chair", "trust", "873"), RoleHeld("coordinator", "trust", "873")]


def test_a_session_of_a_person_without_roles_is_one_all_the_same(signed_in):
    with signed_in.writing() as session:
        people.add_session(session, "another", "ben", NINE, TEN)
    person, roles = _there(signed_in, "another", NINE)
    assert (person.name, roles) == ("Ben", [])


def test_a_session_is_over_at_its_very_end(signed_in):
    assert _there(signed_in, "hash", TEN - timedelta(microseconds=1)) is not None
    assert _there(signed_in, "hash", TEN) is None


def test_an_unknown_session_is_nobody(signed_in):
    assert _there(signed_in, "wrong", NINE) is None


def test_an_ended_session_is_nobody(signed_in):
    with signed_in.writing() as session:
        people.end_session(session, "hash")
    assert _there(signed_in, "hash", NINE) is None


def test_sessions_that_are_over_are_cleared_away_at_the_next_sign_in(signed_in):
    with signed_in.writing() as session:
        people.add_session(session, "later", "ben", TEN, TEN + timedelta(hours=1))
    # Even at a time when it was still good, there is no row left to find.
    assert _there(signed_in, "hash", NINE) is None
    assert _there(signed_in, "later", TEN) is not None


def test_the_people_of_the_demonstration_are_found_by_role(signed_in):
    with signed_in.reading() as session:
        assert people.person_with_demo_role(session, "chair").name == "Ann"
        assert people.person_with_demo_role(session, "national") is None
        assert [one.id for one in people.demo_people(session)] == ["ann"]


def test_it_refuses_the_same_role_in_the_same_place_twice(store):
    twice = [RoleHeld("chair", "trust", "873")] * 2
    with pytest.raises(IntegrityError), store.writing() as session:
        people.add_person(session, "ann", "Ann", roles=twice)


def test_nobody_has_a_name_where_the_person_was_erased(store):
    with store.reading() as session:
        assert people.name_of(session, "gone") is None


def test_names_are_read_together_and_whoever_was_erased_is_missing(signed_in):
    with signed_in.reading() as session:
        assert people.names_of(session, {"ann", "ben", "gone"}) == {"ann": "Ann", "ben": "Ben"}
        assert people.names_of(session, set()) == {}


def test_a_database_with_people_of_the_demonstration_is_one(signed_in):
    assert people.is_demonstration(signed_in)


def test_a_database_without_any_schema_is_no_demonstration(bare_store):
    assert not people.is_demonstration(bare_store)


def test_a_database_without_people_of_the_demonstration_is_none(cast):
    assert not people.is_demonstration(cast.store)
