"""What moderation changed: from the partners' median to the level that was agreed."""

from collections.abc import Sequence

import plotly.graph_objects as go

from owf.benchmark.tables.item_standings import ItemStanding, Moderated
from owf.benchmark.words.wording import capitalised
from owf.charts import Chart
from owf.charts.columns import Cell, both, in_file, in_table, table_and_numbers
from owf.charts.rows import Rows, coded, text_beside
from owf.charts.theme import LIGHT
from owf.markup.formatting import questions, signed, span

LINE, MARKS = 19, 46
"""Pixels: a line of a label, and a row of marks with the room around it."""


def moderation_moves(found: Moderated) -> Chart:
    """Draw the questions agreed outside the partners' middle, at least one, all on one scale."""
    table, numbers = table_and_numbers(
        "What moderation changed, the largest moves first",
        map(_cells, found.moved),
        css="owf-stack",
        region="What moderation changed in numbers",
    )
    return Chart(
        title=found.sentence,
        alt=" ".join(map(_sentence, found.moved)),
        figure=_figure(found.moved),
        table=table,
        caption=(
            "Circle: the partners’ median. Diamond: the agreed level. "
            f"n = {span(one.n for one in found.moved)} partners a question. {_stayed(found.stayed)}"
        ),
        numbers=numbers,
    )


def _cells(one: ItemStanding) -> list[Cell]:
    return [
        in_table("Question", f"{one.code} {one.name}"),
        in_file("Question", one.code),
        in_file("Permanent id", one.item),
        in_file("Name", one.name),
        in_file("n", one.n),
        both("Partners’ median", one.median, one.median_in_words, file_title="Partners' median"),
        both("Agreed", one.agreed),
        both("Move", one.move, signed(one.move, 1)),
        both("Reason", one.reason, one.reason or "no reason given"),
    ]


def _stayed(number: int) -> str:
    if not number:
        return "No other question was agreed."
    return f"{capitalised(questions(number))} more stayed within the partners’ middle."


def _sentence(one: ItemStanding) -> str:
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
        is_rise = after > before
        rows.bar((before, after), at, LIGHT.quiet, 5)
        words = text_beside(one.median_in_words, is_right=not is_rise)
        rows.mark(before, at, "circle-open", LIGHT.neutral, **words)
        words = text_beside(f"<b>{one.agreed}</b>", is_right=is_rise)
        rows.mark(after, at, "diamond", LIGHT.ahead, **words)
        height += MARKS
    levels = moved[0].levels
    return rows.figure(
        ends=(-height, 4),
        height=height + 56,
        axis="level",
        range=[levels[0] - 0.25, levels[-1] + 0.25],
        tickvals=list(levels),
    )
