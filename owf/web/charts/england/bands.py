"""How Trusts are spread: how many overall averages fall in each of the pack's bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.results.england import InBand, percent
from owf.web.charts import Chart
from owf.web.charts.rows import bars_beside_names, ground, plain
from owf.web.charts.theme import LIGHT
from owf.web.markup import html

ROW = 42
"""Pixels a band: one line of 14 pixels beside a bar."""
BELOW = LIGHT.quiet
"""Below the midpoint: a quiet grey. Orange is for "behind", and nobody is compared here."""
GAP = 0.55
"""Bands' heights that are left free for the midpoint's words, so that no bar covers them."""
ROOM = 1.5
"""The axis against the longest bar, so that its label fits beside it on a phone."""


def bands(counts: Sequence[InBand], midpoint: float) -> Chart:
    """Draw the bands of the 2009 tables (METHOD 5), lowest first.

    Args:
        counts: every band of the pack, at least one with a Trust in it.
        midpoint: of the scale, in levels; marked where a band begins there.
    """
    total = sum(band.trusts for band in counts)
    return Chart(
        title=_title(counts, total),
        alt="; ".join(f"{band.label}: {_label(band, total)}" for band in counts) + ".",
        figure=_figure(counts, total, midpoint),
        table=_table(counts, total),
        caption=f"n = {total} Trusts. Each counts once, by its overall score.",
        numbers=[
            {"Overall average": band.label, "Trusts": band.trusts, "Trusts in all": total}
            for band in counts
        ],
    )


def _title(counts: Sequence[InBand], total: int) -> str:
    most = max(band.trusts for band in counts)
    fullest = [band.label for band in counts if band.trusts == most]
    if len(fullest) > 1:
        return f"{total} Trusts by overall average; the fullest bands hold {most} each."
    return f"{most} of {total} Trusts average {fullest[0]} overall: the fullest band."


def _label(band: InBand, total: int) -> str:
    return f"{band.trusts} ({percent(band.trusts, total)}%)" if band.trusts else "none"


def _figure(counts: Sequence[InBand], total: int, midpoint: float) -> go.Figure:
    rows = _rows(counts, midpoint)
    bars = {
        "type": "bar",
        "x": [band.trusts for band in counts],
        "y": rows,
        "orientation": "h",
        "width": 0.62,
        "marker": {"color": [LIGHT.ahead if band.lower >= midpoint else BELOW for band in counts]},
        "text": [f" {_label(band, total)}" for band in counts],
        "textposition": "outside",
        "textfont": {"size": 14, "color": LIGHT.ink},
        "cliponaxis": False,
        "showlegend": False,
    }
    heights = [
        row + 0.62 for row, band in zip(rows, counts, strict=True) if _begins_at(band, midpoint)
    ]
    return go.Figure(
        [bars],
        {
            "annotations": [_midpoint_in_words(height, midpoint) for height in heights],
            "shapes": [_midpoint_line(height) for height in heights],
            **bars_beside_names(
                rows,
                [plain(band.label) for band in counts],
                ROOM * max(band.trusts for band in counts),
            ),
            **ground(round(ROW * (rows[0] - rows[-1] + 1)) + 16, top=8, bottom=8),
        },
    )


def _rows(counts: Sequence[InBand], midpoint: float) -> list[float]:
    """Heights of the bands, from the top down, with room for a line of words at the midpoint."""
    rows: list[float] = []
    height = 0.0
    for band in counts:
        height -= GAP if _begins_at(band, midpoint) and rows else 0.0
        rows.append(height)
        height -= 1.0
    return rows


def _begins_at(band: InBand, midpoint: float) -> bool:
    return abs(band.lower - midpoint) < 1e-9


def _midpoint_line(height: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "x domain",
        "y0": height,
        "y1": height,
        "yref": "y",
        "line": {"color": LIGHT.ink, "width": 1.5, "dash": "dash"},
    }


def _midpoint_in_words(height: float, midpoint: float) -> dict[str, Any]:
    return {
        "x": 1,
        "y": height,
        "xref": "paper",
        "xanchor": "right",
        "yanchor": "bottom",
        "text": f"midpoint: {midpoint:g}",
        "showarrow": False,
        "font": {"size": 13, "color": LIGHT.ink},
    }


def _table(counts: Sequence[InBand], total: int) -> Markup:
    return html.table(
        "The same in numbers",
        ("Overall average", "Trusts", "Share"),
        ((band.label, str(band.trusts), f"{percent(band.trusts, total)}%") for band in counts),
        css="owf-figures",
        region="Bands in numbers",
        numeric=frozenset({1, 2}),
    )
