"""Keep a survey's link, what is not finished yet, and that a device has answered."""

import sqlalchemy as sa
from alembic import op

from owf.store.tables.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey_response", sa.Column("role", sa.String(length=40), nullable=True))
    op.add_column(
        "survey_response", sa.Column("comment", sa.Text(), nullable=False, server_default="")
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("is_replaced", sa.Boolean(), nullable=False),
        sa.Column("last_answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )
    op.create_index(
        "ix_survey_one_link_a_round",
        "survey",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("NOT is_replaced"),
        postgresql_where=sa.text("NOT is_replaced"),
    )
    op.create_table(
        "survey_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("device_hash", sa.String(length=64), nullable=False),
        sa.Column("sector_id", sa.String(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False, server_default=""),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "device_hash"),
    )
    op.create_index("ix_survey_draft_started_at", "survey_draft", ["started_at"])
    op.create_table(
        "survey_draft_answer",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("non_score", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "level IS NULL OR level BETWEEN 1 AND 5", name="draft_level_is_on_the_scale"
        ),
        sa.CheckConstraint(
            "non_score IS NULL OR non_score IN ('dont_know', 'not_applicable')",
            name="draft_non_score_is_known",
        ),
        sa.CheckConstraint(
            "(level IS NULL) <> (non_score IS NULL)", name="draft_answer_is_one_of_the_two"
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["survey_draft.id"]),
        sa.PrimaryKeyConstraint("draft_id", "item_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_device",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("device_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("round_id", "device_hash"),
        # Without a row's number, which would tell in which order devices answered.
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_oddity",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('quick', 'flat', 'crowd')", name="oddity_is_known"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("round_id", "kind"),
    )
