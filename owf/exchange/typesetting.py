"""Setting a PDF that screen readers can read too (PDF/UA-1), from data and a template."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category, name

import font_source_sans_pro
import typst

from owf.texts import clean_text

_ROOT = Path(__file__).parents[1]
"""Templates may import one another from here down: ``/exchange/house.typ``."""
_PROBE = b"""#set document(title: [Probe])
#let c = sys.inputs.data
#for weight in ("regular", "semibold", "bold") { text(weight: weight, c) }
#emph(c)
#set text(font: "Source Sans Pro")
#for weight in ("regular", "semibold", "bold") { text(weight: weight, c) }
#emph(c)"""
"""The text in each face of the templates'."""


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """A tagged PDF from a template within the package, which reads ``sys.inputs.data``.

    Everything goes in as data, so that no text is taken for the typesetter's own language. A
    character that no font has is written as its name: “[grinning face]”.
    """
    return _pdf(template.read_bytes(), json.dumps(displayable(data)))


def picture(svg: str, scale: float) -> bytes:
    """A PNG with ``scale`` pixels for each of the drawing's."""
    source = b"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.data))"
    # To the typesetter a drawing's pixel is the 96th part of an inch.
    made = _compiler().compile(
        source, format="png", ppi=96 * scale, sys_inputs={"data": displayable(svg)}
    )
    assert isinstance(made, bytes)  # noqa: S101  one page
    return made


def displayable(value: Any) -> Any:
    """The same texts, lists and mappings, in characters that the fonts have."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return value.strip()
        return _in_letters(clean_text(value))
    if isinstance(value, Mapping):
        return {key: displayable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [displayable(one) for one in value]
    return value


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, font_paths=[Path(font_source_sans_pro.font_directory)]
    )


def _compiler() -> typst.Compiler:
    # One for each file: a compiler refuses a second thread.
    return typst.Compiler(root=_ROOT, font_paths=_fonts(), ignore_system_fonts=True)


def _pdf(source: bytes, data: str) -> bytes:
    made = _compiler().compile(
        source, format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"]
    )
    assert isinstance(made, bytes)  # noqa: S101  a list is what several pages of PNG come in
    return made


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
    if _fonts_have_all(text):
        return text
    by_parts = "".join(one if _fonts_have(one) else _spelled_out(one) for one in _clusters(text))
    # What a font has alone it may lack beside another character.
    return by_parts if _fonts_have_all(by_parts) else _spelled_out(text)


def _spelled_out(text: str) -> str:
    return "".join(one if one.isascii() else f"[{name(one, 'sign').lower()}]" for one in text)


def _fonts_have_all(text: str) -> bool:
    beyond = {one for one in text if not one.isascii()}
    if all(map(_stands_alone, beyond)):
        return all(map(_fonts_have, beyond))
    return _fonts_have(text)


def _stands_alone(one: str) -> bool:
    """Whether it looks the same beside any other: letters of Europe, punctuation and signs."""
    return ("\xa0" <= one < "\u0300" or "\u2010" <= one < "\u2c00") and category(one) != "Cf"


@lru_cache(maxsize=4096)
def _fonts_have(text: str) -> bool:
    if text.isascii():
        return True
    try:
        # A mark in front would sit on the space that comes before it in the form.
        _pdf(_PROBE, f" {text}")
    except typst.TypstError:
        return False
    return True
