"""Who has signed off: for each region, how many of its Trusts."""

from collections.abc import Sequence

import plotly.graph_objects as go

from owf.assessment.results.england import Part, percent
from owf.assessment.results.steps import region_in_a_sentence
from owf.charts import Chart
from owf.charts.columns import Cell, both, table_and_numbers
from owf.charts.rows import bars_beside_names, ground, lying_bars, plain
from owf.charts.theme import LIGHT

ROW = 34
"""Pixels a region."""
ROOM = 1.5
"""The axis against the longest bar, so that its label fits beside it on a phone."""


def participation(regions: Sequence[Part], england: Part, year: int) -> Chart:
    parts = (*regions, england)
    table, numbers = table_and_numbers(
        f"Trusts that have signed off {year}, of all that there were",
        map(_cells, parts),
        css="owf-figures owf-total",
    )
    return Chart(
        title=_title(regions, england, year),
        alt=" ".join(f"{one.name}: {_label(one)}." for one in parts),
        figure=_figure(regions),
        table=table,
        caption=f"n = {england.trusts} Trusts in {year}.",
        numbers=numbers,
    )


def _cells(one: Part) -> list[Cell]:
    return [both("Region", one.name), both("Signed off", one.signed), both("Trusts", one.trusts)]


def _title(regions: Sequence[Part], england: Part, year: int) -> str:
    if england.signed == england.trusts:
        return f"All {england.trusts} Trusts have signed off {year}."
    missing = [one for one in regions if one.signed < one.trusts]
    where = (
        f"; those missing are all in {region_in_a_sentence(missing[0].name)}"
        if len(missing) == 1
        else f"; Trusts are missing in {len(missing)} of the {len(regions)} regions"
        if len(missing) > 1
        else ""
    )
    return (
        f"{england.signed} of the {england.trusts} Trusts "
        f"({percent(england.signed, england.trusts)}%) have signed off {year}{where}."
    )


def _label(one: Part) -> str:
    return f"{one.signed} of {one.trusts}"


def _figure(regions: Sequence[Part]) -> go.Figure:
    rows = [-place for place in range(len(regions))]
    trusts, signed = [one.trusts for one in regions], [one.signed for one in regions]
    hollow = {"color": LIGHT.ground, "line": {"color": LIGHT.quiet, "width": 1.5}}
    words = [f" {_label(one)}" for one in regions]
    return go.Figure(
        [
            lying_bars(rows, trusts, 0.56, hollow, text=words, name="all Trusts"),
            lying_bars(rows, signed, 0.56, {"color": LIGHT.ahead}, name="signed off"),
        ],
        {
            "barmode": "overlay",
            **bars_beside_names(
                rows, [plain(one.name) for one in regions], ROOM * max(trusts, default=1)
            ),
            **ground(ROW * len(regions) + 12, top=4, bottom=8),
        },
    )
