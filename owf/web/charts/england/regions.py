"""The regions side by side on one score, with England's mean: in their usual order, not ranked."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.disclosure.trusts import FEWEST_TRUSTS
from owf.assessment.results.england import Line, Part
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, bold
from owf.web.charts.theme import LIGHT
from owf.web.markup import html
from owf.web.markup.formatting import score

ROW = 50
"""Pixels a region: a label line above its mark, readable on a phone."""
HEAD = 30
"""Pixels above the first region, where England's mean has its name."""
TOO_FEW = "too few Trusts to show"


def regions_beside(regions: Sequence[Part], line: Line) -> Chart:
    """Draw each region's mean score.

    Args:
        regions: in their usual order.
        line: England overall or on one theme.
    """
    return Chart(
        title=_title(regions, line),
        alt=" ".join(f"{one.name}: {_told(one, line.key)}." for one in regions),
        figure=_figure(regions, line),
        table=_table(regions, line),
        caption=(
            f"n is the number of Trusts in a region’s mean; {line.mean.n} in England’s. Each Trust "
            f"counts once. Fewer than {FEWEST_TRUSTS} are not shown. Regions are not ranked."
        ),
        numbers=[_numbers(one, line) for one in regions],
    )


def _title(regions: Sequence[Part], line: Line) -> str:
    values = [value for one in regions if (value := one.means[line.key].value) is not None]
    if not values or line.mean.value is None:
        return f"{line.title}: too few Trusts have published to put regions side by side."
    return (
        f"{line.title}: regions’ means run from {score(min(values), 2)} to "
        f"{score(max(values), 2)}, England’s is {score(line.mean.value, 2)}."
    )


def _told(one: Part, key: str) -> str:
    mean = one.means[key]
    return TOO_FEW if mean.value is None else f"{score(mean.value, 2)} over {mean.n} Trusts"


def _figure(regions: Sequence[Part], line: Line) -> go.Figure:
    rows = Rows()
    for place, one in enumerate(regions):
        mean = one.means[line.key]
        said = TOO_FEW if mean.value is None else f"{score(mean.value, 2)}  n = {mean.n}"
        rows.label(-place + 0.36, f"{bold(one.name)}  {said}")
        if mean.value is None:
            continue
        if line.mean.value is not None:
            rows.bar((line.mean.value, mean.value), -place, LIGHT.quiet, 3)
        rows.mark(mean.value, -place, "circle", LIGHT.ahead)
    if line.mean.value is not None:
        rows.mean(line.mean.value, f"England: {score(line.mean.value, 2)}")
    low, high = _reach(regions, line)
    return rows.figure(
        ends=(-len(regions) + 0.5, 0.75),
        height=ROW * (len(regions) + 0.25) + HEAD + 46,
        axis="mean score, in levels",
        top=HEAD,
        range=[low, high],
        dtick=0.5,
        tickformat=".1f",
    )


def _reach(regions: Sequence[Part], line: Line) -> tuple[float, float]:
    """The ends of the axis: half levels around all means, two levels at least."""
    values = [
        value
        for value in (*(one.means[line.key].value for one in regions), line.mean.value)
        if value is not None
    ]
    if not values:
        return 1.0, 5.0
    low, high = math.floor(min(values) * 2) / 2, math.ceil(max(values) * 2) / 2
    # Small differences are not to look large.
    spare = max(0.0, 2.0 - (high - low)) / 2
    return low - spare - 0.05, high + spare + 0.05


def _table(regions: Sequence[Part], line: Line) -> Markup:
    return html.table(
        f"Regions’ means: {line.title}",
        ("Region", "Mean", "Trusts"),
        (
            (
                one.name,
                TOO_FEW if (mean := one.means[line.key]).value is None else score(mean.value, 2),
                str(mean.n),
            )
            for one in regions
        ),
        css="owf-figures",
        region="Regions side by side in numbers",
        numeric=frozenset({1, 2}),
    )


def _numbers(one: Part, line: Line) -> dict[str, Cell]:
    mean = one.means[line.key]
    return {"Region": one.name, "Score": line.title, "Mean": mean.value, "Trusts": mean.n}
