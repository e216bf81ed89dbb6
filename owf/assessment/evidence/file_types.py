"""What kind of file a piece of evidence is, by its content and not by its name or a browser."""

import codecs
import re
import unicodedata
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from PIL import Image

from owf.assessment.errors import Refused
from owf.store.evidence import EvidenceFacts, NewFile

MOST_PARTS = 5_000
"""Parts of a document: a long presentation with pictures has some hundreds."""
MOST_UNPACKED = 300 * 2**20
"""Bytes that its parts say they have: people who download it must be able to open it."""
_TYPES = "[Content_Types].xml"
_MOST_TYPES = 2**20
_MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
_MACROS = re.compile(rb"macroenabled|vbaproject")


class NotOffice(Exception):
    """A zip archive that is no Office document; the text says what it is."""


def office_ending(content: bytes) -> str:
    """``docx``, ``xlsx`` or ``pptx``, by the main part declared; NotOffice for all else.

    Only the list of parts is read, and up to a limit the part that names their types.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _office_ending_in(archive)
    except (
        BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError,
        RuntimeError, OverflowError,
    ) as broken:  # fmt: skip
        raise NotOffice("a damaged document or archive") from broken


def _office_ending_in(archive: ZipFile) -> str:
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


NAME_LIMIT = 100
"""Characters of a file's name, its ending included: what every system can keep."""


class FileRefused(Refused):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="file")


@dataclass(frozen=True)
class Kind:
    media_type: str
    words: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": Kind("application/pdf", "PDF"),
    "docx": Kind(f"{_OFFICE}wordprocessingml.document", "Word document"),
    "xlsx": Kind(f"{_OFFICE}spreadsheetml.sheet", "Excel workbook"),
    "pptx": Kind(f"{_OFFICE}presentationml.presentation", "PowerPoint presentation"),
    "png": Kind("image/png", "PNG picture"),
    "jpg": Kind("image/jpeg", "JPEG picture"),
    "txt": Kind("text/plain; charset=utf-8", "text file"),
    "csv": Kind("text/csv; charset=utf-8", "CSV file"),
}
"""Ending -> kind; text in another encoding than UTF-8 names that one."""
ENDINGS_IN_WORDS = "pdf, docx, xlsx, pptx, png, jpg, txt or csv"
_TEXT = frozenset({"txt", "csv"})
_ENCODINGS = {
    "utf-8": "",
    "utf-16": " in UTF-16",
    "windows-1252": " as Windows saves it (not in UTF-8)",
}
"""In which a text file may be, as a media type names it -> words behind its kind."""
_WORDS = {kind.media_type: kind.words for kind in KINDS.values()} | {
    KINDS[ending].media_type.replace("utf-8", encoding): f"{KINDS[ending].words}{words}"
    for ending in _TEXT
    for encoding, words in _ENCODINGS.items()
}
MEDIA_TYPES = frozenset(_WORDS)
"""What is served has one of these media types and no other."""
_ALIASES = {"jpeg": "jpg", "jpe": "jpg"}

