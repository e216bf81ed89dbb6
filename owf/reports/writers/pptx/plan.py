"""Which slides a report takes, and what stands where on each, before any is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from owf.reports.model import Blank, Block, Facts, Figure, Note, Quote, Report, Section, Table
from owf.reports.writers import NO_ROWS
from owf.reports.writers.office_text import held, shortened
from owf.reports.writers.pptx import charts, tables
from owf.reports.writers.pptx.template import (
    BODY,
    COVER_BODY,
    COVER_SUBTITLE,
    COVER_TITLE,
    DIVIDER_BODY,
    TITLE,
    TITLE_SIZE,
    Box,
    Layout,
)
from owf.reports.writers.pptx.texts import (
    SIZES,
    SMALLEST,
    Item,
    Look,
    fitting,
    height_of,
    items_of,
    size_for,
    title_shown,
)

_TITLE_SIZES = (TITLE_SIZE, 22, 20, 18)
_LONGEST_KICKER = 110
_GUTTER = 24.0
_SIDE = 290.0
"""The width of words beside a chart."""
_UNDER = 120.0
"""The most height of words below two charts, or above a table."""
_BLANK_LINE = 26.0


@dataclass(frozen=True)
class Words:
    box: Box
    items: tuple[Item, ...]
    size: int


@dataclass(frozen=True, eq=False)
class Drawing:
    """A native chart: of all of the figure's categories or some."""

    box: Box
    figure: Figure
    frame: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Grid:
    box: Box
    table: Table
    part: tables.Part


@dataclass(frozen=True)
class ToFillIn:
    box: Box
    label: str


