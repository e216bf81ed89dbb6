"""A chart's numbers: one list of columns, from which its HTML table and its CSV file both come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from owf.charts import Value
from owf.markup import html
from owf.markup.formatting import score

MISSING = "none"
"""The table's cell where a row lacks a column that the first row has."""


@dataclass(frozen=True)
class Cell:
    """Without ``title`` it is in the file alone, without ``file_title`` in the table alone."""

    title: str | None
    shown: str | Markup
    file_title: str | None
    value: Value
    is_number: bool


def both(
    title: str,
    value: Value,
    shown: str | Markup | None = None,
    *,
    file_title: str = "",
    is_number: bool | None = None,
) -> Cell:
    return Cell(
        title,
        str(value) if shown is None else shown,
        file_title or title,
        value,
        not isinstance(value, str) if is_number is None else is_number,
    )


def in_table(title: str, shown: str | Markup, *, is_number: bool = False) -> Cell:
    return Cell(title, shown, None, None, is_number)


def in_file(title: str, value: Value) -> Cell:
    return Cell(None, "", title, value, False)


def bounds(name: str, pair: Sequence[float | None] | None) -> tuple[Cell, Cell]:
    low, high = pair or (None, None)
    return in_file(f"{name} lower", low), in_file(f"{name} upper", high)


def between(pair: Iterable[float | None] | None) -> str:
    return " to ".join(score(end, 2) for end in pair or ()) or MISSING


def table_and_numbers(
    caption: str, rows: Iterable[Sequence[Cell]], *, css: str, region: str = ""
) -> tuple[Markup, list[dict[str, Value]]]:
    """The first row names the columns of all; rows without a cell for the file are not in it."""
    shown, numbers, numeric = [], [], set[str]()
    for row in rows:
        shown.append({one.title: one.shown for one in row if one.title is not None})
        numeric |= {one.title for one in row if one.title is not None and one.is_number}
        if values := {one.file_title: one.value for one in row if one.file_title is not None}:
            numbers.append(values)
    head = list(shown[0]) if shown else []
    table = html.table(
        caption,
        head,
        ([row.get(title, MISSING) for title in head] for row in shown),
        css=css,
        region=region,
        numeric=frozenset(place for place, title in enumerate(head) if title in numeric),
    )
    return table, [{title: row.get(title) for title in numbers[0]} for row in numbers]
