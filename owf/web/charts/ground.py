"""What every figure stands on: its ground, its margins, its writing."""

from __future__ import annotations

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
