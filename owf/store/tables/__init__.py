"""The tables, as SQLModel classes, grouped by what they keep."""

from owf.store.tables.evidence import Evidence, EvidenceFile, EvidenceLink
from owf.store.tables.moderation import FamilyVoice, Reopening, Reply
from owf.store.tables.people import (
    AuditEvent,
    Invitation,
    Membership,
    Person,
    SignInWait,
    UserSession,
)
from owf.store.tables.places import Neighbour, Region, Sector, Trust, TrustLineage
from owf.store.tables.results import ContextNote, SignOff, Snapshot, SnapshotReturn, SnapshotScore
from owf.store.tables.rounds import (
    AgreedScore,
    Answer,
    Cycle,
    Delegation,
    PackSnapshot,
    Partner,
    Return,
    ReturnReopening,
    Round,
)
from owf.store.tables.surveys import (
    Survey,
    SurveyAnswer,
    SurveyDevice,
    SurveyDraft,
    SurveyDraftAnswer,
    SurveyOddity,
    SurveyResponse,
)

__all__ = [
    "AgreedScore",
    "Answer",
    "AuditEvent",
    "ContextNote",
    "Cycle",
    "Delegation",
    "Evidence",
    "EvidenceFile",
    "EvidenceLink",
    "FamilyVoice",
    "Invitation",
    "Membership",
    "Neighbour",
    "PackSnapshot",
    "Partner",
    "Person",
    "Region",
    "Reopening",
    "Reply",
    "Return",
    "ReturnReopening",
    "Round",
    "Sector",
    "SignInWait",
    "SignOff",
    "Snapshot",
    "SnapshotReturn",
    "SnapshotScore",
    "Survey",
    "SurveyAnswer",
    "SurveyDevice",
    "SurveyDraft",
    "SurveyDraftAnswer",
    "SurveyOddity",
    "SurveyResponse",
    "Trust",
    "TrustLineage",
    "UserSession",
]
