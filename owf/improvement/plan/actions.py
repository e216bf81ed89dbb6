"""Writing actions: what is entered of one, the questions it is to move, and why it is there."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from owf import clock
from owf.access import Actor, Role, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import Locked, NotFound, OutsideScale
from owf.assessment.packs import pack_of
from owf.assessment.texts import refuse_longer
from owf.improvement import plan_policy
from owf.improvement.errors import ActionChanged
from owf.improvement.plan.content import agreed_ids
from owf.improvement.plan.opening import plan_to_change
from owf.questionnaire import Pack
from owf.store import Session, Store, evidence, results, rounds, signed_scores
from owf.store.evidence import EvidenceFacts
from owf.store.plans import actions as plan_actions
from owf.store.plans import agreed, changes
from owf.store.plans import plan as plans
from owf.store.plans.facts import (
    ActionFacts,
    ActionFields,
    FindingKept,
    LinkedItem,
    PlanFacts,
)
from owf.texts import clean_text

MOST_ACTIONS = 500
TEXT_LIMITS = {
    "objective": 600,
    "what": 2000,
    "resources": 1000,
    "risk": 1000,
    "mitigation": 1000,
    "measure": 600,
    "baseline": 300,
    "target": 300,
}
"""Characters of each text of an action."""
LABELS = {
    "objective": "Objective",
    "what": "What will be done",
    "resources": "Funding and resources",
    "risk": "Risk",
    "mitigation": "What is done about the risk",
    "measure": "Measure of success",
    "baseline": "Where the measure is now",
    "target": "Where it is to be",
}
EXPECTATIONS = {"required": "Required", "recommended": "Recommended"}
GONE = "This action no longer exists. Go back to Actions."
_NO_ITEMS: tuple[LinkedItem, ...] = ()


def add_action(
    store: Store,
    who: Actor,
    plan_id: int,
    entered: ActionFields,
    *,
    partners: Collection[int] = (),
    items: Sequence[LinkedItem] = _NO_ITEMS,
    findings: Sequence[FindingKept] = (),
) -> int:
    """Gives its id; its reference is the Trust's next free one.

    ``items``: questions of the plan's year. Their level then is the one that was signed, whatever
    is given. ``findings``: the gaps that it answers, as they are now.
    """
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        plans.lock_plans_of_trust(session, plan.trust)
        taken = plan_actions.references_of_trust(session, plan.trust)
        if len(plan_actions.actions_of_plan(session, plan_id)) >= MOST_ACTIONS:
            raise OutsideScale(f"The plan has {MOST_ACTIONS} actions, which is the limit.")
        reference = next_reference(taken)
        checked = checked_fields(session, plan.trust, entered)
        action_id = changes.add_action(
            session, plan_id, plan.trust, reference, checked, at=clock.now()
        )
        set_links(session, plan, action_id, partners, items)
        changes.set_action_findings(session, action_id, _each_once(findings))
        for one in findings:
            plans.drop_not_now(session, plan_id, one.gap_key)
        record_on_action(session, who, Event.ACTION_ADDED, plan, (action_id, reference))
        return action_id


def next_reference(taken: Collection[str]) -> str:
    """The next free one; ``taken``: all that the Trust has used."""
    number = len(taken) + 1
    while f"A{number}" in taken:
        number += 1
    return f"A{number}"


def change_action(
    store: Store,
    who: Actor,
    action_id: int,
    entered: ActionFields,
    *,
    partners: Collection[int],
    items: Sequence[LinkedItem],
    seen_version: int,
) -> None:
    """Raises: ActionChanged: it no longer has ``seen_version``; nothing was kept."""
    with store.writing() as session:
        action, plan = action_to_change(session, action_id)
        policy.require(plan_policy.may_plan(who, action.trust))
        if action.version != seen_version:
            raise ActionChanged(
                f"Somebody else changed {action.reference} while you were writing, so your change "
                "was not saved. Compare the two, then save yours again if it is right.",
                action,
            )
        changes.change_action(session, action_id, checked_fields(session, action.trust, entered))
        set_links(session, plan, action_id, partners, items, before=action.items)
        record_on_action(session, who, Event.ACTION_CHANGED, plan, (action_id, action.reference))


def add_findings(store: Store, who: Actor, action_id: int, findings: Sequence[FindingKept]) -> None:
    """Let an action answer more gaps; what it answers already stays as it was."""
    with store.writing() as session:
        action, plan = action_to_change(session, action_id)
        policy.require(plan_policy.may_plan(who, action.trust))
        there = {(one.year, one.gap_key) for one in action.findings}
        new = [one for one in _each_once(findings) if (one.year, one.gap_key) not in there]
        changes.set_action_findings(session, action_id, [*action.findings, *new])
        for one in new:
            plans.drop_not_now(session, plan.id, one.gap_key)
        record_on_action(
            session, who, Event.ACTION_CHANGED, plan, (action_id, action.reference), part="gaps"
        )


def _each_once(findings: Sequence[FindingKept]) -> Sequence[FindingKept]:
    return list({(one.year, one.gap_key): one for one in findings}.values())


def remove_action(store: Store, who: Actor, plan_id: int, action_id: int) -> None:
    """Take out one that no agreed version has; any other is stopped by an update."""
    with store.writing() as session:
        plan = plan_to_change(session, who, plan_id)
        action = changes.action_to_change(session, action_id)
        in_plans = plans.plans_with_action(session, action_id)
        if action is None or plan not in in_plans:
            raise NotFound(GONE)
        was_agreed = any(
            action_id in agreed_ids(version.body)
            for one in in_plans
            for version in agreed.versions_of_plan(session, one.id)
        )
        if was_agreed or action.updates:
            raise Locked(
                f"{action.reference} was agreed, so it stays in the plan with its history. If "
                "nothing more is to be done, set its progress to “stopped” and say why."
            )
        changes.take_out_of_plan(session, plan_id, action_id)
        record_on_action(session, who, Event.ACTION_REMOVED, plan, (action_id, action.reference))


def link_evidence(store: Store, who: Actor, action_id: int, pieces: Collection[str]) -> None:
    """Which of the person's own partners' evidence shows what the action did.

    Pieces of other partners stay as they are. OutsideScale for one that is not theirs to link.
    """
    with store.writing() as session:
        action, plan = action_to_update(session, who, action_id)
        own = {
            one.id
            for partner in partners_answered_for(who, session, action.trust)
            for one in evidence.evidence_of_partner(session, partner)
        }
        # Locked, so that nobody removes one meanwhile.
        there = [evidence.evidence_to_change(session, one) for one in sorted(set(pieces))]
        if None in there or not own.issuperset(pieces):
            raise OutsideScale(
                "Choose evidence of an organisation that you answer for. If a colleague has just "
                "removed a piece, reload the page."
            )
        others = {one for one, _ in action.evidence if one not in own}
        changes.set_action_evidence(session, action_id, others | set(pieces))
        record_on_action(
            session,
            who,
            Event.ACTION_CHANGED,
            plan,
            (action_id, action.reference),
            part="evidence",
        )


def may_update(who: Actor, action: ActionFacts, partners: frozenset[int]) -> policy.Decision:
    """``partners``: the ids of the Trust's."""
    return plan_policy.may_update_action(
        who, action.trust, action.entered.lead_partner_id, action.entered.lead_person, partners
    )


