"""Named Trusts by their number of sectors, with the lines between which chance leaves a score."""

from __future__ import annotations

from collections import Counter
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark import Funnel, FunnelPoint, Lies
from owf.benchmark.funnel import INNER, OUTER
from owf.web import html
from owf.web.charts import Cell, Chart
from owf.web.charts.ground import ground
from owf.web.charts.rows import bold, plain
from owf.web.charts.theme import LIGHT
from owf.web.numbers import score, span

HEIGHT = 420
"""Pixels of the whole figure."""
STEP, ASIDE = 0.09, 0.4
"""Sectors between two marks that would lie on each other, and how far aside any may stand."""
NEAR = 0.06
"""Levels within which two marks of Trusts with as many sectors lie on each other."""
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
            "of freedom)."
        ),
        numbers=[_numbers(one) for one in found.points],
    )


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
    places = _apart(found, own)
    for is_own in (False, True):
        drawn = [
            (x, one)
            for x, one in zip(places, found.points, strict=True)
            if (one.name == own) is is_own
        ]
        if drawn:
            traces.append(_dots(drawn, is_own=is_own))
    labels = _labels(found, places, own, (first, last), high - low)
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


def _dots(drawn: list[tuple[float, FunnelPoint]], *, is_own: bool) -> dict[str, Any]:
    # Neither blue nor orange: nobody is ahead or behind here.
    colours = [LIGHT.ink if is_own else _colour(one) for _, one in drawn]
    marker = {
        "symbol": "diamond" if is_own else "circle",
        "size": 15 if is_own else 10,
        "color": colours,
        "line": {"color": LIGHT.ground, "width": 1.5},
    }
    xs, ys = [x for x, _ in drawn], [one.score for _, one in drawn]
    mark = {"type": "scatter", "x": xs, "y": ys, "mode": "markers", "marker": marker}
    return {**mark, "showlegend": False}


def _colour(point: FunnelPoint) -> str:
    return LIGHT.quiet if point.lies is Lies.INSIDE else LIGHT.neutral


def _apart(found: Funnel, own: str) -> list[float]:
    """Where marks stand across, so that none lies on another.

    The Trust itself stands at its number; others that would lie on it or on each other step aside,
    away from the middle, where no name stands.
    """
    middle = (min(one.n for one in found.points) + max(one.n for one in found.points)) / 2
    taken = Counter(_cell(one) for one in found.points if one.name == own)
    turns = []
    for one in found.points:
        turns.append(0 if one.name == own else taken[_cell(one)])
        taken[_cell(one)] += one.name != own
    step = min(STEP, ASIDE / max(1, *turns))
    return [
        one.n + step * turn * (-1 if one.n <= middle else 1)
        for one, turn in zip(found.points, turns, strict=True)
    ]


def _cell(point: FunnelPoint) -> tuple[int, int]:
    return point.n, round(point.score / NEAR)


def _reach(found: Funnel, curves: list[dict[str, Any]]) -> tuple[float, float]:
    ends = [y for curve in curves for y in curve["y"]] + [one.score for one in found.points]
    return min(ends) - 0.1, max(ends) + 0.1


def _labels(
    found: Funnel, places: list[float], own: str, ends: tuple[float, float], reach: float
) -> list[dict[str, Any]]:
    """Names of the Trust itself and of those outside, kept apart from top to bottom."""
    by_score = sorted(zip(places, found.points, strict=True), key=lambda one: one[1].score)
    outside = sorted(
        (one for _, one in by_score if one.lies is not Lies.INSIDE and one.name != own),
        key=lambda one: -abs(one.score - found.centre) * one.n**0.5,
    )[:MOST_NAMED]
    named = {own, *(one.name for one in outside)}
    labels: list[dict[str, Any]] = []
    middle = (ends[0] + ends[1]) / 2
    lowest = {"left": float("-inf"), "right": float("-inf")}
    for x, one in by_score:
        if one.name not in named:
            continue
        side = "left" if one.n <= middle else "right"
        y = max(one.score, lowest[side] + LINE * reach)
        lowest[side] = y
        labels.append(
            {
                "x": x,
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
    alike = len({one.n for one in found.points}) == 1
    x, anchor = (ends[0], "left") if alike else (ends[1], "right")
    return [
        {
            "x": x,
            "y": found.limits(x, confidence)[side],
            "xanchor": anchor,
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
