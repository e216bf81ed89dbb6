"""What every figure stands on: its ground, its margins, its writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from owf.web.charts.theme import FONT, LIGHT


def ground(
    height: float, *, left: int = 4, right: int = 4, top: int = 6, bottom: int = 46
) -> dict[str, Any]:
    """The part of plotly's layout that all figures share.

    Args:
        height: of the whole figure, pixels; its width is that of the page.
        left: pixels left free beside what is drawn.
        right: the same on the other side.
        top: pixels above.
        bottom: pixels below.
    """
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "plot_bgcolor": LIGHT.ground,
        "paper_bgcolor": LIGHT.ground,
        "font": {"family": FONT, "color": LIGHT.ink},
        "showlegend": False,
    }


def bars_beside_names(
    rows: Sequence[float], names: Sequence[str], longest: float
) -> dict[str, Any]:
    """The axes of lying bars: each bar's name stands beside it, and its number at its end.

    Args:
        rows: heights of the bars, from the top down.
        names: theirs, as plotly writes them.
        longest: value at which the axis ends: past the longest bar, so that its number has room.
    """
    return {
        "xaxis": {"visible": False, "range": [0, longest], "fixedrange": True},
        "yaxis": {
            "tickvals": list(rows),
            "ticktext": [f"{name}  " for name in names],
            "tickfont": {"size": 14, "color": LIGHT.ink},
            "range": [rows[-1] - 0.5, rows[0] + 0.5],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    }
