"""Answers and agreed levels: the reads and writes behind each click."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session, SQLModel, col

from owf.store.tables import Answer, Partner, Return, Round
from owf.store.tables.columns import columns_of


@dataclass(frozen=True)
class StoredAnswer:
    """``version`` is 0 for one that is not there yet; no ``evidence_expires`` is good for good."""

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
    item_id: str
    level: int | None
    reason: str
    agreed_by: str | None
    agreed_at: datetime
    version: int


@dataclass(frozen=True)
class ReturnKey:
    """``closes`` was set for this partner alone, ``trust_closes`` for its Trust."""

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


class RoundAnswer(NamedTuple):
    """One answer among all of a round, with its partner: a plain tuple, there being so many."""

    partner_id: int
    sector_id: str
    item_id: str
    level: int | None
    non_score: str | None
    comment: str = ""
    evidence: str = ""


# Every click asks these: put together once, and past the ORM, which costs half as much.
_ANSWERS = SQLModel.metadata.tables["answer"]
_AGREED = SQLModel.metadata.tables["agreed_score"]
_ANSWER = columns_of(StoredAnswer, _ANSWERS)
_RETURNS = SQLModel.metadata.tables["return"]
_ROUNDS = SQLModel.metadata.tables["round"]
_CYCLES = SQLModel.metadata.tables["cycle"]
_PARTNERS = SQLModel.metadata.tables["partner"]
_TRUSTS = SQLModel.metadata.tables["trust"]
_RETURN_KEY = (
    select(
        *columns_of(
            ReturnKey,
            _RETURNS,
            round_status=_ROUNDS.c.status,
            sector_id=_PARTNERS.c.sector_id,
            trust=_ROUNDS.c.trust,
            year=_ROUNDS.c.year,
            pack_snapshot_id=_CYCLES.c.pack_snapshot_id,
            trust_closes=func.coalesce(_ROUNDS.c.closes, _CYCLES.c.closes),
            trust_name=_TRUSTS.c.name,
        )
    )
    .join(_ROUNDS, _ROUNDS.c.id == _RETURNS.c.round_id)
    .join(_CYCLES, _CYCLES.c.year == _ROUNDS.c.year)
    .join(_PARTNERS, _PARTNERS.c.id == _RETURNS.c.partner_id)
    .join(_TRUSTS, _TRUSTS.c.dfe_number == _ROUNDS.c.trust)
    .where(_RETURNS.c.id == bindparam("of_return"))
    .with_for_update(of=_RETURNS)
)
_OF_RETURN = select(*_ANSWER).where(_ANSWERS.c.return_id == bindparam("of_return"))
_OF_ITEM = _OF_RETURN.where(_ANSWERS.c.item_id == bindparam("of_item"))
_INSERT_ANSWER = insert(_ANSWERS)
_UPDATE_ANSWER = update(_ANSWERS).where(
    _ANSWERS.c.return_id == bindparam("of_return"), _ANSWERS.c.item_id == bindparam("of_item")
)


def return_key(session: Session, return_id: int) -> ReturnKey | None:
    """Locks the return until the end: who comes second sees what the first one did."""
    row = session.execute(_RETURN_KEY, {"of_return": return_id}).one_or_none()
    return ReturnKey(*row) if row else None


def answer_of(session: Session, return_id: int, item_id: str) -> StoredAnswer:
    """One answer; an empty one of version 0 where there is none yet."""
    row = session.execute(_OF_ITEM, {"of_return": return_id, "of_item": item_id}).one_or_none()
    return StoredAnswer(*row) if row else StoredAnswer(item_id)


def answers_of_return(session: Session, return_id: int) -> Mapping[str, StoredAnswer]:
    rows = session.execute(_OF_RETURN, {"of_return": return_id})
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
        values |= {"return_id": return_id, "item_id": answer.item_id}
        session.execute(_INSERT_ANSWER, values)
        return
    session.execute(_UPDATE_ANSWER, values | {"of_return": return_id, "of_item": answer.item_id})


def write_new_answers(session: Session, return_id: int, answers: Sequence[StoredAnswer]) -> None:
    if answers:
        session.execute(
            _INSERT_ANSWER,
            [
                {
                    "return_id": return_id,
                    "item_id": answer.item_id,
                    **_values(answer),
                    "version": 1,
                }
                for answer in answers
            ],
        )


def _values(answer: StoredAnswer) -> dict[str, object]:
    values = dict(vars(answer))
    del values["item_id"]
    return values


def answers_of_round(session: Session, round_id: int) -> Sequence[RoundAnswer]:
    """Every answer of a round's submitted returns."""
    rows = session.execute(
        select(
            *columns_of(
                RoundAnswer, Answer, partner_id=Return.partner_id, sector_id=Partner.sector_id
            )
        )
        .join(Return, col(Return.id) == col(Answer.return_id))
        .join(Partner, col(Partner.id) == col(Return.partner_id))
        .where(col(Return.round_id) == round_id, col(Return.status) == "submitted")
        .order_by(col(Answer.id))
    )
    return [RoundAnswer(*row) for row in rows]


def agreements_of_round(session: Session, round_id: int) -> Mapping[str, StoredAgreement]:
    rows = session.execute(
        select(*columns_of(StoredAgreement, _AGREED)).where(_AGREED.c.round_id == round_id)
    )
    return {row[0]: StoredAgreement(*row) for row in rows}


def write_agreements(
    session: Session, round_id: int, agreements: Sequence[StoredAgreement]
) -> None:
    """Keep agreed levels: version 1 is new, a higher one replaces the version before it."""
    new = [{"round_id": round_id, **vars(one)} for one in agreements if one.version == 1]
    if new:
        session.execute(insert(_AGREED), new)
    for one in agreements:
        if one.version > 1:
            session.execute(
                update(_AGREED)
                .where(_AGREED.c.round_id == round_id, _AGREED.c.item_id == one.item_id)
                .values(vars(one))
            )
