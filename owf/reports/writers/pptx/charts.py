"""PowerPoint's own charts, which officers can edit, from a figure's numbers."""

from typing import Any

import pandas as pd
from pptx.chart.chart import Chart as DrawnChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from owf.charts.theme import LIGHT
from owf.reports.model import Native, NativeChart, Value
from owf.reports.writers.office_charts import ink_on, label_places
from owf.reports.writers.office_numbers import FORMATS, number_of, shown_number
from owf.reports.writers.office_text import held, shortened
from owf.reports.writers.pptx.texts import added

_KINDS = {
    Native.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Native.STACKED: XL_CHART_TYPE.BAR_STACKED,
    Native.LINES: XL_CHART_TYPE.LINE_MARKERS,
}
_SMALL = 12
_LONGEST_CATEGORY = 80
_LONGEST_ON_A_LINE = 48
_ROOM_OF_AXIS = 66.0
"""Points of height of the legend, the numbers of the axis and its name."""
_PLACES = {
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
    "right": XL_LABEL_POSITION.RIGHT,
}


def parts_of(native: NativeChart, height: float) -> list[pd.DataFrame]:
    """Its frame, or as many as it takes for bars that are high enough for their labels."""
    frame = native.frame
    if native.native is Native.LINES:
        return [frame]
    most = max(3, int((height - _ROOM_OF_AXIS) / _height_of_category(native)))
    count = -(-len(frame) // most) or 1
    size = -(-len(frame) // count) or 1
    return [frame.iloc[start : start + size] for start in range(0, max(len(frame), 1), size)]


def _height_of_category(native: NativeChart) -> float:
    """A name of two lines needs more than its bars do."""
    longest = max((len(str(one)) for one in native.frame.index), default=0)
    bars = 1 if native.native is Native.STACKED else len(native.frame.columns)
    if longest <= _LONGEST_ON_A_LINE:
        return max(18.0, 10.0 * bars + 2)
    return max(29.0, 13.0 * bars + 3)


def kind_of(native: NativeChart) -> XL_CHART_TYPE:
    return _KINDS[native.native]


def data_of(native: NativeChart, frame: pd.DataFrame) -> Any:
    number_format = _number_format(native)
    data: Any = CategoryChartData(number_format=number_format)  # type: ignore[no-untyped-call]
    data.categories = [shortened(str(one), _LONGEST_CATEGORY) for one in frame.index]
    for name in frame.columns:
        data.add_series(held(str(name)), [_shown(one, native) for one in frame[name]])
    return data


def _shown(value: Value, native: NativeChart) -> float | None:
    number = number_of(value)
    return None if number is None else shown_number(number, native.number_format)


def _number_format(native: NativeChart) -> str:
    return FORMATS.get(native.number_format, "General")


def style_chart(chart: DrawnChart, native: NativeChart, frame: pd.DataFrame) -> None:
    is_lines = native.native is Native.LINES
    chart.font.size, chart.font.name = Pt(_SMALL), "Arial"
    chart.font.color.rgb = rgb(LIGHT.ink)
    chart.has_title = False
    chart.has_legend = len(frame.columns) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(_SMALL)
    _style_axes(chart, native)
    plot = chart.plots[0]
    if not is_lines:
        is_dense = len(frame.columns) > 1 and len(frame) > 9
        plot.gap_width = 18 if is_dense else 45
        plot.overlap = 100 if native.native is Native.STACKED else 0
    places = label_places(frame) if is_lines else {}
    for drawn, name in zip(plot.series, frame.columns, strict=True):
        colour = native.colours.get(name, LIGHT.neutral)
        if is_lines:
            _style_line(drawn, colour)
        else:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = rgb(colour)
            drawn.invert_if_negative = False
        _add_labels(drawn, native, colour, places.get(str(name), ""), frame[name])
    space = chart._chartSpace.chart
    blanks = space.find(qn("c:dispBlanksAs"))
    if blanks is None:
        blanks = added(space, "c:dispBlanksAs")
    blanks.set("val", "gap")


def _style_axes(chart: DrawnChart, native: NativeChart) -> None:
    names, numbers = chart.category_axis, chart.value_axis
    names.format.line.color.rgb = rgb(LIGHT.rule)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_labels.font.size = Pt(_SMALL)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _name_every_category(names._element)
    if native.low is not None:
        numbers.minimum_scale = native.low
    if native.high is not None:
        numbers.maximum_scale = native.high
    if native.low is not None and native.high is not None and native.high - native.low <= 10:
        numbers.major_unit = 1
    numbers.has_major_gridlines = True
    numbers.major_gridlines.format.line.color.rgb = rgb(LIGHT.grid)
    numbers.format.line.fill.background()
    numbers.major_tick_mark = XL_TICK_MARK.NONE
    labels = numbers.tick_labels
    labels.font.size, labels.number_format = Pt(_SMALL), _number_format(native)
    labels.font.color.rgb = rgb(LIGHT.muted)
    labels.number_format_is_linked = False
    if native.native is not Native.LINES:
        # A bar chart counts from below: with the axis turned, the first category is on top.
        names.reverse_order = True
        numbers.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    if native.axis:
        numbers.has_title = True
        frame = numbers.axis_title.text_frame
        frame.text = shortened(native.axis, _LONGEST_CATEGORY)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(_SMALL), False, rgb(LIGHT.muted)


def _name_every_category(axis: Any) -> None:
    """Else PowerPoint leaves out every other name where they stand close together."""
    skip = OxmlElement("c:tickLblSkip")
    skip.set("val", "1")
    places = [axis.find(qn(one)) for one in ("c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")]
    after = next((one for one in places if one is not None), None)
    if after is None:
        axis.append(skip)
    else:
        after.addprevious(skip)


def _style_line(drawn: Any, colour: str) -> None:
    drawn.smooth = False
    drawn.format.line.color.rgb, drawn.format.line.width = rgb(colour), Pt(2.5)
    drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 8
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = rgb(colour)
    drawn.marker.format.line.color.rgb = rgb(colour)


def _add_labels(
    drawn: Any, native: NativeChart, colour: str, place: str, values: "pd.Series[Any]"
) -> None:
    labels = drawn.data_labels
    labels.show_value, labels.number_format_is_linked = True, False
    labels.number_format = _number_format(native)
    labels.font.size, labels.font.color.rgb = Pt(_SMALL), rgb(LIGHT.ink)
    if native.native is Native.STACKED:
        labels.position = XL_LABEL_POSITION.CENTER
        labels.number_format += ";;"  # a level that nobody gave needs no label
        labels.font.color.rgb = rgb(ink_on(colour))
    elif native.native is Native.BARS:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    else:
        labels.position = _PLACES[place]
        if place == "right":
            _leave_out_but_last(labels._element, len(values))


def _leave_out_but_last(labels: Any, count: int) -> None:
    for place in reversed(range(count - 1)):
        one = OxmlElement("c:dLbl")
        added(one, "c:idx").set("val", str(place))
        added(one, "c:delete").set("val", "1")
        labels.insert(0, one)


def rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]
