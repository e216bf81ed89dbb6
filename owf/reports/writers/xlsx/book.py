"""A workbook of our look: its formats, sheets with names that Excel takes, and cells of text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_pixel_width, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from owf.charts.theme import LIGHT
from owf.reports.model import MADE_UP, Report
from owf.reports.writers.office_text import held, property_of, shortened

FONT = "Arial"
LIST = "About"
"""The first sheet, which has a list of the others."""
LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_LONGEST_MARGIN = 120
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TAKEN_BY_EXCEL = {"history"}
_A4 = 9
PIXELS_A_LETTER = 7
_LINE, _HIGHEST = 13.0, 409.0
"""Points: a line of text, and the highest row that Excel draws."""
_GOES_ON = "\N{HORIZONTAL ELLIPSIS} (goes on in the sheet “Text”)"

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": LIGHT.ahead},
    "subtitle": {"font_size": 12, "font_color": LIGHT.muted},
    "made up": {"bold": True, "font_color": LIGHT.behind_text},
    "heading": {"bold": True, "font_size": 12, "font_color": LIGHT.ahead},
    "label": {"bold": True, "valign": "top", "text_wrap": True},
    "small": {"font_color": LIGHT.muted, "valign": "top", "text_wrap": True, "font_size": 9},
    "link": {"font_color": LIGHT.ahead, "underline": 1, "valign": "top"},
    "header": {
        "bold": True, "font_color": LIGHT.on_blue, "bg_color": LIGHT.ahead, "text_wrap": True,
        "valign": "vcenter", "indent": 1, "border": 1, "border_color": LIGHT.ahead,
    },
    "cell": {
        "text_wrap": True, "valign": "top", "align": "left", "indent": 1,
        "bottom": 1, "bottom_color": LIGHT.rule,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Rest:
    """What a cell could not hold; the sheet of texts has it."""

    sheet: str
    cell: str
    text: str


@dataclass
class Book:
    report: Report
    rests: list[Rest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._out = BytesIO()
        self.file = xlsxwriter.Workbook(
            self._out,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": FONT, "font_size": 10},
            },
        )
        self._names = set(_TAKEN_BY_EXCEL)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        about = self.report.about
        self.file.set_properties(
            {
                "title": property_of(self.report.title),
                "subject": property_of(self.report.subtitle),
                "author": property_of(about.author),
                "keywords": property_of(", ".join(self.report.keywords)),
                "comments": MADE_UP if about.is_made_up else "",
                "created": datetime(about.made_on.year, about.made_on.month, about.made_on.day),
            }
        )
        self.file.set_custom_property("Language", about.language)

    def saved(self) -> bytes:
        self.file.close()
        return self._out.getvalue()

    def style(self, name: str, **more: Any) -> Format:
        """Formats are made once: a workbook holds a limited number of them."""
        wanted = {**_STYLES[name], **more}
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(wanted)
        return self._formats[key]

    def free_name(self, wanted: str) -> str:
        """A sheet's name as Excel takes it, unique whatever its case."""
        plain = " ".join(_NOT_IN_NAMES.sub(" ", held(wanted)).split()).strip("' ") or "Table"
        name, count = _cut(plain, _LONGEST_NAME), 1
        while name.lower() in self._names:
            count += 1
            ending = f" {count}"
            name = _cut(plain, _LONGEST_NAME - len(ending)) + ending
        self._names.add(name.lower())
        return name

    def add_sheet(self, name: str, *, is_wide: bool = True) -> Worksheet:
        sheet = self.file.add_worksheet(name)
        about = self.report.about
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        if is_wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.set_header(f"&L{_in_margin(self.report.title)}&R{_in_margin(name)}")
        left = MADE_UP if about.is_made_up else _in_margin(about.author)
        sheet.set_footer(f"&L{left}&RPage &P of &N")
        # A level that somebody typed is text and meant to be.
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return sheet

    def head(self, sheet: Worksheet, title: str) -> int:
        """Title, what is made up and a link to the list of sheets; the row below them."""
        rows = 0
        self.write(sheet, rows, 0, title, "title")
        if self.report.about.is_made_up:
            rows += 1
            self.write(sheet, rows, 0, MADE_UP, "made up")
        if sheet.get_name() != LIST:
            rows += 1
            self.link(sheet, rows, 0, LIST, "To the list of sheets")
        return rows + 1

    def write(
        self, sheet: Worksheet, row: int, column: int, text: str, style: str, **more: Any
    ) -> None:
        """A text as it is; what is too long for a cell goes on in the sheet of texts."""
        parts = split_text(held(text))
        words = parts[0]
        if len(parts) > 1:
            words = split_text(words, LONGEST_TEXT - len(_GOES_ON))[0]
            rest = held(text)[len(words) :]
            self.rests.append(Rest(sheet.get_name(), xl_rowcol_to_cell(row, column), rest))
            words += _GOES_ON
        if words.startswith(("=", "+", "-", "@", "'")):
            more["quote_prefix"] = True  # stays text when somebody edits the cell
        if words:
            sheet.write_string(row, column, words, self.style(style, **more))
        else:
            sheet.write_blank(row, column, None, self.style(style, **more))

    def link(self, sheet: Worksheet, row: int, column: int, to: str, words: str) -> None:
        quoted = to.replace("'", "''")
        sheet.write_url(row, column, f"internal:'{quoted}'!A1", self.style("link"), words)

    def set_height(self, sheet: Worksheet, row: int, lines: Sequence[int]) -> None:
        """For the cell with most lines; not every program does it by itself."""
        most = max(lines, default=1)
        if most > 1:
            sheet.set_row(row, min(most * _LINE + 2, _HIGHEST))

    def write_across(
        self, sheet: Worksheet, row: int, width: Sequence[float], text: str, style: str
    ) -> None:
        """A text over all columns, in a row of the height it needs; ``width``: of the columns."""
        self.set_height(sheet, row, [lines_in(held(text), sum(width))])
        if len(width) > 1:
            sheet.merge_range(row, 0, row, len(width) - 1, "", self.style(style))
        self.write(sheet, row, 0, text, style)


def split_text(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """Parts that a cell holds; one, perhaps empty, of a text that is short enough.

    Excel counts a letter beyond the first 65,536 as two.
    """
    size = longest if all(one <= "\uffff" for one in text) else longest // 2
    return [text[start : start + size] for start in range(0, len(text), size)] or [""]


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many letters."""
    pixels = max(width * PIXELS_A_LETTER - 12, 30)
    # A line breaks before a word, so that it is rarely full.
    return sum(1 + int(xl_pixel_width(one) * 1.08 / pixels) for one in text.split("\n"))


def _cut(name: str, longest: int) -> str:
    if len(name.encode("utf-16-le")) <= 2 * longest:
        return name
    while len(name.encode("utf-16-le")) > 2 * longest:
        name = name[:-1]
    return (name.rsplit(" ", 1)[0] or name).strip("' ,:;-")


def _in_margin(text: str) -> str:
    return shortened(text, _LONGEST_MARGIN // 2).replace("&", "&&")
