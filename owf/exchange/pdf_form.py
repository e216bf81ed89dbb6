"""A blank form to print and fill in by pen: a PDF that screen readers can read too (PDF/UA-1)."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import name as unicode_name
from unicodedata import normalize

import typst

from owf.exchange import form_words
from owf.exchange.form import BlankForm

_TEMPLATE = Path(__file__).with_name("pdf_form.typ")
_PROBE = b"#set document(title: [Probe])\n#let c = sys.inputs.form\n#c#strong(c)#emph(c)"
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
        return "".join(
            one if one.isascii() or _is_in_a_font(one) else f"[{unicode_name(one, 'sign').lower()}]"
            for one in normalize("NFC", value)
        )
    if isinstance(value, dict):
        return {key: _displayable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_displayable(one) for one in value]
    return value


@lru_cache(maxsize=4096)
def _is_in_a_font(character: str) -> bool:
    try:
        _typeset(_PROBE, character)
    except typst.TypstError:
        return False
    return True
