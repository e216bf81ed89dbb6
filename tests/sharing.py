"""How two processes share the tests: a file stays with one, and so does the one browser."""

from __future__ import annotations

from pathlib import Path

import pytest

BROWSER = Path(__file__).parent / "browser"


@pytest.hookimpl(tryfirst=True)  # before they are told apart by it
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name each test's share, those of the browser first, because they take longest."""
    items.sort(key=lambda item: BROWSER not in item.path.parents)
    for item in items:
        share = "browser" if BROWSER in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(share))
