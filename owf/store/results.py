"""Snapshots: writing one at sign-off, its hash, its signature, and the Trust's notes."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlmodel import Session, SQLModel, col

from owf.store.moderation import HeardVoice, StoredReply, replies_of_round, voices_of_round
from owf.store.tables import (
    ContextNote,
    Round,
    SignOff,
    Snapshot,
    SnapshotReturn,
    SnapshotScore,
)
from owf.store.tables.columns import columns_of


@dataclass(frozen=True)
class Note:
    """``theme`` is empty for the whole, ``item`` mostly; what was signed has no ``id``."""

    theme: str
    text: str
    item: str = ""
    id: int = field(default=0, compare=False)


def add_note(session: Session, round_id: int, note: Note) -> None:
    session.add(ContextNote(round_id=round_id, theme=note.theme, item=note.item, text=note.text))


def change_note(session: Session, round_id: int, note: Note) -> None:
    """Change the text of a note that is kept; without a text it is taken away."""
    here = (col(ContextNote.id) == note.id, col(ContextNote.round_id) == round_id)
    if note.text:
        session.execute(update(ContextNote).where(*here).values(text=note.text))
    else:
        session.execute(delete(ContextNote).where(*here))


def notes_of_round(session: Session, round_id: int) -> Sequence[Note]:
    query = (
        select(*columns_of(Note, ContextNote))
        .where(col(ContextNote.round_id) == round_id)
        .order_by(col(ContextNote.id))
    )
    return [Note(*row) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """METHOD 1. By unit; ``sector_respondents`` has ``None`` where it was not kept, or not read."""

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
    sector_respondents: Mapping[str, int] | None = None


@dataclass(frozen=True)
class UnnamedReturn:
    """What one partner of a sector answered: item -> level, or non-score. No name, no comment."""

    sector: str
    answers: Mapping[str, int | str]


@dataclass(frozen=True)
class SignatureFacts:
    """``publication`` is what others may see now, ``signed_publication`` what was signed."""

    snapshot_id: int
    version: int
    signed_by: str
    signed_at: datetime
    digest: str
    publication: str
    pack_digest: str
    signed_publication: str


@dataclass(frozen=True)
class Written:
    version: int
    digest: str


_ROW_COLUMNS = columns_of(ScoreRow, SnapshotScore)
SCORE_COLUMNS = _ROW_COLUMNS[:-1]
"""Without how many are behind each sector's score, which is read apart."""

# Past the ORM, which takes as long as the database for the hundreds of rows of a signature.
_ADD_SCORES = insert(SQLModel.metadata.tables["snapshot_score"])
_ADD_RETURNS = insert(SQLModel.metadata.tables["snapshot_return"])
# Put together once: a year of England is signed, and checked, by the hundred.
_HEAD = (
    select(
        col(Snapshot.round_id),
        col(Snapshot.version),
        col(Snapshot.pack_digest),
        col(Snapshot.publication),
        col(Snapshot.notes),
        col(Snapshot.voices),
        col(Snapshot.replies),
        col(Round.trust),
        col(Round.year),
    )
    .join(Round, col(Round.id) == col(Snapshot.round_id))
    .where(col(Snapshot.id) == bindparam("of_snapshot"))
)
_SCORES = select(*_ROW_COLUMNS).where(col(SnapshotScore.snapshot_id) == bindparam("of_snapshot"))
_RETURNS = select(
    col(SnapshotReturn.sector), col(SnapshotReturn.place), col(SnapshotReturn.answers)
).where(col(SnapshotReturn.snapshot_id) == bindparam("of_snapshot"))
_LAST_VERSION = select(func.max(col(Snapshot.version))).where(
    col(Snapshot.round_id) == bindparam("of_round")
)


def write_snapshot(
    session: Session,
    round_id: int,
    pack_digest: str,
    *,
    scores: Sequence[ScoreRow],
    returns: Sequence[UnnamedReturn] = (),
    signed_by: str,
    signed_at: datetime,
    publication: str,
) -> Written:
    """The notes, voices and replies of the round, as they stand, are signed with it."""
    snapshot = Snapshot(
        round_id=round_id,
        version=next_version(session, round_id),
        pack_digest=pack_digest,
        publication=publication,
        notes=[_note_as_kept(note) for note in notes_of_round(session, round_id)],
        voices=[_voice_as_kept(one) for one in voices_of_round(session, round_id)] or None,
        replies=[_reply_as_kept(one) for one in replies_of_round(session, round_id)] or None,
        made_at=signed_at,
    )
    session.add(snapshot)
    session.flush()
    snapshot_id = snapshot.id or 0
    session.execute(
        _ADD_SCORES,
        [{"snapshot_id": snapshot_id, **_score_values(row)} for row in scores],
    )
    if returns:
        session.execute(_ADD_RETURNS, _return_rows(snapshot_id, returns))
    digest = snapshot_digest(session, snapshot_id, signed_by, signed_at)
    session.add(
        SignOff(snapshot_id=snapshot_id, signed_by=signed_by, signed_at=signed_at, digest=digest)
    )
    session.flush()
    return Written(snapshot.version, digest)


def _note_as_kept(note: Note) -> list[str]:
    """A note as a snapshot keeps it: as ever where it is on no single question."""
    return [note.theme, note.text, note.item] if note.item else [note.theme, note.text]


def _voice_as_kept(voice: HeardVoice) -> dict[str, object]:
    kept = {**vars(voice), "heard_on": voice.heard_on.isoformat(), "themes": list(voice.themes)}
    del kept["id"]
    return kept


