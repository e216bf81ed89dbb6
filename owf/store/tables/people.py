"""Who: people, what they may be, how they sign in, and their sessions."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


class Person(SQLModel, table=True):
    """Somebody who signs in. ``id`` is opaque, so that records can outlive the name.

    ``email`` is kept in lower case. An erased person has neither name nor address.
    """

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
    """A signed-in browser. Only the token's SHA-256 is kept, so that a leak opens no door.

    ``acting`` is the membership that the person works under just now; ``None`` is all of them.
    ``device`` says which browser it is, in words for the person.
    """

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


class Invitation(SQLModel, table=True):
    """A one-time link, for a first password or a new one. Only its hash is kept."""

    __table_args__ = (
        CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose_is_known"),
    )

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", index=True)
    purpose: str = Field(max_length=10)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInWait(SQLModel, table=True):
    """How often sign-in failed for an account or from an address, and until when it waits.

    ``key`` is a hash: neither addresses of people nor of machines are kept here.
    """

    __tablename__ = "sign_in_wait"

    key: str = Field(primary_key=True, max_length=64)
    failures: int
    last_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)


class AuditEvent(SQLModel, table=True):
    """One thing that somebody did, or was refused. Triggers refuse any later change.

    ``person_id`` is opaque and no foreign key, so that a person can be erased without touching
    the record; ``None`` is nobody known. ``trust`` says in whose record the event also stands.
    ``detail`` holds a few words or numbers, never an answer, a password, a token or an e-mail
    address.
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
