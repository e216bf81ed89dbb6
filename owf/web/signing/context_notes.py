"""Context notes on a page: those there are, each to be changed, and one more."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf.assessment.moderation.context_notes import NOTE_LIMIT, in_words, keep_note
from owf.assessment.signing.checklist import SignOffView
from owf.store import get_store
from owf.store.results import Note
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.widgets.forms import FormProblems, refuse_unfilled
from owf.web.widgets.messages import say_what_was_done

_PLACE = "notes"


def notes(view: SignOffView) -> None:
    """The notes of a round that is not signed yet."""
    html.show(
        Markup(
            "<h2>Notes for readers</h2><p>What readers need to know to understand your results. "
            "Notes are signed with the levels and shown wherever your results are compared.</p>"
        )
    )
    say_what_was_done(_PLACE)
    for one in view.read.notes:
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
    key = f"note-text:{note.id}"
    problems = FormProblems(f"note-{note.id}", key)
    with (
        st.expander(f"Change the note on {_about(view, note)}"),
        st.form(f"note-{note.id}", enter_to_submit=False),
    ):
        text = st.text_area(
            "Note (empty it to remove the note)",
            value=note.text,
            key=key,
            max_chars=NOTE_LIMIT,
            height=80,
        )
        clicked = st.form_submit_button("Save the change")
        problems.below()
    if clicked:
        changed = Note(note.theme, text or "", note.item, note.id)
        words = "The note is changed." if changed.text.strip() else "The note is removed."
        problems.send(lambda: _keep(view, changed, words), _PLACE)


def _add(view: SignOffView) -> None:
    added = st.session_state.setdefault("notes_added", 0)
    problems = FormProblems("note-new", f"note-{added}")
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
        problems.beside("text")
        clicked = st.form_submit_button("Add the note")
        problems.below()
    if clicked:
        theme_id, _, item_id = (about or "").partition("/")
        note = Note(theme_id, text or "", item_id)
        problems.send(lambda: _add_note(view, note), _PLACE)


def _add_note(view: SignOffView, note: Note) -> str:
    refuse_unfilled({"text": "" if note.text.strip() else "Write the note, then add it."})
    words = _keep(view, note, "The note is added.")
    st.session_state["notes_added"] += 1
    return words


def _keep(view: SignOffView, note: Note, words: str) -> str:
    keep_note(get_store(), signed_in(), view.round.id, note)
    return words
