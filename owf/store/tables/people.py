"""Who: people, what they may be, how they sign in, and their sessions."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


class Person(SQLModel, table=True):
    """``id`` is opaque, so that records can outlive the name. An erased person has no name."""

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=120)
    email: str | None = Field(default=None, unique=True, max_length=254)
    demo_role: str | None = Field(default=None, unique=True, max_length=20)
    password_hash: str | None = Field(default=None, max_length=200)
    added_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def may_sign_in(self) -> bool:
        return self.disabled_at is None and self.erased_at is None


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

    id: int = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str = Field(max_length=20)
    scope_kind: str = Field(max_length=10)
    scope_id: str = Field(default="", max_length=20)


class UserSession(SQLModel, table=True):
    """Only the token's SHA-256 is kept; ``acting`` is the role worked under, ``None`` for all."""

    __tablename__ = "session"

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    device: str = Field(default="", max_length=80)
    acting: int | None = Field(default=None)

    @property
    def active_at(self) -> datetime:
        """The last click, or the sign-in before any."""
        return self.last_seen_at or self.started_at


FOR_A_PASSWORD = ("invitation", "reset")
FOR_AN_ADDRESS = ("email",)
"""Purposes of links: those that sign somebody in, and those that confirm a new address."""


class Invitation(SQLModel, table=True):
    """A one-time link; only its hash is kept. ``email`` waits for its owner to confirm it."""

    __table_args__ = (
        CheckConstraint("purpose IN ('invitation', 'reset', 'email')", name="purpose_is_known"),
        CheckConstraint(
            "email IS NULL OR purpose = 'email'", name="address_waits_to_be_confirmed_alone"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", index=True)
    purpose: str = Field(max_length=10)
    email: str | None = Field(default=None, max_length=254)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInWait(SQLModel, table=True):
    """``key``, ``account`` and ``address`` are hashes: no address of anybody is kept here.

    A row with both counts an account's failures from a network address; ``counts_for_address`` is
    whether the account counts among those that failed there since the last success.
    """

    __tablename__ = "sign_in_wait"

    key: str = Field(primary_key=True, max_length=64)
    failures: int
    last_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    account: str | None = Field(default=None, max_length=64, index=True)
    address: str | None = Field(default=None, max_length=64, index=True)
    counts_for_address: bool = False


class AuditEvent(SQLModel, table=True):
    """Triggers refuse any later change. ``trust`` says in whose record the event also stands.

    ``person_id`` is opaque and no foreign key, so that erasing leaves the record untouched.
    ``detail`` never holds an answer, a password, a token or an e-mail address.
    """

    __tablename__ = "audit_event"

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    person_id: str | None = Field(default=None, max_length=32, index=True)
    action: str = Field(max_length=40)
    object_kind: str = Field(default="", max_length=20)
    object_id: str = Field(default="", max_length=120)
    trust: int | None = Field(default=None, index=True)
    address: str = Field(default="", max_length=45)
    detail: dict[str, str | int] = Field(sa_column=Column(JSON, nullable=False))
