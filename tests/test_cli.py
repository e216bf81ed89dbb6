"""The commands: what machines read, what people read, and how each ends."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from owf.benchmark import Rules, verdict_from_limits
from owf.cli import app
from owf.questionnaire import load_named
from owf.settings import PACKS, ROOT, get_settings
from owf.store import Store, get_store
from owf.store.migration import is_current, migrate

FINDING_KEYS = {
    "kind",
    "theme",
    "aspect",
    "verdict",
    "difference",
    "ci95",
    "ci90",
    "p_value",
    "p_adjusted",
    "n",
    "k",
    "score",
    "reference",
    "sentence",
}
TOP_KEYS = {"trust", "year", "comparator", "rules", "findings", "key_points", "notes"}


@pytest.fixture
def demo_database(environment, demo_path, tmp_path):
    """The settings point to a copy of the demonstration."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_path, path)
    environment.setenv("OWF_DATABASE_URL", f"sqlite:///{path}")
    get_settings.cache_clear()
    get_store.cache_clear()
    return path


@pytest.fixture
def owf():
    """Run a command as people type it, within this process."""

    def run(*words):
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


def process(*words, **environment):
    """Run a command in a process of its own, with just these settings."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("OWF_")}
    return subprocess.run(
        [sys.executable, "-m", "owf", *words],
        cwd=ROOT,
        env=settings | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def compared(demo_database, owf):
    """Cambridgeshire 2008 as a machine reads it."""
    found = owf("compare", "Cambridgeshire", 2008, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


def test_compare_prints_the_shape_that_stays_put(compared):
    assert set(compared) >= TOP_KEYS
    assert (compared["trust"], compared["year"], compared["comparator"]) == (
        "Cambridgeshire",
        2008,
        "region",
    )
    for finding in compared["findings"]:
        assert set(finding) >= FINDING_KEYS
    assert all(isinstance(point, str) and point for point in compared["key_points"])
    (note,) = compared["notes"]
    assert note["theme"] == "lead-professional"


def test_compare_says_that_the_figures_are_made_up(compared):
    assert compared["made_up"] is True


def test_compare_has_one_finding_for_everything_that_carries_a_word(compared):
    pack = load_named(PACKS, "integrated-working@2008")
    cells = {(theme.id, item.aspect) for theme in pack.themes for item in theme.items}
    expected = (
        {("overall", None, None)}
        | {("theme", theme.id, None) for theme in pack.themes}
        | {("aspect", None, aspect.id) for aspect in pack.aspects}
        | {("cell", *cell) for cell in cells}
    )
    found = [(one["kind"], one["theme"], one["aspect"]) for one in compared["findings"]]
    assert len(found) == len(expected) == 1 + 4 + 11 + len(cells)
    assert set(found) == expected


def test_every_verdict_can_be_worked_out_again_from_its_own_numbers(compared):
    rules = Rules(**compared["rules"])
    for finding in compared["findings"]:
        verdict = verdict_from_limits(
            tuple(finding["ci95"]), tuple(finding["ci90"]), finding["p_adjusted"], rules
        )
        assert finding["verdict"] == verdict, finding["sentence"]
        low, high = finding["ci95"]
        assert low < finding["difference"] < high
        assert finding["difference"] == pytest.approx(finding["score"] - finding["reference"])
        assert (low + high) / 2 == pytest.approx(finding["difference"])
        assert finding["p_value"] <= finding["p_adjusted"] <= 1
        assert finding["k"] == 9
        assert 3 <= finding["n"] <= 12


def test_a_trust_is_named_by_its_number_too(compared, owf):
    assert json.loads(owf("compare", 873, 2008, "--json").stdout) == compared


def test_compare_says_the_key_points_to_people(demo_database, owf, compared):
    found = owf("compare", "Cambridgeshire", 2008)
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0] == "Cambridgeshire 2008 against the East of England"
    assert lines[1] == "Demonstration: all figures are made up."
    assert lines[2:] == [f"- {point}" for point in compared["key_points"]]


def test_real_figures_are_not_called_made_up(environment, demo_database, owf):
    environment.setenv("OWF_DEMO", "0")
    get_settings.cache_clear()
    assert "made up" not in owf("compare", "Cambridgeshire", 2008).stdout
    assert json.loads(owf("compare", 873, 2008, "--json").stdout)["made_up"] is False


# How it ends.


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Cambridgeshire", 2009), "Cambridgeshire has not signed off 2009 yet"),
        (("Cambridgeshyre", 2008), "There is no Trust “Cambridgeshyre” in 2008"),
        (("999", 2008), "There is no Trust “999” in 2008"),
        (("Bedford", 2008), "There is no Trust “Bedford” in 2008"),
    ],
)
@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_what_is_refused_ends_with_1_and_a_sentence_and_prints_nothing_else(
    demo_database, owf, words, sentence, json_too
):
    found = owf("compare", *words, *json_too)
    assert found.exit_code == 1
    assert sentence in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("compare",),
        ("compare", "Cambridgeshire"),
        ("compare", "Cambridgeshire", "last year"),
        ("compare", "Cambridgeshire", "2008", "--jason"),
        ("no-such-command",),
        ("demo", "--port", "http"),
    ],
)
def test_wrong_usage_ends_with_2(owf, words):
    assert owf(*words).exit_code == 2


@pytest.mark.parametrize("words", [("migrate",), ("serve",), ("compare", "873", "2008")])
def test_a_missing_secret_key_is_refused_in_words(environment, demo_database, owf, words):
    environment.setenv("OWF_DEMO", "0")
    environment.delenv("OWF_SECRET_KEY")
    get_settings.cache_clear()
    found = owf(*words)
    assert found.exit_code == 1
    assert found.stderr.startswith("OWF_SECRET_KEY is missing or shorter than 32 characters")
    assert found.stdout == ""


def test_a_setting_that_is_none_is_named(environment, owf):
    environment.setenv("OWF_TODAY", "yesterday")
    get_settings.cache_clear()
    found = owf("migrate")
    assert found.exit_code == 1
    assert found.stderr.startswith("OWF_TODAY: ")


def test_a_database_that_was_never_migrated_is_refused_with_what_to_do(owf):
    found = owf("compare", 873, 2008)
    assert found.exit_code == 1
    assert "run `python -m owf migrate` first" in found.stderr


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "OWF_DATABASE_URL is no address of a database that is known here"),
        ("mysql://owf:a-password@host/owf", "write sqlite:///FILE or postgresql://USER@HOST/NAME"),
        ("sqlite:////proc/not/there.db", "The database's folder /proc/not cannot be made"),
        ("postgresql://owf@127.0.0.1:1/owf", "The database did not answer"),
    ],
)
@pytest.mark.parametrize("words", [("migrate",), ("compare", "873", "2008")])
def test_a_database_that_cannot_be_had_is_refused_in_words(
    environment, owf, words, address, sentence
):
    environment.setenv("OWF_DATABASE_URL", address)
    get_settings.cache_clear()
    found = owf(*words)
    assert found.exit_code == 1
    assert sentence in found.stderr
    assert "a-password" not in found.output


# The other commands.


def test_migrate_brings_an_empty_database_to_the_newest_schema(owf, tmp_path):
    found = owf("migrate")
    assert (found.exit_code, found.stderr) == (0, "The database has the newest schema.\n")
    store = Store(f"sqlite:///{tmp_path / 'one-workforce.db'}")
    assert is_current(store)
    store.close()


def test_migrate_keeps_what_is_there(demo_database, owf, compared):
    assert owf("migrate").exit_code == 0
    assert json.loads(owf("compare", 873, 2008, "--json").stdout) == compared


def test_demo_can_be_built_without_being_served(owf, tmp_path):
    path = tmp_path / "new" / "demo.db"
    found = owf("demo", "--build-only", "--db", path)
    assert found.exit_code == 0, found.output
    assert "making up Cambridgeshire 2008" in found.stderr
    assert owf("compare", "Cambridgeshire", 2008).exit_code == 0


def test_it_is_a_command_of_its_own_with_no_traceback_in_a_refusal(tmp_path):
    path = tmp_path / "own.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    store.close()
    refused = process(
        "compare", "Nowhere", "2008", OWF_DEMO="1", OWF_DATABASE_URL=f"sqlite:///{path}"
    )
    assert refused.returncode == 1
    assert "There is no Trust “Nowhere” in 2008" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert refused.stdout == ""


def test_without_a_secret_key_a_process_ends_with_1_and_a_sentence(tmp_path):
    refused = process("migrate", OWF_DATABASE_URL=f"sqlite:///{tmp_path / 'own.db'}")
    assert refused.returncode == 1
    assert "OWF_SECRET_KEY is missing" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "own.db").exists()
