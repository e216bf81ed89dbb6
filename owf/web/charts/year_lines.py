"""The lines of a small multiple, from back to front: nothing is drawn over a break or a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from owf.benchmark import Comparable
from owf.benchmark.histories import ScoreHistory
from owf.web.charts.theme import LIGHT

ALONE = 0.2
"""Years to either side that a region's single year reaches, which would have no width else."""


def year_lines(one: ScoreHistory, name: str) -> Iterator[dict[str, Any]]:
    """What is drawn of one score, from the back to the front.

    Args:
        one: the score.
        name: of its axes: "" for the first plot, "2" for the second and so on.
    """
    plane = {"type": "scatter", "xaxis": f"x{name}", "yaxis": f"y{name}", "hoverinfo": "skip"}
    for drawn in (_region, _usual, _behind, _own):
        for trace in drawn(one):
            yield plane | trace


def _region(one: ScoreHistory) -> Iterator[dict[str, Any]]:
    for part in one.region_parts:
        years = [point.year for point in part]
        yield {
            "x": [*_wide(years), *reversed(_wide(years))],
            "y": [
                *_twice([point.upper_quartile for point in part]),
                *reversed(_twice([point.lower_quartile for point in part])),
            ],
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": LIGHT.grid,
            "name": "middle half",
        }
        yield {
            "x": _wide(years),
            "y": _twice([point.median for point in part]),
            "mode": "lines",
            "line": {"color": LIGHT.neutral, "width": 1.5, "dash": "dot"},
            "name": "median",
        }


def _wide(years: Sequence[int]) -> list[float]:
    return [years[0] - ALONE, years[0] + ALONE] if len(years) == 1 else list(years)


def _twice(values: Sequence[float]) -> list[float]:
    return [*values, *values] if len(values) == 1 else list(values)


def _usual(one: ScoreHistory) -> Iterator[dict[str, Any]]:
    if one.usual is None:
        return
    for end in (one.usual.upper, one.usual.lower):
        yield {
            "x": [one.newest[0].year, one.newest[-1].year],
            "y": [end, end],
            "mode": "lines",
            "line": {"color": LIGHT.quiet, "width": 1},
            "name": "usual variation",
        }


def _behind(one: ScoreHistory) -> Iterator[dict[str, Any]]:
    for behind in one.behind:
        for part in behind.parts:
            yield {
                "x": [point.year for point in part],
                "y": [point.score for point in part],
                "mode": "lines+markers",
                "line": {"color": LIGHT.neutral, "width": 2, "dash": "dash"},
                "marker": {"size": 6, "color": LIGHT.neutral},
                "name": behind.trust,
            }


def _own(one: ScoreHistory) -> Iterator[dict[str, Any]]:
    for first, second in (pair for part in one.parts for pair in pairwise(part)):
        care = second.join is not None and second.join.comparable is Comparable.WITH_CARE
        yield {
            "x": [first.year, second.year],
            "y": [first.score, second.score],
            "mode": "lines",
            "line": {"color": LIGHT.ahead, "width": 3, "dash": "dash" if care else "solid"},
            "name": "with care" if care else "joined",
        }
    there = [point for part in one.parts for point in part]
    for point in there:
        if point.lower is not None and point.upper is not None:
            yield {
                "x": [point.year, point.year],
                "y": [point.lower, point.upper],
                "mode": "lines",
                "line": {"color": LIGHT.ahead, "width": 1.5},
                "name": "limits",
            }
    yield {
        "x": [point.year for point in there],
        "y": [point.score for point in there],
        "mode": "markers",
        "marker": {"size": 8, "color": LIGHT.ahead},
        "name": "scores",
    }
