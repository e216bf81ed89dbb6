"""A report as a Word document, opened by python-docx and by LibreOffice."""

from __future__ import annotations

import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from owf.charts.theme import LIGHT
from owf.reports.model import (
    MADE_UP,
    Blank,
    Column,
    Facts,
    Note,
    Notice,
    Paragraph,
    Points,
    Quote,
    Section,
    Table,
    table_of,
)
from owf.reports.writers import NO_ROWS, NOTHING_HERE
from owf.reports.writers.docx import docx_file
from owf.reports.writers.docx.rooms import COMPACT, PAGE
from tests.reports.sample import MARKUP, figure, sample_report
from tests.reports.writers.word import (
    LONG_NAME,
    LONG_NOTE,
    REPORTS,
    file_of,
    many_columns,
    parts_of,
)


@pytest.fixture(scope="module")
def documents():
    return {name: docx.Document(BytesIO(file_of(name))) for name in REPORTS}


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """What LibreOffice, started once, makes of them: the words on paper, by page."""
    folder: Path = tmp_path_factory.mktemp("word")
    for name in REPORTS:
        (folder / f"{name}.docx").write_bytes(file_of(name))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "pdf", "--outdir", folder),
            *(folder / f"{name}.docx" for name in REPORTS),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: _pages(folder / f"{name}.pdf") for name in REPORTS}


def _pages(pdf):
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, timeout=60
    )
    return text.stdout.decode().split("\f")[:-1]


def flowing(document):
    """Everything in the body in order: paragraphs as text, rows as their cells' texts."""
    return list(_flowing(document.element.body, document))


def _flowing(parent, document):
    for one in parent.iterchildren():
        if one.tag == qn("w:p"):
            yield WordParagraph(one, document).text
        elif one.tag == qn("w:sdt"):
            yield from _flowing(one.find(qn("w:sdtContent")), document)
        elif one.tag == qn("w:tbl"):
            for cell in one.xpath("w:tr/w:tc"):
                yield from _flowing(cell, document)


def all_words(document):
    return "\n".join(flowing(document))


def styled(document, style):
    paragraphs = document.element.body.xpath(f".//w:p[w:pPr/w:pStyle/@w:val='{style}']")
    return [WordParagraph(one, document).text for one in paragraphs]


def captions(document):
    """Fields within a paragraph are no runs to python-docx."""
    paragraphs = document.element.body.xpath(".//w:p[w:pPr/w:pStyle/@w:val='Caption']")
    return [texts_in(one) for one in paragraphs]


def texts_in(element):
    return "".join(one.text for one in element.iter(qn("w:t")))


def tables_of(document, style="ReportTable"):
    return [
        WordTable(one, document)
        for one in document.element.body.xpath(f".//w:tbl[w:tblPr/w:tblStyle/@w:val='{style}']")
    ]


def told_in_order(report):
    """The sentences and cells of a report, as they must come back."""
    for section in report.all_sections():
        yield section.heading
        yield section.claim
        for block in section.blocks:
            match block:
                case Paragraph() | Notice() | Note():
                    yield block.text
                case Points():
                    yield from block.texts
                case Facts():
                    yield from (words for pair in block.pairs for words in pair)
                case Quote():
                    yield from (f"\u201c{block.text}\u201d", block.source)
                case Blank():
                    yield block.label
                case Table() if len(block.frame):
                    yield from (one.title for one in block.columns)
                    yield from (cell for row in block.cells() for cell in row)
                    yield block.note


@pytest.mark.parametrize("name", REPORTS)
def test_all_that_a_report_says_comes_back_in_order(documents, name):
    found = iter(flowing(documents[name]))
    for words in told_in_order(REPORTS[name]):
        if words:
            assert words in found, words


@pytest.mark.parametrize("name", REPORTS)
def test_libreoffice_prints_it_with_all_headings_in_order(printed, name):
    words = " ".join(" ".join(printed[name]).split())
    if not REPORTS[name].is_compact:
        last = words.index("page 1 of")
        for section in REPORTS[name].all_sections():
            last = words.index(" ".join(section.heading.split()[:2]), last)
    assert MADE_UP in words.partition("page 1 of")[0]


