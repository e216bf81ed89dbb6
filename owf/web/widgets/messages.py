"""What came of a click, told on the run that follows it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from owf.access.errors import Refused
from owf.store import StoreFailed
from owf.web.markup import html

_SAID = "owf:said"
_NO_ANSWER = (
    "Not done, because we could not reach the database. Nothing is lost. Try again in a minute."
)


def do_and_say(action: Callable[[], str], place: str = "") -> None:
    """Do what was clicked and draw the page again, with its words or why not at ``place``."""
    do_and_keep(action, place)
    st.rerun()


def do_and_keep(action: Callable[[], str], place: str = "") -> None:
    """The same in a button's callback: the run that follows shows the words."""
    try:
        st.session_state[_SAID + place] = (action(), "good")
    except Refused as refused:
        st.session_state[_SAID + place] = (f"Not done. {refused}", "problem")
    except StoreFailed:
        st.session_state[_SAID + place] = (_NO_ANSWER, "problem")


def say_what_was_done(place: str = "") -> None:
    """Show it once.

    The place is kept also where there is nothing to show, so that a section below it that was
    unfolded is not folded again.
    """
    slot = st.empty()
    said = st.session_state.pop(_SAID + place, None)
    if said and said[0]:
        slot.html(html.notice_markup(*said))


def one_step(name: str) -> DeltaGenerator:
    """A form without a frame, whose button sends what was typed above it.

    A field outside a form is sent when the pointer leaves it, which is the press of the button
    itself: the page is then drawn again under that press, and the press may be lost. Enter sends
    nothing, because such a button can reach other people.
    """
    return st.form(name, enter_to_submit=False, border=False)