def _reply_as_kept(reply: StoredReply) -> dict[str, object]:
    return {
        "version": reply.version,
        "item": reply.item_id,
        "partner": reply.partner_name,
        "level": reply.level,
        "text": reply.text,
        "answer": reply.answer,
        "stands": reply.stands,
    }


_ROW_FIELDS = tuple(one.name for one in fields(ScoreRow))


def _score_values(row: ScoreRow) -> dict[str, object]:
    persons = row.sector_respondents
    return {
        **{name: getattr(row, name) for name in _ROW_FIELDS},
        "sector_scores": dict(row.sector_scores),
        "level_counts": list(row.level_counts),
        "sector_respondents": None if persons is None else dict(persons),
    }


def _as_signed(row: Sequence[object]) -> dict[str, object]:
    """A row of the database as its hash covers it: what was not kept then was not signed."""
    values = dict(zip(_ROW_FIELDS, row, strict=True))
    if values["sector_respondents"] is None:
        del values["sector_respondents"]
    return values


def _return_rows(snapshot_id: int, returns: Sequence[UnnamedReturn]) -> list[dict[str, object]]:
    """Returns in the order of what they hold, which tells nothing of who gave them."""
    in_order = sorted(returns, key=lambda one: (one.sector, _canonical(dict(one.answers))))
    places: Counter[str] = Counter()
    rows = []
    for one in in_order:
        places[one.sector] += 1
        rows.append(
            {
                "snapshot_id": snapshot_id,
                "sector": one.sector,
                "place": places[one.sector],
                "answers": dict(one.answers),
            }
        )
    return rows


def _canonical(content: object) -> str:
    """JSON that is the same text for the same content, whatever order it came in."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def snapshot_digest(session: Session, snapshot_id: int, signed_by: str, signed_at: datetime) -> str:
    """SHA-256 over all that was signed, as the database has it now.

    Covers the round, pack, scores, returns, agreed levels with reasons, notes, voices, replies,
    publication, and who signed when.
    """
    of_snapshot = {"of_snapshot": snapshot_id}
    head = session.execute(_HEAD, of_snapshot).one()
    rows = session.execute(_SCORES, of_snapshot)
    # Sorted here: databases sort text by the rules of their language, which differ and change.
    scores = sorted(
        (_as_signed(row) for row in rows), key=lambda one: (one["audience"], one["group_key"])
    )
    content: dict[str, object] = {
        "trust": head.trust,
        "year": head.year,
        "version": head.version,
        "pack": head.pack_digest,
        "publication": head.publication,
        "notes": head.notes,
        "signed_by": signed_by,
        "signed_at": signed_at.isoformat(timespec="microseconds"),
        "scores": scores,
    }
    content |= {"voices": head.voices} if head.voices else {}
    content |= {"replies": head.replies} if head.replies else {}
    signed_returns = sorted(
        (list(row) for row in session.execute(_RETURNS, of_snapshot)), key=lambda one: one[:2]
    )
    if signed_returns:
        content["returns"] = signed_returns
    return sha256(_canonical(content).encode()).hexdigest()


def signature_of(session: Session, round_id: int) -> SignatureFacts | None:
    return next(iter(signatures_of(session, round_id)), None)


def signatures_of(session: Session, round_id: int) -> Sequence[SignatureFacts]:
    rows = session.execute(
        select(
            *columns_of(
                SignatureFacts,
                Snapshot,
                snapshot_id=Snapshot.id,
                signed_by=SignOff.signed_by,
                signed_at=SignOff.signed_at,
                digest=SignOff.digest,
                publication=Round.publication,
                signed_publication=Snapshot.publication,
            )
        )
        .join(SignOff, col(SignOff.snapshot_id) == col(Snapshot.id))
        .join(Round, col(Round.id) == col(Snapshot.round_id))
        .where(col(Snapshot.round_id) == round_id)
        .order_by(col(Snapshot.version).desc())
    )
    return [SignatureFacts(*row) for row in rows]


def next_version(session: Session, round_id: int) -> int:
    """The version that a round's next signature makes; partners reply to its levels."""
    last = session.scalar(_LAST_VERSION, {"of_round": round_id})
    return (last or 0) + 1


def rounds_with_signature(session: Session) -> Sequence[int]:
    query = (
        select(col(Snapshot.round_id))
        .join(SignOff, col(SignOff.snapshot_id) == col(Snapshot.id))
        .distinct()
    )
    return list(session.scalars(query))


def signed_notes(session: Session, snapshot_id: int) -> Sequence[Note]:
    kept = session.scalars(select(col(Snapshot.notes)).where(col(Snapshot.id) == snapshot_id)).one()
    return [Note(one[0], one[1], one[2] if len(one) > 2 else "") for one in kept]


def signed_voices(session: Session, snapshot_id: int) -> Sequence[HeardVoice]:
    kept = session.scalars(
        select(col(Snapshot.voices)).where(col(Snapshot.id) == snapshot_id)
    ).one()
    return [
        HeardVoice(
            who_spoke=str(one["who_spoke"]),
            source=str(one["source"]),
            heard_on=date.fromisoformat(str(one["heard_on"])),
            how_many=int(str(one["how_many"])),
            messages=str(one["messages"]),
            themes=tuple(one["themes"]),  # type: ignore[arg-type]  # a list, as it was kept
        )
        for one in kept or ()
    ]
