"""What every Word document of ours begins with, and fields that Word calculates."""

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, RGBColor
from docx.styles.style import CharacterStyle

FONT = "Arial"
"""On every computer of an office, and as wide in every program."""
_LONGEST_PROPERTY = 255
"""Characters that a property of a document may have."""
_OF_THIS_WORD = "15"
"""Word would open an older one in a mode of limited functions."""
_LEFT_OUT = ("/thumbnail", "/stylesWithEffects")


def new_document(title: str, *, author: str, language: str = "en-GB") -> Document:
    """On A4, without the dates and the language of the library's template."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    about = document.core_properties
    about.title, about.comments = title[:_LONGEST_PROPERTY], ""
    about.author, about.language = author[:_LONGEST_PROPERTY], language
    # The template's own dates, of 2013.
    for date in about._element.xpath("dcterms:created | dcterms:modified"):
        date.getparent().remove(date)
    for spoken in document.styles.element.xpath("//w:rPrDefault//w:lang"):
        spoken.set(qn("w:val"), language)
    # A picture of an empty page, and a second list of styles that must say the same as the first.
    for relations in (document.part.package.rels, document.part.rels):
        for name in [name for name, one in relations.items() if one.reltype.endswith(_LEFT_OUT)]:
            del relations[name]
    settings = document.settings.element
    for spoken in settings.xpath("w:themeFontLang"):
        spoken.set(qn("w:val"), language)
    for mode in settings.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), _OF_THIS_WORD)
    for zoom in settings.xpath("w:zoom"):
        zoom.getparent().replace(zoom, parse_xml(f'<w:zoom {nsdecls("w")} w:percent="100"/>'))
    return document


def set_font(style: CharacterStyle, size: Length, colour: RGBColor | None = None) -> None:
    """Upright, in the font of all; ``colour``: None leaves it to what the style is based on."""
    style.font.name, style.font.size = FONT, size
    if colour is not None:
        style.font.color.rgb, style.font.italic = colour, False
    for spaced in style.element.rPr.xpath("w:spacing"):
        style.element.rPr.remove(spaced)
    # A theme's font would go before ours.
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def field(instruction: str, *shown: BaseOxmlElement) -> BaseOxmlElement:
    """A field that Word calculates, such as ``PAGE``; ``shown``: runs until then."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), instruction)
    made.extend(shown)
    return made
