"""The demonstration's people: seven to sign in as, and a chair for every Trust that signs here."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from owf.access import Actor, Role
from owf.demo.stated import CAMBRIDGESHIRE, EAST_OF_ENGLAND
from owf.store import Store, people
from owf.store.people import RoleHeld

DEMO_ROLES: Sequence[tuple[str, str]] = (
    ("partner", "Partner (police)"),
    ("coordinator", "Coordinator"),
    ("steering", "Steering group member"),
    ("chair", "Chair"),
    ("regional-lead", "Regional lead"),
    ("national", "National team"),
    ("administrator", "Administrator"),
)


def add_chair(store: Store, trust: int, name: str) -> Actor:
    """Add the chair of a Trust; Cambridgeshire's is one of the people to sign in as."""
    held = RoleHeld(Role.CHAIR, "trust", str(trust))
    is_ours = trust == CAMBRIDGESHIRE
    person_id = "demo-4-chair" if is_ours else _person_id(f"chair {trust}")
    title = "Chair" if is_ours else f"Chair, {name}"
    with store.writing() as session:
        people.add_person(
            session, person_id, title, demo_role="chair" if is_ours else None, roles=[held]
        )
    return Actor(person_id, title, (held,))


def add_people_to_be(store: Store, police: int) -> None:
    """Add the people to sign in as, but for the chair.

    Args:
        store: where to keep them.
        police: the partner that one of them answers for.
    """
    ours = str(CAMBRIDGESHIRE)
    roles = {
        "partner": RoleHeld(Role.RESPONDENT, "partner", str(police)),
        "coordinator": RoleHeld(Role.COORDINATOR, "trust", ours),
        "steering": RoleHeld(Role.STEERING, "trust", ours),
        "regional-lead": RoleHeld(Role.REGIONAL_LEAD, "region", EAST_OF_ENGLAND),
        "national": RoleHeld(Role.NATIONAL, "all", ""),
        "administrator": RoleHeld(Role.ADMINISTRATOR, "all", ""),
    }
    with store.writing() as session:
        for place, (demo_role, name) in enumerate(DEMO_ROLES, start=1):
            if demo_role in roles:
                people.add_person(
                    session,
                    f"demo-{place}-{demo_role}",
                    name,
                    demo_role=demo_role,
                    roles=[roles[demo_role]],
                )


def _person_id(key: str) -> str:
    return sha256(f"demonstration:{key}".encode()).hexdigest()[:32]
