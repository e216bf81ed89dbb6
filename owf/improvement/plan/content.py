"""A plan as the chair agrees it: one canonical text, and the actions read back from it.

People are in it by their opaque ids, so that one can be erased and the hash still holds.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from owf.store.plans.facts import (
    ActionFacts,
    ActionFields,
    FindingKept,
    LinkedItem,
    MilestoneFacts,
    NotNowFacts,
    PlanFacts,
    PriorityFacts,
    Promise,
    QuarterFacts,
    VersionFacts,
)

Body = Mapping[str, Any]
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""Of a row that is only in the agreed text: when it was made is not part of it."""


def canonical(content: object) -> str:
    """JSON that is the same text for the same content, whatever order it came in."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def body_of(
    plan: PlanFacts,
    priorities: Iterable[PriorityFacts],
    actions: Iterable[ActionFacts],
    not_now: Iterable[NotNowFacts],
) -> str:
    """All that is agreed: no update, no check, and nothing of when it was typed."""
    titles = {one.id: one.title for one in priorities}
    return canonical(
        {
            "trust": plan.trust,
            "year": plan.year,
            "starts": plan.starts.isoformat(),
            "ends": plan.ends.isoformat(),
            "actions": [_action_as_agreed(one, titles) for one in actions],
            "not_now": [
                {
                    "gap": one.gap_key,
                    "title": one.title,
                    "finding": one.finding,
                    "reason": one.reason,
                }
                for one in sorted(not_now, key=lambda one: one.gap_key)
            ],
        }
    )


def _action_as_agreed(action: ActionFacts, titles: Mapping[int, str]) -> dict[str, object]:
    entered = action.entered
    return {
        "id": action.id,
        "reference": action.reference,
        "priority": titles.get(entered.priority_id or 0, ""),
        **{name: value for name, value in vars(entered).items() if name != "priority_id"},
        "lead_partner": action.lead_partner or "",
        "partners": [list(one) for one in action.partners],
        "questions": [
            [one.year, one.item_id, one.level_then, one.level_wanted] for one in action.items
        ],
        "why": [[one.year, one.gap_key, one.title, one.finding] for one in action.findings],
        "milestones": [
            {
                "id": one.id,
                "text": one.text,
                "stage": one.stage,
                "dropped": one.dropped_why,
                "promises": [
                    [promise.id, promise.promised.isoformat(), promise.note]
                    for promise in one.promises
                ],
            }
            for one in action.milestones
        ],
    }


def is_amended(agreed: str, now: str) -> bool:
    """Whether a body says something else than an agreed one.

    A later promise for a milestone that was agreed is monitoring, and amends nothing.
    """
    return agreed != now and _as_first_promised(agreed) != _as_first_promised(now)


def _as_first_promised(body: str) -> object:
    content = json.loads(body)
    for action in content["actions"]:
        for milestone in action["milestones"]:
            milestone["promises"] = milestone["promises"][:1]
    return content


def version_digest(version: VersionFacts, trust: int, year: int) -> str:
    """SHA-256 over the body and all else that was agreed, as the database has it now."""
    return sha256(
        canonical(
            {
                "trust": trust,
                "year": year,
                "version": version.version,
                "publication": version.publication,
                "agreed_by": version.agreed_by,
                "agreed_at": version.agreed_at.isoformat(timespec="microseconds"),
                "body": version.body,
            }
        ).encode()
    ).hexdigest()


def quarter_digest(closed: QuarterFacts, trust: int, year: int) -> str:
    """As `version_digest`, of a closed quarter."""
    return sha256(
        canonical(
            {
                "trust": trust,
                "year": year,
                "quarter": closed.quarter.isoformat(),
                "body": closed.body,
                "closed_by": closed.closed_by,
                "closed_at": closed.closed_at.isoformat(timespec="microseconds"),
            }
        ).encode()
    ).hexdigest()


def agreed_ids(body: str) -> frozenset[int]:
    """The ids of the actions in a version's text."""
    return frozenset(one["id"] for one in json.loads(body)["actions"])


@dataclass(frozen=True)
class AgreedAction:
    """An action as a version has it; ``priority`` is the title it had then."""

    priority: str
    facts: ActionFacts


def agreed_actions(
    body: Body, trust: int, live: Mapping[int, ActionFacts] | None = None
) -> tuple[AgreedAction, ...]:
    """The actions of an agreed version, with how each stands now where ``live`` has it.

    Texts are those of the version. Promises, what was reached, updates, checks and evidence are
    of today: they are never amended.
    """
    return tuple(_agreed_action(one, trust, (live or {}).get(one["id"])) for one in body["actions"])


def _agreed_action(kept: Mapping[str, Any], trust: int, now: ActionFacts | None) -> AgreedAction:
    milestones_now = {one.id: one for one in now.milestones} if now else {}
    names = [one for one in ActionFields.__match_args__ if one != "priority_id"]
    facts = ActionFacts(
        id=kept["id"],
        trust=trust,
        reference=kept["reference"],
        entered=ActionFields(**{name: kept[name] for name in names}),
        created_at=now.created_at if now else _UNKNOWN,
        version=0,
        lead_partner=kept["lead_partner"] or None,
        lead_person_name=now.lead_person_name
        if now and now.entered.lead_person == kept["lead_person"]
        else None,
        partners=tuple((one[0], one[1]) for one in kept["partners"]),
        items=tuple(LinkedItem(one[1], one[0], one[2], one[3]) for one in kept["questions"]),
        findings=tuple(FindingKept(*one) for one in kept["why"]),
        milestones=tuple(
            _milestone(one, kept["id"], milestones_now.get(one["id"])) for one in kept["milestones"]
        ),
    )
    if now is not None:
        facts = replace(facts, updates=now.updates, checks=now.checks, evidence=now.evidence)
    return AgreedAction(kept["priority"], facts)


def with_leads_of(action: ActionFacts, now: ActionFacts | None) -> ActionFacts:
    """An agreed action led as it is now: a lead who has left is replaced at once."""
    if now is None:
        return action
    return replace(
        action,
        entered=replace(
            action.entered,
            lead_partner_id=now.entered.lead_partner_id,
            lead_person=now.entered.lead_person,
        ),
        lead_partner=now.lead_partner,
        lead_person_name=now.lead_person_name,
    )


def _milestone(
    kept: Mapping[str, Any], action_id: int, now: MilestoneFacts | None
) -> MilestoneFacts:
    promises: Sequence[Promise] = [
        Promise(date.fromisoformat(day), note, "", _UNKNOWN, number)
        for number, day, note in kept["promises"]
    ]
    return MilestoneFacts(
        kept["id"],
        action_id,
        kept["text"],
        kept["stage"],
        now.dropped_why if now else kept["dropped"],
        now.promises if now else tuple(promises),
        now.reached if now else (),
    )
