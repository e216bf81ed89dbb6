"""How wide a table's columns are on paper, and how large its letters, so that words stay whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
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
_MEASURE = 100
_ENDS = re.compile(r"\s+|(?<=[-–/])")
"""Where a line may end."""


@dataclass(frozen=True)
class Fit:
    """``size`` and ``widths`` in points; ``longest``: letters of a word before a cut, 0: never."""

    size: float
    widths: tuple[float, ...]
    longest: tuple[int, ...]


def fitted(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], room: float, sizes: Sequence[float]
) -> Fit:
    """The largest of ``sizes`` in which each column has room for its longest word.

    ``room``: points for the whole table; ``sizes``: the largest first.
    """
    longest = [_longest_word(column, cells, place) for place, column in enumerate(columns)]
    kept_whole = [
        one if column.is_number else min(one, max(_LONGEST, _widest([column.title])))
        for one, column in zip(longest, columns, strict=True)
    ]
    for size in sizes:
        needs = [size * one + GAP for one in kept_whole]
        if sum(needs) <= room:
            break
    widths = _shared_out([one.width for one in columns], _capped(needs, room), room)
    return Fit(
        size,
        tuple(widths),
        tuple(
            _letters_in((width - GAP) / size, one)
            for width, one in zip(widths, longest, strict=True)
        ),
    )


def _letters_in(width: float, longest: float) -> int:
    """Letters of a word that have room for certain; 0 where each word has."""
    return 0 if longest <= width + 0.01 else max(1, int(width / _WIDEST))


def _longest_word(column: Column, cells: Sequence[Sequence[str]], place: int) -> float:
    """In letters' sizes."""
    return _widest([column.title, *(row[place] for row in cells)])


def _widest(texts: Sequence[str]) -> float:
    return max((_width(word) for text in texts for word in _ENDS.split(text)), default=0.0)


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


def _shared_out(shares: Sequence[float], needs: Sequence[float], room: float) -> list[float]:
    """By shares, but no column below what it needs."""
    fixed: set[int] = set()
    while True:
        left = room - sum(needs[one] for one in fixed)
        whole = sum(share for place, share in enumerate(shares) if place not in fixed)
        widths = [
            needs[place] if place in fixed else share / whole * left
            for place, share in enumerate(shares)
        ]
        narrow = {
            place
            for place, width in enumerate(widths)
            if place not in fixed and width < needs[place]
        }
        if not narrow:
            return widths
        fixed |= narrow
