"""Returns of the demonstration, as the people who answer for its partners gave them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.assessment.asking import Choice
from owf.questionnaire import NonScore
from owf.store import Store, answers, rounds
from owf.store.answers import StoredAnswer

Choices = Mapping[str, tuple[Choice, str]]
"""Item -> what is chosen, and the comment."""


def submit_workbook(store: Store, who: Actor, trust: int, return_id: int, choices: Choices) -> None:
    """Bring a filled workbook back, and submit the return with it."""
    at = clock.now()
    with store.writing() as session:
        kept = [
            _stored(item_id, choice, comment, who, minutes_ago=0)
            for item_id, (choice, comment) in choices.items()
        ]
        answers.write_new_answers(session, return_id, kept)
        audit.record(
            session,
            who,
            Event.WORKBOOK_IMPORTED,
            "return",
            return_id,
            trust=trust,
            answers=len(kept),
        )
        rounds.mark_submitted(session, return_id, at, who.id)
        audit.record(session, who, Event.RETURN_SUBMITTED, "return", return_id, trust=trust)


def answer_one_by_one(
    store: Store, who: Actor, trust: int, return_id: int, choices: Choices
) -> None:
    """Answer questions on the page, one a minute, the last one now; nothing is submitted."""
    with store.writing() as session:
        for place, (item_id, (choice, comment)) in enumerate(choices.items(), start=1):
            answer = _stored(item_id, choice, comment, who, minutes_ago=len(choices) - place)
            answers.write_new_answers(session, return_id, [answer])
            with clock.stopped_at(answer.answered_at or clock.now()):
                audit.record(
                    session, who, Event.ANSWER_SAVED, "return", return_id, trust=trust, item=item_id
                )


def _stored(
    item_id: str, choice: Choice, comment: str, who: Actor, *, minutes_ago: int
) -> StoredAnswer:
    level, non_score = (None, choice.value) if isinstance(choice, NonScore) else (choice, None)
    at = clock.now() - timedelta(minutes=minutes_ago)
    return StoredAnswer(item_id, level, non_score, comment, who.id, at)
