"""The board: exceptions first, by priority and by partner, and milestones promised and reached."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

import pandas as pd

from owf.improvement.plan.milestones import (
    Achieved,
    BurnUpPoint,
    MilestoneState,
    achieved_of,
    burn_up,
    milestone_state,
    promises_in_order,
)
from owf.improvement.plan.quarters import Quarter, quarters_between
from owf.improvement.plan.updates import (
    CONFIDENCE,
    ENDED,
    FINISHED,
    PROGRESS,
    is_verified,
    last_update,
    progress_of,
    update_of,
)
from owf.store.plans.facts import ActionFacts, MilestoneFacts, PlanFacts, UpdateFacts


class Concern(StrEnum):
    """Why an action stands among the exceptions, the most pressing first."""

    LATE = "late"
    SLIPPED = "slipped"
    LOW_CONFIDENCE = "low confidence"
    NO_UPDATE = "no update"
    TO_VERIFY = "done, not verified"


_ORDER = list(Concern)


@dataclass(frozen=True)
class ActionState:
    """An action on a day: ``concerns`` in order, each with a sentence of what is behind it."""

    action: ActionFacts
    milestones: tuple[tuple[MilestoneFacts, MilestoneState], ...]
    progress: str
    confidence: str
    is_verified: bool
    achieved: Achieved
    concerns: Mapping[Concern, str]

    @property
    def progress_words(self) -> str:
        return (
            f"{PROGRESS[self.progress]}, verified" if self.is_verified else PROGRESS[self.progress]
        )


def action_state(action: ActionFacts, quarter: Quarter, today: date) -> ActionState:
    """``quarter``: the one that takes updates."""
    newest = last_update(action)
    states = tuple((one, milestone_state(one)) for one in action.milestones)
    return ActionState(
        action=action,
        milestones=states,
        progress=progress_of(action),
        confidence=newest.confidence if newest else "",
        is_verified=is_verified(action),
        achieved=achieved_of(state for _, state in states),
        concerns=_concerns(action, newest, states, quarter=quarter, today=today),
    )


def _concerns(
    action: ActionFacts,
    newest: UpdateFacts | None,
    states: Sequence[tuple[MilestoneFacts, MilestoneState]],
    *,
    quarter: Quarter,
    today: date,
) -> Mapping[Concern, str]:
    found: dict[Concern, str] = {}
    progress = newest.progress if newest else "not_started"
    is_open = progress not in ENDED
    late = [state.promised for _, state in states if state.is_late(today) and state.promised]
    if late and is_open:
        days = max((today - one).days for one in late)
        many = "A milestone is" if len(late) == 1 else f"{len(late)} milestones are"
        found[Concern.LATE] = f"{many} late, by up to {days} days."
    # The quarter before too: what slipped in it is what the group meets about.
    moved = [
        one
        for one, state in states
        if state.has_slipped
        and state.is_in_force
        and state.reached_on is None
        and _slipped_since(one, quarter.before)
    ]
    if moved and is_open:
        many = "A milestone was" if len(moved) == 1 else f"{len(moved)} milestones were"
        found[Concern.SLIPPED] = f"{many} put off since {quarter.before.first_day:%B %Y}."
    if newest is not None and newest.confidence == "low" and is_open:
        found[Concern.LOW_CONFIDENCE] = (
            f"Low confidence in the update of {Quarter(newest.quarter).words}."
        )
    due = quarter.before if quarter > Quarter.of(today) else quarter
    if is_open and due.last_day < today and update_of(action, due) is None:
        found[Concern.NO_UPDATE] = f"No update for {due.words}."
    if progress in FINISHED and not is_verified(action):
        found[Concern.TO_VERIFY] = "Its lead says that it is done. Nobody has checked that yet."
    return {one: found[one] for one in _ORDER if one in found}


def _slipped_since(milestone: MilestoneFacts, quarter: Quarter) -> bool:
    promises = promises_in_order(milestone.promises)
    return any(
        later.promised > before.promised and later.made_at.date() >= quarter.first_day
        for before, later in pairwise(promises)
    )


@dataclass(frozen=True)
class Board:
    """``states`` are of all actions; ``exceptions`` of those with a concern, the worst first."""

    quarter: Quarter
    today: date
    states: tuple[ActionState, ...]
    achieved: Achieved
    points: tuple[BurnUpPoint, ...]

    @property
    def exceptions(self) -> tuple[ActionState, ...]:
        return tuple(
            sorted(
                (one for one in self.states if one.concerns),
                key=lambda one: (_ORDER.index(next(iter(one.concerns))), -len(one.concerns)),
            )
        )

    @property
    def is_overdue(self) -> bool:
        """The quarter that takes updates is over and not closed."""
        return self.quarter.last_day < self.today

    def table(self) -> pd.DataFrame:
        """One row an action, as the board's tables and files are grouped from."""
        return pd.DataFrame(
            [
                {
                    "reference": one.action.reference,
                    "partner": one.action.lead_partner or "nobody",
                    "progress": PROGRESS[one.progress],
                    "verified": one.is_verified,
                    "confidence": CONFIDENCE.get(one.confidence, "none given"),
                    "milestones": one.achieved.of,
                    "reached": one.achieved.reached,
                    **{str(concern): concern in one.concerns for concern in Concern},
                }
                for one in self.states
            ],
            columns=[
                "reference",
                "partner",
                "progress",
                "verified",
                "confidence",
                "milestones",
                "reached",
                *map(str, Concern),
            ],
        )


def board_of(
    plan: PlanFacts, actions: Iterable[ActionFacts], quarter: Quarter, today: date
) -> Board:
    states = tuple(action_state(one, quarter, today) for one in actions)
    milestones = [state for one in states for _, state in one.milestones]
    last = max([plan.ends, *(one.promised for one in milestones if one.promised is not None)])
    days = [one.last_day for one in quarters_between(Quarter.of(plan.starts), Quarter.of(last))]
    return Board(
        quarter=quarter,
        today=today,
        states=states,
        achieved=achieved_of(milestones),
        points=burn_up(milestones, days, today),
    )


@dataclass(frozen=True)
class Tally:
    """How the actions of one priority or partner stand."""

    title: str
    actions: int
    progress: Mapping[str, int]
    verified: int
    exceptions: int
    achieved: Achieved


def tallies(titles: Iterable[tuple[str, ActionState]]) -> list[Tally]:
    """One a title, such as a priority's or a partner's, in the order in which they first appear."""
    of_title: dict[str, list[ActionState]] = {}
    for title, state in titles:
        of_title.setdefault(title, []).append(state)
    return [
        Tally(
            title,
            len(those),
            Counter(one.progress for one in those),
            sum(one.is_verified for one in those),
            sum(bool(one.concerns) for one in those),
            achieved_of(state for one in those for _, state in one.milestones),
        )
        for title, those in of_title.items()
    ]
