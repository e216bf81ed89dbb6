"""The rows of plans, as the layers above read them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PlanFacts:
    """``year`` is that of the signed results that the plan rests on."""

    id: int
    trust: int
    trust_name: str
    region_code: str
    year: int
    starts: date
    ends: date


@dataclass(frozen=True)
class PriorityFacts:
    """``kind`` is ``key`` or ``overarching``; ``id`` is 0 for one that is not kept yet."""

    kind: str
    title: str
    objective: str
    position: int
    is_retired: bool = False
    id: int = 0


@dataclass(frozen=True)
class NotNowFacts:
    gap_key: str
    title: str
    finding: str
    reason: str
    decided_by: str | None
    decided_at: datetime


@dataclass(frozen=True)
class Promise:
    """By when a milestone was promised. ``made_by`` is opaque."""

    promised: date
    note: str
    made_by: str
    made_at: datetime
    id: int = 0


@dataclass(frozen=True)
class Reached:
    """``reached_on`` is ``None`` where an earlier note is taken back."""

    reached_on: date | None
    note: str
    noted_by: str
    noted_at: datetime
    id: int = 0


@dataclass(frozen=True)
class MilestoneFacts:
    """``promises`` and ``reached`` are oldest first; ``dropped_why`` is empty for one in force."""

    id: int
    action_id: int
    text: str
    stage: str
    dropped_why: str
    promises: tuple[Promise, ...] = ()
    reached: tuple[Reached, ...] = ()


@dataclass(frozen=True)
class LinkedItem:
    """``year`` is that of the questionnaire of ``item_id``."""

    item_id: str
    year: int
    level_then: int | None
    level_wanted: int | None


@dataclass(frozen=True)
class FindingKept:
    """A gap of a year with its finding's sentence as it was when the action was planned."""

    year: int
    gap_key: str
    title: str
    finding: str


@dataclass(frozen=True)
class UpdateFacts:
    """``quarter`` is its first day."""

    id: int
    action_id: int
    quarter: date
    progress: str
    confidence: str
    changed: str
    impact: str
    updated_by: str | None
    updated_at: datetime
    version: int


@dataclass(frozen=True)
class CheckFacts:
    """``partner_id`` is the partner for which somebody checked; ``None`` for the coordinator."""

    id: int
    action_id: int
    is_verified: bool
    progress: str
    note: str
    partner_id: int | None
    checked_by: str
    checked_at: datetime


@dataclass(frozen=True)
class ActionFields:
    """What is entered of an action, in the order of its form."""

    priority_id: int | None = None
    objective: str = ""
    what: str = ""
    lead_partner_id: int | None = None
    lead_person: str | None = None
    is_multi_agency: bool = True
    resources: str = ""
    risk: str = ""
    mitigation: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    expectation: str = "recommended"


@dataclass(frozen=True)
class ActionFacts:
    """``partners`` are those beside the lead, by name; ``updates`` are oldest first."""

    id: int
    trust: int
    reference: str
    entered: ActionFields
    created_at: datetime
    version: int
    lead_partner: str | None
    lead_person_name: str | None
    partners: tuple[tuple[int, str], ...] = ()
    items: tuple[LinkedItem, ...] = ()
    findings: tuple[FindingKept, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    milestones: tuple[MilestoneFacts, ...] = ()
    updates: tuple[UpdateFacts, ...] = ()
    checks: tuple[CheckFacts, ...] = ()


@dataclass(frozen=True)
class VersionFacts:
    """``body`` is canonical JSON; ``digest`` is SHA-256 over it and all else here."""

    plan_id: int
    version: int
    publication: str
    body: str
    digest: str
    agreed_by: str
    agreed_at: datetime


@dataclass(frozen=True)
class QuarterFacts:
    plan_id: int
    quarter: date
    body: str
    digest: str
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True)
class MeetingFacts:
    """``actions`` are ids; ``id`` is 0 for one that is not kept yet."""

    held_by: str
    held_on: date
    attended: str
    decisions: str
    actions: tuple[int, ...] = ()
    version: int = 1
    id: int = 0


@dataclass(frozen=True)
class PersonToLead:
    """``partners`` are those that they answer for; ``in_group``: they work on the plan."""

    id: str
    name: str
    email: str | None
    last_seen_at: datetime | None
    partners: tuple[int, ...]
    in_group: bool
