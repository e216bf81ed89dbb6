"""A report on paper: tagged, whole, within its margins, whatever stands in it."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from owf.exchange.typesetting import displayable
from owf.reports.model import MADE_UP
from owf.reports.writers.pdf import pdf_file
from tests.exchange.forms import HOSTILE, facts_of, words_of
from tests.reports.hard import (
    HARD_TITLE,
    THEMES,
    four_thousand_in_a_cell,
    four_thousand_letters,
    long_report,
    nothing_at_all,
    twelve_themes,
)
from tests.reports.sample import MARKUP, sample_report
from tests.reports.texts import missing
from tests.reports.verapdf import faults_in

WIDTH, EDGE = 595.3, 30
"""Of A4, and of its margin at the least, in points."""


def bare(words):
    """Words without what pages do to them: line ends, and places where long words may break."""
    return re.sub(r"[\s\u200b-]+", "", unicodedata.normalize("NFC", words))


def printed(words):
    """A report's words as ``bare`` gives them back from paper."""
    return bare(displayable(words))


def read_aloud(pdf):
    """The words in the order in which a screen reader comes to them."""
    told = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(re.findall(r'^ *"(.*)"$', told.stdout.decode(errors="replace"), re.M))


def in_print(pdf, *, is_compact):
    """The words in the order in which they are printed, between what stands on every page.

    That is the order of reading too, where no row of a table goes over to another page.
    """
    top, height = (38, 766) if is_compact else (66, 721)
    where = ("-raw", "-x", "0", "-y", str(top), "-W", "595", "-H", str(height))
    return words_of(pdf, *where)


def one_below_the_other(report):
    return replace(report, sections=tuple(replace(one, is_half=False) for one in report.sections))


def elements(pdf):
    """Each part of the structure tree with its kind, in reading order."""

    def _walk(node):
        if isinstance(node, pikepdf.Array):
            for one in node:
                yield from _walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S)[1:], node
            if "/K" in node:
                yield from _walk(node.K)

    return list(_walk(pdf.Root.StructTreeRoot))


def of_kind(pdf, kind):
    return [node for name, node in elements(pdf) if name == kind]


def opened(made):
    return pikepdf.open(io.BytesIO(made))


@pytest.fixture(scope="module")
def made():
    return pdf_file(sample_report())


@pytest.fixture(scope="module")
def long():
    return pdf_file(long_report())


def test_it_says_what_it_is_in_which_language_and_by_whom(made):
    report = sample_report()
    with opened(made) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == report.title
        assert str(pdf.docinfo.Author) == "Cambridgeshire"
        assert str(pdf.docinfo.Subject) == report.subtitle
        assert str(pdf.docinfo.CreationDate).startswith("D:20120710")
        with pdf.open_metadata() as xmp:
            assert xmp["pdfuaid:part"] == "1"
            assert xmp["dc:title"] == report.title
            assert xmp["dc:creator"] == ["Cambridgeshire"]


def test_keywords_and_another_language_are_said_too():
    report = sample_report()
    welsh = replace(report, about=replace(report.about, language="cy"), keywords=("plant", "iaith"))
    with opened(pdf_file(welsh)) as pdf:
        assert str(pdf.Root.Lang) == "cy"
        assert "plant" in str(pdf.docinfo.Keywords)


def test_every_figure_has_its_alternative_text(made):
    expected = [one.chart.alt for one in sample_report().figures()]
    with opened(made) as pdf:
        assert [str(one.get("/Alt", "")) for one in of_kind(pdf, "Figure")] == expected


def test_tables_have_captions_and_heads_that_name_their_columns(made):
    (table,) = sample_report().tables()
    with opened(made) as pdf:
        assert len(of_kind(pdf, "Table")) == len(of_kind(pdf, "THead")) == 1
        heads = of_kind(pdf, "TH")
        assert len(heads) == len(table.columns)
        for head in heads:
            attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
            assert "/Column" in [str(one.get("/Scope")) for one in attributes]
        assert len(of_kind(pdf, "TD")) == len(table.columns) * len(table.frame)
        (whole,) = of_kind(pdf, "Table")
        assert str(whole.K[0].S) == "/Caption"


