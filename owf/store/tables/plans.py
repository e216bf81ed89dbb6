"""A Trust's plan: actions, milestones with their promises, quarterly updates, what was agreed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from owf.store.tables.columns import UtcDateTime


def _text() -> Column[str]:
    return Column(Text, nullable=False, default="")


class PlanPriority(SQLModel, table=True):
    """``kind``: one of the areas agreed together, or one that covers all of them."""

    __tablename__ = "plan_priority"
    __table_args__ = (
        UniqueConstraint("trust", "title"),
        CheckConstraint("kind IN ('key', 'overarching')", name="priority_kind_is_known"),
        CheckConstraint("title <> ''", name="priority_has_a_title"),
    )

    id: int = Field(default=None, primary_key=True)
    trust: int = Field(foreign_key="trust.dfe_number", index=True)
    kind: str = Field(max_length=12)
    title: str = Field(max_length=120)
    objective: str = Field(sa_column=_text())
    position: int
    is_retired: bool = False


class Plan(SQLModel, table=True):
    """``year`` is that of the signed results it rests on; it runs from ``starts`` to ``ends``."""

    __table_args__ = (
        UniqueConstraint("trust", "year"),
        CheckConstraint("starts < ends", name="plan_starts_before_it_ends"),
    )

    id: int = Field(default=None, primary_key=True)
    trust: int = Field(foreign_key="trust.dfe_number")
    year: int = Field(foreign_key="cycle.year")
    starts: date
    ends: date
    created_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    created_at: datetime = Field(sa_type=UtcDateTime)


class GapNotNow(SQLModel, table=True):
    """A gap that the group decided to do nothing about for now, with its ``finding`` as it was."""

    __tablename__ = "gap_not_now"
    __table_args__ = (
        UniqueConstraint("plan_id", "gap_key"),
        CheckConstraint("reason <> ''", name="not_now_says_why"),
    )

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    gap_key: str = Field(max_length=100)
    title: str = Field(max_length=200)
    finding: str = Field(sa_column=_text())
    reason: str = Field(sa_column=_text())
    decided_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    decided_at: datetime = Field(sa_type=UtcDateTime)


class Action(SQLModel, table=True):
    """Of a Trust, and in one plan after another until it is done.

    ``version`` grows by one at each change, so that a second writer can be told.
    """

    __table_args__ = (
        UniqueConstraint("trust", "reference"),
        CheckConstraint("expectation IN ('required', 'recommended')", name="expectation_is_known"),
        CheckConstraint("version >= 1", name="action_version_starts_at_one"),
        CheckConstraint("reference <> ''", name="action_has_a_reference"),
    )

    id: int = Field(default=None, primary_key=True)
    trust: int = Field(foreign_key="trust.dfe_number")
    reference: str = Field(max_length=20)
    priority_id: int | None = Field(default=None, foreign_key="plan_priority.id")
    objective: str = Field(sa_column=_text())
    what: str = Field(sa_column=_text())
    lead_partner_id: int | None = Field(default=None, foreign_key="partner.id", index=True)
    lead_person: str | None = Field(
        default=None, foreign_key="person.id", max_length=32, index=True
    )
    is_multi_agency: bool = True
    resources: str = Field(sa_column=_text())
    risk: str = Field(sa_column=_text())
    mitigation: str = Field(sa_column=_text())
    measure: str = Field(sa_column=_text())
    baseline: str = Field(sa_column=_text())
    target: str = Field(sa_column=_text())
    expectation: str = Field(default="recommended", max_length=12)
    created_at: datetime = Field(sa_type=UtcDateTime)
    version: int = Field(default=1)


class PlanAction(SQLModel, table=True):
    __tablename__ = "plan_action"

    plan_id: int = Field(foreign_key="plan.id", primary_key=True)
    action_id: int = Field(foreign_key="action.id", primary_key=True, index=True)


class ActionPartner(SQLModel, table=True):
    """A partner that takes part beside the lead."""

    __tablename__ = "action_partner"

    action_id: int = Field(foreign_key="action.id", primary_key=True)
    partner_id: int = Field(foreign_key="partner.id", primary_key=True)


class ActionItem(SQLModel, table=True):
    """A question that the action is to move; ``year`` is that of the questionnaire of ``item_id``.

    ``level_then`` is the agreed level of that year, if there was one.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        UniqueConstraint("action_id", "item_id"),
        CheckConstraint("level_then IS NULL OR level_then BETWEEN 1 AND 5", name="then_on_scale"),
        CheckConstraint(
            "level_wanted IS NULL OR level_wanted BETWEEN 1 AND 5", name="wanted_on_scale"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id")
    year: int = Field(foreign_key="cycle.year")
    item_id: str = Field(max_length=40)
    level_then: int | None = Field(default=None, sa_type=SmallInteger)
    level_wanted: int | None = Field(default=None, sa_type=SmallInteger)


class ActionFinding(SQLModel, table=True):
    """Why an action is there: a gap of a year, with the finding's sentence as it was then."""

    __tablename__ = "action_finding"
    __table_args__ = (UniqueConstraint("action_id", "year", "gap_key"),)

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id")
    year: int = Field(foreign_key="cycle.year")
    gap_key: str = Field(max_length=100)
    title: str = Field(max_length=200)
    finding: str = Field(sa_column=_text())


class ActionEvidence(SQLModel, table=True):
    __tablename__ = "action_evidence"

    action_id: int = Field(foreign_key="action.id", primary_key=True)
    evidence_id: str = Field(foreign_key="evidence.id", primary_key=True, max_length=32, index=True)


class Milestone(SQLModel, table=True):
    """One that was agreed is never deleted: it is dropped, and ``dropped_why`` says why."""

    __table_args__ = (
        CheckConstraint("stage IN ('agreed', 'implemented', 'embedded')", name="stage_is_known"),
        CheckConstraint("text <> ''", name="milestone_says_something"),
    )

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    text: str = Field(sa_column=_text())
    stage: str = Field(max_length=12)
    dropped_why: str = Field(sa_column=_text())


class MilestonePromise(SQLModel, table=True):
    """By when a milestone was promised. Triggers keep each promise: a new one is added.

    ``made_by`` is opaque and no foreign key, so that a person can be erased.
    """

    __tablename__ = "milestone_promise"

    id: int = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    promised: date
    note: str = Field(sa_column=_text())
    made_by: str = Field(max_length=32)
    made_at: datetime = Field(sa_type=UtcDateTime)


class MilestoneReached(SQLModel, table=True):
    """When a milestone was reached; a later row without a day takes that back. Triggers keep it."""

    __tablename__ = "milestone_reached"

    id: int = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    reached_on: date | None = None
    note: str = Field(sa_column=_text())
    noted_by: str = Field(max_length=32)
    noted_at: datetime = Field(sa_type=UtcDateTime)


class ActionUpdate(SQLModel, table=True):
    """One a quarter, named by its first day; it can be changed until the quarter is closed."""

    __tablename__ = "action_update"
    __table_args__ = (
        UniqueConstraint("action_id", "quarter"),
        CheckConstraint(
            "progress IN ('not_started', 'in_progress', 'done', 'done_as_far_as_possible', "
            "'stopped')",
            name="progress_is_known",
        ),
        CheckConstraint("confidence IN ('high', 'medium', 'low')", name="confidence_is_known"),
        CheckConstraint("version >= 1", name="update_version_starts_at_one"),
    )

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id")
    quarter: date
    progress: str = Field(max_length=24)
    confidence: str = Field(max_length=8)
    changed: str = Field(sa_column=_text())
    impact: str = Field(sa_column=_text())
    updated_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    version: int = Field(default=1)


class ActionCheck(SQLModel, table=True):
    """What somebody other than the lead found when an action was said to be done.

    Triggers keep it. ``progress`` is what was checked.
    """

    __tablename__ = "action_check"
    __table_args__ = (CheckConstraint("note <> ''", name="check_says_why"),)

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    is_verified: bool
    progress: str = Field(max_length=24)
    note: str = Field(sa_column=_text())
    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    checked_by: str = Field(max_length=32)
    checked_at: datetime = Field(sa_type=UtcDateTime)


class PlanVersion(SQLModel, table=True):
    """A plan as the chair agreed it: ``body`` is canonical JSON, ``digest`` covers all of it.

    Written once; triggers refuse any later change.
    """

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("plan_id", "version"),
        CheckConstraint(
            "publication IN ('inside', 'region', 'public')", name="plan_publication_is_known"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    version: int
    publication: str = Field(max_length=10)
    body: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(max_length=64)
    agreed_by: str = Field(max_length=32)
    agreed_at: datetime = Field(sa_type=UtcDateTime)


class PlanQuarter(SQLModel, table=True):
    """A closed quarter: where every action stood. Written once, as a plan's version."""

    __tablename__ = "plan_quarter"
    __table_args__ = (UniqueConstraint("plan_id", "quarter"),)

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    quarter: date
    body: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(max_length=64)
    closed_by: str = Field(max_length=32)
    closed_at: datetime = Field(sa_type=UtcDateTime)


class PlanMeeting(SQLModel, table=True):
    __tablename__ = "plan_meeting"
    __table_args__ = (
        CheckConstraint(
            "held_by IN ('steering', 'task', 'network', 'partnership')", name="group_is_known"
        ),
        CheckConstraint("version >= 1", name="meeting_version_starts_at_one"),
    )

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    held_by: str = Field(max_length=12)
    held_on: date
    attended: str = Field(sa_column=_text())
    decisions: str = Field(sa_column=_text())
    noted_by: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    noted_at: datetime = Field(sa_type=UtcDateTime)
    version: int = Field(default=1)


class MeetingAction(SQLModel, table=True):
    __tablename__ = "meeting_action"

    meeting_id: int = Field(foreign_key="plan_meeting.id", primary_key=True)
    action_id: int = Field(foreign_key="action.id", primary_key=True)
