"""``check``: is this installation fit to run, thing by thing, without changing anything."""

import shutil
from hashlib import sha256

import pytest

from owf.cli import check as cli_check
from owf.cli import packs
from owf.settings import DATA, PACKS

THINGS = [
    "settings",
    "secret key",
    "web address",
    "single sign-on",
    "letters",
    "date",
    "questionnaires",
    "authorities",
    "database",
    "schema",
    "connections",
    "demonstration",
    "administrators",
    "frozen questionnaires",
    "protection of what was signed",
    "signatures",
    "plans",
]


@pytest.fixture
def trusts_csv(tmp_path, monkeypatch):
    """Where the list of authorities is looked for; there is none yet."""
    path = tmp_path / "trusts.csv"
    monkeypatch.setattr(cli_check, "TRUSTS", path)
    return path


# What is fit.


def test_the_demonstration_is_fit_and_stays_as_it_is(demo_database, owf, files):
    before = files()
    found = owf("check")
    assert found.exit_code == 0, found.output
    lines = found.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"ok     {thing}" for thing in THINGS]
    rows = (DATA / "trusts.csv").read_text(encoding="utf-8").count("\n") - 1
    assert f"{rows} in data/trusts.csv." in lines[THINGS.index("authorities")]
    assert lines[-1].endswith(" verified.")
    assert files() == before


@pytest.mark.databases("sqlite", "postgresql")
def test_real_work_is_fit_on_either_database(cast_database, check):
    cast_database.sign(cast_database.cambridgeshire, {"health": 2, "police": 3, "schools": 4})
    wrong, found = check()
    assert wrong == []
    assert found["signatures"] == (True, "1 verified.")
    assert found["demonstration"] == (True, "not a demonstration.")


def test_an_installation_without_a_signature_yet_is_fit(cast_database, check):
    wrong, found = check()
    assert wrong == []
    assert found["signatures"] == (True, "0 verified.")


def test_it_says_how_far_it_is_where_it_takes_long(demo_database, owf, monkeypatch):
    monkeypatch.setattr(cli_check, "PATIENCE", -1.0)
    found = owf("check")
    assert found.exit_code == 0
    assert found.stderr.splitlines()[0].startswith("  signatures: 0 of ")


# Before there is a database.


@pytest.mark.parametrize("folder", ["", "not/there/yet/"])
def test_before_a_database_it_says_so_and_makes_none(point_to, check, tmp_path, folder):
    point_to(database_url=f"sqlite:///{tmp_path}/{folder}one.db")
    wrong, found = check()
    assert wrong == ["database"]
    assert list(found) == THINGS
    words = found["database"][1]
    assert words.startswith("there is no database yet. Run `python -m owf init --admin EMAIL` to")
    assert found["signatures"] == (None, "not checked, correct the database first.")
    assert list(tmp_path.iterdir()) == []


def test_people_read_what_to_do(owf, tmp_path):
    found = owf("check")
    assert found.exit_code == 1
    assert "\nWRONG  database: there is no database yet. Run " in found.stdout
    assert "\n-      schema: not checked, correct the database first.\n" in found.stdout
    assert found.stderr == "Not ready to run: 1 of 17 checks failed.\n"


def test_an_empty_file_is_no_database_yet(point_to, check, files, tmp_path):
    (tmp_path / "one.db").touch()
    point_to(database_url=f"sqlite:///{tmp_path / 'one.db'}")
    assert check()[0] == ["database"]
    assert files() == {"one.db": sha256().hexdigest()}


def test_a_process_without_any_setting_is_told_of_both(process, tmp_path):
    found = process("check", OWF_DATABASE_URL=f"sqlite:///{tmp_path / 'one.db'}")
    assert found.returncode == 1
    assert "WRONG  secret key: OWF_SECRET_KEY is missing" in found.stdout
    assert "WRONG  database: there is no database yet" in found.stdout
    assert "Traceback" not in found.stderr
    assert list(tmp_path.iterdir()) == []


# The files.


def test_a_broken_pack_is_told_with_its_place(small_demo_database, check, tmp_path, monkeypatch):
    root = tmp_path / "questions"
    shutil.copytree(PACKS / "integrated-working" / "2008", root / "integrated-working" / "2010")
    monkeypatch.setattr(packs, "PACKS", root)
    wrong, found = check()
    assert wrong == ["questionnaires"]
    assert "2010/pack.yaml:1: this pack calls itself" in found["questionnaires"][1]
    assert found["questionnaires"][1].endswith("Run `python -m owf packs check` to see them all.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((",873,", ",87,"), "`87` is not a three-digit DfE number"),
        ((",873,", ",874,"), "874 is already on line"),
        (("Cambridgeshire,East of England", ",East of England"), "`name` is empty"),
        (("dfe_code", "dfe"), "has no column dfe_code"),
    ],
)
def test_a_broken_list_of_authorities_is_told_with_its_line(
    small_demo_database, check, trusts_csv, change, sentence
):
    words = (DATA / "trusts.csv").read_text(encoding="utf-8")
    assert change[0] in words
    trusts_csv.write_text(words.replace(*change, 1), encoding="utf-8")
    wrong, found = check()
    assert wrong == ["authorities"]
    assert sentence in found["authorities"][1]


def test_a_list_of_authorities_that_is_not_there_is_told(small_demo_database, check, trusts_csv):
    assert check()[0] == ["authorities"]
