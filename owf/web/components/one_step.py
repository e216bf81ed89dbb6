"""Words and the button below them, sent together."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def one_step(name: str) -> DeltaGenerator:
    """A form without a frame, whose button sends what was typed above it.

    A field outside a form is sent when the pointer leaves it, which is the very press of the
    button: the page is then drawn anew under that press, and the press may be lost. Enter sends
    nothing, because what such a button does is told above it and can reach others.

    Args:
        name: of the form, once on the page.
    """
    return st.form(name, enter_to_submit=False, border=False)
