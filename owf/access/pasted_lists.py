"""Lists that somebody pastes, as Excel, Outlook or a text editor give them: lines of cells."""

import csv
from collections.abc import Sequence


def pasted_rows(text: str, separator: str = "") -> list[tuple[int, Sequence[str]]]:
    """Each line that is not empty, as its number and its cells, trimmed and with single spaces.

    Without a ``separator`` each line has its own, as ``separator_of`` finds it.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    rows = [
        (number, _cells(line, separator or separator_of(line)))
        for number, line in enumerate(plain.removeprefix("\ufeff").split("\n"), start=1)
    ]
    # A row of empty cells is what a spreadsheet leaves below a table.
    return [(number, cells) for number, cells in rows if any(cells)]


def separator_of(line: str) -> str:
    """A tab or else a semicolon, where the line has one; otherwise a comma."""
    return next((one for one in "\t;" if one in line), ",")


def _cells(line: str, separator: str) -> Sequence[str]:
    cells = next(csv.reader([line], delimiter=separator), [])
    return [" ".join(cell.split()) for cell in cells]
