"""Evidence as things of their own: a link or a file, and the answers that it stands behind."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


class EvidenceFile(SQLModel, table=True):
    """In the database, so that one transaction and one backup hold it all."""

    __tablename__ = "evidence_file"
    __table_args__ = (CheckConstraint("size >= 1", name="evidence_file_is_not_empty"),)

    id: int = Field(default=None, primary_key=True)
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Evidence(SQLModel, table=True):
    """``id`` is opaque; ``owner`` is nobody once erased. Of the day ``dated``."""

    __table_args__ = (
        CheckConstraint("title <> ''", name="evidence_has_a_title"),
        CheckConstraint("(url IS NULL) <> (file_id IS NULL)", name="evidence_is_a_link_or_a_file"),
        CheckConstraint("version >= 1", name="evidence_version_starts_at_one"),
    )

    id: str = Field(primary_key=True, max_length=32)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    title: str = Field(max_length=160)
    url: str | None = Field(default=None, max_length=2000)
    file_id: int | None = Field(default=None, foreign_key="evidence_file.id", unique=True)
    owner: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    dated: date | None = None
    expires: date | None = None
    added_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    added_at: datetime = Field(sa_type=UtcDateTime)
    version: int = Field(default=1)


class EvidenceLink(SQLModel, table=True):
    """That a piece of evidence stands behind one answer of a return."""

    __tablename__ = "evidence_link"
    __table_args__ = (UniqueConstraint("evidence_id", "return_id", "item_id"),)

    id: int = Field(default=None, primary_key=True)
    evidence_id: str = Field(foreign_key="evidence.id", max_length=32)
    return_id: int = Field(foreign_key="return.id", index=True)
    item_id: str = Field(max_length=40)
