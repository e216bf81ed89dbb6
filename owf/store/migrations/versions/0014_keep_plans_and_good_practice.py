"""Keep plans with their actions, milestones, updates and versions, and good practice."""

import sqlalchemy as sa
from alembic import op

from owf.store.tables.columns import UtcDateTime
from owf.store.triggers import refuse_changes, refuse_rewriting

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = UtcDateTime()
    op.create_table(
        "good_practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("with_whom", sa.Text(), nullable=False),
        sa.Column("what_it_took", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("visible_to", sa.String(length=10), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("offered_by", sa.String(length=32), nullable=True),
        sa.Column("offered_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title <> ''", name="practice_has_a_title"),
        sa.CheckConstraint("visible_to IN ('region', 'england')", name="practice_reach_is_known"),
        sa.CheckConstraint("version >= 1", name="practice_version_starts_at_one"),
        sa.ForeignKeyConstraint(["offered_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["trust"], ["trust.dfe_number"]),
        sa.ForeignKeyConstraint(["year"], ["cycle.year"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_good_practice_item_id", "good_practice", ["item_id"])
    op.create_index("ix_good_practice_trust", "good_practice", ["trust"])
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.CheckConstraint("starts < ends", name="plan_starts_before_it_ends"),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["trust"], ["trust.dfe_number"]),
        sa.ForeignKeyConstraint(["year"], ["cycle.year"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trust", "year"),
    )
    op.create_table(
        "plan_priority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('key', 'overarching')", name="priority_kind_is_known"),
        sa.CheckConstraint("title <> ''", name="priority_has_a_title"),
        sa.ForeignKeyConstraint(["trust"], ["trust.dfe_number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trust", "title"),
    )
    op.create_index("ix_plan_priority_trust", "plan_priority", ["trust"])
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=True),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("lead_partner_id", sa.Integer(), nullable=True),
        sa.Column("lead_person", sa.String(length=32), nullable=True),
        sa.Column("is_multi_agency", sa.Boolean(), nullable=False),
        sa.Column("resources", sa.Text(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("mitigation", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("expectation", sa.String(length=12), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "expectation IN ('required', 'recommended')", name="expectation_is_known"
        ),
        sa.CheckConstraint("reference <> ''", name="action_has_a_reference"),
        sa.CheckConstraint("version >= 1", name="action_version_starts_at_one"),
        sa.ForeignKeyConstraint(["lead_partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["lead_person"], ["person.id"]),
        sa.ForeignKeyConstraint(["priority_id"], ["plan_priority.id"]),
        sa.ForeignKeyConstraint(["trust"], ["trust.dfe_number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trust", "reference"),
    )
    op.create_index("ix_action_lead_partner_id", "action", ["lead_partner_id"])
    op.create_index("ix_action_lead_person", "action", ["lead_person"])
    op.create_table(
        "gap_not_now",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("gap_key", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", moment, nullable=False),
        sa.CheckConstraint("reason <> ''", name="not_now_says_why"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "gap_key"),
    )
    op.create_table(
        "plan_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("held_by", sa.String(length=12), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=True),
        sa.Column("noted_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "held_by IN ('steering', 'task', 'network', 'partnership')", name="group_is_known"
        ),
        sa.CheckConstraint("version >= 1", name="meeting_version_starts_at_one"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_plan_meeting_plan_id", "plan_meeting", ["plan_id"])
    op.create_table(
        "plan_quarter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("closed_by", sa.String(length=32), nullable=False),
        sa.Column("closed_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "quarter"),
    )
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("publication", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("agreed_by", sa.String(length=32), nullable=False),
        sa.Column("agreed_at", moment, nullable=False),
        sa.CheckConstraint(
            "publication IN ('inside', 'region', 'public')", name="plan_publication_is_known"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "version"),
    )
    op.create_table(
        "practice_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("of_trust", sa.Integer(), nullable=False),
        sa.Column("from_trust", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name="request_answer_says_when"
        ),
        sa.CheckConstraint("text <> ''", name="request_says_something"),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["from_trust"], ["trust.dfe_number"]),
        sa.ForeignKeyConstraint(["of_trust"], ["trust.dfe_number"]),
        sa.ForeignKeyConstraint(["practice_id"], ["good_practice.id"]),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"]),
        sa.ForeignKeyConstraint(["year"], ["cycle.year"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_practice_request_from_trust", "practice_request", ["from_trust"])
    op.create_index("ix_practice_request_of_trust", "practice_request", ["of_trust"])
    op.create_index("ix_practice_request_region_code", "practice_request", ["region_code"])
    op.create_table(
        "action_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.String(length=24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("checked_by", sa.String(length=32), nullable=False),
        sa.Column("checked_at", moment, nullable=False),
        sa.CheckConstraint("note <> ''", name="check_says_why"),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_action_check_action_id", "action_check", ["action_id"])
    op.create_table(
        "action_evidence",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"]),
        sa.PrimaryKeyConstraint("action_id", "evidence_id"),
    )
    op.create_index("ix_action_evidence_evidence_id", "action_evidence", ["evidence_id"])
    op.create_table(
        "action_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("gap_key", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.ForeignKeyConstraint(["year"], ["cycle.year"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("action_id", "year", "gap_key"),
    )
    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("level_then", sa.SmallInteger(), nullable=True),
        sa.Column("level_wanted", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint(
            "level_then IS NULL OR level_then BETWEEN 1 AND 5", name="then_on_scale"
        ),
        sa.CheckConstraint(
            "level_wanted IS NULL OR level_wanted BETWEEN 1 AND 5", name="wanted_on_scale"
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.ForeignKeyConstraint(["year"], ["cycle.year"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("action_id", "item_id"),
    )
    op.create_table(
        "action_partner",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.PrimaryKeyConstraint("action_id", "partner_id"),
    )
    op.create_table(
        "action_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("progress", sa.String(length=24), nullable=False),
        sa.Column("confidence", sa.String(length=8), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.String(length=32), nullable=True),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("confidence IN ('high', 'medium', 'low')", name="confidence_is_known"),
        sa.CheckConstraint(
            "progress IN ('not_started', 'in_progress', 'done', 'done_as_far_as_possible', "
            "'stopped')",
            name="progress_is_known",
        ),
        sa.CheckConstraint("version >= 1", name="update_version_starts_at_one"),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.ForeignKeyConstraint(["updated_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("action_id", "quarter"),
    )
    op.create_table(
        "meeting_action",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.ForeignKeyConstraint(["meeting_id"], ["plan_meeting.id"]),
        sa.PrimaryKeyConstraint("meeting_id", "action_id"),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("dropped_why", sa.Text(), nullable=False),
        sa.CheckConstraint("stage IN ('agreed', 'implemented', 'embedded')", name="stage_is_known"),
        sa.CheckConstraint("text <> ''", name="milestone_says_something"),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_milestone_action_id", "milestone", ["action_id"])
    op.create_table(
        "plan_action",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.PrimaryKeyConstraint("plan_id", "action_id"),
    )
    op.create_index("ix_plan_action_action_id", "plan_action", ["action_id"])
    op.create_table(
        "milestone_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("promised", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_milestone_promise_milestone_id", "milestone_promise", ["milestone_id"])
    op.create_table(
        "milestone_reached",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("noted_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_milestone_reached_milestone_id", "milestone_reached", ["milestone_id"])

    for table in ("milestone_promise", "milestone_reached", "action_check"):
        refuse_rewriting(op.get_bind(), table)
    for table in ("plan_version", "plan_quarter"):
        refuse_changes(op.get_bind(), table)
