"""What a file of evidence is, told by its content; and a name that no header and no disk minds."""

from __future__ import annotations

import codecs
import unicodedata
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from docx import Document
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from owf.assessment.evidence.file_types import (
    KINDS,
    MEDIA_TYPES,
    NAME_LIMIT,
    FileRefused,
    checked_file,
    ending_of,
    kind_of,
    safe_file_name,
)
from owf.store.evidence import EvidenceFacts

LIMIT = 2**20


def picture(form):
    written = BytesIO()
    Image.new("RGB", (4, 3), "white").save(written, form)
    return written.getvalue()


def word():
    written = BytesIO()
    Document().save(written)
    return written.getvalue()


def excel():
    written = BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


def archive(**parts):
    """A zip of these parts; ``types`` is the one that names the types of the others."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr("[Content_Types].xml" if name == "types" else name, content)
    return written.getvalue()


def declared(main):
    return f'<Types><Override ContentType="application/vnd.{main}"/></Types>'


OFFICE = "openxmlformats-officedocument"
POWERPOINT = archive(types=declared(f"{OFFICE}.presentationml.presentation.main+xml"))
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
GOOD = {
    "pdf": PDF,
    "docx": word(),
    "xlsx": excel(),
    "pptx": POWERPOINT,
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "txt": "Größe – 日本".encode(),
    "csv": b"a,b\n1,2\n",
}
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\xff\xff" + bytes(64)


@pytest.mark.parametrize("ending", KINDS)
def test_it_takes_each_kind_and_gives_it_our_media_type(ending):
    found = checked_file(f"The audit.{ending.upper()}", GOOD[ending], LIMIT)
    assert found.media_type == KINDS[ending].media_type
    assert found.content == GOOD[ending]


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("inside", KINDS)
def test_it_refuses_each_kind_under_the_name_of_another(ending, inside):
    if ending == inside or {ending, inside} == {"txt", "csv"}:
        return
    with pytest.raises(FileRefused, match=r"is named as an? .* but contains"):
        checked_file(f"audit.{ending}", GOOD[inside], LIMIT)


MACROS = archive(types=declared("ms-word.document.macroEnabled.main+xml"))
HIDDEN_MACROS = archive(
    **{"types": declared(f"{OFFICE}.wordprocessingml.document.main+xml"), "word/vbaProject.bin": ""}
)
BOMB = archive(
    types=declared(f"{OFFICE}.wordprocessingml.document.main+xml"), **{"word/a.xml": bytes(2**20)}
).replace((2**20).to_bytes(4, "little"), (2**31).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.pdf", PROGRAM, "is named as a PDF, but contains a program for Windows"),
        ("report.pdf", b"<html><script>alert(1)</script></html>", "plain text"),
        ("report.pdf", PDF[:20], "a PDF whose end is missing"),
        ("report.docx", MACROS, "macros, which are programs"),
        ("report.docx", HIDDEN_MACROS, "macros, which are programs"),
        ("report.docx", BOMB, "is too large when unpacked"),
        ("report.docx", archive(a="b"), r"an archive \(\.zip\)"),
        ("report.docx", archive(mimetype="x", **{"content.xml": ""}), "OpenDocument"),
        ("report.docx", word()[:200], "damaged"),
        ("report.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99), "an older Office"),
        ("scan.png", picture("PNG")[:40], "a damaged PNG"),
        ("scan.jpg", b"\xff\xd8\xff", "a damaged JPEG"),
        ("scan.jpg", picture("GIF"), "a GIF picture"),
        ("notes.txt", b"Gr\xf6\x8fe", "text that cannot be read"),
        ("notes.txt", b"Gr\xf6\x07e", "a kind of file that is not accepted"),
        ("notes.txt", "Notes".encode("utf-16") + b"x", "damaged text in UTF-16"),
        ("notes.txt", "No\x00tes".encode("utf-16"), "damaged text in UTF-16"),
        ("report.pdf", b"<html>" + PDF, "plain text"),
        ("report.pdf", b"MZ\x90\x00" + PDF, "a program for Windows"),
        ("report.pdf", b"GIF89a\x01\x00" + PDF, "a GIF picture"),
        ("report.pdf", bytes(2000) + PDF, "a kind of file that is not accepted"),
        ("report.txt", codecs.BOM_UTF8 + PDF, "a PDF"),
        ("notes.txt", b"Notes\x00", "a kind of file that is not accepted"),
        ("notes.txt", b"", "is empty"),
        ("notes.exe", PROGRAM, "does not end in pdf, docx"),
        ("notes", b"Notes", "does not end in pdf, docx"),
        ("notes.pdf.svg", b"<svg/>", "does not end in pdf, docx"),
        ("notes.txt", b"x" * (LIMIT + 1), "1.0 MB, and the limit is 1 MB"),
    ],
)  # fmt: skip
def test_it_says_of_what_it_refuses_what_it_is(name, content, words):
    with pytest.raises(FileRefused, match=words):
        checked_file(name, content, LIMIT)


@pytest.mark.parametrize(
    "before",
    [
        codecs.BOM_UTF8,
        b"\r\n",
        codecs.BOM_UTF8 + b"\n \n",
        bytes(1000),
        b"\x1b%-12345X@PJL JOB\n@PJL ENTER LANGUAGE=PDF\n",
        b"Content-Type: application/pdf\r\n\r\n",
    ],
)
@pytest.mark.parametrize("behind", [b"", b"\r\n", bytes(4096)])
def test_a_pdf_may_have_something_before_its_header_and_is_kept_as_it_came(before, behind):
    content = before + PDF + behind
    found = checked_file("report.pdf", content, LIMIT)
    assert (found.media_type, found.content) == ("application/pdf", content)


def facts(file):
    return EvidenceFacts(
        id="a", partner_id=1, trust=873, title="A", url=None, file_name=file.name,
        media_type=file.media_type, size=len(file.content), sha256="", owner=None, owner_name=None,
        dated=None, expires=None, added_at=datetime(2009, 7, 1, tzinfo=UTC), version=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "charset", "words"),
    [
        ("utf-8", "utf-8", "CSV file, 1 KB"),
        ("utf-8-sig", "utf-8", "CSV file, 1 KB"),
        ("cp1252", "windows-1252", "CSV file as Windows saves it (not in UTF-8), 1 KB"),
        ("utf-16", "utf-16", "CSV file in UTF-16, 1 KB"),
    ],
)
def test_text_is_taken_in_the_encodings_that_excel_writes_and_says_which(encoding, charset, words):
    content = "Service,Cost\r\nCAMHS,£1 200 – “net”\r\n".encode(encoding)
    found = checked_file("costs.csv", content, LIMIT)
    assert (found.media_type, found.content) == (f"text/csv; charset={charset}", content)
    assert content.decode(charset).lstrip("\ufeff").startswith("Service,Cost")
    assert kind_of(facts(found)) == words
    plain = checked_file("costs.txt", content, LIMIT)
    assert plain.media_type == f"text/plain; charset={charset}"


def test_windows_text_that_begins_like_another_kind_of_file_is_text():
    for start in ("BM", "MZ", "RIFF"):
        found = checked_file("a.csv", f"{start},£2".encode("cp1252"), LIMIT)
        assert found.media_type == "text/csv; charset=windows-1252"


@given(
    st.text(max_size=150),
    st.sampled_from(list(KINDS)),
    st.sampled_from([b"", *(one[:12] for one in GOOD.values()), b"PK\x03\x04", b"MZ"]),
    st.binary(max_size=400),
)
def test_no_bytes_and_no_name_do_more_than_be_refused(name, ending, start, rest):
    try:
        found = checked_file(f"{name}.{ending}", start + rest, LIMIT)
    except FileRefused:
        return
    assert found.media_type in MEDIA_TYPES


@given(st.integers(0, 400), st.sampled_from(["docx", "xlsx", "pptx", "png", "jpg"]), st.binary())
def test_a_document_that_was_damaged_anywhere_is_refused_or_taken_and_never_crashes(
    at, ending, put_in
):
    content = GOOD[ending]
    try:
        found = checked_file(
            f"a.{ending}", content[:at] + put_in + content[at + len(put_in) :], LIMIT
        )
    except FileRefused:
        return
    assert found.media_type == KINDS[ending].media_type


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("audit.pdf", "audit.pdf"),
        ("../../etc/audit.pdf", "audit.pdf"),
        (r"C:\Users\me\audit 2009.pdf", "audit 2009.pdf"),
        ("audit\r\nX-Evil: 1.pdf", "auditX-Evil 1.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ('a"b<c>.txt', "a b c.txt"),
        ("...", "evidence"),
        ("", "evidence"),
        ("Prüfung – 日本.txt", "Prüfung – 日本.txt"),
    ],
)
def test_a_name_loses_its_folders_and_what_no_system_takes(given_name, kept):
    assert safe_file_name(given_name) == kept


@given(st.text())
@example("\ud800.pdf")
@example("a" * 500 + ".docx")
def test_a_clean_name_is_plain_short_and_never_empty(name):
    found = safe_file_name(name)
    assert 1 <= len(found) <= NAME_LIMIT
    assert not set('/\\<>:"|?*\r\n\x00') & set(found)
    assert all(unicodedata.category(one)[0] != "C" for one in found)
    assert safe_file_name(found) == found


def test_a_long_name_keeps_its_ending():
    assert ending_of(safe_file_name("a" * 500 + ".docx")) == "docx"
    assert ending_of("scan.JPEG") == "jpg"
