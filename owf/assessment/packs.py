"""The frozen pack behind a round, parsed once per process."""

from __future__ import annotations

from owf.questionnaire import Pack
from owf.store import Session, rounds

_PARSED: dict[str, Pack] = {}


def pack_of(session: Session, pack_snapshot_id: int) -> Pack:
    """The pack that a cycle was opened with, as it was then."""
    return pack_with(session, pack_snapshot_id, rounds.pack_digest(session, pack_snapshot_id))


def pack_with(session: Session, pack_snapshot_id: int, digest: str) -> Pack:
    """The same, where its digest is known already."""
    if digest not in _PARSED:
        _PARSED[digest] = Pack.from_json(rounds.pack_body(session, pack_snapshot_id))
    return _PARSED[digest]
