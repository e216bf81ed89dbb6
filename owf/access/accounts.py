"""Keeping somebody out, letting them in again, and erasing who they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import audit, policy
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.errors import NotAllowed, PersonRefused
from owf.access.people import record_looked_after, refuse_for_last_administrator
from owf.store import Session, Store, accounts, people, reports
from owf.store.people import PersonRecord, Traces, traces_of

GOES = "name, e-mail address, password, roles, open links and signed-in browsers"


@dataclass(frozen=True)
class Remains:
    """What stays of a person who is erased, and why; ``name`` is theirs until then."""

    name: str
    traces: Traces

    @property
    def sentences(self) -> Sequence[str]:
        kept = self.traces
        found = []
        if kept.answers or kept.submissions:
            found.append(
                f"{_count(kept.answers, 'answer')} with their comments stay, because they "
                "belong to the partner."
            )
        if kept.evidence:
            pieces = "1 piece" if kept.evidence == 1 else f"{kept.evidence:,} pieces"
            found.append(
                f"{pieces} of evidence that they added stay, because they belong to the partner."
            )
        if kept.agreed_levels:
            found.append(
                f"{_count(kept.agreed_levels, 'agreed level')} with their reasons stay, because "
                "they belong to the Trust."
            )
        if kept.signatures:
            found.append(
                f"{_count(kept.signatures, 'signature')} stay, because a signed return must "
                "never change."
            )
        if kept.plan_versions:
            found.append(
                f"{_count(kept.plan_versions, 'version')} of a plan that they agreed stay, because "
                "an agreed plan must never change."
            )
        if kept.plan_quarters:
            found.append(
                f"{_count(kept.plan_quarters, 'quarter')} of a plan that they closed stay, because "
                "a closed quarter must never change."
            )
        if kept.plan_entries:
            found.append(
                f"{_count(kept.plan_entries, 'note')} in a plan stay, such as updates and promised "
                "days, because they belong to the Trust."
            )
        if kept.led:
            found.append(
                f"{_count(kept.led, 'action')} that they lead stay. The Trust must choose another "
                "lead for each."
            )
        if kept.good_practice:
            found.append(
                f"{_count(kept.good_practice, 'text')} on good practice stay, offered, asked or "
                "answered for a Trust or region, because they belong to it."
            )
        found.append(
            f"{_count(kept.events, 'event')} in the record stay, because it must show what was "
            "done."
            if kept.events
            else "The record holds only the erasure itself."
        )
        return [one.replace(" stay", " stays", 1) if one.startswith("1 ") else one for one in found]


WHAT_STAYS = (
    "All of this shows a number in place of the person's name, so nobody can tell who it was. If "
    "somebody typed the name into a comment, it stays there."
)


def disable(store: Store, who: Actor, person_id: str) -> None:
    with store.writing() as session:
        record = _person_to_change(session, who, person_id, "disable")
        if record.disabled_at is None:
            people.set_disabled(session, person_id, clock.now())
            accounts.end_sessions_of(session, person_id)
            accounts.end_links(session, person_id)
            audit.record(session, who, Event.DISABLED, "person", person_id)


def enable(store: Store, who: Actor, person_id: str) -> None:
    _refuse_strangers(who)
    with store.writing() as session:
        if record_looked_after(session, who, person_id).disabled_at is not None:
            people.set_disabled(session, person_id, None)
            audit.record(session, who, Event.ENABLED, "person", person_id)


def what_remains(store: Store, who: Actor, person_id: str) -> Remains:
    # A transaction that writes, because it asks what erasing asks, and that locks.
    with store.writing() as session:
        record = _person_to_change(session, who, person_id, "erase")
        return Remains(record.name, traces_of(session, person_id))


def erase(store: Store, who: Actor, person_id: str) -> Remains:
    """Take away who a person is; what they did stays under an opaque id."""
    with store.writing() as session:
        record = _person_to_change(session, who, person_id, "erase")
        remains = Remains(record.name, traces_of(session, person_id))
        people.erase(session, person_id, clock.now())
        # Their name may be in them.
        reports.forget_all(session)
        audit.record(session, who, Event.ERASED, "person", person_id)
    return remains


def _refuse_strangers(who: Actor) -> None:
    policy.require(policy.may_look_after_accounts(who))


def _person_to_change(session: Session, who: Actor, person_id: str, what: str) -> PersonRecord:
    _refuse_strangers(who)
    if person_id == who.id:
        raise NotAllowed(f"Nobody can {what} themselves: ask another administrator.")
    refuse_for_last_administrator(session, person_id)
    record = record_looked_after(session, who, person_id)
    if record.demo_role is not None:
        raise PersonRefused(
            f"{record.name} is one of the people in the demonstration, so nobody can {what} them. "
            "You can change their roles."
        )
    return record


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
