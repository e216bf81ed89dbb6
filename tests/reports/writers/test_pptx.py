"""A report as slides, read by python-pptx and opened by LibreOffice."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from owf.reports.model import (
    MADE_UP,
    Native,
    NativeChart,
    NumberFormat,
    Paragraph,
    Section,
    table_of,
)
from owf.reports.model import Column as TableColumn
from owf.reports.writers import NO_ROWS
from owf.reports.writers.office_text import held
from owf.reports.writers.pptx import pptx_file
from owf.reports.writers.pptx.measure import lines_of
from tests.reports.hard import nothing_at_all, twelve_themes, with_sections
from tests.reports.sample import MARKUP, figure, sample_report
from tests.reports.texts import texts_of


def opened(report):
    return Presentation(BytesIO(pptx_file(report)))


def squeezed(text: str) -> str:
    return "".join(text.replace("\v", "\n").split())


def words_on(slide) -> list[str]:
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found += [one.text for one in shape.text_frame.paragraphs]
        elif shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
        elif shape.has_chart:
            found += [str(one) for one in shape.chart.plots[0].categories]
    return found


def notes_of(slide) -> str:
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def words_in(deck) -> str:
    """Words of all slides and their notes, without spaces: a text may go on on a further slide."""
    slides = list(deck.slides)
    return squeezed("".join("".join([*words_on(one), notes_of(one)]) for one in slides))


def charts_in(deck) -> list:
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def tables_in(deck) -> list:
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, tuple[int, str]]:
    """Slides and their words as LibreOffice prints them, started once for all decks."""
    folder: Path = tmp_path_factory.mktemp("office")
    decks = {
        "sample": sample_report(MARKUP),
        "themes": twelve_themes(),
        "nothing": nothing_at_all(),
        "long": sample_report("Many words that go on. " * 180),
    }
    for name, report in decks.items():
        (folder / f"{name}.pptx").write_bytes(pptx_file(report))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "pdf", "--outdir", folder / "out"),
            *(folder / f"{name}.pptx" for name in decks),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    found = {}
    for name in decks:
        text = subprocess.run(
            ["pdftotext", "-layout", folder / "out" / f"{name}.pdf", "-"],
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout
        found[name] = (text.count("\f"), text)
    return found


def test_every_text_of_the_report_comes_back():
    report = sample_report(MARKUP)
    found = words_in(opened(report))
    for text in texts_of(report):
        if text not in ("0.00", "0%"):
            assert squeezed(held(text)) in found, text


def test_the_first_slide_says_what_whose_when_and_signed_by_whom():
    slide = opened(sample_report()).slides[0]
    assert slide.shapes.title.text == "Board summary, 2011"
    found = "\n".join(words_on(slide))
    assert "Cambridgeshire, annual self-assessment" in found
    assert "Made on: 10 July 2012" in found
    assert "Version 1, signed off by the chair on 3 July 2011" in found


@pytest.mark.parametrize("report", [sample_report(), nothing_at_all()])
def test_the_last_slide_says_how_the_report_came_about(report):
    slide = list(opened(report).slides)[-1]
    assert slide.shapes.title.text == "About this report"
    assert report.title in words_on(slide)
    for name, value in report.about.lines():
        assert f"{name}: {value}" in words_on(slide)


def test_a_claim_is_its_slides_title_and_its_heading_stands_above():
    report = sample_report()
    slide = opened(report).slides[1]
    assert slide.shapes.title.text == report.sections[0].claim
    assert "Where we stand" in words_on(slide)


@pytest.mark.parametrize("report", [sample_report("x " * 2_000), twelve_themes(), nothing_at_all()])
def test_titles_are_unique_and_every_slide_has_its_number_and_says_that_it_is_made_up(report):
    deck = opened(report)
    titles = [one.shapes.title.text for one in deck.slides]
    assert len(set(titles)) == len(titles)
    assert all(titles)
    for number, slide in enumerate(deck.slides, start=1):
        found = words_on(slide)
        assert MADE_UP in found
        assert found[-1] == f"{number} of {len(titles)}"


@pytest.mark.parametrize(
    "report",
    [
        sample_report(MARKUP),
        sample_report("word " * 1_000, title="T" * 400, author="A b " * 100),
        twelve_themes(),
        nothing_at_all(),
    ],
)
def test_nothing_is_off_a_slide_or_read_before_its_title(report):
    deck = opened(report)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_table:
                rows = sum(row.height for row in shape.table.rows)
                assert shape.top + rows <= Pt(500)
        first = slide.shapes[0]
        assert first.is_placeholder
        kinds = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        assert first.placeholder_format.type in kinds


def test_native_charts_have_the_frames_numbers_colours_and_bounds():
    report = sample_report()
    for shape, one in zip(charts_in(opened(report)), report.figures(), strict=True):
        native, plot = one.native, shape.chart.plots[0]
        assert list(plot.categories) == [str(name) for name in native.frame.index]
        for series, name in zip(plot.series, native.frame.columns, strict=True):
            assert series.name == name
            wanted = [None if pd.isna(value) else value for value in native.frame[name]]
            found = list(series.values)
            assert [one is None for one in found] == [one is None for one in wanted]
            assert [one for one in found if one] == pytest.approx([one for one in wanted if one])
            fill = series.format.line if native.native is Native.LINES else series.format.fill
            colour = fill.color if native.native is Native.LINES else fill.fore_color
            assert f"#{colour.rgb}" == native.colours[name]
            assert series.data_labels.number_format.startswith("0.0")
        assert shape.chart.value_axis.minimum_scale == native.low
        assert shape.chart.value_axis.maximum_scale == native.high
        if native.native is not Native.LINES:
            assert shape.chart.category_axis.reverse_order


def test_charts_and_tables_have_alternative_texts_and_tables_a_header_row():
    report = sample_report()
    deck = opened(report)
    said = [one._element.xpath(".//p:cNvPr/@descr") for one in charts_in(deck)]
    assert said == [[one.chart.alt] for one in report.figures()]
    (table,) = tables_in(deck)
    assert table._element.xpath(".//p:cNvPr/@descr") == [
        "Verdicts by theme. A table of 3 rows and 8 columns. n = 9."
    ]
    assert table.table.first_row


def test_letters_are_large_enough_for_a_projector_and_say_their_language():
    for slide in opened(sample_report(MARKUP)).slides:
        for run in slide._element.iter("{*}rPr"):
            assert run.get("lang") == "en-GB"
            assert int(run.get("sz")) >= 1200
        for shape in slide.shapes:
            if shape.name == "Text":
                assert all(
                    run.font.size >= Pt(14)
                    for paragraph in shape.text_frame.paragraphs
                    for run in paragraph.runs
                )


def test_notes_have_the_working_the_tables_note_and_the_charts_caption():
    deck = opened(sample_report(MARKUP))
    notes = [notes_of(one) for one in deck.slides]
    assert "n = 7 sectors.\n" + MARKUP in notes[1]
    assert any("n = 9." in one for one in notes)
    assert any("Overall score, 2008 to 2011\nn = 7 sectors." in one for one in notes)
    assert "5f" * 32 in notes[0]


def test_long_tables_and_texts_go_on_on_further_slides():
    rows = [(f"Row {number}", "Words. " * 12) for number in range(40)]
    table = table_of("Many", (TableColumn("A"), TableColumn("B", width=3)), rows)
    text = " ".join(f"word{number}" for number in range(900))
    report = with_sections(
        Section("Table", (table,)), Section("Text", (Paragraph(text),)),
        Section("Cell", (table_of("Cell", (TableColumn("A"),), [(text,)]),)),
    )  # fmt: skip
    deck = opened(report)
    titles = [one.shapes.title.text for one in deck.slides]
    assert sum(one.startswith("Table (") for one in titles) > 2
    assert any(one.startswith("Text (1 of ") for one in titles)
    cells = [cell.text for one in tables_in(deck) for row in one.table.rows for cell in row.cells]
    assert [one for one in cells if one.startswith("Row ")] == [one for one, _ in rows]
    texts = [shape for slide in deck.slides for shape in slide.shapes if shape.name == "Text"]
    assert squeezed(text) in squeezed("".join(one.text_frame.text for one in texts))
    assert squeezed(text) in squeezed("".join(one for one in cells if one not in ("A", "B")))


def test_a_tables_title_stays_with_it_where_the_words_before_have_a_slide():
    words = Paragraph("Words that go on. " * 60)
    report = with_sections(
        Section("Both", (words, table_of("The table's title", (TableColumn("A"),), [("a",)])))
    )
    (found,) = [one for one in opened(report).slides if "The table's title" in words_on(one)]
    assert any(shape.has_table for shape in found.shapes)


def test_all_themes_are_on_one_slide_and_a_title_that_the_slide_says_is_not_said_again():
    frame = pd.DataFrame(
        {"Here": [3.0] * 13, "There": [3.2] * 13},
        index=[f"A theme with a name of usual length {number}" for number in range(13)],
    )
    native = NativeChart(
        Native.BARS, frame, NumberFormat.LEVEL, {"Here": "#12436D", "There": "#7F8A97"}, 1, 5
    )
    one = replace(figure("Ahead on two themes"), native=native)
    one = replace(one, chart=replace(one.chart, caption=""))
    section = Section("Themes", (one,), claim="Here: ahead on two themes.")
    deck = opened(with_sections(section))
    (slide,) = [one for one in deck.slides if any(shape.has_chart for shape in one.shapes)]
    assert "Ahead on two themes" not in words_on(slide)
    assert "Ahead on two themes" in notes_of(slide)


def test_bars_of_many_categories_go_on_on_a_further_slide():
    names = [f"Question {number}" for number in range(60)]
    frame = pd.DataFrame({"Here": [float(one % 5) for one in range(60)]}, index=names)
    native = NativeChart(Native.BARS, frame, NumberFormat.LEVEL, {"Here": "#12436D"}, 0, 5)
    deck = opened(with_sections(Section("Bars", (replace(figure(), native=native),))))
    found = [str(name) for one in charts_in(deck) for name in one.chart.plots[0].categories]
    assert found == names
    assert len(charts_in(deck)) > 1


def test_figures_that_pages_leave_out_are_on_slides():
    report = with_sections(Section("Years", (replace(figure(), on_pages=False),)))
    assert len(charts_in(opened(report))) == 1


def test_a_section_without_blocks_becomes_a_divider_or_hands_its_working_on():
    inner = Section("Inside", (Paragraph("Words."),))
    outer = Section("Outside", working=("How it came about.",), parts=(inner,))
    deck = opened(with_sections(outer))
    assert [one.shapes.title.text for one in deck.slides][1:-1] == ["Outside", "Inside"]
    deck = opened(replace(with_sections(outer), is_compact=True))
    assert [one.shapes.title.text for one in deck.slides][1:-1] == ["Inside"]
    assert "How it came about." in notes_of(deck.slides[1])


def test_a_table_without_rows_says_so():
    assert squeezed(NO_ROWS) in words_in(opened(nothing_at_all()))


def test_twelve_themes_with_long_names_come_back():
    report = twelve_themes()
    found = words_in(opened(report))
    assert all(squeezed(text) in found for text in texts_of(report))


def test_properties_name_report_author_and_language():
    known = opened(replace(sample_report(), keywords=("one", "two"))).core_properties
    assert (known.title, known.author) == ("Board summary, 2011", "Cambridgeshire")
    assert (known.keywords, known.language) == ("one, two", "en-GB")


def test_libreoffice_opens_every_deck_and_prints_all_its_words(printed):
    assert printed["sample"][0] == len(opened(sample_report(MARKUP)).slides)
    assert "Two parts are left out." in printed["sample"][1]
    assert printed["long"][1].count("Many words") > 180
    for _, text in printed.values():
        assert "Demonstration: all figures are made up." in text


def test_lines_are_the_text():
    for text in (MARKUP, "a\n\nb " + "x" * 90, "", "日本語 " * 20, "  two  "):
        for width in (20.0, 80.0, 400.0):
            assert "".join(lines_of(text, width, 14)) == text


@settings(max_examples=20)
@given(st.text(max_size=4_000) | st.just(MARKUP * 12))
def test_any_text_gives_slides_that_have_it(text):
    report = sample_report(text, title=text[:300] or "Title", author=text[:90] or "Author")
    assert squeezed(held(text)) in words_in(opened(report))
