"""One chart a module: findings in; figure, sentence and table out.

The visual language is DESIGN's: blue is ahead, orange behind, grey the rest, always with the
verdict's symbol; at most four series, labels beside what they name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

BLUE, ORANGE, GREY, INK = "#12436D", "#F46A25", "#5F6B76", "#14202B"

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Arial, sans-serif'

CONFIG = {"displayModeBar": False, "staticPlot": True, "responsive": True}
"""Plotly's mode bar has buttons without names, and nothing here is shown by hovering only."""


@dataclass(frozen=True)
class Chart:
    """A figure with the sentence that is its title, the text that replaces it, and its table."""

    title: str
    alt: str
    figure: Any
    table: Markup


def colour_of(direction: int) -> str:
    """Blue for ahead, orange for behind, grey for the rest; ``direction`` is 1, -1 or 0."""
    return {1: BLUE, -1: ORANGE}.get(direction, GREY)
