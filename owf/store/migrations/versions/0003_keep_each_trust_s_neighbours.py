"""Keep each Trust's statistical neighbours."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "neighbour",
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("neighbour", sa.Integer(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 10", name="neighbour_is_one_of_ten"),
        sa.CheckConstraint("neighbour <> trust", name="neighbour_is_another_trust"),
        sa.ForeignKeyConstraint(["neighbour"], ["trust.dfe_number"]),
        sa.ForeignKeyConstraint(["trust"], ["trust.dfe_number"]),
        sa.PrimaryKeyConstraint("trust", "place"),
        sa.UniqueConstraint("trust", "neighbour"),
    )
