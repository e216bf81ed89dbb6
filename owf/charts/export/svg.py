"""A figure as an SVG file, for which plotly needs a browser; an unknown kind is an error."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from owf.charts.export.marks import bars, box, line, scatter
from owf.charts.export.planes import (
    LINE,
    Axis,
    Box,
    Planes,
    lines_of,
    planes_of,
    room_for_ticks,
    tick_size,
    width_of,
    wrapped,
    written,
)
from owf.charts.theme import FONT, LIGHT

Part = Mapping[str, Any]
WIDTH = 960
"""Pixels: as wide as a slide or a page across takes."""
_UPRIGHT = {"bottom": "left", "middle": "center", "top": "right"}
_ACROSS = {"left": "top", "center": "middle", "right": "bottom"}
_EDGE, _TITLE, _SMALL = 16.0, 20.0, 13.0
_FONTS = FONT.replace('"', "'")


def as_svg(figure: Any, title: str, alt: str, caption: str = "", width: int = WIDTH) -> str:
    """Raises: ValueError: something in the figure is of a kind that no chart here uses."""
    heading = wrapped(title, _TITLE, width - 2 * _EDGE)
    below = wrapped(caption, _SMALL, width - 2 * _EDGE)
    top = _EDGE + len(heading) * _TITLE * LINE + 8
    parts = figure.to_dict()
    height = _height(parts)
    return _file(
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>",
        written(
            "<br>".join(f"<b>{escape(one, quote=False)}</b>" for one in heading),
            _EDGE, _EDGE, size=_TITLE, colour=LIGHT.ink, yanchor="top",
        ),
        *_drawing(parts, Box(_EDGE, top, width - _EDGE, top + height)),
        written(
            "<br>".join(escape(one, quote=False) for one in below),
            _EDGE, top + height, size=_SMALL, colour=LIGHT.muted, yanchor="top",
        ),
        width=width,
        height=top + height + len(below) * _SMALL * LINE + _EDGE,
    )  # fmt: skip


def drawing_alone(figure: Any, alt: str, width: int = WIDTH) -> str:
    """As ``as_svg``, for a page that has the title and the caption beside it: they are not in it.

    Raises: ValueError: something in the figure is of a kind that no chart here uses.
    """
    parts = figure.to_dict()
    height = _height(parts)
    return _file(
        f"<title>{escape(alt)}</title>",
        *_drawing(parts, Box(0, 0, width, height)),
        width=width,
        height=height,
    )


def _height(parts: Part) -> float:
    return float(parts["layout"].get("height") or 450)


def _file(name: str, *drawn: str, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" '
        f'viewBox="0 0 {width} {height:.0f}" role="img" xml:space="preserve" '
        f'font-family="{_FONTS}">'
        f"{name}{box((0, 0), (width, height), LIGHT.ground)}{''.join(drawn)}</svg>\n"
    )


def _drawing(parts: Part, frame: Box) -> Iterator[str]:
    layout: Part = parts["layout"]
    traces: Sequence[Part] = parts["data"]
    planes = _planes_with_room(layout, frame)
    shapes = layout.get("shapes") or ()
    yield from (_shape(one, planes) for one in shapes if one.get("layer") == "below")
    for axis in planes.axes.values():
        yield from _grid(axis, planes)
    yield from (bars(trace, planes) for trace in traces if trace.get("type") == "bar")
    yield from (scatter(trace, planes) for trace in traces if trace.get("type") != "bar")
    yield from (_shape(one, planes) for one in shapes if one.get("layer") != "below")
    for name, axis in planes.axes.items():
        yield from _ticks(name, axis, planes)
    yield from (_annotation(one, planes) for one in layout.get("annotations") or ())


def _planes_with_room(layout: Part, frame: Box) -> Planes:
    margin = {"l": 80, "r": 80, "t": 60, "b": 60, **(layout.get("margin") or {})}
    inside = Box(
        frame.left + margin["l"],
        frame.top + margin["t"],
        frame.right - margin["r"],
        frame.bottom - margin["b"],
    )
    planes = planes_of(layout, inside)
    wanted = max(
        (
            room_for_ticks(axis) + 10
            for name, axis in planes.axes.items()
            if name[0] == "y" and axis.settings.get("automargin")
        ),
        default=0.0,
    )
    if wanted <= margin["l"]:
        return planes
    return planes_of(layout, Box(frame.left + wanted, inside.top, inside.right, inside.bottom))


def _grid(axis: Axis, planes: Planes) -> Iterator[str]:
    settings = axis.settings
    if settings.get("visible") is False or settings.get("showgrid") is False:
        return
    across, other = _across(axis, planes)
    for value, _ in axis.ticks:
        at = axis.at(value)
        ends = ((at, other[0]), (at, other[1])) if across else ((other[0], at), (other[1], at))
        yield line(*ends, settings.get("gridcolor") or LIGHT.grid, 1)


def _ticks(name: str, axis: Axis, planes: Planes) -> Iterator[str]:
    if axis.settings.get("visible") is False or axis.settings.get("showticklabels") is False:
        return
    font = axis.settings.get("tickfont") or {}
    colour, size = font.get("color") or LIGHT.ink, tick_size(axis)
    across, other = _across(axis, planes)
    for value, word in axis.ticks:
        if across:
            yield written(
                word, axis.at(value), other[0] + 5,
                size=size, colour=colour, xanchor="center", yanchor="top",
            )  # fmt: skip
        else:
            yield written(
                word, other[0] - 5, axis.at(value), size=size, colour=colour, xanchor="right"
            )
    title = axis.settings.get("title") or {}
    if title.get("text") and across:
        font = title.get("font") or {}
        lines = max((lines_of(word) for _, word in axis.ticks), default=1)
        yield written(
            title["text"], sum(axis.pixels) / 2, other[0] + 9 + size * LINE * lines,
            size=float(font.get("size") or 14), colour=font.get("color") or LIGHT.neutral,
            xanchor="center", yanchor="top",
        )  # fmt: skip


def _across(axis: Axis, planes: Planes) -> tuple[bool, tuple[float, float]]:
    """Whether an axis lies across, and the ends in pixels of the one that it is anchored to."""
    name = next(key for key, one in planes.axes.items() if one is axis)
    anchor = axis.settings.get("anchor") or ("y" if name[0] == "x" else "x") + name[1:]
    other = planes.axes.get(anchor) or planes.axes["y" if name[0] == "x" else "x"]
    return name[0] == "x", other.pixels


def _shape(shape: Part, planes: Planes) -> str:
    start = (planes.x(shape.get("xref"), shape["x0"]), planes.y(shape.get("yref"), shape["y0"]))
    end = (planes.x(shape.get("xref"), shape["x1"]), planes.y(shape.get("yref"), shape["y1"]))
    pen = shape.get("line") or {}
    if shape["type"] == "line":
        return line(
            start, end, pen.get("color", LIGHT.ink), float(pen.get("width", 2)), pen.get("dash")
        )
    if shape["type"] == "rect":
        return box(start, end, shape.get("fillcolor") or "none", pen)
    raise ValueError(f"There is no drawing of the shape {shape['type']} here.")


def _annotation(one: Part, planes: Planes) -> str:
    if one.get("showarrow") is not False:
        raise ValueError("Arrows are not drawn here: say showarrow=False.")
    x = planes.x(one.get("xref"), one["x"]) + float(one.get("xshift") or 0)
    y = planes.y(one.get("yref"), one["y"]) - float(one.get("yshift") or 0)
    # Plotly's own choice, but on paper, where it depends on the place.
    xanchor = one["xanchor"] if one.get("xref") == "paper" else one.get("xanchor") or "center"
    yanchor = one["yanchor"] if one.get("yref") == "paper" else one.get("yanchor") or "middle"
    font = one.get("font") or {}
    size = float(font.get("size") or 12)
    angle = float(one.get("textangle") or 0)
    if angle == -90:
        # Its anchors are those of the turned box.
        xanchor, yanchor = _UPRIGHT[yanchor], _ACROSS[xanchor]
    elif angle:
        raise ValueError("Words stand level or upright here: say textangle -90 or leave it out.")
    text = written(
        one["text"], x, y, size=size, colour=font.get("color") or LIGHT.ink,
        xanchor=xanchor, yanchor=yanchor, angle=angle,
    )  # fmt: skip
    if not one.get("bgcolor"):
        return text
    wide, high = width_of(one["text"], size), lines_of(one["text"]) * size * LINE
    left = x - {"left": 0.0, "center": wide / 2, "right": wide}[xanchor]
    up = y - {"top": 0.0, "middle": high / 2, "bottom": high}[yanchor]
    return box((left, up), (left + wide, up + high), one["bgcolor"]) + text
