"""What stands on a page while its figures are worked out, where that takes longer than a glance."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import streamlit as st
from markupsafe import Markup

_SKELETON = Markup(
    '<div class="owf-skeleton" role="status"><p class="owf-ears">Working out the figures.</p>'
    "<span></span><span></span><span></span></div>"
)
REMEMBERED = 500
"""Pages, each with its choices, of which this process remembers that it drew them."""


@contextmanager
def skeleton(*what: Hashable) -> Iterator[None]:
    """Show where the page's parts will stand until the block is done, whatever it ends with.

    Only where this process works these figures out for the first time: later they are there
    within a glance, and a skeleton would be one more thing to draw.

    Args:
        what: the page, and what of its choices decides the figures.
    """
    drawn = _drawn(what)
    if drawn:
        yield
        return
    place = st.empty()
    place.html(_SKELETON)
    try:
        yield
        drawn.append(True)
    finally:
        place.empty()


@lru_cache(maxsize=REMEMBERED)
def _drawn(_what: tuple[Hashable, ...]) -> list[bool]:
    """Holds something once the figures of a page were worked out."""
    return []
