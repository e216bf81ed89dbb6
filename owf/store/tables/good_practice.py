"""Good practice: what a Trust offers to others on a question, and who asked for it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


def _text() -> Column[str]:
    return Column(Text, nullable=False, default="")


class GoodPractice(SQLModel, table=True):
    """``year`` is that of the questionnaire of ``item_id``; others see it up to ``until``."""

    __tablename__ = "good_practice"
    __table_args__ = (
        CheckConstraint("visible_to IN ('region', 'england')", name="practice_reach_is_known"),
        CheckConstraint("title <> ''", name="practice_has_a_title"),
        CheckConstraint("version >= 1", name="practice_version_starts_at_one"),
    )

    id: int = Field(default=None, primary_key=True)
    trust: int = Field(foreign_key="trust.dfe_number", index=True)
    year: int = Field(foreign_key="cycle.year")
    item_id: str = Field(max_length=40, index=True)
    title: str = Field(max_length=160)
    what: str = Field(sa_column=_text())
    with_whom: str = Field(sa_column=_text())
    what_it_took: str = Field(sa_column=_text())
    evidence: str = Field(sa_column=_text())
    contact: str = Field(sa_column=_text())
    visible_to: str = Field(max_length=10)
    until: date
    is_withdrawn: bool = False
    offered_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    offered_at: datetime = Field(sa_type=UtcDateTime)
    version: int = Field(default=1)


class PracticeRequest(SQLModel, table=True):
    """Of ``of_trust``, by ``from_trust`` or, where that is empty, by a regional lead.

    About an offer, or about a question on which the Trust has offered nothing.
    """

    __tablename__ = "practice_request"
    __table_args__ = (
        CheckConstraint("text <> ''", name="request_says_something"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="request_answer_says_when"),
    )

    id: int = Field(default=None, primary_key=True)
    of_trust: int = Field(foreign_key="trust.dfe_number", index=True)
    from_trust: int | None = Field(default=None, foreign_key="trust.dfe_number", index=True)
    region_code: str | None = Field(default=None, foreign_key="region.code", index=True)
    practice_id: int | None = Field(default=None, foreign_key="good_practice.id")
    year: int = Field(foreign_key="cycle.year")
    item_id: str = Field(max_length=40)
    text: str = Field(sa_column=_text())
    asked_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answer: str = Field(sa_column=_text())
    answered_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
