"""Sheets of numbers: one for each table, and one for each figure with a chart of Excel's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import cell_autofit_width
from xlsxwriter.worksheet import Worksheet

from owf.charts.theme import LIGHT
from owf.reports.model import (
    Column,
    Figure,
    Native,
    NativeChart,
    NumberFormat,
    Table,
    Value,
)
from owf.reports.writers import NO_ROWS
from owf.reports.writers.office_charts import ink_on, label_places
from owf.reports.writers.office_numbers import (
    FORMATS,
    day_of,
    format_of,
    number_of,
    shown_number,
)
from owf.reports.writers.office_text import held
from owf.reports.writers.xlsx.book import FONT, PIXELS_A_LETTER, Book, lines_in

_NARROWEST, _WIDEST, _WIDEST_FIRST = 10.0, 60.0, 42.0
_ACROSS = 90.0
"""Letters that a note is given at least, whatever its table's width."""
_LONGEST_TITLE = 120
"""Letters of a chart's own title; the sheet's first cell has it in any case."""


def add_table(book: Book, name: str, table: Table) -> None:
    sheet = book.add_sheet(name)
    titles = [one.title for one in table.columns]
    rows = table.frame[titles].itertuples(index=False, name=None)
    _write_grid(book, sheet, table.columns, list(rows), title=table.title, below=(table.note,))


def add_figure(book: Book, name: str, figure: Figure) -> None:
    native, chart = figure.native, figure.chart
    sheet = book.add_sheet(name)
    first = Column("Period" if native.native is Native.LINES else "Subject")
    columns = (
        first,
        *(Column(str(one), native.number_format) for one in native.frame.columns),
    )
    rows = [
        (str(category), *values)
        for category, values in zip(
            native.frame.index, native.frame.itertuples(index=False, name=None), strict=True
        )
    ]
    head = _write_grid(
        book, sheet, columns, rows, title=chart.title, below=(chart.alt, chart.caption)
    )
    if rows and len(columns) > 1:
        drawn = _native_chart(book, name, native, head, len(rows))
        _set_title(drawn, name, chart.title)
        height = 300
        if native.native is not Native.LINES:
            a_bar = 26 if native.native is Native.STACKED else 12 + 14 * (len(columns) - 1)
            height = max(height, 130 + a_bar * len(rows))
        drawn.set_size({"width": 680, "height": min(height, 1200)})
        sheet.insert_chart(
            head, len(columns) + 1, drawn, {"description": held(chart.alt), "object_position": 3}
        )


def _write_grid(
    book: Book,
    sheet: Worksheet,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    title: str,
    below: Sequence[str],
) -> int:
    """The row of the header."""
    head = book.head(sheet, title)
    for place, column in enumerate(columns):
        align = "right" if column.is_number else "left"
        book.write(sheet, head, place, column.title, "header", align=align)
    formats = [one.number_format for one in columns]
    shown = [
        [held(one.words(value)) for one, value in zip(formats, row, strict=True)] for row in rows
    ]
    widths = [
        _width_of(column.title, [one[place] for one in shown], is_first=place == 0)
        for place, column in enumerate(columns)
    ]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    titles = [held(one.title) for one in columns]
    book.set_height(sheet, head, list(map(lines_in, titles, widths)))
    for row, (values, words) in enumerate(zip(rows, shown, strict=True), start=head + 1):
        for place, (one, value) in enumerate(zip(formats, values, strict=True)):
            _write_value(book, sheet, (row, place), value, one)
        book.set_height(sheet, row, list(map(lines_in, words, widths)))
    last = head + len(rows)
    if rows:
        sheet.autofilter(head, 0, last, len(columns) - 1)
    else:
        last += 1
        book.write(sheet, last, 0, NO_ROWS, "cell")
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    sheet.repeat_columns(0)
    across = list(widths)
    while sum(across) < _ACROSS:
        across.append(9.0)
    for row, text in enumerate(filter(None, below), start=last + 2):
        book.write_across(sheet, row, across, text, "small")
    return head


def _write_value(
    book: Book,
    sheet: Worksheet,
    place: tuple[int, int],
    value: Value,
    number_format: NumberFormat,
) -> None:
    number, day = number_of(value), day_of(value)
    if number is not None:
        shown = {"num_format": format_of(number, number_format), "align": "right"}
        sheet.write_number(*place, shown_number(number, number_format), book.style("cell", **shown))
    elif day is not None:
        style = book.style("cell", num_format=FORMATS[NumberFormat.DAY], align="left")
        sheet.write_datetime(*place, day, style)
    else:
        align = "left" if number_format in (NumberFormat.TEXT, NumberFormat.DAY) else "right"
        book.write(sheet, *place, number_format.words(value), "cell", align=align)


