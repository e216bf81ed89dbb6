"""Closing a quarter: where every action stands is kept as a snapshot with a hash."""

import json
from dataclasses import dataclass, replace
from typing import Any

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import Locked, NotFound
from owf.improvement import plan_policy
from owf.improvement.plan.board import action_state
from owf.improvement.plan.content import canonical, quarter_digest
from owf.improvement.plan.milestones import milestone_state
from owf.improvement.plan.quarters import Quarter, open_quarter
from owf.improvement.plan.updates import actions_in_force, update_of
from owf.store import Store
from owf.store.plans import agreed
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFacts, QuarterFacts


def close_quarter(store: Store, who: Actor, plan_id: int, quarter: Quarter) -> str:
    """No update of it can be changed any more; gives the hash over all that is kept.

    Raises: Locked: it is closed already, is not the next one, or its last month has not begun.
    """
    with store.writing() as session:
        plan = plans.plan_to_change(session, plan_id)
        if plan is None:
            raise NotFound("This plan does not exist. Go back to Actions.")
        policy.require(plan_policy.may_run_plan(who, plan.trust))
        version = next(iter(agreed.versions_of_plan(session, plan_id)), None)
        if version is None:
            raise Locked("The plan is not agreed yet, so there is no quarter to close.")
        closed = [Quarter(one.quarter) for one in agreed.quarters_of_plan(session, plan_id)]
        if quarter in closed:
            raise Locked(f"{quarter.words} was closed already. Reload the page.")
        now_open = open_quarter(plan.starts, closed)
        if quarter != now_open:
            raise Locked(f"Close {now_open.words} first.")
        if clock.today() < quarter.may_be_closed_from:
            raise Locked(
                f"{quarter.words} can be closed from its last month on, which begins on "
                f"{clock.day_in_words(quarter.may_be_closed_from)}."
            )
        found = actions_in_force(session, plan, version)
        body = canonical([_as_closed(one, quarter) for one in found])
        kept = QuarterFacts(plan_id, quarter.first_day, body, "", who.id, clock.now())
        kept = replace(kept, digest=quarter_digest(kept, plan.trust, plan.year))
        agreed.add_quarter(session, kept)
        audit.record(
            session,
            who,
            Event.QUARTER_CLOSED,
            "plan",
            plan_id,
            trust=plan.trust,
            plan=plan.year,
            quarter=quarter.words,
            hash=kept.digest,
        )
        return kept.digest


def _as_closed(action: ActionFacts, quarter: Quarter) -> dict[str, Any]:
    state = action_state(action, quarter, min(clock.today(), quarter.last_day))
    update = update_of(action, quarter)
    milestones = [(one, milestone_state(one)) for one in action.milestones]
    return {
        "reference": action.reference,
        "lead_partner": action.lead_partner or "",
        "progress": state.progress,
        "confidence": state.confidence,
        "verified": state.is_verified,
        "updated": update is not None,
        "changed": update.changed if update else "",
        "impact": update.impact if update else "",
        "concerns": {str(kind): words for kind, words in state.concerns.items()},
        "milestones": [
            {
                "text": one.text,
                "stage": one.stage,
                "first": how.first.isoformat() if how.first else None,
                "promised": how.promised.isoformat() if how.promised else None,
                "reached": how.reached_on.isoformat() if how.reached_on else None,
                "dropped": how.is_dropped,
            }
            for one, how in milestones
        ],
    }


@dataclass(frozen=True)
class ClosedQuarter:
    """What was kept of a quarter: ``rows`` have the shape that ``close_quarter`` writes."""

    quarter: Quarter
    facts: QuarterFacts
    rows: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, facts: QuarterFacts) -> "ClosedQuarter":
        return cls(Quarter(facts.quarter), facts, tuple(json.loads(facts.body)))

    @property
    def updated(self) -> int:
        """Actions with an update in this quarter."""
        return sum(one["updated"] for one in self.rows)

    @property
    def reached(self) -> int:
        return sum(each["reached"] is not None for one in self.rows for each in one["milestones"])
