"""The last day for answers: the year's, a Trust's, or a partner's own (decision 0017)."""

from datetime import date

from owf import clock
from owf.access import Actor
from owf.assessment.errors import DeadlinePassed
from owf.store.answers import ReturnKey


def last_day(own: date | None, trust_closes: date) -> date:
    """The last day for a partner: its own, if one is set, but never later than its Trust's."""
    return trust_closes if own is None else min(own, trust_closes)


def is_over(closes: date) -> bool:
    """Whether a last day has passed; it lasts until midnight in London."""
    return clock.today() > closes


def left_in_words(closes: date) -> str:
    """Such as ``7 days left``."""
    left = (closes - clock.today()).days
    if left < 0:
        return "it has passed"
    if left == 0:
        return "it is today"
    return "1 day left" if left == 1 else f"{left} days left"


def refuse_after_deadline(key: ReturnKey, who: Actor) -> None:
    """Refuse with DeadlinePassed after a return's last day, except to the operator."""
    closes = last_day(key.closes, key.trust_closes)
    if who.is_operator or not is_over(closes):
        return
    raise DeadlinePassed(over_in_words(closes, key.trust_name))


def over_in_words(closes: date, trust_name: str) -> str:
    return (
        f"The last day for answers was {clock.day_in_words(closes)}. Everything saved by then "
        f"counts, but nothing more can be saved. Ask {trust_name}'s coordinator for more time, "
        "and keep this page open so that you do not lose what you typed."
    )
