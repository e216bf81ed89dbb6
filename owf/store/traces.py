"""What a person has left in what is kept: counted by their opaque id, never by their name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from owf.store.tables import AgreedScore, Answer, AuditEvent, Evidence, Return, SignOff


@dataclass(frozen=True)
class Traces:
    """How many of each thing bear a person's opaque id."""

    answers: int
    submissions: int
    agreed_levels: int
    signatures: int
    evidence: int
    events: int


def traces_of(session: Session, person_id: str) -> Traces:
    """What bears a person's opaque id; ``events`` are those that they did or that were of them."""

    def counted(*conditions: object) -> int:
        query = select(func.count()).where(*conditions)  # type: ignore[arg-type]  # SQLAlchemy's
        return session.scalar(query) or 0

    return Traces(
        answers=counted(col(Answer.answered_by) == person_id),
        submissions=counted(col(Return.submitted_by) == person_id),
        agreed_levels=counted(col(AgreedScore.agreed_by) == person_id),
        signatures=counted(col(SignOff.signed_by) == person_id),
        evidence=counted(col(Evidence.added_by) == person_id),
        events=counted(
            or_(
                col(AuditEvent.person_id) == person_id,
                (col(AuditEvent.object_kind) == "person")
                & (col(AuditEvent.object_id) == person_id),
            )
        ),
    )
