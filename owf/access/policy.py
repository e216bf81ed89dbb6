"""Who may do what: each question answered with allow or deny, and the reason in words.

The reason is shown to the person, so it says what to do next and names nothing they may not see.
"""

from collections.abc import Collection
from dataclasses import dataclass

from owf.access.actor import Actor, Role
from owf.access.errors import NotAllowed
from owf.store.people import RoleHeld


@dataclass(frozen=True)
class Decision:
    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def allow(reason: str) -> Decision:
    return Decision(allowed=True, reason=reason)


def deny(reason: str) -> Decision:
    return Decision(allowed=False, reason=reason)


def require(decision: Decision) -> None:
    if not decision:
        raise NotAllowed(decision.reason)


TRUST_ROLES = (Role.COORDINATOR, Role.STEERING, Role.CHAIR)


def belongs_to(who: Actor, trust: int, partners: frozenset[int]) -> bool:
    """Also whoever holds the database."""
    return (
        who.is_operator
        or who.holds_any(TRUST_ROLES, "trust", trust)
        or any(who.holds(Role.RESPONDENT, "partner", partner) for partner in partners)
    )


def may_see_region(who: Actor, region_code: str) -> Decision:
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
    """``publication`` is what the Trust shows to others: ``done``, ``headline`` or ``full``."""
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


GIVEN_BY_COORDINATORS = (Role.RESPONDENT, Role.STEERING)
SCOPE_OF: dict[Role, str] = {
    Role.RESPONDENT: "partner",
    Role.COORDINATOR: "trust",
    Role.STEERING: "trust",
    Role.CHAIR: "trust",
    Role.REGIONAL_LEAD: "region",
    Role.NATIONAL: "all",
    Role.ADMINISTRATOR: "all",
}


# Who it is for, and what everybody else is told.


def _for_the_operator(who: Actor, otherwise: str) -> Decision:
    return allow("You hold the database.") if who.is_operator else deny(otherwise)


def _for_the_partner(who: Actor, partner_id: int, otherwise: str) -> Decision:
    if who.holds(Role.RESPONDENT, "partner", partner_id):
        return allow("You answer for this partner.")
    return deny(otherwise)


def _for_the_group(who: Actor, trust: int, otherwise: str) -> Decision:
    if who.holds_any(TRUST_ROLES, "trust", trust):
        return allow("You belong to this Trust's steering group.")
    return deny(otherwise)


def _for_administrators(who: Actor, trust: int | None, otherwise: str) -> Decision:
    """Administrators and the operator everywhere, a coordinator in their own ``trust``."""
    if who.is_operator or who.has(Role.ADMINISTRATOR):
        return allow("You look after people and the system.")
    if trust is not None and who.holds(Role.COORDINATOR, "trust", trust):
        return allow("You are this Trust's coordinator.")
    return deny(otherwise)


def _for_the_nation(who: Actor, otherwise: str) -> Decision:
    if who.is_operator:
        return allow("You hold the database.")
    if who.has(Role.NATIONAL):
        return allow("You belong to the national team.")
    return deny(otherwise)


def _for_the_coordinator(who: Actor, trust: int, otherwise: str) -> Decision:
    if who.is_operator:
        return allow("You hold the database.")
    if who.holds(Role.COORDINATOR, "trust", trust):
        return allow("You are this Trust's coordinator.")
    return deny(otherwise)


def may_answer(who: Actor, partner_id: int) -> Decision:
    return _for_the_partner(
        who,
        partner_id,
        "Only the people who answer for a partner can open its self-assessment. If you should be "
        "one of them, ask your Trust's coordinator to add you.",
    )


def may_take_along(who: Actor, partner_id: int) -> Decision:
    """Take a return out as a workbook, and bring it back."""
    if who.is_operator:
        return allow("You hold the database.")
    return may_answer(who, partner_id)


def may_see_agreement(who: Actor, trust: int) -> Decision:
    return _for_the_group(
        who,
        trust,
        "Only the steering group, its chair and the Trust's coordinator can open the sign-off. "
        "Ask your Trust's coordinator if you should be one of them.",
    )


