"""Opening a submitted return again, with a reason that its partner reads."""

from __future__ import annotations

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.assessment.deadlines import is_over, last_day
from owf.assessment.refusals import OutsideScale, Refused
from owf.assessment.returns import return_to_run
from owf.store import Store, running

REASON_LIMIT = 500
"""Characters of the reason: it stands above the partner's questions."""


def reopen_return(store: Store, who: Actor, return_id: int, reason: str) -> None:
    """Open a partner's submitted return again, until its last day.

    Its answers stay, and count again once it is submitted anew.

    Raises:
        NotAllowed: neither the operator nor this Trust's coordinator.
        NotFound: there is no such return.
        Locked: the round was signed.
        Refused: it is not submitted, its last day has passed, or no reason is given.
        OutsideScale: the reason is too long.
    """
    reason = reason.replace("\x00", "").strip()
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        if key.status != "submitted":
            raise Refused("It is already open. The partner can change it.")
        closes = last_day(key.closes, key.trust_closes)
        if is_over(closes):
            raise Refused(
                f"The last day for answers was {clock.day_in_words(closes)}. Give this partner "
                "more time first, then reopen it."
            )
        if not reason:
            raise Refused("Write why you are reopening it. The partner will read this.")
        if len(reason) > REASON_LIMIT:
            raise OutsideScale(
                f"The reason has {len(reason)} characters. Shorten it to {REASON_LIMIT}."
            )
        by = None if who.is_operator else who.id
        running.mark_reopened(session, return_id, reason, by, clock.now())
        audit.record(session, who, Event.RETURN_REOPENED, "return", return_id, trust=key.trust)
