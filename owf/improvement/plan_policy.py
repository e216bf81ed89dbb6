"""Who may write, agree, follow, update, check and read a Trust's plan."""

from owf.access.actor import Actor, Role
from owf.access.policy import TRUST_ROLES, Decision, allow, belongs_to, deny


def may_plan(who: Actor, trust: int) -> Decision:
    """Choose gaps, write actions, and record meetings."""
    if who.is_operator:
        return allow("You hold the database.")
    if who.holds_any(TRUST_ROLES, "trust", trust):
        return allow("You belong to this Trust's steering group.")
    return deny(
        "Only the coordinator, the steering group and the chair of a Trust can work on its plan. "
        "Ask your Trust's coordinator if you should be one of them."
    )


def may_see_plan(
    who: Actor,
    trust: int,
    *,
    region_code: str,
    partners: frozenset[int],
    publication: str | None,
) -> Decision:
    """``publication``: of the agreed version, ``None`` where nothing is agreed yet."""
    if may_plan(who, trust):
        return allow("You work on this Trust's plan.")
    if belongs_to(who, trust, partners):
        if publication is None:
            return deny(
                "Your Trust has not agreed this plan yet. You can read it once the chair has."
            )
        return allow("This is your own Trust's plan.")
    outside = who.has(Role.NATIONAL) or who.has(Role.REGIONAL_LEAD)
    is_near = who.has(Role.NATIONAL) or who.holds(Role.REGIONAL_LEAD, "region", region_code)
    if (publication == "region" and is_near) or (publication == "public" and outside):
        return allow("The Trust has published its plan.")
    if outside:
        return deny("This Trust has not published its plan.")
    return deny(
        "You can only open the plan of your own Trust. Ask your Trust's coordinator if you need "
        "another Trust's plan."
    )


def may_agree_plan(who: Actor, trust: int) -> Decision:
    if who.holds(Role.CHAIR, "trust", trust):
        return allow("You chair this Trust's steering group.")
    return deny("Only the chair can agree the plan. You can read what the chair will agree.")


def may_run_plan(who: Actor, trust: int) -> Decision:
    if who.is_operator:
        return allow("You hold the database.")
    if who.holds(Role.COORDINATOR, "trust", trust):
        return allow("You are this Trust's coordinator.")
    return deny(
        "Only a Trust's coordinator can close a quarter and remind the people who lead actions. "
        "Ask your coordinator to do it."
    )


def may_update_action(
    who: Actor, trust: int, lead_partner: int | None, lead_person: str | None, own: frozenset[int]
) -> Decision:
    """``own``: the Trust's partners. A lead who went to another Trust leads nothing here."""
    if who.id == lead_person and belongs_to(who, trust, own):
        return allow("You lead this action.")
    if lead_partner is not None and who.holds(Role.RESPONDENT, "partner", lead_partner):
        return allow("You answer for the partner that leads this action.")
    if who.holds(Role.COORDINATOR, "trust", trust):
        return allow("You are this Trust's coordinator.")
    return deny(
        "Only the person and the partner that lead an action, and the Trust's coordinator, can "
        "update it. Ask the coordinator if you should lead it."
    )


def may_check_action(
    who: Actor, trust: int, lead_partner: int | None, lead_person: str | None, own: frozenset[int]
) -> Decision:
    """Say whether an action is done; ``own`` are the Trust's partners. Never for its lead."""
    if who.id == lead_person or (
        lead_partner is not None and who.holds(Role.RESPONDENT, "partner", lead_partner)
    ):
        return deny(
            "You lead this action, so somebody else checks that it is done: the coordinator or "
            "another partner."
        )
    if who.holds(Role.COORDINATOR, "trust", trust):
        return allow("You are this Trust's coordinator.")
    if any(who.holds(Role.RESPONDENT, "partner", one) for one in own):
        return allow("You answer for another partner of this Trust.")
    return deny("Only the coordinator and the other partners can check that an action is done.")
