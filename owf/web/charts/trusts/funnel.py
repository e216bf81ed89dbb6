"""Named Trusts by their number of sectors, with the lines between which chance leaves a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.order.funnel import INNER, OUTER, Funnel, FunnelPoint, Lies
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import bold, ground, plain
from owf.web.charts.theme import LIGHT
from owf.web.markup import html
from owf.web.markup.formatting import score, span

HEIGHT = 420
"""Pixels of the whole figure."""
MOST_NAMED = 6
"""Trusts outside the lines that are named beside their mark; the table names all."""
ROOM = 0.6
"""Sectors that the lines reach beyond the fewest and the most."""
LINE = 0.055
"""Part of the axis that a label's line takes, so that labels can be kept apart."""


def funnel(found: Funnel, title: str, own: str, mean: str) -> Chart:
    """Draw a funnel.

    Args:
        found: the named Trusts against its lines; at least one.
        title: the sentence that says who lies outside.
        own: name of the Trust whose page it is.
        mean: what the centre is, such as "mean of the 9 others".
    """
    n = span(one.n for one in found.points)
    return Chart(
        title=title,
        alt=" ".join([title, *(_told(one) for one in found.points)]),
        figure=_figure(found, own, mean),
        table=_table(found, own),
        caption=(
            f"{len(found.points)} named Trusts with {n} sectors each (n). The dotted line is the "
            f"{mean}. By chance alone 95 in 100 Trusts would lie between the inner lines, and 998 "
            "in 1,000 between the outer ones: the mean plus and minus t × s / √n, where s is "
            f"{score(found.sd, 2)}, the spread between sectors within a Trust ({found.df} degrees "
            f"of freedom).{_of_counts([one for one in found.points if one.name != own])}"
        ),
        numbers=[_numbers(one) for one in found.points],
    )


def _of_counts(points: Sequence[FunnelPoint]) -> str:
    if not any(_counts(points)):
        return ""
    return " A number beside a circle says how many Trusts have that score from as many sectors."


def _told(point: FunnelPoint) -> str:
    return f"{point.name}: {score(point.score, 2)} from {point.n} sectors, {point.in_words}."


def _figure(found: Funnel, own: str, mean: str) -> go.Figure:
    first = max(min(one.n for one in found.points) - ROOM, 1.0)
    last = max(one.n for one in found.points) + ROOM
    traces = [
        _curve(found, (first, last), confidence, side)
        for confidence in (INNER, OUTER)
        for side in (0, 1)
    ]
    low, high = _reach(found, traces)
    for is_own in (False, True):
        drawn = [one for one in found.points if (one.name == own) is is_own]
        if drawn:
            traces.append(_dots(drawn, is_own=is_own))
    labels = _labels(found, own, (first, last), high - low)
    whole = range(min(one.n for one in found.points), max(one.n for one in found.points) + 1)
    return go.Figure(
        traces,
        {
            "annotations": [
                *labels,
                *_line_labels(found, (first, last)),
                _name_of_mean(found, mean),
            ],
            "shapes": [
                {
                    "type": "line",
                    "x0": first,
                    "x1": last,
                    "y0": found.centre,
                    "y1": found.centre,
                    "line": {"color": LIGHT.ink, "width": 1.5, "dash": "dot"},
                    "layer": "below",
                }
            ],
            "xaxis": {
                "title": {"text": "sectors with a score", "font": _font(14, LIGHT.neutral)},
                "tickvals": list(whole),
                "tickfont": _font(13),
                "range": [first, last],
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "range": [low, high],
                "dtick": 0.5,
                "tickformat": ".1f",
                "tickfont": _font(13),
                "gridcolor": LIGHT.grid,
                "zeroline": False,
                "fixedrange": True,
            },
            **ground(HEIGHT, left=34, right=4, top=24),
        },
    )


def _font(size: int, colour: str = LIGHT.ink) -> dict[str, Any]:
    return {"size": size, "color": colour}


def _curve(
    found: Funnel, ends: tuple[float, float], confidence: float, side: int
) -> dict[str, Any]:
    """One line of a pair, over all numbers of sectors that are drawn."""
    steps = 24
    xs = [ends[0] + (ends[1] - ends[0]) * step / steps for step in range(steps + 1)]
    inner = confidence == INNER
    line = {"color": LIGHT.quiet, "width": 1.5, "dash": "dash" if inner else "solid"}
    ys = [found.limits(x, confidence)[side] for x in xs]
    return {"type": "scatter", "x": xs, "y": ys, "mode": "lines", "line": line, "showlegend": False}


