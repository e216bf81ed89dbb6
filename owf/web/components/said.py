"""What came of a click, told on the run that follows it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from owf.access.refusals import Refused
from owf.store import StoreFailed
from owf.web import html

_SAID = "owf:said"
_NO_ANSWER = (
    "Not done, because we could not reach the database. Nothing is lost. Try again in a minute."
)


def do_and_say(action: Callable[[], str], place: str = "") -> None:
    """Do what was clicked and draw the page anew with what ``action`` says of it, or why not.

    ``place`` is where on the page it is told; a long page tells it beside what was clicked.
    """
    do_and_keep(action, place)
    st.rerun()


def do_and_keep(action: Callable[[], str], place: str = "") -> None:
    """Do what was clicked, in a button's callback; the run that follows says what came of it."""
    try:
        st.session_state[_SAID + place] = (action(), "good")
    except Refused as refused:
        st.session_state[_SAID + place] = (f"Not done. {refused}", "problem")
    except StoreFailed:
        st.session_state[_SAID + place] = (_NO_ANSWER, "problem")


def say_what_was_done(place: str = "") -> None:
    """Tell it once, in its place.

    The place is kept where there is nothing to tell: what stands below it stays where it is, so
    that a section that was unfolded there is not folded again.
    """
    slot = st.empty()
    said = st.session_state.pop(_SAID + place, None)
    if said and said[0]:
        slot.html(html.notice_markup(*said))
