"""Let a link to evidence be as long as the addresses that document libraries give."""

import sqlalchemy as sa
from alembic import op

from owf.store.tables.columns import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        # A table that others point to cannot be built anew while they do.
        op.execute("CREATE TEMPORARY TABLE kept_link AS SELECT * FROM evidence_link")
        op.execute("DELETE FROM evidence_link")
    with op.batch_alter_table("evidence", copy_from=_evidence_before()) as evidence:
        evidence.alter_column("url", type_=sa.String(length=2000), existing_nullable=True)
    if is_sqlite:
        op.execute("INSERT INTO evidence_link SELECT * FROM kept_link")
        op.execute("DROP TABLE kept_link")


def _evidence_before() -> sa.Table:
    """`evidence` as 0010 made it: SQLite does not tell of its checks by name."""
    return sa.Table(
        "evidence",
        sa.MetaData(),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("added_by", sa.String(length=32), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title <> ''", name="evidence_has_a_title"),
        sa.CheckConstraint(
            "(url IS NULL) <> (file_id IS NULL)", name="evidence_is_a_link_or_a_file"
        ),
        sa.CheckConstraint("version >= 1", name="evidence_version_starts_at_one"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["file_id"], ["evidence_file.id"]),
        sa.ForeignKeyConstraint(["owner"], ["person.id"]),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("file_id"),
        sa.Index("ix_evidence_partner_id", "partner_id"),
    )
