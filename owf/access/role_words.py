"""Roles as people say them: ``Coordinator, Cambridgeshire``; ``Answers for Police``."""

from __future__ import annotations

from collections.abc import Iterable

from owf.access.actor import Role
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
    """Each role with where it is held, in the same order."""
    with store.reading() as session:
        return tuple(_in_words(session, held) for held in roles)


def role_at(role: Role, place: str) -> str:
    """A role and the name of the place where it is held (empty where it is held everywhere)."""
    if not place:
        return TITLES[role]
    return f"Answers for {place}" if role is Role.RESPONDENT else f"{TITLES[role]}, {place}"


def _in_words(session: Session, held: RoleHeld) -> str:
    return role_at(Role(held.role), _place(session, held))


def _place(session: Session, held: RoleHeld) -> str:
    """Where a role is held; the place's number or code where it is not kept any more."""
    if held.scope_kind == "region":
        return places.region_name(session, held.scope_id) or held.scope_id
    if held.scope_kind == "trust":
        return _trust_name(session, int(held.scope_id))
    if held.scope_kind == "partner":
        partner = rounds.partner_by_id(session, int(held.scope_id))
        if partner is None:
            return held.scope_id
        return f"{partner.name} ({_trust_name(session, partner.trust)})"
    return ""


def _trust_name(session: Session, number: int) -> str:
    trust = places.trust_by_number(session, number)
    return trust.name if trust else str(number)
