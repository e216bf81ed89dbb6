"""JSON Schemas of a pack's files, so that editors complete and check as one types.

They say what may stand in one file. What files have to do with each other, `packs check` says.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from owf.questionnaire.shape import ChangesFile, PackFile, ScalesFile, ThemeFile

FILES: Mapping[str, tuple[str, type[BaseModel]]] = {
    "pack.schema.json": ("pack.yaml", PackFile),
    "scales.schema.json": ("scales.yaml", ScalesFile),
    "theme.schema.json": ("themes/<id>.yaml", ThemeFile),
    "changes.schema.json": ("changes.yaml", ChangesFile),
}
"""File below `questions/schema/` -> the file of a pack that it is for, and its model."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(name: str) -> str:
    """What the schema file of this name holds; KeyError where there is none."""
    described, model = FILES[name]
    schema = _plain(model.model_json_schema(by_alias=True))
    head = {"$schema": _DRAFT, "title": described}
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"


def schema_for(file: str) -> str:
    """The schema of a pack's file, as a path from it: what its first line names.

    Args:
        file: within the pack's folder, such as `themes/caf.yaml`.
    """
    kind = "theme" if "/" in file else file.removesuffix(".yaml")
    return "../" * (file.count("/") + 2) + f"schema/{kind}.schema.json"


def _plain(part: Any) -> Any:
    """Without titles made from names, and with descriptions as one line of plain text."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _one_line(value) if key == "description" and isinstance(value, str) else _plain(value)
        for key, value in part.items()
        # A field of the name `title` has a schema here, and not a word.
        if not (key == "title" and isinstance(value, str))
    }


def _one_line(docstring: str) -> str:
    """A docstring's words, marked up as Markdown is."""
    return re.sub(r"``(.+?)``", r"`\1`", " ".join(docstring.split()))
