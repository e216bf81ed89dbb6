"""What a partner must know of its return before it answers: its last day, and why it is open."""

from __future__ import annotations

from owf.assessment.answering import ReturnView
from owf.assessment.deadlines import over_in_words
from owf.web import html
from owf.web.returns.news import return_reopened


def state_notices(view: ReturnView, *, with_reopening: bool = True) -> None:
    """Say that the last day has passed, or that the coordinator opened the return again.

    ``with_reopening`` is off on a page that says the latter among other news.
    """
    if view.is_over:
        html.notice(over_in_words(view.closes, view.round.trust_name), "problem")
    if with_reopening and view.reopening is not None:
        html.notice(return_reopened(view.reopening))