def open_may_update(store: Store, who: Actor, action: ActionFacts) -> policy.Decision:
    """As ``may_update``, for a page."""
    with store.reading() as session:
        return may_update(who, action, rounds.partner_ids_of_trust(session, action.trust))


def evidence_of_action(store: Store, who: Actor, action: ActionFacts) -> tuple[EvidenceFacts, ...]:
    """The pieces behind it, for people of its Trust; nothing for anybody else."""
    with store.reading() as session:
        partners = rounds.partner_ids_of_trust(session, action.trust)
        if not policy.belongs_to(who, action.trust, partners):
            return ()
        found = (evidence.evidence_by_id(session, one) for one, _ in action.evidence)
        return tuple(one for one in found if one is not None)


def partners_answered_for(who: Actor, session: Session, trust: int) -> list[int]:
    held = {int(one) for one in who.scopes(Role.RESPONDENT, scope_kind="partner")}
    return sorted(held & rounds.partner_ids_of_trust(session, trust))


def action_to_change(session: Session, action_id: int) -> tuple[ActionFacts, PlanFacts]:
    """Locked until the transaction ends, with the newest plan that it is in."""
    in_plans = plans.plans_with_action(session, action_id)
    if not in_plans:
        raise NotFound(GONE)
    return _locked(session, action_id, in_plans[0])


def action_to_update(session: Session, who: Actor, action_id: int) -> tuple[ActionFacts, PlanFacts]:
    """For its lead and the coordinator, with the newest plan that was agreed with it.

    A plan that takes it over and is not agreed yet asks for no updates. Locked where none is.
    """
    in_plans = plans.plans_with_action(session, action_id)
    if not in_plans:
        raise NotFound(GONE)
    in_force = next((one for one in in_plans if _is_agreed(session, one, action_id)), None)
    action, plan = _locked(session, action_id, in_force or in_plans[0])
    partners = rounds.partner_ids_of_trust(session, action.trust)
    policy.require(may_update(who, action, partners))
    if in_force is None:
        raise Locked(
            f"The chair has not agreed {action.reference} yet, so there is nothing to update. It "
            "takes updates once the plan is agreed with it."
        )
    return action, plan


def _locked(session: Session, action_id: int, plan: PlanFacts) -> tuple[ActionFacts, PlanFacts]:
    # The plan first, as whoever agrees it or closes a quarter does: none of them deadlock, and
    # nothing is written while they do.
    kept = plans.plan_to_change(session, plan.id)
    action = changes.action_to_change(session, action_id)
    if kept is None or action is None:
        raise NotFound(GONE)
    return action, kept


def _is_agreed(session: Session, plan: PlanFacts, action_id: int) -> bool:
    newest = next(iter(agreed.versions_of_plan(session, plan.id)), None)
    return newest is not None and action_id in agreed_ids(newest.body)


