"""Reading actions with all that belongs to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session, SQLModel, col

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
    ActionEvidence,
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


def actions_of_plan(
    session: Session, plan_id: int, *, newest_updates: bool = False
) -> Sequence[ActionFacts]:
    """In the order in which they were added.

    ``newest_updates``: without the updates before an action's newest.
    """
    of_plan = select(col(PlanAction.action_id)).where(col(PlanAction.plan_id) == plan_id)
    return _with_parts(
        session,
        _ACTION_ROWS.where(col(Action.id).in_(of_plan)),
        _NEWEST_UPDATES if newest_updates else _UPDATES,
    )


def action_by_id(session: Session, action_id: int) -> ActionFacts | None:
    found = _with_parts(session, _ACTION_ROWS.where(col(Action.id) == action_id), _UPDATES)
    return next(iter(found), None)


def references_of_trust(session: Session, trust: int) -> Mapping[str, int]:
    """Reference -> id, of all of a Trust's actions."""
    query = select(col(Action.reference), col(Action.id)).where(col(Action.trust) == trust)
    return {row[0]: row[1] for row in session.execute(query)}


def _with_parts(
    session: Session, query: Select[*tuple[Any, ...]], updates: Any
) -> Sequence[ActionFacts]:
    rows = session.execute(query).all()
    if not rows:
        return []
    parts = _Parts.of(session, [row[0] for row in rows], updates)
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
    def of(cls, session: Session, wanted: Sequence[int], updates: Any) -> Self:
        """``wanted``: ids of actions; ``updates``: the query for theirs."""
        ids = {"wanted": wanted}
        return cls(
            partners=_by_first(session, _PARTNERS, ids, lambda row: (row[0], row[1])),
            items=_by_first(session, _ITEMS, ids, lambda row: LinkedItem(*row)),
            findings=_by_first(session, _FINDINGS, ids, lambda row: FindingKept(*row)),
            evidence=_by_first(session, _EVIDENCE, ids, lambda row: (row[0], row[1])),
            milestones=_milestones(session, ids),
            updates=_by_action([UpdateFacts(*row) for row in session.execute(updates, ids).all()]),
            checks=_by_action([CheckFacts(*row) for row in session.execute(_CHECKS, ids).all()]),
        )


# Put together once, and past the ORM, which takes as long as the database for such rows.
_CHECK = SQLModel.metadata.tables["action_check"]
_ACTION_PIECE = SQLModel.metadata.tables["action_evidence"]
_FINDING = SQLModel.metadata.tables["action_finding"]
_ITEM = SQLModel.metadata.tables["action_item"]
_ACTION_PARTNER = SQLModel.metadata.tables["action_partner"]
_UPDATE = SQLModel.metadata.tables["action_update"]
_PIECE = SQLModel.metadata.tables["evidence"]
_MILESTONE = SQLModel.metadata.tables["milestone"]
_PROMISE = SQLModel.metadata.tables["milestone_promise"]
_REACH = SQLModel.metadata.tables["milestone_reached"]
_PARTNER = SQLModel.metadata.tables["partner"]
_WANTED: Any = bindparam("wanted", expanding=True)
_PARTNERS = (
    select(_ACTION_PARTNER.c.action_id, _PARTNER.c.id, _PARTNER.c.name)
    .join(_PARTNER, _PARTNER.c.id == _ACTION_PARTNER.c.partner_id)
    .where(_ACTION_PARTNER.c.action_id.in_(_WANTED))
    .order_by(_PARTNER.c.name, _PARTNER.c.id)
)
_ITEMS = (
    select(_ITEM.c.action_id, *columns_of(LinkedItem, _ITEM))
    .where(_ITEM.c.action_id.in_(_WANTED))
    .order_by(_ITEM.c.id)
)
_FINDINGS = (
    select(_FINDING.c.action_id, *columns_of(FindingKept, _FINDING))
    .where(_FINDING.c.action_id.in_(_WANTED))
    .order_by(_FINDING.c.year, _FINDING.c.id)
)
_EVIDENCE = (
    select(_ACTION_PIECE.c.action_id, _PIECE.c.id, _PIECE.c.title)
    .join(_PIECE, _PIECE.c.id == _ACTION_PIECE.c.evidence_id)
    .where(_ACTION_PIECE.c.action_id.in_(_WANTED))
    .order_by(_PIECE.c.title, _PIECE.c.id)
)
_UPDATES = (
    select(*columns_of(UpdateFacts, _UPDATE))
    .where(_UPDATE.c.action_id.in_(_WANTED))
    .order_by(_UPDATE.c.quarter)
)
_LATEST = (
    select(_UPDATE.c.action_id, func.max(_UPDATE.c.quarter).label("quarter"))
    .where(_UPDATE.c.action_id.in_(_WANTED))
    .group_by(_UPDATE.c.action_id)
    .subquery()
)
_NEWEST_UPDATES = select(*columns_of(UpdateFacts, _UPDATE)).join(
    _LATEST,
    (_LATEST.c.action_id == _UPDATE.c.action_id) & (_LATEST.c.quarter == _UPDATE.c.quarter),
)
_CHECKS = (
    select(*columns_of(CheckFacts, _CHECK))
    .where(_CHECK.c.action_id.in_(_WANTED))
    .order_by(_CHECK.c.checked_at, _CHECK.c.id)
)
_OF_MILESTONES = select(_MILESTONE.c.id).where(_MILESTONE.c.action_id.in_(_WANTED))
_PROMISES = (
    select(_PROMISE.c.milestone_id, *columns_of(Promise, _PROMISE))
    .where(_PROMISE.c.milestone_id.in_(_OF_MILESTONES))
    .order_by(_PROMISE.c.made_at, _PROMISE.c.id)
)
_REACHED = (
    select(_REACH.c.milestone_id, *columns_of(Reached, _REACH))
    .where(_REACH.c.milestone_id.in_(_OF_MILESTONES))
    .order_by(_REACH.c.noted_at, _REACH.c.id)
)
_MILESTONES = (
    select(
        _MILESTONE.c.id,
        _MILESTONE.c.action_id,
        _MILESTONE.c.text,
        _MILESTONE.c.stage,
        _MILESTONE.c.dropped_why,
    )
    .where(_MILESTONE.c.action_id.in_(_WANTED))
    .order_by(_MILESTONE.c.id)
)
_Ids = Mapping[str, Sequence[int]]


def _by_first(session: Session, query: Any, ids: _Ids, made: Any) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query, ids).all():
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
