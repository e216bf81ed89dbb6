"""Reading what was signed, for charts and tables: which Trusts, and the scores of their snapshots.

A snapshot never changes and its hash covers all of it, so its scores are kept in memory by hash
once they were read (``verify`` goes past this and always asks the database).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from owf.store.cache import Cache
from owf.store.results import SCORE_COLUMNS, ScoreRow, UnnamedReturn
from owf.store.tables import (
    Reopening,
    Round,
    SignOff,
    Snapshot,
    SnapshotReturn,
    SnapshotScore,
    Trust,
)
from owf.store.tables.columns import columns_of

KEPT_SNAPSHOTS = 1000
"""Snapshots whose scores stay in memory: six years of England, about 0.1 MB each."""

Scores = Mapping[str, ScoreRow]


@dataclass(frozen=True)
class SignedTrust:
    trust: int
    name: str
    region_code: str
    publication: str
    snapshot_id: int
    digest: str
    signed_at: datetime


class ItemRow(NamedTuple):
    """METHOD 5. ``units`` are scores by sector; ``level_counts`` are answers, lowest first."""

    units: Mapping[str, float]
    mean: float | None
    n_units: int
    n_respondents: int
    level_counts: Sequence[int]
    dont_know: int
    not_applicable: int


_NEWEST = (
    select(func.max(col(Snapshot.version)))
    .join(SignOff, col(SignOff.snapshot_id) == col(Snapshot.id))
    .where(col(Snapshot.round_id) == col(Round.id))
    .correlate(Round)
    .scalar_subquery()
)


_IS_SIGNED = or_(
    col(Round.status) == "signed",
    # Open again for a new version: until that is signed, others go on seeing the one before.
    select(col(Reopening.id)).where(col(Reopening.round_id) == col(Round.id)).exists(),
)


def signed_trusts(
    session: Session, year: int, region_code: str | None = None
) -> Mapping[int, SignedTrust]:
    """By DfE number, in order of name; a reopened one with the version that was signed last."""
    query = (
        select(
            *columns_of(
                SignedTrust,
                SignOff,
                trust=Round.trust,
                name=Trust.name,
                region_code=Trust.region_code,
                publication=Round.publication,
            )
        )
        .join(Trust, col(Trust.dfe_number) == col(Round.trust))
        .join(Snapshot, col(Snapshot.round_id) == col(Round.id))
        .join(SignOff, col(SignOff.snapshot_id) == col(Snapshot.id))
        .where(
            col(Round.year) == year,
            _IS_SIGNED,
            col(Snapshot.version) == _NEWEST,
        )
        .order_by(col(Trust.name))
    )
    if region_code is not None:
        query = query.where(col(Trust.region_code) == region_code)
    return {row[0]: SignedTrust(*row) for row in session.execute(query)}


def scores_of(
    session: Session, signed: Iterable[SignedTrust], audience: str = "leaders"
) -> Mapping[int, Scores]:
    """The scores of these snapshots on every group but single items, by DfE number."""
    wanted = list(signed)
    missing = [one for one in wanted if _KEPT.get((one.digest, audience)) is None]
    if missing:
        for trust, scores in zip(missing, _read_scores(session, missing, audience), strict=True):
            _KEPT.put((trust.digest, audience), scores)
    found: dict[int, Scores] = {}
    for one in wanted:
        kept = _KEPT.get((one.digest, audience))
        # What another thread has pushed out meanwhile is read again.
        found[one.trust] = kept if kept is not None else _read_scores(session, [one], audience)[0]
    return found


def item_scores_of(session: Session, snapshot_id: int, audience: str = "leaders") -> Scores:
    query = select(*SCORE_COLUMNS).where(
        col(SnapshotScore.snapshot_id) == snapshot_id,
        col(SnapshotScore.audience) == audience,
        col(SnapshotScore.kind) == "item",
    )
    return {row[1]: ScoreRow(*row) for row in session.execute(query)}


def respondents_of(
    session: Session, snapshot_id: int, audience: str = "leaders"
) -> Mapping[str, Mapping[str, int]]:
    """By group key, then sector; empty for a snapshot of before version 0004.

    Read apart from the scores: it would double what is kept in memory of all others.
    """
    query = select(col(SnapshotScore.group_key), col(SnapshotScore.sector_respondents)).where(
        col(SnapshotScore.snapshot_id) == snapshot_id,
        col(SnapshotScore.audience) == audience,
        col(SnapshotScore.sector_respondents).is_not(None),
    )
    return {row[0]: row[1] for row in session.execute(query)}


def returns_of(
    session: Session, signed: Iterable[SignedTrust]
) -> Mapping[int, Sequence[UnnamedReturn]]:
    """By DfE number; none of those of before version 0004.

    What a return holds is for its own Trust alone: never hand one on.
    """
    by_snapshot = {one.snapshot_id: one.trust for one in signed}
    query = (
        select(
            col(SnapshotReturn.snapshot_id), col(SnapshotReturn.sector), col(SnapshotReturn.answers)
        )
        .where(col(SnapshotReturn.snapshot_id).in_(list(by_snapshot)))
        .order_by(
            col(SnapshotReturn.snapshot_id), col(SnapshotReturn.sector), col(SnapshotReturn.place)
        )
    )
    found: dict[int, list[UnnamedReturn]] = {trust: [] for trust in by_snapshot.values()}
    for snapshot_id, sector, answers in session.execute(query):
        found[by_snapshot[snapshot_id]].append(UnnamedReturn(sector, answers))
    return found


def item_rows_of(
    session: Session, signed: Iterable[SignedTrust], audience: str = "leaders"
) -> Mapping[str, Mapping[int, ItemRow]]:
    """By group key, then by DfE number.

    Not kept in memory: England's of a year are 20 to 40 MB, and the tables made of them 1 MB.
    """
    trust_of = {one.snapshot_id: one.trust for one in signed}
    query = select(
        col(SnapshotScore.snapshot_id),
        col(SnapshotScore.group_key),
        *columns_of(ItemRow, SnapshotScore, units=SnapshotScore.sector_scores),
    ).where(
        col(SnapshotScore.snapshot_id).in_(list(trust_of)),
        col(SnapshotScore.audience) == audience,
        col(SnapshotScore.kind) == "item",
    )
    found: dict[str, dict[int, ItemRow]] = {}
    for row in session.execute(query):
        found.setdefault(row[1], {})[trust_of[row[0]]] = ItemRow(*row[2:])
    return found


def _read_scores(session: Session, signed: Sequence[SignedTrust], audience: str) -> list[Scores]:
    query = (
        select(col(SnapshotScore.snapshot_id), *SCORE_COLUMNS)
        .where(
            col(SnapshotScore.snapshot_id).in_([one.snapshot_id for one in signed]),
            col(SnapshotScore.audience) == audience,
            col(SnapshotScore.kind) != "item",
        )
        .order_by(col(SnapshotScore.id))
    )
    found: dict[int, dict[str, ScoreRow]] = {one.snapshot_id: {} for one in signed}
    for row in session.execute(query):
        found[row[0]][row[2]] = ScoreRow(*row[1:])
    return [MappingProxyType(found[one.snapshot_id]) for one in signed]


_KEPT: Cache[tuple[str, str], Scores] = Cache(KEPT_SNAPSHOTS)


def signed_years(session: Session, trust: int | None = None) -> Sequence[int]:
    query = select(col(Round.year)).where(_IS_SIGNED).distinct().order_by(col(Round.year).desc())
    if trust is not None:
        query = query.where(col(Round.trust) == trust)
    return list(session.scalars(query))


def published_in_full(
    session: Session, region_code: str | None = None
) -> Sequence[tuple[int, str, int]]:
    """(Trust, name, year) of every round published in full, newest year first, then by name."""
    query = (
        select(col(Round.trust), col(Trust.name), col(Round.year))
        .join(Trust, col(Trust.dfe_number) == col(Round.trust))
        .where(_IS_SIGNED, col(Round.publication) == "full")
        .order_by(col(Round.year).desc(), col(Trust.name))
    )
    if region_code is not None:
        query = query.where(col(Trust.region_code) == region_code)
    return [(row[0], row[1], row[2]) for row in session.execute(query)]
