"""Responses that practitioners have not finished, the devices that have, and what was odd."""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from owf.store.surveys import GivenAnswer
from owf.store.tables import SurveyDraft, SurveyOddity
from owf.store.tables.columns import columns_of


@dataclass(frozen=True)
class DraftFacts:
    """A response that is not finished: what its practitioner chose to begin with."""

    id: int
    sector_id: str
    partner_id: int | None
    role: str
    comment: str
    started_at: datetime


# Thousands may ask within a minute: put together once, and past the ORM, which costs half as much.
_DRAFTS = SQLModel.metadata.tables["survey_draft"]
_ANSWERS = SQLModel.metadata.tables["survey_draft_answer"]
_DEVICES = SQLModel.metadata.tables["survey_device"]
_ODDITIES = SQLModel.metadata.tables["survey_oddity"]
_OF_DEVICE = (_DRAFTS.c.round_id == bindparam("in_round")) & (
    _DRAFTS.c.device_hash == bindparam("device")
)
_DRAFT = (
    select(
        *columns_of(DraftFacts, _DRAFTS),
        *columns_of(GivenAnswer, _ANSWERS),
    )
    .outerjoin(_ANSWERS, _ANSWERS.c.draft_id == _DRAFTS.c.id)
    .where(_OF_DEVICE)
)
_LOCK = select(_DRAFTS.c.id).where(_OF_DEVICE).with_for_update()
_ANSWERED = select(_DEVICES.c.round_id).where(
    _DEVICES.c.round_id == bindparam("in_round"), _DEVICES.c.device_hash == bindparam("device")
)
_BEGIN = insert(_DRAFTS).returning(_DRAFTS.c.id)
_BEGUN_BEFORE = select(_DRAFTS.c.id).where(_DRAFTS.c.started_at < bindparam("moment"))
_KEEP = insert(_ANSWERS)
_FORGET = delete(_ANSWERS).where(
    _ANSWERS.c.draft_id == bindparam("draft"),
    _ANSWERS.c.item_id.in_(bindparam("items", expanding=True)),
)
_DELETE = tuple(
    delete(table).where(column.in_(bindparam("drafts", expanding=True)))
    for table, column in ((_ANSWERS, _ANSWERS.c.draft_id), (_DRAFTS, _DRAFTS.c.id))
)
_NOTE = insert(_DEVICES)
_COUNT_MORE = (
    update(_ODDITIES)
    .where(_ODDITIES.c.round_id == bindparam("in_round"), _ODDITIES.c.kind == bindparam("of_kind"))
    .values(responses=_ODDITIES.c.responses + 1)
)
_COUNT_FIRST = insert(_ODDITIES)


def draft_of(
    session: Session, round_id: int, device_hash: str
) -> tuple[DraftFacts, Mapping[str, GivenAnswer]] | None:
    rows = session.execute(_DRAFT, {"in_round": round_id, "device": device_hash}).all()
    if not rows:
        return None
    answers = {row[6]: GivenAnswer(*row[6:]) for row in rows if row[6] is not None}
    return DraftFacts(*rows[0][:6]), answers


def lock_draft(session: Session, round_id: int, device_hash: str) -> None:
    """Keep a device's draft from being changed by anybody else until the transaction ends."""
    if session.get_bind().dialect.name == "sqlite":
        # Its one writer has all to itself.
        return
    session.execute(_LOCK, {"in_round": round_id, "device": device_hash})


def begin_draft(
    session: Session,
    round_id: int,
    device_hash: str,
    *,
    sector_id: str,
    partner_id: int | None,
    role: str,
    started_at: datetime,
) -> DraftFacts:
    added = session.execute(
        _BEGIN,
        {
            "round_id": round_id,
            "device_hash": device_hash,
            "sector_id": sector_id,
            "partner_id": partner_id,
            "role": role,
            "started_at": started_at,
        },
    )
    return DraftFacts(added.scalar_one(), sector_id, partner_id, role, "", started_at)


def change_draft(
    session: Session, draft_id: int, *, sector_id: str, partner_id: int | None, role: str
) -> None:
    """Keep another choice of where somebody works, or as what; their answers stay."""
    session.execute(
        update(SurveyDraft)
        .where(col(SurveyDraft.id) == draft_id)
        .values(sector_id=sector_id, partner_id=partner_id, role=role)
    )


def set_draft_comment(session: Session, draft_id: int, comment: str) -> None:
    session.execute(
        update(SurveyDraft).where(col(SurveyDraft.id) == draft_id).values(comment=comment)
    )


def keep_draft_answers(
    session: Session, draft_id: int, answers: Sequence[GivenAnswer], before: Container[str]
) -> None:
    """Keep answers in place of those of the same items; ``before``: items that have one."""
    replaced = [one.item_id for one in answers if one.item_id in before]
    if replaced:
        session.execute(_FORGET, {"draft": draft_id, "items": replaced})
    if answers:
        session.execute(_KEEP, [{"draft_id": draft_id, **vars(one)} for one in answers])


def delete_drafts(session: Session, draft_ids: Collection[int]) -> None:
    if draft_ids:
        for statement in _DELETE:
            session.execute(statement, {"drafts": list(draft_ids)})


def drafts_begun_before(session: Session, moment: datetime) -> Sequence[int]:
    return list(session.scalars(_BEGUN_BEFORE, {"moment": moment}))


def has_answered(session: Session, round_id: int, device_hash: str) -> bool:
    found = session.execute(_ANSWERED, {"in_round": round_id, "device": device_hash})
    return found.first() is not None


def note_answered(session: Session, round_id: int, device_hash: str) -> None:
    session.execute(_NOTE, {"round_id": round_id, "device_hash": device_hash})


def count_oddity(session: Session, round_id: int, kind: str) -> None:
    """Count one more response of a round that is odd in this way; its round must be locked."""
    more = session.execute(_COUNT_MORE, {"in_round": round_id, "of_kind": kind})
    if not more.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
        session.execute(_COUNT_FIRST, {"round_id": round_id, "kind": kind, "responses": 1})


def oddities_of(session: Session, round_id: int) -> Mapping[str, int]:
    rows = session.execute(
        select(col(SurveyOddity.kind), col(SurveyOddity.responses)).where(
            col(SurveyOddity.round_id) == round_id
        )
    )
    return {row[0]: row[1] for row in rows}
