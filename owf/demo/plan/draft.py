"""The plan that Cambridgeshire has begun on its results of 2011: a draft, not complete yet."""

from datetime import UTC, date, datetime

from owf import clock
from owf.demo.people import sign_in
from owf.demo.places import CAMBRIDGESHIRE
from owf.demo.plan.building import at, fields_of, priorities_of
from owf.demo.plan.content import INTEGRATED, PARTICIPATION, Planned, Step
from owf.demo.trust_year import Demonstration
from owf.improvement.plan.actions import add_action, add_findings
from owf.improvement.plan.carry_forward import actions_to_carry, carry_forward
from owf.improvement.plan.choosing import as_finding, not_now
from owf.improvement.plan.gaps import open_gaps
from owf.improvement.plan.milestones import STAGES
from owf.improvement.plan.opening import begin_plan
from owf.improvement.plan.promising import add_milestone
from owf.improvement.plan.quarters import three_aprils
from owf.store.plans.facts import LinkedItem

YEAR = 2011
STARTS, ENDS = date(2012, 7, 1), date(2015, 4, 1)
BEGUN = datetime(2012, 6, 20, 17, tzinfo=UTC)
LEFT_FOR_LATER = date(2012, 6, 27)

NOT_CARRIED_YET = ("interpreters", "hard to fill")
"""Words of unfinished actions on which the group has not decided."""
EVIDENCE_GAPS = ("aspect:benefit", "item:ma-15")
"""What the unfinished action on evidence answers."""

COMPLETE = Planned(
    key="a-year-on",
    priority=INTEGRATED,
    objective="What is planned is looked at again, and what children do not notice is stopped.",
    what=(
        "Look back at every action once a year, with two figures and one story each, and with "
        "young people who say whether they notice a difference."
    ),
    lead="council-workforce",
    partners=("health", "lscb", "voluntary"),
    resources="Half a day a year of all partners, and four young people who are paid.",
    risk="It becomes a show.",
    mitigation="The young people choose which actions are looked at closely.",
    measure="Actions with two figures a year after they began",
    baseline="9 of 21",
    target="all",
    items=(("of-05", 4), ("of-02", 4), ("of-04", 4)),
    gaps=("item:of-05", "theme:outcomes-focused"),
    steps=(
        Step("The first afternoon has been held."),
        Step("Each action has two figures."),
        Step("Young people say in what they notice a difference."),
    ),
)
SKETCH = Planned(
    key="heard",
    priority=PARTICIPATION,
    objective="",
    what="Tell families within a month what came of what they said.",
    lead="voluntary",
    partners=(),
    resources="",
    risk="",
    mitigation="",
    measure="",
    baseline="",
    target="",
    items=(("pa-03", 5),),
    gaps=("aspect:involvement",),
    steps=(),
)
"""Not thought through yet: no measure, and no milestone."""
WAITS = ("aspect:quality", "Smaller than last year. We look at it again with the results of 2012.")


def add_draft(demonstration: Demonstration) -> None:
    """Only where the year was built in which it is begun, and the plan before it."""
    if max(demonstration.packs) <= YEAR or CAMBRIDGESHIRE not in demonstration.people:
        return
    store, staff = demonstration.store, demonstration.people[CAMBRIDGESHIRE]
    who = staff.coordinator
    with clock.stopped_at(BEGUN):
        sign_in(store, who)
        plan_id = begin_plan(store, who, CAMBRIDGESHIRE, YEAR, starts=STARTS, ends=ENDS)
        gaps = {one.key: one for one in open_gaps(store, who, CAMBRIDGESHIRE, YEAR).gaps}
        unfinished = actions_to_carry(store, who, plan_id)
        carried = [
            one
            for one in unfinished
            if not any(words in one.entered.what for words in NOT_CARRIED_YET)
        ]
        evidence = next(one.id for one in carried if one.entered.what.startswith("Show what"))
        partners = {name: one for one, name in demonstration.partners[CAMBRIDGESHIRE]}
        with store.reading() as session:
            priorities = priorities_of(session, CAMBRIDGESHIRE)
        with store.writing_together():
            carry_forward(store, who, plan_id, [one.id for one in carried])
            answered = [as_finding(gaps[key], YEAR) for key in EVIDENCE_GAPS if key in gaps]
            add_findings(store, who, evidence, answered)
            for planned in (COMPLETE, SKETCH):
                action_id = add_action(
                    store,
                    who,
                    plan_id,
                    fields_of(planned, priorities, partners, staff.leads[planned.lead]),
                    partners=[partners[name] for name in planned.partners],
                    items=[LinkedItem(item, YEAR, None, wanted) for item, wanted in planned.items],
                    findings=[as_finding(gaps[key], YEAR) for key in planned.gaps if key in gaps],
                )
                days = three_aprils(STARTS)
                for step, stage, day in zip(planned.steps, STAGES, days, strict=False):
                    add_milestone(store, who, action_id, step.text, stage, promised=day)
    key, reason = WAITS
    if key in gaps:
        with clock.stopped_at(at(LEFT_FOR_LATER, 11)):
            sign_in(store, staff.steering)
            not_now(store, staff.steering, plan_id, [key], reason)
