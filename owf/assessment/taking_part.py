"""Which partners take part: joining late, apologies, and leaving before anything was answered."""

from __future__ import annotations

from collections.abc import Sequence

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.refusals import Locked, NotAllowed, NotFound, OutsideScale, Refused
from owf.assessment.returns import return_to_run
from owf.store import Store, rounds, running
from owf.store.rounds import ReturnFacts

APOLOGY_LIMIT = 200
"""Characters of an apology: a line in a list."""


def waited_for(returns: Sequence[ReturnFacts]) -> tuple[ReturnFacts, ...]:
    """The returns that are still to come: neither submitted nor with apologies."""
    return tuple(one for one in returns if one.status != "submitted" and not one.apology)


def join_round(store: Store, who: Actor, round_id: int, partner_id: int) -> None:
    """Let one more partner of the Trust take part in a round that has begun.

    Raises:
        NotAllowed: neither the operator nor this Trust's coordinator.
        NotFound: there is no such round, or no such partner in its Trust.
        Locked: the round was signed.
        Refused: the partner takes part already.
    """
    with store.writing() as session:
        in_round = rounds.round_to_change(session, round_id)
        if in_round is None:
            raise NotFound("This round does not exist. Go back to Start.")
        decision = policy.may_run_round(who, in_round.trust)
        if not decision:
            raise NotAllowed(decision.reason)
        if in_round.status != "open":
            raise Locked(
                f"{in_round.trust_name} has signed {in_round.year}, so no partner can be added."
            )
        partner = rounds.partner_by_id(session, partner_id)
        if partner is None or partner.trust != in_round.trust:
            raise NotFound("This partner is not in your Trust. Reload the page.")
        if rounds.return_of_partner(session, partner_id, in_round.year) is not None:
            raise Refused(f"{partner.name} is already taking part.")
        return_id = rounds.add_return(session, round_id, partner_id)
        audit.record(session, who, Event.PARTNER_JOINED, "return", return_id, trust=in_round.trust)


def note_apologies(store: Store, who: Actor, return_id: int, why: str) -> None:
    """Note that nothing is to be expected of a partner this year: sign-off does not wait for it.

    What it answered stays and counts nowhere, as it is not submitted.

    Raises:
        NotAllowed: neither the operator nor this Trust's coordinator.
        NotFound: there is no such return.
        Locked: the round was signed.
        Refused: it is submitted, so there is nothing to excuse; or it does not say why.
        OutsideScale: the words are too long.
    """
    why = " ".join(why.replace("\x00", "").split())
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        if key.status == "submitted":
            raise Refused("This partner has submitted, so it does not need apologies.")
        if not why:
            raise Refused("Say why, such as “merged with the PCT” or “cannot this year”.")
        if len(why) > APOLOGY_LIMIT:
            raise OutsideScale(
                f"The reason has {len(why)} characters. Shorten it to {APOLOGY_LIMIT}."
            )
        running.set_apology(session, return_id, why)
        audit.record(session, who, Event.APOLOGIES_NOTED, "return", return_id, trust=key.trust)


def take_back_apologies(store: Store, who: Actor, return_id: int) -> None:
    """Wait for a partner again; with it all its answers are there as before.

    Raises:
        NotAllowed, NotFound, Locked: as ``note_apologies``.
        Refused: there are no apologies of it.
    """
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        if not key.apology:
            raise Refused("This partner no longer has apologies. Reload the page.")
        running.set_apology(session, return_id, "")
        audit.record(session, who, Event.APOLOGIES_TAKEN_BACK, "return", return_id, trust=key.trust)


def take_out(store: Store, who: Actor, return_id: int) -> None:
    """Take a partner out of a round, as long as nobody answered anything for it.

    Raises:
        NotAllowed, NotFound, Locked: as ``note_apologies``.
        Refused: it has answers, which are never thrown away.
    """
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        partner = rounds.partner_by_id(session, key.partner_id)
        name = partner.name if partner else "This partner"
        if key.status == "submitted" or running.has_answers(session, return_id):
            raise Refused(
                f"{name} has already answered, and answers are not deleted. If it is no longer "
                "taking part, note apologies. Then it is not waited for, and its answers do not "
                "count."
            )
        running.delete_return(session, return_id)
        audit.record(
            session,
            who,
            Event.PARTNER_TAKEN_OUT,
            "round",
            key.round_id,
            trust=key.trust,
            partner=name,
        )
