"""Count failed sign-ins by account and address together, and responses from one computer."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # They are forgotten after twelve hours anyway, and what they count under is no more.
    op.execute("DELETE FROM sign_in_wait")
    for name in ("account", "address"):
        op.add_column("sign_in_wait", sa.Column(name, sa.String(length=64), nullable=True))
        op.create_index(f"ix_sign_in_wait_{name}", "sign_in_wait", [name])
    op.add_column(
        "sign_in_wait",
        sa.Column("counts_for_address", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("survey_oddity", copy_from=_oddities_before()) as oddities:
        oddities.drop_constraint("oddity_is_known", type_="check")
        oddities.create_check_constraint(
            "oddity_is_known", "kind IN ('quick', 'flat', 'crowd', 'again')"
        )


def _oddities_before() -> sa.Table:
    """`survey_oddity` as 0007 made it: SQLite does not tell of its checks by name."""
    return sa.Table(
        "survey_oddity",
        sa.MetaData(),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('quick', 'flat', 'crowd')", name="oddity_is_known"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("round_id", "kind"),
    )
