"""Reading what was signed, for charts and tables: which Trusts, and the scores of their snapshots.

A snapshot never changes and its hash covers all of it, so its scores are kept in memory by hash
once they were read (``verify`` goes past this and always asks the database).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from types import MappingProxyType

from sqlalchemy import func, select
from sqlmodel import Session, col

from owf.store.results import SCORE_COLUMNS, ScoreRow, UnnamedReturn
from owf.store.tables import Round, SignOff, Snapshot, SnapshotReturn, SnapshotScore, Trust

KEPT_SNAPSHOTS = 1000
"""Snapshots whose scores stay in memory: six years of England, about 0.1 MB each."""

Scores = Mapping[str, ScoreRow]
"""One Trust's scores by group key."""


@dataclass(frozen=True)
class SignedTrust:
    """A Trust's newest signed snapshot of a year, without its scores."""

    trust: int
    name: str
    region_code: str
    publication: str
    snapshot_id: int
    digest: str
    signed_at: datetime


_NEWEST = (
    select(func.max(col(Snapshot.version)))
    .join(SignOff, col(SignOff.snapshot_id) == col(Snapshot.id))
    .where(col(Snapshot.round_id) == col(Round.id))
    .correlate(Round)
    .scalar_subquery()
)


def signed_trusts(
    session: Session, year: int, region_code: str | None = None
) -> Mapping[int, SignedTrust]:
    """The Trusts that have signed a year, by DfE number, in order of name."""
    query = (
        select(
            col(Round.trust),
            col(Trust.name),
            col(Trust.region_code),
            col(Round.publication),
            col(Snapshot.id),
            col(SignOff.digest),
            col(SignOff.signed_at),
        )
        .join(Trust, col(Trust.dfe_number) == col(Round.trust))
        .join(Snapshot, col(Snapshot.round_id) == col(Round.id))
        .join(SignOff, col(SignOff.snapshot_id) == col(Snapshot.id))
        .where(
            col(Round.year) == year,
            col(Round.status) == "signed",
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
    missing = [one for one in wanted if _KEPT.get(one.digest, audience) is None]
    if missing:
        for trust, scores in zip(missing, _read(session, missing, audience), strict=True):
            _KEPT.put(trust.digest, audience, scores)
    found: dict[int, Scores] = {}
    for one in wanted:
        kept = _KEPT.get(one.digest, audience)
        # What another thread has pushed out meanwhile is read again.
        found[one.trust] = kept if kept is not None else _read(session, [one], audience)[0]
    return found


def item_scores_of(session: Session, snapshot_id: int, audience: str = "leaders") -> Scores:
    """The scores of one snapshot on each single item, by group key."""
    query = select(*SCORE_COLUMNS).where(
        col(SnapshotScore.snapshot_id) == snapshot_id,
        col(SnapshotScore.audience) == audience,
        col(SnapshotScore.kind) == "item",
    )
    return {row[1]: ScoreRow(*row) for row in session.execute(query)}


def respondents_of(
    session: Session, snapshot_id: int, audience: str = "leaders"
) -> Mapping[str, Mapping[str, int]]:
    """How many partners, or practitioners, are behind each sector's score, by group key.

    Read apart from the scores, because it is for a Trust's own page and would double what is kept
    in memory of all others. Empty for a snapshot of before version 0004.
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
    """The unnamed returns of these snapshots by DfE number; none of those of before version 0004.

    They are for scoring on fewer items than all, and for how far partners of one Trust agree. What
    a return holds is for its own Trust alone: never hand one on.
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


def _read(session: Session, signed: Sequence[SignedTrust], audience: str) -> list[Scores]:
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


class _Kept:
    """Scores by hash and audience; what was not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._scores: OrderedDict[tuple[str, str], Scores] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str, audience: str) -> Scores | None:
        with self._lock:
            found = self._scores.get((digest, audience))
            if found is not None:
                self._scores.move_to_end((digest, audience))
            return found

    def put(self, digest: str, audience: str, scores: Scores) -> None:
        with self._lock:
            self._scores[digest, audience] = scores
            while len(self._scores) > self._most:
                self._scores.popitem(last=False)


_KEPT = _Kept(KEPT_SNAPSHOTS)


def signed_years(session: Session, trust: int | None = None) -> Sequence[int]:
    """The years that a Trust (or any) has signed off, newest first."""
    query = (
        select(col(Round.year))
        .where(col(Round.status) == "signed")
        .distinct()
        .order_by(col(Round.year).desc())
    )
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
        .where(col(Round.status) == "signed", col(Round.publication) == "full")
        .order_by(col(Round.year).desc(), col(Trust.name))
    )
    if region_code is not None:
        query = query.where(col(Trust.region_code) == region_code)
    return [(row[0], row[1], row[2]) for row in session.execute(query)]
