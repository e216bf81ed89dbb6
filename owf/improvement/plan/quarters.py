"""Quarters of the financial year, which begins in April, and the Aprils of milestones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Self

_MONTHS = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months, named by their first day: 1 January, April, July or October."""

    first_day: date

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(date(day.year, day.month - (day.month - 1) % _MONTHS, 1))

    @property
    def next(self) -> "Quarter":
        month = self.first_day.month + _MONTHS
        return Quarter(date(self.first_day.year + month // 13, (month - 1) % 12 + 1, 1))

    @property
    def before(self) -> "Quarter":
        return Quarter.of(self.first_day - timedelta(days=1))

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @cached_property
    def words(self) -> str:
        """``April to June 2010``."""
        return f"{self.first_day:%B} to {self.last_day:%B %Y}"

    @property
    def may_be_closed_from(self) -> date:
        """The first day of its last month: groups meet before a quarter has quite ended."""
        return self.last_day.replace(day=1)


def quarters_between(first: Quarter, last: Quarter) -> Sequence[Quarter]:
    """Both included; none where ``last`` comes before ``first``."""
    found = []
    while first <= last:
        found.append(first)
        first = first.next
    return found


def open_quarter(starts: date, closed: Collection[Quarter]) -> Quarter:
    """The one that takes updates: the first of the plan that is not closed."""
    found = Quarter.of(starts)
    while found in closed:
        found = found.next
    return found


def three_aprils(after: date) -> tuple[date, date, date]:
    """The first three first days of April later than ``after``: what is promised by default."""
    year = after.year if after < date(after.year, 4, 1) else after.year + 1
    return date(year, 4, 1), date(year + 1, 4, 1), date(year + 2, 4, 1)