@dataclass
class Slide:
    """``title`` is unique in a deck and shown in ``title_size``; ``kicker`` stands above it."""

    layout: Layout
    title: str
    kicker: str = ""
    title_size: int = TITLE_SIZE
    parts: list[Words | Drawing | Grid | ToFillIn] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Group:
    """Figures, a table, a box or nothing, with the words that go with them."""

    before: tuple[Item, ...]
    shown: tuple[Figure, ...] | Table | Blank | None = None
    after: tuple[Item, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return (*self.before, *self.after)


def slides_of(report: Report) -> list[Slide]:
    slides = _cover(report)
    waiting: list[str] = []  # the working of a section that has no slide
    for section, above in _with_headings_above(report.sections, ()):
        found = _section(section, above, is_compact=report.is_compact)
        working = [*section.working, *_rows_in_notes(section)]
        if found:
            found[0].notes[:0] = [*waiting, *working]
            waiting = []
        else:
            waiting += working
        slides += found
    slides[-1].notes += waiting
    slides += _about_slides(report)
    _make_titles_unique(slides)
    return slides


def _about_slides(report: Report) -> list[Slide]:
    pairs = tuple((name, value) for name, value in report.about.lines() if value)
    items = items_of(Facts(pairs))
    return _numbered(_text_slides(items), "About this report", held(report.title))


def _rows_in_notes(section: Section) -> Iterator[str]:
    """The tables that are too long for slides, a line a row."""
    for table in section.blocks:
        if isinstance(table, Table) and not table.on_slides:
            yield held(table.title)
            for row in table.cells():
                yield "; ".join(held(cell) for cell in row if cell)
            if table.note:
                yield held(table.note)


def _is_on_slides(block: Block) -> bool:
    return not isinstance(block, Table) or block.on_slides


def _with_headings_above(
    sections: Sequence[Section], above: tuple[str, ...]
) -> Iterator[tuple[Section, tuple[str, ...]]]:
    for one in sections:
        yield one, above
        yield from _with_headings_above(one.parts, (*above, one.heading))


def _cover(report: Report) -> list[Slide]:
    about = report.about
    title, size = title_shown(report.title, COVER_TITLE.width, COVER_TITLE.height, (36, 30, 24))
    subtitle = Item(held(report.subtitle))
    base = size_for([subtitle], COVER_SUBTITLE.width, COVER_SUBTITLE.height, (20, 18, 16))
    shown = [subtitle] if base else [Item(shortened(report.subtitle, 150))]
    slide = Slide(Layout.COVER, title, title_size=size)
    slide.parts.append(Words(COVER_SUBTITLE, tuple(shown), base or 16))
    pairs = about.lines()
    slide.notes += [f"{name}: {value}" for name, value in pairs]
    details = [Item(held(value), label=f"{name}: ") for name, value in pairs if name in _ON_COVER]
    kept, rest = fitting(details, COVER_BODY.width, COVER_BODY.height, 16)
    slide.parts.append(Words(COVER_BODY, tuple(kept), 16))
    if title != " ".join(held(report.title).split()):
        rest.insert(0, Item(held(report.title), Look.LEAD))
    if not base:
        rest.append(subtitle)
    if not rest:
        return [slide]
    return [slide, *_numbered(_text_slides(rest), "Title and author in full", "")]


_ON_COVER = {"Author", "Made on", "Written for", "Signed off"}


def _section(section: Section, above: Sequence[str], *, is_compact: bool) -> list[Slide]:
    claim, heading = section.claim, section.heading
    path = [*above, heading] if claim else list(above)
    kicker = held(": ".join(one for one in path if one))
    title = claim or heading
    blocks = [one for one in section.blocks if _is_on_slides(one)]
    if not blocks:
        if not claim and (is_compact or not section.parts):
            return []
        return _divider(section, title, kicker)
    slides: list[Slide] = []
    for group in _groups(blocks):
        match group.shown:
            case None:
                slides += _text_slides(group.items)
            case Table():
                slides += _table_slides(group, group.shown, title)
            case Blank():
                slides += _blank_slides(group, group.shown)
            case figures:
                slides += _figure_slides(group, figures, title)
    return _numbered(slides, title, kicker)


def _divider(section: Section, title: str, kicker: str) -> list[Slide]:
    box = DIVIDER_BODY
    items = [Item(held(one.heading)) for one in section.parts if one.heading]
    size = size_for(items, box.width, box.height, (18, 16, SMALLEST)) or SMALLEST
    kept, _ = fitting(items, box.width, box.height, size)  # each has a slide of its own
    parts: list[Words | Drawing | Grid | ToFillIn] = [Words(box, tuple(kept), size)]
    return _numbered([Slide(Layout.DIVIDER, "", parts=parts)], title, kicker)


def _numbered(slides: list[Slide], title: str, kicker: str) -> list[Slide]:
    """With their title, and which of how many each is; a title in full where it is cut."""
    count = len(slides)
    for number, slide in enumerate(slides, start=1):
        ending = f" ({number} of {count})" if count > 1 else ""
        slide.title, slide.title_size = _fitted_title(title, ending)
        is_cut = slide.title.removesuffix(ending) != " ".join(held(title).split())
        if is_cut and number == 1:
            slide.notes.insert(0, held(title))
        slide.kicker = shortened(kicker, _LONGEST_KICKER)
        if slide.kicker != " ".join(kicker.split()) and number == 1:
            slide.notes.insert(0, kicker)
    return slides


def _fitted_title(title: str, ending: str) -> tuple[str, int]:
    shown, size = title_shown(title, TITLE.width - 80, TITLE.height, _TITLE_SIZES)
    return shown + ending, size


def _make_titles_unique(slides: Sequence[Slide]) -> None:
    taken: set[str] = set()
    for slide in slides:
        title, count = slide.title or "Untitled", 1
        while title in taken:
            count += 1
            title = f"{slide.title} \N{EN DASH} {count}"
        taken.add(title)
        slide.title = title


def _groups(blocks: Sequence[Block]) -> list[_Group]:
    groups: list[_Group] = []
    words: list[Item] = []
    for block in blocks:
        if isinstance(block, Figure):
            last = groups[-1] if groups else None
            beside = last.shown if last and isinstance(last.shown, tuple) else ()
            if last and len(beside) == 1 and not words and not last.after:
                groups[-1] = replace(last, shown=(*beside, block))
                continue
            groups.append(_Group(tuple(words), (block,)))
            words = []
        elif isinstance(block, Table | Blank):
            groups.append(_Group(tuple(words), block))
            words = []
        elif isinstance(block, Note | Quote) and groups and not words:
            last = groups[-1]
            groups[-1] = replace(last, after=(*last.after, *items_of(block)))
        else:
            words += items_of(block)
    if words and groups:
        groups[-1] = replace(groups[-1], after=(*groups[-1].after, *words))
    elif words:
        groups.append(_Group(tuple(words)))
    return groups


def _text_slides(items: Sequence[Item]) -> list[Slide]:
    size = size_for(items, BODY.width, BODY.height, SIZES) or SIZES[-1]
    slides = []
    rest = list(items)
    while rest:
        kept, rest = fitting(rest, BODY.width, BODY.height, size)
        slides.append(Slide(Layout.TEXT, "", parts=[Words(BODY, tuple(kept), size)]))
    return slides


def _figure_slides(group: _Group, figures: tuple[Figure, ...], title: str) -> list[Slide]:
    splits = [charts.parts_of(one.native, _chart_room(one, title)) for one in figures]
    if len(figures) > 1:
        under = height_of(group.items, BODY.width, SMALLEST)
        if all(len(one) == 1 for one in splits) and under <= _UNDER:
            return [_pair(group, figures, under)]
        first = _figure_slides(replace(group, shown=figures[:1], after=()), figures[:1], title)
        second = replace(group, before=(), shown=figures[1:])
        return first + _figure_slides(second, figures[1:], title)
    figure, frames = figures[0], splits[0]
    slides, rest = [], list(group.items)
    for place, frame in enumerate(frames):
        slide = Slide(Layout.TEXT if rest and not place else Layout.FINDING, "")
        box = BODY
        under = height_of(rest, BODY.width, SMALLEST)
        if (
            rest
            and not place
            and under <= _UNDER / 2
            and all(one.look is Look.NOTE for one in rest)
        ):
            box = replace(BODY, height=BODY.height - under - 8)
            below = Box(BODY.left, box.bottom + 8, BODY.width, under)
            slide.parts.append(Words(below, tuple(rest), SMALLEST))
            rest = []
        elif rest and not place:
            box = replace(BODY, width=BODY.width - _SIDE - _GUTTER)
            side = Box(box.left + box.width + _GUTTER, BODY.top, _SIDE, BODY.height)
            size = size_for(rest, side.width, side.height) or 16
            kept, rest = fitting(rest, side.width, side.height, size)
            slide.parts.append(Words(side, tuple(kept), size))
        _add_drawing(slide, box, figure, frame, title)
        slides.append(slide)
    return slides + _text_slides(rest)


def _pair(group: _Group, figures: Sequence[Figure], under: float) -> Slide:
    slide = Slide(Layout.TEXT if group.items else Layout.FINDING, "")
    height = BODY.height - (under + 8 if under else 0)
    if group.items:
        words = Box(BODY.left, BODY.top + height + 8, BODY.width, under)
        slide.parts.append(Words(words, group.items, SMALLEST))
    width = (BODY.width - _GUTTER) / 2
    for place, figure in enumerate(figures):
        left = BODY.left + place * (width + _GUTTER)
        box = Box(left, BODY.top, width, height)
        _add_drawing(slide, box, figure, figure.native.frame, "")
    return slide


def _says(title: str, chart_title: str) -> bool:
    return " ".join(chart_title.split()).casefold() in " ".join(title.split()).casefold()


def _chart_room(figure: Figure, title: str) -> float:
    """The height that a chart has on a slide of its own."""
    has_title = not _says(title, figure.chart.title)
    caption = _caption_below(figure, BODY.width)
    return BODY.height - (26 if has_title else 0) - (26 if caption else 0)


def _letters_in(width: float) -> int:
    return int(width / 7.6)


def _caption_below(figure: Figure, width: float) -> str:
    """The chart's caption where it fits on a line, else nothing."""
    caption = held(figure.chart.caption)
    return caption if len(caption) <= _letters_in(width) and "\n" not in caption else ""


def _add_drawing(slide: Slide, box: Box, figure: Figure, frame: pd.DataFrame, title: str) -> None:
    """The chart's title above it unless the slide's says it, and a short caption below.

    Both are in the notes in full.
    """
    chart = figure.chart
    above = 0 if _says(title, chart.title) else 26
    if above:
        top = (Item(shortened(chart.title, _letters_in(box.width)), Look.TITLE),)
        slide.parts.append(Words(replace(box, height=26), top, 16))
    caption = _caption_below(figure, box.width)
    bottom = 26 if caption else 0
    inner = Box(box.left, box.top + above, box.width, box.height - above - bottom)
    if caption:
        under = Box(box.left, inner.bottom, box.width, 26)
        slide.parts.append(Words(under, (Item(caption, Look.NOTE),), SMALLEST))
    if frame.empty:
        slide.parts.append(Words(inner, (Item(NO_ROWS),), 16))
    else:
        slide.parts.append(Drawing(inner, figure, frame))
    slide.notes += [one for one in (chart.title, chart.caption) if one]


def _table_slides(group: _Group, table: Table, title: str) -> list[Slide]:
    before = list(group.before)
    if table.title and held(table.title) != held(title):
        before.append(Item(held(table.title), Look.TITLE))
    needed = height_of(before, BODY.width, SMALLEST)
    slides: list[Slide] = []
    if needed > _UNDER:
        # The table's title stays with it, where it is not a long text itself.
        with_table = before[len(group.before) :]
        if height_of(with_table, BODY.width, SMALLEST) > _UNDER:
            with_table = []
        slides = _text_slides(before[: len(before) - len(with_table)])
        before, needed = with_table, height_of(with_table, BODY.width, SMALLEST)
    parts = tables.parts_of(table, BODY.width, BODY.height - needed, BODY.height)
    after = list(group.after)
    for place, part in enumerate(parts):
        slide = Slide(Layout.TEXT if before and not place else Layout.FINDING, "")
        top = BODY.top
        if before and not place:
            words = replace(BODY, height=needed)
            slide.parts.append(Words(words, tuple(before), SMALLEST))
            top += needed
        box = Box(BODY.left, top, BODY.width, part.height)
        slide.parts.append(Grid(box, table, part))
        left = BODY.bottom - box.bottom - 8
        if after and place == len(parts) - 1 and height_of(after, BODY.width, SMALLEST) <= left:
            below = Box(BODY.left, box.bottom + 8, BODY.width, left)
            slide.parts.append(Words(below, tuple(after), SMALLEST))
            after = []
        elif place == len(parts) - 1 and table.note and not after:
            note = Item(held(table.note), Look.NOTE)
            if note.height(BODY.width, SMALLEST) <= left:
                below = Box(BODY.left, box.bottom + 8, BODY.width, left)
                slide.parts.append(Words(below, (note,), SMALLEST))
        if not place:
            slide.notes += [one for one in (table.title, table.note) if one]
        slides.append(slide)
    return slides + _text_slides(after)


def _blank_slides(group: _Group, blank: Blank) -> list[Slide]:
    items = [*group.before, Item(held(blank.label), Look.TITLE)]
    slides: list[Slide] = []
    needed = height_of(items, BODY.width, 16)
    if needed > BODY.height - 4 * _BLANK_LINE:
        slides = _text_slides(group.before)
        items = items[-1:]
        needed = min(height_of(items, BODY.width, 16), BODY.height / 2)
    height = min(max(4, blank.lines) * _BLANK_LINE, BODY.height - needed - 8)
    slide = Slide(Layout.TEXT, "", parts=[Words(replace(BODY, height=needed), tuple(items), 16)])
    box = Box(BODY.left, BODY.top + needed + 8, BODY.width, height)
    slide.parts.append(ToFillIn(box, held(blank.label)))
    return [*slides, slide, *_text_slides(group.after)]
