"""What all tests share: the settings. Plugins hold the rest, each what its first line says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from owf import clock
from owf.settings import get_settings
from owf.store import get_store

# A busy machine is no fault of the code: nothing here is timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# A plugin comes after those that it imports.
pytest_plugins = [
    "tests.databases",
    "tests.pgbouncer",
    "tests.tiny_pack",
    "tests.cast",
    "tests.roles_world",
    "tests.demonstration",
    "tests.mail",
]


_NOW = datetime.now(UTC)
TO_TEN = _NOW.replace(hour=10, minute=0) - _NOW
"""What the clock of the tests is ahead: it is ten when they start."""


def _from_ten() -> datetime:
    # So that no test holds by day and fails at night.
    return datetime.now(UTC) + TO_TEN


def _be_the_demonstration(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in [name for name in os.environ if name.startswith("OWF_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OWF_DEMO", "1")
    monkeypatch.setenv("OWF_TODAY", "2009-07-10")
    monkeypatch.setenv("OWF_SECRET_KEY", "a secret of the tests, made up and long enough")
    monkeypatch.setattr(clock, "_running", _from_ten)
    # Nobody's real database is ever the default of a test.
    monkeypatch.setenv("OWF_DATABASE_URL", f"sqlite:///{folder / 'one-workforce.db'}")
    get_settings.cache_clear()
    get_store.cache_clear()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """The settings of the demonstration, on 10 July 2009, whatever the shell has set."""
    _be_the_demonstration(monkeypatch, tmp_path)
    yield monkeypatch
    get_settings.cache_clear()
    get_store.cache_clear()


@pytest.fixture(scope="session")
def session_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same settings for what is built once and used by many tests."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        _be_the_demonstration(monkeypatch, tmp_path_factory.mktemp("settings"))
        yield
