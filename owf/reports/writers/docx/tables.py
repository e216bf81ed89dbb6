"""Tables of a Word report: of numbers, of facts, and boxes to fill in."""

from collections.abc import Iterator, Sequence

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from owf.reports.model import Blank, Column, Facts, Table
from owf.reports.writers import NO_ROWS
from owf.reports.writers.column_widths import Fit, fitted
from owf.reports.writers.docx.book import Book
from owf.reports.writers.docx.elements import element, paragraph, run
from owf.reports.writers.docx.rooms import Room, twips, twips_of_mm
from owf.reports.writers.docx.styles import CELLS, Style, cell_sizes
from owf.reports.writers.office_text import held, shortened

_WIDER = 1.16
"""Letters of the office's font beside those that columns are measured in."""
_MANY_COLUMNS = 8
_LONG_CELL = 600
"""Letters from which on a row may go over to the next page."""
_LONGEST_TITLE = 255
_LONGEST_NAME = 64
"""Characters that Word accepts as a control's title."""
_NAMES = 0.27
"""The share of facts' width that their names have."""
_ASKS = "Click here and type."


def table_of(block: Table, book: Book, room: Room) -> Iterator[BaseOxmlElement]:
    yield book.caption("Table", block.title)
    rows = block.cells()
    if rows:
        yield _drawn(block, rows, book, room)
    else:
        yield paragraph(Style.NORMAL, NO_ROWS)
    if block.note:
        yield paragraph(Style.NOTE, block.note)
    elif rows:
        yield paragraph(Style.TABLE_GAP)


def needs_wide_page(block: Table, is_compact: bool, room: Room) -> bool:
    """Many columns, which would not fit in letters of the two larger sizes."""
    if len(block.columns) <= _MANY_COLUMNS:
        return False
    fit = _fit(block, block.cells(), cell_sizes(is_compact)[:2], room)
    return fit.head_height > 0 or any(fit.longest)


def _fit(block: Table, rows: list[list[str]], sizes: Sequence[float], room: Room) -> Fit:
    return fitted(block.columns, rows, room.points, [one * _WIDER for one in sizes])


def _drawn(block: Table, rows: list[list[str]], book: Book, room: Room) -> BaseOxmlElement:
    sizes = cell_sizes(book.is_compact)
    fit = _fit(block, rows, sizes, room)
    words, numbers = CELLS[[one * _WIDER for one in sizes].index(fit.size)]
    styles = [numbers if one.is_number else words for one in block.columns]
    widths = [twips(one) for one in fit.widths]
    head = [one.title for one in block.columns]
    return _table(
        Style.TABLE,
        widths,
        [
            _head(head, styles, widths, fit.head_height),
            *(_row(row, styles, widths, *_kept_whole(row)) for row in rows),
        ],
        title=block.title,
        description=_described(block.columns, len(rows)),
        has_header=True,
    )


def _head(
    titles: Sequence[str], styles: Sequence[Style], widths: Sequence[int], height: float
) -> BaseOxmlElement:
    """``height``: points, where all titles but the first stand upright; 0 where they lie."""
    row = _row(titles, styles, widths, element("cantSplit"), element("tblHeader"))
    if height:
        row.find(qn("w:trPr")).insert(1, element("trHeight", val=twips(height), hRule="atLeast"))
        for properties in row.xpath("w:tc/w:tcPr")[1:]:
            properties.append(element("textDirection", val="btLr"))
    return row


def _described(columns: Sequence[Column], rows: int) -> str:
    named = ", ".join(one.title for one in columns[1:])
    many = "1 row" if rows == 1 else f"{rows} rows"
    of = f", and of each: {named}" if named else ""
    return f"{many}. The first column names the row: {columns[0].title}{of}."


def _kept_whole(row: Sequence[str]) -> list[BaseOxmlElement]:
    return [] if any(len(one) > _LONG_CELL for one in row) else [element("cantSplit")]


def _row(
    cells: Sequence[str],
    styles: Sequence[Style],
    widths: Sequence[int],
    *properties: BaseOxmlElement,
) -> BaseOxmlElement:
    return element(
        "tr",
        element("trPr", *properties),
        *(
            _cell(width, paragraph(style, _coloured(words)))
            for words, style, width in zip(cells, styles, widths, strict=True)
        ),
    )