def _width_of(title: str, shown: Sequence[str], *, is_first: bool) -> float:
    """In letters: what the longest cell needs, and every word of the header."""
    lines = [line for one in shown for line in one.splitlines()]
    wanted = max(map(cell_autofit_width, lines), default=0)
    words = max(map(cell_autofit_width, held(title).split()), default=0) * 1.1 + 22
    width = max(wanted + 9, words) / PIXELS_A_LETTER + 1
    return max(_NARROWEST, min(width, _WIDEST_FIRST if is_first else _WIDEST))


def _native_chart(book: Book, sheet: str, native: NativeChart, head: int, rows: int) -> Any:
    kinds = {
        Native.BARS: {"type": "bar"},
        Native.STACKED: {"type": "bar", "subtype": "stacked"},
        Native.LINES: {"type": "line"},
    }
    drawn = book.file.add_chart(kinds[native.native])
    font = {"name": FONT, "size": 10, "color": LIGHT.ink}
    places = label_places(native.frame) if native.native is Native.LINES else {}
    for place, series in enumerate(native.frame.columns, start=1):
        drawn.add_series(
            {
                "name": [sheet, head, place],
                "categories": [sheet, head + 1, 0, head + rows, 0],
                "values": [sheet, head + 1, place, head + rows, place],
                **_series_look(native, series, font, places),
            }
        )
    numbers = {
        "min": native.low,
        "max": native.high,
        "num_format": FORMATS.get(native.number_format, "General"),
        "num_font": {**font, "color": LIGHT.muted},
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.grid, "width": 0.75}},
    }
    if native.low is not None and native.high is not None and native.high - native.low <= 10:
        numbers["major_unit"] = 1
    if native.axis and "!" not in native.axis:  # else it could be taken for a cell's name
        numbers["name"] = held(native.axis)
        numbers["name_font"] = {**font, "bold": False}
    names = {
        "num_font": font,
        "line": {"color": LIGHT.rule},
        "label_position": "low",
        "text_axis": True,
    }
    if native.native is Native.LINES:
        drawn.set_x_axis(names)
        drawn.set_y_axis(numbers)
        drawn.show_blanks_as("gap")
    else:
        # A bar chart counts from below: with the axis turned, the first category is on top.
        drawn.set_x_axis({**numbers, "label_position": "high"})
        drawn.set_y_axis({**names, "reverse": True})
    several = len(native.frame.columns) > 1
    drawn.set_legend({"position": "top", "font": font} if several else {"none": True})
    drawn.set_chartarea({"border": {"color": LIGHT.rule}})
    return drawn


def _series_look(
    native: NativeChart, series: str, font: dict[str, Any], places: Mapping[str, str]
) -> dict[str, Any]:
    colour = native.colours.get(series, LIGHT.neutral)
    number_format = FORMATS.get(native.number_format, "General")
    labels: dict[str, Any] = {"value": True, "num_format": number_format, "font": font}
    if native.native is Native.LINES:
        marker = {"fill": {"color": colour}, "border": {"color": colour}}
        if places[series] == "right":
            last = len(native.frame) - 1
            labels["custom"] = [{"delete": True}] * last + [None]
        return {
            "line": {"color": colour, "width": 2.25},
            "marker": {"type": "circle", "size": 6, **marker},
            "data_labels": {**labels, "position": places[series]},
        }
    if native.native is Native.STACKED:
        ink = ink_on(colour)
        labels = {**labels, "position": "center", "font": {**font, "color": ink}}
        labels["num_format"] = f"{number_format};;"  # a level that nobody gave needs no label
    return {
        "fill": {"color": colour},
        "border": {"color": LIGHT.ground},
        "gap": 40,
        "data_labels": labels,
    }


def _set_title(drawn: Any, sheet: str, title: str) -> None:
    if len(title) > _LONGEST_TITLE:
        drawn.set_title({"none": True})
        return
    font = {"name": FONT, "size": 12, "bold": True, "color": LIGHT.ink}
    drawn.set_title({"name": [sheet, 0, 0], "name_font": font})
