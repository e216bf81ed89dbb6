"""An empty presentation of our look: theme, master and four layouts with real placeholders."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from owf.charts.theme import LIGHT

FONT = "Arial"
WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 44.0
TITLE_SIZE = 26
SMALL = 12
"""Points, of what stands at the foot of a slide, in tables and in charts."""


@dataclass(frozen=True)
class Box:
    """Where something is on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


ROOM = WIDTH - 2 * MARGIN
KICKER = Box(MARGIN, 24, ROOM, 24)
TITLE = Box(MARGIN, 48, ROOM, 72)
BODY = Box(MARGIN, 130, ROOM, 358)
COVER_TITLE = Box(72, 120, 800, 130)
COVER_SUBTITLE = Box(72, 258, 800, 64)
COVER_BODY = Box(72, 346, 800, 128)
_DIVIDER_TITLE = Box(72, 150, 800, 100)
DIVIDER_BODY = Box(72, 270, 800, 210)
_FOOT = Box(MARGIN, 502, 500, 24)
_NUMBER = Box(WIDTH - MARGIN - 120, 502, 120, 24)

KICKER_PLACE, BODY_PLACE = 13, 1
FOOT_PLACE, NUMBER_PLACE = 11, 12


class Layout(StrEnum):
    """The values are the layouts' names, which people see who add a slide."""

    COVER = "Cover"
    TEXT = "Finding and text"
    FINDING = "Finding"
    DIVIDER = "Part"


def new_deck(language: str) -> Deck:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _set_theme(deck)
    master = deck.slide_master
    _set_shapes(master._element, _on_master(), language)
    _set_styles(master._element, language)
    layouts = list(deck.slide_layouts)
    for layout in layouts[len(Layout) :]:
        deck.slide_layouts.remove(layout)
    kinds = {Layout.COVER: "title", Layout.TEXT: "obj", Layout.FINDING: "titleOnly"}
    for layout, name in zip(layouts, Layout, strict=False):
        element = layout._element
        element.set("type", kinds.get(name, "secHead"))
        element.cSld.set("name", name)
        _set_shapes(element, _on_layout(name), language)
    for name in (Layout.COVER, Layout.DIVIDER):
        ground = "tx2" if name is Layout.COVER else "bg2"
        element = layouts[list(Layout).index(name)]._element
        element.cSld.insert(0, parse_xml(
            f'<p:bg {nsdecls("p", "a")}><p:bgPr><a:solidFill><a:schemeClr val="{ground}"/>'
            "</a:solidFill><a:effectLst/></p:bgPr></p:bg>"
        ))  # fmt: skip
    for default in deck.part._element.iter("{*}defRPr"):
        if default.get("lang"):
            default.set("lang", language)
    _leave_out_leftovers(deck)
    return deck


def layout_of(deck: Deck, name: Layout) -> object:
    found = deck.slide_layouts.get_by_name(name)
    if found is None:
        raise LookupError(name)
    return found


def _set_theme(deck: Deck) -> None:
    part = deck.slide_master.part.part_related_by(RELATION.THEME)
    theme = part.blob.decode()
    colours = {
        "dk1": LIGHT.ink, "lt1": LIGHT.ground, "dk2": LIGHT.ahead, "lt2": LIGHT.soft,
        "accent1": LIGHT.ahead, "accent2": LIGHT.behind, "accent3": LIGHT.neutral,
        "accent4": LIGHT.level_4, "accent5": LIGHT.good, "accent6": LIGHT.note_rule,
        "hlink": LIGHT.ahead, "folHlink": LIGHT.muted,
    }  # fmt: skip
    values = "".join(
        f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>' for name, colour in colours.items()
    )
    scheme = f'<a:clrScheme name="One Workforce">{values}</a:clrScheme>'
    theme = re.sub(r"<a:clrScheme.*?</a:clrScheme>", scheme, theme, flags=re.S)
    theme = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT}"', theme)
    theme = re.sub(r'(<a:theme [^>]*name=)"[^"]*"', r'\1"One Workforce"', theme)
    part._blob = theme.encode()  # the library gives no other way


def _set_shapes(element: Any, shapes: str, language: str) -> None:
    """Replace all shapes of a master or layout."""
    tree = element.cSld.spTree
    for child in list(tree)[2:]:
        tree.remove(child)
    drawn = parse_xml(f"<p:spTree {nsdecls('p', 'a', 'r')}>{shapes}</p:spTree>")
    for number, shape in enumerate(list(drawn), start=2):
        shape.xpath(".//p:cNvPr")[0].set("id", str(number))
        for run in shape.iter("{*}rPr"):
            run.set("lang", language)
        tree.append(shape)


def _on_master() -> str:
    return (
        _block(Box(0, 0, 12, HEIGHT), "tx2")
        + _place("title", 'type="title"', TITLE, "Title", anchor="t")
        + _place("body", 'type="body" idx="1"', BODY, "Text")
        + _foot("tx1")
        + _number("tx1")
    )


