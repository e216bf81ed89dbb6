"""Keep what the first year needs."""

import sqlalchemy as sa
from alembic import op

from owf.store.triggers import refuse_additions_once_signed, refuse_changes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pack_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("demo_role", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("demo_role"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("code"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "sector",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "cycle",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pack_snapshot_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.CheckConstraint("opens <= closes", name="cycle_opens_before_it_closes"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="cycle_year_is_plausible"),
        sa.ForeignKeyConstraint(
            ["pack_snapshot_id"],
            ["pack_snapshot.id"],
        ),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("scope_kind", sa.String(length=10), nullable=False),
        sa.Column("scope_id", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "role IN ('respondent', 'coordinator', 'steering', 'chair', 'regional_lead', "
            "'national', 'administrator')",
            name="role_is_known",
        ),
        sa.CheckConstraint(
            "scope_kind IN ('partner', 'trust', 'region', 'all')", name="scope_is_known"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "role", "scope_kind", "scope_id"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "trust",
        sa.Column("dfe_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("authority_type", sa.String(length=40), nullable=False),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.CheckConstraint("dfe_number BETWEEN 100 AND 999", name="dfe_number_has_three_digits"),
        sa.CheckConstraint(
            "start_year IS NULL OR end_year IS NULL OR start_year <= end_year",
            name="trust_starts_before_it_ends",
        ),
        sa.ForeignKeyConstraint(
            ["region_code"],
            ["region.code"],
        ),
        sa.PrimaryKeyConstraint("dfe_number"),
    )
    with op.batch_alter_table("trust", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trust_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_trust_region_code"), ["region_code"], unique=False)

    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["sector_id"],
            ["sector.id"],
        ),
        sa.ForeignKeyConstraint(
            ["trust"],
            ["trust.dfe_number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trust", "name"),
    )
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_trust"), ["trust"], unique=False)

    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("publication", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "publication IN ('done', 'headline', 'full')", name="publication_level_is_known"
        ),
        sa.CheckConstraint("status IN ('open', 'signed')", name="round_status_is_known"),
        sa.ForeignKeyConstraint(
            ["trust"],
            ["trust.dfe_number"],
        ),
        sa.ForeignKeyConstraint(
            ["year"],
            ["cycle.year"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("year", "trust"),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_trust"), ["trust"], unique=False)

    op.create_table(
        "trust_lineage",
        sa.Column("predecessor", sa.Integer(), nullable=False),
        sa.Column("successor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor"],
            ["trust.dfe_number"],
        ),
        sa.ForeignKeyConstraint(
            ["successor"],
            ["trust.dfe_number"],
        ),
        sa.PrimaryKeyConstraint("predecessor", "successor"),
    )
    op.create_table(
        "agreed_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "level IS NULL OR level BETWEEN 1 AND 5", name="agreed_level_is_on_the_scale"
        ),
        sa.CheckConstraint("version >= 1", name="agreed_version_starts_at_one"),
        sa.ForeignKeyConstraint(
            ["agreed_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["round.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "item_id"),
    )
    op.create_table(
        "context_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["round.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("context_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_context_note_round_id"), ["round_id"], unique=False)

    op.create_table(
        "return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_return_says_when"
        ),
        sa.CheckConstraint("status IN ('open', 'submitted')", name="return_status_is_known"),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["partner.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["round.id"],
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "partner_id"),
    )
    with op.batch_alter_table("return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pack_digest", sa.String(length=64), nullable=False),
        sa.Column("publication", sa.String(length=10), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["round.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "version"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("non_score", sa.String(length=20), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "non_score IS NULL OR non_score IN ('dont_know', 'not_applicable')",
            name="non_score_is_known",
        ),
        sa.CheckConstraint(
            "level IS NULL OR level BETWEEN 1 AND 5", name="answer_level_is_on_the_scale"
        ),
        sa.CheckConstraint(
            "level IS NULL OR non_score IS NULL", name="answer_is_a_level_or_a_non_score"
        ),
        sa.CheckConstraint("version >= 1", name="answer_version_starts_at_one"),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["return_id"],
            ["return.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("return_id", "item_id"),
    )
    op.create_table(
        "signoff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.String(length=32), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("snapshot_id"),
    )
    op.create_table(
        "snapshot_score",
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
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("snapshot_id", "audience", "group_key"),
    )
    for table in ("pack_snapshot", "snapshot", "snapshot_score", "signoff"):
        refuse_changes(op.get_bind(), table)
    refuse_additions_once_signed(op.get_bind())
