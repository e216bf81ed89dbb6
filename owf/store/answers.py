"""Answers and agreed levels: the reads and writes behind each click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session, col

from owf.store.tables import AgreedScore, Answer, Cycle, Partner, Return, Round, Trust


@dataclass(frozen=True)
class StoredAnswer:
    """An answer as the database has it. ``version`` is 0 for one that is not there yet.

    ``evidence`` says what the evidence is and where it is kept; it is good until
    ``evidence_expires``, or for good.
    """

    item_id: str
    level: int | None = None
    non_score: str | None = None
    comment: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    version: int = 0
    evidence: str = ""
    evidence_expires: date | None = None

    @property
    def is_given(self) -> bool:
        """Whether a level or a non-score was given (a comment alone answers nothing)."""
        return self.level is not None or self.non_score is not None


@dataclass(frozen=True)
class StoredAgreement:
    """An agreed level as the database has it."""

    item_id: str
    level: int | None
    reason: str
    agreed_by: str | None
    agreed_at: datetime
    version: int


@dataclass(frozen=True)
class ReturnKey:
    """Where a return belongs, for deciding who may change it and until when.

    ``closes`` is the last day that was set for this partner alone, ``trust_closes`` its Trust's.
    """

    id: int
    status: str
    round_status: str
    round_id: int
    partner_id: int
    sector_id: str
    trust: int
    year: int
    pack_snapshot_id: int
    closes: date | None
    trust_closes: date
    trust_name: str
    apology: str


@dataclass(frozen=True)
class RoundAnswer:
    """One answer among all of a round, with its partner."""

    partner_id: int
    sector_id: str
    item_id: str
    level: int | None
    non_score: str | None
    comment: str = ""
    evidence: str = ""


_ANSWER = (
    col(Answer.item_id),
    col(Answer.level),
    col(Answer.non_score),
    col(Answer.comment),
    col(Answer.answered_by),
    col(Answer.answered_at),
    col(Answer.version),
    col(Answer.evidence),
    col(Answer.evidence_expires),
)


def return_key(session: Session, return_id: int) -> ReturnKey | None:
    """Where a return belongs and whether it is open, for a transaction that changes it.

    PostgreSQL locks the return until the end, as SQLite's writer locks everything: who comes
    second sees what the first one did.
    """
    row = session.execute(
        select(
            col(Return.id),
            col(Return.status),
            col(Round.status),
            col(Return.round_id),
            col(Return.partner_id),
            col(Partner.sector_id),
            col(Round.trust),
            col(Round.year),
            col(Cycle.pack_snapshot_id),
            col(Return.closes),
            func.coalesce(col(Round.closes), col(Cycle.closes)),
            col(Trust.name),
            col(Return.apology),
        )
        .join(Round, col(Round.id) == col(Return.round_id))
        .join(Cycle, col(Cycle.year) == col(Round.year))
        .join(Partner, col(Partner.id) == col(Return.partner_id))
        .join(Trust, col(Trust.dfe_number) == col(Round.trust))
        .where(col(Return.id) == return_id)
        .with_for_update(of=Return)
    ).one_or_none()
    return ReturnKey(*row) if row else None


def answer_of(session: Session, return_id: int, item_id: str) -> StoredAnswer:
    """One answer; an empty one of version 0 where there is none yet."""
    row = session.execute(
        select(*_ANSWER).where(col(Answer.return_id) == return_id, col(Answer.item_id) == item_id)
    ).one_or_none()
    return StoredAnswer(*row) if row else StoredAnswer(item_id)


def answers_of_return(session: Session, return_id: int) -> Mapping[str, StoredAnswer]:
    """All answers of a return by item id."""
    rows = session.execute(select(*_ANSWER).where(col(Answer.return_id) == return_id))
    return {row[0]: StoredAnswer(*row) for row in rows}


# Built once: every open page of a return asks this every few seconds, and building it is most of
# what it costs.
_SUM_OF_VERSIONS = (
    select(func.coalesce(func.sum(col(Answer.version)), 0))
    .join(Return, col(Return.id) == col(Answer.return_id))
    .where(
        col(Answer.return_id) == bindparam("of_return"),
        col(Return.partner_id) == bindparam("of_partner"),
    )
)


def sum_of_versions(session: Session, return_id: int, partner_id: int) -> int:
    """How often anything was written in a return of a partner; 0 where it is not the partner's."""
    asked = {"of_return": return_id, "of_partner": partner_id}
    return int(session.execute(_SUM_OF_VERSIONS, asked).scalar_one())


