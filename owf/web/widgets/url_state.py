"""Choices kept in the address, so that a page can be bookmarked and sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from owf.access.policy import TRUST_ROLES
from owf.assessment.errors import NotAllowed
from owf.assessment.start.todo import newest_round_year
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup.labels import as_label


def number_in_address(name: str) -> int | None:
    text = st.query_params.get(name, "")
    # Nine digits: more is no year and no number of ours, and databases overflow on it.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def day_in_address(name: str) -> date | None:
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def chosen_in_address(name: str, options: Mapping[str, str], default: str) -> str:
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
    """``forgets`` are other choices in the address that mean nothing once this one changes."""
    key = f"choose:{name}"
    st.session_state[key] = chosen_in_address(name, options, default)
    return str(
        st.selectbox(
            as_label(label),
            list(options),
            format_func=options.__getitem__,
            key=key,
            on_change=_keep_choice,
            args=(name, forgets),
        )
    )


def choose_from_bar(
    name: str,
    label: str,
    options: Mapping[str, str],
    default: str,
    *,
    forgets: Sequence[str] = (),
) -> None:
    """As ``choose``, with all options in a row; ``label`` is for screen readers."""
    key = f"choose:{name}"
    st.session_state[key] = chosen_in_address(name, options, default)
    st.segmented_control(
        as_label(label),
        list(options),
        format_func=lambda one: as_label(options[one]),
        key=key,
        on_change=_keep_choice,
        args=(name, forgets),
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )


def _keep_choice(name: str, forgets: Sequence[str]) -> None:
    st.query_params[name] = st.session_state[f"choose:{name}"]
    _forget(forgets)


def choose_day(name: str, label: str, *, forgets: Sequence[str] = ()) -> None:
    key = f"choose:{name}"

    def _keep() -> None:
        chosen = st.session_state[key]
        if chosen is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = chosen.isoformat()
        _forget(forgets)

    st.session_state[key] = day_in_address(name)
    st.date_input(as_label(label), format="DD/MM/YYYY", key=key, on_change=_keep)


def type_in(name: str, label: str, placeholder: str = "") -> str:
    key = f"type:{name}"

    def _keep() -> None:
        text = st.session_state[key].strip()
        if text:
            st.query_params[name] = text
        else:
            st.query_params.pop(name, None)

    st.session_state[key] = st.query_params.get(name, "")
    st.text_input(as_label(label), key=key, on_change=_keep, max_chars=120, placeholder=placeholder)
    return str(st.query_params.get(name, ""))


def _forget(names: Sequence[str]) -> None:
    for name in names:
        st.query_params.pop(name, None)


def trust_and_year(otherwise: str) -> tuple[int, int]:
    """Raises: NotAllowed: with ``otherwise``, where there is no Trust."""
    trusts = signed_in().scopes(*TRUST_ROLES, scope_kind="trust")
    trust = number_in_address("trust") or (int(trusts[0]) if trusts else None)
    if trust is None:
        raise NotAllowed(otherwise)
    return trust, number_in_address("year") or newest_round_year(get_store(), trust)


IN_ADDRESS = "part"
WHOLE = "whole"
"""The part in the address that shows all of them, one below the other."""


@dataclass(frozen=True)
class Parts:
    """``titles`` by value in the address, the default first; ``label`` is for screen readers."""

    titles: Mapping[str, str]
    label: str

    @classmethod
    def of(cls, titles: Mapping[str, str], label: str, without: Collection[str] = ()) -> Parts:
        offered = {name: title for name, title in titles.items() if name not in without}
        return cls({**offered, WHOLE: "All on one page"}, label)

    @property
    def shown(self) -> str:
        return chosen_in_address(IN_ADDRESS, self.titles, next(iter(self.titles)))

    def show(self, *names: str) -> bool:
        return self.shown in (WHOLE, *names)

    def choose(self) -> None:
        choose_from_bar(IN_ADDRESS, self.label, self.titles, next(iter(self.titles)))
