"""How wide a table's columns are on paper, and how large its letters, so that words stay whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

from owf.reports.model import Column

GAP = 8.0
"""Points between the words of two columns."""
_LONGEST = 10.0
"""How wide a typed word may be, in letters' sizes, before it may be cut: some 20 letters."""
_WIDEST = 0.85
"""A wide letter, in letters' sizes."""
_LONGEST_LINE = 300
"""Letters, beyond which no line of a column goes."""
_NEARLY = 1e-6
_SHORT = 8
"""Letters of a text that stays on one line, such as “CAF 12”."""
_LINE = 1.3
"""A line's height, in letters' sizes."""
_TALLEST_HEAD = 200.0
_MEASURE = 100
_ENDS = re.compile(r"\s+|(?<=[-–/])")
"""Where a line may end."""


@dataclass(frozen=True)
class Fit:
    """``size`` and ``widths`` in points; ``longest``: letters of a word before a cut, 0: never.

    ``head_height``: of heads that stand upright, in points; 0 where all lie.
    """

    size: float
    widths: tuple[float, ...]
    longest: tuple[int, ...]
    head_height: float = 0.0


def fitted(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], room: float, sizes: Sequence[float]
) -> Fit:
    """The largest of ``sizes`` in which each column has room for its longest word.

    Where none is small enough for the words of heads, all heads but the first stand upright.
    ``room``: points for the whole table; ``sizes``: the largest first.
    """
    texts = [[row[place] for row in cells] for place in range(len(columns))]
    level = [_measured(column, of) for column, of in zip(columns, texts, strict=True)]
    if any(_needed(level, size) <= room for size in sizes):
        return _fit(level, room, sizes)
    bodies = [_measured(replace(one, title=""), of) for one, of in zip(columns, texts, strict=True)]
    upright = _fit([level[0], *bodies[1:]], room, sizes)
    height = _height_of_heads(columns, upright)
    if height > _TALLEST_HEAD:
        return _fit(level, room, sizes)
    return replace(upright, head_height=height)


@dataclass(frozen=True)
class _Measured:
    """A column, in letters' sizes: its longest word, so much of it as is never cut, a whole line.

    ``share``: of the room, beside the other columns'.
    """

    share: float
    longest: float
    kept: float
    line: float


def _measured(column: Column, texts: Sequence[str]) -> _Measured:
    head, body = _widest([column.title]), _widest(texts)
    return _Measured(
        column.width,
        max(head, body),
        max(head, body if column.is_number else min(body, _LONGEST)),
        max(_width(text[:_LONGEST_LINE]) for text in (column.title, *texts)),
    )


def _needed(columns: Sequence[_Measured], size: float) -> float:
    return sum(size * one.kept + GAP for one in columns)


def _fit(columns: Sequence[_Measured], room: float, sizes: Sequence[float]) -> Fit:
    size = next((one for one in sizes if _needed(columns, one) <= room), min(sizes))
    needs = _capped([size * one.kept + GAP for one in columns], room)
    lines = [max(size * one.line + GAP, need) for one, need in zip(columns, needs, strict=True)]
    widths = _shared_out([one.share for one in columns], needs, lines, room)
    longest = (
        _letters_in((width - GAP) / size, one.longest)
        for width, one in zip(widths, columns, strict=True)
    )
    return Fit(size, tuple(widths), tuple(longest))


def _height_of_heads(columns: Sequence[Column], fit: Fit) -> float:
    """Of heads that stand upright in as many lines as their columns are wide."""
    found = 0.0
    for column, width in list(zip(columns, fit.widths, strict=True))[1:]:
        lines = max(1, int((width - GAP / 2) / (fit.size * _LINE)))
        # Lines are never quite full.
        share = _width(column.title) / lines * (1.3 if lines > 1 else 1.0)
        found = max(found, share, _widest([column.title]))
    return fit.size * found + GAP


def _letters_in(width: float, longest: float) -> int:
    """Letters of a word that have room for certain; 0 where each word has."""
    return 0 if longest <= width + 0.01 else max(1, int(width / _WIDEST))


def _widest(texts: Sequence[str]) -> float:
    return max((_width(word) for text in texts for word in _kept_together(text)), default=0.0)


def _kept_together(text: str) -> list[str]:
    """Its words; a short code or date is one."""
    return [text] if len(text) <= _SHORT else _ENDS.split(text)


@lru_cache(maxsize=8_192)
def _width(word: str) -> float:
    return _letters().getlength(word) / _MEASURE


@cache
def _letters() -> ImageFont.FreeTypeFont:
    file = Path(font_source_sans_pro.font_directory) / "SourceSansPro-Semibold.ttf"
    return ImageFont.truetype(file, _MEASURE, layout_engine=ImageFont.Layout.BASIC)


def _capped(needs: Sequence[float], room: float) -> list[float]:
    """The same, the widest cut to one width where all together are wider than the room."""
    left = room
    for number, need in enumerate(sorted(needs)):
        share = left / (len(needs) - number)
        if need > share:
            return [min(one, share) for one in needs]
        left -= need
    return list(needs)


def _shared_out(
    shares: Sequence[float], needs: Sequence[float], lines: Sequence[float], room: float
) -> list[float]:
    """By shares, but each column between what it needs and what its longest line takes.

    What columns of short lines leave goes to the others; as CSS shares out a flexible row.
    """
    if sum(lines) <= room:
        left = (room - sum(lines)) / sum(shares)
        return [line + left * share for line, share in zip(lines, shares, strict=True)]
    fixed: dict[int, float] = {}
    while len(fixed) < len(shares):
        free = [place for place in range(len(shares)) if place not in fixed]
        unit = (room - sum(fixed.values())) / sum(shares[place] for place in free)
        wanted = {place: shares[place] * unit for place in free}
        given = {place: min(max(wanted[place], needs[place]), lines[place]) for place in free}
        more = sum(given.values()) - sum(wanted.values())
        fixed |= {
            place: given[place]
            for place in free
            if abs(more) < _NEARLY or (given[place] - wanted[place]) * more > 0
        }
    return [fixed[place] for place in range(len(shares))]
