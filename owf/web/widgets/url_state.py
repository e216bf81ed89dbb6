"""Choices that stand in the address, so that a page can be bookmarked and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from owf.access.policy import TRUST_ROLES
from owf.assessment.errors import NotAllowed
from owf.assessment.start.todo import newest_round_year
from owf.store import get_store
from owf.web.layout import signed_in


def number_in_address(name: str) -> int | None:
    """A whole number from the address; ``None`` where it is missing or no number."""
    text = st.query_params.get(name, "")
    # Nine digits: more is no year and no number of ours, and databases overflow on it.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def day_in_address(name: str) -> date | None:
    """A day from the address, such as ``2009-07-10``; ``None`` where it is missing or none."""
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def chosen_in_address(name: str, options: Mapping[str, str], default: str) -> str:
    """What the address says of a choice; where it says nothing that is offered, the default."""
    current = st.query_params.get(name, default)
    if current in options:
        return current
    return default if default in options else next(iter(options))


def choose(
    name: str,
    label: str,
    options: Mapping[str, str],
    default: str,
    *,
    forgets: Sequence[str] = (),
) -> str:
    """A select box whose choice is kept in the address as ``name``.

    Args:
        name: of the choice in the address.
        label: what the person reads.
        options: what stands in the address -> what the person reads.
        default: chosen where the address says nothing that is offered.
        forgets: other choices in the address that mean nothing once this one changes.
    """
    keys = list(options)
    key = f"choose:{name}"

    def _keep() -> None:
        st.query_params[name] = st.session_state[key]
        _forget(forgets)

    st.session_state[key] = chosen_in_address(name, options, default)
    return str(
        st.selectbox(label, keys, format_func=lambda one: options[one], key=key, on_change=_keep)
    )


def choose_day(name: str, label: str, *, forgets: Sequence[str] = ()) -> date | None:
    """A day that is kept in the address as ``name``; ``None`` for none."""
    key = f"choose:{name}"

    def _keep() -> None:
        chosen = st.session_state[key]
        if chosen is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = chosen.isoformat()
        _forget(forgets)

    st.session_state[key] = day_in_address(name)
    chosen: date | None = st.date_input(label, format="DD/MM/YYYY", key=key, on_change=_keep)
    return chosen


def type_in(name: str, label: str, placeholder: str = "") -> str:
    """A text box whose text is kept in the address as ``name``; taken when the person leaves it."""
    key = f"type:{name}"

    def _keep() -> None:
        text = st.session_state[key].strip()
        if text:
            st.query_params[name] = text
        elif name in st.query_params:
            del st.query_params[name]

    st.session_state[key] = st.query_params.get(name, "")
    st.text_input(label, key=key, on_change=_keep, max_chars=120, placeholder=placeholder)
    return str(st.query_params.get(name, ""))


def _forget(names: Sequence[str]) -> None:
    for name in names:
        if name in st.query_params:
            del st.query_params[name]


def trust_and_year(otherwise: str) -> tuple[int, int]:
    """What the address names, else this person's own Trust and its newest year.

    Args:
        otherwise: what is said to a person of no Trust, where the address names none.

    Raises:
        NotAllowed: there is no Trust to be about.
    """
    trusts = signed_in().scopes(*TRUST_ROLES, scope_kind="trust")
    trust = number_in_address("trust") or (int(trusts[0]) if trusts else None)
    if trust is None:
        raise NotAllowed(otherwise)
    return trust, number_in_address("year") or newest_round_year(get_store(), trust)
