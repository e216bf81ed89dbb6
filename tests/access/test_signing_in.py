"""Signing in with a password: one answer for every failure, and longer waits each time."""

from datetime import UTC, datetime, timedelta

import pytest

from owf import clock
from owf.access import who_is_there
from owf.access.errors import SignInRefused
from owf.access.passwords import hash_password
from owf.access.sign_in import (
    FREE_FOR_AN_ACCOUNT,
    FREE_FOR_AN_ADDRESS,
    LONGEST_WAIT,
    WRONG,
    sign_in,
    sign_in_as,
)
from owf.settings import get_settings
from owf.store import accounts, audit, people
from owf.store.audit import EventsWanted

GOOD, HOME = "kettle orbit plum fence", "192.0.2.1"
NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def hashed():
    return hash_password(GOOD)


@pytest.fixture
def anna(cast, hashed):
    """Somebody with an account."""
    with cast.store.writing() as session:
        people.add_person(session, "anna", "Anna", email="anna@example.org")
        accounts.set_password(session, "anna", hashed)
    return cast


def attempt(cast, email="anna@example.org", password=GOOD, *, address=HOME, at=NINE):
    """Try to sign in; gives the token, or the sentence of the refusal."""
    with clock.stopped_at(at):
        try:
            return sign_in(cast.store, email, password, address=address, device="Firefox")
        except SignInRefused as refused:
            return str(refused)


def events(cast):
    with cast.store.reading() as session:
        return audit.events(session, EventsWanted(since=NINE), 100)


def test_the_right_password_signs_in_however_the_address_is_written(anna):
    token = attempt(anna, "  ANNA@Example.org ")
    with clock.stopped_at(NINE):
        found = who_is_there(anna.store, token, HOME)
    assert (found.id, found.name, found.address) == ("anna", "Anna", HOME)
    event = events(anna)[0]
    assert (event.action, event.person_id, event.address) == ("signed_in", "anna", HOME)


@pytest.mark.parametrize(
    "typed", [" Anna@Example.org\u200b", "anna@example.org\x00", "\ufeffanna@example.org"]
)
def test_an_address_is_taken_as_it_is_seen(anna, typed):
    assert attempt(anna, typed, GOOD) != WRONG


def test_unknown_wrong_disabled_and_without_a_password_are_one_answer(anna):
    with anna.store.writing() as session:
        people.add_person(session, "new", "New", email="new@example.org")
        people.add_person(session, "off", "Off", email="off@example.org")
        accounts.set_password(session, "off", accounts.account_of(session, "anna").password_hash)
        people.set_disabled(session, "off", NINE)
    answers = {
        attempt(anna, email, password, address=f"192.0.2.{place}")
        for place, (email, password) in enumerate(
            [
                ("nobody@example.org", GOOD),
                ("anna@example.org", "kettle orbit plum fences"),
                ("new@example.org", GOOD),
                ("off@example.org", GOOD),
                ("", ""),
                ("anna@example.org,", GOOD),
            ]
        )
    }
    assert answers == {WRONG}
    assert {one.action for one in events(anna)} == {"sign_in_failed"}


def test_a_failure_is_recorded_without_the_address_or_the_password_that_was_typed(anna):
    attempt(anna, "someone-else@example.org", "hunter2hunter2hunter2")
    attempt(anna, "anna@example.org", "hunter2hunter2hunter2")
    kept = repr(events(anna))
    assert "hunter2" not in kept
    assert "@" not in kept
    assert [one.person_id for one in events(anna)] == ["anna", None]


def test_an_account_waits_longer_after_each_failure_and_the_right_password_waits_too(anna):
    for number in range(FREE_FOR_AN_ACCOUNT):
        assert attempt(anna, password="wrong wrong wrong", address=f"192.0.2.{number}") == WRONG
    assert "Try again in 15 seconds" in attempt(anna, address="198.51.100.1")
    at, waits = NINE + timedelta(seconds=15), []
    for number in range(9):
        assert (
            attempt(anna, password="wrong wrong wrong", address=f"203.0.113.{number}", at=at)
            == WRONG
        )
        with anna.store.reading() as session:
            waits.append(
                max(
                    one.until - at
                    for one in [accounts.wait_of(session, key) for key in _keys(anna)]
                    if one
                )
            )
        at += waits[-1]
    assert waits == sorted(waits)
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert waits[-1] == LONGEST_WAIT
    assert not attempt(anna, at=at).startswith(("Sign-in", "That"))


def _keys(cast):
    from owf.access.sign_in import keys_of  # noqa: PLC0415

    return [key for key, _ in keys_of("anna@example.org", "nowhere")]


def test_unknown_accounts_wait_like_known_ones(anna):
    """Else the wait would tell which addresses have an account."""
    for email in ("anna@example.org", "nobody@example.org"):
        for number in range(FREE_FOR_AN_ACCOUNT):
            attempt(anna, email, "wrong wrong wrong", address=f"{email[0]}{number}")
    known, unknown = attempt(anna), attempt(anna, "nobody@example.org")
    assert known == unknown
    assert "too many" in known


def test_an_address_that_tries_many_accounts_waits(anna):
    for number in range(FREE_FOR_AN_ADDRESS):
        assert attempt(anna, f"person{number}@example.org") == WRONG
    assert "too many" in attempt(anna)
    assert "too many" not in attempt(anna, address="198.51.100.9")


def test_signing_in_forgets_the_failures_of_the_account(anna):
    for _ in range(3):
        for number in range(FREE_FOR_AN_ACCOUNT - 1):
            assert attempt(anna, password="wrong wrong wrong", address=f"192.0.2.{number}") == WRONG
        assert attempt(anna, address="198.51.100.9") not in (WRONG, "")
    assert "too many" not in attempt(anna)


def test_old_failures_are_forgotten(anna):
    for _ in range(FREE_FOR_AN_ACCOUNT):
        attempt(anna, password="wrong wrong wrong")
    attempt(anna, "other@example.org", address="x", at=NINE + timedelta(hours=13))
    with anna.store.reading() as session:
        assert accounts.wait_of(session, _keys(anna)[0]) is None


def test_a_hash_of_weaker_settings_is_made_anew_at_sign_in(anna):
    from argon2 import PasswordHasher  # noqa: PLC0415

    with anna.store.writing() as session:
        accounts.set_password(
            session, "anna", PasswordHasher(time_cost=1, memory_cost=1024).hash(GOOD)
        )
    attempt(anna)
    with anna.store.reading() as session:
        hashed = accounts.account_of(session, "anna").password_hash
    assert "m=65536" in hashed
    assert attempt(anna) != WRONG


@pytest.mark.parametrize("demo", ["0", "1"])
def test_the_demonstrations_people_sign_in_only_in_the_demonstration(cast, environment, demo):
    with cast.store.writing() as session:
        people.add_person(session, "demo", "Chair", demo_role="chair")
    environment.setenv("OWF_DEMO", demo)
    get_settings.cache_clear()
    if demo == "0":
        with pytest.raises(SignInRefused, match="nobody with that name"):
            sign_in_as(cast.store, "chair", address=HOME)
        return
    # On the clock: by the real one a night's run would sign in before what the record is asked for.
    with clock.stopped_at(NINE):
        token = sign_in_as(cast.store, "chair", address=HOME, device="Firefox")
        assert who_is_there(cast.store, token).id == "demo"
    event = events(cast)[0]
    assert (event.action, event.detail["way"], event.address) == (
        "signed_in",
        "demonstration",
        HOME,
    )
    with pytest.raises(SignInRefused, match="nobody with that name"):
        sign_in_as(cast.store, "nobody", address=HOME)