def answers_of_partner(session: Session, partner_id: int, year: int) -> Mapping[str, StoredAnswer]:
    """A partner's answers of a year by item id; empty where it had no return."""
    rows = session.execute(
        select(*_ANSWER)
        .join(Return, col(Return.id) == col(Answer.return_id))
        .join(Round, col(Round.id) == col(Return.round_id))
        .where(col(Return.partner_id) == partner_id, col(Round.year) == year)
    )
    return {row[0]: StoredAnswer(*row) for row in rows}


def write_answer(session: Session, return_id: int, answer: StoredAnswer) -> None:
    """Keep an answer: version 1 is new, a higher one replaces the version before it."""
    values = _values(answer)
    if answer.version == 1:
        session.execute(
            insert(Answer).values(return_id=return_id, item_id=answer.item_id, **values)
        )
        return
    session.execute(
        update(Answer)
        .where(col(Answer.return_id) == return_id, col(Answer.item_id) == answer.item_id)
        .values(**values)
    )


def write_new_answers(session: Session, return_id: int, answers: Sequence[StoredAnswer]) -> None:
    """Keep many first answers of a return at once."""
    if answers:
        session.execute(
            insert(Answer),
            [
                {
                    "return_id": return_id,
                    "item_id": answer.item_id,
                    **_values(replace(answer, version=1)),
                }
                for answer in answers
            ],
        )


def _values(answer: StoredAnswer) -> dict[str, object]:
    return {
        "level": answer.level,
        "non_score": answer.non_score,
        "comment": answer.comment,
        "evidence": answer.evidence,
        "evidence_expires": answer.evidence_expires,
        "answered_by": answer.answered_by,
        "answered_at": answer.answered_at,
        "version": answer.version,
    }


def answers_of_round(session: Session, round_id: int) -> Sequence[RoundAnswer]:
    """Every answer of a round's submitted returns."""
    rows = session.execute(
        select(
            col(Return.partner_id),
            col(Partner.sector_id),
            col(Answer.item_id),
            col(Answer.level),
            col(Answer.non_score),
            col(Answer.comment),
            col(Answer.evidence),
        )
        .join(Return, col(Return.id) == col(Answer.return_id))
        .join(Partner, col(Partner.id) == col(Return.partner_id))
        .where(col(Return.round_id) == round_id, col(Return.status) == "submitted")
        .order_by(col(Answer.id))
    )
    return [RoundAnswer(*row) for row in rows]


def agreements_of_round(session: Session, round_id: int) -> Mapping[str, StoredAgreement]:
    """The agreed levels of a round by item id."""
    rows = session.execute(
        select(
            col(AgreedScore.item_id),
            col(AgreedScore.level),
            col(AgreedScore.reason),
            col(AgreedScore.agreed_by),
            col(AgreedScore.agreed_at),
            col(AgreedScore.version),
        ).where(col(AgreedScore.round_id) == round_id)
    )
    return {row[0]: StoredAgreement(*row) for row in rows}


def write_agreements(
    session: Session, round_id: int, agreements: Sequence[StoredAgreement]
) -> None:
    """Keep agreed levels: version 1 is new, a higher one replaces the version before it."""
    for agreement in agreements:
        values = {
            "level": agreement.level,
            "reason": agreement.reason,
            "agreed_by": agreement.agreed_by,
            "agreed_at": agreement.agreed_at,
            "version": agreement.version,
        }
        if agreement.version == 1:
            session.execute(
                insert(AgreedScore).values(round_id=round_id, item_id=agreement.item_id, **values)
            )
        else:
            session.execute(
                update(AgreedScore)
                .where(
                    col(AgreedScore.round_id) == round_id,
                    col(AgreedScore.item_id) == agreement.item_id,
                )
                .values(**values)
            )