@pytest.mark.parametrize("is_compact", [False, True])
def test_headings_go_down_one_level_at_a_time(is_compact):
    with opened(pdf_file(sample_report(is_compact=is_compact))) as pdf:
        levels = [int(name[1]) for name, _ in elements(pdf) if re.fullmatch(r"H\d", name)]
    assert levels[0] == 1
    assert all(later <= before + 1 for before, later in pairwise(levels))
    assert 2 in levels


def test_bookmarks_are_the_headings(made):
    with opened(made) as pdf, pdf.open_outline() as outline:
        found = [(one.title, [part.title for part in one.children]) for one in outline.root]
    expected = [
        (one.heading, [part.heading for part in one.parts]) for one in sample_report().sections
    ]
    assert found == [*expected, ("About this report", [])]


@pytest.mark.parametrize("is_compact", [False, True])
@pytest.mark.parametrize("text", ["Partners rated how far they work as one.", MARKUP])
def test_every_sentence_and_every_cell_is_there_in_order(is_compact, text):
    report = sample_report(text, is_compact=is_compact)
    assert not missing(report, bare(read_aloud(pdf_file(report))), printed)


def test_each_page_says_which_it_is_whose_and_that_figures_are_made_up(made, long):
    for file in (made, long):
        pages = words_of(file).split("\f")[:-1]
        assert len(pages) == int(facts_of(file)["Pages"])
        for number, page in enumerate(pages, start=1):
            assert f"page {number} of {len(pages)}" in page
            assert "Hash of what was signed: 5f5f5f5f5f5f" in page
            assert MADE_UP in page


def test_real_figures_are_not_called_made_up():
    report = sample_report()
    real = replace(report, about=replace(report.about, is_made_up=False, digest=""))
    words = words_of(pdf_file(real))
    assert "made up" not in words
    assert "Hash" not in words


def test_only_a_long_report_has_contents_with_their_pages(made, long):
    assert "Contents" not in words_of(made)
    pages = words_of(long).split("\f")
    assert "Contents" in pages[0]
    assert "Signed off" in pages[0]
    for heading, number in re.findall(r"^(\w[\w ]+?)[ .]{3,}(\d+)$", pages[0], re.M):
        assert heading in pages[int(number) - 1]
    with opened(long) as pdf:
        assert of_kind(pdf, "TOC")


def test_a_compact_report_has_two_pages_and_halves_side_by_side():
    made = pdf_file(sample_report(is_compact=True))
    assert facts_of(made)["Pages"] == "2"
    (strengths,) = place_of(made, "Strengths")
    (gaps,) = place_of(made, "Gaps")
    assert strengths[1] == gaps[1]
    assert strengths[0] < WIDTH / 2 < gaps[0]


def boxes(made):
    """Each word of each page with its left, top and right in points."""
    told = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True
    )
    pattern = (
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="[\d.-]+">(.*?)</word>'
    )
    return [
        (word, float(left), float(top), float(right))
        for left, top, right, word in re.findall(pattern, told.stdout.decode())
    ]


def place_of(made, word):
    return [(left, top) for found, left, top, _ in boxes(made) if found == word]


def test_numbers_stand_at_the_right_of_their_column(made):
    ends = {word: round(right) for word, _, _, right in boxes(made) if word in ("3.1", "2.5")}
    head = next(right for word, _, _, right in boxes(made) if word == "Score")
    assert set(ends.values()) == {round(head)}


def test_twelve_themes_with_long_names_have_room_in_whole_words():
    made = pdf_file(twelve_themes())
    words = in_print(made, is_compact=False)
    assert not missing(twelve_themes(), bare(words), printed)
    found = [word for word, *_ in boxes(made)]
    for word in ("commissioning", "safeguarding,", "development", "difference"):
        assert found.count(word) >= len(THEMES)


