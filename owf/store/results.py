"""Snapshots: writing one at sign-off, reading them for charts, and the Trust's notes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, insert, select
from sqlmodel import Session, col

from owf.store.tables import ContextNote, Round, SignOff, Snapshot, SnapshotScore, Trust


@dataclass(frozen=True)
class ScoreRow:
    """One group's scores in a snapshot (METHOD 1). ``sector_scores``: unit -> score."""

    kind: str
    group_key: str
    audience: str
    n_units: int
    n_respondents: int
    mean: float | None
    pooled_mean: float | None
    sd: float | None
    sector_scores: Mapping[str, float]
    level_counts: Sequence[int]
    dont_know: int
    not_applicable: int
    agreed: float | None
    agreed_reason: str = ""


@dataclass(frozen=True)
class SignatureFacts:
    """Who signed which version of a round, and the hash over it."""

    snapshot_id: int
    version: int
    signed_by: str
    signed_at: datetime
    digest: str
    publication: str


_SCORE = (
    col(SnapshotScore.kind),
    col(SnapshotScore.group_key),
    col(SnapshotScore.audience),
    col(SnapshotScore.n_units),
    col(SnapshotScore.n_respondents),
    col(SnapshotScore.mean),
    col(SnapshotScore.pooled_mean),
    col(SnapshotScore.sd),
    col(SnapshotScore.sector_scores),
    col(SnapshotScore.level_counts),
    col(SnapshotScore.dont_know),
    col(SnapshotScore.not_applicable),
    col(SnapshotScore.agreed),
    col(SnapshotScore.agreed_reason),
)
_NEWEST = (
    select(func.max(col(Snapshot.version)))
    .where(col(Snapshot.round_id) == col(Round.id))
    .correlate(Round)
    .scalar_subquery()
)


def write_snapshot(
    session: Session,
    round_id: int,
    pack_digest: str,
    *,
    scores: Sequence[ScoreRow],
    signed_by: str,
    signed_at: datetime,
    publication: str,
) -> str:
    """Write a round's next snapshot and its signature; gives the hash over it.

    The notes of the round, as they stand, are signed with it.
    """
    last = session.scalar(
        select(func.max(col(Snapshot.version))).where(col(Snapshot.round_id) == round_id)
    )
    snapshot = Snapshot(
        round_id=round_id,
        version=(last or 0) + 1,
        pack_digest=pack_digest,
        publication=publication,
        notes=[list(note) for note in notes_of_round(session, round_id)],
        made_at=signed_at,
    )
    session.add(snapshot)
    session.flush()
    snapshot_id = snapshot.id or 0
    session.execute(
        insert(SnapshotScore),
        [{"snapshot_id": snapshot_id, **_as_values(row)} for row in scores],
    )
    digest = snapshot_digest(session, snapshot_id, signed_by, signed_at)
    session.add(
        SignOff(snapshot_id=snapshot_id, signed_by=signed_by, signed_at=signed_at, digest=digest)
    )
    session.flush()
    return digest


def _as_values(row: ScoreRow) -> dict[str, object]:
    return {
        **vars(row),
        "sector_scores": dict(row.sector_scores),
        "level_counts": list(row.level_counts),
    }


def snapshot_digest(session: Session, snapshot_id: int, signed_by: str, signed_at: datetime) -> str:
    """SHA-256 over all that was signed, as the database has it now.

    Covers the round, the pack, every score, every agreed level with its reason, the notes, what
    others may see, and who signed when: one changed byte in any of them gives another hash.
    """
    head = session.execute(
        select(
            col(Snapshot.round_id),
            col(Snapshot.version),
            col(Snapshot.pack_digest),
            col(Snapshot.publication),
            col(Snapshot.notes),
            col(Round.trust),
            col(Round.year),
        )
        .join(Round, col(Round.id) == col(Snapshot.round_id))
        .where(col(Snapshot.id) == snapshot_id)
    ).one()
    rows = session.execute(select(*_SCORE).where(col(SnapshotScore.snapshot_id) == snapshot_id))
    # Sorted here: databases sort text by the rules of their language, which differ and change.
    scores = sorted((ScoreRow(*row) for row in rows), key=lambda one: (one.audience, one.group_key))
    content = {
        "trust": head.trust,
        "year": head.year,
        "version": head.version,
        "pack": head.pack_digest,
        "publication": head.publication,
        "notes": head.notes,
        "signed_by": signed_by,
        "signed_at": signed_at.isoformat(timespec="microseconds"),
        "scores": [_as_values(one) for one in scores],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def signature_of(session: Session, round_id: int) -> SignatureFacts | None:
    """The signature on the newest snapshot of a round."""
    row = session.execute(
        select(
            col(Snapshot.id),
            col(Snapshot.version),
            col(SignOff.signed_by),
            col(SignOff.signed_at),
            col(SignOff.digest),
            col(Round.publication),
        )
        .join(SignOff, col(SignOff.snapshot_id) == col(Snapshot.id))
        .join(Round, col(Round.id) == col(Snapshot.round_id))
        .where(col(Snapshot.round_id) == round_id)
        .order_by(col(Snapshot.version).desc())
        .limit(1)
    ).one_or_none()
    return SignatureFacts(*row) if row else None


def signed_years(session: Session, trust: int) -> Sequence[int]:
    """The years that a Trust has signed off, newest first."""
    query = (
        select(col(Round.year))
        .where(col(Round.trust) == trust, col(Round.status) == "signed")
        .order_by(col(Round.year).desc())
    )
    return list(session.scalars(query))


def signed_scores(
    session: Session,
    year: int,
    *,
    region_code: str | None = None,
    kinds: Sequence[str] = ("overall", "theme", "aspect", "cell"),
    audience: str = "leaders",
) -> Mapping[int, Sequence[ScoreRow]]:
    """The newest signed scores of every Trust in a year, by DfE number."""
    query = (
        select(col(Round.trust), *_SCORE)
        .join(Snapshot, col(Snapshot.id) == col(SnapshotScore.snapshot_id))
        .join(Round, col(Round.id) == col(Snapshot.round_id))
        .join(Trust, col(Trust.dfe_number) == col(Round.trust))
        .where(
            col(Round.year) == year,
            col(Round.status) == "signed",
            col(Snapshot.version) == _NEWEST,
            col(SnapshotScore.kind).in_(kinds),
            col(SnapshotScore.audience) == audience,
        )
        .order_by(col(Round.trust), col(SnapshotScore.id))
    )
    if region_code is not None:
        query = query.where(col(Trust.region_code) == region_code)
    found: dict[int, list[ScoreRow]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append(ScoreRow(*row[1:]))
    return found


def publication_levels(session: Session, year: int) -> Mapping[int, str]:
    """How much of each Trust's signed round of a year others may see, by DfE number."""
    rows = session.execute(
        select(col(Round.trust), col(Round.publication)).where(
            col(Round.year) == year, col(Round.status) == "signed"
        )
    )
    return {row[0]: row[1] for row in rows}


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


def add_note(session: Session, round_id: int, theme: str, text: str) -> None:
    """Keep what a reader of a round must know; ``theme`` is empty for the whole round."""
    session.add(ContextNote(round_id=round_id, theme=theme, text=text))


def notes_of_round(session: Session, round_id: int) -> Sequence[tuple[str, str]]:
    """``(theme, text)`` of a round's notes, oldest first."""
    query = (
        select(col(ContextNote.theme), col(ContextNote.text))
        .where(col(ContextNote.round_id) == round_id)
        .order_by(col(ContextNote.id))
    )
    return [(row[0], row[1]) for row in session.execute(query)]
