"""Who differs from whom: a row a question, a column a partner, each cell the level it gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.tables.item_standings import (
    Instead,
    ItemStanding,
    PartnerAnswer,
    PartnerDifference,
    WhoDiffers,
)
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, coded, in_lines
from owf.web.charts.theme import LIGHT, colours_of_level
from owf.web.markup import html
from owf.web.markup.formatting import signed

LINE, CELL = 19, 34
"""Pixels: a line of a label, and a row of cells with the room around it."""
LETTER, NAME, LONG_NAME = 6.6, 22, 40
"""Pixels a letter of a column's name takes upwards, and how many letters stand in one line."""
MOST_WIDE = 8
"""Columns that have room for a name of two lines on a phone: of more, each name is one line."""
SHORT = {
    Instead.DONT_KNOW: "?",
    Instead.NOT_APPLICABLE: "n/a",
    Instead.NO_ANSWER: "–",
    Instead.NOT_ASKED: "",
}
"""What a cell without a level shows; the table says it in words."""


def who_differs_chart(found: WhoDiffers) -> Chart:
    """Draw who gave which level, the most disputed question first.

    Args:
        found: at least one question, and a column a partner, on scales of the same levels.
    """
    return Chart(
        title=found.sentence,
        alt=" ".join([found.sentence, *(_told(one) for one in found.partners)]),
        figure=_figure(found),
        table=_table(found),
        caption=(
            f"n = {len(found.partners)} partners. A column is a partner, a row a question, the "
            "most disputed first; the number is the level. “?” is don’t know, “n/a” not "
            "applicable, “–” no answer."
        ),
        numbers=[_numbers(item, answer) for item in found.items for answer in item.answers],
    )


def _told(one: PartnerDifference) -> str:
    if one.difference is None:
        return f"{one.partner}: no question that others rated too."
    return f"{one.partner}: {signed(one.difference, 1)} levels against the others."


def _figure(found: WhoDiffers) -> go.Figure:
    columns = len(found.partners)
    letters = NAME if columns <= MOST_WIDE else LONG_NAME
    names = [in_lines(one.partner, letters) for one in found.partners]
    head = round(max(len(line) for name in names for line in name) * LETTER) + 16
    drawn = Rows()
    height = 0.0
    points: list[tuple[int, float, PartnerAnswer, ItemStanding]] = []
    for item in found.items:
        label, lines = coded(item.code, item.name)
        drawn.label(-(height + LINE * lines / 2 + 2), label, 14)
        height += LINE * lines
        points.extend((place, -(height + 18), one, item) for place, one in enumerate(item.answers))
        height += CELL + 6
    drawn.traces.extend(_cells(points))
    drawn.labels.extend(_heads(names))
    return drawn.figure(
        ends=(-height, 0),
        height=height + head + 8,
        axis="",
        top=head,
        range=[-0.5, columns - 0.5],
        showticklabels=False,
        showgrid=False,
    ).update_layout(margin={"b": 8})


def _cells(
    points: Sequence[tuple[int, float, PartnerAnswer, ItemStanding]],
) -> Iterator[dict[str, Any]]:
    there = [one for one in points if one[2].level is not None]
    colours, inks = [], []
    for _, _, answer, item in there:
        place = item.levels.index(answer.level or item.levels[0])
        colour, ink = colours_of_level(place, len(item.levels))
        colours.append(colour)
        inks.append(ink)
    yield {
        "type": "scatter",
        "mode": "markers+text",
        "x": [one[0] for one in there],
        "y": [one[1] for one in there],
        "marker": {"symbol": "square", "size": 26, "color": colours},
        "text": [f"<b>{one[2].level}</b>" for one in there],
        "textposition": "middle center",
        "textfont": {"size": 13, "color": inks},
        "cliponaxis": False,
    }
    missing = [one for one in points if one[2].instead is not None]
    yield {
        "type": "scatter",
        "mode": "text",
        "x": [one[0] for one in missing],
        "y": [one[1] for one in missing],
        "text": [SHORT[one[2].instead or Instead.NO_ANSWER] for one in missing],
        "textposition": "middle center",
        "textfont": {"size": 12, "color": LIGHT.muted},
        "cliponaxis": False,
    }


def _heads(names: Sequence[Sequence[str]]) -> Iterator[dict[str, Any]]:
    for place, lines in enumerate(names):
        yield {
            "x": place,
            "xanchor": "center",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 4,
            "textangle": -90,
            "align": "left",
            "text": "<br>".join(escape(line, quote=False) for line in lines),
            "showarrow": False,
            "font": {"size": 12, "color": LIGHT.ink},
        }


def _table(found: WhoDiffers) -> Markup:
    return html.table(
        "Who gave which level, the most disputed question first",
        ("Question", *(one.partner for one in found.partners)),
        (
            (f"{item.code} {item.name}", *(answer.words for answer in item.answers))
            for item in found.items
        ),
        css="owf-stack owf-who-differs",
        region="Levels by partner in numbers",
        numeric=frozenset(range(1, len(found.partners) + 1)),
    )


def _numbers(item: ItemStanding, answer: PartnerAnswer) -> dict[str, Cell]:
    return {
        "Question": item.code,
        "Permanent id": item.item,
        "Name": item.name,
        "Partner": answer.partner,
        "Level": answer.level,
        "Without a level": "" if answer.instead is None else str(answer.instead),
    }
