"""Named Trusts by their number of sectors, with the lines between which chance leaves a score."""

from collections import Counter
from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.order.funnel import INNER, OUTER, Funnel, FunnelPoint, Lies
from owf.charts import Chart
from owf.charts.columns import Cell, between, both, bounds, in_table, table_and_numbers
from owf.charts.rows import PLAIN_AXIS, Part, bold, font, ground, line, note, pen, plain
from owf.charts.theme import LIGHT
from owf.markup.formatting import score, span

HEIGHT = 420
"""Pixels of the whole figure."""
MOST_NAMED = 6
"""Trusts outside the lines that are named beside their mark; the table names all."""
ROOM = 0.6
"""Sectors that the lines reach beyond the fewest and the most."""
LINE = 0.055
"""Part of the axis that a label's line takes, so that labels can be kept apart."""
STEPS = 24
"""Straight parts of a curve."""


def funnel(found: Funnel, title: str, own: str, mean: str) -> Chart:
    """``own`` is the page's Trust, ``mean`` what the centre is: "mean of the 9 others"."""
    n = span(one.n for one in found.points)
    has_counts = any(_counts([one for one in found.points if one.name != own]))
    about_counts = (
        " A number beside a circle says how many Trusts have that score from as many sectors."
        if has_counts
        else ""
    )
    table, numbers = table_and_numbers(
        "Named Trusts by number of sectors, and between which scores chance would leave each",
        [_cells(one, own) for one in found.points],
        css="owf-funnel owf-stack",
        region="The funnel in numbers",
    )
    return Chart(
        title=title,
        alt=" ".join([title, *map(_sentence, found.points)]),
        figure=_figure(found, own, mean),
        table=table,
        caption=(
            f"{len(found.points)} named Trusts with {n} sectors each (n). The dotted line is the "
            f"{mean}. By chance alone 95 in 100 Trusts would lie between the inner lines, and 998 "
            "in 1,000 between the outer ones: the mean plus and minus t × s / √n, where s is "
            f"{score(found.sd, 2)}, the spread between sectors within a Trust ({found.df:g} "
            f"degrees of freedom).{about_counts}"
        ),
        numbers=numbers,
    )


def _cells(one: FunnelPoint, own: str) -> list[Cell]:
    this_trust = Markup('<strong>{}</strong> <span class="owf-small">this Trust</span>').format(own)
    return [
        both("Trust", one.name, this_trust if one.name == own else one.name),
        both("Sectors (n)", one.n),
        both("Score", one.score, score(one.score, 2)),
        in_table("95% lines", between(one.inner), is_number=True),
        *bounds("95%", one.inner),
        in_table("99.8% lines", between(one.outer), is_number=True),
        *bounds("99.8%", one.outer),
        both("It lies", one.in_words),
    ]


def _sentence(point: FunnelPoint) -> str:
    return f"{point.name}: {score(point.score, 2)} from {point.n} sectors, {point.in_words}."


def _figure(found: Funnel, own: str, mean: str) -> go.Figure:
    sectors = [one.n for one in found.points]
    ends = (max(min(sectors) - ROOM, 1.0), max(sectors) + ROOM)
    traces = [
        _curve(found, ends, confidence, side) for confidence in (INNER, OUTER) for side in (0, 1)
    ]
    scores = [y for curve in traces for y in curve["y"]] + [one.score for one in found.points]
    low, high = min(scores) - 0.1, max(scores) + 0.1
    for is_own in (False, True):
        drawn = [one for one in found.points if (one.name == own) is is_own]
        if drawn:
            traces.append(_dots(drawn, is_own=is_own))
    # Above the plot: beside its line a Trust's name may stand.
    at_top = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    mean_words = f"dotted line: {plain(mean)}, {score(found.centre, 2)}"
    return go.Figure(
        traces,
        {
            "annotations": [
                *_labels(found, own, ends, high - low),
                *_line_labels(found, ends),
                note(0, 1, mean_words, font(13), **at_top),
            ],
            "shapes": [
                line((ends[0], found.centre), (ends[1], found.centre), LIGHT.ink, "dot"),
            ],
            "xaxis": {
                "title": {"text": "sectors with a score", "font": font(14, LIGHT.neutral)},
                "tickvals": list(range(min(sectors), max(sectors) + 1)),
                "tickfont": font(13),
                "range": list(ends),
                "showgrid": False,
                **PLAIN_AXIS,
            },
            "yaxis": {
                "range": [low, high],
                "dtick": 0.5,
                "tickformat": ".1f",
                "tickfont": font(13),
                "gridcolor": LIGHT.grid,
                **PLAIN_AXIS,
            },
            **ground(HEIGHT, left=34, right=4, top=24),
        },
    )


