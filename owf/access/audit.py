"""What goes into the record of what was done, and reading it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from owf import clock
from owf.access import policy
from owf.access.actor import OPERATOR, Actor
from owf.access.refusals import NotAllowed
from owf.store import Session, Store, audit, people
from owf.store.audit import EventFacts, EventsWanted

PAGE = 100
"""Events that are read at once."""


class Event(StrEnum):
    """What can be done, or refused; the values are what the record keeps."""

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
    DISABLED = "disabled"
    ENABLED = "enabled"
    ERASED = "erased"
    REFUSED = "refused"
    ANSWER_SAVED = "answer_saved"
    RETURN_SUBMITTED = "return_submitted"
    LEVEL_AGREED = "level_agreed"
    MEDIANS_ACCEPTED = "medians_accepted"
    ROUND_OPENED = "round_opened"
    CYCLE_OPENED = "cycle_opened"
    PARTNERS_ADDED = "partners_added"
    RESPONSES_KEPT = "responses_kept"
    SIGNED_OFF = "signed_off"
    CARRIED_OVER = "carried_over"
    NEIGHBOURS_LOADED = "neighbours_loaded"
    EXPORTED = "exported"


@dataclass(frozen=True)
class Entry:
    """One event as somebody reads it; ``person`` is who did it, by the name they have today."""

    event: EventFacts
    person: str


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
    """Add to the record, in the transaction of what is done.

    Args:
        session: the transaction.
        who: did it; ``None`` for nobody known.
        event: what.
        object_kind: of what it was done to, such as ``return``.
        object_id: which one.
        trust: in whose record it also stands.
        address: from where, if ``who`` does not say.
        detail: a few words or numbers; never an answer, a password, a token or an e-mail address.
    """
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


def read_record(
    store: Store, who: Actor, wanted: EventsWanted, limit: int = PAGE
) -> Sequence[Entry]:
    """The record, the newest first: all of it, or one Trust's.

    Raises:
        NotAllowed: neither the operator nor an administrator, nor this Trust's coordinator.
    """
    decision = policy.may_see_record(who, wanted.trust)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        found = audit.events(session, wanted, limit)
        names = people.names_of(session, {one.person_id for one in found if one.person_id})
    return [Entry(one, _name(one.person_id, names)) for one in found]


def _name(person_id: str | None, names: Mapping[str, str]) -> str:
    if person_id is None:
        return "nobody known"
    if person_id == OPERATOR.id:
        return OPERATOR.name
    return names.get(person_id, "a person who has been erased")
