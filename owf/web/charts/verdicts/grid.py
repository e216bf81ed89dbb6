"""How many aspects of themes are ahead, behind, in line: a bar for each verdict."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import Finding, W
from owf.benchmark.words.key_points import VerdictCount, VerdictCounts
from owf.questionnaire import Pack
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import bars_beside_names, ground
from owf.web.charts.theme import LIGHT, colour_of
from owf.web.markup import html
from owf.web.markup.tables import theme_tables
from owf.web.markup.verdicts import verdict_with_working

_NOT_ASKED = Markup('<span class="owf-none">not asked</span>')


def verdict_grid(findings: Sequence[Finding], pack: Pack, rules: Rules = DEFAULT_RULES) -> Markup:
    """Lay out the cells: aspects down, themes across, both in the pack's order and words.

    Where themes are many there are several tables, each with the aspects that its themes have.
    """
    cells = {
        (finding.theme, finding.aspect): finding
        for finding in findings
        if finding.kind is GroupKind.CELL
    }
    return theme_tables(
        "Verdict on each aspect of each theme",
        ("Aspect", *(theme.short_title for theme in pack.themes)),
        (
            (
                aspect.title,
                *(_cell(cells.get((theme.id, aspect.id)), rules) for theme in pack.themes),
            )
            for aspect in pack.aspects
        ),
        css="owf-standings owf-verdicts owf-stack",
        nothing=_NOT_ASKED,
    )


def _cell(finding: Finding | None, rules: Rules) -> Markup:
    if finding is None:
        return _NOT_ASKED
    one = (
        Markup(' <span class="owf-small">one question</span>')
        if finding.n_items == 1
        else html.NOTHING
    )
    return Markup("{}{}").format(verdict_with_working(finding, rules), one)


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
