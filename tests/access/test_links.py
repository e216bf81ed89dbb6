"""One-time links: each opens one door once, for its person, for a time."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import inspect, text

from owf import clock
from owf.access import start_session, who_is_there
from owf.access.errors import LinkRefused, MustWait, PasswordRefused, WrongPassword
from owf.access.one_time_links import (
    LASTS,
    Purpose,
    accept,
    change_password,
    make_link,
    person_of_link,
)
from owf.access.sign_in import sign_in
from owf.access.waits import FREE_FOR_AN_ACCOUNT
from owf.store import audit, people
from owf.store.audit import EventsWanted

GOOD, OTHER = "kettle orbit plum fence", "seven quiet lamps uphill"
NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
HOME = "192.0.2.1"


@pytest.fixture
def link(cast):
    """Makes links for somebody who is invited."""
    with cast.store.writing() as session:
        people.add_person(session, "anna", "Anna", email="anna@example.org")

    def make(purpose=Purpose.INVITATION, person="anna", at=NINE):
        with clock.stopped_at(at), cast.store.writing() as session:
            return make_link(session, person, purpose)

    return make


def take(cast, token, password=GOOD, at=NINE):
    with clock.stopped_at(at):
        return accept(cast.store, token, password, address=HOME)


def refused(cast, token, at=NINE):
    with pytest.raises(LinkRefused) as caught, clock.stopped_at(at):
        person_of_link(cast.store, token)
    with pytest.raises(LinkRefused):
        take(cast, token, at=at)
    return str(caught.value)


def test_an_invitation_sets_the_first_password_and_signs_in(cast, link):
    made = link()
    with clock.stopped_at(NINE):
        account, purpose = person_of_link(cast.store, made.token)
        assert (account.name, purpose) == ("Anna", Purpose.INVITATION)
        assert who_is_there(cast.store, take(cast, made.token)).id == "anna"
        assert sign_in(cast.store, "anna@example.org", GOOD, address=HOME)
    with cast.store.reading() as session:
        assert [one.action for one in audit.events(session, EventsWanted(since=NINE), 9)] == [
            "signed_in",
            "invitation_accepted",
        ]


def test_only_the_hash_of_a_link_is_kept(cast, link):
    token = link().token
    with cast.store.reading() as session:
        kept = [
            str(cell)
            for table in inspect(session.connection()).get_table_names()
            for row in session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
            for cell in row
        ]
    assert sha256(token.encode()).hexdigest() in kept
    assert not [cell for cell in kept if token in cell]


def test_a_used_link_opens_nothing_again(cast, link):
    token = link().token
    take(cast, token)
    assert "already been used" in refused(cast, token)


def test_a_link_lasts_its_time_and_no_longer(cast, link):
    for purpose in (Purpose.INVITATION, Purpose.RESET):
        token = link(purpose).token
        with clock.stopped_at(NINE + LASTS[purpose] - timedelta(seconds=1)):
            person_of_link(cast.store, token)
        assert "expired" in refused(cast, token, NINE + LASTS[purpose])


def test_a_newer_link_takes_the_place_of_the_older(cast, link):
    older, newer = link(), link()
    assert "newer one" in refused(cast, older.token)
    take(cast, newer.token)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda t: "A" + t[1:],
                                    lambda _: "", lambda t: sha256(t.encode()).hexdigest(),
                                    lambda t: t.swapcase(), lambda t: t + "\x00"])  # fmt: skip
def test_a_forged_or_truncated_link_opens_nothing(cast, link, change):
    token = link().token
    if change(token) != token:
        assert "This link does not work" in refused(cast, change(token))


def test_a_poor_password_is_refused_and_the_link_still_works(cast, link):
    token = link().token
    for poor in ("short", "anna@example.org", "passwordpassword"):
        with pytest.raises(PasswordRefused):
            take(cast, token, poor)
    take(cast, token)


def test_a_reset_ends_every_session_of_the_person(cast, link):
    with clock.stopped_at(NINE):
        old = start_session(cast.store, "anna")
        new = take(cast, link(Purpose.RESET).token)
        assert who_is_there(cast.store, old) is None
        assert who_is_there(cast.store, new).id == "anna"


def test_the_link_of_somebody_who_was_disabled_opens_nothing(cast, link):
    token = link().token
    with cast.store.writing() as session:
        people.set_disabled(session, "anna", NINE)
    refused(cast, token)


def test_the_link_of_somebody_who_was_erased_opens_nothing(cast, link):
    token = link().token
    with cast.store.writing() as session:
        people.erase(session, "anna", NINE)
    refused(cast, token)


def test_ones_own_password_is_changed_with_the_present_one_and_ends_other_sessions(cast, link):
    with clock.stopped_at(NINE):
        here = take(cast, link().token)
        elsewhere = start_session(cast.store, "anna")
        anna = who_is_there(cast.store, here)
        with pytest.raises(PasswordRefused, match="current password"):
            change_password(cast.store, anna, OTHER, OTHER, keep_token=here)
        with pytest.raises(PasswordRefused, match="at least 12"):
            change_password(cast.store, anna, GOOD, "short", keep_token=here)
        change_password(cast.store, anna, GOOD, OTHER, keep_token=here)
        assert who_is_there(cast.store, here) is not None
        assert who_is_there(cast.store, elsewhere) is None
        assert sign_in(cast.store, "anna@example.org", OTHER, address=HOME)


def test_changing_a_password_waits_after_too_many_wrong_ones_and_sign_in_does_not(cast, link):
    here = take(cast, link().token)
    with clock.stopped_at(NINE):
        anna = who_is_there(cast.store, here, HOME)
        for _ in range(FREE_FOR_AN_ACCOUNT):
            with pytest.raises(WrongPassword):
                change_password(cast.store, anna, OTHER, OTHER, keep_token=here)
        with pytest.raises(MustWait, match="wrong too many times") as caught:
            change_password(cast.store, anna, GOOD, OTHER, keep_token=here)
        assert 1 <= caught.value.seconds <= 15
        assert sign_in(cast.store, "anna@example.org", GOOD, address=HOME)
