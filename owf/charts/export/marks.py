"""The marks of an SVG file: lines, areas, symbols and bars, from plotly's traces."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from owf.charts.export.planes import Planes, width_of, written
from owf.charts.theme import LIGHT

Part = Mapping[str, Any]
_DASHES = {"dash": "9 7", "dot": "3 4"}
_WIDE = 2 / math.sqrt(3)
"""Half the foot of a triangle around a point, in its reach upwards."""
Point = tuple[float, float]


def scatter(trace: Part, planes: Planes) -> str:
    kind = trace.get("type", "scatter")
    if kind != "scatter":
        raise ValueError(f"There is no drawing of {kind} here: draw with scatter and bar.")
    points = _points(trace, planes)
    mode = trace.get("mode") or "lines"
    parts: list[str] = []
    if trace.get("fill") == "toself":
        parts.append(_area([point for point in points if point], trace))
    if "lines" in mode:
        parts.extend(_lines(points, trace.get("line") or {}))
    if "markers" in mode:
        parts.extend(_markers(points, trace.get("marker") or {}))
    if "text" in mode:
        parts.extend(_texts(points, trace))
    return "".join(parts)


def bars(trace: Part, planes: Planes) -> str:
    if trace.get("orientation") != "h":
        raise ValueError("Upright bars are not drawn here: say orientation h.")
    return "".join(
        _bar(trace, planes, number, place=place, length=length)
        for number, (place, length) in enumerate(zip(trace["y"], trace["x"], strict=True))
    )


def line(start: Point, end: Point, colour: str, width: float, dash: str | None = None) -> str:
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"{_dashes(dash)}/>'
    )


def _dashes(dash: str | None) -> str:
    return f' stroke-dasharray="{_DASHES[dash]}"' if dash in _DASHES else ""


def box(first: Point, second: Point, fill: str, border: Part | None = None) -> str:
    x, y = min(first[0], second[0]), min(first[1], second[1])
    edge = ""
    if border and border.get("width"):
        edge = f' stroke="{border.get("color", LIGHT.ink)}" stroke-width="{border["width"]:g}"'
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{abs(first[0] - second[0]):.1f}" '
        f'height="{abs(first[1] - second[1]):.1f}" fill="{fill}"{edge}/>'
    )


def _points(trace: Part, planes: Planes) -> list[Point | None]:
    across, down = trace.get("xaxis"), trace.get("yaxis")
    return [
        None if x is None or y is None else (planes.x(across, x), planes.y(down, y))
        for x, y in zip(trace.get("x") or (), trace.get("y") or (), strict=True)
    ]


def _area(points: Sequence[Point], trace: Part) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{corners}" fill="{trace.get("fillcolor") or LIGHT.soft}"/>'


def _lines(points: Sequence[Point | None], settings: Part) -> Iterator[str]:
    width = float(settings.get("width", 2))
    if width == 0:
        return
    dashes = _dashes(settings.get("dash"))
    for there, run in groupby(points, key=lambda point: point is not None):
        path = " ".join(f"{one[0]:.1f},{one[1]:.1f}" for one in run if one)
        if there:
            yield (
                f'<polyline points="{path}" fill="none" stroke="{settings.get("color", LIGHT.ink)}"'
                f' stroke-width="{width:g}" stroke-linejoin="round"{dashes}/>'
            )


def _markers(points: Sequence[Point | None], settings: Part) -> Iterator[str]:
    border = settings.get("line") or {}
    for number, point in enumerate(points):
        if point is None:
            continue
        colour = _setting_of(settings.get("color"), number, LIGHT.ink)
        yield symbol(
            str(_setting_of(settings.get("symbol"), number, "circle")),
            point,
            float(_setting_of(settings.get("size"), number, 6)),
            colour,
            edge=float(_setting_of(border.get("width"), number, 0)),
            edge_colour=_setting_of(border.get("color"), number, colour),
        )


def symbol(
    name: str, at: Point, size: float, colour: str, *, edge: float = 0, edge_colour: str = ""
) -> str:
    x, y = at
    half = size / 2
    hollow = name.endswith("-open")
    shape = name.removesuffix("-open")
    stroke = f' stroke="{colour if hollow else edge_colour}" stroke-width="{edge or 1:g}"'
    paint = f' fill="{LIGHT.ground if hollow else colour}"' + (stroke if edge or hollow else "")
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}"{paint}/>'
    if shape == "x-thin":
        return line((x - half, y - half), (x + half, y + half), colour, edge or 2) + line(
            (x - half, y + half), (x + half, y - half), colour, edge or 2
        )
    if shape == "line-ns":
        return line((x, y - half), (x, y + half), colour, edge or 2)
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        "triangle-up": ((0, -1), (_WIDE, 0.5), (-_WIDE, 0.5)),
        "triangle-down": ((0, 1), (_WIDE, -0.5), (-_WIDE, -0.5)),
    }.get(shape)
    if corners is None:
        raise ValueError(f"There is no mark called {name} here.")
    path = " ".join(f"{x + dx * half:.1f},{y + dy * half:.1f}" for dx, dy in corners)
    return f'<polygon points="{path}"{paint}/>'


def _texts(points: Sequence[Point | None], trace: Part) -> Iterator[str]:
    font = trace.get("textfont") or {}
    size = (trace.get("marker") or {}).get("size")
    half = size / 2 if isinstance(size, int | float) else 0.0
    gap = half + 3 if "markers" in (trace.get("mode") or "") else 0.0
    for number, point in enumerate(points):
        text = _setting_of(trace.get("text"), number, "")
        if point is None or not text:
            continue
        position = str(_setting_of(trace.get("textposition"), number, "middle center"))
        down, _, across = position.partition(" ")
        x = point[0] + {"left": -gap, "right": gap}.get(across, 0.0)
        y = point[1] + {"top": -gap, "bottom": gap}.get(down, 0.0)
        yield written(
            str(text),
            x,
            y,
            size=float(_setting_of(font.get("size"), number, 12)),
            colour=_setting_of(font.get("color"), number, LIGHT.ink),
            xanchor={"left": "right", "right": "left"}.get(across, "center"),
            yanchor={"top": "bottom", "bottom": "top"}.get(down, "middle"),
        )


def _bar(trace: Part, planes: Planes, number: int, *, place: float, length: float) -> str:
    half = float(_setting_of(trace.get("width"), number, 0.8)) / 2
    base = _setting_of(trace.get("base"), number, 0.0)
    left, right = planes.x(trace.get("xaxis"), base), planes.x(trace.get("xaxis"), base + length)
    foot, top = (planes.y(trace.get("yaxis"), place + side) for side in (-half, half))
    marker = trace.get("marker") or {}
    colour = _setting_of(marker.get("color"), number, LIGHT.ahead)
    found = box((left, foot), (right, top), colour, marker.get("line"))
    text = str(_setting_of(trace.get("text"), number, ""))
    if not text:
        return found
    inside = _setting_of(trace.get("textposition"), number, "inside") == "inside"
    font = (trace.get("insidetextfont") if inside else None) or trace.get("textfont") or {}
    size = float(_setting_of(font.get("size"), number, 12))
    ink = _setting_of(font.get("color"), number, LIGHT.ink)
    middle = (foot + top) / 2
    if not inside:
        return found + written(text, right + 3, middle, size=size, colour=ink)
    if width_of(text, size) > abs(right - left):
        return found
    return found + written(
        text, (left + right) / 2, middle, size=size, colour=ink, xanchor="center"
    )


def _setting_of(value: Any, number: int, default: Any) -> Any:
    """A setting of one mark: plotly takes one for all, or one for each."""
    if isinstance(value, list | tuple):
        value = value[number] if number < len(value) else None
    return default if value is None else value
