"""How the workbook's cells look: each look is a named style of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

_INK, _BLUE, _PALE, _GREY, _LINE = "#14202B", "#12436D", "#F2F5F8", "#E4E8EC", "#B9C4CE"
_YELLOW = "#FFFBE8"
_TEXT = "@"
"""Excel's number format for text: what begins with = or - stays what was typed."""
FONT: Mapping[str, Any] = {"font_name": "Arial", "font_size": 10}
_CELL: Mapping[str, Any] = {
    **FONT,
    "font_color": _INK,
    "valign": "top",
    "text_wrap": True,
}
_BOXED = {"border": 1, "border_color": _LINE}
_TO_FILL = {**_BOXED, "bg_color": _YELLOW, "locked": False}

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "Title": {"font_size": 16, "bold": True, "font_color": _BLUE, "text_wrap": False,
              "valign": "vcenter"},
    "Heading": {"font_size": 12, "bold": True, "font_color": _BLUE, "valign": "vcenter"},
    "Words": {},
    "Strong words": {"bold": True},
    "Column heading": {**_BOXED, "bold": True, "font_color": "#FFFFFF", "bg_color": _BLUE,
                       "valign": "vcenter"},
    "Code": {**_BOXED, "bold": True, "bg_color": _PALE},
    "Question": {**_BOXED, "bold": True, "bg_color": _PALE},
    "Given": {**_BOXED, "bg_color": _PALE},
    "Answer": {**_TO_FILL, "bold": True},
    "Comment": {**_TO_FILL, "num_format": _TEXT},
    "Date": {**_TO_FILL, "num_format": "dd/mm/yyyy", "align": "left"},
    "Not asked": {**_BOXED, "bg_color": _GREY, "font_color": "#4A5A68"},
    "Hidden": {"num_format": _TEXT, "text_wrap": False},
}  # fmt: skip
"""Name -> properties. Yellow is to be filled in, pale blue is given, grey is not asked."""

STYLE_PREFIX = "OWF "
LINE_HEIGHT = 13.0
"""Points of a line of text."""


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of this width in characters, rather one too many."""
    return sum(max(1, ceil(len(one) / (width * 1.04))) for one in text.split("\n"))


def looks_in(book: Workbook) -> Mapping[str, Format]:
    """The formats of a workbook by the names of their looks."""
    return {name: book.add_format({**_CELL, **look}) for name, look in LOOKS.items()}
