"""Reports as HTML files in a browser, opened as somebody opens a file from a letter."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from owf.reports.writers.html import html_file
from tests.exchange.forms import words_of
from tests.reports.hard import four_thousand_letters, nothing_at_all, twelve_themes
from tests.reports.sample import MARKUP, sample_report

REPORTS = {
    "sample": sample_report(),
    "compact": sample_report(MARKUP, is_compact=True),
    "themes": twelve_themes(),
    "nothing": nothing_at_all(),
    "letters": four_thousand_letters(),
}


@pytest.fixture(scope="module")
def page(browser):
    with browser.new_page() as page:
        yield page


@pytest.fixture
def open_report(page, tmp_path):
    def _open(report, width):
        file = tmp_path / "report.html"
        file.write_bytes(html_file(report))
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.as_uri())
        return page

    return _open


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_keeps_nobody_out_and_stays_within_the_window(open_report, name, width):
    page = open_report(REPORTS[name], width)
    page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert not found, json.dumps(found, indent=1)[:3_000]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_opening_a_report_asks_nobody_for_anything(open_report, page):
    asked, said = [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: said.append(one.text))
    open_report(sample_report(MARKUP), 1280)
    assert [one for one in asked if not one.startswith("file:")] == []
    assert len(asked) == 1
    assert said == []


def test_the_first_press_of_tab_leads_past_the_list_of_contents(open_report):
    page = open_report(sample_report(), 1280)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_on_paper_each_page_has_its_number_and_says_that_figures_are_made_up(open_report):
    page = open_report(sample_report(), 1280)
    printed = page.pdf(prefer_css_page_size=True)
    pages = words_of(printed).split("\f")[:-1]
    assert len(pages) > 1
    for number, words in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in words
        assert "Demonstration: all figures are made up." in words


def test_the_head_of_a_table_is_printed_on_each_page_of_it(open_report):
    report = sample_report()
    (table,) = report.tables()
    rows = table.frame.loc[table.frame.index.repeat(60)]
    section = replace(report.sections[1], blocks=(replace(table, frame=rows),), parts=())
    page = open_report(replace(report, sections=(section,)), 1280)
    pages = words_of(page.pdf(prefer_css_page_size=True)).split("\f")[:-1]
    with_rows = [words for words in pages if "no clear" in words]
    assert len(with_rows) > 2
    assert all("Difference" in words for words in with_rows)
