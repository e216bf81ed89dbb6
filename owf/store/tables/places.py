"""Where: regions, Trusts and what became of them, and the sectors that partners belong to."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class Region(SQLModel, table=True):
    """One of England's nine regions. ``code`` is the region's stable nine-character code."""

    code: str = Field(primary_key=True, max_length=9)
    name: str = Field(unique=True, max_length=60)


class Trust(SQLModel, table=True):
    """Years are those with a summer exercise; empty: "before the first" and "still there"."""

    __table_args__ = (
        CheckConstraint("dfe_number BETWEEN 100 AND 999", name="dfe_number_has_three_digits"),
        CheckConstraint(
            "start_year IS NULL OR end_year IS NULL OR start_year <= end_year",
            name="trust_starts_before_it_ends",
        ),
    )

    dfe_number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=80, index=True)
    region_code: str = Field(foreign_key="region.code", index=True)
    authority_type: str = Field(default="", max_length=40)
    start_year: int | None = None
    end_year: int | None = None


class TrustLineage(SQLModel, table=True):
    """A Trust that ended, and one that took over (part of) its area."""

    __tablename__ = "trust_lineage"

    predecessor: int = Field(foreign_key="trust.dfe_number", primary_key=True)
    successor: int = Field(foreign_key="trust.dfe_number", primary_key=True)


class Neighbour(SQLModel, table=True):
    """One of a Trust's ten statistical neighbours, the nearest at place 1."""

    __table_args__ = (
        CheckConstraint("place BETWEEN 1 AND 10", name="neighbour_is_one_of_ten"),
        CheckConstraint("neighbour <> trust", name="neighbour_is_another_trust"),
        UniqueConstraint("trust", "neighbour"),
    )

    trust: int = Field(foreign_key="trust.dfe_number", primary_key=True)
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    neighbour: int = Field(foreign_key="trust.dfe_number")


class Sector(SQLModel, table=True):
    """The part of the children's workforce that a partner stands for: the unit of comparison."""

    id: str = Field(primary_key=True, max_length=40)
    title: str = Field(max_length=80)
