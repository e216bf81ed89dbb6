"""Sheets of words: what the report is, every sentence in reading order, and its method."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from owf.reports.model import (
    Blank,
    Block,
    Facts,
    Figure,
    Points,
    Quote,
    Report,
    Table,
)
from owf.reports.writers.office_text import held
from owf.reports.writers.xlsx.book import Book, lines_in, split_text

_HEADER = ("Section", "Kind", "Text")
_WIDTHS = (30.0, 24.0, 95.0)


@dataclass(frozen=True)
class Listed:
    """A sheet and what it has, for the list of sheets."""

    name: str
    what: str


@dataclass(frozen=True)
class Line:
    section: str
    kind: str
    text: str


def write_about(book: Book, sheet: Worksheet, listed: Sequence[Listed]) -> None:
    report = book.report
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    row = book.head(sheet, report.title)
    book.write(sheet, row, 0, report.subtitle, "subtitle")
    row += 2
    for name, value in report.about.lines():
        book.write(sheet, row, 0, name, "label")
        book.write(sheet, row, 1, value, "cell", bottom=0)
        row += 1
    row += 1
    book.write(sheet, row, 0, "Sheets", "heading")
    for place, one in enumerate(listed, start=row + 1):
        book.link(sheet, place, 0, one.name, one.name)
        book.write(sheet, place, 1, one.what, "cell", bottom=0)


def write_text(book: Book, sheet: Worksheet, sheet_of: Mapping[int, str]) -> None:
    """``sheet_of``: the sheet of a table or figure, by its identity.

    Call it after all other sheets: it has what their cells could not hold.
    """
    lines = list(_lines_of(book.report, sheet_of))
    lines += [Line("", f"Rest of {one.sheet}, cell {one.cell}", one.text) for one in book.rests]
    _write_lines(book, sheet, "What the report says, in reading order", lines)


def write_method(book: Book, sheet: Worksheet) -> None:
    """How numbers came about: the rules' version, and every line of working by section."""
    about = book.report.about
    lines = (
        [Line("", "Rules", f"Rules of calculation, version {about.rules}.")] if about.rules else []
    )
    for section in book.report.all_sections():
        if "method" in section.heading.lower():
            lines += [
                Line(section.heading, kind, text)
                for one in section.blocks
                for kind, text in _texts_of(one, {})
            ]
        lines += [Line(section.heading, "Working", text) for text in section.working]
    _write_lines(book, sheet, "How the numbers came about", lines)


def _write_lines(book: Book, sheet: Worksheet, title: str, lines: Sequence[Line]) -> None:
    head = book.head(sheet, title)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
        book.write(sheet, head, column, _HEADER[column], "header")
    row = head
    for line in lines:
        for place, part in enumerate(split_text(held(line.text))):
            row += 1
            kind = f"{line.kind}, continued" if place else line.kind
            words = (held(line.section), kind, part)
            for column, word in enumerate(words):
                book.write(sheet, row, column, word, "cell")
            book.set_height(sheet, row, list(map(lines_in, words, _WIDTHS)))
    if row > head:
        sheet.autofilter(head, 0, row, len(_HEADER) - 1)
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)


def _lines_of(report: Report, sheet_of: Mapping[int, str]) -> Iterator[Line]:
    for section in report.all_sections():
        yield Line(section.heading, "Heading", section.heading)
        if section.claim:
            yield Line(section.heading, "Finding", section.claim)
        for block in section.blocks:
            for kind, text in _texts_of(block, sheet_of):
                yield Line(section.heading, kind, text)


def _texts_of(block: Block, sheet_of: Mapping[int, str]) -> list[tuple[str, str]]:
    """Kinds and texts of a block, in reading order."""
    match block:
        case Points(texts, is_ordered):
            numbers = range(1, len(texts) + 1)
            kinds = [f"Point {number}" if is_ordered else "Point" for number in numbers]
            found = list(zip(kinds, texts, strict=True))
        case Facts(pairs):
            found = [("Fact", f"{name}: {value}") for name, value in pairs]
        case Quote(text, source):
            found = [("Quote", text), ("Source of the quote", source)]
        case Blank(label):
            found = [("To fill in", label)]
        case Table(title=title, note=note):
            found = [("Table", _with_sheet(title, block, sheet_of)), ("Note on the table", note)]
        case Figure(chart=chart):
            found = [
                ("Chart", _with_sheet(chart.title, block, sheet_of)),
                ("What the chart shows", chart.alt),
                ("Note on the chart", chart.caption),
            ]
        case _:
            found = [(type(block).__name__, block.text)]
    return [(kind, text) for kind, text in found if text]


def _with_sheet(title: str, block: Block, sheet_of: Mapping[int, str]) -> str:
    name = sheet_of.get(id(block))
    return f"{title} (sheet “{name}”)" if name else title
