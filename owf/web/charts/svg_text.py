"""Text in an SVG file: plotly's ``<b>`` and ``<br>``, its anchors, and how wide letters are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

LINE = 1.3
"""Line height, in letters' size, as plotly has it."""
_LETTER, _BOLD = 0.53, 0.57
"""How wide a letter is on average, in letters' size."""
_TAGS = re.compile(r"(<b>|</b>|<i>|</i>)")
_BREAK = re.compile(r"<br\s*/?>")
_WEIGHT = {True: ' font-weight="700"', False: ""}
_SLANT = {True: ' font-style="italic"', False: ""}
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}


def width_of(text: str, size: float) -> float:
    """About how wide the widest line of a text is, in pixels."""
    return max(
        sum(
            len(unescape(part)) * size * (_BOLD if bold else _LETTER)
            for part, bold, _ in _pieces(one)
        )
        for one in _BREAK.split(text)
    )


def lines_of(text: str) -> int:
    """How many lines a text has."""
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
    """Text as an SVG element.

    Args:
        text: with plotly's tags in it, entities escaped as plotly wants them.
        x: pixels from the left, of the side that ``xanchor`` names.
        y: pixels from the top, of the side that ``yanchor`` names.
        size: of the letters, pixels.
        colour: ``#RRGGBB``.
        xanchor: ``left``, ``center`` or ``right``.
        yanchor: ``top``, ``middle`` or ``bottom``.
        angle: degrees, clockwise.
    """
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
    """Plain text in lines that are no wider than ``width`` pixels."""
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
        f"<tspan{_WEIGHT[bold]}{_SLANT[slanted]}>{escape(unescape(part), quote=False)}</tspan>"
        for part, bold, slanted in _pieces(line)
    )


def _pieces(line: str) -> list[tuple[str, bool, bool]]:
    """The parts of a line with whether each is bold and slanted."""
    bold = slanted = False
    found = []
    for part in _TAGS.split(line):
        if part in {"<b>", "</b>"}:
            bold = part == "<b>"
        elif part in {"<i>", "</i>"}:
            slanted = part == "<i>"
        elif part:
            found.append((part, bold, slanted))
    return found
