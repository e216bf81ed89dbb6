"""The parts of a long page: one is shown at a time, and which one stands in the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import streamlit as st

IN_ADDRESS = "part"
WHOLE = "whole"
"""Stands in the address where all parts are shown one below the other."""
_KEY = f"choose:{IN_ADDRESS}"


@dataclass(frozen=True)
class Part:
    """What is shown of a page.

    Attributes:
        name: of the part in the address, or ``whole``.
    """

    name: str

    def has(self, *names: str) -> bool:
        """Whether something that belongs to any of these parts is shown."""
        return self.name in (WHOLE, *names)


def choose_part(parts: Mapping[str, str], label: str, *, without: Collection[str] = ()) -> Part:
    """Choose a part, or the whole page: for paper, and for whoever would rather scroll.

    Args:
        parts: what stands in the address -> what the person reads; the first one is the overview
            that stands there where the address names no part.
        label: of the choice, for whoever does not see it.
        without: parts that have nothing to show here.
    """
    titles = {name: title for name, title in parts.items() if name not in without}
    titles[WHOLE] = "All on one page"
    current = st.query_params.get(IN_ADDRESS, "")
    if current not in titles:
        current = next(iter(titles))

    def _keep() -> None:
        st.query_params[IN_ADDRESS] = st.session_state[_KEY]

    st.session_state[_KEY] = current
    chosen = st.segmented_control(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=_KEY,
        on_change=_keep,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    return Part(chosen or current)
