"""A blank form to print and fill in by pen: a PDF that screen readers can read too (PDF/UA-1)."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category, name, normalize

import typst

from owf.exchange import form_words
from owf.exchange.form import BlankForm

_TEMPLATE = Path(__file__).with_name("pdf_form.typ")
_PROBE = b"""#set document(title: [Probe])
#let c = sys.inputs.form
#for weight in ("regular", "semibold", "bold") { text(weight: weight, c) }
#emph(c)"""
"""The text in each face of the form's."""
_WORDS = {
    "organisation": form_words.ORGANISATION,
    "sector": form_words.SECTOR,
    "filled_in_by": form_words.FILLED_IN_BY,
    "scale": form_words.SCALE,
    "looks_like": form_words.LOOKS_LIKE,
    "comment": form_words.COMMENT,
    "evidence": form_words.EVIDENCE,
    "where_from": form_words.WHERE_FROM,
}


def pdf_form(form: BlankForm) -> bytes:
    """The form as a tagged PDF, in fonts that the typesetter brings along.

    The form goes in as data, so that nothing in a questionnaire is taken for the typesetter's own
    language. A character that no font has is written as its name: “[grinning face]”.
    """
    shown = _displayable(asdict(form) | {"asks_name": form.asks_name, "words": _WORDS})
    return _typeset(_TEMPLATE.read_bytes(), json.dumps(shown))


def _typeset(source: bytes, form: str) -> bytes:
    typesetter = typst.Compiler(root=_TEMPLATE.parent, ignore_system_fonts=True)
    found = typesetter.compile(
        source, format="pdf", sys_inputs={"form": form}, pdf_standards=["ua-1"]
    )
    assert isinstance(found, bytes)  # noqa: S101  a list is what several pages of PNG come in
    return found


def _displayable(value: Any) -> Any:
    if isinstance(value, str):
        return _in_letters(normalize("NFC", value))
    if isinstance(value, dict):
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
        _typeset(_PROBE, f" {text}")
    except typst.TypstError:
        return False
    return True
