"""Reports that were made: the file, what it was made from, and who made it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, LargeBinary
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


class KeptReport(SQLModel, table=True):
    """About a Trust, a region (neither a Trust) or England (neither).

    ``basis`` is the hash of what it was made from. ``is_for_group``: made with the rights of the
    Trust's steering group, whose people may all fetch it; others fetch only what they made.
    """

    __tablename__ = "kept_report"
    __table_args__ = (
        CheckConstraint("size >= 1", name="kept_report_is_not_empty"),
        CheckConstraint("file_name <> ''", name="kept_report_has_a_name"),
        CheckConstraint(
            "NOT is_for_group OR trust IS NOT NULL", name="kept_report_of_a_group_has_a_trust"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    format: str = Field(max_length=8)
    trust: int | None = Field(default=None, foreign_key="trust.dfe_number", index=True)
    region_code: str | None = Field(default=None, foreign_key="region.code", index=True)
    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    year: int = Field(foreign_key="cycle.year")
    title: str = Field(max_length=300)
    file_name: str = Field(max_length=120)
    is_for_group: bool = False
    basis: str = Field(max_length=64)
    size: int
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_by: str | None = Field(default=None, foreign_key="person.id", max_length=32, index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
