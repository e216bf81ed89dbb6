"""How many aspects of themes are ahead, behind, in line: a bar for each verdict."""

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import Finding, W
from owf.benchmark.words.key_points import VerdictCount, VerdictCounts
from owf.charts import Chart
from owf.charts.columns import Cell, both, table_and_numbers
from owf.charts.rows import bars_beside_names, ground, lying_bars
from owf.charts.theme import colour_of
from owf.markup import html
from owf.markup.tables import theme_tables
from owf.markup.verdicts import verdict_with_working
from owf.questionnaire import Pack

_NOT_ASKED = Markup('<span class="owf-none">not asked</span>')
ROW = 34
"""Pixels a verdict: its words beside its bar."""
ROOM = 1.35
"""The axis against the longest bar, so that its number fits beside it on a phone."""


def verdict_grid(findings: Sequence[Finding], pack: Pack, rules: Rules = DEFAULT_RULES) -> Markup:
    """Aspects down, themes across; many themes make several tables, each with its own aspects."""
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
                *(_verdict(cells.get((theme.id, aspect.id)), rules) for theme in pack.themes),
            )
            for aspect in pack.aspects
        ),
        css="owf-standings owf-verdicts owf-stack",
        nothing=_NOT_ASKED,
    )


def _verdict(finding: Finding | None, rules: Rules) -> Markup:
    if finding is None:
        return _NOT_ASKED
    one = (
        Markup(' <span class="owf-small">one question</span>')
        if finding.n_items == 1
        else html.NOTHING
    )
    return Markup("{}{}").format(verdict_with_working(finding, rules), one)


def verdict_strip(counts: VerdictCounts[W], caption: str = "") -> Chart:
    there = [one for one in counts.counts if one.count]
    table, numbers = table_and_numbers(
        "How many have which verdict",
        map(_cells, counts.counts),
        css="owf-stack",
        region="Verdicts in numbers",
    )
    return Chart(
        title=counts.sentence,
        alt=" ".join(f"{one.count} {one.verdict}: {', '.join(one.titles)}." for one in there),
        figure=_figure(there),
        table=table,
        caption=caption,
        numbers=numbers,
    )


def _cells(one: VerdictCount[W]) -> list[Cell]:
    return [
        both("Verdict", str(one.verdict)),
        both("How many", one.count),
        both("Which", "; ".join(one.titles), ", ".join(one.titles) or "none"),
    ]


def _figure(there: Sequence[VerdictCount[W]]) -> go.Figure:
    rows = [-place for place in range(len(there))]
    counts = [one.count for one in there]
    colours = [colour_of(one.verdict.direction) for one in there]
    names = [f"{one.verdict.symbol} {one.verdict}" for one in there]
    words = [f" {count}" for count in counts]
    return go.Figure(
        [lying_bars(rows, counts, 0.62, {"color": colours}, text=words)],
        {
            **ground(ROW * len(there) + 12, top=4, bottom=8),
            **bars_beside_names(rows, names, ROOM * max(counts)),
        },
    )
