"""What it takes to run a round: last days, apologies, reopening, delegation, and who answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session, col

from owf.store.answers import StoredAnswer
from owf.store.tables import (
    AgreedScore,
    Answer,
    Cycle,
    Delegation,
    EvidenceLink,
    Invitation,
    Membership,
    PackSnapshot,
    Person,
    Return,
    ReturnReopening,
    Round,
)
from owf.store.tables.columns import columns_of
from owf.store.tables.people import FOR_A_PASSWORD


@dataclass(frozen=True)
class ReopeningFacts:
    """That a return was opened again after it was submitted; ``by`` was erased where ``None``."""

    reason: str
    by: str | None
    at: datetime


@dataclass(frozen=True)
class DelegationFacts:
    theme: str
    person_id: str
    name: str
    note: str


@dataclass(frozen=True)
class Respondent:
    """``invited_until`` is when a one-time link that waits for them runs out."""

    partner_id: int
    id: str
    name: str
    email: str | None
    last_seen_at: datetime | None
    invited_until: datetime | None


def set_round_closes(session: Session, round_id: int, closes: date | None) -> None:
    session.execute(update(Round).where(col(Round.id) == round_id).values(closes=closes))


def set_return_closes(session: Session, return_id: int, closes: date | None) -> None:
    session.execute(update(Return).where(col(Return.id) == return_id).values(closes=closes))


def set_apology(session: Session, return_id: int, apology: str) -> None:
    session.execute(update(Return).where(col(Return.id) == return_id).values(apology=apology))


def mark_reopened(
    session: Session, return_id: int, reason: str, by: str | None, at: datetime
) -> None:
    session.execute(
        update(Return)
        .where(col(Return.id) == return_id)
        .values(status="open", submitted_at=None, submitted_by=None)
    )
    session.execute(
        insert(ReturnReopening).values(
            return_id=return_id, reason=reason, reopened_by=by, reopened_at=at
        )
    )


def last_reopening(session: Session, return_id: int) -> ReopeningFacts | None:
    row = session.execute(
        select(col(ReturnReopening.reason), col(Person.name), col(ReturnReopening.reopened_at))
        .join(Person, col(Person.id) == col(ReturnReopening.reopened_by), isouter=True)
        .where(col(ReturnReopening.return_id) == return_id)
        .order_by(col(ReturnReopening.id).desc())
        .limit(1)
    ).one_or_none()
    return ReopeningFacts(row[0], row[1] or None, row[2]) if row else None


def has_answers(session: Session, return_id: int) -> bool:
    return (
        session.scalar(select(col(Answer.id)).where(col(Answer.return_id) == return_id).limit(1))
        is not None
    )


def delete_return(session: Session, return_id: int) -> None:
    for table in (Delegation, ReturnReopening, EvidenceLink):
        session.execute(delete(table).where(col(table.return_id) == return_id))
    session.execute(delete(Return).where(col(Return.id) == return_id))


def set_delegation(
    session: Session, return_id: int, theme: str, person_id: str | None, note: str
) -> None:
    """Keep who is asked to answer a theme; ``None`` for nobody in particular."""
    session.execute(
        delete(Delegation).where(
            col(Delegation.return_id) == return_id, col(Delegation.theme) == theme
        )
    )
    if person_id is not None:
        session.execute(
            insert(Delegation).values(
                return_id=return_id, theme=theme, person_id=person_id, note=note
            )
        )


def delegations(
    session: Session, return_ids: Collection[int]
) -> Mapping[int, Mapping[str, DelegationFacts]]:
    """Return -> theme -> colleague, without people who no longer answer for the partner."""
    rows = session.execute(
        select(
            col(Delegation.return_id),
            col(Delegation.theme),
            col(Delegation.person_id),
            col(Person.name),
            col(Delegation.note),
            col(Return.partner_id),
        )
        .join(Return, col(Return.id) == col(Delegation.return_id))
        .join(Person, col(Person.id) == col(Delegation.person_id))
        .where(col(Delegation.return_id).in_(return_ids))
    ).all()
    answering = {(one.partner_id, one.id) for one in respondents(session, {row[5] for row in rows})}
    found: dict[int, dict[str, DelegationFacts]] = {}
    for row in rows:
        if (row[5], row[2]) in answering:
            found.setdefault(row[0], {})[row[1]] = DelegationFacts(*row[1:5])
    return found


def respondents(session: Session, partner_ids: Collection[int]) -> Sequence[Respondent]:
    """Who answers for these partners and may sign in, in the order in which they were added."""
    links = session.execute(
        select(col(Invitation.person_id), func.max(col(Invitation.expires_at)))
        .where(col(Invitation.used_at).is_(None), col(Invitation.purpose).in_(FOR_A_PASSWORD))
        .group_by(col(Invitation.person_id))
    )
    waiting: dict[str, datetime] = {row[0]: row[1] for row in links}
    rows = session.execute(
        select(
            col(Membership.scope_id),
            col(Person.id),
            col(Person.name),
            col(Person.email),
            col(Person.last_seen_at),
        )
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.role) == "respondent",
            col(Membership.scope_kind) == "partner",
            col(Membership.scope_id).in_([str(one) for one in partner_ids]),
            col(Person.disabled_at).is_(None),
            col(Person.erased_at).is_(None),
        )
        .order_by(col(Membership.id))
    )
    return [
        Respondent(int(row[0]), row[1], row[2], row[3], row[4], waiting.get(row[1])) for row in rows
    ]


def answers_of_returns(session: Session, round_id: int) -> Mapping[int, Mapping[str, StoredAnswer]]:
    """Return -> item -> answer, without comments and evidence: it is for how far a round is."""
    rows = session.execute(
        select(
            col(Answer.return_id),
            col(Answer.item_id),
            col(Answer.level),
            col(Answer.non_score),
            col(Answer.answered_at),
        )
        .join(Return, col(Return.id) == col(Answer.return_id))
        .where(col(Return.round_id) == round_id)
    )
    found: dict[int, dict[str, StoredAnswer]] = {}
    for row in rows:
        found.setdefault(row[0], {})[row[1]] = StoredAnswer(
            row[1], row[2], row[3], answered_at=row[4]
        )
    return found


def cycle_closes(session: Session, year: int) -> date | None:
    return session.scalar(select(col(Cycle.closes)).where(col(Cycle.year) == year))


@dataclass(frozen=True)
class ReturnPlace:
    round_id: int
    partner_id: int
    trust: int


def place_of_return(session: Session, return_id: int) -> ReturnPlace | None:
    """Where a return belongs, without locking it."""
    row = session.execute(
        select(col(Return.round_id), col(Return.partner_id), col(Round.trust))
        .join(Round, col(Round.id) == col(Return.round_id))
        .where(col(Return.id) == return_id)
    ).one_or_none()
    return ReturnPlace(*row) if row else None


@dataclass(frozen=True)
class TrustProgress:
    """``own_closes`` is the last day beyond the year's; ``begun`` counts returns with an answer."""

    trust: int
    status: str
    own_closes: date | None
    returns: int
    begun: int
    submitted: int
    excused: int
    agreed: int


