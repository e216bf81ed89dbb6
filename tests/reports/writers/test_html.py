"""A report as one HTML file: whole, in order, without a script or a request, whatever it says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from owf.reports.model import MADE_UP
from owf.reports.writers.html import html_file
from owf.texts import without_invisible
from tests.exchange.forms import HOSTILE
from tests.reports.hard import (
    HARD_TITLE,
    four_thousand_in_a_cell,
    four_thousand_letters,
    nothing_at_all,
    twelve_themes,
)
from tests.reports.sample import MARKUP, sample_report
from tests.reports.texts import missing


def bare(words):
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", without_invisible(words)))


def parsed(report):
    return html.document_fromstring(html_file(report).decode())


def words_of(tree):
    """What a reader finds: without what stands in the head, and without a drawing's letters."""
    body = html.fromstring(html.tostring(tree.find("body")))
    for drawing in body.xpath("//svg"):
        drawing.drop_tree()
    return bare("".join(body.itertext()))


@pytest.fixture(scope="module")
def tree():
    return parsed(sample_report())


def test_it_says_its_language_its_title_and_by_whom_it_is(tree):
    assert tree.get("lang") == "en-GB"
    assert tree.findtext(".//title") == "Board summary, 2011 – Cambridgeshire"
    assert tree.xpath("//meta[@name='author']/@content") == ["Cambridgeshire"]
    welsh = replace(sample_report().about, language="cy")
    assert parsed(replace(sample_report(), about=welsh)).get("lang") == "cy"


def test_nothing_is_fetched_and_no_script_may_run(tree):
    whole = html_file(sample_report(MARKUP)).decode()
    assert not re.search(r"<(script|link|img|iframe|object)\b", whole)
    assert not re.search(r"(src=|@import|url\()", whole.replace(MARKUP, ""))
    assert all(link.startswith("#") for link in tree.xpath("//@href"))
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_it_has_one_first_heading_and_no_level_is_left_out(tree):
    levels = [int(one.tag[1]) for one in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_list_of_contents_leads_to_every_section(tree):
    links = tree.xpath("//nav//a")
    headings = [tree.get_element_by_id(one.get("href")[1:]).text for one in links]
    assert headings == [one.text for one in links]
    expected = [one.heading for one in sample_report().sections]
    assert headings == [*expected, "About this report"]
    (skip,) = tree.xpath("//a[@class='skip']/@href")
    assert tree.get_element_by_id(skip[1:]).tag == "main"


def test_tables_have_captions_and_cells_know_their_row_and_column(tree):
    (table,) = sample_report().tables()
    (found,) = tree.iter("table")
    assert found.findtext("caption") == table.title
    assert [one.text for one in found.xpath("thead//th[@scope='col']")] == [
        one.title for one in table.columns
    ]
    rows = [[cell.text or "" for cell in row] for row in found.xpath("tbody/tr")]
    assert rows == table.cells()
    assert len(found.xpath("tbody//th[@scope='row']")) == len(rows)


def test_numbers_are_set_to_the_right(tree):
    (row,) = tree.xpath("//tbody/tr[1]")
    names = [one.get("class") for one in row]
    assert names == [None, *["number"] * 5, None, None]


def test_every_figure_has_its_title_its_alternative_text_and_what_it_rests_on(tree):
    figures = list(sample_report().figures())
    found = tree.xpath("//main//figure[.//svg]")
    assert [one.findtext("figcaption") for one in found] == [one.chart.title for one in figures]
    drawings = [one.find(".//svg") for one in found]
    assert [one.findtext("title") for one in drawings] == [one.chart.alt for one in figures]
    assert {one.get("role") for one in drawings} == {"img"}
    assert figures[0].chart.caption in found[0].text_content()


@pytest.mark.parametrize("is_compact", [False, True])
@pytest.mark.parametrize("text", ["Partners rated how far they work as one.", MARKUP])
def test_every_sentence_and_every_cell_is_there_in_order(is_compact, text):
    report = sample_report(text, is_compact=is_compact)
    assert not missing(report, words_of(parsed(report)), bare)


def test_it_ends_with_what_it_is_and_where_it_comes_from(tree):
    found = [(one.findtext("dt"), one.findtext("dd")) for one in tree.xpath("//footer//dl/div")]
    assert found == sample_report().about.lines()
    assert ("Hash of what was signed", "5f" * 32) in found


def test_made_up_figures_are_called_so_and_real_ones_are_not(tree):
    (banner,) = tree.xpath("//aside")
    assert banner.text_content() == MADE_UP
    real = replace(sample_report().about, is_made_up=False)
    assert b"made up" not in html_file(replace(sample_report(), about=real))


def test_halves_stand_side_by_side_only_in_a_compact_report(tree):
    assert not tree.find_class("pair")
    (pair,) = parsed(sample_report(is_compact=True)).find_class("pair")
    assert [one.findtext("h2") for one in pair] == ["Strengths", "Gaps"]


def test_a_table_without_rows_and_a_section_without_anything_say_so():
    tree = parsed(nothing_at_all())
    words = " ".join(tree.find("body").text_content().split())
    assert "Empty There is nothing to report here." in words
    assert "Actions There is nothing to list here. As of today." in words
    assert len(list(tree.iter("table"))) == 1


def test_names_and_notes_of_any_length_are_there_to_the_last_letter():
    for report in (
        twelve_themes(),
        four_thousand_letters(title=HARD_TITLE, author=HARD_TITLE),
        four_thousand_in_a_cell(),
    ):
        assert not missing(report, words_of(parsed(report)), bare)


def test_the_same_report_is_the_same_file():
    assert html_file(sample_report()) == html_file(sample_report())


@settings(max_examples=20, deadline=None)
@given(
    st.text(min_size=1, max_size=4_000) | st.sampled_from([MARKUP, HARD_TITLE, *HOSTILE]),
    st.booleans(),
)
def test_any_text_at_all_comes_back_as_it_was(text, is_compact):
    report = sample_report(text, title=text, author=text, is_compact=is_compact)
    tree = parsed(report)
    (lead,) = tree.find_class("lead")
    assert (lead.text or "") == without_invisible(text)
    assert len(lead) == 0
    assert not missing(report, words_of(tree), bare)
