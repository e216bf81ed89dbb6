"""Who may do what: each question answered with allow or deny, and the reason in words.

The reason is shown to the person, so it says what to do next and names nothing they may not see.
"""

from __future__ import annotations

from dataclasses import dataclass

from owf.access.actor import Actor, Role

TRUST_ROLES = (Role.COORDINATOR, Role.STEERING, Role.CHAIR)


@dataclass(frozen=True)
class Decision:
    """Allow or deny, and why."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def _allow(reason: str) -> Decision:
    return Decision(allowed=True, reason=reason)


def _deny(reason: str) -> Decision:
    return Decision(allowed=False, reason=reason)


def may_answer(who: Actor, partner_id: int) -> Decision:
    """Whether someone may see and change a partner's return."""
    if who.holds(Role.RESPONDENT, "partner", partner_id):
        return _allow("You answer for this partner.")
    return _deny(
        "Only the people who answer for a partner may open its self-assessment. "
        "If you should be one of them, ask your Trust's coordinator to add you."
    )


def may_see_agreement(who: Actor, trust: int) -> Decision:
    """Whether someone may see what partners answered and what is being agreed."""
    if who.holds_any(TRUST_ROLES, "trust", trust):
        return _allow("You belong to this Trust's steering group.")
    return _deny(
        "Only the steering group, its chair and the coordinator of a Trust may open its sign-off. "
        "Ask your Trust's coordinator if you should be one of them."
    )


def may_sign(who: Actor, trust: int) -> Decision:
    """Whether someone may change agreed levels at sign-off, and sign."""
    if who.holds(Role.CHAIR, "trust", trust):
        return _allow("You chair this Trust's steering group.")
    return _deny("Only the chair signs, personally. You can read what is to be signed.")


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
    if who.is_operator or who.holds_any(TRUST_ROLES, "trust", trust):
        return _allow("These are your own Trust's results.")
    if any(who.holds(Role.RESPONDENT, "partner", partner) for partner in partners):
        return _allow("These are your own Trust's results.")
    outside = who.has(Role.NATIONAL) or who.holds(Role.REGIONAL_LEAD, "region", region_code)
    if outside and publication == "full":
        return _allow("The Trust has published its results in full.")
    if outside:
        return _deny("This Trust has not published its results in full.")
    return _deny(
        "You may open the results of your own Trust only. "
        "Ask your Trust's coordinator if you need another's."
    )
