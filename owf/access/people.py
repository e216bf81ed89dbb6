"""Who is looked after: the people of a Trust for its coordinator, everybody for an administrator.

A coordinator is shown what people do in that Trust, and nothing of what else they do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from owf import clock
from owf.access import audit, policy
from owf.access.actor import OPERATOR, Actor, Role
from owf.access.audit import Event
from owf.access.errors import NotAllowed, NotFound, PersonRefused
from owf.access.policy import Decision
from owf.access.roles import Place, in_words, place_to_give, places_of, with_trusts
from owf.store import Session, Store, accounts, people
from owf.store.people import PersonRecord, RoleHeld
from owf.store.tables.people import FOR_A_PASSWORD
from owf.texts import clean_line, clean_name


class State(StrEnum):
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
    held: RoleHeld
    words: str
    trust: int | None
    may_take: bool


@dataclass(frozen=True)
class PersonShown:
    """``roles`` are those that the actor may know of."""

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
    may_correct: Decision


@dataclass(frozen=True)
class PeopleWanted:
    trust: int | None = None
    text: str = ""
    role: Role | None = None
    state: State | None = None


def list_people(store: Store, who: Actor, wanted: PeopleWanted) -> Sequence[PersonShown]:
    policy.require(policy.may_see_people(who, wanted.trust))
    with store.reading() as session:
        records = people.everybody(session)
        found = places_of(session, {held for one in records for held in one.roles})
    shown = (
        _as_seen_by(who, one, found)
        for one in records
        if wanted.trust is None or wanted.trust in _trusts_of(one, found)
    )
    return [one for one in shown if _is_wanted(one, wanted)]


def open_person(store: Store, who: Actor, person_id: str) -> PersonShown:
    with store.reading() as session:
        record = people.record_of(session, person_id)
        found = places_of(session, record.roles if record else ())
    return _as_seen_by(who, _looked_after(who, record, found), found)


def record_looked_after(session: Session, who: Actor, person_id: str) -> PersonRecord:
    """Locked until the transaction ends; ``NotFound`` where they do not look after that person."""
    record = people.record_to_change(session, person_id)
    return _looked_after(who, record, places_of(session, record.roles if record else ()))


def _looked_after(
    who: Actor, record: PersonRecord | None, found: Mapping[RoleHeld, Place]
) -> PersonRecord:
    if record is None or not (
        policy.may_see_people(who, None)
        or any(policy.may_see_people(who, trust) for trust in _trusts_of(record, found))
    ):
        raise NotFound(
            "This person is not in your list. They may have been erased, or may have lost their "
            "role in your Trust. Go back to the list of people."
        )
    return record


def _trusts_of(record: PersonRecord, found: Mapping[RoleHeld, Place]) -> frozenset[int]:
    return frozenset(trust for _, trust in with_trusts(record.roles, found) if trust is not None)


def _as_seen_by(who: Actor, record: PersonRecord, found: Mapping[RoleHeld, Place]) -> PersonShown:
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
        may_correct=policy.may_correct(who, every),
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
    text = clean_line(wanted.text).casefold()
    return (
        (not text or text in one.name.casefold() or text in one.email)
        and (wanted.role is None or any(role.held.role == wanted.role for role in one.roles))
        and (wanted.state is None or one.state is wanted.state)
    )


LONGEST = 120
"""Characters."""


def checked_name(text: str) -> str:
    """The name on one line; raises ``PersonRefused`` where none is left or it is too long."""
    name = clean_name(text)
    if not name:
        raise PersonRefused("The name is missing: write the person's name.", field="name")
    if len(name) > LONGEST:
        raise PersonRefused(
            f"The name has {len(name)} characters. Shorten it to at most {LONGEST}.", field="name"
        )
    return name


def name_behind(session: Session, person_id: str) -> str | None:
    """The name behind an id: a person's, or the operator's; ``None`` for one who was erased."""
    return OPERATOR.name if person_id == OPERATOR.id else people.name_of(session, person_id)


LAST_ADMINISTRATOR = (
    "This is the last administrator who can sign in. Make somebody else an administrator first."
)


def give_role(store: Store, who: Actor, person_id: str, held: RoleHeld) -> bool:
    """Gives whether they did not hold it yet.

    A link that waits for them opens nothing any more where it could have been made by somebody
    who may not give this role.
    """
    with store.writing() as session:
        place_to_give(session, who, held)
        record = record_looked_after(session, who, person_id)
        if record.disabled_at is not None:
            raise PersonRefused(f"{record.name} is disabled. Enable them first.")
        return add_role(session, who, person_id, held)


def add_role(session: Session, who: Actor, person_id: str, held: RoleHeld) -> bool:
    """The person is locked or has just been added."""
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
        accounts.end_links(session, person_id, FOR_A_PASSWORD)
    people.give_role(session, person_id, held)
    _record(session, who, Event.ROLE_GIVEN, person_id, held, trust=place.trust)
    return True


def take_role(store: Store, who: Actor, person_id: str, held: RoleHeld) -> bool:
    """Gives whether they still held it; ``PersonRefused`` where it is the last administrator's."""
    with store.writing() as session:
        # A place that is gone has no Trust: only an administrator takes the role in it.
        place = places_of(session, [held]).get(held)
        trust = place.trust if place else None
        policy.require(
            policy.may_give_role(who, Role(held.role), held.scope_kind, held.scope_id, trust=trust)
        )
        if held.role == Role.ADMINISTRATOR:
            refuse_for_last_administrator(session, person_id)
        record_looked_after(session, who, person_id)
        if not people.take_role(session, person_id, held):
            return False
        _record(session, who, Event.ROLE_TAKEN, person_id, held, trust=trust)
        return True


def refuse_for_last_administrator(session: Session, person_id: str) -> None:
    """Called before the person is locked, so that two never wait for each other."""
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
