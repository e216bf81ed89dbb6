"""A table in parts that fit on slides: wide columns, and long rows cut where need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Pt

from owf.charts.theme import LIGHT
from owf.reports.model import Table
from owf.reports.writers import NO_ROWS
from owf.reports.writers.column_widths import fitted
from owf.reports.writers.office_text import held
from owf.reports.writers.pptx.measure import line_height, lines_of
from owf.reports.writers.pptx.texts import add_runs, added

_SIZES = (14, 12)
_WIDER = 1.22
"""Bold Arial, beside the font for which columns are worked out."""
_FURTHER = 6.0
"""Points between columns here, beyond those of paper."""
_PAD, _ABOVE = 7.0, 4.0
_MOST_COLUMNS = 10
_CONTINUED = " (continued)"
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Part:
    """What one slide has of a table: a header and rows, with heights and widths in points."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]
    numbers: tuple[bool, ...]
    size: int

    @property
    def height(self) -> float:
        return sum(self.heights)


def parts_of(table: Table, width: float, first: float, further: float) -> list[Part]:
    """``first``: points of height on the first slide, ``further``: on those after it."""
    cells = [[held(one) for one in row] for row in table.cells()]
    cells = cells or [[NO_ROWS] + [""] * (len(table.columns) - 1)]
    found: list[Part] = []
    for places in _columns_together(len(table.columns)):
        columns = [table.columns[one] for one in places]
        rows = [[row[one] for one in places] for row in cells]
        header = tuple(held(one.title) for one in columns)
        for size in _SIZES:
            room = (width - _FURTHER * len(columns)) / _WIDER
            fit = fitted(columns, rows, room, (size,))
            widths = tuple(one * _WIDER + _FURTHER for one in fit.widths)
            if not table.cells():
                widths = widths if len(widths) == 1 else _wide_first(widths, width)
            grid = _Grid(header, widths, tuple(one.is_number for one in columns), size)
            room = further if found else first
            if grid.header_height + sum(map(grid.height, rows)) <= room:
                break
        found += grid.parts(rows, first if not found else further, further)
    return found


def _columns_together(count: int) -> list[list[int]]:
    """Places of columns; each group begins with the first, which names the row."""
    if count <= _MOST_COLUMNS:
        return [list(range(count))]
    groups = -(-(count - 1) // (_MOST_COLUMNS - 1))
    size = -(-(count - 1) // groups)
    return [[0, *range(start, min(start + size, count))] for start in range(1, count, size)]


def _wide_first(widths: Sequence[float], width: float) -> tuple[float, ...]:
    others = [one * 0.75 for one in widths[1:]]
    return (width - sum(others), *others)


@dataclass(frozen=True)
class _Grid:
    header: tuple[str, ...]
    widths: tuple[float, ...]
    numbers: tuple[bool, ...]
    size: int

    @property
    def header_height(self) -> float:
        return self._height(self.header, is_bold=True)

    def height(self, row: Sequence[str]) -> float:
        return self._height(row, is_bold=False)

    def _height(self, row: Sequence[str], *, is_bold: bool) -> float:
        cells = (
            sum(line_height(one, self.size) for one in self._lines(text, width, is_bold=is_bold))
            for text, width in zip(row, self.widths, strict=True)
        )
        return max(cells, default=0.0) + 2 * _ABOVE

    def _lines(self, text: str, width: float, *, is_bold: bool = False) -> list[str]:
        return lines_of(text, max(width - 2 * _PAD, 10), self.size, is_bold=is_bold)

    def parts(self, rows: Sequence[Sequence[str]], first: float, further: float) -> list[Part]:
        found: list[Part] = []
        kept: list[tuple[str, ...]] = []
        left = first - self.header_height
        waiting = [tuple(row) for row in reversed(rows)]
        while waiting:
            row = waiting.pop()
            height = self.height(row)
            if height <= left:
                kept.append(row)
                left -= height
                continue
            if height > further - self.header_height and (not kept or left > further / 2):
                row, rest = self._cut(row, left)
                kept.append(row)
                waiting.append(rest)
            else:
                waiting.append(row)
            found.append(self._part(kept))
            kept, left = [], further - self.header_height
        return [*found, self._part(kept)] if kept else found

    def _cut(self, row: Sequence[str], room: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """A row's first lines, and the rest of it."""
        first, rest = [], []
        for text, width in zip(row, self.widths, strict=True):
            lines, used, count = self._lines(text, width), 2 * _ABOVE, 0
            while count < len(lines) and used + line_height(lines[count], self.size) <= room:
                used += line_height(lines[count], self.size)
                count += 1
            count = max(count, 1)
            first.append("".join(lines[:count]))
            rest.append("".join(lines[count:]))
        if not rest[0] and len(row[0]) <= _LONGEST_NAME:
            rest[0] = row[0] + ("" if row[0].endswith(_CONTINUED) else _CONTINUED)
        return tuple(first), tuple(rest)

    def _part(self, rows: Sequence[tuple[str, ...]]) -> Part:
        heights = (self.header_height, *map(self.height, rows))
        return Part(self.header, tuple(rows), heights, self.widths, self.numbers, self.size)


def write_table(drawn: Any, part: Part, language: str) -> None:
    about = drawn._tbl.tblPr
    about.set("firstRow", "1")
    about.set("firstCol", "0")
    about.set("bandRow", "0")
    style = about.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = _NO_STYLE
    for column, width in zip(drawn.columns, part.widths, strict=True):
        column.width = Pt(width)
    for row, height in zip(drawn.rows, part.heights, strict=True):
        row.height = Pt(height)
    for place, texts in enumerate((part.header, *part.rows)):
        cells = drawn._tbl.tr_lst[place].tc_lst
        for cell, text, is_number in zip(cells, texts, part.numbers, strict=True):
            _write_cell(cell, text, part.size, language, (is_number, place == 0))


_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table style without lines and grounds; ours are in the cells."""


def _write_cell(cell: Any, text: str, size: int, language: str, kind: tuple[bool, bool]) -> None:
    is_number, is_header = kind
    body = cell.get_or_add_txBody()
    paragraph = body.find(qn("a:p"))
    added(paragraph, "a:pPr").set("algn", "r" if is_number else "l")
    colour = LIGHT.on_blue if is_header else LIGHT.ink
    add_runs(paragraph, text, size, language, bold=is_header, colour=colour)
    about = cell.get_or_add_tcPr()
    for name, value in (("marL", _PAD), ("marR", _PAD), ("marT", _ABOVE), ("marB", _ABOVE)):
        about.set(name, str(int(Pt(value))))
    about.set("anchor", "b" if is_header else "t")
    line = added(about, "a:lnB")
    line.set("w", "9525")
    fill = added(line, "a:solidFill")
    added(fill, "a:srgbClr").set("val", LIGHT.rule[1:])
    if is_header:
        ground = added(about, "a:solidFill")
        added(ground, "a:schemeClr").set("val", "accent1")
