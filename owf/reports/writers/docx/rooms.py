"""How much room a page of a Word report has for text, tables and figures."""

from dataclasses import dataclass

_MM = 72 / 25.4
_PER_POINT = 20
"""What Word counts in."""


@dataclass(frozen=True)
class Room:
    """Lengths in millimetres; ``edge``: the margin above and below.

    ``pixels``: how wide a figure is drawn for it; ``halves``: side by side, ``gutter`` apart.
    """

    width: float
    height: float
    margin: float
    edge: float
    pixels: int
    halves: int = 1
    gutter: float = 8

    @property
    def points(self) -> float:
        """How wide a line of text is."""
        left = self.width - 2 * self.margin - (self.halves - 1) * self.gutter
        return left / self.halves * _MM

    @property
    def gutter_points(self) -> float:
        return self.gutter * _MM

    @property
    def most_high(self) -> float:
        """Points that a figure may be high, so that heading and caption are on its page."""
        return (self.height - 2 * self.edge - 70) * _MM


def twips(points: float) -> int:
    return round(points * _PER_POINT)


def twips_of_mm(millimetres: float) -> int:
    return twips(millimetres * _MM)


PAGE = Room(210, 297, 18, 22, 720)
COMPACT = Room(210, 297, 12, 13, 760)
HALVES = Room(210, 297, 12, 13, 480, halves=2)
WIDE = Room(297, 210, 18, 20, 720)
"""Across, for tables of many columns."""
