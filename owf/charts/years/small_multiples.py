"""All signed years: one small plot for the overall score and for each theme, on one scale."""

import math
from collections.abc import Iterator, Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.change.histories import ScoreHistory, YearPoint, broken_off, without_a_trend
from owf.benchmark.words.wording import listed
from owf.charts import Chart, Value
from owf.charts.columns import between
from owf.charts.rows import PLAIN_AXIS, Part, font, ground, half_levels
from owf.charts.theme import LIGHT
from owf.charts.years.lines import SPARE, heading_of, lines_of_breaks, year_lines, year_notes
from owf.comparability import Comparability
from owf.markup import html
from owf.markup.formatting import score, span

COLUMNS = 2
"""Side by side: as many as a phone has room for."""
LINE, PLOT, FOOT = 18, 130, 34
"""Pixels of a line of a heading, of what is drawn, of the years below."""
ABOVE = 8
"""Pixels left free around a heading."""
GAP = 0.1
"""Share of the width between two columns."""
ROOM = 0.25
"""Levels that the scale reaches beyond what is drawn, for the newest score's number."""
MOST_YEARS = 5
"""Years that are named under a plot; of more, every second or third one."""


def year_plots(histories: Sequence[ScoreHistory], levels: Sequence[int]) -> go.Figure:
    """On one scale; where nothing is drawn, the pack's ``levels``, lowest first, make the axis."""
    head = LINE * max(heading_of(one)[1] for one in histories) + ABOVE
    each = head + PLOT + FOOT
    height = each * math.ceil(len(histories) / COLUMNS)
    traces: list[Part] = []
    notes: list[Part] = []
    shapes: list[Part] = []
    axes: Part = {}
    drawn = [value for one in histories for value in _drawn_values(one)]
    ends = half_levels(drawn, ROOM, (float(levels[0]), float(levels[-1])))
    for place, one in enumerate(histories):
        row, column = divmod(place, COLUMNS)
        name = str(place + 1) if place else ""
        wide = (1 - GAP * (COLUMNS - 1)) / COLUMNS
        left = column * (wide + GAP)
        top = 1 - (row * each + head) / height
        axes |= _axes(name, one, [left, left + wide], [top - PLOT / height, top], ends)
        traces.extend(year_lines(one, name))
        notes.extend(year_notes(one, name, left, top))
        shapes.extend(lines_of_breaks(one, name))
    margins = ground(height, left=30, right=8, top=0, bottom=0)
    return go.Figure(traces, {**margins, "annotations": notes, "shapes": shapes, **axes})


def _drawn_values(one: ScoreHistory) -> Iterator[float | None]:
    for point in one.points:
        yield from (point.score, point.lower, point.upper)
    for quartiles in one.region.points:
        yield from (quartiles.lower_quartile, quartiles.upper_quartile)
    if one.usual:
        yield from (one.usual.lower, one.usual.upper)
    yield from (point.score for point in one.trend_line)
    yield from (point.score for behind in one.behind for point in behind.points)


def _axes(
    name: str,
    one: ScoreHistory,
    across: Sequence[float],
    up: Sequence[float],
    ends: tuple[float, float],
) -> Part:
    years = [point.year for point in one.points]
    # Counted from the newest, which is always named.
    named = years[:: -math.ceil(len(years) / MOST_YEARS)][::-1]
    letters = font(11, LIGHT.muted)
    return {
        f"xaxis{name}": {
            "domain": list(across),
            "anchor": f"y{name}",
            "range": [years[0] - SPARE, years[-1] + SPARE + 0.15],
            "tickvals": named,
            "ticktext": [str(year) for year in named],
            "tickfont": letters,
            "showgrid": False,
            **PLAIN_AXIS,
        },
        f"yaxis{name}": {
            "domain": list(up),
            "anchor": f"x{name}",
            "range": list(ends),
            "dtick": 1 if ends[1] - ends[0] > 2 else 0.5,
            "tickformat": ".1f",
            "tickfont": letters,
            "gridcolor": LIGHT.grid,
            **PLAIN_AXIS,
        },
    }


def small_multiples(
    histories: Sequence[ScoreHistory], trust: str, region: str, levels: Sequence[int]
) -> Chart:
    """Overall first; ``region`` as it stands in a sentence; ``levels`` lowest first."""
    return Chart(
        title=histories[0].sentence,
        alt=" ".join(one.sentence for one in histories),
        figure=year_plots(histories, levels),
        table=_year_table(histories),
        caption=_caption(histories, trust, region),
        numbers=[row for one in histories for row in _file_rows(one)],
    )


