"""Keep each return of a snapshot without a name, and how many are behind a sector's score."""

import sqlalchemy as sa
from alembic import op

from owf.store.triggers import refuse_additions_once_signed, refuse_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added and not rebuilt: the triggers of the table stay.
    op.add_column("snapshot_score", sa.Column("sector_respondents", sa.JSON(), nullable=True))
    op.create_table(
        "snapshot_return",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"]),
        sa.PrimaryKeyConstraint("snapshot_id", "sector", "place"),
    )
    refuse_changes(op.get_bind(), "snapshot_return")
    refuse_additions_once_signed(op.get_bind(), "snapshot_return")
