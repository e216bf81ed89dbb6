"""Where a question comes from: what of last year's answers may stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from owf.questionnaire.lineage import Change, ChangeKind, Comparability, Link
from owf.questionnaire.models import Pack


class Mark(StrEnum):
    """How a question stands to last year's, for whoever answers it."""

    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"


@dataclass(frozen=True)
class Origin:
    """A question's last year.

    Attributes:
        mark: `NEW` also where an earlier question cannot be compared (METHOD 4).
        before: ids of the earlier questions that may stand beside it; none where it is new.
        change: what happened to them; `None` where the packs are one, or the question has no past.
    """

    mark: Mark
    before: tuple[str, ...] = ()
    change: Change | None = None

    @property
    def reason(self) -> str:
        """Why it was changed, in the pack's words; empty where nothing was."""
        return (self.change.reason or "") if self.change else ""

    @property
    def convert(self) -> Mapping[int, int]:
        """Earlier level -> level here, where the scale was changed."""
        return (self.change.convert or {}) if self.change else {}


def origin_of(pack: Pack, item_id: str, earlier: Pack) -> Origin:
    """Where an item of `pack` comes from, seen from the pack of the year before.

    All that is not comparable is new: a suggestion from it would answer another question.
    """
    # Asked of every question: a digest takes as long as reading all their answers.
    if earlier is pack or (earlier.name == pack.name and earlier.digest() == pack.digest()):
        return Origin(Mark.SAME, (item_id,))
    if pack.lineage is None or pack.lineage.since != earlier.name:
        return Origin(Mark.NEW)
    links = pack.lineage.origins_of(item_id)
    if not links:
        return Origin(Mark.NEW)
    change = links[0].change
    if change.is_comparable is Comparability.NO:
        return Origin(Mark.NEW, change=change)
    return Origin(_mark(links), tuple(link.old for link in links), change)


def _mark(links: tuple[Link, ...]) -> Mark:
    is_untouched = all(link.change.kind in (ChangeKind.SAME, ChangeKind.MOVED) for link in links)
    return Mark.SAME if is_untouched else Mark.REWORDED
