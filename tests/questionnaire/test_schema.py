"""The JSON Schemas accept every pack of ours, refuse what an editor should mark, are current."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from owf.questionnaire.file_shapes import FILES, schema_text
from owf.questionnaire.yaml_source import read_source
from owf.settings import PACKS

SCHEMAS = PACKS / "schema"
YAML_FILES = sorted(path for path in PACKS.glob("*/*/**/*.yaml"))


def validator(name):
    schema = json.loads(schema_text(name))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def as_an_editor_reads(path):
    """The file's data as JSON has them: every key is text there."""
    source, problems = read_source(path)
    assert not problems
    return json.loads(json.dumps(source.data))


def complaints(name, data):
    return [error.message for error in validator(name).iter_errors(data)]


def names_its_schema(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    return path.parent / first.removeprefix("# yaml-language-server: $schema=")


def test_the_committed_schemas_are_those_of_the_models():
    """Run `python -m owf packs schema` where this fails."""
    assert {path.name for path in SCHEMAS.iterdir()} == set(FILES)
    for name in FILES:
        assert (SCHEMAS / name).read_text(encoding="utf-8") == schema_text(name), name


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: str(path.relative_to(PACKS)))
def test_every_file_of_a_pack_names_its_schema_and_fits_it(path):
    schema = names_its_schema(path).resolve()
    assert schema.parent == SCHEMAS
    assert complaints(schema.name, as_an_editor_reads(path)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("pack.yaml", '"title": ', '"titel": ', "'titel' was unexpected"),
        ("pack.yaml", '"published"', '"finished"', "'finished' is not one of"),
        ("scales.yaml", '"midpoint": 3', '"midpoint": "three"', "is not of type 'number'"),
        ("scales.yaml", '"short": "Planning"', '"short": ""', "'' should be non-empty"),
        ("themes/caf.yaml", '"hint": ', '"hnt": ', "'hnt' was unexpected"),
        ("themes/caf.yaml", '"id": "caf-01"', '"id": "CAF 01"', "'CAF 01' does not match"),
        ("themes/caf.yaml", '"audience": "leaders"', '"audience": "leader"', "is not one of"),
    ],
)
def test_an_editor_marks_what_the_loader_would_refuse(file, old, new, complaint):
    path = PACKS / "integrated-working" / "2008" / file
    text = json.dumps(as_an_editor_reads(path))
    assert old in text
    name = f"{'theme' if '/' in file else Path(file).stem}.schema.json"
    assert any(complaint in one for one in complaints(name, json.loads(text.replace(old, new, 1))))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "renamed", "from": "a"}, "'renamed' is not one of"),
        ({"from": "a"}, "'kind' is a required property"),
        ({"kind": "same", "from": "a", "comparabel": "no"}, "'comparabel' was unexpected"),
        ({"kind": "same", "form": "a"}, "'form' was unexpected"),
    ],
)
def test_an_editor_marks_a_broken_change(change, complaint):
    data = {"since": "tiny@2008", "changes": [change]}
    assert any(complaint in one for one in complaints("changes.schema.json", data))


def test_editors_show_what_each_field_is():
    schema = json.loads(schema_text("theme.schema.json"))
    item = schema["$defs"]["Item"]["properties"]
    assert item["hint"]["description"].startswith("What to think of when answering")
    for name, (_, model) in FILES.items():
        read = json.loads(schema_text(name))
        for part in (read, *read["$defs"].values()):
            assert part["description"]
            assert all(one.get("description") for one in part.get("properties", {}).values()), name
        assert model.__doc__
