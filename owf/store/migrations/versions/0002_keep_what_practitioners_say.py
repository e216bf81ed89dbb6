"""Keep what practitioners say, and their scores beside the leaders'."""

import sqlalchemy as sa
from alembic import op

from owf.store.triggers import refuse_additions_once_signed, refuse_changes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("sector_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_survey_response_round_id", "survey_response", ["round_id"])
    op.create_table(
        "survey_answer",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("non_score", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "level IS NULL OR level BETWEEN 1 AND 5", name="survey_level_is_on_the_scale"
        ),
        sa.CheckConstraint(
            "non_score IS NULL OR non_score IN ('dont_know', 'not_applicable')",
            name="survey_non_score_is_known",
        ),
        sa.CheckConstraint(
            "(level IS NULL) <> (non_score IS NULL)", name="survey_answer_is_one_of_the_two"
        ),
        sa.ForeignKeyConstraint(["response_id"], ["survey_response.id"]),
        sa.PrimaryKeyConstraint("response_id", "item_id"),
    )
    with op.batch_alter_table("snapshot_score", copy_from=_scores_before()) as scores:
        scores.drop_constraint("audience_is_known", type_="check")
        scores.create_check_constraint(
            "audience_is_known", "audience IN ('leaders', 'leaders_shared', 'practitioners')"
        )
    if op.get_bind().dialect.name == "sqlite":
        # SQLite has made the table anew, and its triggers went with the old one.
        refuse_changes(op.get_bind(), "snapshot_score")
        refuse_additions_once_signed(op.get_bind())


def _scores_before() -> sa.Table:
    """`snapshot_score` as 0001 made it: SQLite does not tell of its checks by name."""
    return sa.Table(
        "snapshot_score",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("group_key", sa.String(length=100), nullable=False),
        sa.Column("n_units", sa.Integer(), nullable=False),
        sa.Column("n_respondents", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Float(), nullable=True),
        sa.Column("pooled_mean", sa.Float(), nullable=True),
        sa.Column("sd", sa.Float(), nullable=True),
        sa.Column("sector_scores", sa.JSON(), nullable=False),
        sa.Column("level_counts", sa.JSON(), nullable=False),
        sa.Column("dont_know", sa.Integer(), nullable=False),
        sa.Column("not_applicable", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Float(), nullable=True),
        sa.Column("agreed_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("audience IN ('leaders', 'practitioners')", name="audience_is_known"),
        sa.CheckConstraint(
            "kind IN ('overall', 'theme', 'aspect', 'cell', 'item')", name="kind_is_known"
        ),
        sa.CheckConstraint("(mean IS NULL) = (n_units = 0)", name="mean_needs_a_unit"),
        sa.CheckConstraint(
            "agreed IS NULL OR agreed BETWEEN 1 AND 5", name="agreed_is_on_the_scale"
        ),
        sa.CheckConstraint("mean IS NULL OR mean BETWEEN 1 AND 5", name="mean_is_on_the_scale"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("snapshot_id", "audience", "group_key"),
    )
