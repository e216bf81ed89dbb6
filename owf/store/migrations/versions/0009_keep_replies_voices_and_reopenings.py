"""Keep partners' replies, the voices of families, reopenings, and notes on single questions."""

import sqlalchemy as sa
from alembic import op

from owf.store.tables.columns import UtcDateTime
from owf.store.triggers import refuse_rewriting

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = UtcDateTime()
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.String(length=32), nullable=True),
        sa.Column("replied_at", moment, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.CheckConstraint("version >= 1", name="reply_version_starts_at_one"),
        sa.CheckConstraint("level IS NULL OR level BETWEEN 1 AND 5", name="reply_is_to_a_level"),
        sa.CheckConstraint("text <> ''", name="reply_says_something"),
        sa.CheckConstraint(
            "answered_at IS NULL OR answer <> '' OR stands", name="answer_says_something_or_stands"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["replied_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "item_id", "partner_id", "version"),
    )
    op.create_table(
        "voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("who_spoke", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("how_many", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=True),
        sa.Column("entered_at", moment, nullable=False),
        sa.CheckConstraint(
            "who_spoke IN ('children', 'young_people', 'parents')", name="who_spoke_is_known"
        ),
        sa.CheckConstraint("how_many >= 1", name="somebody_spoke"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_voice_round_id", "voice", ["round_id"])
    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reopened_by", sa.String(length=32), nullable=False),
        sa.Column("reopened_at", moment, nullable=False),
        sa.CheckConstraint("reason <> ''", name="reopening_says_why"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "version"),
    )
    refuse_rewriting(op.get_bind(), "reopening")
    op.add_column(
        "context_note",
        sa.Column("item", sa.String(length=40), nullable=False, server_default=""),
    )
    # Added and not rebuilt: a rebuilt table would lose the triggers that keep what was signed.
    op.add_column("snapshot", sa.Column("voices", sa.JSON(), nullable=True))
    op.add_column("snapshot", sa.Column("replies", sa.JSON(), nullable=True))
