"""Every number and sentence of the demonstration's reports is the same in all five formats."""

from __future__ import annotations

import re
import subprocess
from datetime import date, datetime
from io import BytesIO

import docx
import lxml.html
import openpyxl
import pptx
import pytest

from owf import clock
from owf.reports.catalogue import Wanted, build_report
from owf.reports.model import Format, Kind
from owf.reports.writing import file_of
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND
from tests.reports.texts import texts_of

REPORTS = {
    "board": ("chair", Wanted(Kind.BOARD, 2011, CAMBRIDGESHIRE)),
    "annual": ("chair", Wanted(Kind.ANNUAL, 2011, CAMBRIDGESHIRE)),
    "plan": ("chair", Wanted(Kind.PLAN, 2008, CAMBRIDGESHIRE)),
    "public": ("partner", Wanted(Kind.PUBLIC, 2011, CAMBRIDGESHIRE)),
    "region": ("regional-lead", Wanted(Kind.REGION, 2011, region_code=EAST_OF_ENGLAND)),
}


@pytest.fixture(params=REPORTS)
def report(request, five_years, person):
    role, wanted = REPORTS[request.param]
    return build_report(five_years, person(role), wanted)


def squeezed(text: str) -> str:
    """Without the spaces, line ends and places to break that formats put in."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


class Read:
    """A file as its reader has it: the rows of its tables, and all its words without spaces."""

    def __init__(self, rows, words):
        squeezed_rows = [tuple(map(squeezed, row)) for row in rows]
        self.rows = set(squeezed_rows)
        self.cells = {(row[0], cell) for row in squeezed_rows for cell in row if row}
        self.words = squeezed(words)

    def has(self, row) -> bool:
        """As one row; too wide or long for a slide it goes on on more, or is in the notes."""
        in_notes = ";".join(cell for cell in row if cell)
        return (
            row in self.rows
            or all((row[0], cell) in self.cells for cell in row)
            or in_notes in self.words
            or all(self.says(cell) for cell in row)
        )

    def says(self, sentence) -> bool:
        """As a whole, or on two slides or pages, where a long text goes on."""
        return sentence in self.words or any(
            sentence[:end] in self.words and sentence[end:] in self.words
            for end in range(1, len(sentence))
        )


def read_html(content: bytes) -> Read:
    page = lxml.html.fromstring(content)
    rows = [[cell.text_content() for cell in row.iter("th", "td")] for row in page.iter("tr")]
    return Read(rows, page.text_content())


def read_docx(content: bytes) -> Read:
    document = docx.Document(BytesIO(content))
    texts = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    rows = []
    for row in document.element.body.iter(texts[:-1] + "tr"):
        cells = row.iterchildren(texts[:-1] + "tc")
        rows.append(["".join(one.text or "" for one in cell.iter(texts)) for cell in cells])
    return Read(rows, "".join(one.text or "" for one in document.element.body.iter(texts)))


def read_pptx(content: bytes) -> Read:
    rows, words = [], []
    for slide in pptx.Presentation(BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                rows += [[cell.text for cell in row.cells] for row in shape.table.rows]
            if shape.has_text_frame:
                words.append(shape.text_frame.text)
        if slide.has_notes_slide:
            words.append(slide.notes_slide.notes_text_frame.text)
    return Read(rows, " ".join([*words, *(cell for row in rows for cell in row)]))


def shown(cell) -> str:
    """A cell as a spreadsheet shows it, for the formats that reports use."""
    value, kind = cell.value, cell.number_format
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime | date):
        return clock.day_in_words(value.date() if isinstance(value, datetime) else value)
    if "less than" in kind:
        return "less than 0.001" if value < 0.001 else f"{value:.3f}"
    if '"%"' in kind:
        return f"{value:.0f}%"
    places = len(kind.split(";", maxsplit=1)[0].partition(".")[2])
    text = f"{value:{',' if ',' in kind else ''}.{places}f}"
    if kind.startswith("+") and float(text) > 0:
        return f"+{text}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text.replace(",", "")) else text.lstrip("-")


def read_xlsx(content: bytes) -> Read:
    rows = []
    for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            cells = [shown(one) for one in row]
            rows += [cells[:end] for end in range(1, len(cells) + 1)]
    return Read(rows, " ".join(row[-1] for row in rows))


READERS = {
    Format.HTML: read_html,
    Format.DOCX: read_docx,
    Format.PPTX: read_pptx,
    Format.XLSX: read_xlsx,
}


def test_every_row_of_every_table_and_every_sentence_is_the_same_everywhere(report, tmp_path):
    model = [tuple(map(squeezed, row)) for table in report.tables() for row in table.cells()]
    assert model
    sentences = [squeezed(one) for one in texts_of(report) if one.endswith(".")]
    for file_format, read in READERS.items():
        found = read(file_of(report, file_format))
        assert [row for row in model if not found.has(row)] == [], file_format
        assert [one for one in sentences if not found.says(one)] == [], file_format
    path = tmp_path / "report.pdf"
    path.write_bytes(file_of(report, Format.PDF))
    printed = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True
    )
    found = Read([], printed.stdout)
    cells = {cell for row in model for cell in row if re.search(r"\d", cell)}
    assert [one for one in cells if not found.says(one)] == []


def test_every_number_of_the_native_charts_is_that_of_the_model(report):
    """As an office program holds it; a chart of many rows goes on on the next slide."""
    charts = [
        shape.chart
        for slide in pptx.Presentation(BytesIO(file_of(report, Format.PPTX))).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    held = [
        (str(category), str(series.name), value)
        for chart in charts
        for plot in chart.plots
        for series in plot.series
        for category, value in zip(plot.categories, series.values, strict=True)
    ]
    model = [
        (str(category), str(name), None if value is None else float(value))
        for one in report.figures()
        for name in one.native.frame.columns
        for category, value in one.native.frame[name].items()
    ]
    assert sorted(held, key=repr) == sorted(model, key=repr)