@pytest.mark.parametrize("name", REPORTS)
def test_every_page_says_that_it_is_made_up_the_hash_and_its_number(printed, name):
    pages = printed[name]
    for number, page in enumerate(pages, 1):
        assert MADE_UP in page.split("\n", 3)[-1]
        assert "5f5f5f5f5f5f" in page
        assert f"page {number} of {len(pages)}" in page


def test_what_is_not_made_up_does_not_say_so():
    sample = sample_report()
    about = replace(sample.about, is_made_up=False, digest="")
    file = docx_file(replace(sample, about=about))
    with zipfile.ZipFile(BytesIO(file)) as parts:
        names = [one for one in parts.namelist() if one.endswith(".xml")]
        assert not any(MADE_UP.encode() in parts.read(one) for one in names)
        assert not any(b"Hash of what was signed" in parts.read(one) for one in names)


def test_titles_headings_and_texts_have_the_styles_of_word(documents):
    document = documents["rich"]
    assert styled(document, "Title") == ["Board summary, 2011"]
    assert styled(document, "Subtitle") == ["Cambridgeshire, annual self-assessment"]
    assert "Where we stand" in styled(document, "Heading1")
    assert styled(document, "Heading2")[:2] == ["Over the years", "Side by side"]
    assert styled(document, "Heading3") == ["Depth 2"]
    assert styled(document, "Heading4") == ["Depth 1", "Depth 0"]
    assert styled(document, "ListBullet") == [MARKUP, "Second"]
    assert styled(document, "ListNumber") == ["First", MARKUP, "One", "Two"]
    assert styled(document, "LeadSentence") == [MARKUP]
    assert styled(document, "Claim")[0].startswith("Cambridgeshire is broadly in line")
    assert "Two parts are left out." in styled(document, "Notice")
    assert "A parent, 2011" in styled(document, "QuoteSource")
    assert f"\u201c{LONG_NOTE}\u201d" in styled(document, "Quote")
    assert LONG_NOTE in styled(document, "Note")


@pytest.mark.parametrize("name", REPORTS)
def test_all_is_styled_and_nothing_formatted_by_hand(documents, name):
    body = documents[name].element.body
    known = {one.style_id for one in documents[name].styles}
    used = set(body.xpath(".//w:pStyle/@w:val | .//w:rStyle/@w:val | .//w:tblStyle/@w:val"))
    assert used <= known
    assert not body.xpath(".//w:p[not(w:pPr/w:pStyle)]")
    assert not body.xpath(".//w:r/w:rPr/*[not(self::w:rStyle)]")
    assert not body.xpath(".//w:pPr/w:jc | .//w:pPr/w:spacing | .//w:pPr/w:ind | .//w:tcPr/w:shd")
    assert not body.xpath(".//w:tblPr/w:tblBorders | .//w:tcPr/w:tcBorders")


def test_a_style_changes_the_whole(documents):
    """No style of the text has another font than the office's, and colours are the product's."""
    styles = documents["rich"].styles
    used = set(documents["rich"].element.body.xpath(".//w:pStyle/@w:val"))
    for style in (one for one in styles if one.style_id in used):
        assert _font(style) == "Arial"
        assert not style.element.xpath(".//w:rFonts/@w:asciiTheme")
    assert str(styles["Heading 1"].font.color.rgb) == LIGHT.ahead.lstrip("#")


def _font(style):
    return style.font.name or _font(style.base_style)


def test_each_numbered_list_begins_with_one(documents):
    document = documents["rich"]
    numbers = [
        one.find(f".//{qn('w:numId')}").get(qn("w:val"))
        for one in document.element.body.xpath(".//w:p[w:pPr/w:pStyle/@w:val='ListNumber']")
    ]
    assert [a == b for a, b in pairwise(numbers)] == [True, False, True]
    numbering = document.part.numbering_part.element
    for number in numbers:
        (start,) = numbering.xpath(
            f"w:num[@w:numId='{number}']/w:lvlOverride/w:startOverride/@w:val"
        )
        assert start == "1"


