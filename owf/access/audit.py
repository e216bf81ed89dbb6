"""What goes into the record of what was done, and of what was refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import structlog

from owf import clock
from owf.access.actor import Actor
from owf.store import Session, Store, audit, places, rounds
from owf.store.answers import ReturnKey
from owf.store.rounds import RoundFacts

_LOG = structlog.get_logger()


class Event(StrEnum):
    """The values are what the record keeps."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PASSWORD_SET = "password_set"  # noqa: S105  the name of an event
    RESET_ASKED = "reset_asked"
    INVITED = "invited"
    INVITATION_ACCEPTED = "invitation_accepted"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    NAME_CHANGED = "name_changed"
    EMAIL_ASKED = "email_asked"
    EMAIL_CHANGED = "email_changed"
    EMAIL_CANCELLED = "email_cancelled"
    DISABLED = "disabled"
    ENABLED = "enabled"
    ERASED = "erased"
    REFUSED = "refused"
    ANSWER_SAVED = "answer_saved"
    RETURN_SUBMITTED = "return_submitted"
    WORKBOOK_IMPORTED = "workbook_imported"
    LAST_YEAR_TAKEN = "last_year_taken"
    LAST_YEAR_TAKEN_BACK = "last_year_taken_back"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_CHANGED = "evidence_changed"
    EVIDENCE_REMOVED = "evidence_removed"
    EVIDENCE_LINKED = "evidence_linked"
    LEVEL_AGREED = "level_agreed"
    MEDIANS_ACCEPTED = "medians_accepted"
    REPLIED = "replied"
    REPLY_SETTLED = "reply_settled"
    VOICE_KEPT = "voice_kept"
    VOICE_DROPPED = "voice_dropped"
    NOTE_KEPT = "note_kept"
    REOPENED = "reopened"
    ROUND_OPENED = "round_opened"
    PACK_PUBLISHED = "pack_published"
    CYCLE_OPENED = "cycle_opened"
    PARTNERS_ADDED = "partners_added"
    PARTNER_JOINED = "partner_joined"
    PARTNER_TAKEN_OUT = "partner_taken_out"
    PARTNER_RENAMED = "partner_renamed"
    DEADLINE_SET = "deadline_set"
    APOLOGIES_NOTED = "apologies_noted"
    APOLOGIES_TAKEN_BACK = "apologies_taken_back"
    RETURN_REOPENED = "return_reopened"
    THEME_DELEGATED = "theme_delegated"
    DELEGATION_ENDED = "delegation_ended"
    REMINDER_SENT = "reminder_sent"
    RESPONSES_KEPT = "responses_kept"
    SURVEY_OPENED = "survey_opened"
    SURVEY_REPLACED = "survey_replaced"
    SURVEY_CLOSES = "survey_closes"
    SIGNED_OFF = "signed_off"
    CARRIED_OVER = "carried_over"
    NEIGHBOURS_LOADED = "neighbours_loaded"
    GOOD_PRACTICE_OFFERED = "good_practice_offered"
    GOOD_PRACTICE_CHANGED = "good_practice_changed"
    GOOD_PRACTICE_WITHDRAWN = "good_practice_withdrawn"
    PRACTICE_ASKED = "practice_asked"
    PRACTICE_ANSWERED = "practice_answered"
    EXPORTED = "exported"
    PLAN_BEGUN = "plan_begun"
    PLAN_CHANGED = "plan_changed"
    PLAN_AGREED = "plan_agreed"
    PLAN_IMPORTED = "plan_imported"
    PRIORITY_CHANGED = "priority_changed"
    GAP_NOT_NOW = "gap_not_now"
    GAP_REOPENED = "gap_reopened"
    ACTION_ADDED = "action_added"
    ACTION_CHANGED = "action_changed"
    ACTION_REMOVED = "action_removed"
    ACTION_CARRIED = "action_carried"
    MILESTONE_ADDED = "milestone_added"
    MILESTONE_CHANGED = "milestone_changed"
    MILESTONE_DROPPED = "milestone_dropped"
    MILESTONE_PROMISED = "milestone_promised"
    MILESTONE_REACHED = "milestone_reached"
    ACTION_UPDATED = "action_updated"
    ACTION_CHECKED = "action_checked"
    QUARTER_CLOSED = "quarter_closed"
    MEETING_RECORDED = "meeting_recorded"
    LEAD_REMINDED = "lead_reminded"
    REPORT_MADE = "report_made"
    REPORT_FETCHED = "report_fetched"


def record(
    session: Session,
    who: Actor | None,
    event: Event,
    object_kind: str = "",
    object_id: str | int = "",
    *,
    trust: int | None = None,
    address: str = "",
    **detail: str | int,
) -> None:
    """``detail`` never holds an answer, a password, a token, a person's name or their address."""
    audit.add_event(
        session,
        at=clock.now(),
        person_id=who.id if who else None,
        action=event,
        object_kind=object_kind,
        object_id=str(object_id)[:120],
        trust=trust,
        address=(who.address if who and who.address else address)[:45],
        detail=detail,
    )


def record_on(
    session: Session,
    who: Actor | None,
    event: Event,
    about: ReturnKey | RoundFacts,
    **detail: str | int,
) -> None:
    kind = "return" if isinstance(about, ReturnKey) else "round"
    record(session, who, event, kind, about.id, trust=about.trust, address="", **detail)


def record_refusal(
    store: Store,
    who: Actor | None,
    kind: str,
    asked: str,
    *,
    trust: int | None = None,
    partner: int | None = None,
    address: str = "",
) -> None:
    """``asked`` is in words of ours: an address may hold anything, a token too."""
    with store.writing() as session:
        if trust is None and partner is not None:
            found = rounds.partner_by_id(session, partner)
            trust = found.trust if found else None
        if trust is not None and places.trust_by_number(session, trust) is None:
            trust = None
        record(session, who, Event.REFUSED, kind, asked, trust=trust, address=address)


@contextmanager
def never_in_the_way() -> Iterator[None]:
    """Show a refusal to the person who asked, even where it cannot be recorded."""
    try:
        yield
    except Exception as error:
        _LOG.error("refusal_not_recorded", kind=type(error).__name__)
