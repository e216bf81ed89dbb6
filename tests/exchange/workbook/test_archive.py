"""Files that are not even opened: each is refused in a sentence that says what to do."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from owf.exchange.workbook import archive
from owf.exchange.workbook.archive import NotAWorkbook, check_archive
from owf.exchange.workbook.writing import blank_workbook

LIMIT = 10 * 2**20
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture(scope="session")
def good(tiny_pack) -> bytes:
    return blank_workbook(tiny_pack)


def rezipped(content: bytes, change=None, add=None, *, leave=()) -> bytes:
    """The workbook with parts changed (name -> function of its bytes), added or left out."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            if part.filename not in leave:
                body = before.read(part)
                after.writestr(part.filename, (change or {}).get(part.filename, bytes)(body))
        for name, body in (add or {}).items():
            after.writestr(name, body)
    return made.getvalue()


def refusal(content: bytes, limit: int = LIMIT) -> str:
    with pytest.raises(NotAWorkbook) as refused:
        check_archive(content, limit)
    return str(refused.value)


def test_a_workbook_of_ours_is_fit_to_be_opened(good):
    check_archive(good, LIMIT)
    check_archive(good, len(good))


def test_a_file_above_the_limit_is_refused_with_both_sizes(good):
    assert refusal(b"PK" + b"x" * (100 * 2**20)) == (
        "This file has 100 MB, and the limit is 10 MB. Remove pictures and sheets you added, "
        "save it and upload it again."
    )
    assert "the limit is" in refusal(good, len(good) - 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"Name,Answer\r\nCAF 1,3\r\n", "This file is not an Excel workbook."),
        (b"%PDF-1.7", "This file is not an Excel workbook."),
        (b"PK\x03\x04 and nothing else", "This spreadsheet is damaged"),
        (OLE + b"\0" * 600, "This is a file of an older kind, such as .xls."),
        (
            OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "This spreadsheet is protected with a password",
        ),
    ],
)
def test_what_is_no_workbook_is_named_for_what_it_is(content, words):
    said = refusal(content)
    assert said.startswith(words)
    assert "upload" in said


def test_half_a_workbook_is_damaged(good):
    assert refusal(good[: len(good) // 2]).startswith("This spreadsheet is damaged")


def test_a_workbook_with_a_flipped_bit_is_damaged(good):
    place = len(good) // 3
    broken = good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
    assert refusal(broken).startswith("This spreadsheet is damaged")


def test_a_zip_of_something_else_is_no_workbook(good):
    made = BytesIO()
    with ZipFile(made, "w") as other:
        other.writestr("letter.txt", "Dear all")
    assert refusal(made.getvalue()).startswith("This file is not an Excel workbook.")
    word = rezipped(
        good, {"[Content_Types].xml": lambda body: body.replace(b"spreadsheetml", b"wordml")}
    )
    assert refusal(word).startswith("This file is not an Excel workbook.")


def test_other_spreadsheets_are_named(good):
    ods = rezipped(good, add={"mimetype": "application/vnd.oasis...", "content.xml": "<x/>"})
    assert refusal(ods).startswith("This is an OpenDocument file, such as .ods.")
    binary = rezipped(good, add={"xl/workbook.bin": b"\1"})
    assert refusal(binary).startswith("This is a binary workbook (.xlsb).")


@pytest.mark.parametrize("by", ["part", "type", "type of the program"])
def test_a_macro_file_is_refused_by_its_parts_and_by_its_type(good, by):
    types = "[Content_Types].xml"
    made = {
        "part": lambda: rezipped(good, add={"xl/vbaProject.bin": b"\1"}),
        "type": lambda: rezipped(
            good,
            {
                types: lambda body: body.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            },
        ),
        "type of the program": lambda: rezipped(
            good,
            {
                types: lambda body: body.replace(
                    b"</Types>",
                    b'<Override PartName="/xl/x.bin" '
                    b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            },
        ),
    }[by]()
    assert refusal(made).startswith("This spreadsheet has macros (.xlsm), so it was not opened.")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(good, monkeypatch):
    bomb = rezipped(good, add={"xl/media/bomb.xml": b"0" * (archive.MOST_UNPACKED + 1)})
    assert len(bomb) < LIMIT
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("It was opened."))
    assert refusal(bomb).startswith("This spreadsheet is too large when unpacked")


def test_many_small_parts_are_too_much_too(good):
    many = rezipped(good, add={f"xl/media/{number}": b"" for number in range(600)})
    assert refusal(many).startswith("This spreadsheet is too large when unpacked")


def test_a_part_that_hides_its_size_is_stopped_while_it_is_unpacked(good):
    body = b"0" * (archive.MOST_UNPACKED + 2**20)
    bomb = rezipped(good, add={"xl/media/bomb": body})
    size = len(body).to_bytes(4, "little")
    assert bomb.count(size) >= 1
    liar = bomb.replace(size, (1000).to_bytes(4, "little"))
    assert refusal(liar).startswith("This spreadsheet is damaged")


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/app.xml"]
)
@pytest.mark.parametrize("definition", [b"<!DOCTYPE x [", b'<!ENTITY a "b">'])
def test_definitions_that_could_grow_are_refused_in_every_part(good, part, definition):
    made = rezipped(good, {part: lambda body: body[:60] + definition + body[60:]})
    assert "has definitions (a DOCTYPE)" in refusal(made)


def test_a_definition_across_two_reads_is_found(good):
    padding = b" " * (archive._CHUNK - 4)
    made = rezipped(good, add={"xl/more.xml": padding + b"<!DOCTYPE x>"})
    assert "has definitions (a DOCTYPE)" in refusal(made)


@pytest.mark.parametrize(
    "body",
    [
        '<?xml version="1.0"?><!DOCTYPE x>'.encode("utf-16"),
        '<?xml version="1.0"?><!DOCTYPE x>'.encode("utf-16-be"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x>',
        b'<?xml version="1.0" encoding="cp037"?>',
    ],
)
def test_xml_in_which_definitions_could_hide_is_refused(good, body):
    made = rezipped(good, add={"xl/more.xml": body})
    assert refusal(made).startswith("This spreadsheet is not a standard Excel file.")


def test_an_encrypted_part_is_refused(good):
    made = BytesIO()
    with ZipFile(made, "w") as after:
        part = ZipInfo("[Content_Types].xml")
        after.writestr(part, b"x")
    content = bytearray(made.getvalue())
    # The first bit of the flags says it, in the directory at the end.
    content[content.rindex(b"PK\1\2") + 8] |= 1
    assert refusal(bytes(content)).startswith("This file is encrypted")
