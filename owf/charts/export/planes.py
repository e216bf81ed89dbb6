"""Where things stand in an SVG file: plotly's axes, domains and references as pixels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

LINE = 1.3
"""Line height, in letters' size, as plotly has it."""
_LETTER, _BOLD = 0.53, 0.57
"""How wide a letter is on average, in letters' size."""
_TAGS = re.compile(r"(</?b>)")
_BREAK = re.compile(r"<br\s*/?>")
_WEIGHT = {True: ' font-weight="700"', False: ""}
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}


def width_of(text: str, size: float) -> float:
    """The estimated width of a text's widest line, in pixels."""
    return max(
        sum(
            len(unescape(part)) * size * (_BOLD if bold else _LETTER) for part, bold in _pieces(one)
        )
        for one in _BREAK.split(text)
    )


def lines_of(text: str) -> int:
    return len(_BREAK.split(text))


def written(
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    colour: str,
    xanchor: str = "left",
    yanchor: str = "middle",
    angle: float = 0.0,
) -> str:
    """``x``, ``y``: pixels, of the side the anchors name; ``angle``: degrees, clockwise."""
    lines = _BREAK.split(text)
    height = len(lines) * size * LINE
    top = y - {"top": 0.0, "middle": height / 2, "bottom": height}[yanchor]
    turned = f' transform="rotate({angle:g} {x:.1f} {y:.1f})"' if angle else ""
    rows = "".join(
        f'<tspan x="{x:.1f}" y="{top + size * (place * LINE + 0.99):.1f}">{_spans(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    return (
        f'<text font-size="{size:g}" fill="{colour}" text-anchor="{_ANCHOR[xanchor]}"'
        f"{turned}>{rows}</text>"
    )


def wrapped(text: str, size: float, width: float) -> Sequence[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _spans(line: str) -> str:
    return "".join(
        f"<tspan{_WEIGHT[bold]}>{escape(unescape(part), quote=False)}</tspan>"
        for part, bold in _pieces(line)
    )


def _pieces(line: str) -> list[tuple[str, bool]]:
    """The parts of a line, each with whether it is bold."""
    bold = False
    found = []
    for part in _TAGS.split(line):
        if _TAGS.fullmatch(part):
            bold = part == "<b>"
        elif part:
            found.append((part, bold))
    return found


Part = Mapping[str, Any]
TICK = 13.0
"""Letters of a tick, pixels, where the figure does not say."""


@dataclass(frozen=True)
class Box:
    """The part of the page inside the margins, in pixels from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Axis:
    settings: Part
    values: tuple[float, float]
    pixels: tuple[float, float]

    def at(self, value: float) -> float:
        return self.along((value - self.values[0]) / (self.values[1] - self.values[0]))

    def along(self, share: float) -> float:
        return self.pixels[0] + share * (self.pixels[1] - self.pixels[0])

    @property
    def ticks(self) -> list[tuple[float, str]]:
        if self.settings.get("visible") is False:
            return []
        values = self.settings.get("tickvals")
        if values is None:
            values = _steps(self.values, self.settings["dtick"])
        words = self.settings.get("ticktext")
        if words is None:
            form = self.settings.get("tickformat") or "g"
            words = [format(value, form).replace("-", "−") for value in values]
        low, high = sorted(self.values)
        slack = (high - low) * 1e-6
        return [
            (value, str(word))
            for value, word in zip(values, words, strict=True)
            if low - slack <= value <= high + slack
        ]


@dataclass(frozen=True)
class Planes:
    box: Box
    axes: Mapping[str, Axis]

    def x(self, reference: str | None, value: float) -> float:
        """Pixels across: of a value on an axis, or a share of its domain or of the paper."""
        if reference == "paper":
            return self.box.left + value * (self.box.right - self.box.left)
        return self._on_axis(reference or "x", value)

    def y(self, reference: str | None, value: float) -> float:
        if reference == "paper":
            return self.box.bottom - value * (self.box.bottom - self.box.top)
        return self._on_axis(reference or "y", value)

    def _on_axis(self, reference: str, value: float) -> float:
        name = reference.removesuffix(" domain")
        axis = self.axes[name]
        return axis.at(value) if name == reference else axis.along(value)


def planes_of(layout: Part, box: Box) -> Planes:
    names = {"x", "y"} | {
        name.replace("axis", "") for name in layout if name[1:].startswith("axis")
    }
    axes = {}
    for name in sorted(names):
        settings = layout.get(f"{name[0]}axis{name[1:]}") or {}
        start, end = settings.get("domain") or (0.0, 1.0)
        first, last = (box.left, box.right) if name[0] == "x" else (box.bottom, box.top)
        pixels = (first + start * (last - first), first + end * (last - first))
        low, high = settings["range"]
        axes[name] = Axis(settings, (float(low), float(high)), pixels)
    return Planes(box, axes)


def tick_size(axis: Axis) -> float:
    return float((axis.settings.get("tickfont") or {}).get("size") or TICK)


def room_for_ticks(axis: Axis) -> float:
    return max((width_of(word, tick_size(axis)) for _, word in axis.ticks), default=0.0)


def _steps(values: tuple[float, float], step: float) -> list[float]:
    low, high = sorted(values)
    first = -(-low // step)
    count = int((high - first * step) / step + 1e-9) + 1
    return [round((first + place) * step, 9) for place in range(max(count, 0))]
