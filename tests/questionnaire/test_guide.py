"""docs/packs.md says what the format is, in both directions, and its example is one that works."""

from __future__ import annotations

import re
from textwrap import fill

import pytest

from owf.questionnaire import ChangeKind, check_pack
from owf.questionnaire.change_summary import summarise
from owf.questionnaire.differences import differences
from owf.settings import ROOT
from tests.questionnaire.field_tables import parts, sections, table_of, values, words_of

GUIDE = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
SECTIONS = sections(GUIDE)
FILES = {
    "PackFile": "pack.yaml",
    "ScalesFile": "scales.yaml",
    "Theme": "themes/<id>.yaml",
    "Lineage": "changes.yaml",
}
"""Models that are whole files -> the heading under which they stand."""


@pytest.mark.parametrize("name", parts())
def test_every_field_of_the_format_is_in_the_guide_as_the_models_say(name):
    """Paste the expected table into docs/packs.md where this fails."""
    shown = SECTIONS[FILES.get(name, name)]
    assert table_of(parts()[name]) in shown


@pytest.mark.parametrize("name", values())
def test_every_word_of_the_format_is_in_the_guide(name):
    assert f"{words_of(name)}." in " ".join(SECTIONS[name].split())


def test_the_guide_describes_no_field_that_is_not_there():
    described = re.findall(r"^\| `(\w+)` \| (?:yes|no) \|", GUIDE, flags=re.M)
    known = [field for part in parts().values() for field in part["properties"]]
    assert sorted(described) == sorted(known)


def test_the_kinds_of_change_are_told_with_what_stands_on_either_side():
    rows = re.findall(r"^\| `(\w+)` \| .+ \| .+ \| .+ \|$", SECTIONS["ChangeKind"], flags=re.M)
    assert sorted(rows) == sorted(ChangeKind)


@pytest.fixture
def example(tmp_path, monkeypatch):
    """The worked example, written out: the folders of its two years."""
    monkeypatch.chdir(tmp_path)
    files = dict(
        re.findall(r"^\*\*`(example/[^`]+)`\*\*\n\n```yaml\n(.*?)^```", GUIDE, re.M | re.S)
    )
    # What the text says of the files that it does not show again.
    files["example/2009/scales.yaml"] = files["example/2008/scales.yaml"]
    files["example/2009/pack.yaml"] = files["example/2008/pack.yaml"].replace('"2008"', '"2009"')
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "example" / "2008", tmp_path / "example" / "2009"


def test_the_worked_example_passes_every_check(example):
    for folder in example:
        report = check_pack(folder)
        assert (report.errors, report.warnings) == ((), ())


def test_the_worked_example_is_told_as_the_guide_says(example):
    old, new = (check_pack(folder).pack for folder in example)
    told = fill(" ".join(summarise(differences(old, new)).sentences), 92)
    assert told in GUIDE
