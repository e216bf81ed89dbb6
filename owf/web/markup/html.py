"""Markup on the page that runs; what is only put together comes from `owf.markup.html`."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf.markup.html import (
    NOTHING,
    bullet_list,
    facts,
    fold,
    given,
    hint,
    join,
    missing,
    notice_markup,
    table,
    tag,
    with_small,
)

__all__ = [
    "NOTHING",
    "begin_page",
    "bullet_list",
    "facts",
    "faults_in_list",
    "fold",
    "given",
    "has_heading",
    "heading",
    "hint",
    "join",
    "missing",
    "notice",
    "notice_markup",
    "path_of_page",
    "show",
    "table",
    "tag",
    "with_small",
    "write",
]


def show(markup: Markup, *, is_narrow: bool = False) -> None:
    st.html(markup, width="content" if is_narrow else "stretch")


def write(template: str, *values: object) -> None:
    show(Markup(template).format(*values))  # noqa: S704  a test holds that each one is literal


_HAS_HEADING = "owf:has-heading"
_PAGE = "owf:page"


def begin_page(path: str = "") -> None:
    st.session_state[_HAS_HEADING] = False
    st.session_state[_PAGE] = path


def path_of_page() -> str:
    """Of the page that runs, as in ``compare``; empty for the start page."""
    return str(st.session_state.get(_PAGE, ""))


def has_heading() -> bool:
    return bool(st.session_state.get(_HAS_HEADING, False))


def heading(text: str, above: str = "", view: str = "") -> None:
    """``view`` names a view, such as a question; ``assets/arrival.js`` takes its reader here."""
    st.session_state[_HAS_HEADING] = True
    over = Markup('<p class="owf-over">{}</p>').format(above) if above else NOTHING
    named = Markup(' data-named=""') if view else NOTHING
    show(
        Markup('<div class="owf-heading" data-view="/{}#{}"{}>{}<h1>{}</h1></div>').format(
            st.session_state.get(_PAGE, ""), view, named, over, text
        )
    )


def notice(text: str | Markup, kind: str = "note") -> None:
    """``note``, ``good`` or ``problem``; a problem is read out at once."""
    show(notice_markup(text, kind))


def faults_in_list(faults: Sequence[object], what_follows: str) -> None:
    if faults:
        number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        words = Markup("<strong>{} in the list.</strong> {}").format(number, what_follows)
        notice(words, "problem")
        show(bullet_list(faults, "owf-faults"))
