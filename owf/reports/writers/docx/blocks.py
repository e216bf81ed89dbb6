"""Every kind of block as paragraphs, tables and pictures of Word."""

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from owf.reports.model import (
    Blank,
    Block,
    Facts,
    Figure,
    Note,
    Notice,
    Paragraph,
    Points,
    Quote,
    Section,
    Table,
)
from owf.reports.writers import NOTHING_HERE
from owf.reports.writers.docx.book import Book
from owf.reports.writers.docx.elements import element, paragraph, run
from owf.reports.writers.docx.figures import figure_of
from owf.reports.writers.docx.rooms import Room
from owf.reports.writers.docx.styles import HEADINGS, Style
from owf.reports.writers.docx.tables import box_of, facts_of, table_of


def section_of(section: Section, level: int, book: Book, room: Room) -> Iterator[BaseOxmlElement]:
    """Without its parts; ``level`` counts from 0."""
    yield book.heading(HEADINGS[min(level, len(HEADINGS) - 1)], level, section.heading)
    if section.claim:
        yield paragraph(Style.CLAIM, section.claim)
    elif not section.blocks and not section.parts:
        yield paragraph(Style.NORMAL, NOTHING_HERE)
    for block in section.blocks:
        yield from _written(block, section, book, room)


def _written(block: Block, section: Section, book: Book, room: Room) -> Iterator[BaseOxmlElement]:
    match block:
        case Paragraph():
            yield paragraph(Style.LEAD if block.is_lead else Style.NORMAL, block.text)
        case Points():
            yield from _list(block, book)
        case Facts():
            yield from facts_of(block, room, section.heading)
        case Notice():
            yield paragraph(Style.NOTICE, block.text)
        case Quote():
            yield paragraph(Style.QUOTE, f"\u201c{block.text}\u201d")
            yield paragraph(Style.QUOTE_SOURCE, block.source)
        case Note():
            yield paragraph(Style.NOTE, block.text)
        case Blank():
            yield from box_of(block, book, room)
        case Table():
            yield from table_of(block, book, room)
        case Figure():
            yield from figure_of(block, book, room)


def _list(block: Points, book: Book) -> Iterator[BaseOxmlElement]:
    if not block.is_ordered:
        yield from (paragraph(Style.BULLET, one) for one in block.texts)
        return
    number = book.new_list()
    for words in block.texts:
        yield element(
            "p",
            element(
                "pPr",
                element("pStyle", val=Style.NUMBER.id),
                element("numPr", element("ilvl", val=0), element("numId", val=number)),
            ),
            run(words),
        )