@pytest.mark.parametrize("is_compact", [False, True])
def test_nothing_runs_off_the_paper(is_compact):
    for hard in (twelve_themes(), four_thousand_letters(), four_thousand_in_a_cell()):
        made = pdf_file(replace(hard, is_compact=is_compact))
        assert all(left >= EDGE and right <= WIDTH - EDGE for _, left, _, right in boxes(made))


@pytest.mark.parametrize("is_compact", [False, True])
def test_four_thousand_letters_are_there_to_the_last_wherever_they_stand(is_compact):
    report = one_below_the_other(four_thousand_letters(is_compact=is_compact))
    words = bare(in_print(pdf_file(report), is_compact=is_compact))
    assert not missing(report, words, printed)
    report = four_thousand_in_a_cell(is_compact=is_compact)
    assert not missing(report, bare(read_aloud(pdf_file(report))), printed)


def test_a_table_without_rows_and_a_section_without_anything_say_so():
    words = read_aloud(pdf_file(nothing_at_all()))
    assert "Empty There is nothing to report here." in words
    assert "Actions There is nothing to list here. As of today." in words


@pytest.mark.parametrize("title", ["", " \n", "\u200b"])
def test_a_report_without_a_title_is_called_one(title):
    with opened(pdf_file(sample_report(title=title))) as pdf:
        assert str(pdf.docinfo.Title) == "Report"


def test_a_head_is_repeated_on_each_page_of_its_table():
    report = sample_report()
    (table,) = report.tables()
    rows = table.frame.loc[table.frame.index.repeat(60)]
    section = replace(report.sections[1], blocks=(replace(table, frame=rows),), parts=())
    pages = words_of(pdf_file(replace(report, sections=(section,)))).split("\f")[:-1]
    with_rows = [page for page in pages if "no clear difference" in page]
    assert len(with_rows) > 2
    assert all("Difference" in page for page in with_rows)


def test_the_same_report_is_the_same_file(made):
    assert pdf_file(sample_report()) == made


def test_verapdf_finds_no_fault_in_it_and_would_find_one(tmp_path, made, long):
    files = {
        "sample": made,
        "long": long,
        "compact": pdf_file(sample_report(MARKUP, is_compact=True)),
        "themes": pdf_file(twelve_themes()),
        "nothing": pdf_file(nothing_at_all()),
        "cell": pdf_file(four_thousand_in_a_cell()),
        "letters": pdf_file(four_thousand_letters(title=HARD_TITLE, author=HARD_TITLE)),
    }
    paths = []
    for name, file in files.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(file)
    with opened(made) as pdf:
        del of_kind(pdf, "Figure")[0]["/Alt"]
        pdf.save(tmp_path / "mute")
    faults = faults_in(*paths, tmp_path / "mute")
    assert [one.partition(":")[0] for one in faults.pop("mute")] == ["7.3-1"]
    assert faults == {name: [] for name in files}


PLAIN = st.text(st.characters(codec="latin-1", categories="LNPSZ"), max_size=300)
SPOKEN = st.sampled_from([MARKUP, HARD_TITLE, *HOSTILE])


@settings(max_examples=12, deadline=None)
@given(st.lists(PLAIN | SPOKEN, min_size=1, max_size=3).map(" ".join), st.booleans())
def test_no_text_is_code_and_all_of_it_comes_back(text, is_compact):
    report = one_below_the_other(
        sample_report(text, title=text, author=text, is_compact=is_compact)
    )
    words = bare(in_print(pdf_file(report), is_compact=is_compact))
    assert not missing(report, words, printed)


@settings(max_examples=12, deadline=None)
@given(st.text(min_size=1, max_size=4_000) | st.text(min_size=1, max_size=40), st.booleans())
def test_any_text_at_all_can_be_printed(text, is_compact):
    report = sample_report(text, title=text, author=text, is_compact=is_compact)
    with opened(pdf_file(report)) as pdf:
        assert pdf.Root.MarkInfo.Marked
