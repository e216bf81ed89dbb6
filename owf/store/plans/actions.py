"""Reading actions with all that belongs to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from owf.store.plans.facts import (
    ActionFacts,
    ActionFields,
    CheckFacts,
    FindingKept,
    LinkedItem,
    MilestoneFacts,
    Promise,
    Reached,
    UpdateFacts,
)
from owf.store.tables import (
    Action,
    ActionCheck,
    ActionEvidence,
    ActionFinding,
    ActionItem,
    ActionPartner,
    ActionUpdate,
    Evidence,
    Milestone,
    MilestonePromise,
    MilestoneReached,
    Partner,
    Person,
    PlanAction,
)
from owf.store.tables.columns import columns_of

_ENTERED = tuple(one.name for one in fields(ActionFields))
_ACTION_ROWS = (
    select(
        col(Action.id),
        col(Action.trust),
        col(Action.reference),
        col(Action.created_at),
        col(Action.version),
        col(Partner.name),
        col(Person.name),
        *(getattr(Action, name) for name in _ENTERED),
    )
    .outerjoin(Partner, col(Partner.id) == col(Action.lead_partner_id))
    .outerjoin(
        Person, (col(Person.id) == col(Action.lead_person)) & col(Person.erased_at).is_(None)
    )
    .order_by(col(Action.id))
)


def actions_of_plan(session: Session, plan_id: int) -> Sequence[ActionFacts]:
    """In the order in which they were added."""
    of_plan = select(col(PlanAction.action_id)).where(col(PlanAction.plan_id) == plan_id)
    return _with_parts(session, _ACTION_ROWS.where(col(Action.id).in_(of_plan)))


def action_by_id(session: Session, action_id: int) -> ActionFacts | None:
    found = _with_parts(session, _ACTION_ROWS.where(col(Action.id) == action_id))
    return next(iter(found), None)


def actions_led(
    session: Session, trust: int, person_id: str, partner_ids: Collection[int]
) -> Sequence[int]:
    """The ids of actions of a Trust that a person leads, or one of the partners named does."""
    leads = (col(Action.lead_person) == person_id) | col(Action.lead_partner_id).in_(partner_ids)
    query = select(col(Action.id)).where(col(Action.trust) == trust, leads)
    return list(session.scalars(query.order_by(col(Action.id))))


def references_of_trust(session: Session, trust: int) -> Mapping[str, int]:
    """Reference -> id, of all of a Trust's actions."""
    query = select(col(Action.reference), col(Action.id)).where(col(Action.trust) == trust)
    return {row[0]: row[1] for row in session.execute(query)}