def record_on_action(
    session: Session,
    who: Actor,
    event: Event,
    plan: PlanFacts,
    action: tuple[int, str],
    **detail: str,
) -> None:
    """``action`` is its id and its reference."""
    action_id, reference = action
    audit.record(
        session,
        who,
        event,
        "action",
        action_id,
        trust=plan.trust,
        address="",
        plan=plan.year,
        reference=reference,
        **detail,
    )


def checked_fields(session: Session, trust: int, entered: ActionFields) -> ActionFields:
    """With clean texts. A draft may lack anything but what it says must be right."""
    texts: dict[str, Any] = {name: clean_text(getattr(entered, name)) for name in TEXT_LIMITS}
    for name, limit in TEXT_LIMITS.items():
        refuse_longer(f"“{LABELS[name]}”", texts[name], limit, field=name)
    if not texts["what"]:
        raise OutsideScale("Write what will be done.", field="what")
    priorities = {one.id for one in plans.priorities_of_trust(session, trust)}
    partners = rounds.partner_ids_of_trust(session, trust)
    people = {one.id for one in plans.people_who_may_lead(session, trust)}
    for is_wrong, what, field in (
        (
            entered.priority_id is not None and entered.priority_id not in priorities,
            "Choose one of your Trust's priorities.",
            "priority_id",
        ),
        (
            entered.lead_partner_id is not None and entered.lead_partner_id not in partners,
            "Choose one of your Trust's partners to lead it.",
            "lead_partner_id",
        ),
        (
            entered.lead_person is not None and entered.lead_person not in people,
            "The person who was to lead it can no longer sign in. Choose somebody who answers for "
            "a partner or belongs to the steering group.",
            "lead_person",
        ),
        (entered.expectation not in EXPECTATIONS, "Say whether it is required.", "expectation"),
    ):
        if is_wrong:
            raise OutsideScale(what, field=field)
    return replace(entered, **texts)


def set_links(
    session: Session,
    plan: PlanFacts,
    action_id: int,
    partners: Collection[int],
    items: Sequence[LinkedItem],
    *,
    before: Sequence[LinkedItem] = _NO_ITEMS,
) -> None:
    """The partners beside the lead, and the questions; ``before`` keep their year and level."""
    if not rounds.partner_ids_of_trust(session, plan.trust).issuperset(partners):
        raise OutsideScale("Choose partners of your own Trust.", field="partners")
    checked = checked_items(session, plan, items, before)
    changes.set_action_partners(session, action_id, set(partners))
    changes.set_action_items(session, action_id, checked)


def checked_items(
    session: Session,
    plan: PlanFacts,
    items: Sequence[LinkedItem],
    before: Sequence[LinkedItem] = _NO_ITEMS,
) -> Sequence[LinkedItem]:
    """Each question once, with the level that was signed; ``before`` keep their year and level."""
    kept = {one.item_id: one for one in before}
    packs = {
        year: pack_of(session, frozen)
        for year in {plan.year, *(one.year for one in before)}
        if (frozen := rounds.pack_of_cycle(session, year)) is not None
    }
    signed = signed_levels(session, plan.trust, plan.year)
    found: dict[str, LinkedItem] = {}
    for one in items:
        if one.item_id in kept:
            checked = replace(kept[one.item_id], level_wanted=one.level_wanted)
        else:
            checked = LinkedItem(one.item_id, plan.year, signed.get(one.item_id), one.level_wanted)
            _refuse_unknown(packs.get(plan.year), one.item_id)
        _refuse_level(packs.get(checked.year), checked)
        found[one.item_id] = checked
    return list(found.values())


def _refuse_unknown(pack: Pack | None, item_id: str) -> None:
    if pack is None or all(one.id != item_id for one in pack.items):
        raise OutsideScale("Choose questions of this plan's questionnaire.", field="items")


def _refuse_level(pack: Pack | None, one: LinkedItem) -> None:
    if one.level_wanted is None:
        return
    if pack is not None and one.level_wanted not in pack.scale_of(pack.item(one.item_id)).values:
        raise OutsideScale("Choose a level of the scale for each question.", field="items")
    if one.level_then is not None and one.level_wanted < one.level_then:
        raise OutsideScale(
            f"The level wanted ({one.level_wanted}) is below the level agreed ({one.level_then}). "
            "Choose a higher one.",
            field="items",
        )


def signed_levels_of(store: Store, who: Actor, plan: PlanFacts) -> dict[str, int]:
    """The agreed level of each question of the year that the plan rests on."""
    policy.require(plan_policy.may_plan(who, plan.trust))
    with store.reading() as session:
        return signed_levels(session, plan.trust, plan.year)


def signed_levels(session: Session, trust: int, year: int) -> dict[str, int]:
    """The agreed level of each question in the version signed last."""
    in_round = rounds.round_of(session, trust, year)
    signature = results.signature_of(session, in_round.id) if in_round else None
    if signature is None:
        return {}
    rows = signed_scores.item_scores_of(session, signature.snapshot_id)
    return {
        key.removeprefix("item:"): round(row.agreed)
        for key, row in rows.items()
        if row.agreed is not None
    }
