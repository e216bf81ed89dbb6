"""Setting the last day for answers: of one partner, or of a whole Trust (decision 0017)."""

from datetime import date

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.deadlines import is_over
from owf.assessment.errors import Locked, NotFound, Refused
from owf.store import Session, Store, answers, participation, rounds
from owf.store.answers import ReturnKey


def return_to_run(session: Session, who: Actor, return_id: int) -> ReturnKey:
    """A return of an open round, locked, for somebody who runs the round."""
    key = answers.return_key(session, return_id)
    if key is None:
        raise NotFound("This partner is no longer in the round. Reload the page.")
    policy.require(policy.may_run_round(who, key.trust))
    if key.round_status != "open":
        raise Locked(f"{key.trust_name} has signed {key.year}, so nothing was changed.")
    return key


def set_partner_deadline(store: Store, who: Actor, return_id: int, closes: date | None) -> None:
    """Set a partner's last day, no later than its Trust's; ``None`` for the Trust's own."""
    with store.writing() as session:
        key = return_to_run(session, who, return_id)
        if closes is not None:
            _refuse_past(closes)
            if closes > key.trust_closes:
                raise Refused(
                    f"{clock.day_in_words(closes)} is later than "
                    f"{clock.day_in_words(key.trust_closes)}, {key.trust_name}'s last day. Choose "
                    "a day until then, or ask the national team to give your Trust more time."
                )
        if closes == key.closes:
            return
        participation.set_return_closes(session, return_id, closes)
        audit.record_on(
            session, who, Event.DEADLINE_SET, key, day=closes.isoformat() if closes else ""
        )


def set_trust_deadline(
    store: Store, who: Actor, year: int, trust: int, closes: date | None
) -> None:
    """Give a Trust its own last day, no earlier than the year's; ``None`` for the year's."""
    policy.require(policy.may_oversee_year(who))
    with store.writing() as session:
        found = rounds.round_of(session, trust, year)
        in_round = found and rounds.round_to_change(session, found.id)
        if in_round is None:
            raise NotFound(
                f"This Trust has not started its round of {year}, so there is nothing to extend "
                "yet."
            )
        if in_round.status != "open":
            raise Refused(
                f"{in_round.trust_name} has already signed {year}, so its last day cannot be "
                "changed."
            )
        if closes is not None:
            _refuse_past(closes)
            if closes < in_round.cycle_closes:
                raise Refused(
                    f"{clock.day_in_words(closes)} is earlier than the last day of {year}, "
                    f"{clock.day_in_words(in_round.cycle_closes)}. Choose that day or a later one."
                )
        participation.set_round_closes(session, in_round.id, closes)
        day = closes.isoformat() if closes else ""
        audit.record_on(session, who, Event.DEADLINE_SET, in_round, day=day)


def _refuse_past(closes: date) -> None:
    if is_over(closes):
        raise Refused(f"{clock.day_in_words(closes)} has passed. Choose today or a later day.")
