"""What a partner must know of its return before it answers: its last day, and why it is open."""

from __future__ import annotations

from markupsafe import Markup

from owf import clock
from owf.assessment.answering import ReturnView
from owf.assessment.deadlines import over_in_words
from owf.web import html


def state_notices(view: ReturnView) -> None:
    """Say that the last day has passed, or that the coordinator opened the return again."""
    if view.is_over:
        html.notice(over_in_words(view.closes, view.round.trust_name), "problem")
    if view.reopening is not None:
        html.notice(
            Markup(
                "<strong>{} reopened your self-assessment on {}:</strong> {} All your answers "
                "are still here. Change what you need to, then check and submit it again."
            ).format(
                view.reopening.by or "Your coordinator",
                clock.in_words(view.reopening.at),
                _sentence(view.reopening.reason),
            )
        )


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
