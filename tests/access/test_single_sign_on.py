"""Single sign-on: which account a provider's word opens, and what opens none."""

from datetime import UTC, datetime

import pytest

from owf import clock
from owf.access import who_is_there
from owf.access.errors import SignInRefused
from owf.access.sign_in import record_failed_single_sign_on, sign_in_vouched_for, vouched_email
from owf.store import audit, people
from owf.store.audit import EventsWanted

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
HOME = "192.0.2.1"
ANNA = {"sub": "1", "email": "anna@example.org", "email_verified": True}


@pytest.fixture
def anna(cast):
    """Somebody who was invited and has no password yet."""
    with cast.store.writing() as session:
        people.add_person(session, "anna", "Anna", email="anna@example.org")
    return cast


def sign_in(cast, **claims):
    with clock.stopped_at(NINE):
        return sign_in_vouched_for(cast.store, ANNA | claims, address=HOME, device="Firefox")


def refused(cast, **claims):
    with pytest.raises(SignInRefused) as caught:
        sign_in(cast, **claims)
    return str(caught.value)


def newest(cast):
    with cast.store.reading() as session:
        return audit.events(session, EventsWanted(), 1)[0]


def test_who_was_added_before_signs_in_without_a_password(anna):
    token = sign_in(anna)
    with clock.stopped_at(NINE):
        assert who_is_there(anna.store, token).id == "anna"
    event = newest(anna)
    assert (event.action, event.person_id, event.address) == ("signed_in", "anna", HOME)
    assert event.detail == {"way": "single sign-on"}


def test_the_address_may_be_written_in_capitals(anna):
    assert sign_in(anna, email=" Anna@EXAMPLE.org ") != sign_in(anna)


def test_who_was_not_added_is_told_whom_to_ask_and_nothing_is_made(anna):
    words = refused(anna, email="bea@example.org")
    assert "you are bea@example.org, and nobody has been added here with that address" in words
    assert "Ask your Trust's coordinator for an invitation" in words
    with anna.store.reading() as session:
        assert "bea@example.org" not in {one.email for one in people.everybody(session)}
    event = newest(anna)
    assert (event.action, event.person_id, event.address) == ("sign_in_failed", None, HOME)
    assert "@" not in str(event.detail)


def test_who_was_disabled_or_erased_stays_out(anna):
    with anna.store.writing() as session:
        people.set_disabled(session, "anna", NINE)
    assert "Your account here is closed" in refused(anna)
    assert newest(anna).person_id == "anna"
    with anna.store.writing() as session:
        people.set_disabled(session, "anna", None)
        people.erase(session, "anna", NINE)
    assert "nobody has been added here" in refused(anna)
    assert newest(anna).person_id is None


@pytest.mark.parametrize("word", [False, None, "true", "True", 1, "false", [True], {}])
def test_an_address_counts_only_where_the_provider_says_that_it_is_verified(word):
    with pytest.raises(SignInRefused, match="has not verified your e-mail address"):
        vouched_email(ANNA | {"email_verified": word})
    with pytest.raises(SignInRefused, match="has not verified"):
        vouched_email({"email": "anna@example.org"})


@pytest.mark.parametrize("email", [None, "", " ", 1, ["anna@example.org"], {}])
def test_without_an_address_nobody_is_known(email):
    with pytest.raises(SignInRefused, match="did not give us your e-mail address"):
        vouched_email(ANNA | {"email": email})


@pytest.mark.parametrize(
    "email",
    ["\uff41nna@example.org", "anna@examp\u2113e.org", "mi\u212ae@example.org"],
)
def test_an_address_that_only_looks_like_another_is_not_taken_for_it(email):
    """Else who owns the one, somewhere, would get in as who owns the other."""
    with pytest.raises(SignInRefused, match="characters we cannot use"):
        vouched_email(ANNA | {"email": email})


def test_an_address_with_letters_of_its_own_language_is_known():
    assert vouched_email(ANNA | {"email": "zoë@example.org"}) == "zoë@example.org"


def test_a_refused_token_is_recorded_without_anybody(anna):
    record_failed_single_sign_on(anna.store, HOME)
    event = newest(anna)
    assert (event.action, event.person_id, event.address) == ("sign_in_failed", None, HOME)
