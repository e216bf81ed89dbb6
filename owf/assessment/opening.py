"""Opening a year: the national cycle with its frozen pack, a Trust's round, its returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.pack_freezing import keep_published
from owf.assessment.refusals import NotAllowed
from owf.questionnaire import Pack
from owf.store import Store, places, rounds


def open_cycle(
    store: Store, who: Actor, year: int, pack: Pack, *, opens: date, closes: date
) -> None:
    """Open the year's national exercise with ``pack``, which is published and frozen with it.

    Raises:
        NotAllowed: neither the operator nor of the national team.
        PackChanged: this name and version was published before with other contents.
    """
    decision = policy.may_open_cycle(who)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.writing() as session:
        places.load_sectors(session, ((sector.id, sector.title) for sector in pack.sectors))
        kept = keep_published(session, pack)
        rounds.add_cycle(session, year, kept, opens, closes)
        audit.record(session, who, Event.CYCLE_OPENED, "cycle", year, pack=pack.name)


def add_partners(
    store: Store, who: Actor, trust: int, partners: Sequence[tuple[str, str]]
) -> list[int]:
    """Add organisations, each ``(sector id, name)``, to a Trust; gives their ids in order.

    Raises:
        NotAllowed: neither the operator nor this Trust's coordinator.
    """
    _refuse_unless_prepares(who, trust)
    with store.writing() as session:
        added = [
            rounds.add_partner(session, trust, sector_id, name) for sector_id, name in partners
        ]
        if added:
            audit.record(
                session,
                who,
                Event.PARTNERS_ADDED,
                "trust",
                trust,
                trust=trust,
                partners=len(added),
            )
    return added


def open_round(store: Store, who: Actor, year: int, trust: int, partners: Sequence[int]) -> int:
    """Begin a Trust's part in a year with one return for each partner; gives the round's id.

    Raises:
        NotAllowed: neither the operator nor this Trust's coordinator.
    """
    _refuse_unless_prepares(who, trust)
    with store.writing() as session:
        round_id = rounds.add_round(session, year, trust)
        for partner_id in partners:
            rounds.add_return(session, round_id, partner_id)
        audit.record(
            session,
            who,
            Event.ROUND_OPENED,
            "round",
            round_id,
            trust=trust,
            partners=len(partners),
        )
    return round_id


def _refuse_unless_prepares(who: Actor, trust: int) -> None:
    decision = policy.may_prepare_round(who, trust)
    if not decision:
        raise NotAllowed(decision.reason)
