"""Choices that stand in the address, so that a page can be bookmarked and sent."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def number_in_address(name: str) -> int | None:
    """A whole number from the address; ``None`` where it is missing or no number."""
    text = st.query_params.get(name, "")
    # Nine digits: more is no year and no number of ours, and databases overflow on it.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def choose(name: str, label: str, options: Mapping[str, str], default: str) -> str:
    """A select box whose choice is kept in the address as ``name``.

    Args:
        name: of the choice in the address.
        label: what the person reads.
        options: what stands in the address -> what the person reads.
        default: chosen where the address says nothing that is offered.
    """
    keys = list(options)
    key = f"choose:{name}"
    current = st.query_params.get(name, default)
    if current not in options:
        current = default if default in options else keys[0]

    def _keep() -> None:
        st.query_params[name] = st.session_state[key]

    st.session_state[key] = current
    return str(
        st.selectbox(label, keys, format_func=lambda one: options[one], key=key, on_change=_keep)
    )
