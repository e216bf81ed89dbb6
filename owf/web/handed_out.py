"""Whom a file was made for: Streamlit gives it to all who know its address (decision 46)."""

import time
from contextvars import ContextVar
from hashlib import sha256
from threading import Lock

KEPT_FOR = 600.0
"""Seconds in which a file can be fetched, as often as a browser wants."""

connected_person: ContextVar[str | None] = ContextVar("connected_person", default=None)
"""Whose connection asks for what runs now; empty for nobody's, ``None`` outside of any."""

_lock = Lock()
_until: dict[tuple[bytes, str], float] = {}
"""Digest of a file's content and person -> when it can be fetched no more."""


def remember(content: bytes, person_id: str) -> None:
    now = time.monotonic()
    with _lock:
        for key in [key for key, until in _until.items() if until < now]:
            del _until[key]
        _until[sha256(content).digest(), person_id] = now + KEPT_FOR


def was_made_for(content: bytes, person_id: str) -> bool:
    until = _until.get((sha256(content).digest(), person_id))
    return until is not None and until >= time.monotonic()
