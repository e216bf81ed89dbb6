"""What was signed: the snapshot with its scores, the signature, and the Trust's own notes."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


class Snapshot(SQLModel, table=True):
    """Written once; triggers refuse any later change.

    ``publication`` is the level that was signed (the round's own may change). ``notes`` are
    ``[theme, text]`` or ``[theme, text, item]``. ``voices`` and ``replies`` are empty in
    snapshots of before version 0009.
    """

    __table_args__ = (UniqueConstraint("round_id", "version"),)

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    version: int = 1
    pack_digest: str = Field(max_length=64)
    publication: str = Field(max_length=10)
    notes: list[list[str]] = Field(sa_column=Column(JSON, nullable=False))
    voices: list[dict[str, object]] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    replies: list[dict[str, object]] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    made_at: datetime = Field(sa_type=UtcDateTime)


class SnapshotScore(SQLModel, table=True):
    """The scores of one group of items (METHOD 1).

    ``audience`` is ``leaders`` (the headline), ``practitioners``, or ``leaders_shared``: leaders
    on what practitioners are asked too, which alone a gap may use (METHOD 1.3). Scores are by
    sector for pairing over the years (decision 0002); no page names another Trust's sectors.
    ``sector_respondents`` is empty in snapshots of before version 0004.
    """

    __tablename__ = "snapshot_score"
    __table_args__ = (
        UniqueConstraint("snapshot_id", "audience", "group_key"),
        CheckConstraint(
            "audience IN ('leaders', 'leaders_shared', 'practitioners')", name="audience_is_known"
        ),
        CheckConstraint(
            "kind IN ('overall', 'theme', 'aspect', 'cell', 'item')", name="kind_is_known"
        ),
        CheckConstraint("mean IS NULL OR mean BETWEEN 1 AND 5", name="mean_is_on_the_scale"),
        CheckConstraint("agreed IS NULL OR agreed BETWEEN 1 AND 5", name="agreed_is_on_the_scale"),
        CheckConstraint("(mean IS NULL) = (n_units = 0)", name="mean_needs_a_unit"),
    )

    id: int = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="snapshot.id")
    audience: str = Field(default="leaders", max_length=20)
    kind: str = Field(max_length=10)
    group_key: str = Field(max_length=100)
    n_units: int
    n_respondents: int
    mean: float | None = None
    pooled_mean: float | None = None
    sd: float | None = None
    sector_scores: dict[str, float] = Field(sa_column=Column(JSON, nullable=False))
    level_counts: list[int] = Field(sa_column=Column(JSON, nullable=False))
    dont_know: int = 0
    not_applicable: int = 0
    agreed: float | None = None
    agreed_reason: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
    sector_respondents: dict[str, int] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )


class SnapshotReturn(SQLModel, table=True):
    """Without the partner's name, comments and evidence (decision 0008).

    ``place`` follows from what returns hold, so that it tells nothing of who gave them.
    """

    __tablename__ = "snapshot_return"

    snapshot_id: int = Field(foreign_key="snapshot.id", primary_key=True)
    sector: str = Field(primary_key=True, max_length=40)
    place: int = Field(primary_key=True)
    answers: dict[str, int | str] = Field(sa_column=Column(JSON, nullable=False))


class SignOff(SQLModel, table=True):
    __tablename__ = "signoff"
    __table_args__ = (UniqueConstraint("snapshot_id"),)

    id: int = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="snapshot.id")
    signed_by: str = Field(max_length=32)
    signed_at: datetime = Field(sa_type=UtcDateTime)
    digest: str = Field(max_length=64)


class ContextNote(SQLModel, table=True):
    """``theme`` is empty where it is on the whole, ``item`` where it is on no one question."""

    __tablename__ = "context_note"

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    theme: str = Field(default="", max_length=40)
    item: str = Field(
        default="",
        sa_column=Column(String(40), nullable=False, default="", server_default=""),
    )
    text: str = Field(sa_column=Column(Text, nullable=False))
