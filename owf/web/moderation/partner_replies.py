"""What the Trust has agreed, as a partner sees it once it has submitted; one reply a question."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf.assessment.errors import Refused
from owf.assessment.moderation.replies import (
    REPLY_LIMIT,
    AgreedItem,
    AgreedView,
    open_agreed,
    reply_to_level,
)
from owf.store import StoreFailed, get_store
from owf.web.errors import told
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.moderation.replies import reply_markup
from owf.web.widgets.scale import choice_words


def agreed_levels(partner_id: int, year: int) -> None:
    view = open_agreed(get_store(), signed_in(), partner_id, year)
    is_open = view.round.status == "open"
    html.write("<h2>What {} agrees</h2>", view.round.trust_name)
    said = st.session_state.pop("reply_said", None)
    if said:
        html.notice(*said)
    if not view.items:
        html.notice(
            "No level is agreed yet. When the steering group agrees a level, you will see it "
            "here with its reason. You can reply once to each level until the chair signs."
        )
        return
    html.write(
        "<p>{}</p>{}",
        (
            f"{len(view.items)} of {len(view.pack.items)} questions are agreed so far. You can "
            "reply once to each level until the chair signs. The steering group will answer your "
            "reply, or keep it in the record as a disagreement."
            if is_open
            else "The chair has signed. Your replies stay in the record."
        ),
        _tables(view),
    )
    if view.replied:
        codes = {item.id: item.code for item in view.pack.items}
        html.write(
            '<h3>Your replies</h3><ul class="owf-replies">{}</ul>',
            html.join(reply_markup(one, about=codes[one.item_id]) for one in view.replied),
        )
    _form(view)


def _tables(view: AgreedView) -> Markup:
    apart = [one for one in view.items if _differs(one) or one.agreement.reason]
    folded = []
    for theme in view.pack.themes:
        ids = {item.id for item in theme.items}
        rest = [one for one in view.items if one.item.id in ids]
        if rest:
            folded.append(
                _folded(f"{theme.title}: {len(rest)} of {len(theme.items)} agreed", view, rest)
            )
    if apart:
        folded.insert(
            0, _folded((f"Different from yours, or with a reason: {len(apart)}"), view, apart)
        )
    return html.join(folded)


def _folded(title: str, view: AgreedView, items: Sequence[AgreedItem]) -> Markup:
    return Markup('<details class="owf-what owf-fold"><summary>{}</summary>{}</details>').format(
        title, _table(view, items, f"{title.partition(':')[0]}: agreed level and your own")
    )


def _table(view: AgreedView, items: Sequence[AgreedItem], caption: str) -> Markup:
    return html.table(
        caption,
        ("Question", "Agreed", "You said", "Reason"),
        (
            (
                Markup('{} <span class="owf-small">{}</span>').format(
                    one.item.code, one.item.short_name
                ),
                _agreed(view, one),
                "no level" if one.own_level is None else str(one.own_level),
                one.agreement.reason or "none",
            )
            for one in items
        ),
        css="owf-stack",
    )


def _differs(one: AgreedItem) -> bool:
    return one.own_level is not None and one.own_level != one.agreement.level


def _agreed(view: AgreedView, one: AgreedItem) -> Markup:
    return Markup("{}{}").format(
        choice_words(view.pack, str(one.agreement.level)),
        Markup(' <span class="owf-small">different from yours</span>')
        if _differs(one)
        else html.NOTHING,
    )


def _form(view: AgreedView) -> None:
    """Questions where the Trust agreed another level come first."""
    left = {one.item.id: one for one in view.items if one.may_reply}
    if not left:
        return
    in_order = sorted(left.values(), key=lambda one: one.own_level in (None, one.agreement.level))
    name = f"reply:{view.facts.id}:{len(view.replied)}"
    problem = st.session_state.pop("reply_problem", None)
    seen: dict[str, int] = st.session_state.get(f"seen:{name}", {})
    # This run shows the newest; a click was made on what the run before had shown.
    st.session_state[f"seen:{name}"] = {one.item.id: one.agreement.version for one in left.values()}
    html.write("<h3>Reply to an agreed level</h3>")
    if problem:
        html.notice(problem, "problem")
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
    code = view.pack.item(item_id).code
    try:
        reply_to_level(
            get_store(), signed_in(), view.facts.id, item_id, text, seen_version=seen_version
        )
    except Refused as refused:
        st.session_state["reply_problem"] = told(refused)
    except StoreFailed:
        st.session_state["reply_problem"] = (
            "Not sent, because we could not reach the database. Try again in a minute."
        )
    else:
        st.session_state["reply_said"] = (
            f"Your reply on {code} was sent. The steering group will see it on the Moderation "
            "page.",
            "good",
        )
