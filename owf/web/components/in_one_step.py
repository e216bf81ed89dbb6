"""Accepting the partners' median for all questions on which nobody stands apart (decision 5)."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from owf.assessment.moderating import ModerationView, accept_medians
from owf.assessment.refusals import Refused
from owf.store import StoreFailed, get_store
from owf.web import html
from owf.web.errors import told
from owf.web.frame import signed_in
from owf.web.numbers import questions


def accept_in_one_step(view: ModerationView) -> None:
    """Accept the median wherever partners agree more than chance would make them."""
    said = st.session_state.pop("accepted_together", None)
    if said:
        html.notice(*said)
    ready = view.ready_together
    if not (ready and view.is_open and view.may_change):
        return
    number = questions(len(ready))
    with st.container(border=True, key="in-one-step"):
        html.show(
            Markup(
                "<h2>Where partners stand close together</h2><p>On {} nobody stands two levels or "
                "more from the partners' median. The median can be accepted in one step, and "
                "each level can still be changed afterwards.</p>"
                '<details class="owf-what"><summary>Which, and at what level</summary><p>{}</p>'
                "</details>"
                '<details class="owf-what"><summary>How this is worked out</summary><p>They are '
                "the open questions on which partners agree more than they would by chance: if "
                "each chose a level at random, they would agree as closely at most one time in "
                "twenty.</p></details>"
            ).format(
                number,
                "; ".join(f"{one.item.code} at {one.position.proposed}" for one in ready),
            )
        )
        clicked = st.button(
            f"Accept the median for {number}", key="accept-together", type="primary"
        )
    shown = f"medians:{view.round.id}"
    # This run shows the newest; the click was made on what the run before had shown.
    seen = st.session_state.get(shown, {})
    st.session_state[shown] = {
        one.item.id: one.position.proposed for one in ready if one.position.proposed is not None
    }
    if clicked:
        _accept(view, seen)
        st.rerun()


def _accept(view: ModerationView, seen: Mapping[str, int]) -> None:
    if not seen:
        st.session_state["accepted_together"] = (
            "Nothing was accepted: the connection was lost for a moment and this page was loaded "
            "again. Read the list again, then accept.",
            "problem",
        )
        return
    try:
        kept = accept_medians(get_store(), signed_in(), view.round.id, seen)
    except Refused as refused:
        st.session_state["accepted_together"] = (
            f"Nothing was accepted. {told(refused)}",
            "problem",
        )
        return
    except StoreFailed:
        st.session_state["accepted_together"] = (
            "Nothing was accepted, because we could not reach the database. Try again in a minute.",
            "problem",
        )
        return
    left = len(seen) - len(kept)
    words = f"The median was accepted for {questions(len(kept))}."
    if left:
        words += f" {left} changed while you had this page open: look at what is proposed now."
    st.session_state["accepted_together"] = (words, "good")
