"""A forgotten password: who gets a letter, and how often."""

from datetime import UTC, datetime, timedelta

import pytest

from owf import clock
from owf.access.errors import LinkRefused, MustWait
from owf.access.one_time_links import (
    Purpose,
    letter_for,
    make_link,
    person_of_link,
    refuse_to_write_often,
    write_to_who_forgot,
)
from owf.access.sessions import hash_of
from owf.access.waits import FREE_FOR_AN_ACCOUNT, LONGEST_WAIT
from owf.store import accounts, audit, people
from owf.store.audit import EventsWanted

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
HOME = "192.0.2.1"


@pytest.fixture
def anna(cast):
    """Somebody with an account."""
    with cast.store.writing() as session:
        people.add_person(session, "anna", "Anna", email="anna@example.org")
        accounts.set_password(session, "anna", "a hash")
    return cast.store


def asks(store, email="anna@example.org", at=NINE):
    with clock.stopped_at(at):
        refuse_to_write_often(store, email, address=HOME)


def test_asking_waits_longer_each_time_and_is_forgotten_in_the_end(anna):
    for _ in range(FREE_FOR_AN_ACCOUNT):
        asks(anna)
    with pytest.raises(MustWait, match="15 seconds"):
        asks(anna, at=NINE + timedelta(milliseconds=500))
    asks(anna, at=NINE + timedelta(seconds=15))
    with pytest.raises(MustWait):
        asks(anna, at=NINE + timedelta(seconds=40))
    asks(anna, at=NINE + timedelta(seconds=40) + LONGEST_WAIT)


def test_every_spelling_of_an_address_counts_as_one(anna):
    for number in range(FREE_FOR_AN_ACCOUNT):
        asks(anna, "Anna@Example.org" if number % 2 else " anna@example.org")
    with pytest.raises(MustWait):
        asks(anna)


def test_an_earlier_link_opens_nothing_once_another_was_asked_for(anna):
    with anna.writing() as session:
        first = make_link(session, "anna", Purpose.RESET)
    write_to_who_forgot(anna, "anna@example.org", address=HOME)
    with pytest.raises(LinkRefused):
        person_of_link(anna, first.token)


@pytest.mark.parametrize("state", ["disabled", "erased", "unknown"])
def test_whoever_may_not_sign_in_gets_no_link_and_the_record_says_that_it_was_asked_for(
    anna, state
):
    with anna.writing() as session:
        if state == "disabled":
            people.set_disabled(session, "anna", NINE)
        elif state == "erased":
            people.erase(session, "anna", NINE)
    with anna.writing() as session:
        kept = make_link(session, "anna", Purpose.RESET)
    email = "nobody@example.org" if state == "unknown" else "anna@example.org"
    write_to_who_forgot(anna, email, address=HOME)
    with anna.reading() as session:
        event = audit.events(session, EventsWanted(), 1)[0]
        # A new link would have taken its place.
        assert accounts.link_of(session, hash_of(kept.token)) is not None
    assert (event.action, event.address) == ("reset_asked", HOME)
    assert event.person_id == ("anna" if state == "disabled" else None)


def test_the_letter_says_how_long_the_link_lasts_and_what_to_do_with_it(anna):
    with anna.writing() as session:
        account = accounts.account_of(session, "anna")
        reset = make_link(session, "anna", Purpose.RESET)
        letter = letter_for(account, reset)
    assert letter.to == "anna@example.org"
    assert "within 2 hours" in letter.text
    assert reset.url in letter.text.splitlines()
    assert "If you did not ask for this" in letter.text
