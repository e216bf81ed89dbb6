"""Vacancy rates over the years, and the size of the workforce: published figures, for reference."""

import plotly.graph_objects as go

from owf.assessment.results.reference_figures import SectorSize, Vacancies, WorkforceSize
from owf.charts import Chart
from owf.charts.columns import Cell, both, in_table, table_and_numbers
from owf.charts.rows import PLAIN_AXIS, Rows, bold, font, ground, line, note
from owf.charts.theme import LIGHT
from owf.markup import html

HEIGHT = 300
"""Pixels of the vacancy rates."""
COLOURS = (LIGHT.ahead, LIGHT.neutral, LIGHT.quiet)
"""Of the first, second and third line: none of them is ahead of or behind another."""
ROW = 48
"""Pixels a sector: a label line above its bar, readable on a phone."""


def vacancy_rates(found: Vacancies) -> Chart:
    """Draw the rate of each group, a line each; at most three groups, the highest first."""
    group, rates = next(iter(found.rates.items()))
    lowest, low = list(found.rates.items())[-1]
    by_year = {name: list(zip(found.years, of, strict=True)) for name, of in found.rates.items()}
    return Chart(
        title=(
            f"In {found.years[-1]}, {rates[-1]:g}% of posts for {group.lower()} were vacant, in "
            f"{lowest.lower()} {low[-1]:g}%."
        ),
        alt=" ".join(
            f"{name}: {', '.join(f'{rate:g}% in {year}' for year, rate in of)}."
            for name, of in by_year.items()
        ),
        figure=_vacancy_figure(found),
        table=html.table(
            "Vacancy rates in England, percent of posts",
            ("Group", *map(str, found.years)),
            ((name, *(f"{rate:g}%" for rate in of)) for name, of in found.rates.items()),
            css="owf-figures",
            numeric=frozenset(range(1, len(found.years) + 1)),
        ),
        caption=f"Published figures, not made up. Source: {found.source}.",
        is_published=True,
        numbers=[
            {"Group": name, "Year": year, "Vacant posts (%)": rate}
            for name, of in by_year.items()
            for year, rate in of
        ],
    )


def _vacancy_figure(found: Vacancies) -> go.Figure:
    years = list(found.years)
    highest = max(max(rates) for rates in found.rates.values())
    beside = {"xanchor": "left", "yanchor": "middle"}
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
                "textfont": font(13),
                "cliponaxis": False,
                "name": name,
            }
            for (name, rates), colour in zip(found.rates.items(), COLOURS, strict=False)
        ],
        {
            **ground(HEIGHT, left=8, right=8, top=22, bottom=34),
            "annotations": [
                note(years[-1] + 0.12, rates[-1], bold(name), font(13), **beside)
                for name, rates in found.rates.items()
            ],
            "xaxis": {
                "range": [years[0] - 0.2, years[-1] + 1.05],
                "tickvals": years,
                "tickfont": font(13),
                "showgrid": False,
                **PLAIN_AXIS,
            },
            "yaxis": {"visible": False, "range": [0, highest * 1.05], "fixedrange": True},
            "shapes": [line((0, 0), (1, 0), LIGHT.quiet, width=1, xref="paper")],
        },
    )


def workforce(found: WorkforceSize) -> Chart:
    first = found.sectors[0]
    in_first = first.sector[:1].lower() + first.sector[1:]
    in_all = [
        in_table("Sector", "All"),
        in_table("People", f"{found.people:,}"),
        in_table("Year of the estimate", ""),
    ]
    table, numbers = table_and_numbers(
        "People in the children’s workforce of England by sector",
        [*map(_sector_cells, found.sectors), in_all],
        css="owf-figures owf-total",
    )
    return Chart(
        title=(
            f"About {found.people / 1e6:.1f} million people worked with children in England, "
            f"{first.people / 1e6:.1f} million of them in {in_first}."
        ),
        alt=" ".join(
            f"{one.sector}: {one.people:,}, estimate of {one.year}." for one in found.sectors
        ),
        figure=_workforce_figure(found),
        table=table,
        caption=f"Published figures, not made up. Source: {found.source}.",
        is_published=True,
        numbers=numbers,
    )


def _sector_cells(one: SectorSize) -> list[Cell]:
    return [
        both("Sector", one.sector),
        both("People", one.people, f"{one.people:,}"),
        both("Year of the estimate", one.year, is_number=True),
    ]


def _workforce_figure(found: WorkforceSize) -> go.Figure:
    rows = Rows()
    for place, one in enumerate(found.sectors):
        rows.label(-place + 0.38, f"{bold(one.sector)}  {one.people:,} ({one.year})", 14)
        rows.bar((0, one.people), -place, LIGHT.neutral, 12)
    return rows.figure(
        ends=(-len(found.sectors) + 0.5, 0.75),
        height=ROW * (len(found.sectors) + 0.25) + 46,
        axis="people",
        range=[0, found.sectors[0].people * 1.05],
        dtick=250_000,
        tickformat=",",
    )
