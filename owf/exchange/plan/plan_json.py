"""A plan as JSON: what is agreed, what is worked on, how far each action has got, what moved."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from owf.improvement.plan.milestones import (
    milestone_state,
    promises_in_order,
    share_achieved,
)
from owf.improvement.plan.movement import MovedCounts, Movement
from owf.improvement.plan.opening import PlanView
from owf.improvement.plan.updates import is_verified, last_update, progress_of
from owf.store.plans.facts import ActionFacts, MilestoneFacts

Json = dict[str, Any]


def plan_json(view: PlanView, movement: Movement | None, *, today: date, made_up: bool) -> Json:
    """``actions`` are as they are worked on now; ``changed_since_agreed`` names the others.

    ``version``, ``digest`` and ``publication`` are of the version agreed last, ``null`` without
    one. ``movement`` is ``null`` until a later year is signed.
    """
    newest, plan = view.newest, view.plan
    achieved = share_achieved(one for action in view.actions for one in action.milestones)
    return {
        "trust": plan.trust_name,
        "dfe_number": plan.trust,
        "year": plan.year,
        "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat(),
        "version": newest.version if newest else None,
        "digest": newest.digest if newest else None,
        "publication": newest.publication if newest else None,
        "agreed_at": newest.agreed_at.isoformat() if newest else None,
        "changed_since_agreed": changed_since_agreed(view),
        "priorities": [
            {
                "kind": one.kind,
                "title": one.title,
                "objective": one.objective,
                "is_retired": one.is_retired,
            }
            for one in view.priorities
        ],
        "actions": [_action(view, one, today) for one in view.actions],
        "not_now": [
            {
                "gap": one.gap_key,
                "title": one.title,
                "finding": one.finding,
                "reason": one.reason,
            }
            for one in view.not_now
        ],
        "achieved": {"reached": achieved.reached, "of": achieved.of},
        "movement": _movement(movement) if movement else None,
        "made_up": made_up,
    }


def changed_since_agreed(view: PlanView) -> dict[str, list[str]]:
    """References of actions that were ``added``, ``changed`` or ``removed`` since the agreement.

    A later promise changes nothing that was agreed. All is empty where nothing is agreed yet.
    """
    if view.newest is None:
        return {"added": [], "changed": [], "removed": []}
    then = _agreed_texts(json.loads(view.newest.body))
    now = _agreed_texts(json.loads(view.body))
    return {
        "added": [one for one in now if one not in then],
        "changed": [one for one in now if one in then and now[one] != then[one]],
        "removed": [one for one in then if one not in now],
    }


def _agreed_texts(body: Mapping[str, Any]) -> Mapping[str, object]:
    """Reference -> all that is agreed of an action, with first promises alone."""
    return {
        one["reference"]: {
            **one,
            "milestones": [
                {**each, "promises": each["promises"][:1]} for each in one["milestones"]
            ],
        }
        for one in body["actions"]
    }


def _action(view: PlanView, action: ActionFacts, today: date) -> Json:
    entered, newest = action.entered, last_update(action)
    return {
        "reference": action.reference,
        "priority": view.priority_title(action),
        "objective": entered.objective,
        "what": entered.what,
        "why": [
            {"year": one.year, "gap": one.gap_key, "title": one.title, "finding": one.finding}
            for one in action.findings
        ],
        "questions": [
            {
                "year": one.year,
                "id": one.item_id,
                "name": view.question_name(one.year, one.item_id),
                "level_then": one.level_then,
                "level_wanted": one.level_wanted,
            }
            for one in action.items
        ],
        "lead_partner": action.lead_partner,
        "lead_person": action.lead_person_name,
        "partners": [name for _, name in action.partners],
        "multi_agency": entered.is_multi_agency,
        "resources": entered.resources,
        "risk": entered.risk,
        "mitigation": entered.mitigation,
        "measure": entered.measure,
        "baseline": entered.baseline,
        "target": entered.target,
        "expectation": entered.expectation,
        "evidence": [title for _, title in action.evidence],
        "milestones": [_milestone(one, today) for one in action.milestones],
        "progress": progress_of(action),
        "confidence": newest.confidence if newest else None,
        "verified": is_verified(action),
        "updates": [
            {
                "quarter": one.quarter.isoformat(),
                "progress": one.progress,
                "confidence": one.confidence,
                "changed": one.changed,
                "impact": one.impact,
            }
            for one in action.updates
        ],
    }


def _milestone(milestone: MilestoneFacts, today: date) -> Json:
    state = milestone_state(milestone)
    return {
        "text": milestone.text,
        "stage": milestone.stage,
        "first": _day(state.first),
        "promised": _day(state.promised),
        "reached": _day(state.reached_on),
        "slips": state.slips,
        "late": state.is_late(today),
        "dropped": milestone.dropped_why or None,
        "promises": [
            {"promised": one.promised.isoformat(), "note": one.note}
            for one in promises_in_order(milestone.promises)
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _movement(movement: Movement) -> Json:
    return {
        "years": list(movement.years),
        "done": movement.done,
        "verified": movement.verified,
        "of_verified": _counts(movement.of_verified),
        "of_done": _counts(movement.of_done),
        "of_all": _counts(movement.of_all),
        "without_action": _counts(movement.without_action),
        "actions": [
            {
                "reference": one.action.reference,
                "counts": _counts(one.counts),
                "questions": [
                    {"id": each.now, "moved": each.moved.value, "sentence": each.sentence}
                    for each in one.questions
                ],
            }
            for one in movement.actions
        ],
        "sentences": list(movement.sentences),
    }


def _counts(counts: MovedCounts) -> Json:
    return {
        "up": counts.up,
        "stayed": counts.stayed,
        "down": counts.down,
        "cannot_be_told": counts.cannot_be_told,
    }
