"""The regions side by side on one score, with England's mean: in their usual order, not ranked."""

from collections.abc import Sequence

import plotly.graph_objects as go

from owf.assessment.disclosure.trusts import FEWEST_TRUSTS
from owf.assessment.results.england import Line, Part
from owf.charts import Chart
from owf.charts.columns import Cell, both, in_file, table_and_numbers
from owf.charts.rows import Rows, bold, half_levels
from owf.charts.theme import LIGHT
from owf.markup.formatting import score

ROW = 50
"""Pixels a region: a label line above its mark, readable on a phone."""
HEAD = 30
"""Pixels above the first region, where England's mean has its name."""
TOO_FEW = "too few Trusts to show"


def regions_beside(regions: Sequence[Part], line: Line) -> Chart:
    table, numbers = table_and_numbers(
        f"Regions’ means: {line.title}",
        [_cells(one, line) for one in regions],
        css="owf-figures",
        region="Regions side by side in numbers",
    )
    return Chart(
        title=_title(regions, line),
        alt=" ".join(f"{one.name}: {_mean(one, line, ' over {} Trusts')}." for one in regions),
        figure=_figure(regions, line),
        table=table,
        caption=(
            f"n is the number of Trusts in a region’s mean; {line.mean.n} in England’s. Each Trust "
            f"counts once. Fewer than {FEWEST_TRUSTS} are not shown. Regions are not ranked."
        ),
        numbers=numbers,
    )


def _cells(one: Part, line: Line) -> list[Cell]:
    mean = one.means[line.key]
    return [
        both("Region", one.name),
        in_file("Score", line.title),
        both("Mean", mean.value, _mean(one, line)),
        both("Trusts", mean.n),
    ]


def _title(regions: Sequence[Part], line: Line) -> str:
    values = [value for one in regions if (value := one.means[line.key].value) is not None]
    if not values or line.mean.value is None:
        return f"{line.title}: too few Trusts have published to put regions side by side."
    return (
        f"{line.title}: regions’ means run from {score(min(values), 2)} to "
        f"{score(max(values), 2)}, England’s is {score(line.mean.value, 2)}."
    )


def _mean(one: Part, line: Line, over: str = "") -> str:
    mean = one.means[line.key]
    return TOO_FEW if mean.value is None else f"{score(mean.value, 2)}{over.format(mean.n)}"


def _figure(regions: Sequence[Part], line: Line) -> go.Figure:
    rows, england = Rows(), line.mean.value
    means = [one.means[line.key].value for one in regions]
    for place, (one, mean) in enumerate(zip(regions, means, strict=True)):
        rows.label(-place + 0.36, f"{bold(one.name)}  {_mean(one, line, '  n = {}')}")
        if mean is None:
            continue
        if england is not None:
            rows.bar((england, mean), -place, LIGHT.quiet, 3)
        rows.mark(mean, -place, "circle", LIGHT.ahead)
    if england is not None:
        rows.mean(england, f"England: {score(england, 2)}")
    return rows.figure(
        ends=(-len(regions) + 0.5, 0.75),
        height=ROW * (len(regions) + 0.25) + HEAD + 46,
        axis="mean score, in levels",
        top=HEAD,
        range=half_levels([*means, england]),
        dtick=0.5,
        tickformat=".1f",
    )
