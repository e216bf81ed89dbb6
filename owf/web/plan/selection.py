"""Which plan the page shows, and its parts, for people of the plan's own Trust."""

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from owf.access import Actor
from owf.improvement import plan_policy
from owf.improvement.plan.opening import (
    AgreedPlan,
    PlanView,
    PlanYears,
    open_agreed_plan,
    open_plan,
    open_plan_years,
)
from owf.improvement.wording import years_of
from owf.store import get_store
from owf.store.plans.facts import PlanFacts
from owf.web.layout import signed_in
from owf.web.widgets.url_state import Parts, choose, number_in_address

TITLES = {
    "gaps": "Gaps",
    "plan": "Plan",
    "mine": "My actions",
    "board": "Board",
    "meetings": "Meetings",
    "moved": "Did it move?",
}
FOR_PARTNERS = ("mine", "plan", "moved")
OF_THE_PLAN_IN_FORCE = ("mine", "board", "meetings", "moved")


@dataclass(frozen=True)
class Selection:
    """``may_plan``: they work on the plan; others of the Trust read what was agreed."""

    who: Actor
    years: PlanYears
    may_plan: bool

    @property
    def trust(self) -> int:
        return self.years.trust

    def year(self, part: str) -> int | None:
        """The year in the address, or the one that people mean in this part."""
        wanted = number_in_address("year")
        in_force = self.years.in_force.year if self.years.in_force else None
        begun = [plan.year for plan, _ in self.years.plans]
        known = sorted({*self.years.signed, *begun}, reverse=True)
        if wanted in known:
            return wanted
        if not self.may_plan or (part in OF_THE_PLAN_IN_FORCE and in_force is not None):
            return in_force
        return next(iter(known), None)

    def choose_year(self, part: str) -> int | None:
        """Drawn only where there is a choice."""
        shown = self.year(part)
        options = {
            str(year): self._called(year)
            for year in sorted({*self.years.signed, *(one.year for one, _ in self.years.plans)})[
                ::-1
            ]
            if self.may_plan or self.years.agreed(year) is not None
        }
        if shown is None or len(options) < 2:
            return shown
        with st.container(key="choose-plan"):
            return int(choose("year", "Plan", options, str(shown), forgets=("action",)))

    def _called(self, year: int) -> str:
        plan = next((plan for plan, _ in self.years.plans if plan.year == year), None)
        version = self.years.agreed(year)
        if plan is None:
            return f"Results of {year}: no plan"
        state = f"agreed, version {version.version}" if version else "being written"
        return f"{years_of(plan)}, on the results of {year}: {state}"

    def view(self, year: int, *, newest_updates: bool = False) -> PlanView | None:
        return open_plan(get_store(), self.who, self.trust, year, newest_updates=newest_updates)

    def agreed_plan(self, year: int) -> AgreedPlan:
        return open_agreed_plan(get_store(), self.who, self.trust, year)


def selection_of(trust: int) -> Selection:
    who = signed_in()
    return Selection(
        who, open_plan_years(get_store(), who, trust), bool(plan_policy.may_plan(who, trust))
    )


def parts_for(selection: Selection) -> Parts:
    names = tuple(TITLES) if selection.may_plan else FOR_PARTNERS
    return Parts({name: TITLES[name] for name in names}, "Parts of this page")


def above_plan(plan: PlanFacts) -> str:
    """Above the heading of a page about one plan."""
    return f"{plan.trust_name}: the plan for {years_of(plan)}"


def address_of(**choices: object) -> str:
    """Of this page with these choices; what is ``None`` is left out."""
    return f"/actions?{urlencode({key: one for key, one in choices.items() if one is not None})}"
