"""Who has signed off: for each region, how many of its Trusts."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.results.england import Part, percent
from owf.assessment.results.steps import region_in_a_sentence
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import bars_beside_names, ground, plain
from owf.web.charts.theme import LIGHT
from owf.web.markup import html

ROW = 34
"""Pixels a region."""


def participation(regions: Sequence[Part], england: Part, year: int) -> Chart:
    """Draw how many Trusts of each region have signed, of all that there were.

    Args:
        regions: in their usual order.
        england: all of them together.
        year: of the cycle.
    """
    return Chart(
        title=_title(regions, england, year),
        alt=" ".join(f"{one.name}: {_label(one)}." for one in (*regions, england)),
        figure=_figure(regions),
        table=_table((*regions, england), year),
        caption=f"n = {england.trusts} Trusts in {year}.",
        numbers=[_numbers(one) for one in (*regions, england)],
    )


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
    most = max((one.trusts for one in regions), default=1)
    bar = {"type": "bar", "orientation": "h", "y": rows, "width": 0.56}
    return go.Figure(
        [
            {
                **bar,
                "x": [one.trusts for one in regions],
                "marker": {"color": LIGHT.ground, "line": {"color": LIGHT.quiet, "width": 1.5}},
                "text": [f" {_label(one)}" for one in regions],
                "textposition": "outside",
                "textfont": {"size": 14, "color": LIGHT.ink},
                "cliponaxis": False,
                "name": "all Trusts",
            },
            {
                **bar,
                "x": [one.signed for one in regions],
                "marker": {"color": LIGHT.ahead},
                "name": "signed off",
            },
        ],
        {
            **ground(ROW * len(regions) + 12, top=4, bottom=8),
            "barmode": "overlay",
            **bars_beside_names(rows, [plain(one.name) for one in regions], most * 1.5),
        },
    )


def _table(parts: Sequence[Part], year: int) -> Markup:
    return html.table(
        f"Trusts that have signed off {year}, of all that there were",
        ("Region", "Signed off", "Trusts"),
        ((one.name, str(one.signed), str(one.trusts)) for one in parts),
        css="owf-figures owf-total",
        numeric=frozenset({1, 2}),
    )


def _numbers(one: Part) -> dict[str, Cell]:
    return {"Region": one.name, "Signed off": one.signed, "Trusts": one.trusts}
