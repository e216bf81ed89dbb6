"""Keeping what a person sees and what the database holds the same, at every run.

A click can be lost: the server dies after the click and before the save, the browser connects
again, still shows the level, and no callback ever fires. So nothing here relies on callbacks.
Each run compares what a widget shows with what is stored, and either saves or corrects.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Step(Enum):
    NOTHING = auto()
    SAVE = auto()
    CORRECT = auto()


@dataclass(frozen=True)
class Seen:
    """What this session last drew for a widget."""

    value: object


def step_for(shown: object, stored: object, seen: Seen | None, *, stored_is_mine: bool) -> Step:
    """What to do about one widget.

    Args:
        shown: what the widget shows now.
        stored: what the database holds now; ``None`` or "" for nothing.
        seen: what this session drew last; ``None`` where it has not drawn the widget yet.
        stored_is_mine: whether what is stored (or nothing) was last written by this person.

    Returns:
        ``SAVE`` for a choice of this person that the database does not have, ``CORRECT`` where
        the database has something newer or where a reconnected browser shows what somebody else
        has since replaced.
    """
    if shown == stored:
        return Step.NOTHING
    if seen is not None:
        return Step.CORRECT if shown == seen.value else Step.SAVE
    # A fresh session whose browser still shows what an earlier session drew. Nothing shown says
    # nothing: an empty widget is no reason to delete what is stored.
    if shown in (None, ""):
        return Step.CORRECT
    return Step.SAVE if stored_is_mine else Step.CORRECT
