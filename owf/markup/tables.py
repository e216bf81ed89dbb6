"""Tables with a column for each theme; where themes are many, several below one another."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup

from owf.benchmark.words.wording import capitalised, listed, within_sentence
from owf.markup import html

MOST_THEMES = 5
"""Columns of themes beside a row's name and "Overall": more would not hold a verdict in words."""
MOST_ROWS = 13
"""With more rows only the first table is not folded: the next would be out of sight."""


def theme_tables(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str | Markup]],
    *,
    before: int = 1,
    css: str = "",
    nothing: Markup | None = None,
    are_numbers: bool = False,
) -> Markup:
    """``before`` counts the columns before the themes'; rows of ``nothing`` are left out."""
    every = [tuple(row) for row in rows]
    parts = _parts(before, len(head))
    tables = [
        html.table(
            caption if len(parts) == 1 else f"{caption}: {_named(head, shown)}",
            [head[place] for place in shown],
            ([row[place] for place in shown] for row in every if _says(row, shown, nothing)),
            css=css,
            numeric=frozenset(range(1, len(shown))) if are_numbers else frozenset(),
        )
        for shown in parts
    ]
    if len(every) <= MOST_ROWS:
        return html.join(tables)
    first, *others = tables
    folded = (
        html.fold(capitalised(_named(head, shown)), table)
        for shown, table in zip(parts[1:], others, strict=True)
    )
    return html.join((first, *folded))


def _parts(before: int, end: int) -> list[tuple[int, ...]]:
    themes = end - before
    number = max(1, -(-themes // MOST_THEMES))
    ends = [before + themes * part // number for part in range(number + 1)]
    first, *others = (range(*one) for one in pairwise(ends))
    return [(*range(before), *first), *((0, *one) for one in others)]


def _named(head: Sequence[str], shown: Sequence[int]) -> str:
    return listed([within_sentence(head[place]) for place in shown[1:]])


def _says(row: Sequence[str | Markup], shown: Sequence[int], nothing: Markup | None) -> bool:
    return nothing is None or any(row[place] != nothing for place in shown[1:])


def key_points(
    points: Sequence[str], title: str = "Key points", below: Markup = html.NOTHING
) -> Markup:
    return Markup('<section class="owf-points"><h2>{}</h2>{}{}</section>').format(
        title, html.bullet_list(points), below
    )
