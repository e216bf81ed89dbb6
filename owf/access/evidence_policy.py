"""Who may keep a partner's evidence, and who may open it."""

from __future__ import annotations

from owf.access.actor import Actor, Role
from owf.access.decisions import Decision, allow, deny
from owf.access.results_policy import TRUST_ROLES


def may_keep_evidence(who: Actor, partner_id: int) -> Decision:
    """Whether someone may see a partner's list of evidence, and change it."""
    if who.holds(Role.RESPONDENT, "partner", partner_id):
        return allow("You answer for this partner.")
    return deny(
        "Only the people who answer for a partner can add or change its evidence. If you should "
        "be one of them, ask your Trust's coordinator to add you."
    )


def may_open_evidence(who: Actor, partner_id: int, trust: int, *, is_submitted: bool) -> Decision:
    """Whether someone may open a piece of evidence.

    Args:
        who: the person asking.
        partner_id: whose it is.
        trust: that the partner belongs to.
        is_submitted: whether it stands behind an answer of a submitted return.
    """
    if may_keep_evidence(who, partner_id):
        return allow("You answer for this partner.")
    if is_submitted and who.holds_any(TRUST_ROLES, "trust", trust):
        return allow("You belong to this Trust's steering group, and the partner has submitted it.")
    return deny(NOT_THERE)


NOT_THERE = (
    "This file does not exist, or you cannot open it. Evidence is open to the people who answer "
    "for the partner and, when the partner has submitted, to the Trust's steering group."
)
"""Said of what is not there and of what may not be seen, so that neither can be told from it."""
