"""The cells of a workbook, and no more of it than is needed.

openpyxl opens it and knows its dates. Read by openpyxl alone, each sheet would be gone through
twice and every rule, link and frame be built: three times the work for a thousand returns at once
(`make bench`), and texts would lose what is escaped in them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

# What openpyxl says of odd styles would stand in the log and help nobody.
warnings.filterwarnings("ignore", module="openpyxl")

MOST_ROWS = 1000
"""Rows of a sheet that are looked at; the longest theme has some twenty questions."""
_STRING, _TEXT, _PHONETIC, _DATA, _ROW, _FORMULA, _VALUE = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "rPh", "sheetData", "row", "f", "v")
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """What a cell holds, and of which kind: ``f`` is a formula, ``e`` an error."""

    value: Any = None
    data_type: str = "n"


class Sheets:
    """The sheets of a workbook by name, each read when it is asked for.

    Raises:
        Exception: of any kind, from here and from ``rows``, where the file is not as it should be.
    """

    def __init__(self, content: bytes) -> None:
        # What is used of it has no types.
        self._reader: Any = ExcelReader(BytesIO(content), read_only=True, keep_links=False)
        self._reader.read_manifest()
        self._strings = self._read_strings()
        self._reader.read_workbook()
        apply_stylesheet(self._reader.archive, self._reader.wb)
        self._parts: Mapping[str, str] = {
            sheet.name: relation.target
            for sheet, relation in self._reader.parser.find_sheets()
            if "chartsheet" not in relation.Type
        }

    @property
    def names(self) -> Sequence[str]:
        """The sheets in order, those too that are hidden."""
        return list(self._parts)

    def rows(self, name: str, columns: int) -> Iterator[tuple[int, Sequence[Cell]]]:
        """The first rows of a sheet that hold anything, whatever size it claims to have.

        Args:
            name: of the sheet.
            columns: how many of its first columns are read.

        Yields:
            The row's number, the first one's 0, and a cell for each column.
        """
        number = -1
        with self._reader.archive.open(self._parts[name]) as source:
            for _, element in iterparse(source):
                if element.tag == _DATA:
                    # Rules, links and pictures come behind.
                    return
                if element.tag != _ROW:
                    continue
                number = int(element.get("r", number + 2)) - 1
                if number >= MOST_ROWS:
                    return
                yield number, self._cells(element, columns)
                element.clear()

    def _cells(self, row: Any, columns: int) -> Sequence[Cell]:
        cells, place = [Cell()] * columns, -1
        for element in row:
            name = element.get("r")
            place = place + 1 if name is None else coordinate_to_tuple(name)[1] - 1
            if place < columns:
                cells[place] = self._cell(element)
        return cells

    def _cell(self, element: Any) -> Cell:
        """One cell, as openpyxl would read it."""
        kind = element.get("t", "n")
        if element.find(_FORMULA) is not None:
            return Cell("=", "f")
        if kind == "inlineStr":
            return Cell(_text_of(element), "s")
        value = element.findtext(_VALUE)
        if not value:
            return Cell()
        if kind == "n":
            return self._number(value, int(element.get("s", 0)))
        return Cell(self._of_kind(kind, value), kind)

    def _of_kind(self, kind: str, written: str) -> Any:
        if kind == "s":
            return self._strings[int(written)]
        if kind == "b":
            return bool(int(written))
        return datetime.fromisoformat(written) if kind == "d" else unescape(written)

    def _number(self, written: str, style: int) -> Cell:
        number = float(written) if set(written) & set(".eE") else int(written)
        if style not in self._reader.wb._date_formats:
            return Cell(number, "n")
        try:
            is_span = style in self._reader.wb._timedelta_formats
            return Cell(from_excel(number, self._reader.wb.epoch, timedelta=is_span), "d")
        except (OverflowError, ValueError):
            # No calendar has so many days: Excel shows nothing but the number's own sign.
            return Cell("#VALUE!", "e")

    def _read_strings(self) -> Sequence[str]:
        """The texts that the sheets share."""
        part = self._reader.package.find(SHARED_STRINGS)
        if part is None:
            return []
        strings = []
        with self._reader.archive.open(part.PartName[1:]) as source:
            for _, element in iterparse(source):
                if element.tag == _STRING:
                    strings.append(_text_of(element))
                    element.clear()
        return strings


def _text_of(element: Any) -> str:
    """The text of a cell or of a shared string, whatever looks it has; not how it is spoken."""
    spoken = {one for phonetic in element.iter(_PHONETIC) for one in phonetic.iter(_TEXT)}
    return unescape("".join(one.text or "" for one in element.iter(_TEXT) if one not in spoken))


def unescape(text: str) -> str:
    """Text without the marks that Excel puts for what XML cannot hold, such as ``_x000D_``."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    character = chr(int(escaped[1], 16))
    return escaped[0] if "\ud800" <= character <= "\udfff" else character
