"""What Excel can hold and XlsxWriter cannot write: named styles, the language, rows that grow."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from math import ceil
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile

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
    return sum(max(1, ceil(len(one) / (width * 1.1))) for one in text.split("\n"))


def looks_in(book: Workbook) -> Mapping[str, Format]:
    """The formats of a workbook by the names of their looks."""
    return {name: book.add_format({**_CELL, **look}) for name, look in LOOKS.items()}


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LANGUAGE = b"<dc:language>en-GB</dc:language>"
_END_OF_PROPERTIES = b"</cp:coreProperties>"
_FIXED_HEIGHT = b' customHeight="1"'


def finish(content: bytes, styles: Mapping[int, str]) -> bytes:
    """The workbook with its named styles and its language.

    Its rows keep their heights as a beginning, and grow in Excel with what is typed into them.

    Args:
        content: as XlsxWriter wrote it.
        styles: place of a cell format in the workbook -> the name of its style.
    """
    finished = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(finished, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            body = before.read(part)
            if part.filename == "xl/styles.xml":
                body = _with_styles(body, styles)
            elif part.filename == "docProps/core.xml":
                body = body.replace(_END_OF_PROPERTIES, _LANGUAGE + _END_OF_PROPERTIES)
            elif part.filename.startswith("xl/worksheets/"):
                body = body.replace(_FIXED_HEIGHT, b"")
            after.writestr(part, body)
    return finished.getvalue()


def _with_styles(body: bytes, styles: Mapping[int, str]) -> bytes:
    """Name each cell format: a style of the same look, which the format then follows."""
    ET.register_namespace("", _MAIN)
    root = ET.fromstring(body)  # noqa: S314  what XlsxWriter has just written
    formats, of_styles, names = (
        root.find(f"{{{_MAIN}}}{name}") for name in ("cellXfs", "cellStyleXfs", "cellStyles")
    )
    assert formats is not None and of_styles is not None and names is not None  # noqa: PT018, S101
    for place, name in sorted(styles.items()):
        style = deepcopy(formats[place])
        style.attrib.pop("xfId", None)
        formats[place].set("xfId", str(len(of_styles)))
        ET.SubElement(names, f"{{{_MAIN}}}cellStyle", {"name": name, "xfId": str(len(of_styles))})
        of_styles.append(style)
    for counted in (of_styles, names):
        counted.set("count", str(len(counted)))
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))
