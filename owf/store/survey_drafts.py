"""Responses that practitioners have not finished, the devices that have, and what was odd."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from owf.store.surveys import GivenAnswer
from owf.store.tables import SurveyDevice, SurveyDraft, SurveyDraftAnswer, SurveyOddity


@dataclass(frozen=True)
class DraftFacts:
    """A response that is not finished: what its practitioner chose to begin with."""

    id: int
    sector_id: str
    partner_id: int | None
    role: str
    comment: str
    started_at: datetime


def draft_of(
    session: Session, round_id: int, device_hash: str, *, to_change: bool = False
) -> DraftFacts | None:
    """A device's draft in a round; ``to_change`` locks it until the transaction ends."""
    query = select(
        col(SurveyDraft.id),
        col(SurveyDraft.sector_id),
        col(SurveyDraft.partner_id),
        col(SurveyDraft.role),
        col(SurveyDraft.comment),
        col(SurveyDraft.started_at),
    ).where(col(SurveyDraft.round_id) == round_id, col(SurveyDraft.device_hash) == device_hash)
    row = session.execute(query.with_for_update() if to_change else query).one_or_none()
    return DraftFacts(*row) if row else None


def begin_draft(
    session: Session,
    round_id: int,
    device_hash: str,
    *,
    sector_id: str,
    partner_id: int | None,
    role: str,
    started_at: datetime,
) -> None:
    """Keep what a practitioner chose to begin with."""
    session.add(
        SurveyDraft(
            round_id=round_id,
            device_hash=device_hash,
            sector_id=sector_id,
            partner_id=partner_id,
            role=role,
            started_at=started_at,
        )
    )
    session.flush()


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
    """Keep what was written so far."""
    session.execute(
        update(SurveyDraft).where(col(SurveyDraft.id) == draft_id).values(comment=comment)
    )


def draft_answers(session: Session, draft_id: int) -> Mapping[str, GivenAnswer]:
    """A draft's answers by item."""
    rows = session.execute(
        select(
            col(SurveyDraftAnswer.item_id),
            col(SurveyDraftAnswer.level),
            col(SurveyDraftAnswer.non_score),
        ).where(col(SurveyDraftAnswer.draft_id) == draft_id)
    )
    return {row[0]: GivenAnswer(*row) for row in rows}


def keep_draft_answers(session: Session, draft_id: int, answers: Sequence[GivenAnswer]) -> None:
    """Keep answers in place of those that the same items had."""
    if not answers:
        return
    session.execute(
        delete(SurveyDraftAnswer).where(
            col(SurveyDraftAnswer.draft_id) == draft_id,
            col(SurveyDraftAnswer.item_id).in_([one.item_id for one in answers]),
        )
    )
    session.execute(
        insert(SurveyDraftAnswer), [{"draft_id": draft_id, **vars(one)} for one in answers]
    )


def delete_drafts(session: Session, draft_ids: Collection[int]) -> None:
    """Delete drafts with their answers."""
    session.execute(delete(SurveyDraftAnswer).where(col(SurveyDraftAnswer.draft_id).in_(draft_ids)))
    session.execute(delete(SurveyDraft).where(col(SurveyDraft.id).in_(draft_ids)))


def drafts_begun_before(session: Session, moment: datetime) -> Sequence[int]:
    """The drafts that were begun before a moment, by id."""
    return list(
        session.scalars(select(col(SurveyDraft.id)).where(col(SurveyDraft.started_at) < moment))
    )


def has_answered(session: Session, round_id: int, device_hash: str) -> bool:
    """Whether a device has answered in a round."""
    return session.get(SurveyDevice, (round_id, device_hash)) is not None


def note_answered(session: Session, round_id: int, device_hash: str) -> None:
    """Keep that a device has answered in a round."""
    session.add(SurveyDevice(round_id=round_id, device_hash=device_hash))
    session.flush()


def count_oddity(session: Session, round_id: int, kind: str) -> None:
    """Count one more response of a round that is odd in this way; its round must be locked."""
    found = session.get(SurveyOddity, (round_id, kind))
    if found is None:
        session.add(SurveyOddity(round_id=round_id, kind=kind, responses=1))
    else:
        found.responses += 1
    session.flush()


def oddities_of(session: Session, round_id: int) -> Mapping[str, int]:
    """How many responses of a round were odd, by kind."""
    rows = session.execute(
        select(col(SurveyOddity.kind), col(SurveyOddity.responses)).where(
            col(SurveyOddity.round_id) == round_id
        )
    )
    return {row[0]: row[1] for row in rows}