def trusts_progress(session: Session, year: int) -> Mapping[int, TrustProgress]:
    in_round = col(Return.round_id) == col(Round.id)
    answered = (
        select(col(Answer.id))
        .where(
            col(Answer.return_id) == col(Return.id),
            col(Answer.level).is_not(None) | col(Answer.non_score).is_not(None),
        )
        .correlate(Return)
        .exists()
    )
    returns = select(func.count()).select_from(Return).where(in_round).correlate(Round)
    rows = session.execute(
        select(
            col(Round.trust),
            col(Round.status),
            col(Round.closes),
            returns.scalar_subquery(),
            returns.where(answered).scalar_subquery(),
            returns.where(col(Return.status) == "submitted").scalar_subquery(),
            returns.where(col(Return.apology) != "").scalar_subquery(),
            select(func.count())
            .select_from(AgreedScore)
            .where(col(AgreedScore.round_id) == col(Round.id))
            .correlate(Round)
            .scalar_subquery(),
        ).where(col(Round.year) == year)
    )
    return {row[0]: TrustProgress(*row) for row in rows}


@dataclass(frozen=True)
class CycleFacts:
    year: int
    pack_name: str
    opens: date
    closes: date
    pack_snapshot_id: int


def cycles(session: Session) -> Sequence[CycleFacts]:
    rows = session.execute(
        select(*columns_of(CycleFacts, Cycle, pack_name=PackSnapshot.name))
        .join(PackSnapshot, col(PackSnapshot.id) == col(Cycle.pack_snapshot_id))
        .order_by(col(Cycle.year).desc())
    )
    return [CycleFacts(*row) for row in rows]
