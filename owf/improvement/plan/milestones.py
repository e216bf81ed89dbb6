"""How a milestone stands: worked out from its promises and what was noted, never typed."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from owf.store.plans.facts import MilestoneFacts, Promise, Reached

STAGES: Mapping[str, str] = {
    "agreed": "Agreed",
    "implemented": "Implemented",
    "embedded": "Embedded",
}
"""How far a milestone takes its action; the strategy's three Aprils follow the same steps."""


@dataclass(frozen=True)
class MilestoneState:
    """``first`` is what was promised first, ``promised`` what is promised now.

    ``slips``: how often a promise was moved to a later day. All of it is the same in whatever
    order the rows of the history are given.
    """

    first: date | None
    promised: date | None
    reached_on: date | None
    slips: int
    is_dropped: bool

    @property
    def is_in_force(self) -> bool:
        return not self.is_dropped and self.first is not None

    @property
    def has_slipped(self) -> bool:
        return self.slips > 0

    def is_late(self, today: date) -> bool:
        """The day promised now is over, and it has not been reached."""
        return (
            self.is_in_force
            and self.reached_on is None
            and self.promised is not None
            and self.promised < today
        )

    def words(self, today: date) -> str:
        if self.is_dropped:
            return "dropped"
        if self.reached_on is not None:
            is_later = self.first is not None and self.reached_on > self.first
            return "reached, later than first promised" if is_later else "reached"
        if self.is_late(today):
            return "late"
        return "slipped" if self.has_slipped else "promised"


def promises_in_order(promises: Iterable[Promise]) -> list[Promise]:
    return sorted(promises, key=lambda one: (one.made_at, one.id))


def milestone_state(milestone: MilestoneFacts) -> MilestoneState:
    promises = promises_in_order(milestone.promises)
    days = [one.promised for one in promises]
    noted = max(milestone.reached, key=_noted_last, default=None)
    return MilestoneState(
        first=days[0] if days else None,
        promised=days[-1] if days else None,
        reached_on=noted.reached_on if noted else None,
        slips=sum(later > earlier for earlier, later in pairwise(days)),
        is_dropped=bool(milestone.dropped_why),
    )


def _noted_last(one: Reached) -> tuple[object, int]:
    return one.noted_at, one.id


@dataclass(frozen=True)
class Achieved:
    """How many milestones were ``reached``, of how many in force."""

    reached: int
    of: int

    @property
    def share(self) -> float | None:
        return self.reached / self.of if self.of else None

    @property
    def words(self) -> str:
        if self.share is None:
            return "no milestones"
        return f"{self.reached} of {self.of} milestones reached ({self.share:.0%})"


def share_achieved(milestones: Iterable[MilestoneFacts]) -> Achieved:
    """Over all milestones in force; one that was dropped counts neither way."""
    return achieved_of(map(milestone_state, milestones))


def achieved_of(states: Iterable[MilestoneState]) -> Achieved:
    """As ``share_achieved``, from states that are worked out already."""
    in_force = [one for one in states if one.is_in_force]
    return Achieved(sum(one.reached_on is not None for one in in_force), len(in_force))


@dataclass(frozen=True)
class BurnUpPoint:
    """By the end of ``day``: first promised, promised as of now, and reached."""

    day: date
    first_promised: int
    promised: int
    reached: int | None


def burn_up(
    states: Iterable[MilestoneState], days: Sequence[date], today: date
) -> tuple[BurnUpPoint, ...]:
    """``reached`` is ``None`` for days still to come."""
    in_force = [one for one in states if one.is_in_force]
    first = sorted(one.first for one in in_force if one.first is not None)
    promised = sorted(one.promised for one in in_force if one.promised is not None)
    reached = sorted(one.reached_on for one in in_force if one.reached_on is not None)
    return tuple(
        BurnUpPoint(
            day,
            bisect_right(first, day),
            bisect_right(promised, day),
            bisect_right(reached, day) if day <= today else None,
        )
        for day in days
    )
