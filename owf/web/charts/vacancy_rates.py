"""Vacancy rates over the years: published figures, for reference."""

from __future__ import annotations

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.evidence_base import Vacancies
from owf.web import html
from owf.web.charts import Cell, Chart
from owf.web.charts.ground import ground
from owf.web.charts.rows import bold
from owf.web.charts.theme import LIGHT

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
        figure=_figure(found),
        table=_table(found),
        caption=f"Published figures, not made up. Source: {found.source}.",
        is_published=True,
        numbers=[
            _numbers(name, year, rate)
            for name, of in found.rates.items()
            for year, rate in zip(found.years, of, strict=True)
        ],
    )


def _figure(found: Vacancies) -> go.Figure:
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


def _table(found: Vacancies) -> Markup:
    return html.table(
        "Vacancy rates in England, percent of posts",
        ("Group", *(str(year) for year in found.years)),
        ((name, *(f"{rate:g}%" for rate in rates)) for name, rates in found.rates.items()),
        css="owf-figures",
        numeric=frozenset(range(1, len(found.years) + 1)),
    )


def _numbers(name: str, year: int, rate: float) -> dict[str, Cell]:
    return {"Group": name, "Year": year, "Vacant posts (%)": rate}
