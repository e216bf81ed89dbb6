"""Whatever people do, no promise is lost, and all that was agreed verifies."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from owf import clock
from owf.access.errors import Refused
from owf.exchange.plan.filled import FilledPlan, FilledRow, WentOut
from owf.exchange.plan.importing import import_plan, preview_plan_import
from owf.exchange.plan.layout import MILESTONES
from owf.improvement.plan.actions import remove_action
from owf.improvement.plan.agreeing import verify_plan
from owf.improvement.plan.carry_forward import carry_forward, copy_frame
from owf.improvement.plan.promising import (
    add_milestone,
    change_milestone,
    drop_milestone,
    note_reached,
    promise_again,
)
from tests.cast import CAMBRIDGESHIRE
from tests.planned import Planned, begin, next_year

DAYS = st.dates(date(2010, 7, 1), date(2013, 12, 31))


@pytest.fixture(scope="module")
def years(cast_of_module):
    """The plans on two years, the first one agreed."""
    first = begin(cast_of_module)
    first.add()
    first.agree()
    return first, next_year(first)


def history(planned: Planned, action_id: int):
    """Milestone -> its promises and what was noted of it."""
    milestones = planned.action(action_id).milestones
    return {one.id: (one.promises, one.reached) for one in milestones}


class Steps:
    """What may be done with an action, each by the person who may."""

    def __init__(self, years: tuple[Planned, Planned], action_id: int) -> None:
        self.plan, self.later = years
        self.cast, self.store, self.action_id = self.plan.cast, self.plan.store, action_id

    @property
    def milestone(self) -> int:
        return next(iter(history(self.plan, self.action_id)))

    def promise(self, day: date) -> None:
        promise_again(self.store, self.cast.carol, self.milestone, day, "Why.")

    def promise_as_lead(self, day: date) -> None:
        promise_again(self.store, self.cast.alice, self.milestone, day, "Why.")

    def reach(self, _: date) -> None:
        note_reached(self.store, self.cast.alice, self.milestone, date(2009, 7, 9))

    def take_back(self, _: date) -> None:
        note_reached(self.store, self.cast.carol, self.milestone, None, "Not quite.")

    def reword(self, day: date) -> None:
        change_milestone(self.store, self.cast.carol, self.milestone, f"By {day}", "embedded")

    def drop(self, _: date) -> None:
        drop_milestone(self.store, self.cast.carol, self.milestone, "Not needed.")

    def add_another(self, day: date) -> None:
        add_milestone(
            self.store, self.cast.carol, self.action_id, "More.", "embedded", promised=day
        )

    def change(self, day: date) -> None:
        self.plan.change(self.action_id, target=f"All by {day}")

    def update(self, _: date) -> None:
        self.plan.update(self.action_id, "in_progress")

    def stop(self, _: date) -> None:
        self.plan.update(self.action_id, "stopped")

    def remove(self, _: date) -> None:
        remove_action(self.store, self.cast.carol, self.plan.plan_id, self.action_id)

    def agree(self, day: date) -> None:
        for one in self.plan.view().actions:
            if all(each.dropped_why for each in one.milestones):
                add_milestone(self.store, self.cast.carol, one.id, "Again.", "agreed", promised=day)
        self.plan.agree("region" if day.month % 2 else "inside")

    def carry(self, _: date) -> None:
        carry_forward(self.store, self.cast.carol, self.later.plan_id, [self.action_id])

    def bring_in(self, day: date) -> None:
        """A workbook with another promise, which wins over what was promised here."""
        one = self.plan.action(self.action_id)
        values = {"promised": day, "note": "Why."}
        key = str(self.milestone)
        row = FilledRow(MILESTONES, 1, key, one.reference, values, WentOut(0))
        plan = self.plan.view().plan
        filled = FilledPlan(
            plan.id, plan.trust, plan.trust_name, plan.year, None, clock.now(), milestones=(row,)
        )
        preview = preview_plan_import(self.store, self.cast.carol, plan.id, filled)
        keys = [one.key for one in preview.conflicts]
        import_plan(self.store, self.cast.carol, plan.id, filled, keys, seen=preview.seen)

    def copy(self, _: date) -> None:
        copy_frame(self.store, self.cast.carol, self.later.plan_id)


NAMES = [name for name in vars(Steps) if name[0] != "_" and name != "milestone"]
few = settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])


DAY = date(2011, 4, 1)
EVERYTHING = [
    (name, DAY.replace(year=DAY.year + place % 3))
    for place, name in enumerate(
        (
            *("agree", "promise", "change", "agree", "promise_as_lead", "reach", "update"),
            *("take_back", "reword", "add_another", "agree", "copy", "bring_in", "drop", "agree"),
            *("carry", "promise", "stop", "remove"),
        )
    )
]


@few
@example(EVERYTHING)
@given(st.lists(st.tuples(st.sampled_from(NAMES), DAYS), min_size=3, max_size=12))
def test_no_history_is_ever_shortened_and_every_hash_verifies(years, steps):
    plan, _ = years
    action_id = plan.add("Another.", days=(date(2010, 7, 1),))
    doing = Steps(years, action_id)
    before, agreed = history(plan, action_id), versions(plan)
    for name, day in steps:
        with suppress(Refused):
            getattr(doing, name)(day)
        now, agreed_now = history(plan, action_id), versions(plan)
        for milestone, kept in before.items():
            for then, there in zip(kept, now[milestone], strict=True):
                assert there[: len(then)] == then, name
        assert agreed_now[len(agreed_now) - len(agreed) :] == agreed, name
        before, agreed = now, agreed_now
    assert steps != EVERYTHING or len(agreed) >= 5
    assert all(one.holds for one in verify_plan(plan.store, plan.cast.carol, CAMBRIDGESHIRE, 2009))


def versions(plan: Planned):
    """Newest first."""
    return [(one.version, one.digest, one.body) for one in plan.view().versions]
