"""A return as whoever runs the round works on it, and not on its answers."""

from __future__ import annotations

from owf.access import Actor, policy
from owf.assessment.refusals import Locked, NotAllowed, NotFound
from owf.store import Session, answers
from owf.store.answers import ReturnKey


def return_to_run(session: Session, who: Actor, return_id: int) -> ReturnKey:
    """A return of an open round, locked, for one who runs the round.

    Raises:
        NotFound, NotAllowed, Locked: it is gone, it is another Trust's, or the round was signed.
    """
    key = answers.return_key(session, return_id)
    if key is None:
        raise NotFound("This partner is no longer in the round. Reload the page.")
    decision = policy.may_run_round(who, key.trust)
    if not decision:
        raise NotAllowed(decision.reason)
    if key.round_status != "open":
        raise Locked(f"{key.trust_name} has signed {key.year}, so nothing was changed.")
    return key
