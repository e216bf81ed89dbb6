"""Is a file a Word, Excel or PowerPoint document of today? Asked without opening what is in it."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MOST_PARTS = 5_000
"""Parts of a document: a long presentation with pictures has some hundreds."""
MOST_UNPACKED = 300 * 2**20
"""Bytes that its parts say they have: whoever downloads it must be able to open it."""
_TYPES = "[Content_Types].xml"
_MOST_TYPES = 2**20
_MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
_MACROS = re.compile(rb"macroenabled|vbaproject")


class NotOffice(Exception):
    """A zip archive that is no such document; the text says what it is."""


def office_ending(content: bytes) -> str:
    """``docx``, ``xlsx`` or ``pptx``, by the main part that the archive declares.

    Only the list of parts is read, and the one part that names their types, up to a limit.

    Raises:
        NotOffice: it is another kind of archive, holds macros, is encrypted or damaged, or says
            that it unpacks to more than any document.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _ending(archive)
    except (
        BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError,
        RuntimeError, OverflowError,
    ) as broken:  # fmt: skip
        raise NotOffice("a damaged document or archive") from broken


def _ending(archive: ZipFile) -> str:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotOffice("an archive that is too large when unpacked")
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotOffice("an archive with a password")
    if "mimetype" in names and "content.xml" in names:
        raise NotOffice("an OpenDocument file (.odt, .ods, .odp)")
    if _TYPES not in names:
        raise NotOffice("an archive (.zip)")
    with archive.open(_TYPES) as part:
        types = part.read(_MOST_TYPES).lower()
    if _MACROS.search(types) or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotOffice("a document with macros, which are programs")
    found = [ending for ending, main in _MAIN.items() if main in types]
    if len(found) != 1:
        raise NotOffice("an archive that is not a Word, Excel or PowerPoint document")
    return found[0]
