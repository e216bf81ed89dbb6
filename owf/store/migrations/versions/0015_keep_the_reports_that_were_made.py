"""Keep the reports that were made."""

import sqlalchemy as sa
from alembic import op

from owf.store.tables.columns import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=9), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("is_for_group", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("size >= 1", name="kept_report_is_not_empty"),
        sa.CheckConstraint("file_name <> ''", name="kept_report_has_a_name"),
        sa.CheckConstraint(
            "NOT is_for_group OR trust IS NOT NULL", name="kept_report_of_a_group_has_a_trust"
        ),
        sa.ForeignKeyConstraint(["trust"], ["trust.dfe_number"]),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"]),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["year"], ["cycle.year"]),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_kept_report_trust", "kept_report", ["trust"])
    op.create_index("ix_kept_report_region_code", "kept_report", ["region_code"])
    op.create_index("ix_kept_report_made_by", "kept_report", ["made_by"])
