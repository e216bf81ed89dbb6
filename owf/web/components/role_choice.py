"""Choosing a role and where it is held; each choice stands in the address."""

from __future__ import annotations

import streamlit as st

from owf.access import Actor, Role
from owf.access.policy import SCOPE_OF
from owf.access.role_places import TITLES, partners_to_choose, what_may_be_given
from owf.store import get_store
from owf.store.people import RoleHeld
from owf.web import html
from owf.web.components.choosing import choose, number_in_address

CHOICES = ("give", "in", "partner", "region")
"""What the address holds of the choice."""


def choose_role(who: Actor) -> RoleHeld | None:
    """Let somebody choose a role that they may give; ``None`` where it has no place yet."""
    offer = what_may_be_given(get_store(), who)
    titles = {role.value: TITLES[role] for role in offer.roles}
    left, middle, right = st.columns(3)
    with left:
        role = Role(choose("give", "Role", titles, offer.roles[0].value))
    kind = SCOPE_OF[role]
    if kind == "all":
        return RoleHeld(role, kind, "")
    with middle:
        if kind == "region":
            return RoleHeld(role, kind, choose("region", "Region", dict(offer.regions), ""))
        here = str(number_in_address("trust") or "")
        trust = choose("in", "Trust", dict(offer.trusts), here)
    if kind == "trust":
        return RoleHeld(role, kind, trust)
    partners = partners_to_choose(get_store(), who, int(trust))
    if not partners:
        html.notice(
            f"{offer.trusts[trust]} has no partners to answer for yet: its round must be opened "
            "first."
        )
        return None
    with right:
        return RoleHeld(role, kind, choose("partner", "Partner", dict(partners), ""))
