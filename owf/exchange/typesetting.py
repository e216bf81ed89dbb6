"""Setting a PDF that screen readers can read too (PDF/UA-1), from data and a template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category, name, normalize

import typst

_TEMPLATES = Path(__file__).parent
_PROBE = b"""#set document(title: [Probe])
#let c = sys.inputs.data
#for weight in ("regular", "semibold", "bold") { text(weight: weight, c) }
#emph(c)"""
"""The text in each face of the templates'."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """A tagged PDF, in fonts that the typesetter brings along.

    Everything goes in as data, so that no text is taken for the typesetter's own language. A
    character that no font has is written as its name: “[grinning face]”.

    Args:
        template: the name of a file beside this one, which reads the data from `sys.inputs.data`.
        data: what JSON can hold.
    """
    return _set((_TEMPLATES / template).read_bytes(), json.dumps(_displayable(data)))


def _set(source: bytes, data: str) -> bytes:
    typesetter = typst.Compiler(root=_TEMPLATES, ignore_system_fonts=True)
    found = typesetter.compile(
        source, format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"]
    )
    assert isinstance(found, bytes)  # noqa: S101  a list is what several pages of PNG come in
    return found


def _displayable(value: Any) -> Any:
    if isinstance(value, str):
        return _in_letters(normalize("NFC", value))
    if isinstance(value, Mapping):
        return {key: _displayable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_displayable(one) for one in value]
    return value


def _clusters(text: str) -> list[str]:
    """A text in parts that one font must have as a whole: a letter with its marks."""
    found: list[str] = []
    for one in text:
        if found and category(one) in ("Mn", "Mc", "Me", "Cf"):
            found[-1] += one
        else:
            found.append(one)
    return found


def _in_letters(text: str) -> str:
    """A text in which what no font has is written as its name."""
    if _fonts_have(text):
        return text
    by_parts = "".join(one if _fonts_have(one) else _named(one) for one in _clusters(text))
    # What a font has alone it may lack beside another character.
    return by_parts if _fonts_have(by_parts) else _named(text)


def _named(text: str) -> str:
    return "".join(one if one.isascii() else f"[{name(one, 'sign').lower()}]" for one in text)


@lru_cache(maxsize=4096)
def _fonts_have(text: str) -> bool:
    if text.isascii():
        return True
    try:
        # A mark in front would sit on the space that comes before it in the form.
        _set(_PROBE, f" {text}")
    except typst.TypstError:
        return False
    return True