@pytest.mark.parametrize("name", REPORTS)
def test_captions_are_counted_by_fields_and_name_every_table_and_figure(documents, name):
    report, document = REPORTS[name], documents[name]
    found = captions(document)
    tables = [one for one in found if one.startswith("Table ")]
    figures = [one for one in found if one.startswith("Figure ")]
    assert tables == [f"Table {n}: {one.title}" for n, one in enumerate(report.tables(), 1)]
    assert figures == [
        f"Figure {n}: {one.chart.title}" for n, one in enumerate(report.figures(), 1)
    ]
    fields = document.element.body.xpath(".//w:fldSimple/@w:instr")
    assert Counter(one.split()[1] for one in fields) == {
        "Table": len(tables),
        "Figure": len(figures),
    }


@pytest.mark.parametrize("name", REPORTS)
def test_tables_have_a_header_row_that_repeats_and_say_what_they_are(documents, name):
    with_rows = [one for one in REPORTS[name].tables() if len(one.frame)]
    tables = tables_of(documents[name])
    assert len(tables) == len(with_rows)
    for table, expected in zip(tables, with_rows, strict=True):
        head, *rows = table._tbl.xpath("w:tr")
        assert head.xpath("w:trPr/w:tblHeader")
        assert not [one for one in rows if one.xpath("w:trPr/w:tblHeader")]
        assert table._tbl.xpath("w:tblPr/w:tblCaption/@w:val") == [expected.title]
        (description,) = table._tbl.xpath("w:tblPr/w:tblDescription/@w:val")
        assert description.startswith(f"{len(rows)} row")
        assert table._tbl.xpath("w:tblPr/w:tblLook/@w:firstRow") == ["1"]


def test_rows_stay_whole_but_for_those_of_many_words():
    table = table_of("Notes", [Column("Note")], [("Short",), ("A long note. " * 60,)])
    report = replace(sample_report(), sections=(Section("Notes", (table,)),))
    (found,) = tables_of(docx.Document(BytesIO(docx_file(report))))
    whole = [bool(one.xpath("w:trPr/w:cantSplit")) for one in found._tbl.xpath("w:tr")]
    assert whole == [True, True, False]


