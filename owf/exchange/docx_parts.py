"""What a Word document can do and python-docx has no words for: boxes, fields, language."""

from __future__ import annotations

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

INK = RGBColor.from_string("12436D")
PALE = RGBColor.from_string("EAF0F6")
_LINE = "7F8B96"
_FONT = "Arial"
_BOX = "\N{BALLOT BOX}"
_BOX_FONT = "MS Gothic"
_LONGEST_PROPERTY = 255
"""Characters that a property of a document may have."""
_LONGEST_NAME = 64
"""Characters that Word accepts as a control's title or tag."""
_CHECKBOX = (
    '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    '<w14:checked w14:val="0"/>'
    f'<w14:checkedState w14:val="2612" w14:font="{_BOX_FONT}"/>'
    f'<w14:uncheckedState w14:val="2610" w14:font="{_BOX_FONT}"/>'
    "</w14:checkbox>"
)


def new_document(title: str) -> Document:
    """An empty A4 document with its title and in British English."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    about = document.core_properties
    about.title, about.author, about.comments = title[:_LONGEST_PROPERTY], "One Workforce", ""
    about.language = "en-GB"
    # The template's own dates, of 2013.
    for date in about._element.xpath("dcterms:created | dcterms:modified"):
        date.getparent().remove(date)
    for language in document.styles.element.xpath("//w:rPrDefault//w:lang"):
        language.set(qn("w:val"), "en-GB")
    sizes = {"Normal": 10, "Title": 24, "Subtitle": 13, "Heading 1": 17, "Heading 2": 11}
    for name, size in sizes.items():
        _dress(document.styles[name], Pt(size))
    document.styles["Normal"].paragraph_format.space_after = Pt(5)
    for name in ("Header", "Footer"):
        document.styles[name].font.size = Pt(8.5)
        document.styles[name].paragraph_format.tab_stops.clear_all()
    for border in document.styles["Table Grid"].element.xpath(".//w:tblBorders/*"):
        border.set(qn("w:color"), _LINE)
    document.styles["Heading 2"].font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(12)
    return document


def _dress(style: ParagraphStyle, size: Length) -> None:
    style.font.name, style.font.size = _FONT, size
    if style.name != "Normal":
        style.font.color.rgb, style.font.italic = INK, False
        style.paragraph_format.space_after = Pt(4)
    for spaced in style.element.rPr.xpath("w:spacing"):
        style.element.rPr.remove(spaced)
    # A theme's font would go before ours.
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def add_box_to_tick(paragraph: Paragraph, tag: str, label: str, size: Length) -> None:
    """Add a box that a click ticks; `label` is what a screen reader says, `tag` is for machines."""
    control, about = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
    control.append(about)
    for name, words in (("w:alias", label), ("w:tag", tag)):
        named = OxmlElement(name)
        named.set(qn("w:val"), words[:_LONGEST_NAME])
        about.append(named)
    about.append(parse_xml(_CHECKBOX))
    content = OxmlElement("w:sdtContent")
    control.append(content)
    run = paragraph.add_run(_BOX)
    run.font.size = size
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _BOX_FONT)
    content.append(run._r)
    paragraph._p.append(control)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add what Word works out itself, such as ``PAGE``."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def shade(cell: _Cell, colour: RGBColor) -> None:
    """Fill a cell's background."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), str(colour))
    cell._tc.get_or_add_tcPr().append(shading)


def title_table(table: Table, title: str, *, has_header: bool) -> None:
    """Say what a table is, and whether its first row heads the columns; keep its rows whole."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)
    for number, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if has_header and number == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
