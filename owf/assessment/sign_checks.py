"""What a signature needs beside complete work: that what is signed was read, and by whom."""

from __future__ import annotations

from collections.abc import Mapping

from owf.access import Actor
from owf.assessment.positions import Position
from owf.assessment.refusals import ChangedSinceRead, Refused
from owf.assessment.sign_off_view import WhatWasRead
from owf.benchmark.wording import listed
from owf.store import Session, heard, notes, replies, surveys


def read_now(session: Session, round_id: int, positions: Mapping[str, Position]) -> WhatWasRead:
    """What a chair who opens the page at this moment has before them."""
    versions = {
        item_id: one.agreement.version for item_id, one in positions.items() if one.agreement
    }
    return WhatWasRead(
        versions,
        surveys.response_count(session, round_id),
        tuple(replies.replies_of_round(session, round_id)),
        tuple(notes.notes_of_round(session, round_id)),
        tuple(heard.voices_of_round(session, round_id)),
    )


def refuse_unread(seen: WhatWasRead, now: WhatWasRead) -> None:
    """Refuse to sign what the chair has not read.

    Raises:
        ChangedSinceRead: something changed since; the sentence says what.
    """
    if seen == now:
        return
    changed = sum(
        seen.versions.get(item_id) != version for item_id, version in now.versions.items()
    )
    what = [
        *([f"{changed} agreed {'level' if changed == 1 else 'levels'}"] if changed else []),
        *(["the practitioners' responses"] if seen.practitioners != now.practitioners else []),
        *(["partners' replies"] if seen.replies != now.replies else []),
        *(["the notes"] if seen.notes != now.notes else []),
        *(["what families said"] if seen.voices != now.voices else []),
    ]
    raise ChangedSinceRead(
        f"Not signed, because {listed(what) or 'the agreed levels'} changed since you opened this "
        "page. It now shows the newest. Read it again, then sign."
    )


def refuse_another_name(who: Actor, typed: str) -> None:
    """Refuse a signature under another name than the chair's own, whatever its capitals.

    Raises:
        Refused: it is another.
    """
    if " ".join(typed.split()).casefold() != " ".join(who.name.split()).casefold():
        raise Refused(f"Not signed. To sign, type your name as it is in your account: {who.name}.")
