"""Two marks a row on the scale, joined by a bar: a filled circle and an open diamond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from owf.web.charts.rows import Rows
from owf.web.charts.theme import LIGHT
from owf.web.numbers import score

ROW = 64
"""Pixels a row: a label line above two marks, readable on a phone."""


@dataclass(frozen=True)
class TwoMarks:
    """One row: its label as plotly writes it, and the two values in levels, or none."""

    label: str
    circle: float | None
    diamond: float | None


def dumbbells(shown: Sequence[TwoMarks], levels: Sequence[int]) -> go.Figure:
    """The figure of such rows, in the order given.

    Args:
        shown: the rows.
        levels: of the scale, lowest first.
    """
    rows = Rows()
    for row, one in enumerate(shown):
        rows.label(-row + 0.38, one.label)
        if one.circle is None or one.diamond is None:
            continue
        rows.bar((one.diamond, one.circle), -row, LIGHT.quiet, 6)
        # The number goes outwards, so that two marks close together do not cover each other's.
        outwards = one.circle >= one.diamond
        for value, symbol, colour, right in (
            (one.circle, "circle", LIGHT.ahead, outwards),
            (one.diamond, "diamond-open", LIGHT.neutral, not outwards),
        ):
            rows.mark(
                value,
                -row,
                symbol,
                colour,
                text=[f"  {score(value)}" if right else f"{score(value)}  "],
                textposition="middle right" if right else "middle left",
                textfont={"size": 13, "color": LIGHT.ink},
                cliponaxis=False,
            )
    return rows.figure(
        ends=(-len(shown) + 0.45, 0.62),
        height=ROW * len(shown) + 70,
        axis="level",
        range=[levels[0], levels[-1]],
        tickvals=list(levels),
    )
