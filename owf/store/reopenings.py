"""Rounds that were reopened after they were signed: which version, why, and what followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from owf.store.tables import Reopening, Round, SignOff, Snapshot, Trust


@dataclass(frozen=True)
class ReopeningFacts:
    """One reopening. ``version`` was reopened; ``signed_again_at`` is when the next was signed."""

    round_id: int
    trust: int
    trust_name: str
    region_code: str
    year: int
    publication: str
    version: int
    reason: str
    reopened_by: str
    reopened_at: datetime
    signed_again_at: datetime | None

    @property
    def last_at(self) -> datetime:
        """When something last happened to it."""
        return self.signed_again_at or self.reopened_at


_SIGNED_AGAIN = (
    select(col(SignOff.signed_at))
    .join(Snapshot, col(Snapshot.id) == col(SignOff.snapshot_id))
    .where(
        col(Snapshot.round_id) == col(Reopening.round_id),
        col(Snapshot.version) == col(Reopening.version) + 1,
    )
    .correlate(Reopening)
    .scalar_subquery()
)
_REOPENINGS = (
    select(
        col(Reopening.round_id),
        col(Round.trust),
        col(Trust.name),
        col(Trust.region_code),
        col(Round.year),
        col(Snapshot.publication),
        col(Reopening.version),
        col(Reopening.reason),
        col(Reopening.reopened_by),
        col(Reopening.reopened_at),
        _SIGNED_AGAIN,
    )
    .join(Round, col(Round.id) == col(Reopening.round_id))
    .join(Trust, col(Trust.dfe_number) == col(Round.trust))
    .join(
        Snapshot,
        (col(Snapshot.round_id) == col(Reopening.round_id))
        & (col(Snapshot.version) == col(Reopening.version)),
    )
    .order_by(col(Reopening.reopened_at).desc(), col(Reopening.id).desc())
)


def add_reopening(
    session: Session, round_id: int, version: int, reason: str, *, by: str, at: datetime
) -> None:
    """Keep that a signed version was reopened."""
    session.add(
        Reopening(round_id=round_id, version=version, reason=reason, reopened_by=by, reopened_at=at)
    )
    session.flush()


def reopenings_of_round(session: Session, round_id: int) -> Sequence[ReopeningFacts]:
    """Every reopening of a round, the newest first."""
    query = _REOPENINGS.where(col(Reopening.round_id) == round_id)
    return [ReopeningFacts(*row) for row in session.execute(query)]


def reopenings_seen(
    session: Session, region_code: str | None = None, year: int | None = None
) -> Sequence[ReopeningFacts]:
    """Reopenings of versions whose figures others saw, of a region or anywhere, newest first.

    At publication level *done* nobody outside saw a figure, so that nobody relied on one.
    """
    query = _REOPENINGS.where(col(Snapshot.publication) != "done")
    if region_code is not None:
        query = query.where(col(Trust.region_code) == region_code)
    if year is not None:
        query = query.where(col(Round.year) == year)
    return [ReopeningFacts(*row) for row in session.execute(query)]
