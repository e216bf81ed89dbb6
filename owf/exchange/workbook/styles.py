"""How cells look, and what every sheet that we write has in common."""

import re
from collections.abc import Mapping
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

_INK, _BLUE, _PALE, _GREY, _LINE = "14202B", "12436D", "F2F5F8", "E4E8EC", "B9C4CE"
_WHITE, _YELLOW, _QUIET = "FFFFFF", "FFFBE8", "4A5A68"
_TEXT = "@"
"""Excel's number format for text: what begins with = or - stays what was typed."""
_FONT, _SIZE = "Arial", 10
_TO_FILL: Mapping[str, Any] = {"fill": _YELLOW, "locked": False}

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "Title": {"size": 16, "bold": True, "colour": _BLUE, "wrap": False, "vertical": "center"},
    "Heading": {"size": 12, "bold": True, "colour": _BLUE, "vertical": "center"},
    "Words": {},
    "Strong words": {"bold": True},
    "Column heading": {"bold": True, "colour": _WHITE, "fill": _BLUE, "vertical": "center"},
    "Question": {"bold": True, "fill": _PALE},
    "Given": {"fill": _PALE},
    "Answer": {**_TO_FILL, "bold": True},
    "Comment": {**_TO_FILL, "number_format": _TEXT},
    "Date": {**_TO_FILL, "number_format": "dd/mm/yyyy", "horizontal": "left"},
    "Not asked": {"fill": _GREY, "colour": _QUIET},
    "Hidden": {"number_format": _TEXT, "wrap": False},
}
"""Name -> properties; what has a fill has a frame too. Yellow is to be filled in, pale blue is
given, grey is not asked."""

STYLE_PREFIX = "OWF "
LINE_HEIGHT = 13.0
"""Points of a line of text."""
_PADDING = 0.71
"""Characters that Excel adds to the width of a column."""
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of this width in characters, rather one too many."""
    return sum(max(1, ceil(len(one) / (width * 1.1))) for one in text.split("\n"))


def add_styles(book: Workbook) -> None:
    """Add the looks as named styles; widths are counted in characters of the usual font."""
    # openpyxl has no other way to choose the font of a workbook.
    book._named_styles["Normal"].font = Font(name=_FONT, size=_SIZE)  # type: ignore[attr-defined]
    for name, look in LOOKS.items():
        book.add_named_style(_style(name, **look))


def _style(
    name: str,
    *,
    size: int = _SIZE,
    bold: bool = False,
    colour: str = _INK,
    fill: str = "",
    vertical: str = "top",
    horizontal: str | None = None,
    wrap: bool = True,
    number_format: str = "General",
    locked: bool = True,
) -> NamedStyle:
    line = Side("thin", _LINE) if fill else None
    return NamedStyle(
        STYLE_PREFIX + name,
        Font(name=_FONT, size=size, bold=bold, color=colour),
        PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        Border(left=line, right=line, top=line, bottom=line),
        Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap),
        number_format,
        Protection(locked=locked),
    )


def write_text(page: Worksheet, row: int, place: int, text: str, look: str = "") -> None:
    """Never as a formula, an error or a number; ``row`` and ``place`` count from 0."""
    cell = page.cell(row + 1, place + 1)
    assert isinstance(cell, Cell)  # noqa: S101  nothing is written into merged cells but the first
    if text:
        cell.value = _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
        cell.data_type = "s"
    if look:
        cell.style = STYLE_PREFIX + look


def set_width(page: Worksheet, letter: str, width: float, *, hidden: bool = False) -> None:
    page.column_dimensions[letter].width = width + _PADDING
    page.column_dimensions[letter].hidden = hidden


class _GrowingRow(RowDimension):
    """A row that has its height as a beginning, and grows in Excel with what is typed into it."""

    customHeight = False  # noqa: N815  openpyxl's name


def set_height(page: Worksheet, row: int, points: float) -> None:
    """Set the height with which a row begins; ``row`` counts from 0."""
    page.row_dimensions[row + 1] = _GrowingRow(page, index=row + 1, ht=points)
