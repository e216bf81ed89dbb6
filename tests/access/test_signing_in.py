"""Signing in with a password: one answer for every failure, and longer waits each time."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owf import clock
from owf.access import passwords, who_is_there
from owf.access.errors import MustWait, SignInRefused
from owf.access.passwords import hash_password
from owf.access.sign_in import WRONG, sign_in, sign_in_as
from owf.access.waits import (
    FREE_FOR_AN_ACCOUNT,
    FREE_FOR_AN_ADDRESS,
    LONGEST_WAIT,
    Try,
    count_failure,
    forget_failures,
    network_of,
    refuse_while_waiting,
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
                    for one in [accounts.wait_of(session, key) for key in _keys()]
                    if one
                )
            )
        at += waits[-1]
    assert waits == sorted(waits)
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert waits[-1] == LONGEST_WAIT
    assert not attempt(anna, at=at).startswith(("Sign-in", "That"))


def _keys():
    return Try("anna@example.org", "nowhere").keys


def test_unknown_accounts_wait_like_known_ones(anna):
    """Else the wait would tell which addresses have an account."""
    for email in ("anna@example.org", "nobody@example.org"):
        for number in range(FREE_FOR_AN_ACCOUNT):
            attempt(anna, email, "wrong wrong wrong", address=f"{email[0]}{number}")
    known, unknown = attempt(anna), attempt(anna, "nobody@example.org")
    assert known == unknown
    assert "too many" in known


def fail(cast, *emails, address=HOME, at=NINE, browser=""):
    """Wrong passwords, one for each e-mail address, without the time that hashing takes."""
    with cast.store.writing() as session:
        for email in emails:
            count_failure(session, Try(email, address, browser=browser), at)


def waits(cast, email, *, address=HOME, at=NINE, browser=""):
    with cast.store.reading() as session:
        try:
            refuse_while_waiting(session, Try(email, address, browser=browser), at)
        except MustWait:
            return True
    return False


def succeed(cast, email, *, address=HOME, at=NINE):
    with cast.store.writing() as session:
        forget_failures(session, Try(email, address), at)


def colleagues(count):
    return [f"person{number}@example.org" for number in range(count)]


# One address is not one person.


def test_an_address_at_which_very_many_accounts_fail_waits(anna):
    fail(anna, *colleagues(FREE_FOR_AN_ADDRESS - 1))
    assert attempt(anna, "one-more@example.org") == WRONG
    assert "too many" in attempt(anna)
    assert "too many" not in attempt(anna, address="198.51.100.9")


def test_twenty_colleagues_who_mistype_once_each_lock_nobody_out(cast):
    office = colleagues(20)
    fail(cast, *office)
    fail(cast, *office)
    assert not [one for one in office if waits(cast, one)]


def test_an_office_goes_on_for_as_long_as_somebody_gets_in_between(cast):
    for number in range(5):
        fail(cast, *colleagues(FREE_FOR_AN_ADDRESS - 1), at=NINE + number * LONGEST_WAIT)
        succeed(cast, f"person{number}@example.org", at=NINE + number * LONGEST_WAIT)
        assert not waits(cast, "anybody@example.org", at=NINE + number * LONGEST_WAIT)


def test_who_has_an_account_cannot_guess_at_others_for_ever_by_signing_in_between(cast):
    at = NINE
    for number in range(2 * FREE_FOR_AN_ADDRESS):
        fail(cast, f"victim{number}@example.org", at=at)
        at += timedelta(seconds=5)
        succeed(cast, "attacker@example.org", at=at)
    assert waits(cast, "one-more@example.org", at=at)


def test_signing_in_to_another_account_frees_no_account_that_is_tried(cast):
    for _ in range(FREE_FOR_AN_ACCOUNT):
        fail(cast, "victim@example.org")
        succeed(cast, "attacker@example.org")
    assert waits(cast, "victim@example.org")


def test_failures_elsewhere_keep_nobody_out_however_long_they_go_on(cast):
    at = NINE
    for _ in range(200):
        fail(cast, "anna@example.org", address="203.0.113.66", at=at)
        at += LONGEST_WAIT
    assert waits(cast, "anna@example.org", address="203.0.113.66", at=at - timedelta(seconds=1))
    assert not waits(cast, "anna@example.org", at=at - timedelta(seconds=1))


def test_from_many_addresses_an_account_waits_but_not_where_its_owner_signed_in_before(cast):
    for number in range(100):
        fail(cast, "anna@example.org", address=f"203.0.113.{number}")
    assert waits(cast, "anna@example.org")
    assert not waits(cast, "anna@example.org", browser="hers")


def test_a_browser_that_is_known_has_waits_of_its_own(cast):
    for _ in range(FREE_FOR_AN_ACCOUNT):
        fail(cast, "anna@example.org", browser="hers")
    assert waits(cast, "anna@example.org", browser="hers")
    assert not waits(cast, "anna@example.org", browser="her-other")
    assert not waits(cast, "anna@example.org")


def test_behind_one_address_a_known_browser_does_not_wait_for_what_others_try(cast):
    fail(cast, *colleagues(2 * FREE_FOR_AN_ADDRESS))
    assert waits(cast, "anna@example.org")
    assert not waits(cast, "anna@example.org", browser="hers")


def test_all_of_an_ipv6_network_is_one_address(cast):
    for number in range(FREE_FOR_AN_ADDRESS):
        fail(cast, f"person{number}@example.org", address=f"2001:db8::{number:x}")
    assert waits(cast, "anna@example.org", address="2001:db8::ffff")
    assert not waits(cast, "anna@example.org", address="2001:db8:0:1::1")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["fail", "fail", "fail", "succeed"]),
            st.sampled_from(["anna", "nobody"]),
            st.sampled_from(["192.0.2.1", "192.0.2.2", "2001:db8::1", ""]),
            st.integers(0, 2000),
        ),
        max_size=40,
    )
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_wait_is_longer_than_the_longest_and_a_success_ends_it(cast, steps):
    with cast.store.writing() as session:
        accounts.clear_waits_before(session, NINE + timedelta(days=99))
    at = NINE
    for what, email, address, seconds in steps:
        at += timedelta(seconds=seconds)
        if what == "fail":
            fail(cast, email, address=address, at=at)
        else:
            succeed(cast, email, address=address, at=at)
            assert not waits(cast, email, address=address, at=at)
        assert not waits(cast, email, address=address, at=at + LONGEST_WAIT)


def test_an_unknown_address_takes_as_long_as_a_known_one(anna, monkeypatch):
    """Each try hashes once, whether there is an account, a password or neither."""
    hashed_for = []
    right = passwords.is_password
    monkeypatch.setattr(
        passwords, "is_password", lambda *said: hashed_for.append(said[0]) or right(*said)
    )
    attempt(anna, password="wrong wrong wrong")
    attempt(anna, "nobody@example.org", "wrong wrong wrong")
    assert len(hashed_for) == 2
    assert hashed_for[1] is None


@pytest.mark.databases("sqlite", "postgresql")
def test_failures_at_the_same_moment_all_count(store):
    together = Barrier(6)

    def fail_with_the_others(number):
        together.wait()
        with store.writing() as session:
            one = Try("anna@example.org" if number % 2 else f"{number}@example.org", HOME)
            count_failure(session, one, NINE)

    threads = [Thread(target=fail_with_the_others, args=(number,)) for number in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    mine = Try("anna@example.org", HOME)
    with store.reading() as session:
        assert accounts.wait_of(session, mine.own).failures == 3
        assert accounts.accounts_that_failed(session, mine.network) == 4
        assert accounts.addresses_that_failed(session, mine.account) == 1


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
        assert accounts.wait_of(session, _keys()[0]) is None


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