def may_moderate(who: Actor, trust: int) -> Decision:
    return _for_the_group(
        who,
        trust,
        "Only the coordinator, the steering group and the chair of a Trust can agree its levels. "
        "Ask your Trust's coordinator if you should be one of them.",
    )


def may_reply(who: Actor, partner_id: int) -> Decision:
    return _for_the_partner(
        who,
        partner_id,
        "Only the people who answer for a partner can reply for it. If you should be one of "
        "them, ask your Trust's coordinator to add you.",
    )


def may_record_voices(who: Actor, trust: int) -> Decision:
    if who.holds(Role.COORDINATOR, "trust", trust):
        return allow("You are this Trust's coordinator.")
    return deny("Only a Trust's coordinator can enter what children and parents said.")


def may_reopen(who: Actor, trust: int) -> Decision:
    if who.holds(Role.CHAIR, "trust", trust):
        return allow("You chair this Trust's steering group.")
    return deny("Only the chair, who signs, can reopen the return.")


def may_sign(who: Actor, trust: int) -> Decision:
    if who.holds(Role.CHAIR, "trust", trust):
        return allow("You chair this Trust's steering group.")
    return deny("Only the chair can sign. You can read what the chair will sign.")


def may_carry_over(who: Actor) -> Decision:
    """Enter results that were signed elsewhere."""
    return _for_the_operator(
        who, "Only the operator can carry over results that were signed elsewhere."
    )


def may_open_cycle(who: Actor) -> Decision:
    """Whether someone may open a year's national exercise, which freezes its questionnaire."""
    return _for_the_nation(who, "Only the national team can open a year.")


def may_publish_pack(who: Actor) -> Decision:
    """Whether someone may look through the questionnaires and publish one, which freezes it."""
    return _for_the_nation(
        who,
        "Only the national team can see questionnaires before they are used, and publish them. "
        "Your own pages are in the menu.",
    )


def may_prepare_round(who: Actor, trust: int) -> Decision:
    return _for_the_coordinator(
        who, trust, "Only a Trust's coordinator can list its partners and start its round."
    )


def may_run_round(who: Actor, trust: int) -> Decision:
    return _for_the_coordinator(
        who,
        trust,
        "Only a Trust's coordinator can set last days, reopen self-assessments and note "
        "apologies. Ask your coordinator to do it.",
    )


def may_delegate(who: Actor, partner_id: int, trust: int) -> Decision:
    if who.holds(Role.RESPONDENT, "partner", partner_id):
        return allow("You answer for this partner.")
    if who.holds(Role.COORDINATOR, "trust", trust):
        return allow("You are this Trust's coordinator.")
    return deny(
        "Only the people who answer for a partner, and the Trust's coordinator, can say who "
        "takes which theme."
    )


def may_oversee_year(who: Actor) -> Decision:
    return _for_the_nation(
        who,
        "Only the national team can see the progress of all Trusts and give a Trust more time. "
        "Your own pages are in the menu.",
    )


def may_enter_returns(who: Actor) -> Decision:
    return _for_the_operator(who, "Only the operator can enter a whole return for a partner.")


def may_respond(who: Actor | None) -> Decision:
    """Nobody with a name, because the record of it would say who gave which response."""
    if who is None:
        return allow("The survey's link is open to the Trust's practitioners.")
    if who.is_operator:
        return allow("You hold the database.")
    return deny(
        "Practitioners answer the survey without an account, so that nobody can tell who said "
        "what. Open the survey's link in a browser where you are not signed in."
    )


def may_look_after_survey(who: Actor, trust: int) -> Decision:
    return _for_the_coordinator(
        who, trust, "Only a Trust's coordinator can manage the link to its survey."
    )


def may_see_survey(who: Actor, trust: int) -> Decision:
    return _for_the_group(
        who,
        trust,
        "Only the coordinator, the steering group and the chair of a Trust can see its survey's "
        "progress. If you were asked to answer a survey, open the link you were sent.",
    )


def may_load_reference_data(who: Actor) -> Decision:
    return _for_the_operator(who, "Only the operator can replace the reference data.")


