"""People and their roles."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from owf.store import people
from owf.store.people import RoleHeld

pytestmark = pytest.mark.databases("sqlite", "postgresql")

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def known(store):
    """Ann, who chairs Cambridgeshire and coordinates it, and Ben."""
    with store.writing() as session:
        people.add_person(
            session,
            "ann",
            "Ann",
            demo_role="chair",
            roles=[RoleHeld("chair", "trust", "873"), RoleHeld("coordinator", "trust", "873")],
        )
        people.add_person(session, "ben", "Ben")
    return store


def test_the_people_of_the_demonstration_are_found_by_role(known):
    with known.reading() as session:
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


def test_names_are_read_together_and_whoever_was_erased_is_missing(known):
    with known.reading() as session:
        assert people.names_of(session, {"ann", "ben", "gone"}) == {"ann": "Ann", "ben": "Ben"}
        assert people.names_of(session, set()) == {}


def test_a_database_with_people_of_the_demonstration_is_one(known):
    assert people.is_demonstration(known)


def test_a_database_without_any_schema_is_no_demonstration(bare_store):
    assert not people.is_demonstration(bare_store)


def test_a_database_without_people_of_the_demonstration_is_none(cast):
    assert not people.is_demonstration(cast.store)


def test_roles_are_given_and_taken_one_by_one(known):
    steering = RoleHeld("steering", "trust", "873")
    with known.writing() as session:
        people.give_role(session, "ben", steering)
    with known.reading() as session:
        assert people.roles_of(session, "ben") == [steering]
    with known.writing() as session:
        assert people.take_role(session, "ben", steering)
        assert not people.take_role(session, "ben", steering)
    with known.reading() as session:
        assert people.roles_of(session, "ben") == []
        assert len(people.roles_of(session, "ann")) == 2


def test_everybody_is_listed_by_name_with_roles(known):
    with known.reading() as session:
        found = people.everybody(session)
    assert [(one.name, len(one.roles), one.has_password) for one in found] == [
        ("Ann", 2, False),
        ("Ben", 0, False),
    ]


def test_whoever_is_erased_leaves_an_opaque_id_and_nothing_that_says_who_it_was(known):
    with known.writing() as session:
        people.erase(session, "ann", NINE)
    with known.reading() as session:
        assert people.name_of(session, "ann") is None
        assert people.names_of(session, {"ann", "ben"}) == {"ben": "Ben"}
        assert people.roles_of(session, "ann") == []
        assert [one.name for one in people.everybody(session)] == ["Ben"]
        row = session.execute(text("SELECT * FROM person WHERE id = 'ann'")).mappings().one()
    kept = {name for name, value in row.items() if value not in (None, "")}
    assert kept == {"id", "erased_at"}
