"""Keep accounts, one-time links, waits at sign-in, and the record of what was done."""

import sqlalchemy as sa
from alembic import op

from owf.store.tables.columns import UtcDateTime
from owf.store.triggers import refuse_rewriting

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = UtcDateTime()
    op.add_column("person", sa.Column("password_hash", sa.String(length=200), nullable=True))
    for name in ("added_at", "last_seen_at", "disabled_at", "erased_at"):
        op.add_column("person", sa.Column(name, moment, nullable=True))
    op.add_column("session", sa.Column("last_seen_at", moment, nullable=True))
    op.add_column(
        "session", sa.Column("device", sa.String(length=80), nullable=False, server_default="")
    )
    op.add_column("session", sa.Column("acting", sa.Integer(), nullable=True))
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose_is_known"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_invitation_person_id", "invitation", ["person_id"])
    op.create_table(
        "sign_in_wait",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object_kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.String(length=120), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("at", "person_id", "trust"):
        op.create_index(f"ix_audit_event_{column}", "audit_event", [column])
    refuse_rewriting(op.get_bind(), "audit_event")
