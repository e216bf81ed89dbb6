"""The demonstration, built once: until 2009 and all its five years, of all Trusts and of a few.

Copy it before changing anything.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Set
from pathlib import Path

import pytest

from owf.demo import build
from owf.demo.build import LAST_YEAR, ensure_demo
from owf.settings import DATA
from owf.store import Store
from tests.building_once import built_once
from tests.databases import sqlite_copy

FEW = frozenset(
    {
        "Cambridgeshire",
        "Bedfordshire",
        "Bedford",
        "Central Bedfordshire",
        "Peterborough",
        "Darlington",
    }
)


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory: pytest.TempPathFactory, session_environment: None) -> Path:
    """A pristine demonstration database until 2009, which is the tests' today: one file to copy."""
    return built_once(
        tmp_path_factory, "demo.db", lambda path: ensure_demo(path, until=2009).close()
    )


@pytest.fixture(scope="session")
def five_years_path(tmp_path_factory: pytest.TempPathFactory, session_environment: None) -> Path:
    """All of the demonstration, to read or to copy; its today is ``DEMO_TODAY``."""
    return built_once(tmp_path_factory, "five-years.db", lambda path: ensure_demo(path).close())


@pytest.fixture
def demo_store(demo_path: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the demonstration, to read and to change."""
    with sqlite_copy(demo_path, tmp_path / "demo.db") as (_, store):
        yield store


def some_trusts(folder: Path, *, column: str, among: Set[str]) -> Path:
    """A folder of reference data with only those authorities; gives the folder."""
    with (DATA / "trusts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row[column] in among]
    with (folder / "trusts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="session")
def few_trusts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reference data with a handful of authorities, two of them after one was divided."""
    return some_trusts(tmp_path_factory.mktemp("few-trusts"), column="name", among=FEW)


@pytest.fixture(scope="session")
def small_demo_path(
    tmp_path_factory: pytest.TempPathFactory, session_environment: None, few_trusts: Path
) -> Path:
    """A demonstration of a handful of Trusts, for tests that need one and not its figures."""
    return _built_of(few_trusts, tmp_path_factory, "small-demo.db", until=2009)


@pytest.fixture(scope="session")
def small_five_years_path(
    tmp_path_factory: pytest.TempPathFactory, session_environment: None, few_trusts: Path
) -> Path:
    """All five years of the same handful of Trusts."""
    return _built_of(few_trusts, tmp_path_factory, "small-five-years.db", until=LAST_YEAR)


def _built_of(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str, *, until: int
) -> Path:
    """A demonstration of the Trusts in a folder of reference data."""

    def _build(path: Path) -> None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(build, "DATA", folder)
            ensure_demo(path, until=until).close()

    return built_once(tmp_path_factory, name, _build)
