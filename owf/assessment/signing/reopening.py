"""Reopening what was signed: the old version stays until the next, and its readers get a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from owf import clock
from owf.access import Actor, Role, audit, policy
from owf.access.audit import Event
from owf.access.mail import Letter, MailFailed, can_send, send
from owf.access.roles import TITLES
from owf.assessment.errors import Locked, OutsideScale
from owf.assessment.moderation.agreeing import round_to_change, round_to_see
from owf.assessment.texts import refuse_longer
from owf.settings import get_settings
from owf.store import Session, Store, moderation, people, results, rounds
from owf.store import audit as store_audit
from owf.store.moderation import ReopeningFacts
from owf.store.rounds import RoundFacts
from owf.texts import clean_line

REASON_LIMIT = 500
NOTICED_FOR = timedelta(days=90)
"""How long a start page mentions it; the region's page of that year always does."""


@dataclass(frozen=True)
class Reader:
    """``downloaded_at``: when they last downloaded anything since the signature."""

    name: str
    role: str
    email: str | None
    downloaded_at: datetime | None


def sentence(facts: ReopeningFacts) -> str:
    reason = facts.reason.rstrip(".")
    said = (
        f"{facts.trust_name} {facts.year} was reopened on {clock.in_words(facts.reopened_at)} "
        f"because: {reason}. "
    )
    following = facts.version + 1
    if facts.signed_again_at is None:
        return f"{said}You will see version {facts.version} until version {following} is signed."
    return (
        f"{said}Version {following} was signed on {clock.in_words(facts.signed_again_at)} and is "
        f"what you see now. Anything you copied from version {facts.version} may be out of date."
    )


def reopen_round(store: Store, who: Actor, round_id: int, reason: str) -> Sequence[str]:
    """What was signed stays what others see until the next signature; gives names written to."""
    reason = clean_line(reason)
    with store.writing() as session:
        in_round = round_to_change(session, who, round_id, policy.may_reopen)
        if not reason:
            raise OutsideScale("Not reopened. Write the reason. It is kept in the record.")
        refuse_longer("Not reopened. The reason", reason, REASON_LIMIT)
        signature = results.signature_of(session, round_id)
        if signature is None or in_round.status != "signed":
            raise Locked(
                f"Not reopened, because {in_round.trust_name}'s {in_round.year} is already open. "
                "Somebody may have reopened it a moment ago."
            )
        if not rounds.returns_of_round(session, round_id):
            raise Locked(
                f"Not reopened, because {in_round.trust_name}'s {in_round.year} was signed "
                "elsewhere and carried over, so there are no answers here to agree on again."
            )
        moderation.add_reopening(
            session, round_id, signature.version, reason, by=who.id, at=clock.now()
        )
        # What others may see stays as it was signed: only the next signature changes it.
        rounds.set_round_status(session, round_id, "open", in_round.publication)
        audit.record_on(session, who, Event.REOPENED, in_round, version=signature.version)
    return tell_readers(store, round_id)


def who_relied(store: Store, who: Actor, trust: int, year: int) -> tuple[Reader, ...]:
    """Regional leads of its region and the national team; nobody if published as *done*."""
    with store.reading() as session:
        return _outside_readers(session, round_to_see(session, who, trust, year))


def _outside_readers(session: Session, in_round: RoundFacts) -> tuple[Reader, ...]:
    signature = results.signature_of(session, in_round.id)
    if signature is None or signature.publication == "done":
        return ()
    found = people.who_reads_region(session, in_round.region_code)
    taken = store_audit.last_downloads(session, [one.id for one in found], signature.signed_at)
    return tuple(
        Reader(one.name, TITLES[Role(one.role)], one.email, taken.get(one.id)) for one in found
    )


def tell_readers(store: Store, round_id: int) -> Sequence[str]:
    """After the transaction, so that a failing mail server undoes nothing; gives names."""
    if not can_send():
        return ()
    with store.reading() as session:
        in_round = rounds.round_by_id(session, round_id)
        of_round = moderation.reopenings_of_round(session, round_id)
        readers = _outside_readers(session, in_round) if in_round and of_round else ()
    told = []
    for one in readers:
        if not one.email:
            continue
        letter = Letter(
            one.email,
            f"{of_round[0].trust_name} {of_round[0].year}: signed results reopened"
            if of_round[0].signed_again_at is None
            else f"{of_round[0].trust_name} {of_round[0].year}: a new version was signed",
            f"Dear {one.name},\n\n{sentence(of_round[0])}\n\n"
            f"Your pages: {get_settings().base_url}\n",
        )
        try:
            send(letter)
        except MailFailed:
            break
        told.append(one.name)
    return told


def reopened_for(store: Store, who: Actor) -> tuple[ReopeningFacts, ...]:
    """What was reopened or signed again lately among what this person reads from outside."""
    since = clock.now() - NOTICED_FOR
    with store.reading() as session:
        if who.has(Role.NATIONAL):
            found = list(moderation.reopenings_seen(session))
        else:
            found = [
                one
                for region in who.scopes(Role.REGIONAL_LEAD, scope_kind="region")
                for one in moderation.reopenings_seen(session, region)
            ]
    return tuple(one for one in found if one.last_at >= since)


def reopened_in(
    store: Store, who: Actor, region_code: str, year: int
) -> tuple[ReopeningFacts, ...]:
    policy.require(policy.may_see_region(who, region_code))
    with store.reading() as session:
        return tuple(moderation.reopenings_seen(session, region_code, year))
