"""LibreOffice opens the workbook and saves it again; what comes out is still the workbook."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from owf.assessment.returns.workbook_merge import Said, Standing, said_in
from owf.exchange.workbook.layout import HOW_TO, IDENTITY
from owf.questionnaire import NonScore, Pack
from owf.settings import get_settings
from tests.cast import Cast
from tests.exchange.workbook.conftest import Book, Police, police_in

STORED = ("=1+1", "+1 more", "-", "@SUM(A1)")
"""Comments that are stored before the workbook goes out: caf-1, caf-3, ma-1, ma-2."""
FILLED = Said(4, "=HYPERLINK(\"http://x\")\nand a second line, “quoted” é 日本", "The audit.",
              date(2011, 3, 31))  # fmt: skip


@pytest.fixture(scope="module")
def police(cast_of_module: Cast, full_pack: Pack) -> Iterator[Police]:
    """The police's return, which these tests leave as it is."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("OWF_DEMO", "1")
        monkeypatch.setenv("OWF_TODAY", "2009-07-10")
        get_settings.cache_clear()
        found = police_in(cast_of_module, full_pack)
        for item, words in zip(("caf-1", "caf-3", "ma-1", "ma-2"), STORED, strict=True):
            found.comment(item, words)
        yield found
    get_settings.cache_clear()


@pytest.fixture(scope="module")
def resaved(police: Police, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook, filled in, then opened and saved by LibreOffice, which is started once."""
    folder: Path = tmp_path_factory.mktemp("office")
    book = police.book()
    book.say("caf-2", FILLED).fill("caf-1", choice="3 Some").fill("ma-2", choice="don't know")
    (folder / "filled.xlsx").write_bytes(book.saved())
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "xlsx", "--outdir", folder / "saved", folder / "filled.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "saved" / "filled.xlsx").read_bytes()


@pytest.fixture
def book(resaved: bytes, police: Police) -> Book:
    return police.book(resaved)


def test_the_import_reads_what_was_filled_in_and_nothing_else(police, resaved):
    preview = police.preview(resaved)
    wanted = {line.item.id: said_in(line.result(take=True)) for line in preview.to_write()}
    assert wanted == {
        "caf-1": Said(3, "=1+1"),
        "caf-2": FILLED,
        "ma-2": Said(NonScore.DONT_KNOW, "@SUM(A1)"),
    }
    assert len(preview.of(Standing.UNCHANGED)) == 2


def test_text_that_looks_like_a_formula_is_text_to_libreoffice_too(book):
    for item, words in zip(("caf-1", "caf-3", "ma-1", "ma-2"), STORED, strict=True):
        cell = book.cell(item, "comment")
        assert (cell.data_type, cell.value) == ("s", words)


def test_the_drop_downs_survive(book):
    lists = [
        rule
        for theme in book.pack.themes
        for rule in book.sheet(theme.id).data_validations.dataValidation
        if rule.type == "list"
    ]
    cells = {cell for rule in lists for part in rule.sqref.ranges for cell in part.cells}
    assert (book.row("caf-1"), 5) in cells
    assert all(IDENTITY in rule.formula1 for rule in lists)
    assert {rule.promptTitle for rule in lists} == {"Which answer?"}


def test_the_locks_survive(book):
    assert all(page.protection.sheet for page in book.book)
    assert not book.cell("caf-1", "choice").protection.locked
    assert not book.cell("caf-2", "expires").protection.locked
    assert book.cell("caf-1", "evidence").protection.locked
    assert book.cell("caf-1", "id").protection.locked


def test_what_is_hidden_stays_hidden(book):
    assert book.sheet("caf").column_dimensions["A"].hidden
    assert book.book[IDENTITY].sheet_state != "visible"
    assert book.book[HOW_TO].sheet_state == "visible"


def test_it_still_prints_with_its_heading_on_each_page(book):
    # Frozen rows are not asked for: without a window LibreOffice keeps nothing of the view.
    page = book.sheet("caf")
    assert page.print_title_rows == "$6:$6"
    assert page.page_setup.orientation == "landscape"


def test_the_styles_keep_their_names(resaved):
    names = set(openpyxl.load_workbook(BytesIO(resaved)).named_styles)
    assert {"OWF Answer", "OWF Comment", "OWF Title"} <= names
