"""How a report looks in Word: styles only, so that changing one changes the whole document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from owf.charts.theme import LIGHT
from owf.exchange.docx_parts import new_document, set_font
from owf.reports.model import Report
from owf.reports.writers.docx.rooms import COMPACT, HALVES, PAGE, WIDE, Room, twips
from owf.reports.writers.office_text import property_of


class Style(StrEnum):
    """The values are the names that Word shows."""

    NORMAL = "Normal"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    HEADING_1 = "Heading 1"
    HEADING_2 = "Heading 2"
    HEADING_3 = "Heading 3"
    HEADING_4 = "Heading 4"
    BULLET = "List Bullet"
    NUMBER = "List Number"
    CAPTION = "Caption"
    QUOTE = "Quote"
    HEADER = "Header"
    FOOTER = "Footer"
    CONTENTS_HEADING = "TOC Heading"
    CONTENTS_1 = "toc 1"
    CONTENTS_2 = "toc 2"
    STRONG = "Strong"
    PLACEHOLDER = "Placeholder Text"
    # Ours.
    CLAIM = "Claim"
    LEAD = "Lead Sentence"
    NOTICE = "Notice"
    NOTE = "Note"
    QUOTE_SOURCE = "Quote Source"
    FIGURE = "Figure"
    FIGURE_WITH_NOTE = "Figure With Note"
    TABLE_GAP = "Table Gap"
    BOX_LABEL = "Box Label"
    TEXT = "Table Text"
    TEXT_2 = "Table Text 2"
    TEXT_3 = "Table Text 3"
    NUMBERS = "Table Number"
    NUMBERS_2 = "Table Number 2"
    NUMBERS_3 = "Table Number 3"
    HEADER_WIDE = "Header Landscape"
    FOOTER_WIDE = "Footer Landscape"
    AHEAD = "Ahead"
    BEHIND = "Behind"
    MADE_UP = "Made Up"
    TABLE = "Report Table"
    FACTS = "Report Facts"
    BOX = "Report Box"
    HALVES = "Side by Side"

    @property
    def id(self) -> str:
        return self.value.replace(" ", "")


HEADINGS = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3, Style.HEADING_4)
CELLS = (
    (Style.TEXT, Style.NUMBERS),
    (Style.TEXT_2, Style.NUMBERS_2),
    (Style.TEXT_3, Style.NUMBERS_3),
)
"""Of each size: (words, numbers), the largest first."""


@dataclass(frozen=True)
class _Sizes:
    """In points; ``cells``: of tables, the largest first; ``within``: above and below words."""

    text: float
    headings: tuple[float, float, float, float]
    title: float
    subtitle: float
    small: float
    above: float
    after: float
    cells: tuple[float, ...]
    line: float
    within: float


_WHOLE = _Sizes(10, (17, 13, 11, 10), 26, 13, 8.5, 18, 6, (9, 8, 7), 1.12, 2.5)
_SMALL = _Sizes(8, (11, 9.5, 8.5, 8), 18, 9.5, 7, 6, 3, (7.5, 7, 6.5), 1.05, 1)
_LONG_TITLE, _PAGE_OF_TITLE = 90, 300
"""Letters from which on a title is set smaller, and much smaller."""


def cell_sizes(is_compact: bool) -> tuple[float, ...]:
    return (_SMALL if is_compact else _WHOLE).cells


def styled_document(report: Report) -> Document:
    about = report.about
    document = new_document(
        property_of(report.title), author=property_of(about.author), language=about.language
    )
    properties = document.core_properties
    properties.subject = property_of(report.subtitle)
    properties.keywords = property_of(", ".join(report.keywords))
    properties.created = properties.modified = datetime.combine(about.made_on, time(12), UTC)
    # A hundred table styles of the template, which nobody here uses.
    for unused in document.styles.element.xpath("w:style[@w:type='table'][not(@w:default='1')]"):
        unused.getparent().remove(unused)
    _set_styles(document, _SMALL if report.is_compact else _WHOLE, report)
    return document


def _set_styles(document: Document, sizes: _Sizes, report: Report) -> None:
    _set_text(document, sizes)
    _set_headings(document, sizes, len(report.title))
    _set_lists(document, sizes)
    _set_apart(document, sizes)
    _set_captions(document, sizes)
    _set_cells(document, sizes)
    _set_margins(document, sizes, COMPACT if report.is_compact else PAGE)
    _set_contents(document, sizes)
    for style, colour in ((Style.AHEAD, LIGHT.ahead), (Style.BEHIND, LIGHT.behind_text)):
        _new_letters(document, style).font.color.rgb = _rgb(colour)
    made_up = _new_letters(document, Style.MADE_UP)
    made_up.font.bold, made_up.font.color.rgb = True, _rgb(LIGHT.behind_text)
    _new_letters(document, Style.PLACEHOLDER).font.color.rgb = _rgb(LIGHT.muted)
    document.styles.element.extend(parse_xml(one) for one in _table_styles(sizes))


def _set_text(document: Document, sizes: _Sizes) -> None:
    _set(document.styles[Style.NORMAL], sizes.text, LIGHT.ink, after=sizes.after, line=sizes.line)
    lead = _new(document, Style.LEAD, Style.NORMAL)
    _set(lead, sizes.text + 1, LIGHT.ink, after=sizes.after + 2)
    claim = _new(document, Style.CLAIM, Style.NORMAL)
    _set(claim, sizes.text, LIGHT.ink, after=sizes.after)
    claim.font.bold = claim.paragraph_format.keep_with_next = True


def _set_headings(document: Document, sizes: _Sizes, letters: int) -> None:
    title = document.styles[Style.TITLE]
    size = sizes.title
    if letters > _LONG_TITLE:
        size = 11 if letters > _PAGE_OF_TITLE else 15
    _set(title, size, LIGHT.ahead, after=4)
    title.font.bold = True
    for border in title.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
    subtitle = document.styles[Style.SUBTITLE]
    _set(subtitle, sizes.subtitle, LIGHT.muted, after=sizes.after * 2)
    _set_border(subtitle, "bottom", LIGHT.ahead, 24, space=6)
    for place, (name, size) in enumerate(zip(HEADINGS, sizes.headings, strict=True)):
        heading = document.styles[name]
        above = sizes.above if place == 0 else sizes.after * 2
        _set(heading, size, LIGHT.ahead, before=above, after=sizes.after)
        heading.font.bold = True
        heading.paragraph_format.keep_with_next = True
    _set_border(document.styles[Style.HEADING_1], "bottom", LIGHT.ahead, 8, space=3)


def _set_lists(document: Document, sizes: _Sizes) -> None:
    for name in (Style.BULLET, Style.NUMBER):
        style = document.styles[name]
        _set(style, sizes.text, LIGHT.ink, after=sizes.after / 2)
        for close in style.element.xpath("w:pPr/w:contextualSpacing"):
            close.getparent().remove(close)


def _set_apart(document: Document, sizes: _Sizes) -> None:
    """What is set apart from the text: quotes, notices, notes."""
    quote = document.styles[Style.QUOTE]
    _set(quote, sizes.text, LIGHT.ink, before=sizes.after, after=2)
    source = _new(document, Style.QUOTE_SOURCE, Style.QUOTE)
    _set(source, sizes.small, LIGHT.muted, before=0, after=sizes.after * 1.5)
    for style in (quote, source):
        style.paragraph_format.left_indent = Mm(5)
        _set_border(style, "left", LIGHT.level_4, 18, space=8)
    quote.paragraph_format.keep_with_next = True
    source.paragraph_format.keep_with_next = False
    notice = _new(document, Style.NOTICE, Style.NORMAL)
    _set(notice, sizes.text, LIGHT.ink, before=sizes.after, after=sizes.after * 1.5)
    notice.paragraph_format.left_indent = notice.paragraph_format.right_indent = Mm(3)
    _set_border(notice, "left", LIGHT.note_rule, 24, space=7)
    _set_ground(notice, LIGHT.note_soft)
    note = _new(document, Style.NOTE, Style.NORMAL)
    _set(note, sizes.small, LIGHT.muted, before=3, after=sizes.after * 2)


def _set_captions(document: Document, sizes: _Sizes) -> None:
    caption = document.styles[Style.CAPTION]
    _set(caption, sizes.text, LIGHT.ink, before=sizes.after * 1.5, after=3)
    caption.font.bold = caption.paragraph_format.keep_with_next = True
    for hidden in caption.element.xpath("w:semiHidden"):
        hidden.getparent().remove(hidden)
    figure = _new(document, Style.FIGURE, Style.NORMAL)
    _set(figure, sizes.text, LIGHT.ink, after=sizes.after * 2, line=1)
    noted = _new(document, Style.FIGURE_WITH_NOTE, Style.FIGURE)
    _set(noted, sizes.text, LIGHT.ink, after=0, line=1)
    noted.paragraph_format.keep_with_next = True
    gap = _new(document, Style.TABLE_GAP, Style.NORMAL)
    _set(gap, sizes.after, None, after=0, line=1)


def _set_cells(document: Document, sizes: _Sizes) -> None:
    for number, (size, names) in enumerate(zip(sizes.cells, CELLS, strict=True)):
        for place, name in enumerate(names):
            style = _new(document, name, CELLS[0][place] if number else CELLS[0][0])
            if name is Style.TEXT:
                style.base_style = document.styles[Style.NORMAL]
            _set(style, size, None, after=0, line=1)
            if place:
                style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    label = _new(document, Style.BOX_LABEL, Style.TEXT)
    label.font.bold = label.paragraph_format.keep_with_next = True


def _set_margins(document: Document, sizes: _Sizes, page: Room) -> None:
    for upright, across in ((Style.HEADER, Style.HEADER_WIDE), (Style.FOOTER, Style.FOOTER_WIDE)):
        style = document.styles[upright]
        # Not on one another: tabs of both would count.
        for one, room in ((style, page), (_new(document, across, Style.NORMAL), WIDE)):
            _set(one, sizes.small - 0.5, LIGHT.muted, after=0, line=1)
            _set_tabs(one, room)


def _set_tabs(style: ParagraphStyle, room: Room) -> None:
    stops = style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Pt(room.points / 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Pt(room.points), WD_TAB_ALIGNMENT.RIGHT)


def _set_contents(document: Document, sizes: _Sizes) -> None:
    heading = document.styles[Style.CONTENTS_HEADING]
    _set(heading, sizes.headings[1], LIGHT.ahead, before=sizes.after * 2, after=sizes.after)
    heading.font.bold = True
    for place, name in enumerate((Style.CONTENTS_1, Style.CONTENTS_2)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = document.styles[Style.NORMAL]
        _set(style, sizes.text - 1, None, before=0 if place else 3, after=1, line=1)
        style.font.bold = not place
        style.paragraph_format.left_indent = Mm(5) * place
        style.paragraph_format.right_indent = Mm(12)
        style.paragraph_format.tab_stops.add_tab_stop(Pt(PAGE.points), WD_TAB_ALIGNMENT.RIGHT)


def _new(document: Document, name: Style, base: Style) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.quick_style = document.styles[base], True
    return style


def _new_letters(document: Document, name: Style) -> CharacterStyle:
    style: CharacterStyle = document.styles.add_style(
        name, WD_STYLE_TYPE.CHARACTER, builtin=name is Style.PLACEHOLDER
    )
    return style


def _set(
    style: ParagraphStyle,
    size: float,
    colour: str | None,
    *,
    before: float = 0,
    after: float,
    line: float | None = None,
) -> None:
    set_font(style, Pt(size), _rgb(colour) if colour else None)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    if line is not None:
        spacing.line_spacing = line


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))


_AFTER_BORDER = (
    "w:shd",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
)
"""What may follow a border in a style here, in the order of the standard."""


def _set_border(style: ParagraphStyle, side: str, colour: str, eighths: int, *, space: int) -> None:
    """``eighths`` of a point; ``space``: points between it and the words."""
    border = (
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" '
        f'w:color="{_rgb(colour)}"/></w:pBdr>'
    )
    style.element.get_or_add_pPr().insert_element_before(parse_xml(border), *_AFTER_BORDER)


def _set_ground(style: ParagraphStyle, colour: str) -> None:
    ground = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_rgb(colour)}"/>'
    style.element.get_or_add_pPr().insert_element_before(parse_xml(ground), *_AFTER_BORDER[1:])


def _line(side: str, colour: str, eighths: int = 4) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour.lstrip("#")}"/>'


def _fill(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour.lstrip("#")}"/>'


def _table_styles(sizes: _Sizes) -> Iterator[str]:
    cell = (twips(sizes.within), 80, 80)
    yield _table_style(
        Style.TABLE,
        cell,
        _line("bottom", LIGHT.grid) + _line("insideH", LIGHT.grid),
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
        f"{_line('bottom', LIGHT.ahead, 8)}</w:tcBorders>{_fill(LIGHT.soft)}"
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>',
    )
    yield _table_style(
        Style.FACTS,
        cell,
        _line("top", LIGHT.rule) + _line("bottom", LIGHT.rule) + _line("insideH", LIGHT.ground, 8),
        f'<w:tcPr>{_fill(LIGHT.soft)}</w:tcPr><w:tblStylePr w:type="firstCol"><w:rPr>'
        f'<w:color w:val="{_rgb(LIGHT.muted)}"/></w:rPr></w:tblStylePr>',
    )
    sides = ("top", "left", "bottom", "right", "insideH")
    yield _table_style(
        Style.BOX,
        cell,
        "".join(_line(side, LIGHT.quiet, 6) for side in sides),
        f'<w:tblStylePr w:type="firstRow"><w:tcPr>{_fill(LIGHT.soft)}</w:tcPr></w:tblStylePr>',
    )
    yield _table_style(Style.HALVES, (0, 0, twips(HALVES.gutter_points)), "", "")


def _table_style(style: Style, cell: tuple[int, int, int], borders: str, parts: str) -> str:
    """``cell``: twips within it, above and below, on the left and on the right."""
    upright, left, right = cell
    return f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{style.id}">
<w:name w:val="{style}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr>{f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""}<w:tblCellMar>
<w:top w:w="{upright}" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>
<w:bottom w:w="{upright}" w:type="dxa"/><w:right w:w="{right}" w:type="dxa"/>
</w:tblCellMar></w:tblPr>{parts}</w:style>"""
