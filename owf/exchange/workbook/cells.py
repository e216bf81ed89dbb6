"""The cells of an uploaded workbook: an answer, a text or a day, as people and Excel write them.

Excel makes a number of ``3`` and a date of ``3-4``; people write ``don't know`` in any case. What
can be meant in one way only is taken; everything else is a fault in words.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import load_workbook

from owf import clock
from owf.assessment.asked_items import Choice
from owf.assessment.returns.workbook_merge import FilledReturn
from owf.exchange.workbook.layout import FIRST_DAY, FIRST_OF_EXCEL, LAST_DAY
from owf.exchange.workbook.simplified import MOST_ROWS, simplified
from owf.questionnaire import Scale
from owf.texts import clean_text

# What openpyxl says of odd styles would stand in the log and help nobody.
warnings.filterwarnings("ignore", module="openpyxl")

_ESCAPED = re.compile(r"_x((?!D[89A-F])[0-9A-F]{4})_", re.IGNORECASE)


class Cell(NamedTuple):
    """What a cell holds, and of which kind: ``f`` is a formula, ``e`` an error."""

    value: Any = None
    data_type: str = "n"


class Sheets:
    """Read when asked for; raises any ``Exception`` where the file is not as it should be."""

    def __init__(self, content: bytes, most_rows: int = MOST_ROWS) -> None:
        self._most_rows = most_rows
        book = BytesIO(simplified(content, most_rows))
        self._book = load_workbook(book, read_only=True, keep_links=False)

    @property
    def names(self) -> Sequence[str]:
        return [page.title for page in self._book.worksheets]

    def rows(self, name: str, columns: int) -> Iterator[tuple[int, Sequence[Cell]]]:
        """By number, the first one's 0. What a sheet says of its own size is not believed."""
        rows = self._book[name].iter_rows(
            min_row=1, max_row=self._most_rows, min_col=1, max_col=columns
        )
        for number, cells in enumerate(rows):
            yield number, [Cell(_unescaped(one.value), one.data_type) for one in cells]


def _unescaped(value: Any) -> Any:
    return unescape(value) if isinstance(value, str) and "_x" in value else value


def unescape(text: str) -> str:
    """Text without the marks that Excel puts for what XML cannot hold, such as ``_x000D_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


_WHOLE = re.compile(r"\+?(\d{1,9})(?:\.0+)?")
_APOSTROPHES = re.compile("['\u2018\u2019`\u00b4]")
_NO_WORD = re.compile(r"[\W_]+")
_DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%y")


class Unfit(Exception):
    """A cell does not say what belongs there; the sentence says what is wrong and what to do."""


def raw_of(cell: Cell) -> Any:
    """Raises ``Unfit``: a formula or an error, which says nothing for certain."""
    if cell.data_type == "f":
        raise Unfit(
            "this is a formula, which cannot be read. Type the answer, or use Paste Special, "
            "Values."
        )
    if cell.data_type == "e":
        raise Unfit(f"this is the error {cell.value}. Clear the cell, or type the answer.")
    value = cell.value
    return clean_text(value) if isinstance(value, str) else value


def text_in(cell: Cell, limit: int | None = None) -> str:
    """Of a number or a date the text that people see; raises ``Unfit``."""
    text = clean_text(_as_text(raw_of(cell)))
    if limit is not None and len(text) > limit:
        raise Unfit(f"this has {len(text)} characters. Shorten it to {limit}.")
    return text


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return clock.day_in_words(value.date())
    return str(value)


class Answers:
    """Every way to write an answer in words is known; what two answers share is left out."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        ways: dict[str, set[Choice]] = {}
        for level in scale.levels:
            for words in (level.short, level.label):
                for way in (words, f"{level.value} {words}", f"level {level.value}"):
                    ways.setdefault(_plain(way), set()).add(level.value)
        for option in scale.non_scores:
            for way in (option.label, option.value.value):
                ways.setdefault(_plain(way), set()).add(option.value)
        self._ways = {way: next(iter(meant)) for way, meant in ways.items() if len(meant) == 1}

    def choice_in(self, cell: Cell) -> Choice | None:
        """``None`` where it is empty; raises ``Unfit`` where it is none of the scale's."""
        value = raw_of(cell)
        if value is None or value == "":
            return None
        text = _as_text(value)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Unfit(f"“{text}” is not one of the answers. {self._choose}")
        whole = _WHOLE.fullmatch(text)
        if whole:
            return self._level(int(whole[1]))
        found = self._ways.get(_plain(text))
        if found is None:
            short = text if len(text) <= 40 else f"{text[:40]}…"
            raise Unfit(f"“{short}” is not one of the answers. {self._choose}")
        return found

    def _level(self, level: int) -> int:
        if not self._scale.contains(level):
            raise Unfit(f"{level} is not on the scale. {self._choose}")
        return level

    @property
    def _choose(self) -> str:
        lowest, highest = self._scale.values[0], self._scale.values[-1]
        others = "".join(f" or “{one.label}”" for one in self._scale.non_scores)
        return f"Choose a level from {lowest} to {highest}{others} from the list."


def _plain(text: str) -> str:
    """Words without regard to case, apostrophes and what stands between them."""
    return _NO_WORD.sub(" ", _APOSTROPHES.sub("", text.casefold())).strip()


def day_in(cell: Cell) -> date | None:
    """``None`` where it is empty; raises ``Unfit`` where it is no day, or too early or late."""
    value = raw_of(cell)
    if value is None or value == "":
        return None
    day = _as_day(value)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise Unfit(
            f"“{_as_text(value)[:40]}” is not a date between {FIRST_DAY:%d/%m/%Y} and "
            f"{LAST_DAY:%d/%m/%Y}. Type a date such as 31/03/2010, or clear the cell."
        )
    return day


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        # A date whose look was lost on the way: Excel counts days.
        in_range = 0 < value < 100_000 and float(value).is_integer()
        return FIRST_OF_EXCEL + timedelta(days=int(value)) if in_range else None
    if isinstance(value, str):
        for form in _DAYS:
            try:
                return datetime.strptime(" ".join(value.split()), form).date()
            except ValueError:
                continue
    return None


@dataclass(frozen=True)
class Fault:
    """``cell`` is empty where it concerns a whole sheet, ``sheet`` where it concerns the file."""

    sheet: str
    cell: str
    words: str

    def __str__(self) -> str:
        if not self.sheet:
            return self.words
        where = f"sheet “{self.sheet}”" + (f", cell {self.cell}" if self.cell else "")
        return f"{where}: {self.words}"


@dataclass(frozen=True)
class Reading:
    """What a workbook says: ``filled`` where it has no fault, and what was left unread."""

    filled: FilledReturn | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
