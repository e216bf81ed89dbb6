"""Reminders: the letter to each person who still has to answer, to copy or to send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from owf import clock
from owf.access import Actor, audit, mail, policy
from owf.access.audit import Event
from owf.access.mail import Letter
from owf.assessment.errors import NotFound, Refused
from owf.assessment.rounds.progress import PartnerInRound, RunningRound, running_round
from owf.benchmark.words.wording import listed
from owf.settings import get_settings
from owf.store import Store, participation, rounds
from owf.store import audit as store_audit
from owf.store.audit import EventsWanted
from owf.store.participation import Respondent

_REMINDERS_READ = 1000
"""Reminders of a Trust that are looked through for the last one to each person."""


@dataclass(frozen=True)
class Reminder:
    """A letter for one person about a return, and when they last got one by e-mail."""

    person: Respondent
    letter: Letter
    sent_at: datetime | None


def reminders(
    who: Actor, view: RunningRound, one: PartnerInRound, sent: Mapping[tuple[str, str], datetime]
) -> tuple[Reminder, ...]:
    """A letter for each person who answers for a partner; ``sent`` is of ``reminders_sent``."""
    return tuple(
        Reminder(
            person, letter_to(who, view, one, person), sent.get((str(one.facts.id), person.id))
        )
        for person in one.people
    )


def letter_to(who: Actor, view: RunningRound, one: PartnerInRound, person: Respondent) -> Letter:
    name, year = one.facts.partner_name, view.round.year
    asked_for = [
        theme.title
        for theme in view.asked_of(one)
        if theme.id in one.delegated and one.delegated[theme.id].person_id == person.id
    ]
    home = get_settings().base_url.rstrip("/")
    left = _open_themes(view, one) if one.has_begun and not one.progress.is_complete else ""
    paragraphs = [
        f"Dear {person.name},",
        f"Please complete the {year} self-assessment for {name}. {view.round.trust_name} uses it "
        f"to assess how far its partners work as one. {_progress_sentence(one)} {_deadline(one)}",
        f"You were asked to answer {listed(asked_for)}." if asked_for else "",
        left,
        f"Continue here: {home}/assessment?partner={one.facts.partner_id}&year={year}\nEach click "
        "is saved, so you can stop and come back.",
        "You have not signed in yet. Use the link in your invitation, or tell me if you need a "
        "new one."
        if person.email and not person.last_seen_at
        else "",
        f"If you cannot answer by then, please tell me.\n\n{who.name}",
    ]
    return Letter(
        person.email or "",
        f"{name}: self-assessment {year}, please by {clock.day_in_words(one.closes)}",
        "\n\n".join(filter(None, paragraphs)) + "\n",
    )


def _progress_sentence(one: PartnerInRound) -> str:
    if not one.has_begun:
        return "No question has been answered yet."
    if one.progress.is_complete:
        return "All questions are answered. Please check the answers and submit them."
    return f"{one.progress.answered} of {one.progress.of} questions are answered."


def _deadline(one: PartnerInRound) -> str:
    left = (one.closes - clock.today()).days
    day = clock.day_in_words(one.closes)
    if left < 0:
        return f"The last day was {day}."
    if left == 0:
        return f"Today, {day}, is the last day."
    return f"The last day is {day}, {'tomorrow' if left == 1 else f'in {left} days'}."


def _open_themes(view: RunningRound, one: PartnerInRound) -> str:
    lines = [
        f"- {theme.title}: {done.of - done.answered} of {done.of}"
        for theme in view.asked_of(one)
        if not (done := one.by_theme[theme.id]).is_complete
    ]
    return "Still open:\n" + "\n".join(lines)


def reminders_sent(store: Store, who: Actor, trust: int) -> Mapping[tuple[str, str], datetime]:
    """When reminders last went out by e-mail: (return, person) -> when."""
    policy.require(policy.may_run_round(who, trust))
    wanted = EventsWanted(trust=trust, actions=[Event.REMINDER_SENT])
    with store.reading() as session:
        found = store_audit.events(session, wanted, _REMINDERS_READ)
    # The newest come first, so the last to be written wins.
    return {(one.object_id, str(one.detail.get("person", ""))): one.at for one in found[::-1]}


def send_reminder(store: Store, who: Actor, return_id: int, person_id: str) -> str:
    """Open returns only; raises MailFailed, gives their name."""
    with store.reading() as session:
        place = participation.place_of_return(session, return_id)
        in_round = rounds.round_by_id(session, place.round_id) if place else None
        if in_round is None:
            raise NotFound("This partner is no longer in the round. Reload the page.")
        policy.require(policy.may_run_round(who, in_round.trust))
        view = running_round(session, in_round)
    one = next(one for one in view.partners if one.facts.id == return_id)
    person = next((person for person in one.people if person.id == person_id), None)
    if person is None:
        raise NotFound("This person no longer answers for this partner. Reload the page.")
    if not one.is_waited_for:
        raise Refused(f"{one.facts.partner_name} has nothing left to submit, so nothing was sent.")
    if not person.email:
        raise Refused(f"{person.name} has no e-mail address here. Copy the text instead.")
    # Sent first, so that the record says only what was sent.
    mail.send(letter_to(who, view, one, person))
    with store.writing() as session:
        audit.record(
            session,
            who,
            Event.REMINDER_SENT,
            "return",
            return_id,
            trust=in_round.trust,
            person=person_id,
        )
    return person.name
