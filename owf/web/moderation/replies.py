"""Replies to agreed levels: a partner's page to send them, and the group's answers to them."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.moderation.agreeing import ModerationView
from owf.assessment.moderation.questions import Question
from owf.assessment.moderation.replies import (
    REPLY_LIMIT,
    AgreedItem,
    AgreedView,
    answer_reply,
    open_agreed,
    reply_to_level,
)
from owf.store import get_store
from owf.store.moderation import StoredReply
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.forms import outcome_of, problem_of, show_once, shown_before
from owf.web.widgets.scale import choice_words


def reply_markup(reply: StoredReply, *, about: str = "") -> Markup:
    level = f" to level {reply.level}" if reply.level is not None else ""
    return Markup("<li><p><strong>{}</strong> replied{}{}, {}: <q>{}</q></p>{}</li>").format(
        reply.partner_name,
        f" on {about}" if about else "",
        level,
        clock.in_words(reply.replied_at),
        reply.text,
        _outcome(reply),
    )


def _outcome(reply: StoredReply) -> Markup:
    if not reply.is_settled:
        return Markup('<p class="owf-missing">Not answered yet.</p>')
    stands = Markup('<p class="owf-stands">This disagreement is kept in the record.</p>')
    answer = html.given("<p>The group answered: <q>{}</q></p>", reply.answer)
    return answer + stands if reply.stands else answer


def replies_to(view: ModerationView, question: Question) -> None:
    replies = view.replies.get(question.item.id, ())
    if replies:
        html.write("<h2>What partners replied</h2>")
    for one in replies:
        html.write('<ul class="owf-replies">{}</ul>', reply_markup(one))
        if view.is_open and view.may_change and one.version == view.next_version:
            _answer_form(one)


def _answer_form(reply: StoredReply) -> None:
    key, kept_problem = f"{reply.id}:{reply.answered_at}", f"reply-problem:{reply.id}"
    show_once(kept_problem)
    label = "Change the answer" if reply.is_settled else "Answer it, or keep it as a disagreement"
    with (
        st.expander(as_label(label), expanded=not reply.is_settled),
        st.form(f"reply-{key}", enter_to_submit=False),
    ):
        answer = st.text_area(
            as_label(f"The group's answer to {reply.partner_name}"),
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
        st.session_state[kept_problem] = problem_of(
            lambda: answer_reply(
                get_store(), signed_in(), reply.id, answer=answer or "", stands=stands, seen=reply
            ),
            "Not saved, because we could not reach the database. Try again in a minute.",
        )
        st.rerun()


def agreed_levels(partner_id: int, year: int) -> None:
    view = open_agreed(get_store(), signed_in(), partner_id, year)
    html.write("<h2>What {} agrees</h2>", view.round.trust_name)
    show_once("reply_said")
    if not view.items:
        html.notice(
            "No level is agreed yet. When the steering group agrees a level, you will see it "
            "here with its reason. You can reply once to each level until the chair signs."
        )
        return
    words = (
        f"{len(view.items)} of {len(view.pack.items)} questions are agreed so far. You can "
        "reply once to each level until the chair signs. The steering group will answer your "
        "reply, or keep it in the record as a disagreement."
        if view.round.status == "open"
        else "The chair has signed. Your replies stay in the record."
    )
    html.write("<p>{}</p>{}", words, _folded_tables(view))
    if view.replied:
        html.write(
            '<h3>Your replies</h3><ul class="owf-replies">{}</ul>',
            html.join(
                reply_markup(one, about=view.pack.item(one.item_id).code) for one in view.replied
            ),
        )
    _reply_form(view)


def _folded_tables(view: AgreedView) -> Markup:
    apart = [one for one in view.items if _differs(one) or one.agreement.reason]
    tables = [(f"Different from yours, or with a reason: {len(apart)}", apart)] if apart else []
    for theme in view.pack.themes:
        agreed = [one for one in view.items if one.item in theme.items]
        if agreed:
            title = f"{theme.title}: {len(agreed)} of {len(theme.items)} agreed"
            tables.append((title, agreed))
    return html.join(html.fold(title, _agreed_table(view, title, of)) for title, of in tables)


def _agreed_table(view: AgreedView, title: str, items: Sequence[AgreedItem]) -> Markup:
    return html.table(
        f"{title.partition(':')[0]}: agreed level and your own",
        ("Question", "Agreed", "You said", "Reason"),
        (
            (
                html.with_small(one.item.code, one.item.short_name),
                _agreed_level(view, one),
                "no level" if one.own_level is None else str(one.own_level),
                one.agreement.reason or "none",
            )
            for one in items
        ),
        css="owf-stack",
    )


def _differs(one: AgreedItem) -> bool:
    return one.own_level is not None and one.own_level != one.agreement.level


def _agreed_level(view: AgreedView, one: AgreedItem) -> str | Markup:
    words = choice_words(view.pack, str(one.agreement.level))
    return html.with_small(words, "different from yours") if _differs(one) else words


def _reply_form(view: AgreedView) -> None:
    """Questions where the Trust agreed another level come first."""
    left = {one.item.id: one for one in view.items if one.may_reply}
    if not left:
        return
    in_order = sorted(left.values(), key=lambda one: one.own_level in (None, one.agreement.level))
    name = f"reply:{view.facts.id}:{len(view.replied)}"
    versions = {one.item.id: one.agreement.version for one in left.values()}
    seen = shown_before(f"seen:{name}", versions) or {}
    html.write("<h3>Reply to an agreed level</h3>")
    show_once("reply_problem")
    with st.form(name, enter_to_submit=False):
        item_id = st.selectbox(
            "Question",
            [one.item.id for one in in_order],
            index=None,
            format_func=lambda one: (
                f"{left[one].item.code}: agreed {left[one].agreement.level}, you said "
                f"{left[one].own_level or 'no level'}"
            ),
            key=f"{name}:item",
            placeholder="Choose a question",
        )
        text = st.text_area(
            "Your reply. You can reply once to this question. Do not name a child or family.",
            key=f"{name}:text",
            max_chars=REPLY_LIMIT,
            height=96,
        )
        clicked = st.form_submit_button("Send the reply", type="primary")
    if clicked:
        if item_id is None:
            st.session_state["reply_problem"] = "Not sent. Choose the question first."
        else:
            _send(view, item_id, text or "", seen.get(item_id, 0))
        st.rerun()


def _send(view: AgreedView, item_id: str, text: str, seen_version: int) -> None:
    def send() -> str:
        reply_to_level(
            get_store(), signed_in(), view.facts.id, item_id, text, seen_version=seen_version
        )
        code = view.pack.item(item_id).code
        return (
            f"Your reply on {code} was sent. The steering group will see it on the Moderation page."
        )

    words, kind = outcome_of(
        send, "Not sent, because we could not reach the database. Try again in a minute."
    )
    if kind == "problem":
        st.session_state["reply_problem"] = words
    else:
        st.session_state["reply_said"] = (words, kind)
