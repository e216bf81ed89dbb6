"""Numbers for programs that write them themselves: the same digits as ``NumberFormat.words``."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

import pandas as pd

from owf.reports.model import NumberFormat, Value

GENERAL = "General"
FORMATS: Mapping[NumberFormat, str] = {
    NumberFormat.LEVEL: "0.0",
    NumberFormat.SCORE: "0.00",
    NumberFormat.DIFFERENCE: "+0.00;\N{MINUS SIGN}0.00;0.00",
    NumberFormat.PERCENT: '0"%"',
    NumberFormat.CHANCE: '[<0.001]"less than 0.001";0.000',
    NumberFormat.DAY: "[$-809]d mmmm yyyy",  # months in English, whatever the program speaks
}
_PLACES: Mapping[NumberFormat, int] = {
    NumberFormat.LEVEL: 1,
    NumberFormat.SCORE: 2,
    NumberFormat.DIFFERENCE: 2,
    NumberFormat.PERCENT: 0,
    NumberFormat.CHANCE: 3,
}
_UNSIGNED = "0.00;0.00;0.00"
_NUDGE = 1e-12


def number_of(value: Value) -> float | None:
    """A plain number, or nothing where the value is text, a date or missing."""
    if value is None or isinstance(value, str | date) or pd.isna(value):
        return None
    number = float(value)
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def day_of(value: Value) -> date | None:
    """A day that a sheet can hold as one: Excel counts those before March 1900 wrongly."""
    if isinstance(value, date) and not pd.isna(value):
        return value if (value.year, value.month, value.day) >= (1900, 3, 1) else None
    return None


def format_of(number: float, number_format: NumberFormat) -> str:
    """A spreadsheet's format that shows the digits of ``words``."""
    words = number_format.words(number)
    if number_format is NumberFormat.DIFFERENCE and words == "0.00" and number:
        return _UNSIGNED  # a small difference would be shown as minus nothing
    if number_format in FORMATS:
        return FORMATS[number_format]
    if float(number).is_integer():
        return "#,##0" if number_format is NumberFormat.COUNT else "0"
    whole, _, places = words.partition(".")
    return f"0.{'0' * len(places)}" if places.isdigit() and whole.lstrip("-").isdigit() else GENERAL


def shown_number(number: float, number_format: NumberFormat) -> float:
    """The number, with a half moved by a trillionth towards the digits of ``words``.

    Python rounds the number that a computer holds; spreadsheets round its first 15 digits, halves
    away from zero: 2.25 is 2.2 here and would be 2.3 there.
    """
    words = number_format.words(number)
    places = _PLACES.get(number_format)
    if places is None:
        places = len(words.partition(".")[2])
    if not isfinite(number) or "e" in words or words.startswith("less"):
        return number
    step = Decimal(1).scaleb(-places)
    there = Decimal(f"{number:.15g}").quantize(step, ROUND_HALF_UP)
    here = Decimal(f"{number:.{places}f}")
    if there == here:
        return number
    return number + max(abs(number), 1) * (_NUDGE if here > there else -_NUDGE)
