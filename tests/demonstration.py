"""The demonstration, built once. Copy it before changing anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from owf.demo.build import ensure_demo
from owf.store import Store
from tests.databases import sqlite_copy


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory: pytest.TempPathFactory, session_environment: None) -> Path:
    """A pristine demonstration database: one file that tests copy."""
    path = tmp_path_factory.mktemp("demo") / "pristine.db"
    ensure_demo(path).close()
    return path


@pytest.fixture
def demo_store(demo_path: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the demonstration, to read and to change."""
    with sqlite_copy(demo_path, tmp_path / "demo.db") as (_, store):
        yield store
