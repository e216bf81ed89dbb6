"""``packs schema``: the JSON Schemas for editors, written where one wants them."""

import pytest

from owf.questionnaire.file_shapes import FILES, schema_text


def test_it_writes_a_schema_for_each_file_of_a_pack(tmp_path, owf):
    found = owf("packs", "schema", "--to", tmp_path / "new" / "schema")
    assert (found.exit_code, found.stderr) == (0, "")
    assert len(found.stdout.splitlines()) == len(FILES)
    for name in FILES:
        written = (tmp_path / "new" / "schema" / name).read_text(encoding="utf-8")
        assert written == schema_text(name)


@pytest.mark.parametrize("place", ["a file", "a file/below"])
def test_a_place_that_is_no_folder_is_refused_in_words(tmp_path, owf, place):
    (tmp_path / "a file").write_text("", encoding="utf-8")
    found = owf("packs", "schema", "--to", tmp_path / place)
    assert found.exit_code == 1
    assert "cannot be written" in found.stderr
    assert "Name another folder" in found.stderr
