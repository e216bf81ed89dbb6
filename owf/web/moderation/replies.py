"""A partner's reply to an agreed level as moderators read it, and what they make of it."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.errors import Refused
from owf.assessment.moderation.agreeing import ModerationView
from owf.assessment.moderation.questions import Question
from owf.assessment.moderation.replies import REPLY_LIMIT, answer_reply
from owf.store import StoreFailed, get_store
from owf.store.moderation import StoredReply
from owf.web.errors import told
from owf.web.layout import signed_in
from owf.web.markup import html


def reply_markup(reply: StoredReply, *, about: str = "") -> Markup:
    level = f" to level {reply.level}" if reply.level is not None else ""
    return Markup("<li><p><strong>{}</strong> replied{}{}, {}: <q>{}</q></p>{}</li>").format(
        reply.partner_name,
        f" on {about}" if about else "",
        level,
        clock.in_words(reply.replied_at),
        reply.text,
        outcome(reply),
    )


def outcome(reply: StoredReply) -> Markup:
    if not reply.is_settled:
        return Markup('<p class="owf-missing">Not answered yet.</p>')
    stands = Markup('<p class="owf-stands">This disagreement is kept in the record.</p>')
    return Markup("{}{}").format(
        Markup("<p>The group answered: <q>{}</q></p>").format(reply.answer)
        if reply.answer
        else html.NOTHING,
        stands if reply.stands else html.NOTHING,
    )


def replies_to(view: ModerationView, question: Question) -> None:
    said = view.replies.get(question.item.id, ())
    if not said:
        return
    html.write("<h2>What partners replied</h2>")
    for one in said:
        html.write('<ul class="owf-replies">{}</ul>', reply_markup(one))
        if view.is_open and view.may_change and one.version == view.next_version:
            _settle(one)


def _settle(reply: StoredReply) -> None:
    key = f"{reply.id}:{reply.answered_at}"
    problem = st.session_state.pop(f"reply-problem:{reply.id}", None)
    if problem:
        html.notice(problem, "problem")
    label = "Change the answer" if reply.is_settled else "Answer it, or keep it as a disagreement"
    with (
        st.expander(label, expanded=not reply.is_settled),
        st.form(f"reply-{key}", enter_to_submit=False),
    ):
        answer = st.text_area(
            f"The group's answer to {reply.partner_name}",
            value=reply.answer,
            key=f"reply-answer:{key}",
            max_chars=REPLY_LIMIT,
            height=96,
        )
        stands = st.checkbox(
            "Still not agreed: keep it in the record as a disagreement",
            value=reply.stands,
            key=f"reply-stands:{key}",
        )
        clicked = st.form_submit_button("Save this answer", type="primary")
    if clicked:
        _keep(reply, answer or "", stands=stands)
        st.rerun()


def _keep(reply: StoredReply, answer: str, *, stands: bool) -> None:
    try:
        answer_reply(get_store(), signed_in(), reply.id, answer=answer, stands=stands, seen=reply)
    except Refused as refused:
        st.session_state[f"reply-problem:{reply.id}"] = told(refused)
    except StoreFailed:
        st.session_state[f"reply-problem:{reply.id}"] = (
            "Not saved, because we could not reach the database. Try again in a minute."
        )
