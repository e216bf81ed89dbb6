"""Where partners stand on each question: how many at each level, about the middle of the scale."""

from collections.abc import Iterator, Sequence

import plotly.graph_objects as go

from owf.benchmark.tables.item_standings import ItemStanding, disputed_sentence, most_disputed_first
from owf.charts import Chart
from owf.charts.columns import Cell, both, in_file, in_table, table_and_numbers
from owf.charts.rows import Part, Rows, coded, font, in_lines, note
from owf.charts.theme import LIGHT, colours_of_level
from owf.markup.formatting import score, span

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
    """The most disputed first; all of one Trust and year, on scales of the same levels."""
    rows = most_disputed_first(standings)
    table, numbers = table_and_numbers(
        "Partners at each level, the most disputed question first",
        map(_cells, rows),
        css="owf-stack owf-levels",
        region="Partners at each level in numbers",
    )
    return Chart(
        title=disputed_sentence(standings),
        alt=" ".join(one.sentence for one in rows),
        figure=_figure(rows),
        table=table,
        caption=(
            f"n = {span(one.n + one.dont_know + one.not_applicable for one in rows)} partners a "
            "question. The number in a segment is how many partners gave that level. The most "
            "disputed question stands first."
        ),
        numbers=numbers,
    )


def _cells(one: ItemStanding) -> list[Cell]:
    consensus = "none" if one.consensus is None else f"{one.consensus:.2f}"
    return [
        in_table("Question", f"{one.code} {one.name}"),
        in_file("Question", one.code),
        in_file("Permanent id", one.item),
        in_file("Name", one.name),
        *(
            both(f"{level} {label}", count)
            for level, label, count in zip(one.levels, one.labels, one.counts, strict=True)
        ),
        both("Don’t know", one.dont_know, file_title="Don't know"),
        both("Not applicable", one.not_applicable),
        in_file("n", one.n),
        both("Mean", one.mean, score(one.mean)),
        both("Consensus", one.consensus, consensus),
    ]


def _figure(rows: Sequence[ItemStanding]) -> go.Figure:
    drawn = Rows()
    middles, height = [], 0.0
    beside = {"xref": "paper", "xanchor": "center", "yanchor": "middle"}
    for one in rows:
        label, lines = coded(one.code, one.name)
        drawn.label(-(height + LINE * lines / 2), label, 14)
        middle = -(height + LINE * lines + 15)
        for count, share in ((one.dont_know, DONT_KNOW), (one.not_applicable, NOT_APPLICABLE)):
            drawn.labels.append(note(share, middle, str(count or "–"), font(13), **beside))
        middles.append(middle)
        height += LINE * lines + BAR
    reach = max(1.0, *(max(_below(one), one.n - _below(one)) for one in rows))
    drawn.traces.extend(_bars(rows, middles))
    drawn.labels.extend(_key(rows[0]))
    drawn.upright(0, (-height, 0), LIGHT.quiet, "dot")
    return drawn.figure(
        ends=(-height, 0),
        height=height + KEY + 8,
        axis="",
        top=KEY,
        bottom=8,
        range=[-reach, reach],
        domain=[0, BARS_END],
        showticklabels=False,
        showgrid=False,
    ).update_layout(barmode="overlay")


def _below(one: ItemStanding) -> float:
    """Those below the middle, and half of those on it: an even number of levels has none there."""
    half, has_middle = divmod(len(one.levels), 2)
    return sum(one.counts[:half]) + (one.counts[half] / 2 if has_middle else 0)


def _bars(rows: Sequence[ItemStanding], heights: Sequence[float]) -> Iterator[Part]:
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
            "insidetextfont": font(13, ink),
            "constraintext": "none",
            "name": f"level {level}",
        }


def _key(one: ItemStanding) -> Iterator[Part]:
    steps = len(one.levels)
    small = font(12, LIGHT.muted)
    for place, level in enumerate(one.levels):
        colour, ink = colours_of_level(place, steps)
        share = BARS_END / 2 + (place - (steps - 1) / 2) * KEY_STEP
        patch = {"bgcolor": colour, "borderpad": 2}
        yield _above(share, 44, f"<b>&nbsp;{level}&nbsp;</b>", font(13, ink), **patch)
    for words, share, side in ((one.labels[0], 0, "left"), (one.labels[-1], BARS_END, "right")):
        label = "<br>".join(in_lines(words, 22))
        yield _above(share, 18, label, small, xanchor=side, align=side)
    yield _above(DONT_KNOW, 18, "don’t<br>know", small)
    yield _above(NOT_APPLICABLE, 18, "not<br>appl.", small)


def _above(share: float, pixels: int, text: str, letters: Part, **more: object) -> Part:
    anchor = {"xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "middle"}
    return note(share, 1, text, letters, **{**anchor, "yshift": pixels, **more})
