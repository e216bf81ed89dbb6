"""Where a region as a whole is low: themes and aspects against its own overall score."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.assessment.results.region_weaknesses import PartOfRegion
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.wording import capitalised, listed
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, bold, fitting
from owf.web.charts.theme import LIGHT
from owf.web.markup import html
from owf.web.markup.formatting import limits, score, signed, span

ROW = 54
"""Pixels a row: a label line above a bar, readable on a phone."""
LONG = 46
"""Letters in a label from which it is written smaller, to fit on a phone."""
TICK = 0.25
"""Levels between two ticks."""
EDGE = 1.07
"""The axis against its last tick, so that the tick's words fit on a phone."""
LEAST = 0.5
"""Levels to either side that the axis shows at least, so that little does not look large."""
MOST_NAMED = 4
"""Themes and aspects that the title names; the figure and the table show all."""
HEADINGS = {GroupKind.THEME: "Themes", GroupKind.ASPECT: "Aspects across themes"}


def region_weak(parts: Sequence[PartOfRegion], region: str) -> Chart:
    """Draw themes, then aspects, each kind lowest first.

    Args:
        parts: of one region and year; those without a difference are in the table alone.
        region: as it stands in a sentence.
    """
    by_kind = {
        kind: sorted(
            (one for one in parts if one.group.kind is kind),
            key=lambda one: (one.difference is None, one.difference or 0.0),
        )
        for kind in HEADINGS
    }
    shown = [one for of_kind in by_kind.values() for one in of_kind if one.difference is not None]
    return Chart(
        title=_title(shown, region),
        alt=" ".join(map(_told, shown)) or "Too few Trusts publish in full to show it.",
        figure=_figure(by_kind, shown),
        table=_table([one for of_kind in by_kind.values() for one in of_kind]),
        caption=(
            f"Mean over {span(one.n for one in shown)} Trusts of {region} that publish in full: "
            "each Trust's score less its own overall score. The bar is its 95% limits over these "
            "Trusts; about one in twenty misses by chance. The diamond is the same over "
            f"{span(one.n_england for one in shown)} Trusts of England. A region has no verdict."
        ),
        numbers=[_numbers(one) for of_kind in by_kind.values() for one in of_kind],
    )


def _title(shown: Sequence[PartOfRegion], region: str) -> str:
    if not shown:
        return f"Too few Trusts of {region} publish in full to say where it is low."
    low = [one for one in shown if one.is_clearly_low]
    if not low:
        return f"No theme or aspect of {region} is clearly below its own overall score."
    said = [_with_england(one) for one in low[:MOST_NAMED]]
    if len(low) > MOST_NAMED:
        said.append(f"{len(low) - MOST_NAMED} more")
    return f"{capitalised(region)} is clearly below its own overall score on {listed(said)}."


def _with_england(one: PartOfRegion) -> str:
    """What is low everywhere is not the region's own, so England stands beside it."""
    england = f"; England {signed(one.england)}" if one.england is not None else ""
    return f"{_name(one)} ({signed(one.difference)}{england})"


def _name(one: PartOfRegion) -> str:
    return f"{one.phrase} in {one.within}" if one.within else one.phrase


def _told(one: PartOfRegion) -> str:
    said = f" England's Trusts: {signed(one.england)}." if one.england is not None else ""
    return (
        f"{capitalised(_name(one))}: {score(one.mean, 2)}, {signed(one.difference)} against "
        f"{score(one.overall, 2)} overall, 95% limits {limits(one.ci95)}.{said}"
    )


def _figure(
    by_kind: dict[GroupKind, list[PartOfRegion]], shown: Sequence[PartOfRegion]
) -> go.Figure:
    rows = Rows()
    height = 0.0
    for kind, of_kind in by_kind.items():
        drawn = [one for one in of_kind if one.difference is not None]
        if not drawn:
            continue
        rows.label(height, f"{HEADINGS[kind].upper()}, LOWEST FIRST", 12)
        height -= 0.95
        for one in drawn:
            _draw(rows, one, height)
            height -= 1
    bottom = height + 0.5
    reach = _reach(shown)
    steps = range(-round(reach / TICK), round(reach / TICK) + 1)
    line = {"color": LIGHT.ink, "width": 1.5}
    ends = {"x0": 0, "x1": 0, "y0": bottom, "y1": 0.4}
    rows.shapes.append({"type": "line", **ends, "line": line, "layer": "below"})
    return rows.figure(
        ends=(bottom, 0.4),
        height=ROW * (0.4 - bottom) + 52,
        axis="levels below or above the same Trusts' overall score",
        range=[-reach * EDGE, reach * EDGE],
        tickvals=[step * TICK for step in steps],
        ticktext=[signed(step * TICK) for step in steps],
    )


def _draw(rows: Rows, one: PartOfRegion, height: float) -> None:
    difference = one.difference or 0.0
    text = f"{bold(capitalised(_name(one)))}  {score(one.mean)} ({signed(difference)})"
    rows.label(height + 0.42, text, fitting(text, LONG))
    if one.ci95 is not None:
        rows.bar(one.ci95, height, LIGHT.ahead, 3)
    rows.mark(difference, height, "circle", LIGHT.ahead)
    if one.england is not None:
        # Below the bar, so that neither covers the other.
        rows.traces.append(
            {
                "type": "scatter",
                "x": [one.england],
                "y": [height - 0.22],
                "mode": "markers",
                "marker": {"symbol": "diamond", "size": 10, "color": LIGHT.ink},
                "showlegend": False,
            }
        )


def _reach(shown: Sequence[PartOfRegion]) -> float:
    ends: list[float] = [
        abs(end)
        for one in shown
        for end in (*(one.ci95 or ()), one.difference, one.england)
        if end is not None
    ]
    return math.ceil(max([LEAST, *ends]) / TICK) * TICK


def _table(parts: Sequence[PartOfRegion]) -> Markup:
    few = Markup('<span class="owf-none">too few Trusts</span>')

    def row(one: PartOfRegion) -> tuple[str | Markup, ...]:
        small = (
            f"only in {one.within}" if one.within else HEADINGS[one.group.kind].split(" ")[0][:-1]
        )
        name = html.with_small(one.title, small.casefold())
        if one.difference is None:
            return name, str(one.n), few, few, few, few, few
        return (
            name,
            str(one.n),
            score(one.mean, 2),
            score(one.overall, 2),
            signed(one.difference),
            limits(one.ci95),
            few if one.england is None else f"{signed(one.england)} ({one.n_england})",
        )

    return html.table(
        "Themes and aspects against the same Trusts' overall score, lowest first",
        ("Theme or aspect", "Trusts (n)", "Mean", "Overall", "Difference", "95% limits", "England"),
        map(row, parts),
        css="owf-parts owf-stack",
        region="The region against its own overall score in numbers",
        numeric=frozenset(range(1, 7)),
    )


def _numbers(one: PartOfRegion) -> dict[str, Cell]:
    low, high = one.ci95 or (None, None)
    return {
        "Kind": str(one.group.kind),
        "Theme or aspect": one.title,
        "Only in": one.within or "",
        "Trusts (n)": one.n,
        "Mean": one.mean,
        "Their overall mean": one.overall,
        "Difference": one.difference,
        "95% lower": low,
        "95% upper": high,
        "England's difference": one.england,
        "Trusts of England": one.n_england,
    }
