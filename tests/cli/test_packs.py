"""``packs list`` and ``packs check``: what is in ``questions/``, and what is wrong with it."""

import json
import shutil

import pytest

from owf.cli import packs
from owf.questionnaire import Audience, load_named
from owf.settings import PACKS, ROOT


@pytest.fixture
def questions(tmp_path, monkeypatch):
    """A folder of packs of one's own, with the product's pack of 2008 in it."""
    root = tmp_path / "questions"
    shutil.copytree(PACKS / "integrated-working" / "2008", root / "integrated-working" / "2008")
    monkeypatch.setattr(packs, "PACKS", root)
    monkeypatch.chdir(tmp_path)
    return root


@pytest.fixture
def pack_2008(questions):
    return questions / "integrated-working" / "2008"


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_pack_is_listed_with_what_one_needs_to_choose_it(owf):
    found = owf("packs", "list", "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    listed = {pack["name"]: pack for pack in json.loads(found.stdout)["packs"]}
    assert set(listed) == {
        f"{path.parent.parent.name}@{path.parent.name}" for path in PACKS.glob("*/*/pack.yaml")
    }
    for name, facts in listed.items():
        pack = load_named(PACKS, name)
        assert facts == {
            "name": name,
            "title": pack.title,
            "status": pack.status,
            "is_frozen": (PACKS / name.replace("@", "/") / "published.json").is_file(),
            "since": pack.lineage.since if pack.lineage else None,
            "themes": len(pack.themes),
            "questions": len(pack.items),
            "for_practitioners": len(pack.items_for(Audience.PRACTITIONERS)),
            "digest": pack.digest(),
        }


def test_people_read_a_line_for_each_pack_with_a_short_digest(questions, owf):
    pack = load_named(PACKS, "integrated-working@2008")
    (line,) = owf("packs", "list").stdout.splitlines()
    assert line.startswith(
        f"integrated-working@2008: {pack.title} ({pack.status}, follows none), 4 themes, "
    )
    assert f"{len(pack.items)} questions" in line
    assert pack.digest()[:12] in line
    assert pack.digest() not in line


def test_a_broken_pack_hides_no_other_in_the_list(questions, pack_2008, owf):
    shutil.copytree(pack_2008, questions / "integrated-working" / "2010")
    found = owf("packs", "list")
    assert found.exit_code == 1
    assert len(found.stdout.splitlines()) == 1
    assert found.stderr.startswith("integrated-working@2010 cannot be used. Run ")


def test_the_product_s_own_packs_are_fine(owf):
    found = owf("packs", "check")
    assert (found.exit_code, found.stderr) == (0, "")
    assert f"{(PACKS / 'integrated-working' / '2008').relative_to(ROOT)}: fine" in found.stdout


def test_every_problem_is_told_with_its_file_and_line(pack_2008, owf):
    replace_in(pack_2008 / "pack.yaml", "format: 1", "format: 7")
    replace_in(pack_2008 / "themes" / "caf.yaml", "id: caf\n", "id: cafe\n")
    found = owf("packs", "check")
    assert (found.exit_code, found.stdout) == (1, "")
    first, second = found.stderr.splitlines()
    assert first.startswith("questions/integrated-working/2008/pack.yaml:")
    assert "`format` is `7`" in first
    assert second.startswith("questions/integrated-working/2008/themes/caf.yaml:")
    assert "the theme's id is `cafe` but its file is caf.yaml" in second


def test_warnings_are_told_and_make_nothing_fail(pack_2008, owf):
    replace_in(pack_2008 / "themes" / "caf.yaml", "takes over.\n", "takes over\n")
    replace_in(pack_2008 / "pack.yaml", "status: published", "status: draft")
    (pack_2008 / "published.json").unlink()
    found = owf("packs", "check")
    assert found.exit_code == 0
    assert found.stdout == "questions/integrated-working/2008: fine, with 1 warning\n"
    assert found.stderr == (
        "questions/integrated-working/2008/themes/caf.yaml:14: warning: the hint of CAF 1 does not "
        "end with a full stop - end the sentence\n"
    )
    (pack,) = json.loads(owf("packs", "check", "--json").stdout)["packs"]
    assert (pack["ok"], pack["problems"]) == (True, [])
    assert [one["line"] for one in pack["warnings"]] == [14]


def test_machines_read_the_same_problems(questions, pack_2008, owf):
    shutil.copytree(pack_2008, questions / "integrated-working" / "2010")
    replace_in(pack_2008 / "pack.yaml", "format: 1", "format: 7")
    found = owf("packs", "check", "--json")
    assert found.exit_code == 1
    broken, misnamed = json.loads(found.stdout)["packs"]
    assert broken["path"] == "questions/integrated-working/2008"
    (problem,) = broken["problems"]
    assert f"{problem['file']}:{problem['line']}: {problem['what']} - {problem['todo']}" in (
        found.stderr
    )
    assert misnamed["ok"] is False
    assert misnamed["problems"][0]["what"] == "this pack calls itself integrated-working@2008"


def test_only_the_folders_that_are_named_are_checked(questions, pack_2008, tmp_path, owf):
    mine = tmp_path / "mine"
    shutil.copytree(pack_2008, mine)
    (pack_2008 / "pack.yaml").unlink()
    found = owf("packs", "check", mine)
    assert (found.exit_code, found.stdout, found.stderr) == (0, "mine: fine\n", "")
    both = owf("packs", "check", mine, pack_2008)
    assert (both.exit_code, both.stdout) == (1, "mine: fine\n")
    assert "this is not a pack: there is no pack.yaml in it" in both.stderr


def test_a_folder_of_questions_is_held_to_its_name_however_it_is_written(pack_2008, owf):
    shutil.move(pack_2008, pack_2008.with_name("2010"))
    found = owf("packs", "check", "questions/../questions/integrated-working/2010")
    assert found.exit_code == 1
    assert "this pack calls itself integrated-working@2008" in found.stderr


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_a_path_that_is_not_there_is_refused_in_words(questions, owf, json_too):
    found = owf("packs", "check", "questions/nowhere", *json_too)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith("There is no questions/nowhere. Name a folder with a pack.yaml")


@pytest.mark.parametrize("command", ["list", "check"])
def test_no_pack_at_all_is_refused_in_words(questions, owf, command):
    shutil.rmtree(questions)
    found = owf("packs", command)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith("There is no pack in ")


def test_packs_need_no_settings_and_no_database(process):
    checked = process("packs", "check")
    assert (checked.returncode, checked.stderr) == (0, "")
