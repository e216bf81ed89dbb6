"""What the tests of the web share: settings that point to a copy of the demonstration."""

import shutil
from collections.abc import Iterator

import pytest

from owf.settings import get_settings
from owf.store import Store, get_store


@pytest.fixture
def site_store(environment, demo_path, tmp_path) -> Iterator[Store]:
    """A copy of the demonstration's database, which is also the one that the web opens."""
    path = tmp_path / "site.db"
    shutil.copy(demo_path, path)
    environment.setenv("OWF_DATABASE_URL", f"sqlite:///{path}")
    get_settings.cache_clear()
    get_store.cache_clear()
    yield get_store()
    get_store().close()
