"""A figure in Word: the page's drawing, a bitmap for programs that draw none, and its words."""

from collections.abc import Iterator

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from owf.exchange.docx_parts import FONT
from owf.reports.model import Figure
from owf.reports.writers.docx.book import Book
from owf.reports.writers.docx.elements import element, paragraph
from owf.reports.writers.docx.rooms import COMPACT, Room
from owf.reports.writers.docx.styles import Style
from owf.reports.writers.office_text import held
from owf.reports.writers.pictures import png_of, svg_of

_EMU = 12700
"""Of a point."""
_NARROWER = 0.92
"""Letters of the office's font are wider than those that a drawing was worked out for."""
_SCALE = 1.5
"""Some 160 dots an inch, for programs that take the bitmap."""
_PICTURE = (
    f"<w:drawing {nsdecls('w', 'wp', 'a', 'pic', 'r')} "
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:docPr id="{number}" name="Figure {number}"/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Figure {number}"/><pic:cNvPicPr/>'
    '</pic:nvPicPr><pic:blipFill><a:blip r:embed="{bitmap}"><a:extLst>'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip r:embed="{drawing}"/>'
    "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
)


def figure_of(block: Figure, book: Book, room: Room) -> Iterator[BaseOxmlElement]:
    if not block.on_pages:
        return
    chart = block.chart
    svg = held(svg_of(chart, room.pixels))
    tree = parse_xml(svg)
    wide, high = float(tree.get("width", "0")), float(tree.get("height", "0"))
    scale = min(min(room.points, COMPACT.points) / wide, room.most_high / high)
    picture = parse_xml(
        _PICTURE.format(
            wide=round(wide * scale * _EMU),
            high=round(high * scale * _EMU),
            number=book.next_id(),
            bitmap=book.add_bitmap(png_of(svg, _SCALE)),
            drawing=book.add_drawing(_in_font_of_office(tree)),
        )
    )
    for about in picture.xpath(".//wp:docPr | .//pic:cNvPr"):
        about.set("descr", held(chart.alt))
        about.set("title", held(chart.title))
    yield book.caption("Figure", chart.title)
    style = Style.FIGURE_WITH_NOTE if chart.caption else Style.FIGURE
    yield paragraph(style, element("r", picture))
    if chart.caption:
        yield paragraph(Style.NOTE, chart.caption)


def _in_font_of_office(tree: BaseOxmlElement) -> bytes:
    """Word knows no list of fonts to fall back on in a drawing."""
    tree.set("font-family", FONT)
    for words in tree.iter("{*}text"):
        words.set("font-size", f"{float(words.get('font-size', '13')) * _NARROWER:g}")
    return serialize_part_xml(tree)
