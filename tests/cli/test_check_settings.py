"""``check`` on settings: each that is unsafe is named by itself, with what to do."""

from datetime import UTC, datetime

import pytest

from benchmarks.servers import free_port
from owf.store import accounts, people
from tests.mail import ELSEWHERE

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)
SINGLE_SIGN_ON = {
    "oidc_issuer": "https://login.example/council",
    "oidc_client_id": "one-workforce",
    "oidc_client_secret": "a secret of the provider",
}


def test_a_missing_key_and_a_bare_address_are_told_at_once(
    small_demo_database, environment, point_to, check
):
    environment.delenv("OWF_SECRET_KEY")
    point_to(demo=0, base_url="http://workforce.example")
    wrong, found = check()
    assert wrong == ["secret key", "web address", "date", "demonstration", "administrators"]
    assert "OWF_SECRET_KEY is missing" in found["secret key"][1]
    assert "OWF_BASE_URL is http://workforce.example. Outside the" in found["web address"][1]
    # The database is looked at all the same.
    assert found["signatures"][0] is True


@pytest.mark.parametrize("address", ["http://127.0.0.1:8501", "https://", "workforce.example"])
def test_outside_the_demonstration_people_come_over_https(cast_database, point_to, check, address):
    point_to(base_url=address)
    assert check()[0] == ["web address"]


def test_settings_that_cannot_be_read_come_first(small_demo_database, point_to, check):
    point_to(today="yesterday")
    wrong, found = check()
    assert wrong == ["settings"]
    assert found["settings"][1].startswith("OWF_TODAY: ")
    assert found["secret key"] == (None, "not checked, correct the settings first.")
    assert found["database"] == (None, "not checked, correct the settings first.")


def test_a_setting_s_file_that_is_not_there_is_named(environment, point_to, check):
    environment.delenv("OWF_SECRET_KEY")
    point_to(secret_key_file="/proc/not/there")
    wrong, found = check()
    assert "OWF_SECRET_KEY_FILE names a file that cannot be read" in found["settings"][1]
    assert wrong == ["settings"]


def test_a_demonstration_over_real_work_is_wrong(cast_database, point_to, check):
    point_to(demo=1)
    wrong, found = check()
    assert wrong == ["demonstration"]
    assert "anybody could sign in" in found["demonstration"][1]


def test_made_up_figures_and_people_without_their_mark_are_wrong(
    small_demo_database, for_real, check
):
    for_real()
    wrong, found = check()
    # Its administrator signs in with a click, and only in a demonstration.
    assert wrong == ["demonstration", "administrators"]
    assert "made-up figures would look like real ones" in found["demonstration"][1]


# The secret key.


@pytest.mark.parametrize("key", ["x" * 64, "abc" * 20, "0000000000000000000000000000000000001234"])
def test_a_key_that_repeats_itself_is_told(cast_database, point_to, check, key):
    point_to(secret_key=key)
    wrong, found = check()
    assert wrong == ["secret key"]
    assert "OWF_SECRET_KEY only repeats a few characters" in found["secret key"][1]
    assert "openssl rand -hex 32" in found["secret key"][1]
    assert key not in str(found)


@pytest.mark.parametrize("key", ["", "short", "x" * 31])
def test_a_key_that_is_missing_or_short_is_told(cast_database, point_to, check, key):
    point_to(secret_key=key)
    wrong, found = check()
    assert wrong == ["secret key"]
    assert "missing or shorter than 32 characters. Set it" in found["secret key"][1]


# Single sign-on.


def test_single_sign_on_that_is_not_set_up_is_named(cast_database, check):
    assert check()[1]["single sign-on"] == (True, "not set up.")


def test_half_a_single_sign_on_is_told_and_hides_nothing_else(cast_database, point_to, check):
    point_to(oidc_issuer="https://login.example", secret_key="x" * 64)
    wrong, found = check()
    assert wrong == ["secret key", "single sign-on"]
    assert (
        "only partly set up: OWF_OIDC_CLIENT_ID and OWF_OIDC_CLIENT_SECRET are missing. Set all"
        in found["single sign-on"][1]
    )
    assert found["signatures"][0] is True


def test_a_provider_over_http_is_told(cast_database, point_to, check):
    point_to(**SINGLE_SIGN_ON | {"oidc_issuer": "http://login.example"})
    wrong, found = check()
    assert wrong == ["single sign-on"]
    assert "OWF_OIDC_ISSUER must be an https:// address" in found["single sign-on"][1]
    assert "a secret of the provider" not in str(found)


def test_single_sign_on_in_a_demonstration_without_a_key_is_told(
    small_demo_database, environment, provider, point_to, check
):
    environment.delenv("OWF_SECRET_KEY")
    point_to(**SINGLE_SIGN_ON | {"oidc_issuer": provider.issuer})
    assert check()[0] == ["secret key"]