def may_see_record(who: Actor, trust: int | None) -> Decision:
    return _for_administrators(
        who,
        trust,
        "Only an administrator can read the whole record. A Trust's coordinator can read their "
        "own Trust's record.",
    )


def may_see_people(who: Actor, trust: int | None) -> Decision:
    return _for_administrators(
        who,
        trust,
        "This page is for administrators and Trust coordinators. Ask your coordinator if "
        "somebody should be added.",
    )


def may_give_role(
    who: Actor, role: Role, scope_kind: str, scope_id: str, *, trust: int | None
) -> Decision:
    """``trust`` is the one that the place is in; ``None`` for a region or everywhere."""
    if SCOPE_OF[role] != scope_kind or (scope_kind == "all") != (scope_id == ""):
        return deny(f"You cannot give the role {role} there. Choose another place.")
    if who.is_operator or who.has(Role.ADMINISTRATOR):
        return allow("You look after people and the system.")
    if trust is None or not who.holds(Role.COORDINATOR, "trust", trust):
        return deny("You can only manage people in your own Trust.")
    if role in GIVEN_BY_COORDINATORS:
        return allow("You are this Trust's coordinator.")
    return deny(
        "A coordinator can invite people who answer for a partner and members of the steering "
        "group. Ask an administrator to invite a coordinator or a chair."
    )


def may_make_link(who: Actor, held: Collection[tuple[RoleHeld, int | None]]) -> Decision:
    """``held`` are all of that person's roles, each with the Trust that it is in.

    The link signs in as that person, so nobody makes one for a role that they could not give.
    """
    return _who_gives_all(
        who,
        held,
        "This person also has a role that you do not manage, so you cannot make a link for them. "
        "They can ask for a new password on the sign-in page, or ask an administrator.",
    )


def may_correct(who: Actor, held: Collection[tuple[RoleHeld, int | None]]) -> Decision:
    """Somebody else's name and e-mail address; ``held`` as in ``may_make_link``.

    Whoever receives an account's letters can sign in to it.
    """
    return _who_gives_all(
        who,
        held,
        "This person also has a role that you do not manage, so you cannot change their name or "
        "e-mail address. They can do it on their account page, or ask an administrator.",
    )


def _who_gives_all(
    who: Actor, held: Collection[tuple[RoleHeld, int | None]], otherwise: str
) -> Decision:
    if who.is_operator or who.has(Role.ADMINISTRATOR):
        return allow("You look after people and the system.")
    if held and all(
        may_give_role(who, Role(one.role), one.scope_kind, one.scope_id, trust=trust)
        for one, trust in held
    ):
        return allow("You are this Trust's coordinator.")
    return deny(otherwise)


def may_look_after_accounts(who: Actor) -> Decision:
    """Whether someone may disable, enable or erase a person: it reaches beyond one Trust."""
    return _for_administrators(
        who,
        None,
        "Only an administrator can disable or erase a person, because it affects more than one "
        "Trust. You can remove their roles in your own Trust.",
    )


def may_keep_evidence(who: Actor, partner_id: int) -> Decision:
    return _for_the_partner(
        who,
        partner_id,
        "Only the people who answer for a partner can add or change its evidence. If you should "
        "be one of them, ask your Trust's coordinator to add you.",
    )


def may_open_evidence(who: Actor, partner_id: int, trust: int, *, is_shown: bool) -> Decision:
    """``is_shown``: it is linked to an answer of a submitted return, or to an action of a plan."""
    if may_keep_evidence(who, partner_id):
        return allow("You answer for this partner.")
    if is_shown and who.holds_any(TRUST_ROLES, "trust", trust):
        return allow("You belong to this Trust's steering group, and the partner has shown it.")
    return deny(NOT_THERE)


NOT_THERE = (
    "This file does not exist, or you cannot open it. Evidence is open to the people who answer "
    "for the partner and, when the partner has submitted or linked it to an action, to the Trust's "
    "steering group."
)
"""Said of what is not there and of what may not be seen, so that neither can be told from it."""
