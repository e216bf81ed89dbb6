"""What stands on a page while its figures are worked out, where that takes longer than a glance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

_SKELETON = Markup(
    '<div class="owf-skeleton" role="status"><p class="owf-ears">Working out the figures.</p>'
    "<span></span><span></span><span></span></div>"
)


@contextmanager
def skeleton() -> Iterator[None]:
    """Show where the page's parts will stand until the block is done, whatever it ends with."""
    place = st.empty()
    place.html(_SKELETON)
    try:
        yield
    finally:
        place.empty()
