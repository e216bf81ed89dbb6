"""Context notes on a page: those there are, each to be changed, and one more."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf.assessment.noting import NOTE_LIMIT, in_words, keep_note
from owf.assessment.refusals import Refused
from owf.assessment.sign_off_view import SignOffView
from owf.store import StoreFailed, get_store
from owf.store.notes import Note
from owf.web import html
from owf.web.errors import told
from owf.web.frame import signed_in


def notes(view: SignOffView) -> None:
    """The notes of a round that is not signed yet."""
    html.show(
        Markup(
            "<h2>Notes for readers</h2><p>What readers need to know to understand your results. "
            "Notes are signed with the levels and shown wherever your results are compared.</p>"
        )
    )
    problem = st.session_state.pop("note_problem", None)
    if problem:
        html.notice(problem, "problem")
    for one in view.notes:
        _change(view, one)
    _add(view)


def _about(view: SignOffView, note: Note) -> str:
    return view.pack.theme(note.theme).title if note.theme else "The whole year"


def _change(view: SignOffView, note: Note) -> None:
    html.show(
        Markup('<p class="owf-note"><strong>{}</strong>: {}</p>').format(
            _about(view, note), in_words(note, view.pack)
        )
    )
    with (
        st.expander(f"Change the note on {_about(view, note)}"),
        st.form(f"note-{note.id}", enter_to_submit=False),
    ):
        text = st.text_area(
            "Note (empty it to remove the note)",
            value=note.text,
            key=f"note-text:{note.id}",
            max_chars=NOTE_LIMIT,
            height=80,
        )
        clicked = st.form_submit_button("Save the change")
    if clicked:
        _keep(view, Note(note.theme, text or "", note.item, note.id))


def _add(view: SignOffView) -> None:
    added = st.session_state.setdefault("notes_added", 0)
    with st.expander("Add a note"), st.form(f"note-new-{added}", enter_to_submit=False):
        places = {"": "The whole year"}
        for theme in view.pack.themes:
            places[theme.id] = theme.title
            places |= {
                f"{theme.id}/{item.id}": f"{theme.short_title}: {item.code} {item.short_name}"
                for item in theme.items
            }
        about = st.selectbox(
            "What it is about",
            list(places),
            format_func=places.__getitem__,
            key=f"note-about-{added}",
        )
        text = st.text_area(
            "Note for readers of your results",
            placeholder="For example: the roll-out came after this survey.",
            key=f"note-{added}",
            max_chars=NOTE_LIMIT,
            height=80,
        )
        clicked = st.form_submit_button("Add the note")
    if clicked:
        theme_id, _, item_id = (about or "").partition("/")
        _keep(view, Note(theme_id, text or "", item_id))


def _keep(view: SignOffView, note: Note) -> None:
    try:
        keep_note(get_store(), signed_in(), view.round.id, note)
        st.session_state["notes_added"] = st.session_state.get("notes_added", 0) + 1
    except Refused as refused:
        st.session_state["note_problem"] = f"Not saved. {told(refused)}"
    except StoreFailed:
        st.session_state["note_problem"] = (
            "Not saved, because we could not reach the database. Try again in a minute."
        )
    st.rerun()
