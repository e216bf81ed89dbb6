"""Who: people, what they may be, and their sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


class Person(SQLModel, table=True):
    """Somebody who signs in. ``id`` is opaque, so that records can outlive the name."""

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=120)
    email: str | None = Field(default=None, unique=True, max_length=254)
    demo_role: str | None = Field(default=None, unique=True, max_length=20)


class Membership(SQLModel, table=True):
    """A role that a person holds, and where: a partner, a Trust, a region, or everywhere."""

    __table_args__ = (
        CheckConstraint(
            "role IN ('respondent', 'coordinator', 'steering', 'chair', 'regional_lead', "
            "'national', 'administrator')",
            name="role_is_known",
        ),
        CheckConstraint(
            "scope_kind IN ('partner', 'trust', 'region', 'all')", name="scope_is_known"
        ),
        UniqueConstraint("person_id", "role", "scope_kind", "scope_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str = Field(max_length=20)
    scope_kind: str = Field(max_length=10)
    scope_id: str = Field(default="", max_length=20)


class UserSession(SQLModel, table=True):
    """A signed-in browser. Only the token's SHA-256 is kept, so that a leak opens no door."""

    __tablename__ = "session"

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
