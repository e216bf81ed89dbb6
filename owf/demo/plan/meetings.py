"""Meetings on the demonstration's plan, and what waits in it. All made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Met:
    """``actions`` by their keys."""

    held_by: str
    on: date
    decisions: str
    actions: tuple[str, ...] = ()


_GROUP = "Chair, coordinator, and ten of twelve partners"
ATTENDED: Mapping[str, str] = {
    "steering": _GROUP,
    "task": "Coordinator and the workforce leads of seven partners",
    "network": "23 people who plan training, from eleven partners",
    "partnership": "The strategic partnership; our chair reported",
}

MEETINGS = (
    Met("task", date(2009, 1, 21), "Gaps of 2008 sorted by priority. Each partner drafts two."),
    Met("task", date(2009, 2, 25), "Twenty actions go to the steering group, down from 38."),
    Met(
        "steering",
        date(2009, 3, 19),
        "The plan goes to the chair. Evidence that the lead professional helps can wait until all "
        "localities have begun.",
        ("lead-professionals",),
    ),
    Met("steering", date(2009, 6, 24), "All actions but two have begun. No changes."),
    Met(
        "network",
        date(2009, 10, 14),
        "Courses go into one calendar from January.",
        ("induction", "lead-professional-courses"),
    ),
    Met(
        "steering",
        date(2009, 12, 16),
        "Updates are missing for four actions. The coordinator rings the people who lead them.",
        ("supervision", "evidence", "safeguarding", "workforce-profile"),
    ),
    Met("task", date(2010, 2, 10), "Second year: one new action, so that staff hear the results."),
    Met(
        "steering",
        date(2010, 3, 24),
        "The three figures may come by October, not later. Voluntary groups get their seats in "
        "autumn.",
        ("evidence", "voluntary-groups"),
    ),
    Met("partnership", date(2010, 5, 12), "First yearly report noted. The changed plan is agreed."),
    Met("steering", date(2010, 6, 23), "The new action starts once a coordinator can lead talks."),
    Met(
        "network",
        date(2010, 10, 6),
        "Two-hour courses at the change of shift are offered to hospitals too.",
        ("lead-professional-courses",),
    ),
    Met(
        "steering",
        date(2010, 12, 14),
        "Budgets are not pooled: no partner can bind money now. The action is stopped.",
        ("pooled-budgets",),
    ),
    Met(
        "task",
        date(2011, 2, 16),
        "Third year: no new actions. Four days are promised again, each with a note.",
        ("evidence", "information", "safeguarding", "recruitment"),
    ),
    Met(
        "steering",
        date(2011, 3, 23),
        "Planning for future leaders is stopped while posts are cut. Asked again in 2013.",
        ("succession",),
    ),
    Met("partnership", date(2011, 5, 18), "Second yearly report noted."),
    Met("steering", date(2011, 9, 21), "Interpreters: ask for offers together with Peterborough."),
    Met(
        "steering",
        date(2012, 3, 28),
        "Ten actions are not finished. They go into the next plan unless their leads disagree.",
        ("leaders", "information", "early-help", "evidence"),
    ),
    Met("partnership", date(2012, 5, 16), "Third yearly report noted, with what moved until 2011."),
    Met("task", date(2012, 6, 20), "Gaps of 2011 read together. The next plan is begun."),
)

NOT_NOW: Mapping[str, str] = {
    "item:lp-14": (
        "The roll-out of the lead professional comes after this survey. Whether it helps can be "
        "asked once all localities have worked with it for a year."
    ),
    "item:lp-12": (
        "Few families have met the role yet. Choosing who leads is part of its roll-out, and we "
        "ask families in 2010."
    ),
    "overall": (
        "Leaders and practitioners see things differently on nearly everything. We want a second "
        "year of figures before we plan anything about it."
    ),
}
"""Gap of 2008 -> why nothing was planned for it in 2009."""

CHANGED = (
    "languages",
    "Partners know which languages families speak, by school and by clinic.",
)
"""(action, text of its first milestone from the second version on)."""
