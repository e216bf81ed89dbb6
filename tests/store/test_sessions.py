"""The signed-in browsers that the database keeps."""

from datetime import UTC, datetime, timedelta

import pytest

from owf.store import accounts, people
from owf.store.people import RoleHeld

pytestmark = pytest.mark.databases("sqlite", "postgresql", "pgbouncer")

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
CHAIR, COORDINATOR = RoleHeld("chair", "trust", "873"), RoleHeld("coordinator", "trust", "873")


def _sign_in(store, token_hash, person, at=NINE, until=TEN):
    with store.writing() as session:
        accounts.add_session(
            session, token_hash, person_id=person, started_at=at, expires_at=until, device="Firefox"
        )


@pytest.fixture
def signed_in(store):
    """Ann, who chairs Cambridgeshire and coordinates it, signed in from nine to ten; and Ben."""
    with store.writing() as session:
        people.add_person(session, "ann", "Ann", demo_role="chair", roles=[CHAIR, COORDINATOR])
        people.add_person(session, "ben", "Ben")
    _sign_in(store, "hash", "ann")
    return store


def _there(store, token_hash, at, seen_since=NINE):
    with store.reading() as session:
        return accounts.person_there(session, token_hash, at, seen_since)


def test_a_session_knows_its_person_and_all_their_roles(signed_in):
    found = _there(signed_in, "hash", NINE)
    assert (found.id, found.name, found.demo_role) == ("ann", "Ann", "chair")
    assert (found.roles, found.acting) == ((CHAIR, COORDINATOR), None)


def test_a_session_of_a_person_without_roles_is_one_all_the_same(signed_in):
    _sign_in(signed_in, "another", "ben")
    found = _there(signed_in, "another", NINE)
    assert (found.name, found.roles) == ("Ben", ())


def test_a_session_is_over_at_its_very_end(signed_in):
    assert _there(signed_in, "hash", TEN - timedelta(microseconds=1)) is not None
    assert _there(signed_in, "hash", TEN) is None


def test_a_session_that_nobody_used_for_a_while_is_over(signed_in):
    assert _there(signed_in, "hash", NINE, seen_since=NINE + timedelta(microseconds=1)) is None
    with signed_in.writing() as session:
        accounts.touch_session(session, "hash", NINE + timedelta(minutes=30))
    found = _there(signed_in, "hash", TEN - timedelta(minutes=5), NINE + timedelta(minutes=20))
    assert found.last_seen_at == NINE + timedelta(minutes=30)
    with signed_in.reading() as session:
        assert people.everybody(session)[0].last_seen_at == NINE + timedelta(minutes=30)


def test_an_unknown_session_is_nobody(signed_in):
    assert _there(signed_in, "wrong", NINE) is None


def test_an_ended_session_is_nobody(signed_in):
    with signed_in.writing() as session:
        accounts.end_session(session, "hash")
    assert _there(signed_in, "hash", NINE) is None


def test_all_sessions_of_a_person_end_but_one_and_nobody_elses(signed_in):
    _sign_in(signed_in, "phone", "ann")
    _sign_in(signed_in, "ben's", "ben")
    with signed_in.writing() as session:
        accounts.end_sessions_of(session, "ann", but="phone")
    assert _there(signed_in, "hash", NINE) is None
    assert _there(signed_in, "phone", NINE) is not None
    assert _there(signed_in, "ben's", NINE) is not None


def test_a_person_who_was_disabled_is_nobody_until_they_are_let_in_again(signed_in):
    for disabled_at, is_there in ((NINE, False), (None, True)):
        with signed_in.writing() as session:
            people.set_disabled(session, "ann", disabled_at)
        assert (_there(signed_in, "hash", NINE) is not None) == is_there


def test_a_person_who_was_erased_is_nobody(signed_in):
    with signed_in.writing() as session:
        people.erase(session, "ann", NINE)
    assert _there(signed_in, "hash", NINE) is None


def test_a_session_works_under_one_role_until_that_is_taken(signed_in):
    with signed_in.writing() as session:
        accounts.act_under(session, "hash", COORDINATOR)
    assert _there(signed_in, "hash", NINE).acting == COORDINATOR
    with signed_in.writing() as session:
        people.take_role(session, "ann", COORDINATOR)
    found = _there(signed_in, "hash", NINE)
    assert (found.roles, found.acting) == ((CHAIR,), None)


def test_a_role_that_somebody_else_holds_is_not_worked_under(signed_in):
    _sign_in(signed_in, "ben's", "ben")
    with signed_in.writing() as session:
        accounts.act_under(session, "ben's", CHAIR)
    assert _there(signed_in, "ben's", NINE).acting is None


def test_a_person_sees_their_live_sessions_the_newest_first(signed_in):
    _sign_in(signed_in, "later", "ann", NINE + timedelta(minutes=10), TEN + timedelta(hours=1))
    with signed_in.reading() as session:
        both = accounts.sessions_of(session, "ann", NINE)
        assert [(one.token_hash, one.device) for one in both] == [
            ("later", "Firefox"),
            ("hash", "Firefox"),
        ]
        assert [one.token_hash for one in accounts.sessions_of(session, "ann", TEN)] == ["later"]


def test_sessions_that_are_over_are_cleared_away_at_the_next_sign_in(signed_in):
    _sign_in(signed_in, "later", "ben", TEN, TEN + timedelta(hours=1))
    # Even at a time when it was still good, there is no row left to find.
    assert _there(signed_in, "hash", NINE) is None
    assert _there(signed_in, "later", TEN, TEN) is not None
