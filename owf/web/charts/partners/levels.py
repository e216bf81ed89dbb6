"""Where partners stand on each question: how many at each level, about the middle of the scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.tables.item_standings import ItemStanding, disputed_sentence, most_disputed_first
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, coded, in_lines
from owf.web.charts.theme import LIGHT, colours_of_level
from owf.web.markup import html
from owf.web.markup.formatting import score

LINE, BAR = 19, 44
"""Pixels: a line of a label, and a bar with the room around it."""
KEY = 62
"""Pixels above the first question, where the colours have their names."""
BARS_END = 0.8
"""Share of the width that the bars take; beyond it stands who gave no level."""
KEY_STEP = 0.08
"""Share of the width from one colour's name to the next: ten fit over the bars."""
DONT_KNOW, NOT_APPLICABLE = 0.875, 0.965


def partner_levels(standings: Sequence[ItemStanding]) -> Chart:
    """Draw how many partners gave each level, the most disputed question first.

    Those below the middle of the scale reach to the left, those above it to the right, and the
    middle lies across the line. Don't know and not applicable stand in columns of their own.

    Args:
        standings: questions of one Trust and year, at least one, on scales of the same levels.
    """
    rows = most_disputed_first(standings)
    return Chart(
        title=disputed_sentence(standings),
        alt=" ".join(one.sentence for one in rows),
        figure=_figure(rows),
        table=_table(rows),
        caption=_caption(rows),
        numbers=[_numbers(one) for one in rows],
    )


def _caption(rows: Sequence[ItemStanding]) -> str:
    asked = {one.n + one.dont_know + one.not_applicable for one in rows}
    n = str(asked.pop()) if len(asked) == 1 else f"{min(asked)} to {max(asked)}"
    return (
        f"n = {n} partners a question. The number in a segment is how many partners gave that "
        "level. The most disputed question stands first."
    )


def _figure(rows: Sequence[ItemStanding]) -> go.Figure:
    drawn = Rows()
    labels = [coded(one.code, one.name) for one in rows]
    tops, height = [], 0.0
    for _, lines in labels:
        tops.append(height)
        height += LINE * lines + BAR
    reach = max((_below(one) for one in rows), default=1.0)
    reach = max(reach, *(one.n - _below(one) for one in rows), 1.0)
    middles = [-(top + LINE * lines + 15) for top, (_, lines) in zip(tops, labels, strict=True)]
    for one, (label, lines), top, middle in zip(rows, labels, tops, middles, strict=True):
        drawn.label(-(top + LINE * lines / 2), label, 14)
        for text, share in ((one.dont_know, DONT_KNOW), (one.not_applicable, NOT_APPLICABLE)):
            drawn.labels.append(_beside(str(text or "–"), share, middle))
    drawn.traces.extend(_bars(rows, middles))
    drawn.labels.extend(_key(rows[0]))
    figure = drawn.figure(
        ends=(-height, 0),
        height=height + KEY + 8,
        axis="",
        top=KEY,
        range=[-reach, reach],
        domain=[0, BARS_END],
        showticklabels=False,
        showgrid=False,
    )
    figure.update_layout(barmode="overlay", margin={"b": 8})
    return figure.add_shape(
        type="line", x0=0, x1=0, y0=-height, y1=0, layer="below",
        line={"color": LIGHT.quiet, "width": 1.5, "dash": "dot"},
    )  # fmt: skip


def _below(one: ItemStanding) -> float:
    """How far a bar reaches to the left: those below the middle, and half of those on it.

    An even number of levels has none on it.
    """
    half, has_middle = divmod(len(one.levels), 2)
    return sum(one.counts[:half]) + (one.counts[half] / 2 if has_middle else 0)


def _bars(rows: Sequence[ItemStanding], heights: Sequence[float]) -> Iterator[dict[str, Any]]:
    for place, level in enumerate(rows[0].levels):
        colour, ink = colours_of_level(place, len(rows[0].levels))
        yield {
            "type": "bar",
            "orientation": "h",
            "x": [one.counts[place] for one in rows],
            "base": [sum(one.counts[:place]) - _below(one) for one in rows],
            "y": list(heights),
            "width": 24,
            "marker": {"color": colour, "line": {"color": LIGHT.ground, "width": 1}},
            "text": [str(one.counts[place] or "") for one in rows],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "insidetextfont": {"size": 13, "color": ink},
            "constraintext": "none",
            "name": f"level {level}",
        }


def _key(one: ItemStanding) -> Iterator[dict[str, Any]]:
    """The colours' names above the first bar, and those of the columns beside."""
    steps = len(one.levels)
    for place, level in enumerate(one.levels):
        colour, ink = colours_of_level(place, steps)
        yield {
            **_at(BARS_END / 2 + (place - (steps - 1) / 2) * KEY_STEP, 44),
            "text": f"<b>&nbsp;{level}&nbsp;</b>",
            "bgcolor": colour,
            "borderpad": 2,
            "font": {"size": 13, "color": ink},
        }
    ends = ((one.labels[0], 0, "left"), (one.labels[-1], BARS_END, "right"))
    for words, share, side in ends:
        yield {
            **_at(share, 18),
            "xanchor": side,
            "text": "<br>".join(in_lines(words, 22)),
            "align": side,
            "font": {"size": 12, "color": LIGHT.muted},
        }
    for words, share in (("don’t<br>know", DONT_KNOW), ("not<br>appl.", NOT_APPLICABLE)):
        yield {**_at(share, 18), "text": words, "font": {"size": 12, "color": LIGHT.muted}}


def _at(share: float, above: int) -> dict[str, Any]:
    return {
        "x": share,
        "xref": "paper",
        "xanchor": "center",
        "y": 1,
        "yref": "paper",
        "yanchor": "middle",
        "yshift": above,
        "showarrow": False,
    }


def _beside(text: str, share: float, height: float) -> dict[str, Any]:
    return {
        "x": share,
        "xref": "paper",
        "xanchor": "center",
        "y": height,
        "yanchor": "middle",
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": LIGHT.ink},
    }


def _table(rows: Sequence[ItemStanding]) -> Markup:
    first = rows[0]
    head = (
        "Question",
        *(f"{level} {label}" for level, label in zip(first.levels, first.labels, strict=True)),
        "Don’t know",
        "Not applicable",
        "Mean",
        "Consensus",
    )
    return html.table(
        "Partners at each level, the most disputed question first",
        head,
        (
            (
                f"{one.code} {one.name}",
                *map(str, one.counts),
                str(one.dont_know),
                str(one.not_applicable),
                score(one.mean),
                "none" if one.consensus is None else f"{one.consensus:.2f}",
            )
            for one in rows
        ),
        css="owf-stack owf-levels",
        region="Partners at each level in numbers",
        numeric=frozenset(range(1, len(head))),
    )


def _numbers(one: ItemStanding) -> dict[str, Cell]:
    return {
        "Question": one.code,
        "Permanent id": one.item,
        "Name": one.name,
        **{
            f"{level} {label}": count
            for level, label, count in zip(one.levels, one.labels, one.counts, strict=True)
        },
        "Don't know": one.dont_know,
        "Not applicable": one.not_applicable,
        "n": one.n,
        "Mean": one.mean,
        "Consensus": one.consensus,
    }
