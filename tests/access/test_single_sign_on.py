"""Single sign-on: which account a provider's word opens, and what opens none."""

from datetime import UTC, datetime

import pytest

from owf import clock
from owf.access import who_is_there
from owf.access.errors import SignInRefused
from owf.access.single_sign_on import (
    record_failed_single_sign_on,
    sign_in_vouched_for,
    vouched_email,
)
from owf.settings import get_settings
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


@pytest.mark.parametrize("word", [False, None, 1, "1", "false", "", "yes", [True], {}])
def test_an_address_counts_only_where_the_provider_says_that_it_is_verified(word):
    with pytest.raises(SignInRefused, match="has not verified your e-mail address"):
        vouched_email(ANNA | {"email_verified": word})
    with pytest.raises(SignInRefused, match="has not verified"):
        vouched_email({"email": "anna@example.org"})


@pytest.mark.parametrize("word", [True, "true"])
def test_a_provider_may_write_true_as_a_word(word):
    assert vouched_email(ANNA | {"email_verified": word}) == "anna@example.org"


# Addresses of which the provider says nothing (Microsoft Entra)

TENANT = "https://login.example/8f6b2c1e-3d4a-4b5c-9e7f-0123456789ab/v2.0"
SILENT = {"sub": "1", "email": "Anna@Example.org"}


@pytest.fixture
def single_sign_on(environment):
    """Sets up single sign-on with an issuer and the domains that it is trusted for."""

    def set_up(issuer=TENANT, domains=""):
        environment.setenv("OWF_OIDC_ISSUER", issuer)
        environment.setenv("OWF_OIDC_CLIENT_ID", "owf")
        environment.setenv("OWF_OIDC_CLIENT_SECRET", "a secret of the provider")
        environment.setenv("OWF_OIDC_TRUSTED_DOMAINS", domains)
        get_settings.cache_clear()

    return set_up


def is_taken(claims):
    try:
        return vouched_email(claims) == "anna@example.org"
    except SignInRefused as refused:
        if "has not verified your e-mail address" not in str(refused):
            raise
        return False


@pytest.mark.parametrize("domains", ["example.org", " EXAMPLE.org ", "other.example, @example.org"])
def test_a_trusted_domain_s_addresses_count_where_nothing_is_said_of_them(single_sign_on, domains):
    single_sign_on(domains=domains)
    assert is_taken(SILENT)


@pytest.mark.parametrize("domains", ["", "other.example", "sub.example.org", "ample.org"])
def test_no_other_domain_s_addresses_do(single_sign_on, domains):
    single_sign_on(domains=domains)
    assert not is_taken(SILENT)
    single_sign_on(domains="example.org")
    assert not is_taken(SILENT | {"email": "anna@example.org.evil.example"})
    assert not is_taken(SILENT | {"email": "anna@sub.example.org"})


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"xms_edov": False},
        {"xms_edov": 0},
        {"xms_edov": "0"},
    ],
)
def test_what_the_provider_calls_unverified_is_so_in_a_trusted_domain_too(single_sign_on, said):
    single_sign_on(domains="example.org")
    assert not is_taken(SILENT | said)


@pytest.mark.parametrize("word", [True, 1, "1", "true", "True"])
def test_entra_says_that_the_owner_of_a_domain_is_verified(single_sign_on, word):
    single_sign_on()
    assert is_taken(SILENT | {"xms_edov": word})
    assert not is_taken(SILENT | {"xms_edov": word, "email_verified": False})


@pytest.mark.parametrize("issuer", ["https://login.example", "https://login.example/realms/one"])
def test_the_same_word_of_a_provider_without_a_tenant_means_nothing(single_sign_on, issuer):
    single_sign_on(issuer)
    assert not is_taken(SILENT | {"xms_edov": True})


@pytest.mark.parametrize("name", ["preferred_username", "upn", "unique_name", "verified_email"])
def test_a_user_s_name_is_never_taken_for_an_address(single_sign_on, name):
    single_sign_on(domains="example.org")
    with pytest.raises(SignInRefused, match="did not give us your e-mail address"):
        vouched_email({"sub": "1", name: "anna@example.org", "email_verified": True})


@pytest.mark.parametrize("email", [None, "", " ", 1, ["anna@example.org"], {}])
def test_without_an_address_nobody_is_known(email):
    with pytest.raises(SignInRefused, match="did not give us your e-mail address"):
        vouched_email(ANNA | {"email": email})


@pytest.mark.parametrize(
    "email",
    [
        "\uff41nna@example.org",
        "anna@examp\u2113e.org",
        "mi\u212ae@example.org",
        "an\u200bna@example.org",
        f"anna@{'x' * 300}.org",
    ],
)
def test_an_address_that_only_looks_like_another_is_not_taken_for_it(email):
    """Else who owns the one, somewhere, would get in as who owns the other."""
    with pytest.raises(SignInRefused, match="characters we cannot use"):
        vouched_email(ANNA | {"email": email})


def test_an_address_with_letters_of_its_own_language_is_known():
    assert vouched_email(ANNA | {"email": "zoë@example.org"}) == "zoë@example.org"
    assert vouched_email(ANNA | {"email": "ZOË@example.org"}) == "zoë@example.org"


def test_a_refused_token_is_recorded_without_anybody(anna):
    record_failed_single_sign_on(anna.store, HOME)
    event = newest(anna)
    assert (event.action, event.person_id, event.address) == ("sign_in_failed", None, HOME)
