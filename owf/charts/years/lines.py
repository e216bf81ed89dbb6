"""What is drawn and written at a small multiple: lines, heading, newest score, breaks, names."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from owf.benchmark.change.histories import ScoreHistory, broken_off
from owf.charts.rows import Part, bold, font, in_lines, line, note, pen, plain
from owf.charts.theme import LIGHT
from owf.comparability import Comparability
from owf.markup.formatting import score

ALONE = 0.2
"""Years to either side that a region's single year reaches, which would have no width else."""
LETTERS = 19
"""Letters of a heading's line that fit over a plot on a phone, 145 pixels wide."""
SPARE = 0.35
"""Years left free on either side of the line."""
BREAK_TOP = 0.84
"""Share of a plot's height up to which the line of a break reaches."""


def year_lines(one: ScoreHistory, name: str) -> Iterator[Part]:
    """From the back to the front; ``name`` is that of its axes: "" for the first plot, then "2"."""
    plane = {"type": "scatter", "xaxis": f"x{name}", "yaxis": f"y{name}", "hoverinfo": "skip"}
    for drawn in (_region_traces, _usual_traces, _predecessor_traces, _trend_traces, _own_traces):
        for trace in drawn(one):
            yield plane | trace


def _stroke(x: Sequence[float], y: Sequence[float | None], name: str, drawn: Part) -> Part:
    return {"x": list(x), "y": list(y), "mode": "lines", "line": drawn, "name": name}


def _region_traces(one: ScoreHistory) -> Iterator[Part]:
    for part in one.region_parts:
        years: list[float] = [point.year for point in part]
        points = list(part)
        if len(points) == 1:
            years, points = [years[0] - ALONE, years[0] + ALONE], points * 2
        upper, lower = ([p.upper_quartile for p in points], [p.lower_quartile for p in points])
        band = _stroke([*years, *years[::-1]], [*upper, *lower[::-1]], "middle half", {"width": 0})
        yield band | {"fill": "toself", "fillcolor": LIGHT.grid}
        medians = [point.median for point in points]
        yield _stroke(years, medians, "median", pen(LIGHT.neutral, 1.5, "dot"))


def _usual_traces(one: ScoreHistory) -> Iterator[Part]:
    if one.usual is None:
        return
    years = (one.newest[0].year, one.newest[-1].year)
    for end in (one.usual.upper, one.usual.lower):
        yield _stroke(years, (end, end), "usual variation", pen(LIGHT.quiet, 1))


def _predecessor_traces(one: ScoreHistory) -> Iterator[Part]:
    for behind in one.behind:
        for part in behind.parts:
            years, scores = [point.year for point in part], [point.score for point in part]
            dashes = pen(LIGHT.neutral, 2, "dash")
            yield {
                **_stroke(years, scores, behind.trust, dashes),
                "mode": "lines+markers",
                "marker": {"size": 6, "color": LIGHT.neutral},
            }


def _trend_traces(one: ScoreHistory) -> Iterator[Part]:
    if one.trend_line:
        years = [point.year for point in one.trend_line]
        scores = [point.score for point in one.trend_line]
        yield _stroke(years, scores, "trend", pen(LIGHT.ink, 1.5, "dashdot"))


def _own_traces(one: ScoreHistory) -> Iterator[Part]:
    for first, second in (pair for part in one.parts for pair in pairwise(part)):
        care = second.join is not None and second.join.comparable is Comparability.WITH_CARE
        yield _stroke(
            (first.year, second.year),
            (first.score, second.score),
            "with care" if care else "joined",
            pen(LIGHT.ahead, 3, "dash" if care else "solid"),
        )
    there = [point for part in one.parts for point in part]
    for point in there:
        if point.lower is not None and point.upper is not None:
            years, ends = (point.year, point.year), (point.lower, point.upper)
            yield _stroke(years, ends, "limits", pen(LIGHT.ahead, 1.5))
    yield {
        "x": [point.year for point in there],
        "y": [point.score for point in there],
        "mode": "markers",
        "marker": {"size": 8, "color": LIGHT.ahead},
        "name": "scores",
    }


def heading_of(one: ScoreHistory) -> tuple[str, int]:
    """What a plot is of and where its years lead, as plotly writes it; and how many lines."""
    title = [bold(part) for part in in_lines(one.short, LETTERS)]
    trend = in_lines(f"Trend: {one.trend.words}", LETTERS) if one.trend.has_direction else []
    return "<br>".join([*title, *trend]), len(title) + len(trend)


def year_notes(one: ScoreHistory, name: str, left: float, top: float) -> Iterator[Part]:
    """The words at one plot; ``left`` and ``top`` are its sides, as shares of the figure."""
    paper = {"xref": "paper", "xanchor": "left", "yref": "paper", "yanchor": "bottom"}
    yield note(left, top, heading_of(one)[0], font(13), **paper, yshift=4, align="left")
    yield _newest_score(one, name)
    small = font(11, LIGHT.muted)
    above = {"xref": f"x{name}", "xanchor": "center", "yref": f"y{name} domain"}
    for year in sorted(broken_off(one.points)):
        yield note(year - 0.5, BREAK_TOP, "break", small, **above, yanchor="bottom")
    below = {"xref": f"x{name}", "xanchor": "left", "yref": f"y{name}", "yanchor": "top"}
    for behind in one.behind:
        first = behind.points[0]
        text = plain(behind.trust)
        yield note(first.year - SPARE, first.score, text, small, **below, yshift=-4)


def _newest_score(one: ScoreHistory, name: str) -> Part:
    last = next((point for point in reversed(one.points) if point.score is not None), None)
    if last is None or last.score is None:
        middle = {"xref": f"x{name} domain", "xanchor": "center", "yref": f"y{name} domain"}
        return note(0.5, 0.5, "no score", font(12, LIGHT.muted), **middle, yanchor="middle")
    at, shift = (last.score, 5) if last.upper is None else (last.upper, 1)
    above = {"xref": f"x{name}", "xanchor": "center", "yref": f"y{name}", "yanchor": "bottom"}
    return note(last.year, at, f"<b>{score(last.score)}</b>", font(12), **above, yshift=shift)


def lines_of_breaks(one: ScoreHistory, name: str) -> Iterator[Part]:
    """The upright lines where nothing on the left can be compared with anything on the right."""
    refs: Part = {"xref": f"x{name}", "yref": f"y{name} domain", "layer": "above"}
    for year in sorted(broken_off(one.points)):
        ends = (year - 0.5, 0), (year - 0.5, BREAK_TOP)
        yield line(*ends, LIGHT.neutral, "dot", width=1, **refs)
