"""What a report says, for tests: its words, its sections and its tables."""

from __future__ import annotations

from collections.abc import Iterator

from owf.reports.model import (
    Block,
    Facts,
    Note,
    Notice,
    Paragraph,
    Points,
    Quote,
    Report,
    Section,
    Table,
)


def section_of(report: Report, heading: str) -> Section:
    return next(one for one in report.all_sections() if one.heading == heading)


def headings(report: Report) -> list[str]:
    return [one.heading for one in report.all_sections()]


def table_called(report: Report, title: str) -> Table:
    return next(one for one in report.tables() if one.title == title)


def rows_of(table: Table) -> list[dict[str, str]]:
    """As all formats show them, each by its columns."""
    titles = [one.title for one in table.columns]
    return [dict(zip(titles, row, strict=True)) for row in table.cells()]


def facts_of(section: Section) -> dict[str, str]:
    return {
        name: value
        for block in section.blocks
        if isinstance(block, Facts)
        for name, value in block.pairs
    }


def words_of(report: Report) -> str:
    """Every word of it, cells and figures' texts included."""
    return "\n".join(_words(report))


def _words(report: Report) -> Iterator[str]:
    yield from (report.title, report.subtitle)
    yield from (value for _, value in report.about.lines())
    for section in report.all_sections():
        yield from (section.heading, section.claim, *section.working)
        for block in section.blocks:
            yield from _words_of_block(block)


def _words_of_block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text) | Notice(text) | Note(text):
            yield text
        case Points(texts):
            yield from texts
        case Facts(pairs):
            yield from (word for pair in pairs for word in pair)
        case Quote(text, source):
            yield from (text, source)
        case Table():
            yield from (block.title, block.note, *(one.title for one in block.columns))
            yield from (cell for row in block.cells() for cell in row)
        case _:
            chart = getattr(block, "chart", None)
            if chart is not None:
                yield from (chart.title, chart.alt, chart.caption)
