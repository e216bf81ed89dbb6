"""What the tests of the demonstration share: an England of fewer places, which is soon built."""

import pytest

from owf.demo import build
from owf.demo.build import ensure_demo
from tests.building_once import built_once
from tests.demonstration import some_trusts

REGIONS = {"East of England", "North East"}


@pytest.fixture(scope="session")
def two_regions_folder(tmp_path_factory):
    """Reference data with the Trusts of the East of England and the North East alone."""
    return some_trusts(tmp_path_factory.mktemp("two-regions"), column="region", among=REGIONS)


@pytest.fixture
def two_regions(monkeypatch, two_regions_folder):
    """What is built from now on has these two regions only."""
    monkeypatch.setattr(build, "DATA", two_regions_folder)


@pytest.fixture
def a_few_trusts(monkeypatch, few_trusts):
    """What is built from now on has a handful of Trusts only."""
    monkeypatch.setattr(build, "DATA", few_trusts)


@pytest.fixture(scope="session")
def england_path(tmp_path_factory, session_environment, two_regions_folder):
    """The demonstration with every answer, of these two regions."""

    def _build(path):
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(build, "DATA", two_regions_folder)
            ensure_demo(path, england=True, until=2009).close()

    return built_once(tmp_path_factory, "england.db", _build)
