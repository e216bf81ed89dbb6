"""A table as a CSV file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """A heading and rows, in UTF-8 with the mark by which spreadsheets know it.

    Spreadsheets take a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula: such text
    gets an apostrophe before it. Numbers stay numbers.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([_as_text(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def _as_text(cell: str | int | float) -> str | int | float:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
