"""A plan on what Cambridgeshire signed in 2009, and its people's steps in one line each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from owf.access import Actor, Role
from owf.improvement.plan.actions import add_action, change_action
from owf.improvement.plan.agreeing import agree_plan
from owf.improvement.plan.choosing import not_now, open_gap_titles
from owf.improvement.plan.gaps import open_gaps
from owf.improvement.plan.opening import PlanView, begin_plan, open_plan
from owf.improvement.plan.promising import add_milestone
from owf.improvement.plan.updates import Entered, save_update, update_of
from owf.store import Store, people
from owf.store.people import RoleHeld
from owf.store.plans import actions as plan_actions
from owf.store.plans.facts import ActionFacts, ActionFields, LinkedItem
from tests.cast import CAMBRIDGESHIRE, Cast, Place

LEVELS = {"health": 2, "police": 3, "schools": 4}
STARTS = date(2009, 7, 1)


@dataclass(frozen=True)
class Planned:
    """A plan of Cambridgeshire; Alice, who answers for the police, may lead."""

    cast: Cast
    plan_id: int
    year: int

    @property
    def store(self) -> Store:
        return self.cast.store

    @property
    def police(self) -> int:
        return self.cast.cambridgeshire.partners["police"]

    @property
    def schools(self) -> int:
        return self.cast.cambridgeshire.partners["schools"]

    def view(self, who: Actor | None = None) -> PlanView:
        found = open_plan(self.store, who or self.cast.carol, CAMBRIDGESHIRE, self.year)
        assert found is not None
        return found

    def action(self, action_id: int) -> ActionFacts:
        """Whatever plan it is in."""
        with self.store.reading() as session:
            found = plan_actions.action_by_id(session, action_id)
        assert found is not None
        return found

    def fields(self, what: str = "Train managers.", **others: Any) -> ActionFields:
        """All that an agreed action must have."""
        return ActionFields(
            **{
                "priority_id": self.view().priorities[1].id,
                "objective": "Managers know CAF.",
                "what": what,
                "lead_partner_id": self.police,
                "lead_person": "alice",
                "resources": "Two days of a trainer.",
                "risk": "No time.",
                "mitigation": "Short sessions.",
                "measure": "Managers trained",
                "baseline": "10 of 60",
                "target": "60 of 60",
                **others,
            }
        )

    def add(
        self,
        what: str = "Train managers.",
        *,
        items: tuple[tuple[str, int | None], ...] = (("caf-1", 4),),
        days: tuple[date, ...] = (date(2010, 4, 1),),
        **others: Any,
    ) -> int:
        """An action with what an agreed one must have, and a milestone a day."""
        action_id = add_action(
            self.store,
            self.cast.carol,
            self.plan_id,
            self.fields(what, **others),
            partners=[self.schools],
            items=[LinkedItem(item, self.year, None, wanted) for item, wanted in items],
        )
        for number, day in enumerate(days, start=1):
            add_milestone(
                self.store, self.cast.carol, action_id, f"Step {number}", "agreed", promised=day
            )
        return action_id

    def change(self, action_id: int, **fields: Any) -> None:
        """Change what is entered of an action, as the coordinator does on the page."""
        action = self.action(action_id)
        change_action(
            self.store,
            self.cast.carol,
            action_id,
            replace(action.entered, **fields),
            partners=[one for one, _ in action.partners],
            items=action.items,
            seen_version=action.version,
        )

    def update(self, action_id: int, progress: str, who: Actor | None = None) -> None:
        """Its lead's update of the quarter that is open."""
        quarter = self.view().quarter
        kept = update_of(self.action(action_id), quarter)
        save_update(
            self.store,
            who or self.cast.alice,
            action_id,
            quarter,
            Entered(progress, "medium", "Something changed.", "Something came of it."),
            seen_version=kept.version if kept else 0,
        )

    def answer_gaps(self) -> None:
        """Leave for later whatever no action answers."""
        view = self.view()
        if open_gap_titles(self.store, self.cast.carol, view.plan):
            gaps = open_gaps(self.store, self.cast.carol, CAMBRIDGESHIRE, self.year).gaps
            not_now(
                self.store, self.cast.carol, self.plan_id, [one.key for one in gaps], "Not yet."
            )

    def agree(self, publication: str = "inside") -> str:
        self.answer_gaps()
        return agree_plan(
            self.store, self.cast.erin, self.plan_id, publication, seen_body=self.view().body
        )


def begin(cast: Cast, year: int = 2009, place: Place | None = None) -> Planned:
    """Sign a year of Cambridgeshire and begin the plan on it."""
    cast.sign(place or cast.cambridgeshire, LEVELS)
    return begin_signed(cast, year)


def begin_signed(cast: Cast, year: int) -> Planned:
    starts, ends = STARTS.replace(year=year), date(year + 3, 4, 1)
    plan_id = begin_plan(cast.store, cast.carol, CAMBRIDGESHIRE, year, starts=starts, ends=ends)
    return Planned(cast, plan_id, year)


def next_year(planned: Planned, year: int = 2010) -> Planned:
    """The plan on the year after, with the same questionnaire and partners."""
    planned.cast.open_year(year)
    return begin(planned.cast, year, planned.cast.again(planned.cast.cambridgeshire, year))


def add_namesake(cast: Cast, name: str) -> None:
    """Somebody else of a name, who answers for the schools."""
    role = RoleHeld(Role.RESPONDENT, "partner", str(cast.cambridgeshire.partners["schools"]))
    with cast.store.writing() as session:
        people.add_person(session, f"other-{name}".lower(), name, roles=[role])
