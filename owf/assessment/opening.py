"""Opening a year: the national cycle with its frozen pack, a Trust's round, its returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from owf.questionnaire import Pack
from owf.store import Store, places, rounds


def open_cycle(store: Store, year: int, pack: Pack, opens: date, closes: date) -> None:
    """Open the year's national exercise with ``pack``, which is frozen from now on.

    Raises:
        ValueError: another pack of the same name and version is in use already.
    """
    with store.writing() as session:
        places.load_sectors(session, ((sector.id, sector.title) for sector in pack.sectors))
        kept = rounds.keep_pack(session, pack.name, pack.digest(), pack.to_json())
        rounds.add_cycle(session, year, kept, opens, closes)


def add_partners(store: Store, trust: int, partners: Sequence[tuple[str, str]]) -> list[int]:
    """Add organisations, each ``(sector id, name)``, to a Trust; gives their ids in order."""
    with store.writing() as session:
        return [rounds.add_partner(session, trust, sector_id, name) for sector_id, name in partners]


def open_round(store: Store, year: int, trust: int, partners: Sequence[int]) -> int:
    """Begin a Trust's part in a year with one return for each partner; gives the round's id."""
    with store.writing() as session:
        round_id = rounds.add_round(session, year, trust)
        for partner_id in partners:
            rounds.add_return(session, round_id, partner_id)
    return round_id
