"""``packs diff``: what changed from one questionnaire to another, for people and machines."""

import json
import shutil

import pytest

from owf.cli import packs
from owf.settings import PACKS
from tests.questionnaire.conftest import write_pack
from tests.questionnaire.years import NEWER, OLDER


@pytest.fixture
def two_years(tmp_path, monkeypatch):
    """Two tiny packs in a folder of packs of one's own; gives the newer one's folder."""
    monkeypatch.setattr(packs, "PACKS", tmp_path)
    monkeypatch.chdir(tmp_path)
    write_pack(files=OLDER)
    return write_pack(files=NEWER, version="2009")


def test_it_says_what_changed_and_that_changes_yaml_agrees(two_years, owf):
    found = owf("packs", "diff", "tiny@2008", "tiny@2009")
    assert (found.exit_code, found.stderr) == (0, "")
    words = " ".join(found.stdout.split())
    assert words.startswith(
        "Tiny 2009 asks nine questions, the same number as Tiny 2008. Of the nine "
    )
    assert "Split Q-3 becomes Q-3A and Q-3B Was: Staff here do q-3. Now: Q-3A: " in words
    assert "Why: It was hard to answer. Decided by the working group, 1 March 2009." in words
    assert words.endswith("changes.yaml agrees.")
    assert max(map(len, found.stdout.splitlines())) <= 92


def test_it_says_where_changes_yaml_does_not_agree(two_years, owf):
    caf = two_years / "themes" / "caf.yaml"
    text = caf.read_text(encoding="utf-8").replace("Staff here do q-1.", "Managers here do q-1.")
    caf.write_text(text, encoding="utf-8")
    found = owf("packs", "diff", "tiny@2008", "tiny@2009")
    assert "three are reworded" in " ".join(found.stdout.split())
    assert found.stdout.endswith(
        "\nchanges.yaml does not agree:\n  tiny/2009/changes.yaml:3: `q-1` is said to be the same, "
        "but the text changed - choose another kind, or undo the change\n"
    )
    read = json.loads(owf("packs", "diff", "tiny@2008", "tiny@2009", "--json").stdout)
    assert read["agrees"] is False
    assert [one["line"] for one in read["disagreements"]] == [3]


def test_machines_read_every_change(two_years, owf):
    read = json.loads(owf("packs", "diff", "tiny/2008", "tiny/2009", "--json").stdout)
    assert (read["old"], read["new"]) == ("tiny@2008", "tiny@2009")
    assert (read["leads_from_old"], read["agrees"]) == (True, True)
    merged = next(one for one in read["changes"] if one["kinds"] == ["merged"])
    assert merged == {
        "kinds": ["merged"],
        "from": {"q-4": "Staff here do q-4.", "q-5": "Staff here do q-5."},
        "to": {"q-45": "Staff here do q-45."},
        "comparable": "with_care",
        "reason": "It was hard to answer",
        "decided_by": "the working group",
        "date": "2009-03-01",
    }
    removed = next(one for one in read["changes"] if one["kinds"] == ["removed"])
    assert (removed["to"], removed["comparable"]) == ({}, None)


def test_folders_and_names_may_be_mixed_and_packs_need_not_be_related(tmp_path, owf):
    copied = tmp_path / "mine"
    shutil.copytree(PACKS / "integrated-working" / "2008", copied)
    found = owf("packs", "diff", "integrated-working@2008", copied)
    assert found.exit_code == 0
    assert "Nothing can be compared between the two" in " ".join(found.stdout.split())
    assert "changes.yaml agrees" not in found.stdout


@pytest.mark.parametrize("named", ["tiny@2007", "nowhere", "../tiny"])
def test_a_pack_that_is_not_there_is_refused_in_words(two_years, owf, named):
    found = owf("packs", "diff", named, "tiny@2009")
    assert (found.exit_code, found.stdout) == (1, "")
    assert f"there is no pack `{named}`" in found.stderr


def test_a_pack_that_cannot_be_read_is_refused_with_what_is_wrong(two_years, owf):
    (two_years / "scales.yaml").unlink()
    found = owf("packs", "diff", "tiny@2008", "tiny@2009")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith("tiny@2009 cannot be read:\ntiny/2009/")
    assert "scales.yaml:1: this file is missing" in found.stderr
