"""Context notes: what a reader of a Trust's results must know, in the Trust's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from owf.store.tables import ContextNote


@dataclass(frozen=True)
class Note:
    """What a reader of a round must know. ``theme`` is empty for the whole, ``item`` mostly.

    ``id`` tells a round's own notes apart; what was signed has none.
    """

    theme: str
    text: str
    item: str = ""
    id: int = field(default=0, compare=False)


def add_note(session: Session, round_id: int, note: Note) -> None:
    """Keep what a reader of a round must know."""
    session.add(ContextNote(round_id=round_id, theme=note.theme, item=note.item, text=note.text))


def change_note(session: Session, round_id: int, note: Note) -> None:
    """Change the text of a note that is kept; without a text it is taken away."""
    here = (col(ContextNote.id) == note.id, col(ContextNote.round_id) == round_id)
    if note.text:
        session.execute(update(ContextNote).where(*here).values(text=note.text))
    else:
        session.execute(delete(ContextNote).where(*here))


def notes_of_round(session: Session, round_id: int) -> Sequence[Note]:
    """A round's notes, oldest first."""
    query = (
        select(
            col(ContextNote.theme),
            col(ContextNote.text),
            col(ContextNote.item),
            col(ContextNote.id),
        )
        .where(col(ContextNote.round_id) == round_id)
        .order_by(col(ContextNote.id))
    )
    return [Note(*row) for row in session.execute(query)]
