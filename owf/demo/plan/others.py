"""Small plans of two other Trusts in the demonstration, so that others can read them. Made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from owf import clock
from owf.demo.people import sign_in
from owf.demo.places import ESSEX, HERTFORDSHIRE
from owf.demo.plan.building import fields_of, priorities_of
from owf.demo.plan.content import CAPACITY, INTEGRATED, PARTICIPATION, Planned, Step
from owf.demo.trust_year import Demonstration
from owf.improvement.plan.actions import add_action
from owf.improvement.plan.agreeing import agree_plan
from owf.improvement.plan.choosing import as_finding, not_now
from owf.improvement.plan.gaps import Gap, open_gaps
from owf.improvement.plan.milestones import STAGES
from owf.improvement.plan.opening import begin_plan, open_plan
from owf.improvement.plan.promising import add_milestone
from owf.improvement.plan.quarters import three_aprils
from owf.store.plans.facts import LinkedItem

YEAR = 2010
BEGUN = datetime(2011, 2, 15, 10, tzinfo=UTC)
AGREED = datetime(2011, 3, 24, 15, tzinfo=UTC)
MOST_ANSWERED = 4
"""Gaps that an action answers; the others wait."""
REASON = (
    "One thing at a time: we begin with the largest gaps, and look at the others with the results "
    "of next year."
)


def _planned(
    priority: str,
    what: str,
    lead: str,
    *,
    partners: Sequence[str],
    measure: tuple[str, str, str],
    items: Sequence[tuple[str, int]],
    steps: Sequence[str],
) -> Planned:
    """``measure``: what is measured, where it is and is to be."""
    return Planned(
        key="",
        priority=priority,
        objective="",
        what=what,
        lead=lead,
        partners=tuple(partners),
        resources="Time of the partners.",
        risk="",
        mitigation="",
        measure=measure[0],
        baseline=measure[1],
        target=measure[2],
        items=tuple(items),
        gaps=(),
        steps=tuple(map(Step, steps)),
    )


@dataclass(frozen=True)
class _Small:
    trust: int
    publication: str
    actions: tuple[Planned, ...]


PLANS = (
    _Small(
        ESSEX,
        "region",
        (
            _planned(
                INTEGRATED,
                "Talk over the questions on which our partners differ most, with cases, and write "
                "down what everybody means by each.",
                "council-workforce",
                partners=("health", "schools", "social-care"),
                measure=(
                    "Questions on which partners differ widely",
                    "all that the report names",
                    "half",
                ),
                items=(("caf-03", 5), ("ma-03", 5)),
                steps=(
                    "Ten cases are written.",
                    "All partners have judged them.",
                    "Again each year.",
                ),
            ),
            _planned(
                CAPACITY,
                "Look for health visitors and speech therapists together, with one open day.",
                "health",
                partners=("council-workforce",),
                measure=("Weeks that such posts stand empty", "19", "11"),
                items=(("cs-02", 5),),
                steps=(
                    "One campaign is agreed.",
                    "It is held every year.",
                    "Posts are filled in time.",
                ),
            ),
        ),
    ),
    _Small(
        HERTFORDSHIRE,
        "public",
        (
            _planned(
                PARTICIPATION,
                "Answer within a month what children and parents have told any partner.",
                "voluntary",
                partners=("schools", "health"),
                measure=("Messages that are answered within a month", "3 of 10", "9 of 10"),
                items=(("of-04", 5), ("pa-03", 5)),
                steps=(
                    "Who answers is agreed.",
                    "All partners do it.",
                    "Families say that they see it.",
                ),
            ),
        ),
    ),
)


def add_plans_of_others(demonstration: Demonstration) -> None:
    """Where the year was built in which they were agreed."""
    if max(demonstration.packs) < AGREED.year:
        return
    for one in PLANS:
        if one.trust in demonstration.people:
            _add(demonstration, one)


def _add(demonstration: Demonstration, small: _Small) -> None:
    store, staff = demonstration.store, demonstration.people[small.trust]
    who, chair = staff.coordinator, staff.chair
    partners = {name: one for one, name in demonstration.partners[small.trust]}
    with clock.stopped_at(BEGUN):
        sign_in(store, who)
        starts = date(2011, 4, 1)
        days = three_aprils(starts)
        plan_id = begin_plan(store, who, small.trust, YEAR, starts=starts, ends=days[-1])
        gaps = open_gaps(store, who, small.trust, YEAR).gaps
        with store.reading() as session:
            priorities = priorities_of(session, small.trust)
        with store.writing_together():
            for number, planned in enumerate(small.actions):
                action_id = add_action(
                    store,
                    who,
                    plan_id,
                    fields_of(planned, priorities, partners, staff.leads[planned.lead]),
                    partners=[partners[name] for name in planned.partners],
                    items=[LinkedItem(item, YEAR, None, wanted) for item, wanted in planned.items],
                    findings=[as_finding(gap, YEAR) for gap in _answered(gaps, number)],
                )
                for step, stage, day in zip(planned.steps, STAGES, days, strict=True):
                    add_milestone(store, who, action_id, step.text, stage, promised=day)
        wait = [one.key for one in gaps[MOST_ANSWERED:]]
        if wait:
            not_now(store, who, plan_id, wait, REASON)
    with clock.stopped_at(AGREED):
        sign_in(store, chair)
        view = open_plan(store, chair, small.trust, YEAR)
        if view is not None:
            agree_plan(
                store,
                chair,
                plan_id,
                small.publication,
                seen_body=view.body,
                typed_name=chair.name,
            )


def _answered(gaps: Sequence[Gap], number: int) -> Sequence[Gap]:
    """The first action answers the largest gaps."""
    return () if number else gaps[:MOST_ANSWERED]
