"""The contents of a Word report: links to every heading, with fields for their pages.

Only a program that lays out pages knows on which page a heading is, so the fields are empty in the
file and ``w:updateFields`` lets Word fill them when it opens it. Word then asks whether to update
fields. There is no way without that question: ``w:dirty`` on a field asks the same. Reports
without contents have no field that waits for Word, and open without it.
"""

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement

from owf.reports.writers.docx.book import Book
from owf.reports.writers.docx.elements import (
    begun_field,
    element,
    end_of_field,
    paragraph,
    run,
)
from owf.reports.writers.docx.styles import Style

_FEWEST = 8
"""Headings from which on a reader looks for them in a list."""
_LEVELS = (Style.CONTENTS_1, Style.CONTENTS_2)


def has_contents(book: Book) -> bool:
    return not book.is_compact and len(_entries(book)) >= _FEWEST


def contents_of(book: Book) -> BaseOxmlElement:
    """A field over all entries, in the block that Word updates with one click."""
    entries = [
        paragraph(_LEVELS[level], _link(words, bookmark))
        for level, words, bookmark in _entries(book)
    ]
    for place, one in enumerate(begun_field('TOC \\o "1-2" \\h \\z \\u')):
        entries[0].insert(1 + place, one)
    entries[-1].append(end_of_field())
    gallery = element(
        "docPartObj",
        element("docPartGallery", val="Table of Contents"),
        element("docPartUnique"),
    )
    return element(
        "sdt",
        element("sdtPr", element("id", val=book.next_id()), gallery),
        element("sdtContent", paragraph(Style.CONTENTS_HEADING, "Contents"), *entries),
    )


def let_word_fill_in(document: Document) -> None:
    settings = document.settings.element
    (before,) = settings.xpath("w:compat")
    before.addprevious(element("updateFields", val="true"))


def _entries(book: Book) -> list[tuple[int, str, str]]:
    return [one for one in book.headings if one[0] < len(_LEVELS)]


def _link(words: str, bookmark: str) -> BaseOxmlElement:
    return element(
        "hyperlink",
        run(" ".join(words.split())),
        element("r", element("tab")),
        *begun_field(f"PAGEREF {bookmark} \\h"),
        end_of_field(),
        anchor=bookmark,
        history=1,
    )
