"""How Trusts are spread: how many overall averages fall in each of the pack's bands."""

from collections.abc import Sequence

import plotly.graph_objects as go

from owf.assessment.results.england import InBand, percent
from owf.charts import Chart
from owf.charts.columns import Cell, both, in_file, in_table, table_and_numbers
from owf.charts.rows import Part, bars_beside_names, font, ground, line, lying_bars, note, plain
from owf.charts.theme import LIGHT

ROW = 42
"""Pixels a band: one line of 14 pixels beside a bar."""
BELOW = LIGHT.quiet
"""Below the midpoint: a quiet grey. Orange is for "behind", and nobody is compared here."""
GAP = 0.55
"""Bands' heights that are left free for the midpoint's words, so that no bar covers them."""
ROOM = 1.5
"""The axis against the longest bar, so that its label fits beside it on a phone."""


def bands(counts: Sequence[InBand], midpoint: float) -> Chart:
    """The bands of the 2009 tables (METHOD 5), lowest first; at least one with a Trust in it."""
    total = sum(band.trusts for band in counts)
    table, numbers = table_and_numbers(
        "The same in numbers",
        [_cells(band, total) for band in counts],
        css="owf-figures",
        region="Bands in numbers",
    )
    return Chart(
        title=_title(counts, total),
        alt="; ".join(f"{band.label}: {_label(band, total)}" for band in counts) + ".",
        figure=_figure(counts, total, midpoint),
        table=table,
        caption=f"n = {total} Trusts. Each counts once, by its overall score.",
        numbers=numbers,
    )


def _cells(band: InBand, total: int) -> list[Cell]:
    return [
        both("Overall average", band.label),
        both("Trusts", band.trusts),
        in_table("Share", f"{percent(band.trusts, total)}%", is_number=True),
        in_file("Trusts in all", total),
    ]


def _title(counts: Sequence[InBand], total: int) -> str:
    most = max(band.trusts for band in counts)
    fullest = [band.label for band in counts if band.trusts == most]
    if len(fullest) > 1:
        return f"{total} Trusts by overall average; the fullest bands hold {most} each."
    return f"{most} of {total} Trusts average {fullest[0]} overall: the fullest band."


def _label(band: InBand, total: int) -> str:
    return f"{band.trusts} ({percent(band.trusts, total)}%)" if band.trusts else "none"


def _figure(counts: Sequence[InBand], total: int, midpoint: float) -> go.Figure:
    rows = _heights(counts, midpoint)
    trusts = [band.trusts for band in counts]
    colours = [LIGHT.ahead if band.lower >= midpoint else BELOW for band in counts]
    words = [f" {_label(band, total)}" for band in counts]
    lines = [
        row + 0.62 for row, band in zip(rows, counts, strict=True) if _begins_at(band, midpoint)
    ]
    anchor = {"xref": "paper", "xanchor": "right", "yanchor": "bottom"}
    refs: Part = {"xref": "x domain", "yref": "y", "layer": "above"}
    return go.Figure(
        [lying_bars(rows, trusts, 0.62, {"color": colours}, text=words)],
        {
            "annotations": [
                note(1, height, f"midpoint: {midpoint:g}", font(13), **anchor) for height in lines
            ],
            "shapes": [
                line((0, height), (1, height), LIGHT.ink, "dash", **refs) for height in lines
            ],
            **bars_beside_names(rows, [plain(band.label) for band in counts], ROOM * max(trusts)),
            **ground(round(ROW * (rows[0] - rows[-1] + 1)) + 16, top=8, bottom=8),
        },
    )


def _heights(counts: Sequence[InBand], midpoint: float) -> list[float]:
    rows: list[float] = []
    height = 0.0
    for band in counts:
        height -= GAP if _begins_at(band, midpoint) and rows else 0.0
        rows.append(height)
        height -= 1.0
    return rows


def _begins_at(band: InBand, midpoint: float) -> bool:
    return abs(band.lower - midpoint) < 1e-9
