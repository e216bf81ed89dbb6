"""``migrate`` and ``demo``: the databases that commands make."""

import json

from owf.demo import build
from owf.store import Store
from owf.store.migration import is_current


def test_migrate_brings_an_empty_database_to_the_newest_schema(owf, tmp_path):
    found = owf("migrate")
    assert (found.exit_code, found.stderr) == (0, "The database has the newest schema.\n")
    store = Store(f"sqlite:///{tmp_path / 'one-workforce.db'}")
    assert is_current(store)
    store.close()


def test_migrate_keeps_what_is_there(demo_database, owf, compared):
    assert owf("migrate").exit_code == 0
    assert json.loads(owf("compare", 873, 2008, "--json").stdout) == compared


def test_demo_can_be_built_without_being_served(owf, tmp_path, few_trusts, monkeypatch):
    monkeypatch.setattr(build, "DATA", few_trusts)
    path = tmp_path / "new" / "demo.db"
    found = owf("demo", "--build-only", "--db", path)
    assert found.exit_code == 0, found.output
    assert "making up the East of England 2008" in found.stderr
    assert owf("compare", "Cambridgeshire", 2008).exit_code == 0
