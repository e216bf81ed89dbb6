"""A workbook as openpyxl can read it: in the usual names, and without rows far below the questions.

Excel saves a *Strict Open XML Spreadsheet* with other names for the same things, and a million
empty rows where somebody formatted whole columns.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

MOST_ROWS = 1000
"""Rows of a return's sheet that are looked at; the longest theme has some twenty questions."""
_CHUNK = 2**18
_LONGEST_TAG = 2**16
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ROW = re.compile(rb"<(?P<prefix>(?:[\w.-]+:)?)row(?=[\s/>])(?P<rest>[^<>]*)>")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")

_STRICT = b"http://purl.oclc.org/ooxml/"
_TAG_WITH_STRICT_NAME = re.compile(rb"<[^<>]*http://purl\.oclc\.org/ooxml/[^<>]*>")
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL_NAME = rb"http://schemas.openxmlformats.org/\1/2006/"
"""ISO/IEC 29500 part 1 has the strict names, part 4 the usual ones, called transitional."""


def is_sheet(part: str) -> bool:
    """Whether a part of the archive, by its name, holds the cells of a sheet."""
    return _SHEET.fullmatch(part) is not None


def first_rows(sheet: IO[bytes], most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """The XML of a sheet in pieces, ended properly where it goes on below ``most_rows``.

    What stands behind is not even unpacked.
    """
    rows, left = 0, b""
    while chunk := sheet.read(_CHUNK):
        piece = left + chunk
        for row in _ROW.finditer(piece):
            rows += 1
            number = _ROW_NUMBER.search(row["rest"])
            if rows > most_rows or (number and int(number[1][:10]) > most_rows):
                yield piece[: row.start()]
                yield b"</%ssheetData></%sworksheet>" % (row["prefix"], row["prefix"])
                return
        # A tag may lie across two chunks.
        tag = piece.rfind(b"<")
        is_open = tag >= 0 and b">" not in piece[tag:] and len(piece) - tag < _LONGEST_TAG
        left = piece[tag:] if is_open else b""
        yield piece[:tag] if is_open else piece
    yield left


def simplified(content: bytes, most_rows: int = MOST_ROWS) -> bytes:
    """The same bytes where nothing is to be done; ``check_archive`` has let the workbook pass."""
    with ZipFile(BytesIO(content)) as before:
        parts = before.namelist()
        is_strict = any(
            _STRICT in before.read(part)
            for part in parts
            if part.endswith(".rels") or part == "xl/workbook.xml"
        )
        has_long_sheet = any(
            sum(map(len, first_rows(sheet, most_rows))) != before.getinfo(part).file_size
            for part in parts
            if is_sheet(part)
            for sheet in [before.open(part)]
        )
        if not (is_strict or has_long_sheet):
            return content
        made = BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as after:
            for part in parts:
                with before.open(part) as body:
                    xml = b"".join(first_rows(body, most_rows)) if is_sheet(part) else body.read()
                after.writestr(part, _in_usual_names(xml) if is_strict else xml)
    return made.getvalue()


def _in_usual_names(xml: bytes) -> bytes:
    """Names stand within tags alone: what people typed stays as it is."""
    return _TAG_WITH_STRICT_NAME.sub(lambda tag: _STRICT_NAME.sub(_USUAL_NAME, tag[0]), xml)
