"""What must hold before a signature: nothing is missing, and what is signed was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from owf.access import Actor
from owf.assessment.positions import Position
from owf.assessment.refusals import ChangedSinceRead, Incomplete, Refused
from owf.assessment.sign_off_view import WhatWasRead
from owf.assessment.taking_part import waited_for
from owf.benchmark.wording import listed
from owf.store import Session, heard, notes, replies, surveys
from owf.store.replies import StoredReply
from owf.store.rounds import ReturnFacts


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


def refuse_incomplete(
    returns: Sequence[ReturnFacts],
    positions: Mapping[str, Position],
    waiting: Sequence[StoredReply],
) -> None:
    """Refuse to sign while something is missing.

    Args:
        returns: the partners' returns.
        positions: where the Trust stands on each item.
        waiting: replies that are neither answered nor standing.

    Raises:
        Incomplete: something is; ``missing`` names it.
    """
    if all(one.apology for one in returns):
        raise Incomplete("Not signed, because no partner is taking part, so nothing is agreed.", ())
    unsent = tuple(one.partner_name for one in waited_for(returns))
    if unsent:
        raise Incomplete(
            f"Not signed, because {listed(unsent)} {'has' if len(unsent) == 1 else 'have'} not "
            "submitted yet. Ask the coordinator to remind them, then sign.",
            unsent,
        )
    unsettled = tuple(one.item.code for one in positions.values() if one.is_open)
    if unsettled:
        named = listed(unsettled) if len(unsettled) <= 4 else f"{len(unsettled)} questions"
        raise Incomplete(
            f"Not signed, because {named} {'is' if len(unsettled) == 1 else 'are'} not agreed "
            "yet. Agree what is open on the Moderation page, then sign.",
            unsettled,
        )
    unexplained = tuple(one.item.code for one in positions.values() if one.lacks_reason)
    if unexplained:
        raise Incomplete(
            f"Not signed, because {listed(unexplained)} "
            f"{'was' if len(unexplained) == 1 else 'were'} agreed outside the partners' middle "
            "without a reason. Write the reasons on the Moderation page, then sign.",
            unexplained,
        )
    if waiting:
        whose = tuple(
            f"{one.partner_name} on {positions[one.item_id].item.code}" for one in waiting
        )
        raise Incomplete(
            f"Not signed, because {'the reply' if len(whose) == 1 else 'the replies'} of "
            f"{listed(whose)} {'is' if len(whose) == 1 else 'are'} neither answered nor kept as a "
            f"disagreement. Answer {'it' if len(whose) == 1 else 'them'} on the Moderation page, "
            "then sign.",
            whose,
        )


def refuse_another_name(who: Actor, typed: str) -> None:
    """Refuse a signature under another name than the chair's own, whatever its capitals.

    Raises:
        Refused: it is another.
    """
    if " ".join(typed.split()).casefold() != " ".join(who.name.split()).casefold():
        raise Refused(f"Not signed. To sign, type your name as it is in your account: {who.name}.")
