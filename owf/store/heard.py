"""What children, young people and parents said, as a round keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from owf.store.tables import FamilyVoice


@dataclass(frozen=True)
class HeardVoice:
    """One occasion on which families were heard. ``id`` is 0 for one that is not kept yet."""

    who_spoke: str
    source: str
    heard_on: date
    how_many: int
    messages: str
    themes: tuple[str, ...] = ()
    id: int = 0


def voices_of_round(session: Session, round_id: int) -> Sequence[HeardVoice]:
    """What families said in a round, the newest occasion last."""
    query = (
        select(
            col(FamilyVoice.who_spoke),
            col(FamilyVoice.source),
            col(FamilyVoice.heard_on),
            col(FamilyVoice.how_many),
            col(FamilyVoice.messages),
            col(FamilyVoice.themes),
            col(FamilyVoice.id),
        )
        .where(col(FamilyVoice.round_id) == round_id)
        .order_by(col(FamilyVoice.heard_on), col(FamilyVoice.id))
    )
    return [
        HeardVoice(row[0], row[1], row[2], row[3], row[4], tuple(row[5]), row[6])
        for row in session.execute(query)
    ]


def keep_voice(
    session: Session, round_id: int, voice: HeardVoice, *, by: str, at: datetime
) -> None:
    """Keep what families said: new where it has no id, else in place of what was kept."""
    values = {
        "who_spoke": voice.who_spoke,
        "source": voice.source,
        "heard_on": voice.heard_on,
        "how_many": voice.how_many,
        "messages": voice.messages,
        "themes": list(voice.themes),
        "entered_by": by,
        "entered_at": at,
    }
    if voice.id:
        session.execute(
            update(FamilyVoice)
            .where(col(FamilyVoice.id) == voice.id, col(FamilyVoice.round_id) == round_id)
            .values(**values)
        )
    else:
        session.execute(insert(FamilyVoice).values(round_id=round_id, **values))


def drop_voice(session: Session, round_id: int, voice_id: int) -> None:
    """Take away what was entered by mistake."""
    session.execute(
        delete(FamilyVoice).where(
            col(FamilyVoice.id) == voice_id, col(FamilyVoice.round_id) == round_id
        )
    )
