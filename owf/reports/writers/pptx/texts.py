"""Paragraphs of a slide: what they look like, the room they take, and where they may be cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

from owf.charts.theme import LIGHT
from owf.reports.model import Block, Facts, Note, Notice, Paragraph, Points, Quote
from owf.reports.writers.office_text import held
from owf.reports.writers.pptx.measure import line_height, lines_of

SMALLEST = 14
SIZES = (20, 18, 16)
"""Of text that has a slide for itself."""
_SMALL_SIZES = (18, 16, SMALLEST)
_GAP = 7.0
_INDENT, _INDENT_OF_NUMBER = 18.0, 28.0


class Look(Enum):
    LEAD = "lead"
    PLAIN = "plain"
    POINT = "point"
    NUMBERED = "numbered"
    NOTICE = "notice"
    QUOTE = "quote"
    NOTE = "note"
    TITLE = "title"  # of a table


@dataclass(frozen=True)
class Item:
    """One paragraph. ``label``: bold words before it. ``is_rest``: it began on a slide before."""

    text: str
    look: Look = Look.PLAIN
    label: str = ""
    number: int = 0
    is_rest: bool = False

    def size(self, base: int) -> int:
        if self.look is Look.NOTE:
            return SMALLEST
        return max(SMALLEST, base - 2) if self.look is Look.TITLE else base

    @property
    def is_bold(self) -> bool:
        return self.look in (Look.LEAD, Look.TITLE)

    @property
    def indent(self) -> float:
        if self.look is Look.NUMBERED:
            return _INDENT_OF_NUMBER
        return _INDENT if self.look in (Look.POINT, Look.QUOTE) else 0.0

    def lines(self, width: float, base: int) -> list[str]:
        """Label and text."""
        room = width - self.indent - 6
        return lines_of(self.label + self.text, room, self.size(base), is_bold=self.is_bold)

    def height(self, width: float, base: int) -> float:
        size = self.size(base)
        return _GAP + sum(line_height(one, size) for one in self.lines(width, base))

    def cut(self, width: float, base: int, room: float) -> tuple["Item", "Item"] | None:
        """Two parts, the first within the room; nothing where no two lines of it fit."""
        lines, size = self.lines(width, base), self.size(base)
        kept, used = 0, _GAP
        while kept < len(lines) and used + line_height(lines[kept], size) <= room:
            used += line_height(lines[kept], size)
            kept += 1
        first = len("".join(lines[:kept])) - len(self.label)
        if kept < min(2, len(lines)) or first <= 0:
            return None
        rest = replace(self, text=self.text[first:], label="", is_rest=True)
        return replace(self, text=self.text[:first]), rest


def items_of(block: Block) -> list[Item]:
    """Paragraphs of a block of words; none of a table, figure or box to fill in."""
    match block:
        case Paragraph(text, is_lead):
            found = [Item(text, Look.LEAD if is_lead else Look.PLAIN)]
        case Points(texts, is_ordered):
            look = Look.NUMBERED if is_ordered else Look.POINT
            found = [Item(text, look, number=place) for place, text in enumerate(texts, start=1)]
        case Facts(pairs):
            found = [Item(value, label=f"{name}: ") for name, value in pairs]
        case Notice(text):
            found = [Item(text, Look.NOTICE)]
        case Quote(text, source):
            found = [Item(text, Look.QUOTE), Item(source, Look.NOTE)]
        case Note(text):
            found = [Item(text, Look.NOTE)]
        case _:
            found = []
    clean = [replace(one, text=held(one.text), label=held(one.label)) for one in found]
    return [one for one in clean if one.text or one.label]


def height_of(items: Sequence[Item], width: float, base: int) -> float:
    return sum(one.height(width, base) for one in items)


def size_for(
    items: Sequence[Item], width: float, height: float, sizes: Sequence[int] = _SMALL_SIZES
) -> int | None:
    """The largest of the sizes in which all fit; nothing where none does."""
    fits = (one for one in sizes if height_of(items, width, one) <= height)
    return next(fits, None)


def fitting(
    items: Sequence[Item], width: float, height: float, base: int
) -> tuple[list[Item], list[Item]]:
    """What fits in this size, and the rest; something always fits."""
    kept: list[Item] = []
    left = height
    for place, one in enumerate(items):
        needed = one.height(width, base)
        if needed <= left:
            kept.append(one)
            left -= needed
            continue
        parts = one.cut(width, base, left)
        if parts is None and not kept:
            return [one], list(items[place + 1 :])  # a line or two, in any case
        if parts is None:
            return kept, list(items[place:])
        rest = [parts[1]] if parts[1].text else []
        return [*kept, parts[0]], [*rest, *items[place + 1 :]]
    return kept, []


def title_shown(text: str, width: float, height: float, sizes: Sequence[int]) -> tuple[str, int]:
    """A title on one line of text and its size; cut where it fits in no size."""
    line = " ".join(held(text).split())
    for size in sizes:
        lines = lines_of(line, width, size, is_bold=True)
        if sum(line_height(one, size) for one in lines) <= height:
            return line, size
    count = max(1, int(height / max(line_height(one, size) for one in lines)))
    kept = "".join(lines[:count])
    return kept[: max(len(kept) - 4, 1)].rstrip() + "\N{HORIZONTAL ELLIPSIS}", size


def added(parent: Any, name: str) -> Any:
    """A new last child of that name, such as ``a:r``."""
    child = OxmlElement(name)
    parent.append(child)
    return child


def write_items(body: Any, items: Sequence[Item], base: int, language: str) -> None:
    """Fill a text body with paragraphs, in place of those that it has."""
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for item in items:
        body.append(_paragraph(item, base, language))


def _paragraph(item: Item, base: int, language: str) -> Any:
    paragraph = OxmlElement("a:p")
    about = added(paragraph, "a:pPr")
    if item.indent:
        about.set("marL", str(int(item.indent * 12700)))
        has_sign = item.look is not Look.QUOTE and not item.is_rest
        about.set("indent", str(-int(item.indent * 12700) if has_sign else 0))
    else:
        about.set("marL", "0")
        about.set("indent", "0")
    before = added(about, "a:spcBef")
    added(before, "a:spcPts").set("val", str(int(_GAP * 100 * 0.8)))
    if item.look is Look.POINT and not item.is_rest:
        colour = added(about, "a:buClr")
        added(colour, "a:schemeClr").set("val", "accent2")
        added(about, "a:buFont").set("typeface", "Arial")
        added(about, "a:buChar").set("char", "•")
    elif item.look is Look.NUMBERED and not item.is_rest:
        sign = added(about, "a:buAutoNum")
        sign.set("type", "arabicPeriod")
        sign.set("startAt", str(item.number))
    else:
        added(about, "a:buNone")
    look: dict[str, Any] = {"bold": item.is_bold}
    if item.look is Look.NOTE:
        look["colour"] = LIGHT.muted
    elif item.look is Look.NOTICE:
        look["colour"] = LIGHT.behind_text
    elif item.look is Look.QUOTE:
        look["italic"] = True
    size = item.size(base)
    if item.label:
        add_runs(paragraph, item.label, size, language, bold=True)
    add_runs(paragraph, item.text, size, language, **look)
    return paragraph


def add_runs(
    paragraph: Any,
    text: str,
    size: int,
    language: str,
    *,
    bold: bool = False,
    italic: bool = False,
    colour: str = "",
) -> None:
    """A run for each line, with breaks between; every one says its language."""
    for place, line in enumerate(text.split("\n")):
        if place:
            added(paragraph, "a:br")
        run = added(paragraph, "a:r")
        about = added(run, "a:rPr")
        about.set("lang", language)
        about.set("sz", str(size * 100))
        if bold:
            about.set("b", "1")
        if italic:
            about.set("i", "1")
        if colour:
            fill = added(about, "a:solidFill")
            added(fill, "a:srgbClr").set("val", colour[1:])
        added(run, "a:t").text = line
