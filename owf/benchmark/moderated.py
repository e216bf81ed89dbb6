"""What moderation changed: where the agreed level departs from partners' medians (METHOD 1.6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from owf.benchmark.item_standings import ItemStanding, all_questions
from owf.benchmark.wording import counted


@dataclass(frozen=True)
class Moderated:
    """What moderation changed.

    Attributes:
        moved: questions agreed outside the partners' middle, the largest moves first.
        stayed: questions agreed within it.
        unsettled: questions without an agreed level, or that nobody rated.
        sentence: the chart's title.
    """

    moved: tuple[ItemStanding, ...]
    stayed: int
    unsettled: int
    sentence: str

    @property
    def raised(self) -> int:
        """Questions agreed above the partners' middle."""
        return sum(one.move > 0 for one in self.moved)

    @property
    def lowered(self) -> int:
        """Questions agreed below it."""
        return sum(one.move < 0 for one in self.moved)


def moderated(standings: Sequence[ItemStanding]) -> Moderated:
    """Say where the agreed level departs from the partners' median, largest first (METHOD 1.6)."""
    moved = sorted(
        (one for one in standings if one.was_moved), key=lambda one: (-abs(one.move), one.move)
    )
    settled = sum(one.agreed is not None and one.n > 0 for one in standings)
    found = Moderated(tuple(moved), settled - len(moved), len(standings) - settled, "")
    return Moderated(found.moved, found.stayed, found.unsettled, _moderated_sentence(found))


def _moderated_sentence(found: Moderated) -> str:
    settled = len(found.moved) + found.stayed
    if not settled:
        return "No level was agreed in moderation."
    if not found.moved:
        return f"Moderation kept to the partners' middle on {all_questions(settled)}."
    ways = [
        f"{way} {how_many}"
        for way, how_many in (("raised", found.raised), ("lowered", found.lowered))
        if how_many
    ]
    return (
        f"Moderation {' and '.join(ways)} of {counted(settled, 'question')}; the other "
        f"{found.stayed} stayed within the partners' middle."
        if found.stayed
        else f"Moderation {' and '.join(ways)} of {counted(settled, 'question')}."
    )
