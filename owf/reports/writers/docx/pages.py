"""Sections in Word's sense: pages of one layout, with what stands at the top and foot of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from owf.exchange.docx_parts import field
from owf.reports.model import MADE_UP, Report, Section, Table
from owf.reports.writers.docx.elements import element, paragraph, run
from owf.reports.writers.docx.rooms import COMPACT, HALVES, PAGE, WIDE, Room, twips_of_mm
from owf.reports.writers.docx.styles import Style
from owf.reports.writers.docx.tables import needs_wide_page
from owf.reports.writers.office_text import shortened

_EDGE = 8
"""Millimetres from the edge of the paper to the lines at its top and foot."""
_OF_HASH = 12
"""Letters that tell one version from another."""


@dataclass
class Pages:
    room: Room
    blocks: list[BaseOxmlElement]
    begins_page: bool = False


Leveled: TypeAlias = tuple[Section, int]
"""A section without its parts, and its level from 0."""


def in_rooms(report: Report) -> Iterator[tuple[Room, list[list[Leveled]]]]:
    """All sections in reading order, by the room that they have: one half, two, or no half.

    Two neighbours that are halves share the width; a section with a table of many columns lies
    across.
    """
    units = [one for section in report.sections for one in _units(section, 0, report)]
    while units:
        room, sections = units.pop(0)
        if room is not HALVES:
            yield room, [sections]
        elif units and units[0][0] is HALVES:
            yield HALVES, [sections, units.pop(0)[1]]
        else:
            yield COMPACT, [sections]


def _units(section: Section, level: int, report: Report) -> Iterator[tuple[Room, list[Leveled]]]:
    """What stays in one layout: a half with all its parts, else each section for itself."""
    upright = COMPACT if report.is_compact else PAGE
    if report.is_compact and section.is_half:
        yield HALVES, list(_leveled(section, level))
        return
    tables = [one for one in section.blocks if isinstance(one, Table)]
    is_wide = any(needs_wide_page(one, report.is_compact, upright) for one in tables)
    yield WIDE if is_wide else upright, [(section, level)]
    for part in section.parts:
        yield from _units(part, level + 1, report)


def _leveled(section: Section, level: int) -> Iterator[Leveled]:
    yield section, level
    for part in section.parts:
        yield from _leveled(part, level + 1)


def set_pages(document: Document, report: Report, several: list[Pages]) -> None:
    """Put them into the document, each with the properties of its section at its end."""
    margins = _Margins(document, report)
    body = document.element.body
    last = body.sectPr
    for place, pages in enumerate(several):
        properties = _properties(pages, margins, is_first=place == 0)
        if place == len(several) - 1:
            body.replace(last, properties)
            for one in pages.blocks:
                properties.addprevious(one)
        else:
            _end_section(pages.blocks, properties)
            for one in pages.blocks:
                last.addprevious(one)


def _end_section(blocks: list[BaseOxmlElement], properties: BaseOxmlElement) -> None:
    if not blocks or blocks[-1].tag != qn("w:p"):
        blocks.append(paragraph(Style.TABLE_GAP))
    blocks[-1].find(qn("w:pPr")).append(properties)


def _properties(pages: Pages, margins: "_Margins", *, is_first: bool) -> BaseOxmlElement:
    room = pages.room
    is_across = room.width > room.height
    size = {"w": twips_of_mm(room.width), "h": twips_of_mm(room.height)}
    lies = {"orient": "landscape"} if is_across else {}
    edge, side, outer = (twips_of_mm(one) for one in (room.edge, room.margin, _EDGE))
    made = element(
        "sectPr",
        *margins.references(is_across=is_across, is_first=is_first),
        element("type", val="nextPage" if pages.begins_page else "continuous"),
        element("pgSz", **size, **lies),
        element(
            "pgMar",
            **{"top": edge, "right": side, "bottom": edge, "left": side},
            **{"header": outer, "footer": outer, "gutter": 0},
        ),
    )
    if is_first:
        made.append(element("titlePg"))
    return made


class _Margins:
    """The lines at the top and foot of pages, written once for each way that paper lies."""

    def __init__(self, document: Document, report: Report) -> None:
        part = document.part
        words = (shortened(report.title, 80), "", shortened(report.about.author, 40))
        self._no_header, self._headers, self._footers = "", {}, {}
        for is_across in (False, True):
            header, name = part.add_header_part()  # type: ignore[no-untyped-call]  # untyped
            style = Style.HEADER_WIDE if is_across else Style.HEADER
            _fill(header.element, paragraph(style, "\t".join(words)))
            self._headers[is_across] = name
            footer, name = part.add_footer_part()  # type: ignore[no-untyped-call]  # untyped
            style = Style.FOOTER_WIDE if is_across else Style.FOOTER
            _fill(footer.element, paragraph(style, *_foot(report)))
            self._footers[is_across] = name
        header, self._no_header = part.add_header_part()  # type: ignore[no-untyped-call]  # untyped
        _fill(header.element, paragraph(Style.HEADER))

    def references(self, *, is_across: bool, is_first: bool) -> Iterator[BaseOxmlElement]:
        """The first page has its title on it, and no line above."""
        header, footer = self._headers[is_across], self._footers[is_across]
        yield _reference("header", "default", header)
        yield _reference("footer", "default", footer)
        if is_first:
            yield _reference("header", "first", self._no_header)
            yield _reference("footer", "first", footer)


def _fill(element_of_part: BaseOxmlElement, line: BaseOxmlElement) -> None:
    for one in list(element_of_part):
        element_of_part.remove(one)
    element_of_part.append(line)


def _reference(kind: str, which: str, name: str) -> BaseOxmlElement:
    made = element(f"{kind}Reference", type=which)
    made.set(qn("r:id"), name)
    return made


def _foot(report: Report) -> Iterator[BaseOxmlElement | str]:
    digest = report.about.digest[:_OF_HASH]
    yield f"Hash of what was signed: {digest}\t" if digest else "\t"
    if report.about.is_made_up:
        yield run(MADE_UP, Style.MADE_UP)
    yield "\tpage "
    yield field(" PAGE ", run("1"))
    yield " of "
    yield field(" NUMPAGES ", run("1"))
