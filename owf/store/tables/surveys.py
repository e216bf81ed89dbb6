"""What practitioners said in a round's survey: one response a person, and no person named."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, SmallInteger
from sqlmodel import Field, SQLModel

from owf.store.tables.rounds import LEVEL_ON_SCALE


class SurveyResponse(SQLModel, table=True):
    """One practitioner's response. It names their partner, or at least its sector.

    Nothing in it says who they are or when they answered, so that nobody can be told apart.
    """

    __tablename__ = "survey_response"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    sector_id: str = Field(foreign_key="sector.id")


class SurveyAnswer(SQLModel, table=True):
    """One practitioner's answer to one item: a level or a non-score."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        CheckConstraint(LEVEL_ON_SCALE, name="survey_level_is_on_the_scale"),
        CheckConstraint(
            "non_score IS NULL OR non_score IN ('dont_know', 'not_applicable')",
            name="survey_non_score_is_known",
        ),
        CheckConstraint(
            "(level IS NULL) <> (non_score IS NULL)", name="survey_answer_is_one_of_the_two"
        ),
    )

    response_id: int = Field(foreign_key="survey_response.id", primary_key=True)
    item_id: str = Field(primary_key=True, max_length=40)
    level: int | None = Field(default=None, sa_type=SmallInteger)
    non_score: str | None = Field(default=None, max_length=20)
