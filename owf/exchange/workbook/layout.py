"""Where everything stands in the workbook: what the writer and the reader must agree on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from owf.questionnaire import Pack, Theme

FORMAT = "one-workforce-return 1"
"""Said by every workbook; another number where the layout changes."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Between these evidence may be good until; the page has the same limits."""
FIRST_OF_EXCEL = date(1899, 12, 30)
"""Day 0 of those that Excel counts."""

HOW_TO = "How to"
IDENTITY = "About this file"
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans("[]:*?/\\", "()-----")


class Column(NamedTuple):
    """A column of a theme's table: its heading, and its width in characters."""

    title: str
    width: float


COLUMNS: Mapping[str, Column] = {
    "id": Column("Id", 4),
    "code": Column("Code", 9),
    "question": Column("How far is this true here?", 40),
    "hint": Column("Hint", 30),
    "choice": Column("Your answer", 20),
    "comment": Column("Comment", 38),
    "evidence": Column("Evidence: what is it and where is it kept?", 26),
    "expires": Column("Evidence is valid until", 12),
    "last_year": Column("Last year's own answer", 34),
    "mark": Column("Since last year", 12),
}
"""In order; the first is hidden."""
EARLIER_TITLES: Mapping[str, str] = {
    "question": "How far is this so here?",
    "evidence": "Evidence: what is it, and where is it kept?",
    "expires": "Evidence is good until",
}
"""Headings of spreadsheets that went out before these words changed: they can still be uploaded."""
PLACE: Mapping[str, int] = {name: place for place, name in enumerate(COLUMNS)}

ID_FACTS = ("format", "trust", "trust name", "partner", "partner name", "year", "pack", "digest",
            "went out")  # fmt: skip
"""The first rows of the hidden sheet: a name and a value each."""
ID_HEAD = ("item", "version", "choice", "comment", "evidence", "expires")
"""The heading of its table of items, two rows below; the last four are marks of what went out."""
ID_HEAD_ROW = len(ID_FACTS) + 1
LISTS_COLUMN = len(ID_HEAD) + 1
"""Where its lists of answers begin, one a column."""


def letter(place: int) -> str:
    """A column's letter: 0 is A."""
    return chr(ord("A") + place)


def cell_name(column: str, row: int) -> str:
    """A cell as Excel names it; ``row`` is the first one's 0."""
    return f"{letter(PLACE[column])}{row + 1}"


def described(pack: Pack, theme: Theme) -> Sequence[tuple[int, str]]:
    """The levels that the pack's scale describes in a theme, lowest first."""
    return sorted(pack.scale.descriptors.get(theme.id, {}).items())


def head_row(pack: Pack, theme: Theme) -> int:
    return 2 + len(described(pack, theme))


def sheet_names(pack: Pack) -> Mapping[str, str]:
    """Theme id -> the name of its sheet, as Excel allows names: short, plain, and each only once.

    Excel keeps ``History`` for itself, and takes names apart without regard to case.
    """
    taken = {HOW_TO.casefold(), IDENTITY.casefold(), "history"}
    names = {}
    for theme in pack.themes:
        plain = theme.short_title.translate(_FORBIDDEN).strip(" '") or theme.id
        name, number = plain[:_LONGEST_NAME].strip(" '"), 1
        while name.casefold() in taken:
            number += 1
            ending = f" ({number})"
            name = plain[: _LONGEST_NAME - len(ending)] + ending
        taken.add(name.casefold())
        names[theme.id] = name
    return names
