"""Cycles, rounds, partners and returns."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col

from owf.store.tables import (
    Answer,
    Cycle,
    PackSnapshot,
    Partner,
    Reopening,
    Return,
    Round,
    Sector,
    Trust,
)
from owf.store.tables.columns import columns_of


@dataclass(frozen=True)
class RoundFacts:
    """``closes`` is the Trust's own last day if it has one, ``cycle_closes`` the year's."""

    id: int
    year: int
    trust: int
    trust_name: str
    region_code: str
    status: str
    publication: str
    closes: date
    pack_snapshot_id: int
    cycle_closes: date
    was_reopened: bool = False

    @property
    def shows_signed(self) -> bool:
        """Whether a signature of it counts: it is signed, or open again and shown as signed."""
        return self.status == "signed" or self.was_reopened

    @property
    def is_reopened(self) -> bool:
        return self.status == "open" and self.was_reopened


@dataclass(frozen=True)
class ReturnFacts:
    """``answered`` counts items; ``closes`` is the last day set for this partner alone."""

    id: int
    round_id: int
    partner_id: int
    partner_name: str
    sector_id: str
    sector_title: str
    status: str
    submitted_at: datetime | None
    submitted_by: str | None
    answered: int
    closes: date | None
    apology: str


def keep_pack(session: Session, name: str, digest: str, body: str) -> int:
    """Raises ``ValueError`` where a pack of this name is kept already with other contents."""
    kept = session.execute(
        select(col(PackSnapshot.id), col(PackSnapshot.digest)).where(col(PackSnapshot.name) == name)
    ).one_or_none()
    if kept is not None:
        if kept.digest != digest:
            raise ValueError(
                f"{name} is already in use with other contents: "
                "give the changed pack a new version."
            )
        return int(kept.id)
    row = PackSnapshot(name=name, digest=digest, body=body)
    session.add(row)
    session.flush()
    return row.id


def pack_named(session: Session, name: str) -> int | None:
    return session.scalar(select(col(PackSnapshot.id)).where(col(PackSnapshot.name) == name))


def kept_packs(session: Session) -> Mapping[str, str]:
    rows = session.execute(
        select(col(PackSnapshot.name), col(PackSnapshot.body)).order_by(col(PackSnapshot.id))
    )
    return {row.name: row.body for row in rows}


# Every click asks this: put together once, and past the ORM, which costs half as much.
_PACKS = SQLModel.metadata.tables["pack_snapshot"]
_DIGEST = select(_PACKS.c.digest).where(_PACKS.c.id == bindparam("of_pack"))


def pack_digest(session: Session, pack_snapshot_id: int) -> str:
    return str(session.execute(_DIGEST, {"of_pack": pack_snapshot_id}).scalar_one())


def pack_body(session: Session, pack_snapshot_id: int) -> str:
    return str(
        session.execute(
            select(col(PackSnapshot.body)).where(col(PackSnapshot.id) == pack_snapshot_id)
        ).scalar_one()
    )


def pack_of_cycle(session: Session, year: int) -> int | None:
    return session.scalar(select(col(Cycle.pack_snapshot_id)).where(col(Cycle.year) == year))


def cycle_years(session: Session) -> Sequence[int]:
    return list(session.scalars(select(col(Cycle.year)).order_by(col(Cycle.year).desc())))


def add_cycle(
    session: Session, year: int, pack_snapshot_id: int, opens: date, closes: date
) -> None:
    session.add(Cycle(year=year, pack_snapshot_id=pack_snapshot_id, opens=opens, closes=closes))
    session.flush()


def add_round(session: Session, year: int, trust: int) -> int:
    row = Round(year=year, trust=trust)
    session.add(row)
    session.flush()
    return row.id


def add_partner(session: Session, trust: int, sector_id: str, name: str) -> int:
    row = Partner(trust=trust, sector_id=sector_id, name=name)
    session.add(row)
    session.flush()
    return row.id


def add_return(session: Session, round_id: int, partner_id: int) -> int:
    row = Return(round_id=round_id, partner_id=partner_id)
    session.add(row)
    session.flush()
    return row.id


NAME_IN_YEAR = func.coalesce(col(Return.partner_name), col(Partner.name))
"""What a partner was called in the year of a return: its name then, if it has another now."""

_ROUNDS = (
    select(
        *columns_of(
            RoundFacts,
            Round,
            trust_name=Trust.name,
            region_code=Trust.region_code,
            closes=func.coalesce(col(Round.closes), col(Cycle.closes)),
            pack_snapshot_id=Cycle.pack_snapshot_id,
            cycle_closes=Cycle.closes,
            was_reopened=select(col(Reopening.id))
            .where(col(Reopening.round_id) == col(Round.id))
            .exists(),
        )
    )
    .join(Trust, col(Trust.dfe_number) == col(Round.trust))
    .join(Cycle, col(Cycle.year) == col(Round.year))
)


def round_of(session: Session, trust: int, year: int) -> RoundFacts | None:
    return _one_round(session, _ROUNDS.where(col(Round.trust) == trust, col(Round.year) == year))


def round_by_id(session: Session, round_id: int) -> RoundFacts | None:
    return _one_round(session, _ROUNDS.where(col(Round.id) == round_id))


def _one_round(session: Session, query: Select[*tuple[object, ...]]) -> RoundFacts | None:
    row = session.execute(query).one_or_none()
    return RoundFacts(*row) if row else None


def round_to_change(session: Session, round_id: int) -> RoundFacts | None:
    """The round with this id, locked until the transaction ends, so that nobody signs twice."""
    return _one_round(session, _ROUNDS.where(col(Round.id) == round_id).with_for_update(of=Round))


def rounds_of_trust(session: Session, trust: int) -> Sequence[RoundFacts]:
    query = _ROUNDS.where(col(Round.trust) == trust).order_by(col(Round.year).desc())
    return [RoundFacts(*row) for row in session.execute(query)]


def every_round(session: Session) -> Sequence[RoundFacts]:
    query = _ROUNDS.order_by(col(Round.trust), col(Round.year))
    return [RoundFacts(*row) for row in session.execute(query)]


_ROUND_ROWS = SQLModel.metadata.tables["round"]
_SET_STATUS = update(_ROUND_ROWS).where(_ROUND_ROWS.c.id == bindparam("of_round"))


def set_round_status(session: Session, round_id: int, status: str, publication: str) -> None:
    values = {"of_round": round_id, "status": status, "publication": publication}
    session.execute(_SET_STATUS, values)


_BY_NAME = select(Partner).order_by(col(Partner.name), col(Partner.id))


def partner_by_id(session: Session, partner_id: int) -> Partner | None:
    return session.get(Partner, partner_id)


def partners_by_id(session: Session, partner_ids: Collection[int]) -> Sequence[Partner]:
    query = _BY_NAME.where(col(Partner.id).in_(partner_ids))
    return session.scalars(query).all()


def partner_to_change(session: Session, partner_id: int) -> Partner | None:
    """Locked until the transaction ends, so that two new names follow each other."""
    return session.scalar(
        select(Partner)
        .where(col(Partner.id) == partner_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


class NameTaken(Exception):
    """Another partner of the Trust has this name already."""


def rename_partner(session: Session, partner_id: int, name: str) -> None:
    """Raises ``NameTaken`` where a transaction has just given the name to another."""
    try:
        with session.begin_nested():
            session.execute(update(Partner).where(col(Partner.id) == partner_id).values(name=name))
    except IntegrityError as error:
        raise NameTaken from error


def keep_name_in_years(session: Session, partner_id: int, name: str, rounds: Set[int]) -> None:
    """Keep what a partner is called in these rounds, where no earlier name is kept already."""
    session.execute(
        update(Return)
        .where(
            col(Return.partner_id) == partner_id,
            col(Return.round_id).in_(rounds),
            col(Return.partner_name).is_(None),
        )
        .values(partner_name=name)
    )


@dataclass(frozen=True)
class NameInYear:
    partner_id: int
    year: int
    name: str


def names_over_years(session: Session, trust: int) -> Sequence[NameInYear]:
    """What a Trust's partners were called in each year in which they took part, oldest first."""
    rows = session.execute(
        select(col(Partner.id), col(Round.year), NAME_IN_YEAR)
        .join(Return, col(Return.partner_id) == col(Partner.id))
        .join(Round, col(Round.id) == col(Return.round_id))
        .where(col(Partner.trust) == trust)
        .order_by(col(Round.year))
    )
    return [NameInYear(*row) for row in rows]


