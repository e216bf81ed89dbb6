"""What moderation changed: from the partners' median to the level that was agreed."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from markupsafe import Markup

from owf.benchmark.tables.item_standings import ItemStanding, Moderated
from owf.benchmark.words.wording import capitalised
from owf.web.charts import Cell, Chart
from owf.web.charts.rows import Rows, coded
from owf.web.charts.theme import LIGHT
from owf.web.markup import html
from owf.web.markup.formatting import questions, signed

LINE, MARKS = 19, 46
"""Pixels: a line of a label, and a row of marks with the room around it."""


def moderation_moves(found: Moderated) -> Chart:
    """Draw the questions agreed outside the partners' middle, the largest moves first.

    Args:
        found: with at least one such question, all on one scale.
    """
    return Chart(
        title=found.sentence,
        alt=" ".join(_told(one) for one in found.moved),
        figure=_figure(found.moved),
        table=_table(found.moved),
        caption=(
            "Circle: the partners’ median. Diamond: the agreed level. "
            f"n = {_n(found.moved)} partners a question. {_stayed(found.stayed)}"
        ),
        numbers=[_numbers(one) for one in found.moved],
    )


def _stayed(number: int) -> str:
    if not number:
        return "No other question was agreed."
    return f"{capitalised(questions(number))} more stayed within the partners’ middle."


def _n(moved: Sequence[ItemStanding]) -> str:
    few, many = min(one.n for one in moved), max(one.n for one in moved)
    return str(few) if few == many else f"{few} to {many}"


def _told(one: ItemStanding) -> str:
    reason = f" Reason: {one.reason}" if one.reason else ""
    return (
        f"{one.code}, {one.name}: partners' median {one.median_in_words}, agreed {one.agreed}."
        f"{reason}"
    )


def _figure(moved: Sequence[ItemStanding]) -> go.Figure:
    rows = Rows()
    height = 0.0
    for one in moved:
        label, lines = coded(one.code, one.name)
        rows.label(-(height + LINE * lines / 2), label, 14)
        height += LINE * lines
        at = -(height + 16)
        before, after = one.median or 0.0, float(one.agreed or 0)
        rows.bar((before, after), at, LIGHT.quiet, 5)
        upwards = after > before
        for value, symbol, colour, text, right in (
            (before, "circle-open", LIGHT.neutral, one.median_in_words, not upwards),
            (after, "diamond", LIGHT.ahead, f"<b>{one.agreed}</b>", upwards),
        ):
            rows.mark(
                value, at, symbol, colour,
                text=[f"  {text}" if right else f"{text}  "],
                textposition="middle right" if right else "middle left",
                textfont={"size": 13, "color": LIGHT.ink},
                cliponaxis=False,
            )  # fmt: skip
        height += MARKS
    levels = moved[0].levels
    return rows.figure(
        ends=(-height, 4),
        height=height + 56,
        axis="level",
        range=[levels[0] - 0.25, levels[-1] + 0.25],
        tickvals=list(levels),
    )


def _table(moved: Sequence[ItemStanding]) -> Markup:
    return html.table(
        "What moderation changed, the largest moves first",
        ("Question", "Partners’ median", "Agreed", "Move", "Reason"),
        (
            (
                f"{one.code} {one.name}",
                one.median_in_words,
                str(one.agreed),
                signed(one.move, 1),
                one.reason or "no reason given",
            )
            for one in moved
        ),
        css="owf-stack",
        region="What moderation changed in numbers",
        numeric=frozenset({1, 2, 3}),
    )


def _numbers(one: ItemStanding) -> dict[str, Cell]:
    return {
        "Question": one.code,
        "Permanent id": one.item,
        "Name": one.name,
        "n": one.n,
        "Partners' median": one.median,
        "Agreed": one.agreed,
        "Move": one.move,
        "Reason": one.reason,
    }
