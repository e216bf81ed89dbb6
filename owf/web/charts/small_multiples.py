"""All signed years: one small plot for the overall score and for each theme, on one scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark import Comparable
from owf.benchmark.histories import ScoreHistory, YearPoint
from owf.web import html
from owf.web.charts import Cell, Chart
from owf.web.charts.ground import ground
from owf.web.charts.rows import in_lines
from owf.web.charts.theme import LIGHT
from owf.web.numbers import score

COLUMNS = 2
"""Side by side: as many as a phone has room for."""
HEAD, PLOT, FOOT = 46, 130, 34
"""Pixels of each: its two lines of heading, what is drawn, the years below."""
GAP = 0.1
"""Share of the width between two columns."""
LETTERS = 24
"""Letters of a heading that fit over a plot on a phone."""
MOST_YEARS = 6
"""Years that are named under a plot; of more, every other one."""
SPARE = 0.35
"""Years left free on either side of the line."""


def small_multiples(histories: Sequence[ScoreHistory], trust: str, region: str) -> Chart:
    """Draw the years of a Trust, overall first, then its themes.

    Args:
        histories: at least one, all over the same years.
        trust: the Trust's name.
        region: as it stands in a sentence.
    """
    return Chart(
        title=histories[0].sentence,
        alt=" ".join(one.sentence for one in histories),
        figure=_figure(histories),
        table=_table(histories),
        caption=_caption(histories, trust, region),
        numbers=[row for one in histories for row in _numbers(one)],
    )


def _caption(histories: Sequence[ScoreHistory], trust: str, region: str) -> str:
    ribbon = histories[0].region
    own = f"The line is {trust}, with the 95% limits of each year’s score."
    around = (
        f"The band is the middle half of the {ribbon.trusts} Trusts of {region} that are there in "
        "every year shown, the dotted line their median."
        if ribbon.points
        else f"There is no band of {region}: {ribbon.why_not}"
    )
    joins = {point.join.comparable for one in histories for point in one.points if point.join}
    if Comparable.WITH_CARE in joins:
        around += " A dashed part is compared with care, because a question was changed."
    if Comparable.NO in joins:
        around += " Where the line is broken, the questions cannot be compared."
    if any(one.behind for one in histories):
        names = ", ".join(dict.fromkeys(behind.trust for one in histories for behind in one.behind))
        around += f" The grey dashes are {names}, from which {trust} was made."
    return f"{own} {around}"


def _figure(histories: Sequence[ScoreHistory]) -> go.Figure:
    rows = math.ceil(len(histories) / COLUMNS)
    each = HEAD + PLOT + FOOT
    height = each * rows
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    ends = _reach(histories)
    for place, one in enumerate(histories):
        row, column = divmod(place, COLUMNS)
        name = str(place + 1) if place else ""
        across = _share(column)
        top = 1 - (row * each + HEAD) / height
        domain = [top - PLOT / height, top]
        layout |= _axes(name, one, across, domain, ends)
        traces.extend(_lines(one, name))
        notes.extend(_heading(one, across[0], top))
        notes.extend(_last(one, name))
    return go.Figure(
        traces,
        {**ground(height, left=30, right=8, top=0, bottom=0), "annotations": notes, **layout},
    )


def _share(column: int) -> list[float]:
    wide = (1 - GAP * (COLUMNS - 1)) / COLUMNS
    start = column * (wide + GAP)
    return [start, start + wide]


def _axes(
    name: str,
    one: ScoreHistory,
    across: Sequence[float],
    up: Sequence[float],
    ends: tuple[float, float],
) -> dict[str, Any]:
    years = [point.year for point in one.points]
    named = years if len(years) <= MOST_YEARS else years[::-1][::2][::-1]
    writing = {"size": 11, "color": LIGHT.muted}
    return {
        f"xaxis{name}": {
            "domain": list(across),
            "anchor": f"y{name}",
            "range": [years[0] - SPARE, years[-1] + SPARE + 0.15],
            "tickvals": named,
            "ticktext": [str(year) for year in named],
            "tickfont": writing,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        f"yaxis{name}": {
            "domain": list(up),
            "anchor": f"x{name}",
            "range": list(ends),
            "dtick": 1 if ends[1] - ends[0] > 2 else 0.5,
            "tickformat": ".1f",
            "tickfont": writing,
            "gridcolor": LIGHT.grid,
            "zeroline": False,
            "fixedrange": True,
        },
    }


def _lines(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    """What is drawn of one score, from the back to the front."""
    plane = {"type": "scatter", "xaxis": f"x{name}", "yaxis": f"y{name}", "hoverinfo": "skip"}
    ribbon = one.region.points
    if ribbon:
        years = [point.year for point in ribbon]
        yield {
            **plane,
            "x": [*years, *reversed(years)],
            "y": [
                *(point.upper_quartile for point in ribbon),
                *(point.lower_quartile for point in reversed(ribbon)),
            ],
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": LIGHT.grid,
            "name": "middle half",
        }
        yield {
            **plane,
            "x": years,
            "y": [point.median for point in ribbon],
            "mode": "lines",
            "line": {"color": LIGHT.neutral, "width": 1.5, "dash": "dot"},
            "name": "median",
        }
    for behind in one.behind:
        yield {
            **plane,
            "x": [point.year for point in behind.points],
            "y": [point.score for point in behind.points],
            "mode": "lines+markers",
            "line": {"color": LIGHT.neutral, "width": 2, "dash": "dash"},
            "marker": {"size": 6, "color": LIGHT.neutral},
            "name": behind.trust,
        }
    there = [point for point in one.points if point.score is not None]
    for first, second in pairwise(one.points):
        if first.score is None or second.score is None or second.join is None:
            continue
        if second.join.comparable is Comparable.NO:
            continue
        care = second.join.comparable is Comparable.WITH_CARE
        yield {
            **plane,
            "x": [first.year, second.year],
            "y": [first.score, second.score],
            "mode": "lines",
            "line": {"color": LIGHT.ahead, "width": 3, "dash": "dash" if care else "solid"},
            "name": "with care" if care else "joined",
        }
    for point in there:
        if point.lower is not None and point.upper is not None:
            yield {
                **plane,
                "x": [point.year, point.year],
                "y": [point.lower, point.upper],
                "mode": "lines",
                "line": {"color": LIGHT.ahead, "width": 1.5},
                "name": "limits",
            }
    yield {
        **plane,
        "x": [point.year for point in there],
        "y": [point.score for point in there],
        "mode": "markers",
        "marker": {"size": 8, "color": LIGHT.ahead},
        "name": "scores",
    }


def _heading(one: ScoreHistory, left: float, top: float) -> Iterator[dict[str, Any]]:
    """What a plot is of, and where its years lead."""
    title = escape(in_lines(one.short, LETTERS)[0], quote=False)
    yield {
        "x": left,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "align": "left",
        "text": f"<b>{title}</b><br>{_trend(one)}",
        "showarrow": False,
        "font": {"size": 13, "color": LIGHT.ink},
    }


def _trend(one: ScoreHistory) -> str:
    words = str(one.trend.outcome)
    return {"cannot be calculated": "no trend yet", "no significant change": "no clear trend"}.get(
        words, words
    )


def _last(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    last = next((point for point in reversed(one.points) if point.score is not None), None)
    if last is None:
        yield {
            "x": 0.5,
            "xref": f"x{name} domain",
            "xanchor": "center",
            "y": 0.5,
            "yref": f"y{name} domain",
            "yanchor": "middle",
            "text": "no score",
            "showarrow": False,
            "font": {"size": 12, "color": LIGHT.muted},
        }
        return
    yield {
        "x": last.year,
        "xref": f"x{name}",
        "xanchor": "center",
        "y": last.upper if last.upper is not None else last.score,
        "yref": f"y{name}",
        "yanchor": "bottom",
        "yshift": 1 if last.upper is not None else 5,
        "text": f"<b>{score(last.score)}</b>",
        "showarrow": False,
        "font": {"size": 12, "color": LIGHT.ink},
    }


def _reach(histories: Sequence[ScoreHistory]) -> tuple[float, float]:
    """The ends of the one scale: half levels around all that is drawn, two levels at least."""
    ends = [
        end
        for one in histories
        for end in (
            *(value for point in one.points for value in (point.score, point.lower, point.upper)),
            *(point.lower_quartile for point in one.region.points),
            *(point.upper_quartile for point in one.region.points),
            *(point.score for behind in one.behind for point in behind.points),
        )
        if end is not None
    ]
    if not ends:
        return 1.0, 5.0
    low, high = math.floor(min(ends) * 2) / 2, math.ceil(max(ends) * 2) / 2
    spare = max(0.0, 2.0 - (high - low)) / 2
    low, high = low - spare, high + spare
    # Room for the newest score's number, which stands above its limits.
    return low, high + 0.25


def _table(histories: Sequence[ScoreHistory]) -> Markup:
    years = [point.year for point in histories[0].points]
    return html.table(
        "Scores by year, with the region’s median in brackets",
        ("Score", *(str(year) for year in years), "Trend over the years"),
        (
            (one.title, *(_cell(one, point) for point in one.points), one.trend.words)
            for one in histories
        ),
        css="owf-stack owf-years",
        region="Scores by year in numbers",
        numeric=frozenset(range(1, len(years) + 1)),
    )


def _cell(one: ScoreHistory, point: YearPoint) -> Markup:
    median = next((row.median for row in one.region.points if row.year == point.year), None)
    value = point.why_not or "no score" if point.score is None else score(point.score, 2)
    beside = "" if median is None else f" ({score(median, 2)})"
    broken = point.join is not None and point.join.comparable is Comparable.NO
    mark = " after a break" if broken else ""
    return Markup('{}<span class="owf-small">{}{}</span>').format(value, beside, mark)


def _numbers(one: ScoreHistory) -> Iterator[dict[str, Cell]]:
    region = {row.year: row for row in one.region.points}
    for point in one.points:
        row = region.get(point.year)
        yield {
            "Score": one.title,
            "Year": point.year,
            "Mean over sectors": point.score,
            "95% lower": point.lower,
            "95% upper": point.upper,
            "n": point.n,
            "Joined to the year before": str(point.join.comparable) if point.join else "",
            "Region median": row.median if row else None,
            "Region lower quartile": row.lower_quartile if row else None,
            "Region upper quartile": row.upper_quartile if row else None,
            "Trusts of the region": one.region.trusts,
            "Trend": str(one.trend.outcome),
        }
