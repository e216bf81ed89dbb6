"""The demonstration's people: seven to sign in as, and everybody who did something before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from owf import clock
from owf.access import OPERATOR, Actor, Role, audit
from owf.access.audit import Event
from owf.access.roles import add_role
from owf.demo.names import name_of
from owf.demo.stated import CAMBRIDGESHIRE, EAST_OF_ENGLAND
from owf.store import Session, Store, people
from owf.store.people import RoleHeld

DEMO_NAMES: Mapping[str, str] = {
    "partner": "Daniel Marsh",
    "coordinator": "Ruth Palmer",
    "steering": "Alan Whitmore",
    "chair": "Jane Archer",
    "regional-lead": "Susan Fielding",
    "national": "Martin Reeve",
    "administrator": "Carol Lindsay",
}
"""Button of the sign-in page -> who is behind it, in the order of the page."""

POLICE = "police"
WITH_SUBSTITUTE = "schools"
"""The sector whose partner has a second person to answer for it."""
_CHAIR, _COORDINATOR, _STEERING, _SUBSTITUTE = 12, 13, 14, 15
"""Their places among a Trust's people; the leads of the partners come before them."""


@dataclass(frozen=True)
class TrustPeople:
    """Who does what in a Trust; ``leads`` answer for its partners, by sector."""

    coordinator: Actor
    chair: Actor
    steering: Actor
    leads: Mapping[str, Actor]


@dataclass(frozen=True)
class Founders:
    """Those who belong to no Trust."""

    administrator: Actor
    national: Actor
    regional_lead: Actor


def add_founders(store: Store) -> Founders:
    """Add the administrator, whom the operator appoints, and whom the administrator appoints."""
    everywhere = ("all", "")
    with store.writing() as session:
        administrator = _to_be(
            session, OPERATOR, "administrator", RoleHeld(Role.ADMINISTRATOR, *everywhere)
        )
        sign_in_within(session, administrator)
        return Founders(
            administrator,
            _to_be(session, administrator, "national", RoleHeld(Role.NATIONAL, *everywhere)),
            _to_be(
                session,
                administrator,
                "regional-lead",
                RoleHeld(Role.REGIONAL_LEAD, "region", EAST_OF_ENGLAND),
            ),
        )


def add_coordinator_and_chair(
    store: Store, administrator: Actor, trust: int
) -> tuple[Actor, Actor]:
    """Let the administrator appoint a Trust's coordinator and its chair."""
    found = []
    with store.writing() as session:
        for role, place in ((Role.COORDINATOR, _COORDINATOR), (Role.CHAIR, _CHAIR)):
            held = RoleHeld(role, "trust", str(trust))
            found.append(
                _to_be(session, administrator, str(role), held)
                if trust == CAMBRIDGESHIRE
                else _add(
                    session,
                    administrator,
                    _person_id(f"{role} {trust}"),
                    name_of(trust, place),
                    held,
                )
            )
    coordinator, chair = found
    return coordinator, chair


def add_group_and_leads(
    store: Store, coordinator: Actor, trust: int, partners: Sequence[tuple[int, str]]
) -> tuple[Actor, Mapping[str, Actor]]:
    """Let a coordinator add one of the steering group, and somebody who answers for each partner.

    Args:
        store: where to keep them.
        coordinator: the Trust's.
        trust: DfE number.
        partners: ``(partner, sector)``, one of each sector.

    Returns:
        The member of the steering group, and the lead of each partner by sector.
    """
    is_ours = trust == CAMBRIDGESHIRE
    leads = {}
    with store.writing() as session:
        held = RoleHeld(Role.STEERING, "trust", str(trust))
        steering = (
            _to_be(session, coordinator, "steering", held)
            if is_ours
            else _add(
                session,
                coordinator,
                _person_id(f"steering {trust}"),
                name_of(trust, _STEERING),
                held,
            )
        )
        for place, (partner_id, sector) in enumerate(partners):
            held = RoleHeld(Role.RESPONDENT, "partner", str(partner_id))
            leads[sector] = (
                _to_be(session, coordinator, "partner", held)
                if is_ours and sector == POLICE
                else _add(
                    session,
                    coordinator,
                    _person_id(f"lead {trust} {sector}"),
                    name_of(trust, place),
                    held,
                )
            )
            if sector == WITH_SUBSTITUTE:
                substitute = _person_id(f"substitute {trust} {sector}")
                sign_in_within(
                    session,
                    _add(session, coordinator, substitute, name_of(trust, _SUBSTITUTE), held),
                )
    return steering, leads


def sign_in(store: Store, *those: Actor) -> None:
    """Note that people signed in at the moment at which the clock stands."""
    with store.writing() as session:
        for who in those:
            sign_in_within(session, who)


def sign_in_within(session: Session, who: Actor) -> None:
    """The same for one person, within a transaction."""
    people.note_seen(session, who.id, clock.now())
    audit.record(session, who, Event.SIGNED_IN, way="demonstration")


def _to_be(session: Session, by: Actor, demo_role: str, held: RoleHeld) -> Actor:
    """Somebody to sign in as."""
    place = list(DEMO_NAMES).index(demo_role) + 1
    return _add(
        session, by, f"demo-{place}-{demo_role}", DEMO_NAMES[demo_role], held, demo_role=demo_role
    )


def _add(
    session: Session,
    by: Actor,
    person_id: str,
    name: str,
    held: RoleHeld,
    *,
    demo_role: str | None = None,
) -> Actor:
    people.add_person(session, person_id, name, added_at=clock.now(), demo_role=demo_role)
    # They have no e-mail address, and so no invitation either: nobody signs in with a password.
    session.flush()
    add_role(session, by, person_id, held)
    return Actor(person_id, name, (held,))


def _person_id(key: str) -> str:
    return sha256(f"demonstration:{key}".encode()).hexdigest()[:16]
