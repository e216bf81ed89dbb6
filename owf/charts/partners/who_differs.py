"""Who differs from whom: a row a question, a column a partner, each cell the level it gave."""

from collections.abc import Iterator, Sequence

import plotly.graph_objects as go

from owf.benchmark.tables.item_standings import (
    Instead,
    ItemStanding,
    PartnerAnswer,
    PartnerDifference,
    WhoDiffers,
)
from owf.charts import Chart
from owf.charts.rows import Part, Rows, coded, font, in_lines, note, plain
from owf.charts.theme import LIGHT, colours_of_level
from owf.markup import html
from owf.markup.formatting import signed

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


def who_differs_chart(found: WhoDiffers) -> Chart:
    """Draw who gave which level, on scales of the same levels, the most disputed question first."""
    return Chart(
        title=found.sentence,
        alt=" ".join([found.sentence, *map(_sentence, found.partners)]),
        figure=_figure(found),
        table=html.table(
            "Who gave which level, the most disputed question first",
            ("Question", *(one.partner for one in found.partners)),
            (
                (f"{item.code} {item.name}", *(answer.words for answer in item.answers))
                for item in found.items
            ),
            css="owf-stack owf-who-differs",
            region="Levels by partner in numbers",
            numeric=frozenset(range(1, len(found.partners) + 1)),
        ),
        caption=(
            f"n = {len(found.partners)} partners. A column is a partner, a row a question, the "
            "most disputed first; the number is the level. “?” is don’t know, “n/a” not "
            "applicable, “–” no answer."
        ),
        numbers=[
            {
                "Question": item.code,
                "Permanent id": item.item,
                "Name": item.name,
                "Partner": answer.partner,
                "Level": answer.level,
                "Without a level": "" if answer.instead is None else str(answer.instead),
            }
            for item in found.items
            for answer in item.answers
        ],
    )


def _sentence(one: PartnerDifference) -> str:
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
    upwards = {"xanchor": "center", "yref": "paper", "yanchor": "bottom", "yshift": 4}
    for place, name in enumerate(names):
        text = "<br>".join(map(plain, name))
        turned = {"textangle": -90, "align": "left"}
        drawn.labels.append(note(place, 1, text, font(12), **upwards, **turned))
    return drawn.figure(
        ends=(-height, 0),
        height=height + head + 8,
        axis="",
        top=head,
        bottom=8,
        range=[-0.5, columns - 0.5],
        showticklabels=False,
        showgrid=False,
    )


def _cells(points: Sequence[tuple[int, float, PartnerAnswer, ItemStanding]]) -> Iterator[Part]:
    there = [one for one in points if one[2].level is not None]
    colours = [
        colours_of_level(item.levels.index(answer.level or item.levels[0]), len(item.levels))
        for _, _, answer, item in there
    ]
    text = {"type": "scatter", "textposition": "middle center", "cliponaxis": False}
    yield {
        **text,
        "mode": "markers+text",
        "x": [one[0] for one in there],
        "y": [one[1] for one in there],
        "marker": {"symbol": "square", "size": 26, "color": [colour for colour, _ in colours]},
        "text": [f"<b>{one[2].level}</b>" for one in there],
        "textfont": {"size": 13, "color": [ink for _, ink in colours]},
    }
    missing = [one for one in points if one[2].instead is not None]
    yield {
        **text,
        "mode": "text",
        "x": [one[0] for one in missing],
        "y": [one[1] for one in missing],
        "text": [SHORT[one[2].instead or Instead.NO_ANSWER] for one in missing],
        "textfont": font(12, LIGHT.muted),
    }
