"""The record of what was done: who, what, on what, when and from where. It only ever grows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


class AuditEvent(SQLModel, table=True):
    """One thing that somebody did, or was refused. Triggers refuse any later change.

    ``person_id`` is opaque and no foreign key, so that a person can be erased without touching
    the record; ``None`` is nobody known. ``trust`` says in whose record the event also stands.
    ``detail`` holds a few words or numbers, never an answer, a password, a token or an e-mail
    address.
    """

    __tablename__ = "audit_event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    person_id: str | None = Field(default=None, max_length=32, index=True)
    action: str = Field(max_length=40)
    object_kind: str = Field(default="", max_length=20)
    object_id: str = Field(default="", max_length=120)
    trust: int | None = Field(default=None, index=True)
    address: str = Field(default="", max_length=45)
    detail: dict[str, str | int] = Field(sa_column=Column(JSON, nullable=False))