def _caption(histories: Sequence[ScoreHistory], trust: str, region: str) -> str:
    own = f"The line is {trust}, with the 95% limits of each year’s score."
    around = _about_band(histories, region)
    joins = {point.join.comparable for one in histories for point in one.points if point.join}
    if Comparability.WITH_CARE in joins:
        around += " A dashed part is compared with care, because a question was changed."
    if any(broken_off(one.points) for one in histories):
        around += " Where the lines are broken, the questions cannot be compared."
    around = " ".join([around, *without_a_trend(histories)])
    if any(one.trend_line for one in histories):
        around += " The straight line of dashes and dots is a trend that is more than chance."
    around += _about_usual_variation(histories)
    if any(one.behind for one in histories):
        names = ", ".join(dict.fromkeys(behind.trust for one in histories for behind in one.behind))
        around += f" The grey dashes are {names}, from which {trust} was made."
    return f"{own} {around}"


def _about_usual_variation(histories: Sequence[ScoreHistory]) -> str:
    having = [one.short for one in histories if one.usual]
    if not having:
        return ""
    where = "" if len(having) == len(histories) else f", behind {listed(having)},"
    return (
        f" The two thin lines{where} are the usual variation of the Trust’s own score from year to "
        "year; nothing is judged by it."
    )


def _about_band(histories: Sequence[ScoreHistory], region: str) -> str:
    """What the band is, and where there is none: from score to score other Trusts may count."""
    with_band = [one.region.trusts for one in histories if one.region.points]
    without = [one for one in histories if not one.region.points]
    sentences = []
    if with_band:
        sentences.append(
            f"The band is the middle half of the {span(with_band)} Trusts of {region} that have a "
            "score to show in every year of a line, the dotted line their median."
        )
    if without:
        where = f" behind {listed([one.short for one in without])}" if with_band else ""
        why = without[0].region.why_not
        sentences.append(f"There is no band of {region}{where}: {why}.")
    return " ".join(sentences)


def _year_table(histories: Sequence[ScoreHistory]) -> Markup:
    years = [point.year for point in histories[0].points]
    has_usual = any(one.usual for one in histories)
    has_trend = any(one.trend.is_calculated for one in histories)

    def row(one: ScoreHistory) -> Iterator[str | Markup]:
        yield one.title
        yield from (_score_and_median(one, point) for point in one.points)
        if has_usual:
            usual = one.usual
            yield between((usual.lower, usual.upper)) if usual else "fewer than six years"
        if has_trend:
            yield one.trend.with_numbers if one.trend.is_calculated else "none"

    usual = ["Usual variation"] if has_usual else []
    trend = ["Trend over the years"] if has_trend else []
    return html.table(
        "Scores by year, with the region’s median in brackets",
        ["Score", *map(str, years), *usual, *trend],
        [list(row(one)) for one in histories],
        css="owf-stack owf-years",
        region="Scores by year in numbers",
        numeric=frozenset(range(1, len(years) + 1)),
    )


def _score_and_median(one: ScoreHistory, point: YearPoint) -> Markup:
    median = next((row.median for row in one.region.points if row.year == point.year), None)
    value = point.why_not or "no score" if point.score is None else score(point.score, 2)
    beside = "" if median is None else f" ({score(median, 2)})"
    mark = " after a break" if point.is_broken_off else ""
    return Markup('{}<span class="owf-small">{}{}</span>').format(value, beside, mark)


def _file_rows(one: ScoreHistory) -> Iterator[dict[str, Value]]:
    region = {row.year: row for row in one.region.points}
    for point in one.points:
        row = region.get(point.year)
        usual = one.usual if point in one.newest else None
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
            "Usual variation lower": usual.lower if usual else None,
            "Usual variation upper": usual.upper if usual else None,
            "Trusts of the region": one.region.trusts,
            "Trend": str(one.trend.outcome),
            "Slope a year": one.trend.slope,
            "Slope 95% lower": one.trend.ci95[0] if one.trend.ci95 else None,
            "Slope 95% upper": one.trend.ci95[1] if one.trend.ci95 else None,
        }