def partners_of_round(session: Session, round_id: int) -> Sequence[Partner]:
    query = _BY_NAME.join(Return, col(Return.partner_id) == col(Partner.id)).where(
        col(Return.round_id) == round_id
    )
    return session.scalars(query).all()


def partners_of_trust(session: Session, trust: int) -> Sequence[Partner]:
    return session.scalars(_BY_NAME.where(col(Partner.trust) == trust)).all()


def partner_ids_of_trust(session: Session, trust: int) -> frozenset[int]:
    return frozenset(session.scalars(select(col(Partner.id)).where(col(Partner.trust) == trust)))


_ANSWERED = (
    select(func.count())
    .select_from(Answer)
    .where(
        col(Answer.return_id) == col(Return.id),
        col(Answer.level).is_not(None) | col(Answer.non_score).is_not(None),
    )
    .correlate(Return)
    .scalar_subquery()
)
_RETURNS = (
    select(
        *columns_of(
            ReturnFacts,
            Return,
            partner_name=NAME_IN_YEAR,
            sector_id=Sector.id,
            sector_title=Sector.title,
            answered=_ANSWERED,
        )
    )
    .join(Partner, col(Partner.id) == col(Return.partner_id))
    .join(Sector, col(Sector.id) == col(Partner.sector_id))
)


def returns_of_round(session: Session, round_id: int) -> Sequence[ReturnFacts]:
    query = _RETURNS.where(col(Return.round_id) == round_id).order_by(NAME_IN_YEAR)
    return [ReturnFacts(*row) for row in session.execute(query)]


def return_of_partner(session: Session, partner_id: int, year: int) -> ReturnFacts | None:
    query = _RETURNS.join(Round, col(Round.id) == col(Return.round_id)).where(
        col(Return.partner_id) == partner_id, col(Round.year) == year
    )
    row = session.execute(query).one_or_none()
    return ReturnFacts(*row) if row else None


def latest_year_of_partner(session: Session, partner_id: int) -> int | None:
    query = (
        select(func.max(col(Round.year)))
        .join(Return, col(Return.round_id) == col(Round.id))
        .where(col(Return.partner_id) == partner_id)
    )
    return session.scalar(query)


def mark_submitted(session: Session, return_id: int, at: datetime, by: str | None) -> None:
    session.execute(
        update(Return)
        .where(col(Return.id) == return_id)
        .values(status="submitted", submitted_at=at, submitted_by=by)
    )
