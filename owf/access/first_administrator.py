"""Beginning with a new database: the places there are, and the first administrator."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from owf.access import policy
from owf.access.actor import Actor, Role
from owf.access.errors import NotAllowed, PersonRefused
from owf.access.invitations import Invited, invite_in
from owf.store import Store, people, places
from owf.store.people import RoleHeld

EVERYWHERE = RoleHeld(Role.ADMINISTRATOR, "all", "")


def begin(
    store: Store,
    who: Actor,
    email: str,
    name: str,
    *,
    trusts: Path,
    sectors: Iterable[tuple[str, str]],
) -> Invited:
    """Load the places and invite the first administrator; nothing goes by e-mail.

    ``sectors`` are (id, title) of every sector that a questionnaire names.

    Raises:
        NotAllowed: only the operator may.
        PersonRefused: there is an administrator already, or the address or name cannot be kept.
    """
    decision = policy.may_load_reference_data(who)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.writing() as session:
        if people.administrators_to_change(session):
            raise PersonRefused(
                "There is already an administrator, so nothing was changed. Sign in as that "
                "person, or give somebody else the role with `python -m owf people invite`."
            )
        places.load_trusts(session, trusts)
        places.load_sectors(session, sectors)
        return invite_in(session, who, email, name, [EVERYWHERE])
