"""How a plan stands: in a sentence, in numbers, its exceptions and what is asked of the group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from owf import clock
from owf.access import Actor
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.texts import first_few
from owf.benchmark.words.wording import listed
from owf.improvement import plan_policy
from owf.improvement.plan.board import ActionState, Board, Concern, board_of
from owf.improvement.plan.opening import (
    AgreedPlan,
    PlanView,
    open_agreed_plan,
    open_plan,
    plans_to_read,
)
from owf.improvement.plan.updates import FINISHED
from owf.improvement.wording import lead_in_words
from owf.reports.model import (
    Column,
    Facts,
    Table,
    Value,
    table_of,
)
from owf.store import Store

AnyPlan: TypeAlias = PlanView | AgreedPlan

MOST_NAMED = 8
FOLLOWED_INSIDE = "How each action goes is followed inside the Trust."
NO_PLAN = "There is no plan on the results of {} yet. It is begun on Actions, under Gaps."
ASKED: Mapping[Concern, str] = {
    Concern.LATE: "Give help, agree a new day, or stop it.",
    Concern.SLIPPED: "Agree the new day, or ask for an earlier one.",
    Concern.LOW_CONFIDENCE: "Ask its lead what would make the target possible.",
    Concern.NO_UPDATE: "Ask its lead for the update.",
    Concern.TO_VERIFY: "Name somebody who does not lead it to check it.",
}
"""What the group decides on an action, by its most pressing concern."""
_OVER_ALL: Mapping[Concern, str] = {
    Concern.LATE: "Late: decide on help, a new day or a stop for {}.",
    Concern.SLIPPED: "Slipped: agree the new days of {}, or ask for earlier ones.",
    Concern.LOW_CONFIDENCE: "Low confidence: ask what would make the targets of {} possible.",
    Concern.NO_UPDATE: "No update: ask for those of {}.",
    Concern.TO_VERIFY: "Done, not verified: name who checks {}; nobody checks their own.",
}
_COUNTED: Mapping[Concern, tuple[str, str]] = {
    Concern.LATE: ("is late", "are late"),
    Concern.SLIPPED: ("slipped", "slipped"),
    Concern.LOW_CONFIDENCE: ("has low confidence", "have low confidence"),
    Concern.NO_UPDATE: ("has no update", "have no update"),
    Concern.TO_VERIFY: ("is done but not verified", "are done but not verified"),
}


def open_any_plan(store: Store, who: Actor, trust: int, year: int) -> AnyPlan:
    """As the reader's pages have it: the group's as it is now, all others' as it was agreed."""
    if not plan_policy.may_plan(who, trust):
        return open_agreed_plan(store, who, trust, year)
    found = open_plan(store, who, trust, year)
    if found is None:
        raise NotFound(NO_PLAN.format(year))
    return found


def is_outside(plan: AnyPlan) -> bool:
    return isinstance(plan, AgreedPlan) and plan.is_outside


