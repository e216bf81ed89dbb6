"""A partner's questions, taken along as a spreadsheet and brought back, in a real browser."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from owf.exchange.workbook.layout import PLACE


def _fill(path: Path, **answers: object) -> None:
    """Choose answers in a workbook, as Excel would keep them: ``is_01="3 Some progress"``."""
    book = openpyxl.load_workbook(path)
    found = set()
    for page in book:
        for row in range(1, page.max_row + 1):
            name = str(page.cell(row, 1).value).replace("-", "_")
            if name in answers:
                page.cell(row, PLACE["choice"] + 1).value = answers[name]
                found.add(name)
    assert found == set(answers)
    book.save(path)


def _bring(page: Page, button: str, path: Path) -> None:
    """Choose the file as people do; the same one again is another one to a browser only then."""
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("stFileUploader").get_by_role("button", name=button).last.click()
    chooser.value.set_files(path)


@pytest.mark.parametrize("width", [390])
def test_a_partner_downloads_fills_brings_back_and_saves(
    server, open_browser, axe, tmp_path, width
):
    partner = open_browser(server, width)
    partner.sign_in("partner")
    partner.follow("Continue")
    page = partner.page
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the spreadsheet (Excel)").click()
    assert download.value.suggested_filename == "self-assessment-2009-police.xlsx"
    path = tmp_path / "police.xlsx"
    download.value.save_as(path)

    _fill(path, is_01="3 Some progress", is_02="don't know", is_03=7)
    _bring(page, "Upload", path)
    expect(page.get_by_text("Nothing was saved: 1 fault in the spreadsheet.")).to_be_visible()
    expect(page.get_by_text("7 is not on the scale.")).to_be_visible()
    axe(partner, "a spreadsheet with a fault")

    _fill(path, is_03="4 Good progress", caf_01="1 Not yet considered")
    _bring(page, "Add files", path)
    expect(page.get_by_text("New: 3 questions with no answer here yet")).to_be_visible()
    expect(page.get_by_text("Changed: 1 question that you changed")).to_be_visible()
    axe(partner, "the preview of a spreadsheet")
    partner.press("Save 4 questions from the spreadsheet")
    expect(page.get_by_text("Saved: 4 questions from the spreadsheet.")).to_be_visible()
    axe(partner, "a spreadsheet that was saved")

    partner.follow("Answer: Information sharing")
    partner.shows("IS 1", "3 Some progress")
    partner.shows("IS 2", "Don't know")
    partner.shows("IS 3", "4 Good progress")
