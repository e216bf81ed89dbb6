"""A report as a Word document that officers edit: styles, captions and fields of Word's own."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from docx.oxml.xmlchemy import BaseOxmlElement

from owf.reports.model import MADE_UP, Facts, Report
from owf.reports.writers.docx.blocks import section_of
from owf.reports.writers.docx.book import Book
from owf.reports.writers.docx.contents import contents_of, has_contents, let_word_fill_in
from owf.reports.writers.docx.elements import paragraph, run
from owf.reports.writers.docx.pages import Leveled, Pages, in_rooms, set_pages
from owf.reports.writers.docx.rooms import COMPACT, HALVES, PAGE, WIDE, Room
from owf.reports.writers.docx.styles import HEADINGS, Style, styled_document
from owf.reports.writers.docx.tables import facts_of, side_by_side

_ABOUT = "About this report"


def docx_file(report: Report) -> bytes:
    document = styled_document(report)
    book = Book(document, report.is_compact)
    several = _pages(report, book)
    set_pages(document, report, several)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _pages(report: Report, book: Book) -> list[Pages]:
    upright = COMPACT if report.is_compact else PAGE
    main = [
        Pages(upright if room is HALVES else room, list(_halves(halves, book, room)))
        for room, halves in in_rooms(report)
    ]
    front = Pages(upright, list(_title(report)))
    several = [front, *main]
    has_list = has_contents(book)
    if has_list:
        front.blocks += [*_about(report, book), contents_of(book)]
        let_word_fill_in(book.document)
    else:
        several.append(Pages(upright, list(_about(report, book))))
    for place, (before, pages) in enumerate(pairwise(several)):
        is_turned = (before.room is WIDE) != (pages.room is WIDE)
        pages.begins_page = is_turned or (has_list and place == 0)
    return _joined(several)


def _halves(halves: list[list[Leveled]], book: Book, room: Room) -> Iterator[BaseOxmlElement]:
    written = [
        [one for section, level in half for one in section_of(section, level, book, room)]
        for half in halves
    ]
    yield from side_by_side(written, room) if len(written) > 1 else written[0]


def _joined(several: list[Pages]) -> list[Pages]:
    """Neighbours of one layout are one, where no page begins between them."""
    joined = several[:1]
    for pages in several[1:]:
        if pages.room is joined[-1].room and not pages.begins_page:
            joined[-1].blocks += pages.blocks
        else:
            joined.append(pages)
    return joined


def _title(report: Report) -> Iterator[BaseOxmlElement]:
    yield paragraph(Style.TITLE, report.title)
    yield paragraph(Style.SUBTITLE, report.subtitle)
    if report.about.is_made_up:
        yield paragraph(Style.NOTICE, MADE_UP)


def _about(report: Report, book: Book) -> Iterator[BaseOxmlElement]:
    """What a report says of itself: on its first page, or last where there are no contents."""
    pairs = report.about.lines()
    if report.is_compact:
        words: list[BaseOxmlElement | str] = []
        for name, value in pairs:
            between = "  \N{MIDDLE DOT}  " if words else ""
            words += [between, run(name, Style.STRONG), f": {value}"]
        yield paragraph(Style.NOTE, *words)
        return
    if not has_contents(book):
        yield book.heading(HEADINGS[0], 0, _ABOUT)
    yield from facts_of(Facts(tuple(pairs)), PAGE, _ABOUT)
