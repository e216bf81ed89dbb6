"""The questions of offers, followed from one year's questionnaire to another's (METHOD 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from owf.assessment.comparability.packs import shared_between
from owf.assessment.errors import NotFound
from owf.assessment.packs import pack_of
from owf.questionnaire import Item, Pack, Theme
from owf.store import Session, rounds


@dataclass
class Questions:
    """Of all years, each read once; for one transaction."""

    session: Session
    _kept: dict[int, int] = field(default_factory=dict)
    _packs: dict[int, Pack] = field(default_factory=dict)
    _by_id: dict[int, dict[str, tuple[Item, Theme]]] = field(default_factory=dict)
    _later: dict[tuple[int, int], Mapping[str, Sequence[str]]] = field(default_factory=dict)

    def pack(self, year: int) -> Pack:
        if year not in self._packs:
            self._packs[year] = pack_of(self.session, self._pack_id(year))
        return self._packs[year]

    def _pack_id(self, year: int) -> int:
        if year not in self._kept:
            kept = rounds.pack_of_cycle(self.session, year)
            if kept is None:
                raise NotFound(f"There was no self-evaluation in {year}. Choose another year.")
            self._kept[year] = kept
        return self._kept[year]

    def item(self, year: int, item_id: str) -> Item:
        return self._asked(year, item_id)[0]

    def theme(self, year: int, item_id: str) -> Theme:
        return self._asked(year, item_id)[1]

    def _asked(self, year: int, item_id: str) -> tuple[Item, Theme]:
        if year not in self._by_id:
            themes = self.pack(year).themes
            self._by_id[year] = {item.id: (item, theme) for theme in themes for item in theme.items}
        if item_id not in self._by_id[year]:
            raise NotFound(
                f"The questionnaire of {year} has no such question. Choose one from the list.",
                field="question",
            )
        return self._by_id[year][item_id]

    def in_year(self, item_id: str, year: int, other: int) -> Sequence[str]:
        """What a question of ``year`` is in ``other``, earlier or later: none, one or several."""
        if self._pack_id(year) == self._pack_id(other):
            return (item_id,)
        if (year, other) not in self._later:
            self._later[(year, other)] = self._between(year, other)
        return self._later[(year, other)].get(item_id, ())

    def _between(self, year: int, other: int) -> Mapping[str, Sequence[str]]:
        first, last = sorted((year, other))
        shared = shared_between(self.session, self._pack_id(first), self._pack_id(last))
        found: dict[str, list[str]] = {}
        for new, olds in shared.earlier.items() if shared else ():
            for old in olds:
                start, end = (old, new) if year == first else (new, old)
                found.setdefault(start, []).append(end)
        return found
