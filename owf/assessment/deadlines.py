"""The last day for answers: the year's, a Trust's, or a partner's own (decision 0017)."""

from __future__ import annotations

from datetime import date

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import DeadlinePassed, Locked, NotFound, Refused
from owf.store import Session, Store, answers, participation, rounds
from owf.store.answers import ReturnKey


def return_to_run(session: Session, who: Actor, return_id: int) -> ReturnKey:
    """A return of an open round, locked, for one who runs the round.

    Raises:
        NotFound, NotAllowed, Locked: it is gone, it is another Trust's, or the round was signed.
    """
    key = answers.return_key(session, return_id)
    if key is None:
        raise NotFound("This partner is no longer in the round. Reload the page.")
    policy.require(policy.may_run_round(who, key.trust))
    if key.round_status != "open":
        raise Locked(f"{key.trust_name} has signed {key.year}, so nothing was changed.")
    return key


def last_day(own: date | None, trust_closes: date) -> date:
    """The last day for a partner: the one set for it alone, but never later than its Trust's."""
    return trust_closes if own is None else min(own, trust_closes)


def is_over(closes: date) -> bool:
    """Whether a last day has passed: it lasts until midnight in London."""
    return clock.today() > closes


def left_in_words(closes: date) -> str:
    """How long it is until a last day: ``7 days left``."""
    left = (closes - clock.today()).days
    if left < 0:
        return "it has passed"
    if left == 0:
        return "it is today"
    return "1 day left" if left == 1 else f"{left} days left"


def refuse_after_deadline(key: ReturnKey, who: Actor) -> None:
    """Refuse to change a return after its last day, but for the operator.

    Raises:
        DeadlinePassed: it is over.
    """
    closes = last_day(key.closes, key.trust_closes)
    if who.is_operator or not is_over(closes):
        return
    raise DeadlinePassed(over_in_words(closes, key.trust_name))


def over_in_words(closes: date, trust_name: str) -> str:
    """What to tell whoever comes too late: until when it was, what counts, and who can extend."""
    return (
        f"The last day for answers was {clock.day_in_words(closes)}. Everything saved by then "
        f"counts, but nothing more can be saved. Ask {trust_name}'s coordinator for more time, "
        "and keep this page open so that you do not lose what you typed."
    )


def set_partner_deadline(store: Store, who: Actor, return_id: int, closes: date | None) -> None:
    """Set the last day of one partner, up to its Trust's; ``None`` for the Trust's own.

    Raises:
        NotAllowed: neither the operator nor this Trust's coordinator.
        NotFound: there is no such return.
        Locked: the round was signed.
        Refused: the day has passed, or is later than the Trust's last day.
    """
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
        audit.record(
            session,
            who,
            Event.DEADLINE_SET,
            "return",
            return_id,
            trust=key.trust,
            day=closes.isoformat() if closes else "",
        )


def set_trust_deadline(
    store: Store, who: Actor, year: int, trust: int, closes: date | None
) -> None:
    """Give a Trust a last day of its own, on or after the year's; ``None`` for the year's.

    Raises:
        NotAllowed: neither the operator nor of the national team.
        NotFound: the Trust has not begun its round of that year.
        Refused: the day has passed, or is earlier than the year's last day.
    """
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
        audit.record(
            session,
            who,
            Event.DEADLINE_SET,
            "round",
            in_round.id,
            trust=trust,
            day=closes.isoformat() if closes else "",
        )


def _refuse_past(closes: date) -> None:
    if is_over(closes):
        raise Refused(f"{clock.day_in_words(closes)} has passed. Choose today or a later day.")