def test_a_table_is_as_wide_as_its_page_and_numbers_are_on_the_right(documents):
    for name, room in (("sample", PAGE), ("compact", COMPACT)):
        table = tables_of(documents[name])[0]
        widths = [int(one) for one in table._tbl.xpath("w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) == pytest.approx(room.points * 20, abs=len(widths))
        row = table._tbl.xpath("w:tr")[1]
        styles = row.xpath("w:tc/w:p/w:pPr/w:pStyle/@w:val")
        kinds = [one.rstrip("23").removesuffix("2") for one in styles]
        assert kinds == ["TableText", *["TableNumber"] * 5, "TableText", "TableText"]


def test_a_table_without_rows_says_so(documents):
    document = documents["rich"]
    words = flowing(document)
    assert any(one.endswith(": No actions") for one in captions(document))
    assert NO_ROWS in words
    assert words[words.index("Empty", words.index(NO_ROWS)) + 1] == NOTHING_HERE


def test_facts_have_their_names_as_row_headers(documents):
    facts = tables_of(documents["sample"], "ReportFacts")
    assert len(facts) == 2
    about, stand = facts
    assert [row.cells[0].text for row in about.rows][:2] == ["Author", "Made on"]
    assert [one.text for one in stand.rows[0].cells] == ["Partners", "9"]
    for table in facts:
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstColumn")), look.get(qn("w:firstRow"))) == ("1", "0")


def test_a_box_to_fill_in_says_what_for_and_grows(documents):
    (box,) = tables_of(documents["sample"], "ReportBox")
    label, space = box._tbl.xpath("w:tr")
    assert label.xpath(".//w:t/text()") == ["Comment"]
    assert space.xpath("w:trPr/w:trHeight/@w:hRule") == ["atLeast"]
    assert int(space.xpath("w:trPr/w:trHeight/@w:val")[0]) > 5 * 400
    assert space.xpath(".//w:sdtPr/w:alias/@w:val") == ["Comment"]
    assert space.xpath(".//w:sdtPr/w:showingPlcHdr")
    assert space.xpath(".//w:rStyle/@w:val") == ["PlaceholderText"]


@pytest.mark.parametrize("name", REPORTS)
def test_every_picture_has_its_words_a_drawing_and_a_bitmap(documents, name):
    document = documents[name]
    charts = [one.chart for one in REPORTS[name].figures() if one.on_pages]
    pictures = document.element.body.xpath(".//w:drawing")
    assert len(pictures) == len(charts)
    room = COMPACT if REPORTS[name].is_compact else PAGE
    for picture, chart in zip(pictures, charts, strict=True):
        (about,) = picture.xpath(".//wp:docPr")
        assert (about.get("descr"), about.get("title")) == (chart.alt, chart.title)
        (bitmap,) = picture.xpath(".//a:blip/@r:embed")
        png = document.part.related_parts[bitmap].blob
        (drawing,) = picture.xpath(".//a:blip/a:extLst/a:ext/*[local-name()='svgBlip']/@r:embed")
        part = document.part.related_parts[drawing]
        assert part.content_type == "image/svg+xml"
        svg = parse_xml(part.blob)
        assert svg.get("font-family") == "Arial"
        wide, high = (int(one) for one in picture.xpath(".//wp:extent/@*"))
        assert wide <= room.points * 12700 + 1
        shape = float(svg.get("width")) / float(svg.get("height"))
        assert wide / high == pytest.approx(shape, rel=0.01)
        with Image.open(BytesIO(png)) as found:
            assert found.width / found.height == pytest.approx(shape, rel=0.01)


def test_a_high_figure_fits_on_its_page():
    high = figure()
    high.chart.figure.update_layout(height=3000)
    report = replace(sample_report(), sections=(Section("High", (high,)),))
    document = docx.Document(BytesIO(docx_file(report)))
    (tall,) = document.element.body.xpath(".//wp:extent/@cy")
    assert int(tall) <= PAGE.most_high * 12700 + 1


def test_a_figure_of_slides_only_is_not_in_it():
    hidden = replace(figure("Only on slides"), on_pages=False)
    report = replace(sample_report(), sections=(Section("Heading", (hidden,)),))
    document = docx.Document(BytesIO(docx_file(report)))
    assert "Only on slides" not in all_words(document)
    assert not document.element.body.xpath(".//w:drawing")


def test_contents_link_to_every_heading_of_two_levels(documents):
    document = documents["rich"]
    body = document.element.body
    block = "w:sdt[w:sdtPr/w:docPartObj]"
    expected = [
        one
        for section in REPORTS["rich"].sections
        for one in (section.heading, *(part.heading for part in section.parts))
    ]
    links = body.xpath(f"{block}//w:hyperlink")
    assert [texts_in(one) for one in links] == expected
    instructions = body.xpath(f"{block}//w:instrText/text()")
    assert instructions[0].split() == ["TOC", "\\o", '"1-2"', "\\h", "\\z", "\\u"]
    for link, heading, instruction in zip(links, expected, instructions[1:], strict=True):
        target = link.get(qn("w:anchor"))
        assert instruction.split() == ["PAGEREF", target, "\\h"]
        (marked,) = body.xpath(f".//w:p[w:bookmarkStart/@w:name='{target}']")
        assert texts_in(marked) == heading
    begun, ended = (
        len(body.xpath(f"{block}//w:fldChar[@w:fldCharType='{one}']")) for one in ("begin", "end")
    )
    assert begun == ended == len(expected) + 1
    assert document.settings.element.xpath("w:updateFields/@w:val") == ["true"]


def test_what_has_no_contents_opens_without_a_question():
    short = replace(sample_report(), sections=sample_report().sections[:1])
    for report in (short, sample_report(is_compact=True)):
        document = docx.Document(BytesIO(docx_file(report)))
        assert not document.element.body.xpath(".//w:docPartObj")
        assert not document.settings.element.xpath("w:updateFields")


def test_it_says_what_it_is_in_which_language(documents):
    document = documents["odd"]
    about, report = document.core_properties, REPORTS["odd"]
    assert about.title == report.title
    assert about.author == report.about.author
    assert about.subject == report.subtitle
    assert about.language == "en-GB"
    assert about.created.date() == date(2012, 7, 10)
    languages = document.styles.element.xpath("w:docDefaults//w:lang/@w:val")
    assert languages == ["en-GB"]
    welsh = replace(report, about=replace(report.about, language="cy-GB"), keywords=("a", "b"))
    document = docx.Document(BytesIO(docx_file(welsh)))
    assert document.core_properties.keywords == "a, b"
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["cy-GB"]


def test_a_table_of_many_columns_lies_across_with_its_section_only(documents):
    document = documents["rich"]
    sizes = [one.page_width > one.page_height for one in document.sections]
    assert sizes.count(True) == 1
    assert sizes[0] is sizes[-1] is False
    across = next(one for one in document.sections if one.page_width > one.page_height)
    assert across._sectPr.getparent().getparent().getprevious() is not None
    few = replace(sample_report(), sections=(Section("Few", (many_columns(8),)),))
    document = docx.Document(BytesIO(docx_file(few)))
    assert all(one.page_width < one.page_height for one in document.sections)


def test_heads_that_fit_no_other_way_stand_upright():
    table = table_of("T", [Column(f"Organisational{n}") for n in range(8)], [["1"] * 8])
    report = replace(sample_report(), sections=(Section("Heads", (table,)),))
    (found,) = tables_of(docx.Document(BytesIO(docx_file(report))))
    turned = [bool(one.xpath("w:tcPr/w:textDirection")) for one in found._tbl.xpath("w:tr/w:tc")]
    assert turned == [False, *[True] * 7, *[False] * 8]


def test_halves_of_a_compact_report_are_side_by_side(documents):
    document = documents["compact"]
    pairs = tables_of(document, "SidebySide")
    halves = [[cell.paragraphs[0].text for cell in one.rows[0].cells] for one in pairs]
    assert halves == [["Side by side", "Strengths"]]
    assert not pairs[0]._tbl.xpath("w:tr/w:trPr/w:tblHeader")
    assert pairs[0]._tbl.xpath("w:tblPr/w:tblLook/@w:firstColumn") == ["0"]
    assert not tables_of(documents["sample"], "SidebySide")
    assert document.styles["Normal"].font.size < documents["sample"].styles["Normal"].font.size


def test_twelve_themes_with_long_names_are_whole(documents, printed):
    words = all_words(documents["rich"])
    paper = " ".join(" ".join(printed["rich"]).split())
    for number in range(12):
        assert words.count(f"{LONG_NAME} {number}") >= 2
        assert f"story twice {number}" in paper


def test_a_title_of_slashes_and_quotes_stays_as_it_is(documents, printed):
    assert styled(documents["odd"], "Title") == [REPORTS["odd"].title]
    assert REPORTS["odd"].title in " ".join(printed["odd"][0].split())


def as_held(text):
    """What XML cannot hold is a sign; line ends are of one kind."""
    return "".join(
        one
        if one in "\t\n" or " " <= one <= "\ud7ff" or "\ue000" <= one <= "\ufffd" or one > "\uffff"
        else "\N{REPLACEMENT CHARACTER}"
        for one in text.replace("\r\n", "\n").replace("\r", "\n")
    )


TEXTS = (
    st.text(st.characters(), min_size=1, max_size=200)
    | st.sampled_from([MARKUP, LONG_NOTE, "x" * 4000, "\x00\x0b\ud800\ufffe", "a\r\nb\rc\td", " "])
)  # fmt: skip


@settings(max_examples=20)
@given(TEXTS, st.booleans())
def test_any_text_comes_back_as_it_was(text, is_compact):
    report = sample_report(text, title=text, author=text, is_compact=is_compact)
    # Without the figures, which have no text that is typed here.
    report = replace(
        report,
        sections=(
            *(one for one in report.sections if not one.parts),
            Section(text, (Blank(text), Note(text), table_of(text, [Column("A")], [(text,)]))),
        ),
    )
    file = docx_file(report)
    words = flowing(docx.Document(BytesIO(file)))
    held = as_held(text)
    # Title, lead, fact, quote, point, numbered, heading, label, note and cell.
    assert sum(held in one for one in words) >= 10
    for root in parts_of(file).values():
        assert root is not None
