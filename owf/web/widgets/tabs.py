"""The parts of a long page: one is shown at a time, and the address says which."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from owf.web.widgets.url_state import choose_from_bar, chosen_in_address

IN_ADDRESS = "part"
WHOLE = "whole"
"""The part in the address that shows all of them, one below the other."""


@dataclass(frozen=True)
class Parts:
    """The parts of a page, and which of them is shown.

    ``titles`` are values in the address with their titles, the part shown by default first;
    ``label`` is for screen readers.
    """

    titles: Mapping[str, str]
    label: str

    @classmethod
    def of(cls, titles: Mapping[str, str], label: str, without: Collection[str] = ()) -> Parts:
        """Without the parts that have nothing to show; the last choice is the whole page."""
        offered = {name: title for name, title in titles.items() if name not in without}
        return cls({**offered, WHOLE: "All on one page"}, label)

    @property
    def shown(self) -> str:
        return chosen_in_address(IN_ADDRESS, self.titles, next(iter(self.titles)))

    def show(self, *names: str) -> bool:
        return self.shown in (WHOLE, *names)

    def choose(self) -> None:
        """The bar to choose from: a part, or all, for paper and for scrolling."""
        choose_from_bar(IN_ADDRESS, self.label, self.titles, next(iter(self.titles)))