def actions_in_words(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"


def standing_in_a_sentence(total: int, concerns: Mapping[Concern, int]) -> str:
    """Such as ``2 of 22 actions are late, 5 slipped and 3 have low confidence``."""
    if not total:
        return "No action is planned yet."
    found = [
        (concerns[one], _COUNTED[one][concerns[one] != 1]) for one in Concern if concerns.get(one)
    ]
    if not found:
        return (
            "The one action is on course."
            if total == 1
            else f"All {total} actions are on course: none is late, put off, in doubt or unchecked."
        )
    if total == 1:
        return f"The one action {listed([words for _, words in found])}."
    (number, words), *more = found
    first = f"{number} of {total} actions {words}"
    return f"{listed([first, *(f'{count} {said}' for count, said in more)])}."


def decisions_of(concerned: Iterable[tuple[str, Iterable[Concern]]]) -> tuple[str, ...]:
    """What is asked of the group; ``concerned``: references with their concerns, worst first.

    An action is named under its most pressing concern, and where an update or a check is missing.
    """
    of: dict[Concern, list[str]] = {}
    for reference, concerns in concerned:
        for place, one in enumerate(concerns):
            if place == 0 or one in (Concern.NO_UPDATE, Concern.TO_VERIFY):
                of.setdefault(one, []).append(reference)
    return tuple(
        _OVER_ALL[one].format(first_few(of[one], MOST_NAMED)) for one in Concern if one in of
    )


@dataclass(frozen=True)
class Standing:
    """A plan on a day. ``board`` counts what the page of the board counts."""

    plan: AnyPlan
    board: Board

    @property
    def total(self) -> int:
        return len(self.board.states)

    @cached_property
    def concerns(self) -> Mapping[Concern, int]:
        return {one: sum(one in each.concerns for each in self.board.states) for one in Concern}

    @property
    def done(self) -> int:
        return sum(one.progress in FINISHED for one in self.board.states)

    @property
    def verified(self) -> int:
        return sum(one.is_verified for one in self.board.states)

    @property
    def claim(self) -> str:
        return standing_in_a_sentence(self.total, self.concerns)

    @property
    def decisions(self) -> tuple[str, ...]:
        found = decisions_of((one.action.reference, one.concerns) for one in self.board.exceptions)
        quarter = self.board.quarter
        overdue = [f"{quarter.words} is over: the coordinator closes it."]
        return (*found, *(overdue if self.board.is_overdue else ()), *self._to_agree)

    @property
    def _to_agree(self) -> tuple[str, ...]:
        if not isinstance(self.plan, PlanView) or not self.plan.has_changed:
            return ()
        newest = self.plan.newest
        if newest is None:
            return ("The plan is a draft: the chair agrees it.",)
        return (f"The plan has changed since version {newest.version}: the chair agrees it again.",)

    @property
    def facts(self) -> Facts:
        late, slipped, doubt, silent, unchecked = (self.concerns[one] for one in Concern)
        return Facts(
            (
                ("Actions", str(self.total)),
                ("Late", str(late)),
                ("Slipped", str(slipped)),
                ("Low confidence", str(doubt)),
                ("Without an update", str(silent)),
                ("Done", f"{self.done}, of which {self.verified} verified"),
                ("Done, not verified", str(unchecked)),
                ("Milestones", self.board.achieved.words),
            )
        )


def standing_of(plan: AnyPlan) -> Standing:
    """NotAllowed from outside: there nobody sees how an action goes."""
    if is_outside(plan):
        raise NotAllowed(FOLLOWED_INSIDE)
    return Standing(plan, board_of(plan.plan, plan.actions, plan.quarter, clock.today()))


def plan_followed(store: Store, who: Actor, trust: int, year: int) -> AnyPlan | None:
    """The newest agreed on results of ``year`` or before that the reader may open."""
    found = next(
        (
            one.year
            for one in plans_to_read(store, who)
            if one.trust == trust and one.year <= year and one.publication is not None
        ),
        None,
    )
    return None if found is None else open_any_plan(store, who, trust, found)


def exceptions_table(states: Sequence[ActionState], *, of: int, most: int | None = None) -> Table:
    """The worst first: why each stands there, and what is asked. ``of``: all actions."""
    shown = states if most is None else states[:most]
    rows: list[tuple[Value, ...]] = [
        (
            one.action.reference,
            one.action.entered.what,
            lead_in_words(one.action),
            " ".join(one.concerns.values()),
            ASKED[next(iter(one.concerns))],
        )
        for one in shown
    ]
    return table_of(
        "The worst exceptions" if len(shown) < len(states) else "Exceptions",
        (
            Column("Action", width=0.7),
            Column("What will be done", width=2.8),
            Column("Lead", width=1.6),
            Column("Why", width=2.4),
            Column("Decision asked", width=2),
        ),
        rows,
        note=f"{len(shown)} of {actions_in_words(of)}, the most pressing first.",
        sheet="Exceptions",
    )
