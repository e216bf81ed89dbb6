"""The practitioners' survey of a round: keeping responses, and reading them for scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import randbelow

from sqlalchemy import bindparam, func, insert, select
from sqlmodel import Session, SQLModel, col

from owf.store.tables import SurveyAnswer, SurveyResponse

_RESPONSES = SQLModel.metadata.tables["survey_response"]
_ANSWERS = SQLModel.metadata.tables["survey_answer"]
_ADD = insert(_RESPONSES).returning(_RESPONSES.c.id)
_ADD_ANSWERS = insert(_ANSWERS)
_TAKEN = select(_RESPONSES.c.id).where(_RESPONSES.c.id == bindparam("wanted"))
_FIRST_RANDOM = 2**30
"""Twice this is the largest number that PostgreSQL keeps in such a column."""


@dataclass(frozen=True)
class GivenAnswer:
    """One practitioner's answer to one item, as it is kept."""

    item_id: str
    level: int | None
    non_score: str | None = None


@dataclass(frozen=True)
class PractitionerAnswer:
    """One answer among all of a round's survey. ``partner_id``: ``None`` names only a sector."""

    response_id: int
    partner_id: int | None
    sector_id: str
    item_id: str
    level: int | None
    non_score: str | None


def add_response(
    session: Session,
    round_id: int,
    sector_id: str,
    partner_id: int | None,
    answers: Sequence[GivenAnswer],
    *,
    role: str | None = None,
    comment: str = "",
    in_order: bool = True,
) -> int:
    """Keep one practitioner's response; gives its id.

    Where not ``in_order`` the id is a random one, so that it does not tell who came before whom.
    """
    values: dict[str, object] = {
        "round_id": round_id,
        "sector_id": sector_id,
        "partner_id": partner_id,
        "role": role,
        "comment": comment,
    }
    if not in_order:
        values["id"] = _random_id(session)
    response_id = int(session.execute(_ADD, values).scalar_one())
    if answers:
        session.execute(
            _ADD_ANSWERS,
            [{"response_id": response_id, **vars(answer)} for answer in answers],
        )
    return response_id


def _random_id(session: Session) -> int:
    """An id that is free, far above those that the database counts up from 1."""
    while True:
        found = _FIRST_RANDOM + randbelow(_FIRST_RANDOM)
        if session.scalar(_TAKEN, {"wanted": found}) is None:
            return found


def answers_of_survey(session: Session, round_id: int) -> Sequence[PractitionerAnswer]:
    """Every practitioner's answers of a round, one response after the other."""
    rows = session.execute(
        select(
            col(SurveyResponse.id),
            col(SurveyResponse.partner_id),
            col(SurveyResponse.sector_id),
            col(SurveyAnswer.item_id),
            col(SurveyAnswer.level),
            col(SurveyAnswer.non_score),
        )
        .join(SurveyAnswer, col(SurveyAnswer.response_id) == col(SurveyResponse.id))
        .where(col(SurveyResponse.round_id) == round_id)
        .order_by(col(SurveyResponse.id), col(SurveyAnswer.item_id))
    )
    return [PractitionerAnswer(*row) for row in rows]


def response_count(session: Session, round_id: int) -> int:
    """How many practitioners responded in a round."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SurveyResponse)
            .where(col(SurveyResponse.round_id) == round_id)
        )
        or 0
    )


def responses_by_sector(session: Session, round_id: int) -> Mapping[str, int]:
    """Sector id -> how many practitioners of it responded; without sectors of none."""
    rows = session.execute(
        select(col(SurveyResponse.sector_id), func.count())
        .where(col(SurveyResponse.round_id) == round_id)
        .group_by(col(SurveyResponse.sector_id))
    )
    return {row[0]: row[1] for row in rows}


def comments_of(session: Session, round_id: int) -> Sequence[str]:
    """What practitioners wrote, in the order of the alphabet, which tells nothing of who did."""
    return sorted(
        session.scalars(
            select(col(SurveyResponse.comment)).where(
                col(SurveyResponse.round_id) == round_id, col(SurveyResponse.comment) != ""
            )
        )
    )
