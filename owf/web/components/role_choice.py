"""Choosing a role and where it is held; each choice stands in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from owf.access import Actor, Role
from owf.access.policy import SCOPE_OF
from owf.access.role_places import partners_to_choose, what_may_be_given
from owf.access.role_words import TITLES
from owf.store import get_store
from owf.store.people import RoleHeld
from owf.web import html
from owf.web.components.choosing import choose, number_in_address

_CHOOSE = "Choose …"
NOT_CHOSEN = "Choose the person's role and place first."


def choose_role(who: Actor) -> RoleHeld | None:
    """Let somebody choose a role that they may give; ``None`` until it has a place."""
    offer = what_may_be_given(get_store(), who)
    columns = iter(st.columns(3))
    with next(columns):
        chosen = _choose("give", "Role", {role.value: TITLES[role] for role in offer.roles})
    if not chosen:
        return None
    role = Role(chosen)
    kind = SCOPE_OF[role]
    if kind == "all":
        return RoleHeld(role, kind, "")
    if kind == "region":
        with next(columns):
            region = _choose("region", "Region", offer.regions)
        return RoleHeld(role, kind, region) if region else None
    trust = next(iter(offer.trusts), "")
    if len(offer.trusts) > 1:
        with next(columns):
            trust = _choose("in", "Trust", offer.trusts, str(number_in_address("trust") or ""))
    if kind == "trust" or not trust:
        return RoleHeld(role, kind, trust) if trust else None
    partners = partners_to_choose(get_store(), who, int(trust))
    if not partners:
        html.notice(
            f"{offer.trusts[trust]} has no partners yet. Its coordinator must start the round "
            "first."
        )
        return None
    with next(columns):
        partner = _choose("partner", "Partner", partners)
    return RoleHeld(role, kind, partner) if partner else None


def _choose(name: str, label: str, options: Mapping[str, str], default: str = "") -> str:
    """One choice, empty until it is made: a role given by oversight opens a door."""
    return choose(name, label, {"": _CHOOSE, **options}, default)
