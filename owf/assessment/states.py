"""The state of a year, of a Trust's round and of a return, for every page that shows one."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from owf import clock
from owf.assessment.asked_items import Progress
from owf.store.rounds import ReturnFacts


class YearState(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


def year_state(opens: date, closes: date) -> YearState:
    """A year's last day belongs to it."""
    today = clock.today()
    if today < opens:
        return YearState.COMING
    return YearState.RUNNING if today <= closes else YearState.OVER


def year_in_words(opens: date, closes: date) -> str:
    """When a year begins or ends: ``It opens on 1 June 2013``."""
    first, last = clock.day_in_words(opens), clock.day_in_words(closes)
    return {
        YearState.COMING: f"It opens on {first}; the last day is {last}.",
        YearState.RUNNING: f"It is open until {last}.",
        YearState.OVER: f"Its last day was {last}.",
    }[year_state(opens, closes)]


class RoundState(StrEnum):
    NOT_BEGUN = "not_begun"
    ANSWERING = "answering"
    MODERATING = "moderating"
    SIGNED = "signed"


ROUND_STATES: Mapping[RoundState, str] = {
    RoundState.NOT_BEGUN: "Not begun",
    RoundState.ANSWERING: "Answering",
    RoundState.MODERATING: "Moderating",
    RoundState.SIGNED: "Signed",
}
"""The states in words, in the order in which a round goes through them."""


def round_state(
    status: str | None, *, returns: int, begun: int, submitted: int, excused: int, agreed: int
) -> RoundState:
    """Moderated once nobody is waited for, or a level is agreed; no ``status``: no round.

    The numbers are of returns, but ``agreed`` is of questions.
    """
    if status is None:
        return RoundState.NOT_BEGUN
    if status == "signed":
        return RoundState.SIGNED
    if submitted and (agreed or submitted + excused == returns):
        return RoundState.MODERATING
    return RoundState.ANSWERING if begun or submitted else RoundState.NOT_BEGUN


class ReturnState(StrEnum):
    NOT_INVITED = "not_invited"
    INVITED = "invited"
    NOT_BEGUN = "not_begun"
    ANSWERING = "answering"
    ANSWERED = "answered"
    SUBMITTED = "submitted"
    APOLOGIES = "apologies"


def return_state(
    facts: ReturnFacts, progress: Progress, *, has_begun: bool, is_invited: bool, was_here: bool
) -> ReturnState:
    """How far a partner's return is; ``was_here``: somebody who answers for it has signed in."""
    if facts.apology:
        return ReturnState.APOLOGIES
    if facts.status == "submitted":
        return ReturnState.SUBMITTED
    if has_begun:
        return ReturnState.ANSWERED if progress.is_complete else ReturnState.ANSWERING
    if not is_invited:
        return ReturnState.NOT_INVITED
    return ReturnState.NOT_BEGUN if was_here else ReturnState.INVITED


def return_in_words(state: ReturnState, facts: ReturnFacts, progress: Progress) -> str:
    """Such as ``41 of 97 answered``."""
    at = facts.submitted_at
    return {
        ReturnState.APOLOGIES: f"Apologies: {facts.apology}",
        ReturnState.SUBMITTED: f"Submitted on {clock.in_words(at)}" if at else "Submitted",
        ReturnState.ANSWERED: "All answered, not submitted yet",
        ReturnState.ANSWERING: f"{progress.answered} of {progress.of} answered",
        ReturnState.NOT_BEGUN: "Not begun",
        ReturnState.INVITED: "Invited, has not signed in yet",
        ReturnState.NOT_INVITED: "Nobody invited yet",
    }[state]
