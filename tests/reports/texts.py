"""Every text of a report in the order in which it is read, as pages must have it."""

from __future__ import annotations

from collections.abc import Iterator

from owf.reports.model import (
    Blank,
    Facts,
    Figure,
    Note,
    Notice,
    Paragraph,
    Points,
    Quote,
    Report,
    Section,
    Table,
)


def texts_of(report: Report) -> Iterator[str]:
    yield from (report.title, report.subtitle)
    for section in report.sections:
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[str]:
    yield from (section.heading, section.claim)
    for block in section.blocks:
        match block:
            case Paragraph(text) | Notice(text) | Note(text):
                yield text
            case Points(texts):
                yield from texts
            case Facts(pairs):
                yield from (one for pair in pairs for one in pair)
            case Quote(text, source):
                yield from (text, source)
            case Blank(label):
                yield label
            case Table():
                yield block.title
                yield from (one.title for one in block.columns)
                yield from (cell for row in block.cells() for cell in row)
                yield block.note
            case Figure() if block.on_pages:
                yield from (block.chart.title, block.chart.caption)
    for part in section.parts:
        yield from _of_section(part)


def missing(report: Report, found: str, form) -> str:
    """The first text that does not come after those before it; empty where all do.

    ``form``: what the format does to the spaces and letters of a text, as was done to ``found``.
    """
    place = 0
    for text in texts_of(report):
        there = found.find(form(text), place)
        if there < 0:
            return f"{text!r} after …{found[max(0, place - 60) : place]!r}"
        place = there + len(form(text))
    return ""
