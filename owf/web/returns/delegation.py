"""Handing themes of a return to colleagues, on the partner's page and on the coordinator's."""

from collections.abc import Mapping, Sequence

import streamlit as st

from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.delegation import NOTE_LIMIT, colleagues, delegate, end_delegation
from owf.questionnaire import Theme
from owf.store import get_store
from owf.store.participation import DelegationFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.widgets.forms import do_and_say, one_step, say_what_was_done

_NOBODY = ""
_PLACE = "share"


def hand_over(view: ReturnView) -> None:
    """The partner's own form; drawn only where more than one person answers."""
    if len(colleagues(get_store(), signed_in(), view.facts.id)) < 2:
        return
    say_what_was_done(_PLACE)
    with st.expander("Share the themes among colleagues"):
        themes = [theme for theme in view.pack.themes if view.items_ever(theme)]
        share_themes(view.facts.id, themes, view.delegated, _PLACE)


def share_themes(
    return_id: int, themes: Sequence[Theme], shared: Mapping[str, DelegationFacts], place: str
) -> None:
    there = {one.id: one.name for one in colleagues(get_store(), signed_in(), return_id)}
    if not there:
        html.write(
            '<p class="owf-hint">Nobody answers for this partner yet. Invite somebody first.</p>'
        )
        return
    html.write(
        '<p class="owf-hint">The person you choose is shown on the list of themes and sees '
        "the theme on their Start page. Everybody who answers for the partner can still "
        "answer every theme.</p>"
    )
    titles = {theme.id: theme.title for theme in themes}
    with one_step(f"share-{return_id}"):
        theme = st.selectbox(
            "Theme",
            list(titles),
            format_func=lambda one: (
                f"{titles[one]} (for {shared[one].name})" if one in shared else titles[one]
            ),
            key=f"share-theme-{return_id}",
        )
        person = st.selectbox(
            "Colleague",
            [_NOBODY, *there],
            format_func=lambda one: there.get(one, "Nobody in particular"),
            key=f"share-person-{return_id}",
        )
        note = st.text_input(
            "Note to them (optional)", max_chars=NOTE_LIMIT, key=f"share-note-{return_id}"
        )
        clicked = st.form_submit_button("Pass on this theme")
    if clicked:
        whom = there.get(person, "nobody in particular")
        words = f"{titles[theme]} is for {whom}."
        do_and_say(lambda: _share(return_id, theme, person, note, words), place)


def _share(return_id: int, theme: str, person: str, note: str, words: str) -> str:
    if person == _NOBODY:
        end_delegation(get_store(), signed_in(), return_id, theme)
    else:
        delegate(get_store(), signed_in(), return_id, theme, person, note=note)
    return words
