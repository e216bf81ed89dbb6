"""``packs publish``: keeps a pack as it is, and refuses one that differs from what was kept."""

import pytest

from owf.cli import packs
from owf.questionnaire import Pack, load_named
from owf.questionnaire.published import PUBLISHED
from tests.questionnaire.conftest import write_pack


@pytest.fixture
def draft(tmp_path, monkeypatch):
    """The tiny pack, a draft in a folder of packs of one's own."""
    monkeypatch.setattr(packs, "PACKS", tmp_path)
    monkeypatch.chdir(tmp_path)
    return write_pack()


def edit(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def test_a_draft_becomes_a_published_pack_and_the_rest_of_its_file_stays(draft, tmp_path, owf):
    before = (draft / "pack.yaml").read_text(encoding="utf-8")
    found = owf("packs", "publish", "tiny@2008")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("tiny@2008 is published and kept in tiny/2008/published.json")
    after = (draft / "pack.yaml").read_text(encoding="utf-8")
    assert after == before.replace("status: draft", "status: published")
    kept = Pack.from_json((draft / PUBLISHED).read_text(encoding="utf-8"))
    assert kept == load_named(tmp_path, "tiny@2008")
    checked = owf("packs", "check")
    assert (checked.exit_code, checked.stdout, checked.stderr) == (0, "tiny/2008: fine\n", "")


def test_publishing_twice_changes_nothing(draft, owf, files):
    owf("packs", "publish", "tiny@2008")
    before = files()
    found = owf("packs", "publish", "tiny@2008")
    assert (found.exit_code, found.stdout) == (
        0,
        "tiny@2008 is already published and has not changed since.\n",
    )
    assert files() == before


def test_a_changed_pack_is_refused_by_what_changed_and_nothing_is_written(draft, owf, files):
    owf("packs", "publish", "tiny@2008")
    edit(draft, "themes/caf.yaml", "Staff are trained.", "Staff are well trained.")
    before = files()
    found = owf("packs", "publish", "tiny@2008")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "the text of CAF 1 differs from what was published - undo it, or copy" in found.stderr
    assert files() == before


def test_a_pack_with_errors_is_refused_with_them(draft, owf, files):
    edit(draft, "themes/caf.yaml", "aspect: benefit", "aspect: benefits")
    before = files()
    found = owf("packs", "publish", "tiny@2008")
    assert found.exit_code == 1
    assert found.stderr.startswith("tiny@2008 is not published, because it has errors:\n")
    assert "did you mean `benefit`?" in found.stderr
    assert files() == before


def test_a_status_that_cannot_be_changed_by_itself_is_left_to_the_author(draft, owf, files):
    edit(draft, "pack.yaml", "status: draft", "status:\n  draft")
    before = files()
    found = owf("packs", "publish", "tiny@2008")
    assert found.exit_code == 1
    assert "Write `status: published` in tiny/2008/pack.yaml" in found.stderr
    assert files() == before


def test_there_is_nothing_to_publish_under_a_name_that_is_not_there(draft, owf):
    found = owf("packs", "publish", "tiny@2009")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "there is no pack `tiny@2009` - did you mean `tiny@2008`?" in found.stderr
