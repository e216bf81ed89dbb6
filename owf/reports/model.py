"""What a report says, before any format; every writer takes its words and numbers from here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import pandas as pd

from owf import clock
from owf.charts import Chart
from owf.markup.formatting import signed


class Kind(StrEnum):
    """The values are those of ``report --kind``, and of kept reports."""

    BOARD = "board"
    ANNUAL = "annual"
    PLAN = "plan"
    EXCEPTIONS = "exceptions"
    PARTNER = "partner"
    PUBLIC = "public"
    EVIDENCE = "evidence"
    REGION = "region"
    NATIONAL = "national"


class Format(StrEnum):
    """The values are the endings of files."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"


Value: TypeAlias = str | int | float | date | None


class NumberFormat(StrEnum):
    """How a column's numbers are written: everywhere the same, in sheets by a number format."""

    TEXT = "text"
    COUNT = "count"
    LEVEL = "level"  # a score in levels, with one decimal
    SCORE = "score"  # a score beside differences, with two
    DIFFERENCE = "difference"  # with two decimals and its sign
    PERCENT = "percent"  # a whole number of hundredths, given as 0 to 100
    CHANCE = "chance"  # a p value, with three decimals
    DAY = "day"

    def words(self, value: Value) -> str:
        """A number as every format shows it; words that replace a number stay as they are."""
        if value is None or pd.isna(value):
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return clock.day_in_words(value)
        return _WRITTEN.get(self, "{:g}".format)(value)


def _count(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:g}"


_WRITTEN: Mapping[NumberFormat, Callable[[float], str]] = {
    NumberFormat.COUNT: _count,
    NumberFormat.LEVEL: "{:.1f}".format,
    NumberFormat.SCORE: "{:.2f}".format,
    NumberFormat.DIFFERENCE: signed,
    NumberFormat.PERCENT: "{:.0f}%".format,
    NumberFormat.CHANCE: lambda value: "less than 0.001" if value < 0.001 else f"{value:.3f}",
}


@dataclass(frozen=True)
class Column:
    """``width`` is relative to the table's other columns."""

    title: str
    number_format: NumberFormat = NumberFormat.TEXT
    width: float = 1.0

    @property
    def is_number(self) -> bool:
        return self.number_format not in (NumberFormat.TEXT, NumberFormat.DAY)


@dataclass(frozen=True, eq=False)
class Table:
    """``frame`` has the columns by their titles; the first names its row. ``note``: n, k, source.

    ``sheet`` is its name in a workbook, of at most 31 letters. ``on_slides``: else its rows are in
    the notes of the section's slide, to look things up.
    """

    title: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    note: str = ""
    sheet: str = ""
    on_slides: bool = True

    def cells(self) -> list[list[str]]:
        """As all formats show them; what is missing is empty."""
        values = self.frame[[one.title for one in self.columns]]
        return [
            [
                column.number_format.words(value)
                for column, value in zip(self.columns, row, strict=True)
            ]
            for row in values.itertuples(index=False, name=None)
        ]


def table_of(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    note: str = "",
    sheet: str = "",
    on_slides: bool = True,
) -> Table:
    # As objects: whole numbers stay whole beside gaps, and words may replace a number.
    frame = pd.DataFrame(list(rows), columns=[one.title for one in columns], dtype=object)
    return Table(title, tuple(columns), frame, note, sheet, on_slides)


class Native(StrEnum):
    """What an office program draws itself."""

    BARS = "bars"  # lying, one group a category
    STACKED = "stacked"  # lying, series end to end
    LINES = "lines"  # over years or quarters, with gaps where there is no number


@dataclass(frozen=True, eq=False)
class NativeChart:
    """``frame``: categories by series. ``colours``: by series. ``low``, ``high``: the axis."""

    native: Native
    frame: pd.DataFrame
    number_format: NumberFormat
    colours: Mapping[str, str]
    low: float | None = None
    high: float | None = None
    axis: str = ""


@dataclass(frozen=True, eq=False)
class Figure:
    """The page's chart, and the same numbers for an office program's own drawing.

    ``on_pages``: whether pages (HTML, PDF, Word) have it too, or only slides and sheets.
    """

    chart: Chart
    native: NativeChart
    on_pages: bool = True


@dataclass(frozen=True)
class Paragraph:
    text: str
    is_lead: bool = False


@dataclass(frozen=True)
class Points:
    texts: tuple[str, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names and what they are, such as “Signed by” and a date."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Notice:
    """What a reader must know before the rest, such as what is left out and why."""

    text: str


@dataclass(frozen=True)
class Quote:
    text: str
    source: str


@dataclass(frozen=True)
class Note:
    """Small print: sources, what a number rests on."""

    text: str


@dataclass(frozen=True)
class Blank:
    """A box that somebody fills in by hand or in Word, such as the scrutineer's comment."""

    label: str
    lines: int = 6


Block: TypeAlias = Paragraph | Points | Facts | Notice | Quote | Note | Blank | Table | Figure


@dataclass(frozen=True, eq=False)
class Section:
    """``claim`` is what it finds, in a sentence: the title of its slide, and its first words.

    ``working``: how its numbers came about, for a speaker's notes. ``is_half``: in a compact
    report it shares its width with the next section that is.
    """

    heading: str
    blocks: tuple[Block, ...] = ()
    claim: str = ""
    working: tuple[str, ...] = ()
    parts: tuple["Section", ...] = ()
    is_half: bool = False

    def whole(self) -> Iterator["Section"]:
        """Itself, then its parts and theirs, in reading order."""
        yield self
        for part in self.parts:
            yield from part.whole()


MADE_UP = "Demonstration: all figures are made up."


@dataclass(frozen=True)
class About:
    """``author``: the Trust, region or team. ``signature``: in words, empty where there is none.

    ``digest``: of the snapshot that everything is calculated from; ``rules``: METHOD's version.
    ``readers``: for whom it is written, such as “For the steering group”.
    """

    author: str
    year: int
    made_on: date
    is_made_up: bool
    signature: str = ""
    digest: str = ""
    rules: str = ""
    readers: str = ""
    language: str = "en-GB"

    def lines(self) -> list[tuple[str, str]]:
        """What a report says of itself, on its first page or last."""
        pairs = [
            ("Author", self.author),
            ("Made on", clock.day_in_words(self.made_on)),
            ("Written for", self.readers.removeprefix("For ")),
            ("Signed off", self.signature),
            ("Hash of what was signed", self.digest),
            ("Rules of calculation", f"version {self.rules}" if self.rules else ""),
            ("Figures", MADE_UP if self.is_made_up else ""),
        ]
        return [(name, value) for name, value in pairs if value]


@dataclass(frozen=True, eq=False)
class Report:
    """``is_compact``: two pages, in small type and two columns where sections are halves."""

    kind: Kind
    title: str
    subtitle: str
    about: About
    sections: tuple[Section, ...]
    is_compact: bool = False
    keywords: tuple[str, ...] = field(default=())

    def all_sections(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.whole()

    def tables(self) -> Iterator[Table]:
        for section in self.all_sections():
            yield from (one for one in section.blocks if isinstance(one, Table))

    def figures(self) -> Iterator[Figure]:
        for section in self.all_sections():
            yield from (one for one in section.blocks if isinstance(one, Figure))
