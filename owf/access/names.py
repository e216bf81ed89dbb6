"""Who somebody was, by the opaque id that records keep."""

from __future__ import annotations

from owf.access.actor import OPERATOR
from owf.store import Session, people


def name_behind(session: Session, person_id: str) -> str | None:
    """The name behind an id: a person's, or the operator's; ``None`` for one who was erased."""
    return OPERATOR.name if person_id == OPERATOR.id else people.name_of(session, person_id)
