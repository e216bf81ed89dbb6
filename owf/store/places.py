"""Trusts, regions and sectors: loading the reference data, and looking them up."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, or_, select
from sqlmodel import Session, col

from owf.store.tables import Neighbour, Region, Sector, Trust, TrustLineage
from owf.store.tables.columns import columns_of
from owf.store.trust_names import NamedTrust, TrustNames


@dataclass(frozen=True)
class TrustFacts:
    dfe_number: int
    name: str
    region_code: str
    region_name: str
    start_year: int | None
    end_year: int | None


def load_trusts(session: Session, path: Path) -> int:
    """Brings rows up to date that are there already; gives how many there are."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for code, name in {row["region_code"]: row["region"] for row in rows}.items():
        session.merge(Region(code=code, name=name))
    session.flush()
    for row in rows:
        session.merge(
            Trust(
                dfe_number=int(row["dfe_code"]),
                name=row["name"],
                region_code=row["region_code"],
                authority_type=row["la_type"],
                start_year=int(row["start_year"]) if row["start_year"] else None,
                end_year=int(row["end_year"]) if row["end_year"] else None,
            )
        )
    session.flush()
    for row in rows:
        for successor in filter(None, row["successor_dfe_codes"].split(";")):
            session.merge(TrustLineage(predecessor=int(row["dfe_code"]), successor=int(successor)))
    return len(rows)


def load_sectors(session: Session, sectors: Iterable[tuple[str, str]]) -> None:
    for sector_id, title in sectors:
        session.merge(Sector(id=sector_id, title=title))


_FACTS = select(*columns_of(TrustFacts, Trust, region_name=Region.name)).join(
    Region, col(Region.code) == col(Trust.region_code)
)


def _was_there(year: int) -> tuple[object, object]:
    return (
        or_(col(Trust.start_year).is_(None), col(Trust.start_year) <= year),
        or_(col(Trust.end_year).is_(None), col(Trust.end_year) >= year),
    )


def trust_by_number(session: Session, dfe_number: int) -> TrustFacts | None:
    row = session.execute(_FACTS.where(col(Trust.dfe_number) == dfe_number)).one_or_none()
    return TrustFacts(*row) if row else None


def region_name(session: Session, code: str) -> str | None:
    return session.scalar(select(col(Region.name)).where(col(Region.code) == code))


def region_names(session: Session) -> Mapping[str, str]:
    query = select(col(Region.code), col(Region.name)).order_by(col(Region.name))
    return {row[0]: row[1] for row in session.execute(query)}


def trust_names(session: Session) -> Mapping[int, str]:
    query = select(col(Trust.dfe_number), col(Trust.name)).order_by(col(Trust.name))
    return {row[0]: row[1] for row in session.execute(query)}


def names_in_year(session: Session, year: int | None) -> TrustNames:
    """What Trusts of this year are called; ``None``: of any year."""
    query = select(
        *columns_of(NamedTrust, Trust, number=Trust.dfe_number, kind=Trust.authority_type)
    )
    trusts = [NamedTrust(*row) for row in session.execute(query.order_by(col(Trust.dfe_number)))]
    return TrustNames(trusts, year, successions(session))


def trusts_in_year(
    session: Session, year: int, region_code: str | None = None
) -> Sequence[TrustFacts]:
    """The Trusts that were there in the summer of ``year``, in order of name."""
    query = _FACTS.where(*_was_there(year)).order_by(col(Trust.name))  # type: ignore[arg-type]
    if region_code is not None:
        query = query.where(col(Trust.region_code) == region_code)
    return [TrustFacts(*row) for row in session.execute(query)]


def replace_neighbours(session: Session, neighbours: Mapping[int, Sequence[int]]) -> None:
    """Keep each Trust's statistical neighbours, nearest first, in place of all that were kept."""
    session.execute(delete(Neighbour))
    rows = [
        {"trust": trust, "place": place, "neighbour": neighbour}
        for trust, found in neighbours.items()
        for place, neighbour in enumerate(found, start=1)
    ]
    if rows:
        session.execute(insert(Neighbour), rows)


def neighbours_of(session: Session, dfe_number: int) -> Sequence[int]:
    """A Trust's statistical neighbours, nearest first; empty where none are kept."""
    query = (
        select(col(Neighbour.neighbour))
        .where(col(Neighbour.trust) == dfe_number)
        .order_by(col(Neighbour.place))
    )
    return list(session.scalars(query))


def successions(session: Session) -> Sequence[tuple[int, int]]:
    query = select(col(TrustLineage.predecessor), col(TrustLineage.successor)).order_by(
        col(TrustLineage.predecessor), col(TrustLineage.successor)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def predecessors_of(session: Session, dfe_number: int) -> Sequence[TrustFacts]:
    """The Trusts that this one took over from, by name; empty where it was there before."""
    query = (
        _FACTS.join(TrustLineage, col(TrustLineage.predecessor) == col(Trust.dfe_number))
        .where(col(TrustLineage.successor) == dfe_number)
        .order_by(col(Trust.name))
    )
    return [TrustFacts(*row) for row in session.execute(query)]