_PICTURES = {
    b"\x89PNG\r\n\x1a\n": ("png", "PNG"),
    b"\xff\xd8\xff": ("jpg", "JPEG"),
}
"""How a picture begins -> our ending, and what Pillow calls it."""
# How files begin that are refused, with what to call them.
_OTHERS = (
    (b"MZ", "a program for Windows"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program for Mac"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an older Office (.doc, .xls, .ppt), or one "
     "with a password"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture, a sound or a film"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"Rar!", "an archive (.rar)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (.7z)"),
    (b"\x1f\x8b", "an archive (.gz)"),
)  # fmt: skip


def checked_file(name: str, content: bytes, limit: int) -> NewFile:
    """Name cleaned, kind found from its content; ``limit`` in bytes. Raises FileRefused."""
    shown = safe_file_name(name)
    if not content:
        raise FileRefused(f"“{shown}” is empty. Save it again, then choose it again.")
    if len(content) > limit:
        raise FileRefused(
            f"“{shown}” has {len(content) / 2**20:,.1f} MB, and the limit is "
            f"{limit / 2**20:,.0f} MB. Make it smaller, or keep it where your colleagues can "
            "reach it and give a link."
        )
    ending = ending_of(shown)
    if ending not in KINDS:
        raise FileRefused(
            f"“{shown}” does not end in {ENDINGS_IN_WORDS}. Save it as one of these, such as a "
            "PDF, and choose that file."
        )
    is_found, words = _ending_and_words(content, is_pdf=ending == "pdf")
    if not (ending == is_found or (ending in _TEXT and is_found == "txt")):
        raise FileRefused(
            f"“{shown}” is named as {_with_article(KINDS[ending].words)}, but contains {words}. "
            "Choose the document itself, or save it again in the program that made it."
        )
    media_type = KINDS[ending].media_type
    if ending in _TEXT:
        media_type = media_type.replace("utf-8", _encoding_of(content) or "utf-8")
    return NewFile(shown, media_type, content)


def kind_of(thing: EvidenceFacts) -> str:
    """Such as ``web page on example.org``, or ``PDF, 1.2 MB``."""
    if thing.url is not None:
        return f"web page on {urlsplit(thing.url).hostname}"
    size = thing.size or 0
    how_large = f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, size // 2**10)} KB"
    return f"{_WORDS.get(thing.media_type or '', 'file')}, {how_large}"


def _with_article(words: str) -> str:
    return f"an {words}" if words.startswith("Excel") else f"a {words}"


def ending_of(name: str) -> str:
    """Such as ``pdf``; empty where it has none."""
    ending = PurePosixPath(name).suffix[1:].lower()
    return _ALIASES.get(ending, ending)


def safe_file_name(name: str) -> str:
    """A file's name without folders, control characters and what systems do not allow in a name."""
    last = re.split(r"[/\\]", name)[-1]
    # Kinds that begin with C are control, format (which turn text around), and unpaired halves.
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    seen = unicodedata.normalize("NFC", re.sub(r'[<>:"|?*\s]+', " ", seen)).strip(" .")
    stem, dot, ending = seen.rpartition(".")
    if not dot or not stem.strip(" ."):
        return seen[:NAME_LIMIT].strip(" .") or "evidence"
    ending = ending[:10]
    return f"{stem[: NAME_LIMIT - len(ending) - 1].strip(' .')}.{ending}"


_PDF_HEADER_WITHIN = 1024
"""Bytes before a PDF's header that readers pass over: a BOM, a line break, what a printer wants."""
_PADDING = b"\x00\t\n\f\r "


def _ending_and_words(content: bytes, *, is_pdf: bool = False) -> tuple[str, str]:
    """One of our endings (or none), and words for it; ``is_pdf``: it says that it is one."""
    if _begins_as_pdf(content, whatever_is_before=is_pdf):
        if b"%%EOF" in content.rstrip(_PADDING)[-2048:]:
            return "pdf", "a PDF"
        return "", "the beginning of a PDF whose end is missing"
    for start, (ending, form) in _PICTURES.items():
        if content.startswith(start):
            whole = _is_whole_picture(content, form)
            return (ending, f"a {form} picture") if whole else ("", f"a damaged {form} picture")
    if not content.startswith(b"PK"):
        return _other_ending_and_words(content)
    try:
        ending = office_ending(content)
    except NotOffice as other:
        return "", str(other)
    return ending, _with_article(KINDS[ending].words)


def _begins_as_pdf(content: bytes, *, whatever_is_before: bool) -> bool:
    before, header, _ = content[: _PDF_HEADER_WITHIN + 8].partition(b"%PDF-")
    if not header:
        return False
    before = before.removeprefix(codecs.BOM_UTF8).strip(_PADDING)
    # A page, a script, a program or a picture stays what it is, also with a PDF behind it.
    is_other = before.startswith((b"<", b"#!", b"PK", *_PICTURES, *(start for start, _ in _OTHERS)))
    return not before or (whatever_is_before and not is_other)


def _other_ending_and_words(content: bytes) -> tuple[str, str]:
    if _encoding_of(content):
        is_rich = content.startswith(b"{\\rtf")
        return ("", "a rich text file (.rtf)") if is_rich else ("txt", "plain text")
    for start, words in _OTHERS:
        if content.startswith(start):
            return "", words
    if content.startswith(_UTF_16):
        return "", "damaged text in UTF-16"
    is_binary = b"\x00" in content or content.translate(None, _NO_TEXT) != content
    return "", "a kind of file that is not accepted" if is_binary else "text that cannot be read"


_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT = bytes(set(range(0x20)) - set(b"\t\n\f\r\x1a"))
"""Bytes that text has not; the last byte left out ends a file of old Windows programs."""


def _encoding_of(content: bytes) -> str:
    """Of text one of ``_ENCODINGS``; empty for what is no text."""
    if content.startswith(_UTF_16):
        return "utf-16" if _is_text(content, "utf-16") else ""
    if _is_text(content, "utf-8"):
        return "utf-8"
    is_plain = content.translate(None, _NO_TEXT) == content
    return "windows-1252" if is_plain and _is_text(content, "cp1252") else ""


def _is_text(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return "\x00" not in text


def _is_whole_picture(content: bytes, form: str) -> bool:
    try:
        with warnings.catch_warnings():
            # Refuse a picture that unpacks to more than fits in memory.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=(form,)) as picture:
                picture.verify()
    except Exception:  # Pillow lets pass whatever a damaged picture sets off
        return False
    return True
