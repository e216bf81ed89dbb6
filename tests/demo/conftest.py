"""What the tests of the demonstration share: an England of two regions, which is soon built."""

import csv

import pytest

from owf.demo import build
from owf.demo.build import ensure_demo
from owf.settings import DATA

REGIONS = {"East of England", "North East"}


@pytest.fixture(scope="session")
def two_regions_folder(tmp_path_factory):
    """Reference data with the Trusts of the East of England and the North East alone."""
    folder = tmp_path_factory.mktemp("two-regions")
    with (DATA / "trusts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["region"] in REGIONS]
    with (folder / "trusts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture
def two_regions(monkeypatch, two_regions_folder):
    """What is built from now on has these two regions only."""
    monkeypatch.setattr(build, "DATA", two_regions_folder)


@pytest.fixture(scope="session")
def england_path(tmp_path_factory, session_environment, two_regions_folder):
    """The demonstration with every answer, of these two regions."""
    path = tmp_path_factory.mktemp("demo") / "england.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(build, "DATA", two_regions_folder)
        ensure_demo(path, england=True).close()
    return path
