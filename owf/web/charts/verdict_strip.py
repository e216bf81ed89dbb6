"""How many aspects of themes are ahead, behind, in line: a bar for each verdict."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.findings import W
from owf.benchmark.verdict_counts import VerdictCount, VerdictCounts
from owf.web import html
from owf.web.charts import Cell, Chart
from owf.web.charts.ground import bars_beside_names, ground
from owf.web.charts.theme import LIGHT, colour_of

ROW = 34
"""Pixels a verdict: its words beside its bar."""
ROOM = 1.35
"""The axis against the longest bar, so that its number fits beside it on a phone."""


def verdict_strip(counts: VerdictCounts[W], caption: str = "") -> Chart:
    """Draw how many findings have which verdict, best first; those that none has are left out.

    Args:
        counts: with at least one finding.
        caption: what they rest on.
    """
    there = [one for one in counts.counts if one.count]
    return Chart(
        title=counts.sentence,
        alt=" ".join(_told(one) for one in there),
        figure=_figure(there),
        table=_table(counts),
        caption=caption,
        numbers=[_numbers(one) for one in counts.counts],
    )


def _told(one: VerdictCount[W]) -> str:
    return f"{one.count} {one.verdict}: {', '.join(one.titles)}."


def _figure(there: Sequence[VerdictCount[W]]) -> go.Figure:
    rows = [-place for place in range(len(there))]
    return go.Figure(
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": [one.count for one in there],
                "y": rows,
                "width": 0.62,
                "marker": {"color": [colour_of(one.verdict.direction) for one in there]},
                "text": [f" {one.count}" for one in there],
                "textposition": "outside",
                "textfont": {"size": 14, "color": LIGHT.ink},
                "cliponaxis": False,
            }
        ],
        {
            **ground(ROW * len(there) + 12, top=4, bottom=8),
            **bars_beside_names(
                rows,
                [f"{one.verdict.symbol} {one.verdict}" for one in there],
                ROOM * max(one.count for one in there),
            ),
        },
    )


def _table(counts: VerdictCounts[W]) -> Markup:
    return html.table(
        "How many have which verdict",
        ("Verdict", "How many", "Which"),
        (
            (
                str(one.verdict),
                str(one.count),
                ", ".join(one.titles) or "none",
            )
            for one in counts.counts
        ),
        css="owf-stack",
        region="Verdicts in numbers",
        numeric=frozenset({1}),
    )


def _numbers(one: VerdictCount[W]) -> dict[str, Cell]:
    return {
        "Verdict": str(one.verdict),
        "How many": one.count,
        "Which": "; ".join(one.titles),
    }
