"""Workbooks as Excel also saves them: with the strict names, and with a million empty rows."""

import re
import subprocess
import tracemalloc
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from owf.assessment.evidence.file_types import KINDS, checked_file
from owf.assessment.returns.workbook_merge import Said, said_in
from owf.exchange.workbook.archive import NotAWorkbook, check_archive
from owf.exchange.workbook.cells import Sheets
from owf.exchange.workbook.simplified import MOST_ROWS, first_rows, simplified
from tests.exchange.workbook.conftest import LIMIT, police_in
from tests.exchange.workbook.test_archive import rezipped

# The names of the package itself are the same in both.
USUAL = re.compile(rb"http://schemas\.openxmlformats\.org/(?!package/)(\w+)/2006/")
TYPED = "Level “4”: http://schemas.openxmlformats.org/a and http://purl.oclc.org/ooxml/b/ & <c>"


def made_strict(content):
    """The workbook as Excel's *Strict Open XML Spreadsheet*: other names, and dates as ISO text."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for part in before.namelist():
            body = before.read(part)
            if not part.startswith(("[Content_Types]", "docProps")):
                body = re.sub(
                    rb"<[^<>]*>",
                    lambda tag: USUAL.sub(rb"http://purl.oclc.org/ooxml/\1/", tag[0]),
                    body,
                )
            if part == "xl/workbook.xml":
                body = body.replace(b"<workbook ", b'<workbook conformance="strict" ', 1)
            after.writestr(part, body)
    return made.getvalue()


@pytest.fixture
def police(cast, full_pack):
    return police_in(cast, full_pack)


@pytest.fixture
def filled(police):
    book = police.book().say("caf-2", Said(4, TYPED, "The audit.", date(2011, 3, 31)))
    return book.fill("caf-1", choice="3 Some").saved()


def wanted(police, content):
    return {
        line.item.id: said_in(line.result(take=True)) for line in police.preview(content).to_write()
    }


EXPECTED = {"caf-1": Said(3), "caf-2": Said(4, TYPED, "The audit.", date(2011, 3, 31))}


def test_a_strict_workbook_is_read_as_a_return(police, filled):
    assert wanted(police, filled) == EXPECTED
    strict = made_strict(filled)
    assert b"purl.oclc.org" in ZipFile(BytesIO(strict)).read("xl/workbook.xml")
    assert wanted(police, strict) == EXPECTED


def test_a_date_that_strict_excel_writes_as_text_is_a_date():
    book = openpyxl.Workbook()
    book.iso_dates = True
    book.active["A1"] = date(2011, 3, 31)
    saved = BytesIO()
    book.save(saved)
    assert b't="d"' in ZipFile(BytesIO(saved.getvalue())).read("xl/worksheets/sheet1.xml")
    sheets = Sheets(made_strict(saved.getvalue()))
    [(_, [cell])] = list(sheets.rows(sheets.names[0], 1))
    assert cell.value.isoformat().startswith("2011-03-31")


def test_a_strict_workbook_is_evidence(filled):
    strict = made_strict(filled)
    found = checked_file("audit.xlsx", strict, LIMIT)
    assert (found.media_type, found.content) == (KINDS["xlsx"].media_type, strict)


def test_libreoffice_opens_the_strict_workbook_of_these_tests(filled, tmp_path):
    (tmp_path / "strict.xlsx").write_bytes(made_strict(filled))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "xlsx", "--outdir", tmp_path / "saved", tmp_path / "strict.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = openpyxl.load_workbook(tmp_path / "saved" / "strict.xlsx")
    texts = {cell.value for sheet in found for row in sheet.iter_rows() for cell in row}
    assert TYPED in texts


def with_empty_rows(
    content, number, row=b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>'
):
    """The workbook with so many formatted rows below those of each of its sheets."""

    def longer(body):
        first = max([int(one) for one in re.findall(rb'<row r="(\d+)"', body)], default=0) + 1
        rows = b"".join(row.replace(b"%d", b"%d" % at) for at in range(first, first + number))
        return body.replace(b"</sheetData>", rows + b"</sheetData>")

    with ZipFile(BytesIO(content)) as parts:
        sheets = [one for one in parts.namelist() if one.startswith("xl/worksheets/sheet")]
    return rezipped(content, {sheets[1]: longer})


def test_a_workbook_with_a_million_empty_rows_is_read_without_unpacking_them(police, filled):
    long = with_empty_rows(filled, 1_000_000)
    with ZipFile(BytesIO(long)) as parts:
        assert max(part.file_size for part in parts.infolist()) > 60 * 2**20
    assert len(long) < LIMIT
    tracemalloc.start()
    found = wanted(police, long)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == EXPECTED
    assert most < 20 * 2**20


def test_a_strict_workbook_with_many_empty_rows_is_read_too(police, filled):
    assert wanted(police, made_strict(with_empty_rows(filled, 5000))) == EXPECTED


def test_rows_without_numbers_are_counted(police, filled):
    rows = with_empty_rows(filled, 5000, b"<row><c/></row>")
    assert wanted(police, rows) == EXPECTED


def test_a_workbook_as_it_mostly_is_stays_the_same_bytes(filled):
    assert simplified(filled) == filled


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("before", [0, 2**18 - 30, 2**18 + 7])
def test_a_sheet_is_ended_at_its_last_row_that_is_read(prefix, before):
    start = f"<{prefix}worksheet>{' ' * before}<{prefix}sheetData>"
    end = f"</{prefix}sheetData></{prefix}worksheet>"
    row = f"<{prefix}row r='{{0}}'><{prefix}c t='inlineStr'>row</{prefix}c></{prefix}row>"
    rows = [row.format(number) for number in range(1, MOST_ROWS + 1)]
    kept = start + "".join(rows) + end
    long = start + "".join([*rows, row.format(MOST_ROWS + 1) * 20_000]) + end
    assert b"".join(first_rows(BytesIO(kept.encode()))).decode() == kept
    assert b"".join(first_rows(BytesIO(long.encode()))).decode() == kept


def test_a_row_that_is_too_large_is_still_refused(filled):
    huge = with_empty_rows(
        filled, 1, b'<row r="%d"><c r="A%d"/>' + b"<c/>" * 12_000_000 + b"</row>"
    )
    with pytest.raises(NotAWorkbook, match="too large when unpacked"):
        check_archive(huge, LIMIT)