def _coloured(words: str) -> BaseOxmlElement:
    """A verdict in the colour of its direction, which its sign and word tell too."""
    if words.startswith(("▲", "△")):
        return run(words, Style.AHEAD)
    return run(words, Style.BEHIND if words.startswith(("▼", "▽")) else None)


def _cell(width: int, *blocks: BaseOxmlElement) -> BaseOxmlElement:
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), *blocks)


def _table(
    style: Style,
    widths: Sequence[int],
    rows: Sequence[BaseOxmlElement],
    *,
    title: str,
    description: str = "",
    has_header: bool = False,
    has_names: bool = True,
) -> BaseOxmlElement:
    look: dict[str, str | int] = {
        "val": f"{has_header * 0x20 + has_names * 0x80 + 0x600:04X}",
        "firstRow": int(has_header),
        "lastRow": 0,
        "firstColumn": int(has_names),
        "lastColumn": 0,
        "noHBand": 1,
        "noVBand": 1,
    }
    about = [
        element("tblStyle", val=style.id),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", **look),
        element("tblCaption", val=shortened(title, _LONGEST_TITLE)),
    ]
    if description:
        about.append(element("tblDescription", val=held(description)))
    grid = element("tblGrid", *(element("gridCol", w=one) for one in widths))
    return element("tbl", element("tblPr", *about), grid, *rows)


def facts_of(block: Facts, room: Room, title: str) -> Iterator[BaseOxmlElement]:
    if not block.pairs:
        return
    whole = twips(room.points)
    widths = [round(whole * _NAMES), whole - round(whole * _NAMES)]
    styles = [Style.TEXT, Style.TEXT]
    rows = [_row(pair, styles, widths, *_kept_whole(pair)) for pair in block.pairs]
    description = "Each row has a name and what it is."
    yield _table(Style.FACTS, widths, rows, title=title, description=description)
    yield paragraph(Style.TABLE_GAP)


def box_of(block: Blank, book: Book, room: Room) -> Iterator[BaseOxmlElement]:
    """A place to type or to write by hand, which grows with what is typed."""
    width = twips(room.points)
    high = twips_of_mm((6 if book.is_compact else 8.5) * block.lines)
    label = element(
        "tr",
        element("trPr", element("cantSplit"), element("tblHeader")),
        _cell(width, paragraph(Style.BOX_LABEL, block.label)),
    )
    control = element(
        "sdt",
        element(
            "sdtPr",
            element("alias", val=shortened(block.label, _LONGEST_NAME)),
            element("id", val=book.next_id()),
            element("showingPlcHdr"),
        ),
        element("sdtContent", paragraph(Style.TEXT, run(_ASKS, Style.PLACEHOLDER))),
    )
    # A cell ends with a paragraph.
    space = element(
        "tr",
        element("trPr", element("trHeight", val=high, hRule="atLeast")),
        _cell(width, control, paragraph(Style.TEXT)),
    )
    yield paragraph(Style.TABLE_GAP)
    yield _table(
        Style.BOX, [width], [label, space], title=block.label, has_header=True, has_names=False
    )
    yield paragraph(Style.TABLE_GAP)


def side_by_side(halves: Sequence[list[BaseOxmlElement]], room: Room) -> Iterator[BaseOxmlElement]:
    """One row without borders or header, which screen readers take for layout: left, then right.

    Columns of text would do as well, but what is too long for its page would change sides.
    """
    # The gutter is within the cells, also at the right, in the margin of the page.
    width = twips(room.points + room.gutter_points)
    cells = [_cell(width, *blocks, *_last_paragraph(blocks)) for blocks in halves]
    for first in (blocks[0] for blocks in halves):
        # A row that begins with what stays with the next would go to the next page as a whole.
        first.find(qn("w:pPr")).find(qn("w:pStyle")).addnext(element("keepNext", val=0))
    yield _table(
        Style.HALVES,
        [width] * len(cells),
        [element("tr", *cells)],
        title="Layout",
        description="No table of data: the left half of the page, then the right.",
        has_names=False,
    )
    yield paragraph(Style.TABLE_GAP)


def _last_paragraph(blocks: Sequence[BaseOxmlElement]) -> list[BaseOxmlElement]:
    """A cell ends with a paragraph."""
    is_there = bool(blocks) and blocks[-1].tag == qn("w:p")
    return [] if is_there else [paragraph(Style.TABLE_GAP)]
