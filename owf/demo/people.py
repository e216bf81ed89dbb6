"""The demonstration's people: seven to sign in as, and the others who did something before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from owf import clock
from owf.access import OPERATOR, Actor, Role, audit
from owf.access.audit import Event
from owf.access.people import add_role
from owf.demo.places import CAMBRIDGESHIRE, EAST_OF_ENGLAND
from owf.store import Session, Store, people
from owf.store.people import RoleHeld

_FIRST_NAMES = """
Adam Alison Andrew Angela Anita Barbara Ben Caroline Catherine Christine Claire Clive Colin
Daniel David Deborah Diane Edward Elaine Elizabeth Emma Farah Fiona Frances Gareth Gillian
Graham Hazel Heather Helen Ian Imran Jacqueline Janet Jeremy Joanne Jonathan Judith Karen Keith
Laura Lesley Linda Louise Marcus Maria Mark Michelle Nasreen Neil Nicola Pamela Patrick Paul
Peter Rachel Rajesh Robert Sandra Sarah Simon Stephen Yvonne
"""
_LAST_NAMES = """
Abbott Allen Atkins Bailey Banks Barker Barton Begum Bennett Bishop Blake Bolton Bradley Briggs
Brooks Bryant Burgess Burton Carr Carter Chandler Chapman Clarke Coates Collins Cooke Cooper
Cross Curtis Dawson Dean Dixon Doyle Dunn Elliott Ellis Farrell Fisher Fletcher Foster Fowler
Fox Francis Garner Gibson Gill Goodwin Gordon Graves Green Griffin Hale Hammond Harper Hart
Hayes Hicks Hobbs Holmes Hudson Hussain Iqbal Jarvis Jenkins Jordan Kemp Khan Lambert Lawson
Lowe Lyons Malik Mason Middleton Mills Moss Newman Nolan Norris Osborne Parsons Patel Payne
Perkins Poole Porter Quinn Reid Rowe Saunders Shaw Sheppard Singh Slater Stokes Sutton Tanner
"""
_FIRST, _LAST = _FIRST_NAMES.split(), _LAST_NAMES.split()
_APART = 16
"""How far the numbers of two Trusts' people are apart."""


def name_of(trust: int, place: int) -> str:
    """The same in every build, and unique in the Trust."""
    number = trust * _APART + place
    # The strides make neighbours differ in both names; the lengths of the lists have no common
    # factor, so that the same pair comes back only after all others.
    return f"{_FIRST[number * 23 % len(_FIRST)]} {_LAST[number * 37 % len(_LAST)]}"


DEMO_NAMES: Mapping[str, str] = {
    "partner": "Daniel Marsh",
    "coordinator": "Ruth Palmer",
    "steering": "Alan Whitmore",
    "chair": "Jane Archer",
    "regional-lead": "Susan Fielding",
    "national": "Martin Reeve",
    "administrator": "Carol Lindsay",
}
"""Button of the sign-in page -> the name it signs in, in the order of the page."""

POLICE = "police"
WITH_SUBSTITUTE = "schools"
"""The sector whose partner has a second person to answer for it."""
SIGNED_IN_BEFORE = timedelta(minutes=52)
_CHAIR, _COORDINATOR, _STEERING, _SUBSTITUTE = 12, 13, 14, 15
"""Their places among a Trust's people; the leads of the first partners come before them."""


@dataclass(frozen=True)
class TrustPeople:
    coordinator: Actor
    chair: Actor
    steering: Actor
    leads: Mapping[str, Actor]


@dataclass(frozen=True)
class Founders:
    administrator: Actor
    national: Actor
    regional_lead: Actor


def add_founders(store: Store) -> Founders:
    with store.writing() as session:
        with clock.stopped_at(clock.now() - timedelta(hours=1)):
            held = RoleHeld(Role.ADMINISTRATOR, "all", "")
            administrator = _demo_person(session, OPERATOR, "administrator", held)
        sign_in_within(session, administrator)
        held = RoleHeld(Role.NATIONAL, "all", "")
        national = _demo_person(session, administrator, "national", held)
        held = RoleHeld(Role.REGIONAL_LEAD, "region", EAST_OF_ENGLAND)
        return Founders(
            administrator, national, _demo_person(session, administrator, "regional-lead", held)
        )


def add_coordinator_and_chair(
    store: Store, administrator: Actor, trust: int
) -> tuple[Actor, Actor]:
    with store.writing() as session:
        coordinates = RoleHeld(Role.COORDINATOR, "trust", str(trust))
        chairs = RoleHeld(Role.CHAIR, "trust", str(trust))
        return (
            _of_trust(session, administrator, trust, _COORDINATOR, coordinates, ours="coordinator"),
            _of_trust(session, administrator, trust, _CHAIR, chairs, ours="chair"),
        )


def add_group_and_leads(
    store: Store, coordinator: Actor, trust: int, partners: Sequence[tuple[int, str]]
) -> tuple[Actor, Mapping[str, Actor]]:
    """``partners`` are each one's number and what it is called; gives the leads by the latter."""
    leads = {}
    with store.writing() as session:
        held = RoleHeld(Role.STEERING, "trust", str(trust))
        steering = _of_trust(session, coordinator, trust, _STEERING, held, ours="steering")
        for number, (partner_id, partner) in enumerate(partners):
            held = RoleHeld(Role.RESPONDENT, "partner", str(partner_id))
            ours = "partner" if partner == POLICE else None
            place = number if number < _CHAIR else number + _SUBSTITUTE - _CHAIR + 1
            leads[partner] = _of_trust(session, coordinator, trust, place, held, ours=ours)
            if partner == WITH_SUBSTITUTE:
                substitute = _of_trust(session, coordinator, trust, _SUBSTITUTE, held)
                with clock.stopped_at(clock.now() + timedelta(days=1)):
                    sign_in_within(session, substitute)
    return steering, leads


def sign_in(store: Store, *those: Actor) -> None:
    with store.writing() as session:
        for who in those:
            sign_in_within(session, who)


def sign_in_within(session: Session, who: Actor) -> None:
    people.note_seen(session, who.id, clock.now())
    with clock.stopped_at(clock.now() - SIGNED_IN_BEFORE):
        audit.record(session, who, Event.SIGNED_IN, way="demonstration")


def _of_trust(
    session: Session,
    by: Actor,
    trust: int,
    place: int,
    held: RoleHeld,
    *,
    ours: str | None = None,
) -> Actor:
    """One of a Trust's people; in Cambridgeshire those with ``ours`` are people to sign in as."""
    if trust == CAMBRIDGESHIRE and ours is not None:
        return _demo_person(session, by, ours, held)
    person_id = sha256(f"demonstration:{trust} {place}".encode()).hexdigest()[:16]
    return _add(session, by, person_id, name_of(trust, place), held)


def _demo_person(session: Session, by: Actor, demo_role: str, held: RoleHeld) -> Actor:
    place = list(DEMO_NAMES).index(demo_role) + 1
    person_id, name = f"demo-{place}-{demo_role}", DEMO_NAMES[demo_role]
    return _add(session, by, person_id, name, held, demo_role=demo_role)


def _add(
    session: Session,
    by: Actor,
    person_id: str,
    name: str,
    held: RoleHeld,
    *,
    demo_role: str | None = None,
) -> Actor:
    # Without an e-mail address there is no invitation, and no password that anybody could set.
    people.add_person(session, person_id, name, added_at=clock.now(), demo_role=demo_role)
    add_role(session, by, person_id, held)
    return Actor(person_id, name, (held,))
