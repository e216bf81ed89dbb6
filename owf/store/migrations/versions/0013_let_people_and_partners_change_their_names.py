"""Let a new e-mail address wait to be confirmed, and keep what partners were called before."""

import sqlalchemy as sa
from alembic import op

from owf.store.tables.columns import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitation", copy_from=_invitations_before()) as invitation:
        invitation.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        invitation.drop_constraint("purpose_is_known", type_="check")
        invitation.create_check_constraint(
            "purpose_is_known", "purpose IN ('invitation', 'reset', 'email')"
        )
        invitation.create_check_constraint(
            "address_waits_to_be_confirmed_alone", "email IS NULL OR purpose = 'email'"
        )
    op.add_column("return", sa.Column("partner_name", sa.String(length=120), nullable=True))


def _invitations_before() -> sa.Table:
    """`invitation` as 0005 made it: SQLite does not tell of its checks by name."""
    return sa.Table(
        "invitation",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose_is_known"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_invitation_person_id", "person_id"),
    )
