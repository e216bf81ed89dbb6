"""All signed years: one small plot for the overall score and for each theme, on one scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.change.histories import ScoreHistory, YearPoint, broken_off, without_a_trend
from owf.benchmark.words.wording import listed
from owf.comparability import Comparability
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import ground
from owf.web.charts.theme import LIGHT
from owf.web.charts.years.lines import SPARE, heading_of, lines_of_breaks, year_lines, year_notes
from owf.web.markup import html
from owf.web.markup.formatting import score

COLUMNS = 2
"""Side by side: as many as a phone has room for."""
LINE, PLOT, FOOT = 18, 130, 34
"""Pixels of a line of a heading, of what is drawn, of the years below."""
ABOVE = 8
"""Pixels left free around a heading."""
GAP = 0.1
"""Share of the width between two columns."""
ROOM = 0.25
"""Levels that the scale reaches beyond what is drawn, so that nothing written covers a point."""
MOST_YEARS = 5
"""Years that are named under a plot; of more, every second or third one."""


def year_plots(histories: Sequence[ScoreHistory], levels: Sequence[int]) -> go.Figure:
    """Draw one plot a score, all on one scale.

    Args:
        histories: at least one, all over the same years.
        levels: of the pack's scale, lowest first: where nothing is drawn they make the axis.
    """
    rows = math.ceil(len(histories) / COLUMNS)
    head = LINE * max(heading_of(one)[1] for one in histories) + ABOVE
    each = head + PLOT + FOOT
    height = each * rows
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    ends = _reach(histories, levels)
    for place, one in enumerate(histories):
        row, column = divmod(place, COLUMNS)
        name = str(place + 1) if place else ""
        across = _share(column)
        top = 1 - (row * each + head) / height
        layout |= _axes(name, one, across, [top - PLOT / height, top], ends)
        traces.extend(year_lines(one, name))
        notes.extend(year_notes(one, name, across[0], top))
        shapes.extend(lines_of_breaks(one, name))
    return go.Figure(
        traces,
        {
            **ground(height, left=30, right=8, top=0, bottom=0),
            "annotations": notes,
            "shapes": shapes,
            **layout,
        },
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
    # Counted from the newest, which is always named.
    named = years[:: -math.ceil(len(years) / MOST_YEARS)][::-1]
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


def _reach(histories: Sequence[ScoreHistory], levels: Sequence[int]) -> tuple[float, float]:
    """The ends of the one scale: half levels around all that is drawn, two levels at least."""
    ends = [
        end
        for one in histories
        for end in (
            *(value for point in one.points for value in (point.score, point.lower, point.upper)),
            *(point.lower_quartile for point in one.region.points),
            *(point.upper_quartile for point in one.region.points),
            *((one.usual.lower, one.usual.upper) if one.usual else ()),
            *(point.score for behind in one.behind for point in behind.points),
        )
        if end is not None
    ]
    if not ends:
        return float(levels[0]), float(levels[-1])
    low, high = math.floor(min(ends) * 2) / 2, math.ceil(max(ends) * 2) / 2
    spare = max(0.0, 2.0 - (high - low)) / 2
    low, high = low - spare, high + spare
    # Room for the newest score's number above its limits, and for the years below the lowest point.
    return low - ROOM, high + ROOM


def small_multiples(
    histories: Sequence[ScoreHistory], trust: str, region: str, levels: Sequence[int]
) -> Chart:
    """Draw the years of a Trust, overall first, then its themes.

    Args:
        histories: at least one, all over the same years.
        trust: the Trust's name.
        region: as it stands in a sentence.
        levels: of the pack's scale, lowest first.
    """
    return Chart(
        title=histories[0].sentence,
        alt=" ".join(one.sentence for one in histories),
        figure=year_plots(histories, levels),
        table=_table(histories),
        caption=_caption(histories, trust, region),
        numbers=[row for one in histories for row in _numbers(one)],
    )


def _caption(histories: Sequence[ScoreHistory], trust: str, region: str) -> str:
    own = f"The line is {trust}, with the 95% limits of each year’s score."
    around = _around(histories, region)
    joins = {point.join.comparable for one in histories for point in one.points if point.join}
    if Comparability.WITH_CARE in joins:
        around += " A dashed part is compared with care, because a question was changed."
    if any(broken_off(one.points) for one in histories):
        around += " Where the lines are broken, the questions cannot be compared."
    around = " ".join([around, *without_a_trend(histories)])
    around += _usual(histories)
    if any(one.behind for one in histories):
        names = ", ".join(dict.fromkeys(behind.trust for one in histories for behind in one.behind))
        around += f" The grey dashes are {names}, from which {trust} was made."
    return f"{own} {around}"


def _usual(histories: Sequence[ScoreHistory]) -> str:
    having = [one.short for one in histories if one.usual]
    if not having:
        return ""
    where = "" if len(having) == len(histories) else f", behind {listed(having)},"
    return (
        f" The two thin lines{where} are the usual variation of the Trust’s own score from year to "
        "year; nothing is judged by it."
    )


def _around(histories: Sequence[ScoreHistory], region: str) -> str:
    """What the band is, and where there is none: from score to score other Trusts may count."""
    with_band = [one.region.trusts for one in histories if one.region.points]
    without = [one for one in histories if not one.region.points]
    said = []
    if with_band:
        few, many = min(with_band), max(with_band)
        number = str(few) if few == many else f"{few} to {many}"
        said.append(
            f"The band is the middle half of the {number} Trusts of {region} that have a score to "
            "show in every year of a line, the dotted line their median."
        )
    if without:
        where = f" behind {listed([one.short for one in without])}" if with_band else ""
        said.append(f"There is no band of {region}{where}: {without[0].region.why_not}.")
    return " ".join(said)


def _table(histories: Sequence[ScoreHistory]) -> Markup:
    years = [point.year for point in histories[0].points]
    has_usual = any(one.usual for one in histories)
    has_trend = any(one.trend.is_calculated for one in histories)
    usual = ("Usual variation",) if has_usual else ()
    trend = ("Trend over the years",) if has_trend else ()
    return html.table(
        "Scores by year, with the region’s median in brackets",
        ("Score", *(str(year) for year in years), *usual, *trend),
        (
            (
                one.title,
                *(_cell(one, point) for point in one.points),
                *((_usual_words(one),) if has_usual else ()),
                *((one.trend.words if one.trend.is_calculated else "none",) if has_trend else ()),
            )
            for one in histories
        ),
        css="owf-stack owf-years",
        region="Scores by year in numbers",
        numeric=frozenset(range(1, len(years) + 1)),
    )


def _usual_words(one: ScoreHistory) -> str:
    if one.usual is None:
        return "fewer than six years"
    return f"{score(one.usual.lower, 2)} to {score(one.usual.upper, 2)}"


def _cell(one: ScoreHistory, point: YearPoint) -> Markup:
    median = next((row.median for row in one.region.points if row.year == point.year), None)
    value = point.why_not or "no score" if point.score is None else score(point.score, 2)
    beside = "" if median is None else f" ({score(median, 2)})"
    mark = " after a break" if point.is_broken_off else ""
    return Markup('{}<span class="owf-small">{}{}</span>').format(value, beside, mark)


def _numbers(one: ScoreHistory) -> Iterator[dict[str, Cell]]:
    region = {row.year: row for row in one.region.points}
    newest = one.newest
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
            "Usual variation lower": one.usual.lower if one.usual and point in newest else None,
            "Usual variation upper": one.usual.upper if one.usual and point in newest else None,
            "Trusts of the region": one.region.trusts,
            "Trend": str(one.trend.outcome),
        }
