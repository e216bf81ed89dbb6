"""Roles and the places where they are held, in people's words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import policy
from owf.access.actor import Actor, Role
from owf.access.errors import PersonRefused
from owf.store import Session, Store, places, rounds
from owf.store.people import RoleHeld

TITLES: dict[Role, str] = {
    Role.RESPONDENT: "Answers for a partner",
    Role.COORDINATOR: "Coordinator",
    Role.STEERING: "Steering group",
    Role.CHAIR: "Chair",
    Role.REGIONAL_LEAD: "Regional lead",
    Role.NATIONAL: "National team",
    Role.ADMINISTRATOR: "Administrator",
}


def roles_in_words(store: Store, roles: Iterable[RoleHeld]) -> tuple[str, ...]:
    """Each role with its place, or the place's number or code where it is not kept any more."""
    held = tuple(roles)
    with store.reading() as session:
        found = places_of(session, held)
    return tuple(
        role_at(Role(one.role), found[one].name if one in found else one.scope_id) for one in held
    )


def role_at(role: Role, place: str) -> str:
    if not place:
        return TITLES[role]
    return f"Answers for {place}" if role is Role.RESPONDENT else f"{TITLES[role]}, {place}"


_GONE = "a place that no longer exists"


@dataclass(frozen=True)
class Place:
    name: str
    trust: int | None


def in_words(held: RoleHeld, found: Mapping[RoleHeld, Place]) -> str:
    """A role with its place: ``Answers for Police (Cambridgeshire)``."""
    if held.scope_kind == "all":
        return TITLES[Role(held.role)]
    place = found.get(held)
    return role_at(Role(held.role), place.name if place else _GONE)


def places_of(session: Session, roles: Collection[RoleHeld]) -> Mapping[RoleHeld, Place]:
    """The places of these roles; one whose place is not there is missing."""
    trusts = places.trust_names(session)
    regions = places.region_names(session)
    numbers = {_number(one.scope_id) for one in roles if one.scope_kind == "partner"}
    partners = {one.id: one for one in rounds.partners_by_id(session, numbers)} if numbers else {}
    found: dict[RoleHeld, Place] = {}
    for held in roles:
        number = _number(held.scope_id)
        if held.scope_kind == "all":
            found[held] = Place("", None)
        elif held.scope_kind == "trust" and number in trusts:
            found[held] = Place(trusts[number], number)
        elif held.scope_kind == "region" and held.scope_id in regions:
            found[held] = Place(regions[held.scope_id], None)
        elif held.scope_kind == "partner" and number in partners:
            partner = partners[number]
            found[held] = Place(f"{partner.name} ({trusts[partner.trust]})", partner.trust)
    return found


def with_trusts(
    roles: Collection[RoleHeld], found: Mapping[RoleHeld, Place]
) -> Sequence[tuple[RoleHeld, int | None]]:
    """Each role with the Trust that it is in; ``None`` where it is in no one Trust."""
    return [(held, found[held].trust if held in found else None) for held in roles]


def place_to_give(session: Session, who: Actor, held: RoleHeld) -> Place:
    """Raises ``PersonRefused`` where there is no such place."""
    place = places_of(session, [held]).get(held)
    policy.require(
        policy.may_give_role(
            who,
            Role(held.role),
            held.scope_kind,
            held.scope_id,
            trust=place.trust if place else None,
        )
    )
    if place is None:
        raise PersonRefused("You cannot give that role there. Choose another place.")
    return place


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


@dataclass(frozen=True)
class Offer:
    roles: Sequence[Role]
    trusts: Mapping[str, str]
    regions: Mapping[str, str]


def what_may_be_given(store: Store, who: Actor) -> Offer:
    everywhere = policy.may_see_people(who, None)
    own = who.scopes(Role.COORDINATOR, scope_kind="trust")
    if not own:
        policy.require(everywhere)
    with store.reading() as session:
        if everywhere:
            there = places.trusts_in_year(session, clock.today().year)
            trusts = {str(one.dfe_number): one.name for one in there}
            return Offer(tuple(Role), trusts, places.region_names(session))
        names = places.trust_names(session)
    trusts = {one: names[int(one)] for one in own if int(one) in names}
    return Offer((Role.RESPONDENT, Role.STEERING), trusts, {})


def partners_to_choose(store: Store, who: Actor, trust: int) -> Mapping[str, str]:
    policy.require(policy.may_see_people(who, trust))
    with store.reading() as session:
        return partners_of_newest_round(session, trust)


def partners_of_newest_round(session: Session, trust: int) -> Mapping[str, str]:
    newest = next(iter(rounds.rounds_of_trust(session, trust)), None)
    if newest is None:
        return {}
    return {str(one.id): one.name for one in rounds.partners_of_round(session, newest.id)}
