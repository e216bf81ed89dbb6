"""The tables of docs/packs.md, drawn up from the models: a row for each field."""

from __future__ import annotations

import json
import re

from owf.questionnaire.file_shapes import FILES, schema_text

HEAD = "| field | needed | what goes in | what it is |\n|---|---|---|---|\n"


def parts() -> dict[str, dict]:
    """Every part of the format by its name in the models, as JSON Schema; files by theirs."""
    found = {}
    for name, (_, model) in FILES.items():
        schema = json.loads(schema_text(name))
        found[model.__name__] = schema
        found |= {key: one for key, one in schema["$defs"].items() if "properties" in one}
    return found


def values() -> dict[str, list[str]]:
    """Every list of words that the format knows, by its name in the models."""
    found = {}
    for name in FILES:
        for key, one in json.loads(schema_text(name))["$defs"].items():
            if "enum" in one:
                found[key] = one["enum"]
    return found


def table_of(part: dict) -> str:
    """A part's table in Markdown."""
    needed = part.get("required", [])
    rows = (
        f"| `{name}` | {'yes' if name in needed else 'no'} | {_goes_in(field)} | "
        f"{field['description']} |\n"
        for name, field in part["properties"].items()
    )
    return HEAD + "".join(rows)


def _goes_in(field: dict) -> str:
    if "anyOf" in field:
        kinds = [_goes_in(one) for one in field["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "const" in field or "enum" in field:
        return " or ".join(f"`{one}`" for one in field.get("enum") or [field["const"]])
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"{'one of ' if name in values() else ''}[{name}](#{name.lower()})"
    return _plain(field)


def _plain(field: dict) -> str:
    kind = field["type"]
    if kind == "array":
        return f"list: {_goes_in(field['items'])}"
    if kind == "object":
        below = field.get("additionalProperties") or next(iter(field["patternProperties"].values()))
        return f"keys, each with {_goes_in(below)}"
    if kind == "string":
        return _text(field)
    return {"integer": "whole number", "number": "number", "boolean": "true or false"}[kind]


def _text(field: dict) -> str:
    pattern = field.get("pattern", field.get("format", ""))
    known = {"date": "date", "http": "address", "@": "id@version", "^": "id"}
    for sign, words in known.items():
        if sign in pattern:
            return words
    most = field.get("maxLength")
    return f"text of at most {most} characters" if most else "text"


def words_of(name: str) -> str:
    """A list of words as a line of Markdown."""
    return ", ".join(f"`{one}`" for one in values()[name])


def sections(text: str) -> dict[str, str]:
    """What stands under each heading of the third and fourth rank of a document."""
    found = re.split(r"^#{2,4} (.+)$", text, flags=re.M)
    return dict(zip(found[1::2], found[2::2], strict=True))
