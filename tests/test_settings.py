"""Settings: from the environment or named files, and nothing unsafe outside the demonstration."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from owf.settings import Settings, get_settings, is_loopback, is_private_way

LONG_ENOUGH = "x" * 32


def test_it_refuses_to_run_without_a_secret_key_outside_the_demonstration(environment):
    environment.setenv("OWF_DEMO", "0")
    environment.delenv("OWF_SECRET_KEY")
    with pytest.raises(ValidationError, match=r"OWF_SECRET_KEY is missing.*openssl rand -hex 32"):
        get_settings()


def test_it_refuses_a_secret_key_of_31_characters_and_takes_one_of_32(environment):
    environment.setenv("OWF_DEMO", "0")
    environment.setenv("OWF_SECRET_KEY", LONG_ENOUGH[:-1])
    with pytest.raises(ValidationError, match="shorter than 32 characters"):
        Settings()
    environment.setenv("OWF_SECRET_KEY", LONG_ENOUGH)
    assert Settings().secret_key.get_secret_value() == LONG_ENOUGH


def test_the_demonstration_needs_no_secret_key(environment):
    environment.delenv("OWF_SECRET_KEY")
    assert Settings().demo


def test_it_is_no_demonstration_unless_it_is_said(environment):
    environment.delenv("OWF_DEMO")
    assert not Settings().demo


def test_a_secret_can_be_mounted_as_a_file(environment, tmp_path: Path):
    (tmp_path / "key").write_text(LONG_ENOUGH + "\n")
    environment.delenv("OWF_SECRET_KEY")
    environment.setenv("OWF_DEMO", "0")
    environment.setenv("OWF_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert Settings().secret_key.get_secret_value() == LONG_ENOUGH


def test_a_plain_variable_wins_over_a_named_file(environment, tmp_path: Path):
    (tmp_path / "url").write_text("sqlite:///from-file.db")
    environment.setenv("OWF_DATABASE_URL_FILE", str(tmp_path / "url"))
    environment.setenv("OWF_DATABASE_URL", "sqlite:///plain.db")
    assert Settings().database_url == "sqlite:///plain.db"
    environment.delenv("OWF_DATABASE_URL")
    assert Settings().database_url == "sqlite:///from-file.db"


def test_it_says_today_as_a_date_and_refuses_what_is_none(environment):
    assert Settings().today == date(2009, 7, 10)
    environment.setenv("OWF_TODAY", "10th of July")
    with pytest.raises(ValidationError, match="today"):
        Settings()


def test_it_never_shows_the_secret_key(environment):
    environment.setenv("OWF_SECRET_KEY", LONG_ENOUGH)
    assert LONG_ENOUGH not in repr(Settings())


@pytest.mark.parametrize(
    ("address", "is_https"), [("http://127.0.0.1:8501", False), ("https://owf.example", True)]
)
def test_cookies_can_be_secure_where_people_come_by_https(environment, address, is_https):
    environment.setenv("OWF_BASE_URL", address)
    assert Settings().is_https is is_https


SINGLE_SIGN_ON = {
    "OWF_OIDC_ISSUER": "https://login.example",
    "OWF_OIDC_CLIENT_ID": "owf",
    "OWF_OIDC_CLIENT_SECRET": "a secret of the provider",
}


@pytest.fixture
def single_sign_on(environment):
    """Settings with which people can sign in with an account that they have elsewhere."""
    for name, value in SINGLE_SIGN_ON.items():
        environment.setenv(name, value)
    return environment


def test_single_sign_on_needs_all_three_and_keeps_its_secret(single_sign_on):
    found = Settings()
    assert found.has_single_sign_on
    assert found.oidc_client_secret.get_secret_value() == "a secret of the provider"
    assert "a secret of the provider" not in repr(found)


def test_single_sign_on_s_secret_can_be_mounted_as_a_file(single_sign_on, tmp_path: Path):
    (tmp_path / "secret").write_text("from a file\n")
    single_sign_on.delenv("OWF_OIDC_CLIENT_SECRET")
    single_sign_on.setenv("OWF_OIDC_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    assert Settings().oidc_client_secret.get_secret_value() == "from a file"


def test_single_sign_on_needs_a_secret_key_in_the_demonstration_too(single_sign_on):
    single_sign_on.delenv("OWF_SECRET_KEY")
    with pytest.raises(ValidationError, match="OWF_SECRET_KEY is missing"):
        Settings()


def test_there_is_no_single_sign_on_unless_it_is_set_up(environment):
    assert not Settings().has_single_sign_on


@pytest.mark.parametrize("missing", SINGLE_SIGN_ON)
def test_half_a_single_sign_on_is_refused_and_what_is_missing_is_named(single_sign_on, missing):
    single_sign_on.delenv(missing)
    with pytest.raises(ValidationError, match=f"only partly set up: {missing} is missing"):
        Settings()


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.example",
        "login.example",
        "https://",
        "https://[login",
        "https://login.example:none",
        "https://login.example?tenant=1",
        "https://login.example#here",
        "https://us@login.example",
        "ftp://127.0.0.1",
    ],
)
def test_a_provider_that_others_could_pose_as_is_refused(single_sign_on, issuer):
    single_sign_on.setenv("OWF_OIDC_ISSUER", issuer)
    with pytest.raises(ValidationError, match="OWF_OIDC_ISSUER must be an https:// address"):
        Settings()


@pytest.mark.parametrize(
    "tenant", ["common", "organizations", "Consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"]
)
def test_an_issuer_for_people_of_every_organisation_is_refused(single_sign_on, tenant):
    single_sign_on.setenv("OWF_OIDC_ISSUER", f"https://login.example/{tenant}/v2.0")
    with pytest.raises(ValidationError, match="Name your own tenant"):
        Settings()


def test_domains_are_named_in_full_or_refused(single_sign_on):
    assert Settings().trusted_domains == frozenset()
    single_sign_on.setenv(
        "OWF_OIDC_TRUSTED_DOMAINS", "@Example.GOV.uk,example.police.uk; a-b.nhs.uk"
    )
    assert Settings().trusted_domains == {"example.gov.uk", "example.police.uk", "a-b.nhs.uk"}
    for wrong in ("*.gov.uk", "uk", "anna@example.org", ".gov.uk", "https://example.org"):
        single_sign_on.setenv("OWF_OIDC_TRUSTED_DOMAINS", f"example.gov.uk {wrong}")
        with pytest.raises(ValidationError, match=r"which is no domain. Name each in full"):
            Settings()


def test_trusted_domains_without_single_sign_on_are_refused(environment):
    environment.setenv("OWF_OIDC_TRUSTED_DOMAINS", "example.gov.uk")
    with pytest.raises(ValidationError, match="there is no single sign-on"):
        Settings()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_provider_on_this_machine_needs_no_https(single_sign_on, host):
    single_sign_on.setenv("OWF_OIDC_ISSUER", f"http://{host}:9400")
    assert Settings().has_single_sign_on


@pytest.mark.parametrize("host", [None, "", "127.0.0.1.example", "10.0.0.1", "127.1"])
def test_other_machines_are_not_this_one(host):
    assert not is_loopback(host)
    assert not is_private_way(f"http://{host}/")
