"""What the tests of the commands share: running one, and a demonstration of one's own."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256

import pytest
from joserfc.jwk import RSAKey
from typer.testing import CliRunner

from owf.cli import app
from owf.settings import ROOT, get_settings
from owf.store import accounts, get_store
from tests.web.made_up_provider import Provider, serve


@pytest.fixture
def point_to(environment):
    """Set ``OWF_...`` settings for the commands of this test."""

    def point(**settings):
        for name, value in settings.items():
            environment.setenv(f"OWF_{name.upper()}", str(value))
        get_settings.cache_clear()
        get_store.cache_clear()

    return point


@pytest.fixture
def demo_database(point_to, demo_path, tmp_path):
    """The settings point to a copy of the demonstration."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_path, path)
    point_to(database_url=f"sqlite:///{path}")
    return path


@pytest.fixture
def small_demo_database(point_to, small_demo_path, tmp_path):
    """The settings point to a copy of the demonstration of a few Trusts."""
    path = tmp_path / "demo.db"
    shutil.copy(small_demo_path, path)
    point_to(database_url=f"sqlite:///{path}")
    return path


@pytest.fixture
def for_real(environment, point_to):
    """Settings that are safe outside the demonstration, with a database; and others beside them."""
    environment.delenv("OWF_TODAY")

    def point(**settings):
        point_to(**{"demo": 0, "base_url": "https://workforce.example", **settings})

    return point


@pytest.fixture
def cast_database(for_real, cast):
    """The settings point to the cast's database, outside the demonstration; Heidi can sign in."""
    with cast.store.writing() as session:
        accounts.set_password(session, "heidi", "the hash of a password")
    for_real(database_url=cast.store.engine.url.render_as_string(hide_password=False))
    return cast


@pytest.fixture
def owf():
    """Run a command as people type it, within this process."""

    def run(*words):
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


@pytest.fixture
def process():
    """Run a command in a process of its own, with just these settings."""

    def run(*words, **environment):
        settings = {name: given for name, given in os.environ.items() if name[:4] != "OWF_"}
        return subprocess.run(
            [sys.executable, "-m", "owf", *words],
            cwd=ROOT,
            env=settings | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def compared(demo_database, owf):
    """Cambridgeshire 2008 as a machine reads it."""
    found = owf("compare", "Cambridgeshire", 2008, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


@pytest.fixture
def check(owf):
    """Run ``check``: what is wrong, and what was found of each thing with all the words."""

    def run():
        found = owf("check", "--json")
        read = json.loads(found.stdout)
        wrong = [one["check"] for one in read["checks"] if one["ok"] is False]
        assert read["fit"] is (not wrong)
        assert found.exit_code == (1 if wrong else 0)
        return wrong, {one["check"]: (one["ok"], one["words"]) for one in read["checks"]}

    return run


@pytest.fixture
def files(tmp_path):
    """Every file of this test by its name, with its contents' hash."""

    def read():
        return {
            str(path.relative_to(tmp_path)): sha256(path.read_bytes()).hexdigest()
            for path in tmp_path.rglob("*")
            if path.is_file()
        }

    return read


@pytest.fixture(scope="session")
def signing_key():
    return RSAKey.generate_key(2048, parameters={"kid": "first"})


@pytest.fixture
def provider(signing_key):
    """A provider of single sign-on, which no setting names yet."""
    found, server = serve(lambda port: Provider(port, signing_key))
    yield found
    server.shutdown()
    server.server_close()
