"""``demo --england``: its own database, and how far it is."""

import shutil

import pytest
from typer.testing import CliRunner

from owf.cli import app
from owf.cli import demo as cli_demo
from owf.settings import DEMO_DATABASE


class NoStore:
    """What a build gives back, where nothing is built."""

    def close(self):
        """Nothing is open."""


@pytest.fixture
def demo(environment, tmp_path, monkeypatch):
    """``demo --build-only`` without a build: gives the file and whether it is all of England."""
    built = []
    # The command sets these two for good: the environment fixture takes them back.
    environment.setenv("OWF_DEMO", "1")
    environment.setenv("OWF_DATABASE_URL", "")

    def ensure(path, **settings):
        built.append((path, settings["england"]))
        settings["say"]("London 2008")
        settings["count"](1, 2)
        return NoStore()

    monkeypatch.setattr(cli_demo, "ensure_demo", ensure)

    def run(*words):
        found = CliRunner().invoke(app, ["demo", "--build-only", *words])
        assert found.exit_code == 0, found.output
        return built.pop(), found

    return run


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), (DEMO_DATABASE, False)),
        (("--england",), (DEMO_DATABASE.with_name("demo-england.db"), True)),
    ],
)
def test_all_of_england_has_a_database_of_its_own(demo, words, expected):
    built, _ = demo(*words)
    assert built == expected


def test_another_file_can_be_named_for_either(demo, tmp_path):
    path = tmp_path / "mine.db"
    assert demo("--db", str(path))[0] == (path, False)
    assert demo("--db", str(path), "--england")[0] == (path, True)


def test_where_there_is_no_terminal_it_says_lines(demo):
    _, found = demo("--england")
    assert found.stderr == "  making up London 2008\n"
    assert found.stdout == ""


def test_on_a_terminal_it_shows_how_many_of_how_many(demo, environment):
    environment.setenv("FORCE_COLOR", "1")
    _, found = demo("--england")
    assert "making up London 2008" in found.stderr
    assert "1/2" in found.stderr


def test_one_region_s_database_is_refused_for_all_of_england(small_five_years_path, tmp_path):
    path = tmp_path / "mine.db"
    shutil.copy(small_five_years_path, path)
    found = CliRunner().invoke(app, ["demo", "--build-only", "--england", "--db", str(path)])
    assert found.exit_code == 1
    assert "with the answers of one region" in found.stderr
