"""The practitioners' survey of a round: keeping responses, and reading them for scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlmodel import Session, col

from owf.store.tables import SurveyAnswer, SurveyResponse


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
) -> int:
    """Keep one practitioner's response; gives its id."""
    response = SurveyResponse(round_id=round_id, sector_id=sector_id, partner_id=partner_id)
    session.add(response)
    session.flush()
    response_id = response.id or 0
    if answers:
        session.execute(
            insert(SurveyAnswer),
            [{"response_id": response_id, **vars(answer)} for answer in answers],
        )
    return response_id


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
