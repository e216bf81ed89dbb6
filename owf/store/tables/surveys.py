"""A round's survey: its link, what is not finished yet, and what practitioners said."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, SmallInteger, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime
from owf.store.tables.rounds import LEVEL_ON_SCALE


class SurveyResponse(SQLModel, table=True):
    """Nothing in it says who they are or when they answered, so that nobody can be told apart."""

    __tablename__ = "survey_response"

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    sector_id: str = Field(foreign_key="sector.id")
    role: str | None = Field(default=None, max_length=40)
    comment: str = Field(
        default="", sa_column=Column(Text, nullable=False, default="", server_default="")
    )


class SurveyAnswer(SQLModel, table=True):
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


class Survey(SQLModel, table=True):
    """One is in use; those it replaced stay, so that they can say so."""

    __table_args__ = (
        Index(
            "ix_survey_one_link_a_round",
            "round_id",
            unique=True,
            sqlite_where=text("NOT is_replaced"),
            postgresql_where=text("NOT is_replaced"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    token: str = Field(max_length=64, unique=True)
    closes: date
    is_replaced: bool = False
    last_answered_on: date | None = None


class SurveyDraft(SQLModel, table=True):
    """A response that is not finished. It is deleted when it is."""

    __tablename__ = "survey_draft"
    __table_args__ = (UniqueConstraint("round_id", "device_hash"),)

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    device_hash: str = Field(max_length=64)
    sector_id: str = Field(foreign_key="sector.id")
    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    role: str = Field(max_length=40)
    comment: str = Field(
        default="", sa_column=Column(Text, nullable=False, default="", server_default="")
    )
    started_at: datetime = Field(sa_type=UtcDateTime, index=True)


class SurveyDraftAnswer(SQLModel, table=True):
    __tablename__ = "survey_draft_answer"
    __table_args__ = (
        CheckConstraint(LEVEL_ON_SCALE, name="draft_level_is_on_the_scale"),
        CheckConstraint(
            "non_score IS NULL OR non_score IN ('dont_know', 'not_applicable')",
            name="draft_non_score_is_known",
        ),
        CheckConstraint(
            "(level IS NULL) <> (non_score IS NULL)", name="draft_answer_is_one_of_the_two"
        ),
        {"sqlite_with_rowid": False},
    )

    draft_id: int = Field(foreign_key="survey_draft.id", primary_key=True)
    item_id: str = Field(primary_key=True, max_length=40)
    level: int | None = Field(default=None, sa_type=SmallInteger)
    non_score: str | None = Field(default=None, max_length=20)


class SurveyDevice(SQLModel, table=True):
    """That a device has answered in a round; nothing leads from here to its response."""

    __tablename__ = "survey_device"
    # Without a row's number, which would tell in which order devices answered.
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    device_hash: str = Field(max_length=64, primary_key=True)


class SurveyOddity(SQLModel, table=True):
    """How many responses of a round were odd in one way; which ones is not kept."""

    __tablename__ = "survey_oddity"
    __table_args__ = (
        CheckConstraint("kind IN ('quick', 'flat', 'crowd', 'again')", name="oddity_is_known"),
    )

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    kind: str = Field(primary_key=True, max_length=20)
    responses: int
