"""Who may see results: their own Trust's, a region's, England's, another Trust's."""

from __future__ import annotations

from owf.access.actor import Actor, Role
from owf.access.decisions import Decision, allow, deny

TRUST_ROLES = (Role.COORDINATOR, Role.STEERING, Role.CHAIR)
"""Roles in a Trust's steering group."""


def belongs_to(who: Actor, trust: int, partners: frozenset[int]) -> bool:
    """Whether someone is of a Trust (or holds the database), and sees it as it sees itself."""
    return (
        who.is_operator
        or who.holds_any(TRUST_ROLES, "trust", trust)
        or any(who.holds(Role.RESPONDENT, "partner", partner) for partner in partners)
    )


def may_see_region(who: Actor, region_code: str) -> Decision:
    """Whether someone may compare the Trusts of a region."""
    if who.is_operator or who.holds(Role.REGIONAL_LEAD, "region", region_code):
        return allow("You lead this region.")
    if who.has(Role.NATIONAL):
        return allow("You belong to the national team.")
    if who.has(Role.REGIONAL_LEAD):
        return deny("You can only open the page of your own region.")
    return deny(
        "This page is for regional leads and the national team. Your own Trust's results, next "
        "to its region's, are on the Compare page."
    )


def may_see_nation(who: Actor) -> Decision:
    """Whether someone may read England's figures."""
    if who.is_operator or who.has(Role.NATIONAL):
        return allow("You belong to the national team.")
    if who.has(Role.REGIONAL_LEAD):
        return allow("You lead a region.")
    return deny(
        "This page is for the national team and regional leads. Your own Trust's results, next "
        "to England's, are on the Compare page."
    )


def may_compare(
    who: Actor, trust: int, *, region_code: str, publication: str, partners: frozenset[int]
) -> Decision:
    """Whether someone may see a Trust's signed-off results.

    Args:
        who: the person asking.
        trust: the Trust's DfE number.
        region_code: the Trust's region.
        publication: ``done``, ``headline`` or ``full``: what the Trust shows to others.
        partners: the Trust's partners by id.
    """
    if belongs_to(who, trust, partners):
        return allow("These are your own Trust's results.")
    outside = who.has(Role.NATIONAL) or who.holds(Role.REGIONAL_LEAD, "region", region_code)
    if outside and publication == "full":
        return allow("The Trust has published its results in full.")
    if outside:
        return deny("This Trust has not published its results in full.")
    return deny(
        "You can only open the results of your own Trust. Ask your Trust's coordinator if you "
        "need another Trust's results."
    )
