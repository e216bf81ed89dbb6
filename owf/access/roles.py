"""Giving roles to people, and taking them; it counts from the person's next click."""

from __future__ import annotations

from owf.access import audit, policy
from owf.access.actor import Actor, Role
from owf.access.audit import Event
from owf.access.people import record_looked_after
from owf.access.refusals import NotAllowed, PersonRefused
from owf.access.role_places import place_to_give, places_of, with_trusts
from owf.store import Session, Store, accounts, people
from owf.store.people import RoleHeld

LAST_ADMINISTRATOR = (
    "This is the last administrator who can sign in. Make somebody else an administrator first."
)


def give_role(store: Store, who: Actor, person_id: str, held: RoleHeld) -> bool:
    """Let a person hold one more role; gives whether they did not hold it yet.

    A link that waits for them opens nothing any more where it could have been made by somebody
    who may not give this role.

    Raises:
        NotAllowed: the role is not theirs to give there, or it is for themselves.
        NotFound: there is no such person among those they look after.
        PersonRefused: there is no such place, or the person is disabled.
    """
    with store.writing() as session:
        place_to_give(session, who, held)
        record = record_looked_after(session, who, person_id)
        if record.disabled_at is not None:
            raise PersonRefused(f"{record.name} is disabled. Enable them first.")
        return add_role(session, who, person_id, held)


def add_role(session: Session, who: Actor, person_id: str, held: RoleHeld) -> bool:
    """The same within a transaction, for somebody who is locked or has just been added.

    Raises:
        NotAllowed: the role is not theirs to give there, or it is for themselves.
        PersonRefused: there is no such place.
    """
    place = place_to_give(session, who, held)
    if person_id == who.id:
        raise NotAllowed(
            "You cannot give yourself a role. Ask another administrator or your coordinator."
        )
    before = people.roles_of(session, person_id)
    if held in before:
        return False
    # Whoever made a link that still waits can use it: it must not open more than they could give.
    trusts = {trust for _, trust in with_trusts(before, places_of(session, before))}
    if held.role not in policy.GIVEN_BY_COORDINATORS or trusts != {place.trust}:
        accounts.end_links(session, person_id)
    people.give_role(session, person_id, held)
    _record(session, who, Event.ROLE_GIVEN, person_id, held, trust=place.trust)
    return True


def take_role(store: Store, who: Actor, person_id: str, held: RoleHeld) -> bool:
    """Take a role from a person; gives whether they still held it.

    Raises:
        NotAllowed: the role is not theirs to take there.
        NotFound: there is no such person among those they look after.
        PersonRefused: it is the last administrator's.
    """
    with store.writing() as session:
        # A place that is gone has no Trust: only an administrator takes the role in it.
        place = places_of(session, [held]).get(held)
        trust = place.trust if place else None
        decision = policy.may_give_role(
            who, Role(held.role), held.scope_kind, held.scope_id, trust=trust
        )
        if not decision:
            raise NotAllowed(decision.reason)
        if held.role == Role.ADMINISTRATOR:
            refuse_for_last_administrator(session, person_id)
        record_looked_after(session, who, person_id)
        if not people.take_role(session, person_id, held):
            return False
        _record(session, who, Event.ROLE_TAKEN, person_id, held, trust=trust)
        return True


def refuse_for_last_administrator(session: Session, person_id: str) -> None:
    """Keep one administrator; before the person is locked, so that two never wait for each other.

    Raises:
        PersonRefused: there would be none left.
    """
    if people.administrators_to_change(session) == {person_id}:
        raise PersonRefused(LAST_ADMINISTRATOR)


def _record(
    session: Session,
    who: Actor,
    event: Event,
    person_id: str,
    held: RoleHeld,
    *,
    trust: int | None,
) -> None:
    audit.record(
        session,
        who,
        event,
        "person",
        person_id,
        trust=trust,
        role=held.role,
        place=f"{held.scope_kind} {held.scope_id}".strip(),
    )
