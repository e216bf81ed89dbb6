"""Settings: from the environment or named files, and nothing unsafe outside the demonstration."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from owf.settings import Settings, get_settings

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
