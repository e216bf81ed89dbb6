"""The priorities of a plan: those of Cambridgeshire's strategy for 2009-12 until a Trust edits."""

from collections.abc import Sequence

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import NotFound, OutsideScale
from owf.assessment.texts import refuse_longer
from owf.improvement import plan_policy
from owf.store import Session, Store
from owf.store.plans import plan as plans
from owf.store.plans.facts import PriorityFacts
from owf.texts import clean_line, clean_text

KINDS = {"key": "Key priority", "overarching": "Overarching priority"}
TITLE_LIMIT = 120
OBJECTIVE_LIMIT = 600
MOST_PRIORITIES = 20
DEFAULT: tuple[PriorityFacts, ...] = (
    PriorityFacts(
        "key",
        "Inspiring leadership",
        "A shared vision and purpose for everybody who works with children, which leaders live up "
        "to.",
        1,
    ),
    PriorityFacts(
        "key",
        "Integrated working",
        "Services work together around children, young people and families.",
        2,
    ),
    PriorityFacts(
        "key",
        "Participation",
        "Children, young people and families take part in developing the workforce.",
        3,
    ),
    PriorityFacts(
        "key",
        "Ensuring capacity to deliver",
        "The right people are recruited, kept and developed.",
        4,
    ),
    PriorityFacts(
        "overarching",
        "Keeping children, young people and families safe",
        "Everybody in the workforce is competent, confident and safe to work with children.",
        5,
    ),
    PriorityFacts(
        "overarching",
        "Making equality and diversity a reality",
        "The workforce reflects the families it works with and meets their different needs.",
        6,
    ),
)
"""Titles as in the Children's Workforce Strategy 2009-12 of Cambridgeshire, pages 5 to 9."""


def priorities_to_use(session: Session, trust: int) -> tuple[PriorityFacts, ...]:
    return tuple(one for one in plans.priorities_of_trust(session, trust) if not one.is_retired)


def add_default_priorities(session: Session, trust: int) -> None:
    """Where the Trust has none yet."""
    if not plans.priorities_of_trust(session, trust):
        for one in DEFAULT:
            plans.keep_priority(session, trust, one)


def keep_priority(store: Store, who: Actor, trust: int, priority: PriorityFacts) -> None:
    """New where its id is 0. One that is retired stays with the actions that have it."""
    policy.require(plan_policy.may_plan(who, trust))
    with store.writing() as session:
        plans.lock_plans_of_trust(session, trust)
        there = plans.priorities_of_trust(session, trust)
        checked = _checked(priority, there)
        plans.keep_priority(session, trust, checked)
        audit.record(session, who, Event.PRIORITY_CHANGED, "trust", trust, trust=trust)


def _checked(priority: PriorityFacts, known: Sequence[PriorityFacts]) -> PriorityFacts:
    title, objective = clean_line(priority.title), clean_text(priority.objective)
    if priority.id and priority.id not in {one.id for one in known}:
        raise NotFound("This priority no longer exists. Reload the page.")
    if not title:
        raise OutsideScale("Give the priority a title.", field="title")
    refuse_longer("The title", title, TITLE_LIMIT, field="title")
    refuse_longer("The objective", objective, OBJECTIVE_LIMIT, field="objective")
    if priority.kind not in KINDS:
        raise OutsideScale("Choose what kind of priority it is.", field="kind")
    if any(one.title.casefold() == title.casefold() and one.id != priority.id for one in known):
        raise OutsideScale(f"There is a priority “{title}” already.", field="title")
    if not priority.id and len(known) >= MOST_PRIORITIES:
        raise OutsideScale(
            f"There are {MOST_PRIORITIES} priorities already. Edit one of them instead."
        )
    position = priority.position or max((one.position for one in known), default=0) + 1
    return PriorityFacts(
        priority.kind, title, objective, position, priority.is_retired, priority.id
    )