def _curve(found: Funnel, ends: tuple[float, float], confidence: float, side: int) -> Part:
    xs = [ends[0] + (ends[1] - ends[0]) * step / STEPS for step in range(STEPS + 1)]
    return {
        "type": "scatter",
        "x": xs,
        "y": [found.limits(x, confidence)[side] for x in xs],
        "mode": "lines",
        "line": pen(LIGHT.quiet, 1.5, "dash" if confidence == INNER else "solid"),
        "showlegend": False,
    }


def _dots(drawn: Sequence[FunnelPoint], *, is_own: bool) -> Part:
    # Neither blue nor orange: nobody is ahead or behind here. Open, so that one shows through
    # another; each stands at its own number of sectors.
    colours = [
        LIGHT.ink if is_own else LIGHT.quiet if one.lies is Lies.INSIDE else LIGHT.neutral
        for one in drawn
    ]
    return {
        "type": "scatter",
        "x": [one.n for one in drawn],
        "y": [one.score for one in drawn],
        "mode": "markers+text",
        "marker": {
            "symbol": "diamond-open" if is_own else "circle-open",
            "size": 16 if is_own else 10,
            "color": colours,
            "line": {"width": 3 if is_own else 2},
        },
        "text": [f"{many}  " if many else "" for many in _counts(drawn)],
        "textposition": "middle left",
        "textfont": font(12, LIGHT.muted),
        "showlegend": False,
    }


def _counts(points: Sequence[FunnelPoint]) -> list[str]:
    places = [(one.n, round(one.score, 2)) for one in points]
    alike = Counter(places)
    return [f"{alike[place]}" if alike[place] > 1 else "" for place in places]


def _labels(found: Funnel, own: str, ends: tuple[float, float], reach: float) -> list[Part]:
    by_score = sorted(found.points, key=lambda one: one.score)
    outside = sorted(
        (one for one in by_score if one.lies is not Lies.INSIDE and one.name != own),
        key=lambda one: -abs(one.score - found.centre) * one.n**0.5,
    )[:MOST_NAMED]
    named = {own, *(one.name for one in outside)}
    labels: list[Part] = []
    middle = (ends[0] + ends[1]) / 2
    lowest = {"left": float("-inf"), "right": float("-inf")}
    for one in by_score:
        if one.name not in named:
            continue
        side = "left" if one.n <= middle else "right"
        y = max(one.score, lowest[side] + LINE * reach)
        lowest[side] = y
        name = bold(one.name) if one.name == own else plain(one.name)
        anchor = {"xanchor": side, "yanchor": "middle", "xshift": 11 if side == "left" else -11}
        labels.append(note(one.n, y, name, font(13), **anchor))
    return labels


def _line_labels(found: Funnel, ends: tuple[float, float]) -> list[Part]:
    """What each line is, at the end where no Trust's name reaches: the names go outwards."""
    return [
        note(
            ends[1],
            found.limits(ends[1], confidence)[side],
            text,
            font(12, LIGHT.muted),
            xanchor="right",
            yanchor="bottom" if side else "top",
        )
        for confidence, text in {INNER: "95%", OUTER: "99.8%"}.items()
        for side in (0, 1)
    ]
