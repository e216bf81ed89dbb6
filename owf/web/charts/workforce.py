"""How many people worked with children, by sector: a published figure, for reference."""

from __future__ import annotations

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.evidence_base import SectorSize, WorkforceSize
from owf.web import html
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, bold
from owf.web.charts.theme import LIGHT

ROW = 48
"""Pixels a sector: a label line above its bar, readable on a phone."""


def workforce(found: WorkforceSize) -> Chart:
    """Draw the size of each sector, the largest first.

    Args:
        found: as it was published.
    """
    first = found.sectors[0]
    return Chart(
        title=(
            f"About {found.people / 1e6:.1f} million people worked with children in England, "
            f"{first.people / 1e6:.1f} million of them in {_within(first.sector)}."
        ),
        alt=" ".join(
            f"{one.sector}: {_people(one)}, estimate of {one.year}." for one in found.sectors
        ),
        figure=_figure(found),
        table=_table(found),
        caption=f"Published figures, not made up. Source: {found.source}.",
        is_published=True,
        numbers=[_numbers(one) for one in found.sectors],
    )


def _within(sector: str) -> str:
    return sector[:1].lower() + sector[1:]


def _people(one: SectorSize) -> str:
    return f"{one.people:,}"


def _figure(found: WorkforceSize) -> go.Figure:
    rows = Rows()
    for place, one in enumerate(found.sectors):
        rows.label(-place + 0.38, f"{bold(one.sector)}  {_people(one)} ({one.year})", 14)
        rows.bar((0, one.people), -place, LIGHT.neutral, 12)
    return rows.figure(
        ends=(-len(found.sectors) + 0.5, 0.75),
        height=ROW * (len(found.sectors) + 0.25) + 46,
        axis="people",
        range=[0, found.sectors[0].people * 1.05],
        dtick=250_000,
        tickformat=",",
    )


def _table(found: WorkforceSize) -> Markup:
    return html.table(
        "People in the children’s workforce of England by sector",
        ("Sector", "People", "Year of the estimate"),
        (
            *((one.sector, _people(one), one.year) for one in found.sectors),
            ("All", f"{found.people:,}", ""),
        ),
        css="owf-figures owf-total",
        numeric=frozenset({1, 2}),
    )


def _numbers(one: SectorSize) -> dict[str, Cell]:
    return {"Sector": one.sector, "People": one.people, "Year of the estimate": one.year}