def _on_layout(name: Layout) -> str:
    kicker = _place(
        "heading", f'type="body" sz="quarter" idx="{KICKER_PLACE}"', KICKER, "Heading",
        size=14, colour="tx1", anchor="b", is_muted=True,
    )  # fmt: skip
    title = _place("title", 'type="title"', TITLE, "The finding, in a sentence", anchor="t")
    body = _place("text", f'idx="{BODY_PLACE}"', BODY, "Text")
    shapes = {
        Layout.TEXT: title + kicker + body,
        Layout.FINDING: title + kicker,
        Layout.COVER: _block(Box(72, 104, 96, 6), "accent2")
        + _place(
            "title", 'type="ctrTitle"', COVER_TITLE, "Title", size=36, colour="bg1", anchor="t"
        )
        + _place(
            "subtitle", 'type="subTitle" idx="1"', COVER_SUBTITLE, "Subtitle", size=20, colour="bg1"
        )
        + _place(
            "details", f'type="body" idx="{KICKER_PLACE}"', COVER_BODY, "Author, date, signature",
            size=16, colour="bg1",
        ),
        Layout.DIVIDER: _place(
            "title", 'type="title"', _DIVIDER_TITLE, "Part", size=32, anchor="b"
        )
        + _place("text", f'type="body" idx="{BODY_PLACE}"', DIVIDER_BODY, "What it has", size=18),
    }[name]  # fmt: skip
    letters = "bg1" if name is Layout.COVER else "tx1"
    return shapes + _foot(letters) + _number(letters)


def _block(box: Box, colour: str) -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="0" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _place(
    name: str, holder: str, box: Box, prompt: str, *, size: int | None = None, colour: str = "",
    anchor: str = "t", is_muted: bool = False, align: str = "",
) -> str:  # fmt: skip
    fill = ""
    if colour:
        lighter = '<a:lumMod val="75000"/><a:lumOff val="25000"/>' if is_muted else ""
        fill = f'<a:solidFill><a:schemeClr val="{colour}">{lighter}</a:schemeClr></a:solidFill>'
    sized = f' sz="{size * 100}"' if size else ""
    aligned = f' algn="{align}"' if align else ""
    style = ""
    if size or colour or align:
        style = f"<a:lvl1pPr{aligned}><a:defRPr{sized}>{fill}</a:defRPr></a:lvl1pPr>"
    if holder.startswith('type="sldNum"'):
        words = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr/>'
        words += "<a:t>1</a:t></a:fld>"
    else:
        words = f"<a:r><a:rPr/><a:t>{prompt}</a:t></a:r>" if prompt else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name={quoteattr(name.capitalize())}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {holder}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle><a:p>{words}</a:p></p:txBody>"
        "</p:sp>"
    )


def _foot(colour: str) -> str:
    return _place(
        "footer", f'type="ftr" sz="quarter" idx="{FOOT_PLACE}"', _FOOT, "",
        size=SMALL, colour=colour, anchor="ctr",
    )  # fmt: skip


def _number(colour: str) -> str:
    return _place(
        "slide number", f'type="sldNum" sz="quarter" idx="{NUMBER_PLACE}"', _NUMBER, "",
        size=SMALL, colour=colour, anchor="ctr", align="r",
    )  # fmt: skip


def _xfrm(box: Box) -> str:
    left, top, width, height = (int(Pt(one)) for one in (box.left, box.top, box.width, box.height))
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _set_styles(master: Any, language: str) -> None:
    fonts = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
    title = (
        '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc>'
        '<a:spcBef><a:spcPct val="0"/>'
        f'</a:spcBef><a:buNone/><a:defRPr sz="{TITLE_SIZE * 100}" b="1" kern="1200" '
        f'lang="{language}"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
        f"{fonts.format('mj')}</a:defRPr></a:lvl1pPr>"
    )
    bullet = '<a:buClr><a:schemeClr val="accent2"/></a:buClr><a:buFont typeface="Arial"/>'
    bullet += '<a:buChar char="&#8226;"/>'
    levels = "".join(
        f'<a:lvl{level}pPr marL="{int(Pt(18 * (level - 1)))}" '
        f'indent="{-int(Pt(18)) if level > 1 else 0}" algn="l">'
        f'<a:spcBef><a:spcPts val="600"/></a:spcBef>{bullet if level > 1 else "<a:buNone/>"}'
        f'<a:defRPr sz="{2000 if level < 3 else 1800}" kern="1200" lang="{language}"><a:solidFill>'
        f'<a:schemeClr val="tx1"/></a:solidFill>{fonts.format("mn")}</a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 6)
    )
    styles = master.find("{*}txStyles")
    for name, words in (("titleStyle", title), ("bodyStyle", levels)):
        old = styles.find("{*}" + name)
        styles.replace(old, parse_xml(f"<p:{name} {nsdecls('p', 'a')}>{words}</p:{name}>"))


def _leave_out_leftovers(deck: Deck) -> None:
    """A printer's settings and a picture of somebody's empty slide come with the library's file."""
    for rels in (deck.part.rels, deck.part.package._rels):
        for key, one in list(rels.items()):
            if one.reltype in (RELATION.PRINTER_SETTINGS, RELATION.THUMBNAIL):
                rels.pop(key)
