"""Who is looked after: the people of a Trust for its coordinator, everybody for an administrator.

A coordinator is shown what people do in that Trust, and nothing of what else they do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from owf import clock
from owf.access import policy
from owf.access.actor import Actor, Role
from owf.access.policy import Decision
from owf.access.refusals import NotAllowed, NotFound
from owf.access.role_places import Place, in_words, places_of, with_trusts
from owf.store import Session, Store, people
from owf.store.people import PersonRecord, RoleHeld


class State(StrEnum):
    """How somebody stands with the service."""

    ACTIVE = "active"
    INVITED = "invited"
    NEVER = "never"
    DISABLED = "disabled"


STATES: Mapping[State, str] = {
    State.ACTIVE: "Active",
    State.INVITED: "Invited",
    State.NEVER: "Never signed in",
    State.DISABLED: "Disabled",
}


@dataclass(frozen=True)
class RoleShown:
    """A role that a person holds, and whether whoever looks may take it."""

    held: RoleHeld
    words: str
    trust: int | None
    may_take: bool


@dataclass(frozen=True)
class PersonShown:
    """A person as whoever looks after them sees them.

    Attributes:
        id: opaque.
        name: as they are called.
        email: where letters go; ``""`` for none.
        state: how they stand.
        state_in_words: the same, with until or since when.
        roles: those that whoever looks may know of.
        added_at: when they were added.
        last_seen_at: when they were there last.
        has_password: whether a new link replaces a password.
        is_of_demonstration: whether anybody signs in as them in the demonstration.
        may_make_link: whether whoever looks may make a one-time link for them.
    """

    id: str
    name: str
    email: str
    state: State
    state_in_words: str
    roles: tuple[RoleShown, ...]
    added_at: datetime | None
    last_seen_at: datetime | None
    has_password: bool
    is_of_demonstration: bool
    may_make_link: Decision


@dataclass(frozen=True)
class PeopleWanted:
    """Which people: of one Trust or all, whose name or address holds a text, of a role or state."""

    trust: int | None = None
    text: str = ""
    role: Role | None = None
    state: State | None = None


def list_people(store: Store, who: Actor, wanted: PeopleWanted) -> Sequence[PersonShown]:
    """The people of a Trust or everywhere, by name.

    Raises:
        NotAllowed: neither an administrator nor this Trust's coordinator.
    """
    decision = policy.may_see_people(who, wanted.trust)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        records = people.everybody(session)
        found = places_of(session, {held for one in records for held in one.roles})
    shown = (
        _shown(who, one, found)
        for one in records
        if wanted.trust is None or wanted.trust in _trusts(one, found)
    )
    return [one for one in shown if _is_wanted(one, wanted)]


def open_person(store: Store, who: Actor, person_id: str) -> PersonShown:
    """One person.

    Raises:
        NotFound: there is no such person among those that they look after.
    """
    with store.reading() as session:
        record = people.record_of(session, person_id)
        found = places_of(session, record.roles if record else ())
    return _shown(who, _looked_after(who, record, found), found)


def record_looked_after(session: Session, who: Actor, person_id: str) -> PersonRecord:
    """One person, locked until the transaction ends.

    Raises:
        NotFound: there is no such person among those that they look after.
    """
    record = people.record_to_change(session, person_id)
    return _looked_after(who, record, places_of(session, record.roles if record else ()))


def _looked_after(
    who: Actor, record: PersonRecord | None, found: Mapping[RoleHeld, Place]
) -> PersonRecord:
    if record is None or not (
        policy.may_see_people(who, None)
        or any(policy.may_see_people(who, trust) for trust in _trusts(record, found))
    ):
        raise NotFound(
            "This person is not in your list. They may have been erased, or may have lost their "
            "role in your Trust. Go back to the list of people."
        )
    return record


def _trusts(record: PersonRecord, found: Mapping[RoleHeld, Place]) -> frozenset[int]:
    """The Trusts in which a person holds a role, a partner's included."""
    return frozenset(trust for _, trust in with_trusts(record.roles, found) if trust is not None)


def _shown(who: Actor, record: PersonRecord, found: Mapping[RoleHeld, Place]) -> PersonShown:
    every = with_trusts(record.roles, found)
    state = _state(record)
    return PersonShown(
        id=record.id,
        name=record.name,
        email=record.email or "",
        state=state,
        state_in_words=_state_in_words(state, record),
        roles=tuple(
            RoleShown(held, in_words(held, found), trust, _may_take(who, held, trust))
            for held, trust in every
            if policy.may_see_people(who, trust)
        ),
        added_at=record.added_at,
        last_seen_at=record.last_seen_at,
        has_password=record.has_password,
        is_of_demonstration=record.demo_role is not None,
        may_make_link=policy.may_make_link(who, every),
    )


def _may_take(who: Actor, held: RoleHeld, trust: int | None) -> bool:
    return bool(
        policy.may_give_role(who, Role(held.role), held.scope_kind, held.scope_id, trust=trust)
    )


def _state(record: PersonRecord) -> State:
    if record.disabled_at is not None:
        return State.DISABLED
    if record.last_seen_at is not None:
        return State.ACTIVE
    if record.invited_until is not None and record.invited_until > clock.now():
        return State.INVITED
    return State.NEVER


def _state_in_words(state: State, record: PersonRecord) -> str:
    if state is State.DISABLED and record.disabled_at is not None:
        return f"Disabled since {clock.in_words(record.disabled_at)}"
    if state is State.INVITED and record.invited_until is not None:
        return f"Invited until {clock.in_words(record.invited_until)}"
    if state is State.NEVER and record.invited_until is not None:
        return f"Never signed in; the link expired on {clock.in_words(record.invited_until)}"
    return STATES[state]


def _is_wanted(one: PersonShown, wanted: PeopleWanted) -> bool:
    text = wanted.text.strip().casefold()
    return (
        (not text or text in one.name.casefold() or text in one.email)
        and (wanted.role is None or any(role.held.role == wanted.role for role in one.roles))
        and (wanted.state is None or one.state is wanted.state)
    )
