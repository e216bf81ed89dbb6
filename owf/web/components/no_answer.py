"""A question that no partner answered: it has no level, and the group writes why."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.moderating import REASON_LIMIT, ModerationView, agree_level
from owf.assessment.refusals import Refused
from owf.assessment.voices import Question
from owf.store import StoreFailed, get_store
from owf.web import html
from owf.web.errors import told
from owf.web.frame import signed_in


def without_answer(view: ModerationView, question: Question) -> bool:
    """The form that settles a question without a level; gives whether to go on to the next one."""
    agreement = question.position.agreement
    html.show(_state(view, question))
    name = f"{view.round.id}:{question.item.id}"
    with st.form(f"no-answer-{question.item.id}", enter_to_submit=False):
        reason = st.text_area(
            "Why no partner answered it; the reason is signed with it",
            value=agreement.reason if agreement else "",
            key=f"no-answer-reason:{name}",
            max_chars=REASON_LIMIT,
            height=96,
        )
        problem = st.empty()
        clicked = st.form_submit_button("Sign it without a level")
    seen_key = f"no-answer-seen:{name}"
    seen = st.session_state.setdefault(seen_key, agreement.version if agreement else 0)
    if not clicked:
        return False
    # Whoever is told that it changed meanwhile has read the newest, and may save over it.
    del st.session_state[seen_key]
    try:
        agree_level(
            get_store(),
            signed_in(),
            view.round.id,
            question.item.id,
            None,
            reason=reason or "",
            seen_version=seen,
        )
    except Refused as refused:
        problem.html(html.notice_markup(f"Not saved. {told(refused)}", "problem"))
        return False
    except StoreFailed:
        problem.html(
            html.notice_markup(
                "Not saved, because we could not reach the database. What you wrote is still "
                "here. Try again in a minute.",
                "problem",
            )
        )
        return False
    return True


def _state(view: ModerationView, question: Question) -> Markup:
    agreement = question.position.agreement
    if question.is_settled and agreement is not None:
        return html.notice_markup(
            Markup("<strong>It will be signed without a level.</strong> {}, {}. Reason: {}").format(
                question.agreed_by or "Somebody who has been erased",
                clock.in_words(agreement.agreed_at),
                agreement.reason,
            ),
            "good",
        )
    still_to_come = (
        f" {len(view.waiting_for)} {'return is' if len(view.waiting_for) == 1 else 'returns are'} "
        "still to come."
        if view.waiting_for
        else ""
    )
    return html.notice_markup(
        Markup(
            "<strong>No answer yet.</strong> No partner that has submitted answered this question, "
            "so no level can be agreed.{}"
        ).format(still_to_come)
    )
