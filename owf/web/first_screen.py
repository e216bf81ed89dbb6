"""A moment for the browser to show the first screen before the rest of a long page arrives.

A browser draws nothing while it takes in what comes after: with ten charts and hundreds of
workings, the first sentence of a page would stand there only seconds after it was sent.
"""

from __future__ import annotations

import time

import streamlit as st

MOMENT = 0.6
"""Seconds: what Chromium takes for a heading, some sentences and one chart on a slow machine."""
_IS_OUT = "owf:first-screen-is-out"


def let_it_show() -> None:
    """Wait a moment, once a visit: whoever changes a choice later has a page before them already.

    Only for a browser: whatever else asks for a page has nothing to draw.
    """
    if st.session_state.get(_IS_OUT) or "Mozilla" not in (
        st.context.headers.get("User-Agent") or ""
    ):
        return
    st.session_state[_IS_OUT] = True
    time.sleep(MOMENT)
