"""The year's work: the frozen pack, the cycle, each Trust's round, returns, answers, agreement."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime

LEVEL_ON_SCALE = "level IS NULL OR level BETWEEN 1 AND 5"


class PackSnapshot(SQLModel, table=True):
    """A year's questionnaire as it was when the cycle opened; never changed afterwards."""

    __tablename__ = "pack_snapshot"
    __table_args__ = (UniqueConstraint("name"),)

    id: int = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    digest: str = Field(max_length=64)
    body: str = Field(sa_column=Column(Text, nullable=False))


class Cycle(SQLModel, table=True):
    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2100", name="cycle_year_is_plausible"),
        CheckConstraint("opens <= closes", name="cycle_opens_before_it_closes"),
    )

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    pack_snapshot_id: int = Field(foreign_key="pack_snapshot.id")
    opens: date
    closes: date


class Round(SQLModel, table=True):
    """``closes`` is the last day of a Trust that was given more time than the cycle has."""

    __table_args__ = (
        UniqueConstraint("year", "trust"),
        CheckConstraint("status IN ('open', 'signed')", name="round_status_is_known"),
        CheckConstraint(
            "publication IN ('done', 'headline', 'full')", name="publication_level_is_known"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    year: int = Field(foreign_key="cycle.year")
    trust: int = Field(foreign_key="trust.dfe_number", index=True)
    status: str = Field(default="open", max_length=10)
    publication: str = Field(default="done", max_length=10)
    closes: date | None = None


class Partner(SQLModel, table=True):
    """An organisation in a Trust. It keeps its identity over the years."""

    __table_args__ = (UniqueConstraint("trust", "name"),)

    id: int = Field(default=None, primary_key=True)
    trust: int = Field(foreign_key="trust.dfe_number", index=True)
    sector_id: str = Field(foreign_key="sector.id")
    name: str = Field(max_length=120)


class Return(SQLModel, table=True):
    """``closes`` is for this partner alone; ``apology``: why nothing is to be expected of it.

    ``partner_name`` is what the partner was called then, if it has been renamed since.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "partner_id"),
        CheckConstraint("status IN ('open', 'submitted')", name="return_status_is_known"),
        CheckConstraint(
            "(status = 'submitted') = (submitted_at IS NOT NULL)",
            name="submitted_return_says_when",
        ),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    partner_id: int = Field(foreign_key="partner.id", index=True)
    status: str = Field(default="open", max_length=10)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_by: str | None = Field(default=None, foreign_key="person.id")
    closes: date | None = None
    apology: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    partner_name: str | None = Field(default=None, max_length=120)


class ReturnReopening(SQLModel, table=True):
    __tablename__ = "return_reopening"

    id: int = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="return.id", index=True)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    reopened_by: str | None = Field(default=None, foreign_key="person.id")
    reopened_at: datetime = Field(sa_type=UtcDateTime)


class Delegation(SQLModel, table=True):
    """A theme of a return that one colleague is asked to answer; it restricts nobody."""

    __table_args__ = (UniqueConstraint("return_id", "theme"),)

    id: int = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="return.id")
    theme: str = Field(max_length=40)
    person_id: str = Field(foreign_key="person.id", index=True)
    note: str = Field(default="", max_length=300)


class Answer(SQLModel, table=True):
    """``version`` grows by one at each change, so that a second writer can be told."""

    __table_args__ = (
        UniqueConstraint("return_id", "item_id"),
        CheckConstraint(LEVEL_ON_SCALE, name="answer_level_is_on_the_scale"),
        CheckConstraint(
            "non_score IS NULL OR non_score IN ('dont_know', 'not_applicable')",
            name="non_score_is_known",
        ),
        CheckConstraint(
            "level IS NULL OR non_score IS NULL", name="answer_is_a_level_or_a_non_score"
        ),
        CheckConstraint("version >= 1", name="answer_version_starts_at_one"),
    )

    id: int = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="return.id")
    item_id: str = Field(max_length=40)
    level: int | None = Field(default=None, sa_type=SmallInteger)
    non_score: str | None = Field(default=None, max_length=20)
    comment: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
    evidence: str = Field(
        default="", sa_column=Column(Text, nullable=False, default="", server_default="")
    )
    evidence_expires: date | None = None
    answered_by: str | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime = Field(sa_type=UtcDateTime)
    version: int = Field(default=1)


class AgreedScore(SQLModel, table=True):
    """The level the Trust settled on for an item; empty where no partner gave a level."""

    __tablename__ = "agreed_score"
    __table_args__ = (
        UniqueConstraint("round_id", "item_id"),
        CheckConstraint(LEVEL_ON_SCALE, name="agreed_level_is_on_the_scale"),
        CheckConstraint("version >= 1", name="agreed_version_starts_at_one"),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    item_id: str = Field(max_length=40)
    level: int | None = Field(default=None, sa_type=SmallInteger)
    reason: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
    agreed_by: str | None = Field(default=None, foreign_key="person.id")
    agreed_at: datetime = Field(sa_type=UtcDateTime)
    version: int = Field(default=1)
