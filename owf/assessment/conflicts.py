"""What is said where two people change one answer at once: both by name, and which is kept."""

from __future__ import annotations

from owf.access import Actor
from owf.assessment.asking import Choice, choice_of, words_of
from owf.questionnaire import Item, Scale
from owf.store import Session, people
from owf.store.answers import StoredAnswer


def both_chose(
    item: Item, scale: Scale, mine: Choice, current: StoredAnswer, writer: str | None
) -> str:
    """That this person chose one thing and another person something else, which is kept.

    Args:
        item: the question.
        scale: the one that it is answered on.
        mine: what this person chose.
        current: what is stored.
        writer: who wrote that, as ``writer_of`` says.
    """
    kept = choice_of(current)
    theirs = "removed the answer" if kept is None else f"chose “{words_of(scale, kept)}”"
    where = "" if writer else " in another window"
    return (
        f"You chose “{words_of(scale, mine)}” for {item.code}, but {writer or 'you'} "
        f"{theirs}{where} first, so that answer was kept."
    )


def by_whom(writer: str | None) -> str:
    """``by Jane Smith``, or where this person did it."""
    return f"by {writer}" if writer else "by you in another window"


def writer_of(session: Session, current: StoredAnswer, who: Actor) -> str | None:
    """The name of whoever wrote what is stored; ``None`` for this person."""
    if current.answered_by == who.id:
        return None
    name = people.name_of(session, current.answered_by) if current.answered_by else None
    return name or "somebody else"
