"""Slides as they were planned, written into a presentation."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from owf.charts.theme import LIGHT
from owf.reports.model import MADE_UP, Report
from owf.reports.writers.office_text import held, property_of, shortened
from owf.reports.writers.pptx import charts, tables
from owf.reports.writers.pptx.plan import Drawing, Grid, Slide, ToFillIn, Words
from owf.reports.writers.pptx.template import (
    BODY_PLACE,
    FOOT_PLACE,
    KICKER_PLACE,
    NUMBER_PLACE,
    Box,
    Layout,
    layout_of,
    new_deck,
)
from owf.reports.writers.pptx.texts import Item, add_runs, added, write_items

_SMALL = 12
_LONGEST_FOOT = 70


def written(report: Report, slides: Sequence[Slide]) -> bytes:
    deck = new_deck(report.about.language)
    _set_properties(deck, report)
    for number, slide in enumerate(slides, start=1):
        _write_slide(deck, report, slide, f" of {len(slides)}", number)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _set_properties(deck: Deck, report: Report) -> None:
    about, known = report.about, deck.core_properties
    known.title, known.author = property_of(report.title), property_of(about.author)
    known.subject, known.keywords = (
        property_of(report.subtitle),
        property_of(", ".join(report.keywords)),
    )
    known.language, known.last_modified_by = about.language, property_of(about.author)
    known.comments = MADE_UP if about.is_made_up else ""
    known.created = known.modified = datetime(
        about.made_on.year, about.made_on.month, about.made_on.day
    )


def _write_slide(deck: Deck, report: Report, plan: Slide, of_all: str, number: int) -> None:
    language = report.about.language
    slide = deck.slides.add_slide(layout_of(deck, plan.layout))
    places = {one.placeholder_format.idx: one for one in slide.placeholders}
    title = slide.shapes.title
    title.name = "Title"
    _write_line(title, plan.title, plan.title_size, language)
    words = [one for one in plan.parts if isinstance(one, Words)]
    # In a cover both texts have a place of their own; else the first has the body's.
    order = [BODY_PLACE, KICKER_PLACE] if plan.layout is Layout.COVER else [BODY_PLACE]
    used = {0}
    if plan.layout is not Layout.COVER and plan.kicker and KICKER_PLACE in places:
        _write_line(places[KICKER_PLACE], plan.kicker, 14, language)
        places[KICKER_PLACE].name = "Heading"
        used.add(KICKER_PLACE)
    homes = {}
    for place, one in zip(order, words, strict=False):
        if place in places:
            homes[id(one)] = places[place]
            used.add(place)
    for place, shape in places.items():
        if place not in used:
            shape._element.getparent().remove(shape._element)
    for part in plan.parts:
        match part:
            case Words():
                _write_words(slide, part, homes.get(id(part)), language)
            case Drawing():
                _write_chart(slide, part, language)
            case Grid():
                _write_grid(slide, part, language)
            case ToFillIn():
                _write_box(slide, part)
    _write_foot(slide, report, of_all, number)
    if plan.notes:
        body = slide.notes_slide.notes_text_frame._txBody
        write_items(body, [Item(held(one)) for one in plan.notes], _SMALL, language)


def _write_line(shape: Any, text: str, size: int, language: str) -> None:
    paragraph = shape.text_frame.paragraphs[0]._p
    add_runs(paragraph, text, size, language)
    for run in paragraph.iter(qn("a:rPr")):
        if shape.placeholder_format.idx == 0:
            run.set("b", "1")


def _write_words(slide: Any, words: Words, home: Any, language: str) -> None:
    shape = home
    if shape is None:
        shape = slide.shapes.add_textbox(0, 0, 0, 0)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    shape.name = "Text"
    _set_box(shape, words.box)
    write_items(shape.text_frame._txBody, words.items, words.size, language)


def _write_chart(slide: Any, part: Drawing, language: str) -> None:
    native, chart = part.figure.native, part.figure.chart
    frame = slide.shapes.add_chart(
        charts.kind_of(native), *_points(part.box), charts.data_of(native, part.frame)
    )
    charts.style_chart(frame.chart, native, part.frame)
    for one in frame.chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        one.set("lang", language)
    frame.name = shortened(f"Chart: {chart.title}", 100)
    _describe(frame, chart.alt)


def _write_grid(slide: Any, part: Grid, language: str) -> None:
    rows, columns = len(part.part.rows) + 1, len(part.part.header)
    frame = slide.shapes.add_table(rows, columns, *_points(part.box))
    tables.write_table(frame.table, part.part, language)
    frame.name = shortened(f"Table: {part.table.title}", 100)
    count = "1 row" if rows == 2 else f"{rows - 1} rows"
    said = f"{held(part.table.title)}. A table of {count} and {columns} columns. "
    _describe(frame, (said + held(part.table.note)).strip())


def _write_box(slide: Any, part: ToFillIn) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_points(part.box))
    shape.name = shortened(f"To fill in: {part.label}", 100)
    _describe(shape, f"An empty box to fill in: {part.label}")
    shape.fill.background()
    shape.line.color.rgb = charts.rgb(LIGHT.quiet)
    shape.shadow.inherit = False


def _describe(shape: Any, text: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", held(text))


def _points(box: Box) -> tuple[Pt, Pt, Pt, Pt]:
    return Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)


def _set_box(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = _points(box)


def _write_foot(slide: Any, report: Report, of_all: str, number: int) -> None:
    """Last in reading order: what is made up, whose it is, and which slide of how many."""
    about = report.about
    whose = shortened(f"{about.author}: {report.title}", _LONGEST_FOOT)
    language = about.language
    foot = _placeholder(slide, f'type="ftr" sz="quarter" idx="{FOOT_PLACE}"', "Footer")
    if about.is_made_up:
        add_runs(foot, MADE_UP, _SMALL, language, bold=True)
    else:
        add_runs(foot, whose, _SMALL, language)
    shown = _placeholder(slide, f'type="sldNum" sz="quarter" idx="{NUMBER_PLACE}"', "Slide number")
    field = added(shown, "a:fld")
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    look = added(field, "a:rPr")
    look.set("lang", language)
    look.set("sz", str(_SMALL * 100))
    added(field, "a:t").text = str(number)
    add_runs(shown, of_all, _SMALL, language)


def _placeholder(slide: Any, holder: str, name: str) -> Any:
    """The paragraph of a new one, which takes its place from the layout."""
    tree = slide.shapes._spTree
    number = max(int(one) for one in tree.xpath("//p:cNvPr/@id")) + 1
    shape = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f"<p:ph {holder}/></p:nvPr></p:nvSpPr><p:spPr/>"
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    tree.append(shape)
    return shape.find(f".//{qn('a:p')}")