def _dots(drawn: Sequence[FunnelPoint], *, is_own: bool) -> dict[str, Any]:
    # Neither blue nor orange: nobody is ahead or behind here. Open, so that one shows through
    # another; each stands at its own number of sectors.
    colours = [LIGHT.ink if is_own else _colour(one) for one in drawn]
    marker = {
        "symbol": "diamond-open" if is_own else "circle-open",
        "size": 16 if is_own else 10,
        "color": colours,
        "line": {"width": 3 if is_own else 2},
    }
    return {
        "type": "scatter",
        "x": [one.n for one in drawn],
        "y": [one.score for one in drawn],
        "mode": "markers+text",
        "marker": marker,
        "text": [f"{many}  " if many else "" for many in _counts(drawn)],
        "textposition": "middle left",
        "textfont": _font(12, LIGHT.muted),
        "showlegend": False,
    }


def _colour(point: FunnelPoint) -> str:
    return LIGHT.quiet if point.lies is Lies.INSIDE else LIGHT.neutral


def _counts(points: Sequence[FunnelPoint]) -> list[str]:
    """How many Trusts one mark stands for, where it is more than one."""
    alike = Counter(_place(one) for one in points)
    return [f"{alike[_place(one)]}" if alike[_place(one)] > 1 else "" for one in points]


def _place(point: FunnelPoint) -> tuple[int, float]:
    return point.n, round(point.score, 2)


def _reach(found: Funnel, curves: list[dict[str, Any]]) -> tuple[float, float]:
    ends = [y for curve in curves for y in curve["y"]] + [one.score for one in found.points]
    return min(ends) - 0.1, max(ends) + 0.1


def _labels(
    found: Funnel, own: str, ends: tuple[float, float], reach: float
) -> list[dict[str, Any]]:
    """Names of the Trust itself and of those outside, kept apart from top to bottom."""
    by_score = sorted(found.points, key=lambda one: one.score)
    outside = sorted(
        (one for one in by_score if one.lies is not Lies.INSIDE and one.name != own),
        key=lambda one: -abs(one.score - found.centre) * one.n**0.5,
    )[:MOST_NAMED]
    named = {own, *(one.name for one in outside)}
    labels: list[dict[str, Any]] = []
    middle = (ends[0] + ends[1]) / 2
    lowest = {"left": float("-inf"), "right": float("-inf")}
    for one in by_score:
        if one.name not in named:
            continue
        side = "left" if one.n <= middle else "right"
        y = max(one.score, lowest[side] + LINE * reach)
        lowest[side] = y
        labels.append(
            {
                "x": one.n,
                "y": y,
                "xanchor": side,
                "yanchor": "middle",
                "xshift": 11 if side == "left" else -11,
                "text": bold(one.name) if one.name == own else plain(one.name),
                "showarrow": False,
                "font": _font(13),
            }
        )
    return labels


def _line_labels(found: Funnel, ends: tuple[float, float]) -> list[dict[str, Any]]:
    """What each line is, at the end where no Trust's name reaches: the names go outwards."""
    return [
        {
            "x": ends[1],
            "y": found.limits(ends[1], confidence)[side],
            "xanchor": "right",
            "yanchor": "bottom" if side else "top",
            "text": text,
            "showarrow": False,
            "font": _font(12, LIGHT.muted),
        }
        for confidence, text in {INNER: "95%", OUTER: "99.8%"}.items()
        for side in (0, 1)
    ]


def _name_of_mean(found: Funnel, mean: str) -> dict[str, Any]:
    """Above the plot: beside its line a Trust's name may stand."""
    return {
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "text": f"dotted line: {plain(mean)}, {score(found.centre, 2)}",
        "showarrow": False,
        "font": _font(13),
    }


def _table(found: Funnel, own: str) -> Markup:
    def row(one: FunnelPoint) -> tuple[str | Markup, ...]:
        name: str | Markup = one.name
        if one.name == own:
            name = Markup('<strong>{}</strong> <span class="owf-small">this Trust</span>').format(
                own
            )
        return (
            name,
            str(one.n),
            score(one.score, 2),
            " to ".join(score(end, 2) for end in one.inner),
            " to ".join(score(end, 2) for end in one.outer),
            one.in_words,
        )

    return html.table(
        "Named Trusts by number of sectors, and between which scores chance would leave each",
        ("Trust", "Sectors (n)", "Score", "95% lines", "99.8% lines", "It lies"),
        map(row, found.points),
        css="owf-funnel owf-stack",
        region="The funnel in numbers",
        numeric=frozenset({1, 2, 3, 4}),
    )


def _numbers(one: FunnelPoint) -> dict[str, Cell]:
    return {
        "Trust": one.name,
        "Sectors (n)": one.n,
        "Score": one.score,
        "95% lower": one.inner[0],
        "95% upper": one.inner[1],
        "99.8% lower": one.outer[0],
        "99.8% upper": one.outer[1],
        "It lies": one.in_words,
    }
