"""Taking a return along as a workbook: what goes out, and for which return one has come back."""

from __future__ import annotations

from dataclasses import dataclass

from owf.access import Actor, policy
from owf.assessment.answering import ReturnView, return_in_year, view_of
from owf.assessment.packs import pack_of
from owf.assessment.refusals import NotAllowed, NotFound
from owf.questionnaire import Pack
from owf.store import Session, Store, rounds


@dataclass(frozen=True)
class Destination:
    """The return that a workbook is to come back to.

    ``digest`` is that of the questionnaire as it was frozen for the year.
    """

    return_id: int
    trust: int
    trust_name: str
    partner_id: int
    partner_name: str
    sector_id: str
    year: int
    pack: Pack
    digest: str
    is_locked: bool


def open_to_take_along(store: Store, who: Actor, partner_id: int, year: int) -> ReturnView:
    """A partner's return of a year with its answers, to make a workbook of it.

    Raises:
        NotAllowed: neither one who answers for this partner nor the operator.
        NotFound: the partner takes no part in that year.
    """
    decision = policy.may_take_along(who, partner_id)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        return view_of(session, partner_id, year)


def find_destination(store: Store, who: Actor, partner_id: int, year: int) -> Destination:
    """The return that a partner's workbook of a year is to come back to.

    Raises:
        NotAllowed, NotFound: as ``open_to_take_along``.
    """
    decision = policy.may_take_along(who, partner_id)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        return destination_of(session, partner_id, year)


def destination_of(session: Session, partner_id: int, year: int) -> Destination:
    """As ``find_destination``, for a caller who has asked the policy."""
    partner, facts, in_round = return_in_year(session, partner_id, year)
    return Destination(
        return_id=facts.id,
        trust=partner.trust,
        trust_name=in_round.trust_name,
        partner_id=partner.id,
        partner_name=partner.name,
        sector_id=partner.sector_id,
        year=year,
        pack=pack_of(session, in_round.pack_snapshot_id),
        digest=rounds.pack_digest(session, in_round.pack_snapshot_id),
        is_locked=facts.status != "open" or in_round.status != "open" or bool(facts.apology),
    )


def find_partner(store: Store, who: Actor, trust: int, id_or_name: str, year: int) -> int:
    """The id of the partner of a Trust that is meant by its id or its name.

    Raises:
        NotAllowed: only the operator may look partners up like this.
        NotFound: no partner, or several, are called so among those that take part in that year.
    """
    decision = policy.may_enter_returns(who)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        in_round = rounds.round_of(session, trust, year)
        if in_round is None:
            raise NotFound(f"Trust {trust} has no round in {year}. Give another year.")
        taking_part = rounds.returns_of_round(session, in_round.id)
    wanted = id_or_name.strip().casefold()
    found = [one for one in taking_part if str(one.partner_id) == wanted] or [
        one for one in taking_part if one.partner_name.casefold() == wanted
    ]
    if len(found) == 1:
        return found[0].partner_id
    known = ", ".join(f"{one.partner_name} ({one.partner_id})" for one in found or taking_part)
    if found:
        raise NotFound(f"Several partners are called “{id_or_name}”. Give the id of one: {known}.")
    raise NotFound(
        f"{in_round.trust_name} has no partner “{id_or_name}” in {year}. It has: {known}."
    )
