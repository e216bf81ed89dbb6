"""How long words are in Arial, the font of slides, so that what does not fit is known before."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

LINE = 1.22
"""A line's height, in sizes of its letters."""
_TALL_LINE = 1.7
"""The same in scripts of other fonts, whose lines are higher."""
_MEASURE = 100
_WIDER, _CAPITALS_WIDER, _BOLD_WIDER = 1.14, 1.31, 1.08
"""Arial beside Source Sans, whose file we have: at least as wide as any letter but a few."""
_FULL, _OTHER = 1.3, 1.1
"""Sizes of letters that Source Sans lacks: emoji and East Asian ones, and all others."""
_FIRST_FAR = 0x2E80
_PIECES = re.compile(r"\n|[^\S\n]+|[^\s–/-]*[–/-]|[^\s–/-]+")


def line_height(text: str, size: float) -> float:
    far = any(ord(one) >= _FIRST_FAR or 0x590 <= ord(one) < 0x1E00 for one in text)
    return size * (_TALL_LINE if far else LINE)


def width_of(text: str, size: float, *, is_bold: bool = False) -> float:
    """Points, rather too many than too few."""
    return sum(map(_letter_width, text)) * size * (_BOLD_WIDER if is_bold else 1.0)


def lines_of(text: str, width: float, size: float, *, is_bold: bool = False) -> list[str]:
    """The lines that a text takes; together they are the text, each with the space it ends in."""
    room = width / size / (_BOLD_WIDER if is_bold else 1.0)
    lines: list[str] = []
    start, place, used = 0, 0, 0.0
    for piece in _PIECES.findall(text):
        if piece == "\n":
            place += 1
            lines.append(text[start:place])
            start, used = place, 0.0
            continue
        long = sum(map(_letter_width, piece))
        is_space = piece.isspace()
        if used and used + long > room and not is_space:
            lines.append(text[start:place])
            start, used = place, 0.0
        if long > room and not is_space:
            for letter in piece:
                wide = _letter_width(letter)
                if used and used + wide > room:
                    lines.append(text[start:place])
                    start, used = place, 0.0
                used += wide
                place += 1
        else:
            used += long
            place += len(piece)
    return [*lines, text[start:]] if text[start:] or not lines else lines


@lru_cache(maxsize=20_000)
def _letter_width(letter: str) -> float:
    """In sizes of the font."""
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL
    found, missing = _letters().getlength(letter), _letters().getlength("\uffff")
    if found == missing and ord(letter) > 0x2FF:
        return _OTHER
    wider = _CAPITALS_WIDER if letter.isupper() or letter in " ?" else _WIDER
    return found * wider / _MEASURE


@cache
def _letters() -> ImageFont.FreeTypeFont:
    file = Path(font_source_sans_pro.font_directory) / "SourceSansPro-Regular.ttf"
    return ImageFont.truetype(file, _MEASURE, layout_engine=ImageFont.Layout.BASIC)
