"""Whether a file can be opened as a workbook, checked on its bytes before anything parses them.

A workbook is a zip of XML parts. A hostile one can grow without end when it is unpacked, or name
entities that do.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from owf.assessment.errors import Refused
from owf.exchange.workbook.simplified import MOST_ROWS, first_rows, is_sheet

MOST_PARTS = 500
"""Parts of a workbook: ours have some thirty, and people's own sheets and pictures add to them."""
MOST_UNPACKED = 40 * 2**20
"""Bytes of all parts together: a full return of a hundred questions has three million.

Of a sheet only its first rows count, which alone are read.
"""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_CHUNK = 2**18
_XML = (".xml", ".rels", ".vml")
_DECLARED = re.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PLAIN = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})

_TOO_MUCH = (
    "This spreadsheet is too large when unpacked, so it was not opened. Remove pictures and "
    "sheets you added, or copy the answers into a newly downloaded spreadsheet."
)
_MACROS = (
    "This spreadsheet has macros (.xlsm), so it was not opened. Save it as an Excel workbook "
    "(.xlsx), which leaves them out, and upload that."
)
AGAIN = "Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx) and upload that."


class NotAWorkbook(Refused):
    """A file that is not even opened; the sentence says why, and what to do."""


def check_archive(content: bytes, limit: int, most_rows: int = MOST_ROWS) -> None:
    """Raises ``NotAWorkbook``: too large, another kind of file, or more than it seems."""
    refuse_too_large(len(content), limit)
    if not content:
        raise NotAWorkbook("This file is empty. Save the spreadsheet again and upload that.")
    if content.startswith(_OLE):
        raise NotAWorkbook(_old_format_sentence(content))
    if not content.startswith(b"PK"):
        raise NotAWorkbook(f"This file is not an Excel workbook. {AGAIN}")
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_parts(archive, most_rows)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as broken:
        raise NotAWorkbook(f"This spreadsheet is damaged and cannot be opened. {AGAIN}") from broken


def refuse_too_large(size: int, limit: int) -> None:
    """Before it is read; raises ``NotAWorkbook``."""
    if size > limit:
        raise NotAWorkbook(
            f"This file has {size / 2**20:,.0f} MB, and the limit is {limit / 2**20:,.0f} MB. "
            "Remove pictures and sheets you added, save it and upload it again."
        )


def _old_format_sentence(content: bytes) -> str:
    """What to say of a file in the format before .xlsx, which also wraps encrypted workbooks."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "This spreadsheet is protected with a password and cannot be read. Remove the "
            "password in Excel (File, Info, Protect Workbook), save it and upload it again."
        )
    return f"This is a file of an older kind, such as .xls. {AGAIN}"


def _check_parts(archive: ZipFile, most_rows: int) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    size = sum(part.file_size for part in parts if not is_sheet(part.filename))
    if len(parts) > MOST_PARTS or size > MOST_UNPACKED:
        raise NotAWorkbook(_TOO_MUCH)
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotAWorkbook(
            "This file is encrypted and cannot be read. Save it without a password and upload it "
            "again."
        )
    _refuse_other_kinds(archive, names)
    left = MOST_UNPACKED
    for part in parts:
        left -= _checked_size(archive, part, left, most_rows)


def _refuse_other_kinds(archive: ZipFile, names: set[str]) -> None:
    if "mimetype" in names and "content.xml" in names:
        raise NotAWorkbook(f"This is an OpenDocument file, such as .ods. {AGAIN}")
    if "[Content_Types].xml" not in names:
        raise NotAWorkbook(f"This file is not an Excel workbook. {AGAIN}")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotAWorkbook(_MACROS)
    if any(name.lower().endswith("workbook.bin") for name in names):
        raise NotAWorkbook(f"This is a binary workbook (.xlsb). {AGAIN}")
    with archive.open("[Content_Types].xml") as types:
        kinds = types.read(2**20).lower()
    if b"macroenabled" in kinds or b"vbaproject" in kinds:
        raise NotAWorkbook(_MACROS)
    if b"spreadsheetml" not in kinds:
        raise NotAWorkbook(f"This file is not an Excel workbook. {AGAIN}")


def _checked_size(archive: ZipFile, part: ZipInfo, left: int, most_rows: int) -> int:
    """Unpack one part bit by bit and throw it away; gives how many bytes it had."""
    is_xml = part.filename.lower().endswith(_XML)
    size, before = 0, b""
    with archive.open(part) as unpacked:
        chunks = first_rows(unpacked, most_rows) if is_sheet(part.filename) else _chunks(unpacked)
        for chunk in chunks:
            if not size and is_xml:
                _refuse_other_encodings(chunk)
            size += len(chunk)
            if size > left:
                raise NotAWorkbook(_TOO_MUCH)
            # What is looked for may lie across two chunks.
            if is_xml:
                _refuse_entities(before + chunk)
            before = chunk[-16:]
    return size


def _chunks(unpacked: IO[bytes]) -> Iterator[bytes]:
    while chunk := unpacked.read(_CHUNK):
        yield chunk


def _refuse_other_encodings(start: bytes) -> None:
    """Refuse XML in which the bytes below could not be found, such as UTF-16."""
    declared = _DECLARED.match(start)
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if b"\x00" in start[:64] or name not in _PLAIN:
        raise NotAWorkbook(f"This spreadsheet is not a standard Excel file. {AGAIN}")


def _refuse_entities(xml: bytes) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise NotAWorkbook(
            "This spreadsheet has definitions (a DOCTYPE) that spreadsheet programs do not "
            f"write, so it was not opened. {AGAIN}"
        )
