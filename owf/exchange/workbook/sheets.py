"""The cells of a workbook that came back, as openpyxl reads them, and no more than is needed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import load_workbook

# What openpyxl says of odd styles would stand in the log and help nobody.
warnings.filterwarnings("ignore", module="openpyxl")

MOST_ROWS = 1000
"""Rows of a sheet that are looked at; the longest theme has some twenty questions."""
_ESCAPED = re.compile(r"_x((?!D[89A-F])[0-9A-F]{4})_", re.IGNORECASE)


class Cell(NamedTuple):
    """What a cell holds, and of which kind: ``f`` is a formula, ``e`` an error."""

    value: Any = None
    data_type: str = "n"


class Sheets:
    """The sheets of a workbook by name, each read when it is asked for.

    Raises:
        Exception: of any kind, from here and from ``rows``, where the file is not as it should be.
    """

    def __init__(self, content: bytes) -> None:
        self._book = load_workbook(BytesIO(content), read_only=True, keep_links=False)

    @property
    def names(self) -> Sequence[str]:
        """The sheets in order, those too that are hidden."""
        return [page.title for page in self._book.worksheets]

    def rows(self, name: str, columns: int) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Each of the first rows with its number, the first one's 0, and its first cells.

        What a sheet says of its own size is not believed.
        """
        rows = self._book[name].iter_rows(min_row=1, max_row=MOST_ROWS, min_col=1, max_col=columns)
        for number, cells in enumerate(rows):
            yield number, [Cell(_unescaped(one.value), one.data_type) for one in cells]


def _unescaped(value: Any) -> Any:
    return unescape(value) if isinstance(value, str) and "_x" in value else value


def unescape(text: str) -> str:
    """Text without the marks that Excel puts for what XML cannot hold, such as ``_x000D_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
