"""One theme's sheet as it is to be written: its questions, and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from owf.assessment.last_year import LastYear
from owf.exchange.workbook.layout import COLUMNS
from owf.questionnaire import Item, Pack, Theme
from owf.store.answers import StoredAnswer


@dataclass(frozen=True)
class Sheet:
    """A theme with the questions that its sheet asks, what is stored, and where the lists are.

    ``lists`` maps a scale's id to the cells that hold its answers in words.
    """

    pack: Pack
    theme: Theme
    items: Sequence[Item]
    answers: Mapping[str, StoredAnswer]
    last_year: Mapping[str, LastYear]
    lists: Mapping[str, str]
    hidden: frozenset[str] = field(default=frozenset())

    @property
    def shown(self) -> Sequence[str]:
        """The columns that people see."""
        return [name for name in COLUMNS if name not in self.hidden]
