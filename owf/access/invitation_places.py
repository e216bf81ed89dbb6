"""What people write for a role and for the place where it is held."""

from __future__ import annotations

from collections.abc import Mapping

from owf import clock
from owf.access.actor import Actor, Role
from owf.access.policy import SCOPE_OF
from owf.access.refusals import PersonRefused, Refused
from owf.access.role_places import in_words, partners_of_newest_round, place_to_give
from owf.access.role_words import TITLES
from owf.store import Session, Store, places
from owf.store.people import RoleHeld

_NAMED_AT_MOST = 12
"""Partners that a fault lists."""


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


_ROLES: Mapping[str, Role] = {
    **{_fold(title): role for role, title in TITLES.items()},
    **{_fold(role): role for role in Role},
    "steering group member": Role.STEERING,
    "partner": Role.RESPONDENT,
    "admin": Role.ADMINISTRATOR,
}

_TO_WRITE = {**TITLES, Role.RESPONDENT: "Partner"}
"""What a list may say for each role."""


def role_named(text: str) -> Role:
    """The role that somebody wrote, whatever its capitals.

    Raises:
        PersonRefused: there is no such role.
    """
    found = _ROLES.get(_fold(text))
    if found is None:
        known = ", ".join(title.lower() for title in _TO_WRITE.values())
        said = f"there is no role “{text[:40]}”" if text else "the role is missing"
        raise PersonRefused(f"{said[:1].upper()}{said[1:]}: write {known}.")
    return found


class Finder:
    """Finds the roles that somebody may give from what was written, within one transaction.

    Args:
        session: the transaction.
        who: wants to give them.
        trust: the Trust that is meant where none is named.
    """

    def __init__(self, session: Session, who: Actor, trust: int | None = None) -> None:
        self._session = session
        self._who = who
        self._trust = trust
        self._names = places.trust_names(session)
        self._found: dict[tuple[Role, str], tuple[RoleHeld, str] | Refused] = {}

    def role(self, role: Role, where: str) -> tuple[RoleHeld, str]:
        """A role in the place that was written, and the same in words.

        Raises:
            NotAllowed: it is not theirs to give there.
            PersonRefused: there is no such place.
        """
        key = (role, where)
        if key not in self._found:
            try:
                held = RoleHeld(role, SCOPE_OF[role], self._place(SCOPE_OF[role], where))
                place = place_to_give(self._session, self._who, held)
                self._found[key] = held, in_words(held, {held: place})
            except Refused as refused:
                self._found[key] = refused
        found = self._found[key]
        if isinstance(found, Refused):
            raise found
        return found

    def _place(self, kind: str, where: str) -> str:
        if kind == "trust":
            return str(self._trust_named(where))
        if kind == "partner":
            return self._partner_named(where)
        if kind == "region":
            regions = places.region_names(self._session)
            for code, name in regions.items():
                if where and _fold(where) in (_fold(code), _fold(name)):
                    return code
            raise PersonRefused(f"{_said('region', where)}: write one of {_listed(regions)}.")
        if where:
            raise PersonRefused(f"This role does not need a place. Leave out “{where[:40]}”.")
        return ""

    def _trust_named(self, where: str) -> int:
        if not where and self._trust is not None:
            return self._trust
        there = places.trusts_in_year(self._session, clock.today().year)
        for trust in there:
            if where and _fold(where) in (_fold(trust.name), str(trust.dfe_number)):
                return trust.dfe_number
        raise PersonRefused(f"{_said('Trust', where)}: write its name or its DfE number.")

    def _partner_named(self, where: str) -> str:
        trust, name = self._trust, where
        if trust is not None:
            found = self._partners(trust, where)
            if found:
                return found
        before, colon, after = where.partition(":")
        if colon:
            trust, name = self._trust_named(before.strip()), after.strip()
            found = self._partners(trust, name)
            if found:
                return found
        if trust is None:
            raise PersonRefused(
                f"{_said('partner', where)}: write the Trust and the partner, as in "
                "Cambridgeshire: Police."
            )
        there = partners_of_newest_round(self._session, trust)
        if not there:
            raise PersonRefused(
                f"{self._names[trust]} has no partners yet. Its coordinator must start the round "
                "first."
            )
        raise PersonRefused(
            f"{_said('partner', name)} in {self._names[trust]}'s newest round: write one of "
            f"{_listed(there)}."
        )

    def _partners(self, trust: int, name: str) -> str:
        """The id of the one partner of this name; empty where there is none.

        Raises:
            PersonRefused: two have it.
        """
        there = partners_of_newest_round(self._session, trust)
        found = [one for one, called in there.items() if name and _fold(called) == _fold(name)]
        if len(found) > 1:
            raise PersonRefused(
                f"Two partners are called “{name[:40]}”. Invite this person on their own, not "
                "from a list."
            )
        return found[0] if found else ""


def find_role(store: Store, who: Actor, role: Role, where: str) -> RoleHeld:
    """A role in the place that was written.

    Raises:
        NotAllowed: it is not theirs to give there.
        PersonRefused: there is no such place.
    """
    with store.reading() as session:
        return Finder(session, who).role(role, where)[0]


def _said(what: str, where: str) -> str:
    return f"There is no {what} “{where[:60]}”" if where else f"The {what} is missing"


def _listed(named: Mapping[str, str]) -> str:
    names = list(named.values())
    more = len(names) - _NAMED_AT_MOST
    return ", ".join(names[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
