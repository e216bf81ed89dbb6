"""Who may read, offer, ask for and answer about good practice, with the reason in words."""

from owf.access import Actor, Role
from owf.access.policy import TRUST_ROLES, Decision, allow, belongs_to, deny


def may_read_as_trust(who: Actor, trust: int, partners: frozenset[int]) -> Decision:
    """Read what is offered to this Trust; ``partners`` are the Trust's."""
    if belongs_to(who, trust, partners):
        return allow("You belong to this Trust.")
    return deny(
        "You can only open good practice as your own Trust sees it. Open Good practice from the "
        "menu."
    )


def may_read_as_region(who: Actor, region_code: str) -> Decision:
    if who.is_operator or who.has(Role.NATIONAL):
        return allow("You belong to the national team.")
    return may_ask_for_region(who, region_code)


def may_read_as_england(who: Actor) -> Decision:
    """Only what Trusts offer to all of England."""
    if who.is_operator or who.has(Role.NATIONAL):
        return allow("You belong to the national team.")
    return deny(
        "Good practice is for the people of Trusts, regional leads and the national team. Your "
        "own pages are in the menu."
    )


def may_offer(who: Actor, trust: int) -> Decision:
    """Offer a Trust's examples, change and withdraw them."""
    return _for_the_group(who, trust, "offer its examples, change them and withdraw them")


def may_ask(who: Actor, trust: int) -> Decision:
    """Ask others on a Trust's behalf, read what it is asked, and answer."""
    return _for_the_group(who, trust, "ask others on its behalf, and answer what it is asked")


def may_ask_for_region(who: Actor, region_code: str) -> Decision:
    """See which gaps of a region have no offer, and ask for one."""
    if who.holds(Role.REGIONAL_LEAD, "region", region_code):
        return allow("You lead this region.")
    return deny(
        "Only the lead of a region can see its gaps without an offer and ask Trusts to offer. "
        "Open Good practice from the menu."
    )


def _for_the_group(who: Actor, trust: int, what: str) -> Decision:
    if who.holds_any(TRUST_ROLES, "trust", trust):
        return allow("You belong to this Trust's steering group.")
    return deny(
        f"Only the coordinator, the steering group and the chair of a Trust can {what}. Ask your "
        "Trust's coordinator to do it."
    )
