"""What moderation gathers: partners' replies, the voices of families, and rounds reopened."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


class Reply(SQLModel, table=True):
    """``level`` is the agreed level before the partner; it may change, the reply stays.

    ``version`` is that of the signature to come: a round that was reopened takes new replies.
    A reply is settled once it is answered, or marked as dissent that ``stands``, or both.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "item_id", "partner_id", "version"),
        CheckConstraint("version >= 1", name="reply_version_starts_at_one"),
        CheckConstraint("level IS NULL OR level BETWEEN 1 AND 5", name="reply_is_to_a_level"),
        CheckConstraint("text <> ''", name="reply_says_something"),
        CheckConstraint(
            "answered_at IS NULL OR answer <> '' OR stands", name="answer_says_something_or_stands"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    version: int
    item_id: str = Field(max_length=40)
    partner_id: int = Field(foreign_key="partner.id")
    level: int | None = Field(default=None, sa_type=SmallInteger)
    text: str = Field(sa_column=Column(Text, nullable=False))
    replied_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    replied_at: datetime = Field(sa_type=UtcDateTime)
    answer: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
    answered_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stands: bool = False


class FamilyVoice(SQLModel, table=True):
    """In the Trust's words, never with a name; without ``themes`` it is about the whole."""

    __tablename__ = "voice"
    __table_args__ = (
        CheckConstraint(
            "who_spoke IN ('children', 'young_people', 'parents')", name="who_spoke_is_known"
        ),
        CheckConstraint("how_many >= 1", name="somebody_spoke"),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    who_spoke: str = Field(max_length=20)
    source: str = Field(max_length=200)
    heard_on: date
    how_many: int
    messages: str = Field(sa_column=Column(Text, nullable=False))
    themes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    entered_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    entered_at: datetime = Field(sa_type=UtcDateTime)


class Reopening(SQLModel, table=True):
    """Triggers keep it as it is; ``reopened_by`` is opaque and no foreign key."""

    __table_args__ = (
        UniqueConstraint("round_id", "version"),
        CheckConstraint("reason <> ''", name="reopening_says_why"),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    version: int
    reason: str = Field(sa_column=Column(Text, nullable=False))
    reopened_by: str = Field(max_length=32)
    reopened_at: datetime = Field(sa_type=UtcDateTime)