# Letters.

WRITE = "Write smtp://USER:PASSWORD@HOST:PORT for a server with STARTTLS, or smtps://…"


def test_a_mail_server_that_takes_letters_is_named_and_gets_none(cast_database, mail_server, check):
    wrong, found = check()
    assert wrong == []
    assert found["letters"] == (True, "127.0.0.1 accepts them.")
    assert mail_server.letters == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("post.example", ("OWF_SMTP_URL is not the address of a mail server", WRITE)),
        ("smtp://owf:a-password@127.0.0.1:{nobody}", ("The mail server cannot be reached", WRITE)),
        (
            "smtp://127.1:{port}",
            (
                "The mail server offers no encryption (STARTTLS)",
                "Turn STARTTLS on at 127.1, or write smtps:// in OWF_SMTP_URL",
            ),
        ),
        ("smtp://owf:a-password@127.0.0.1:{port}", ("does not accept the name or password", WRITE)),
    ],
)
@pytest.mark.usefixtures("cast_database")
def test_a_mail_server_that_is_of_no_use_or_unsafe_is_told(
    mail_server, point_to, check, address, told
):
    point_to(smtp_url=address.format(port=mail_server.port, nobody=free_port()))
    wrong, found = check()
    assert wrong == ["letters"]
    assert all(words in found["letters"][1] for words in told)
    assert "unset OWF_SMTP_URL, and copy and send invitations by hand" in found["letters"][1]
    assert "a-password" not in str(found)


def test_a_relay_with_a_certificate_of_its_own_is_taken_here_and_told_of_elsewhere(
    cast_database, start_mail_server, self_signed, point_to, check
):
    server = start_mail_server(tls_context=self_signed.context)
    assert check()[1]["letters"] == (True, "127.0.0.1 accepts them.")
    point_to(smtp_url=f"smtp://{ELSEWHERE}:{server.port}")
    wrong, found = check()
    assert wrong == ["letters"]
    assert "does not trust the mail server's certificate" in found["letters"][1]
    assert "name the file in OWF_SMTP_CA_FILE" in found["letters"][1]
    point_to(smtp_ca_file=self_signed.path)
    assert check()[1]["letters"] == (True, f"{ELSEWHERE} accepts them.")


def test_a_mail_server_is_tried_also_where_the_key_is_missing(
    cast_database, mail_server, environment, point_to, check
):
    environment.delenv("OWF_SECRET_KEY")
    point_to()
    wrong, found = check()
    assert wrong == ["secret key"]
    assert found["letters"][0] is True


# The date.


def test_a_fixed_date_outside_the_demonstration_is_told(cast_database, point_to, check):
    point_to(today="2009-07-10")
    wrong, found = check()
    assert wrong == ["date"]
    assert "OWF_TODAY is 2009-07-10. Outside the demonstration" in found["date"][1]
    assert found["date"][1].endswith("Unset it.")


# Administrators.


@pytest.fixture
def heidi_alone(cast_database):
    """The only administrator, as tests change her."""

    def change(**changes):
        with cast_database.store.writing() as session:
            people.erase(session, "heidi", NINE)
            people.add_person(
                session,
                "other",
                "Other",
                email=changes.get("email"),
                roles=cast_database.heidi.roles,
            )
            if "password" in changes:
                accounts.set_password(session, "other", changes["password"])
            if changes.get("disabled"):
                people.set_disabled(session, "other", NINE)

    return change


def test_an_administrator_with_a_password_can_sign_in(heidi_alone, check):
    heidi_alone(password="the hash of a password", email="other@example.org")
    wrong, found = check()
    assert wrong == []
    assert found["administrators"] == (True, "1 can sign in.")


def test_one_without_a_password_can_by_single_sign_on_alone(heidi_alone, provider, point_to, check):
    heidi_alone(email="other@example.org")
    wrong, found = check()
    assert wrong == ["administrators"]
    words = found["administrators"][1]
    assert "is invited and has not chosen a password yet. Open the link" in words
    assert "`python -m owf people invite EMAIL` prints a new one" in words
    point_to(**SINGLE_SIGN_ON | {"oidc_issuer": provider.issuer})
    assert check()[0] == []


def test_one_whom_no_provider_can_vouch_for_cannot(heidi_alone, provider, point_to, check):
    point_to(**SINGLE_SIGN_ON | {"oidc_issuer": provider.issuer})
    heidi_alone()
    wrong, found = check()
    assert wrong == ["administrators"]
    assert "people invite EMAIL --role administrator" in found["administrators"][1]


def test_one_who_was_disabled_cannot(heidi_alone, check):
    heidi_alone(password="the hash of a password", disabled=True)
    wrong, found = check()
    assert wrong == ["administrators"]
    assert (
        "every administrator is disabled. Run `python -m owf people enable WHO`"
        in (found["administrators"][1])
    )
