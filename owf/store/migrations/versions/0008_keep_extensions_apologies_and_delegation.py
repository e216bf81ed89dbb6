"""Keep extensions of the deadline, apologies, why a return was reopened, and who takes a theme."""

import sqlalchemy as sa
from alembic import op

from owf.store.tables.columns import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("closes", sa.Date(), nullable=True))
    op.add_column("return", sa.Column("closes", sa.Date(), nullable=True))
    op.add_column(
        "return", sa.Column("apology", sa.String(length=200), nullable=False, server_default="")
    )
    op.create_table(
        "return_reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reopened_by", sa.String(length=32), nullable=True),
        sa.Column("reopened_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"]),
        sa.ForeignKeyConstraint(["reopened_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_return_reopening_return_id", "return_reopening", ["return_id"])
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["return.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("return_id", "theme"),
    )
    op.create_index("ix_delegation_person_id", "delegation", ["person_id"])
