"""The open link to a Trust's survey: making it, changing its last day, replacing it."""

from datetime import date, timedelta

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.access.tokens import new_token, possible_tokens
from owf.assessment.errors import Locked, NotFound, Refused
from owf.settings import get_settings
from owf.store import Session, Store, rounds, surveys
from owf.store.rounds import RoundFacts
from owf.store.surveys import LinkFacts

PATH = "/survey/"
LONGEST = timedelta(days=366)
"""No survey stays open longer from now on: its round ends within the year."""


def address_of_link(token: str) -> str:
    return f"{get_settings().base_url.rstrip('/')}{PATH}{token}"


def right_token(store: Store, text: str) -> str | None:
    """The token of the survey that a damaged link leads to; ``None`` where too much is missing."""
    with store.reading() as session:
        return next(
            (one for one in possible_tokens(text) if surveys.link_by_token(session, one)), None
        )


def make_link(store: Store, who: Actor, round_id: int, closes: date) -> None:
    """Open until the end of ``closes``."""
    with store.writing() as session:
        in_round = _round_with_survey(session, who, round_id)
        if surveys.link_of_round(session, round_id) is not None:
            raise Refused("There is already a link. It is on this page.")
        _refuse_last_day(closes)
        surveys.add_link(session, round_id, _new_token(), closes)
        audit.record_on(session, who, Event.SURVEY_OPENED, in_round, closes=closes.isoformat())


def change_closing(store: Store, who: Actor, round_id: int, closes: date) -> None:
    """Set another last day; a survey that was closed opens again."""
    with store.writing() as session:
        in_round = _round_with_survey(session, who, round_id)
        link = _link_in_use(session, round_id)
        _refuse_last_day(closes)
        _set_closes(session, who, in_round, link, closes)


def close_survey(store: Store, who: Actor, round_id: int) -> None:
    with store.writing() as session:
        in_round = _round_with_survey(session, who, round_id)
        link = _link_in_use(session, round_id)
        if link.closes < clock.today():
            raise Refused("The survey is already closed.")
        _set_closes(session, who, in_round, link, clock.today() - timedelta(days=1))


def replace_link(store: Store, who: Actor, round_id: int) -> None:
    """Make a new link in place of the old one; answers stay, and drafts go on at the new link."""
    with store.writing() as session:
        in_round = _round_with_survey(session, who, round_id)
        link = _link_in_use(session, round_id)
        surveys.add_link(session, round_id, _new_token(), link.closes)
        audit.record_on(session, who, Event.SURVEY_REPLACED, in_round)


def _new_token() -> str:
    """A random token of 190 bits: nobody guesses it, and its QR code is easy to scan."""
    return new_token(32)


def _round_with_survey(session: Session, who: Actor, round_id: int) -> RoundFacts:
    in_round = rounds.round_to_change(session, round_id)
    if in_round is None:
        raise NotFound("This self-assessment does not exist, so it has no survey.")
    policy.require(policy.may_look_after_survey(who, in_round.trust))
    if in_round.status != "open":
        raise Locked(f"{in_round.trust_name} has signed {in_round.year}, which closed its survey.")
    return in_round


def _link_in_use(session: Session, round_id: int) -> LinkFacts:
    link = surveys.link_of_round(session, round_id)
    if link is None:
        raise Refused("There is no link to this survey yet. Make it first.")
    return link


def _refuse_last_day(closes: date) -> None:
    today = clock.today()
    if not today <= closes <= today + LONGEST:
        raise Refused("The last day must be today or later, and within a year. Choose another day.")


def _set_closes(
    session: Session, who: Actor, in_round: RoundFacts, link: LinkFacts, closes: date
) -> None:
    surveys.set_closes(session, link.id, closes)
    audit.record_on(session, who, Event.SURVEY_CLOSES, in_round, closes=closes.isoformat())
