"""Vacancy rates over the years: published figures, for reference."""

from __future__ import annotations

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.results.reference_figures import SectorSize, Vacancies, WorkforceSize
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, bold, ground
from owf.web.charts.theme import LIGHT
from owf.web.markup import html

HEIGHT = 300
"""Pixels."""
COLOURS = (LIGHT.ahead, LIGHT.neutral, LIGHT.quiet)
"""Of the first, second and third line: none of them is ahead of or behind another."""


def vacancy_rates(found: Vacancies) -> Chart:
    """Draw the rate of each group, a line each, from zero on.

    Args:
        found: as they were published, at most three groups, the highest first.
    """
    group, rates = next(iter(found.rates.items()))
    lowest, low = list(found.rates.items())[-1]
    return Chart(
        title=(
            f"In {found.years[-1]}, {rates[-1]:g}% of posts for {group.lower()} were vacant, in "
            f"{lowest.lower()} {low[-1]:g}%."
        ),
        alt=" ".join(
            f"{name}: "
            + ", ".join(f"{rate:g}% in {year}" for year, rate in zip(found.years, of, strict=True))
            + "."
            for name, of in found.rates.items()
        ),
        figure=_vacancy_figure(found),
        table=_vacancy_table(found),
        caption=f"Published figures, not made up. Source: {found.source}.",
        is_published=True,
        numbers=[
            _vacancy_rows(name, year, rate)
            for name, of in found.rates.items()
            for year, rate in zip(found.years, of, strict=True)
        ],
    )


def _vacancy_figure(found: Vacancies) -> go.Figure:
    years = list(found.years)
    return go.Figure(
        [
            {
                "type": "scatter",
                "x": years,
                "y": list(rates),
                "mode": "lines+markers+text",
                "line": {"color": colour, "width": 3},
                "marker": {"color": colour, "size": 9},
                "text": [f"{rate:g}%" for rate in rates],
                "textposition": "top center",
                "textfont": {"size": 13, "color": LIGHT.ink},
                "cliponaxis": False,
                "name": name,
            }
            for (name, rates), colour in zip(found.rates.items(), COLOURS, strict=False)
        ],
        {
            **ground(HEIGHT, left=8, right=8, top=22, bottom=34),
            "annotations": [
                {
                    "x": years[-1] + 0.12,
                    "y": rates[-1],
                    "xanchor": "left",
                    "yanchor": "middle",
                    "text": bold(name),
                    "showarrow": False,
                    "font": {"size": 13, "color": LIGHT.ink},
                }
                for name, rates in found.rates.items()
            ],
            "xaxis": {
                "range": [years[0] - 0.2, years[-1] + 1.05],
                "tickvals": years,
                "tickfont": {"size": 13, "color": LIGHT.ink},
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "visible": False,
                "range": [0, max(max(rates) for rates in found.rates.values()) * 1.05],
                "fixedrange": True,
            },
            "shapes": [
                {
                    "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0,
                    "line": {"color": LIGHT.quiet, "width": 1}, "layer": "below",
                }
            ],
        },
    )  # fmt: skip


def _vacancy_table(found: Vacancies) -> Markup:
    return html.table(
        "Vacancy rates in England, percent of posts",
        ("Group", *(str(year) for year in found.years)),
        ((name, *(f"{rate:g}%" for rate in rates)) for name, rates in found.rates.items()),
        css="owf-figures",
        numeric=frozenset(range(1, len(found.years) + 1)),
    )


def _vacancy_rows(name: str, year: int, rate: float) -> dict[str, Cell]:
    return {"Group": name, "Year": year, "Vacant posts (%)": rate}


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
        figure=_workforce_figure(found),
        table=_workforce_table(found),
        caption=f"Published figures, not made up. Source: {found.source}.",
        is_published=True,
        numbers=[_workforce_rows(one) for one in found.sectors],
    )


def _within(sector: str) -> str:
    return sector[:1].lower() + sector[1:]


def _people(one: SectorSize) -> str:
    return f"{one.people:,}"


def _workforce_figure(found: WorkforceSize) -> go.Figure:
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


def _workforce_table(found: WorkforceSize) -> Markup:
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


def _workforce_rows(one: SectorSize) -> dict[str, Cell]:
    return {"Sector": one.sector, "People": one.people, "Year of the estimate": one.year}