def _with_parts(session: Session, query: Select[*tuple[Any, ...]]) -> Sequence[ActionFacts]:
    rows = session.execute(query).all()
    if not rows:
        return []
    parts = _Parts.of(session, [row[0] for row in rows])
    return [
        ActionFacts(
            id=row[0],
            trust=row[1],
            reference=row[2],
            entered=ActionFields(*row[7:]),
            created_at=row[3],
            version=row[4],
            lead_partner=row[5],
            lead_person_name=row[6],
            partners=tuple(parts.partners[row[0]]),
            items=tuple(parts.items[row[0]]),
            findings=tuple(parts.findings[row[0]]),
            evidence=tuple(parts.evidence[row[0]]),
            milestones=tuple(parts.milestones[row[0]]),
            updates=tuple(parts.updates[row[0]]),
            checks=tuple(parts.checks[row[0]]),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class _Parts:
    """What belongs to actions, by the id of the action."""

    partners: Mapping[int, list[tuple[int, str]]]
    items: Mapping[int, list[LinkedItem]]
    findings: Mapping[int, list[FindingKept]]
    evidence: Mapping[int, list[tuple[str, str]]]
    milestones: Mapping[int, list[MilestoneFacts]]
    updates: Mapping[int, list[UpdateFacts]]
    checks: Mapping[int, list[CheckFacts]]

    @classmethod
    def of(cls, session: Session, wanted: Sequence[int]) -> Self:
        """``wanted``: ids of actions."""
        ids = {"wanted": wanted}
        return cls(
            partners=_by_first(session, _PARTNERS, ids, lambda row: (row[0], row[1])),
            items=_by_first(session, _ITEMS, ids, lambda row: LinkedItem(*row)),
            findings=_by_first(session, _FINDINGS, ids, lambda row: FindingKept(*row)),
            evidence=_by_first(session, _EVIDENCE, ids, lambda row: (row[0], row[1])),
            milestones=_milestones(session, ids),
            updates=_by_action([UpdateFacts(*row) for row in session.execute(_UPDATES, ids)]),
            checks=_by_action([CheckFacts(*row) for row in session.execute(_CHECKS, ids)]),
        )


# Put together once: that costs more than to ask them.
_WANTED: Any = bindparam("wanted", expanding=True)
_PARTNERS = (
    select(col(ActionPartner.action_id), col(Partner.id), col(Partner.name))
    .join(Partner, col(Partner.id) == col(ActionPartner.partner_id))
    .where(col(ActionPartner.action_id).in_(_WANTED))
    .order_by(col(Partner.name), col(Partner.id))
)
_ITEMS = (
    select(col(ActionItem.action_id), *columns_of(LinkedItem, ActionItem))
    .where(col(ActionItem.action_id).in_(_WANTED))
    .order_by(col(ActionItem.id))
)
_FINDINGS = (
    select(col(ActionFinding.action_id), *columns_of(FindingKept, ActionFinding))
    .where(col(ActionFinding.action_id).in_(_WANTED))
    .order_by(col(ActionFinding.year), col(ActionFinding.id))
)
_EVIDENCE = (
    select(col(ActionEvidence.action_id), col(Evidence.id), col(Evidence.title))
    .join(Evidence, col(Evidence.id) == col(ActionEvidence.evidence_id))
    .where(col(ActionEvidence.action_id).in_(_WANTED))
    .order_by(col(Evidence.title), col(Evidence.id))
)
_UPDATES = (
    select(*columns_of(UpdateFacts, ActionUpdate))
    .where(col(ActionUpdate.action_id).in_(_WANTED))
    .order_by(col(ActionUpdate.quarter))
)
_CHECKS = (
    select(*columns_of(CheckFacts, ActionCheck))
    .where(col(ActionCheck.action_id).in_(_WANTED))
    .order_by(col(ActionCheck.checked_at), col(ActionCheck.id))
)
_OF_MILESTONES = select(col(Milestone.id)).where(col(Milestone.action_id).in_(_WANTED))
_PROMISES = (
    select(col(MilestonePromise.milestone_id), *columns_of(Promise, MilestonePromise))
    .where(col(MilestonePromise.milestone_id).in_(_OF_MILESTONES))
    .order_by(col(MilestonePromise.made_at), col(MilestonePromise.id))
)
_REACHED = (
    select(col(MilestoneReached.milestone_id), *columns_of(Reached, MilestoneReached))
    .where(col(MilestoneReached.milestone_id).in_(_OF_MILESTONES))
    .order_by(col(MilestoneReached.noted_at), col(MilestoneReached.id))
)
_MILESTONES = (
    select(
        col(Milestone.id),
        col(Milestone.action_id),
        col(Milestone.text),
        col(Milestone.stage),
        col(Milestone.dropped_why),
    )
    .where(col(Milestone.action_id).in_(_WANTED))
    .order_by(col(Milestone.id))
)
_Ids = Mapping[str, Sequence[int]]


def _by_first(session: Session, query: Any, ids: _Ids, made: Any) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query, ids):
        found[row[0]].append(made(row[1:]))
    return found


def _by_action(rows: Sequence[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def _milestones(session: Session, ids: _Ids) -> Mapping[int, list[MilestoneFacts]]:
    promises = _by_first(session, _PROMISES, ids, lambda row: Promise(*row))
    reached = _by_first(session, _REACHED, ids, lambda row: Reached(*row))
    return _by_action(
        [
            MilestoneFacts(
                milestone_id,
                action_id,
                text,
                stage,
                dropped_why,
                tuple(promises[milestone_id]),
                tuple(reached[milestone_id]),
            )
            for milestone_id, action_id, text, stage, dropped_why in session.execute(
                _MILESTONES, ids
            )
        ]
    )


def actions_shown_by(session: Session, evidence_id: str) -> Sequence[str]:
    """The references of the actions in a plan that a piece of evidence is linked to."""
    query = (
        select(col(Action.reference), col(Action.id))
        .join(ActionEvidence, col(ActionEvidence.action_id) == col(Action.id))
        .where(
            col(ActionEvidence.evidence_id) == evidence_id,
            col(Action.id).in_(select(col(PlanAction.action_id))),
        )
        .order_by(col(Action.id))
    )
    return [row[0] for row in session.execute(query)]
