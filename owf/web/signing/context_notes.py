"""Context notes on a page: those there are, each to be changed, and one more."""

import streamlit as st

from owf.assessment.moderation.context_notes import NOTE_LIMIT, in_words, keep_note
from owf.assessment.signing.checklist import SignOffView
from owf.store import get_store
from owf.store.results import Note
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.forms import (
    FormProblems,
    count_sent,
    refuse_unfilled,
    say_what_was_done,
    times_sent,
)

_PLACE = "notes"
_SENT = "notes_added"


def notes(view: SignOffView) -> None:
    html.write(
        "<h2>Notes for readers</h2><p>What readers need to know to understand your results. "
        "Notes are signed with the levels and shown wherever your results are compared.</p>"
    )
    say_what_was_done(_PLACE)
    for one in view.read.notes:
        _change_form(view, one)
    _add_form(view)


def _about_what(view: SignOffView, note: Note) -> str:
    return view.pack.theme(note.theme).title if note.theme else "The whole year"


def _change_form(view: SignOffView, note: Note) -> None:
    html.write(
        '<p class="owf-note"><strong>{}</strong>: {}</p>',
        _about_what(view, note),
        in_words(note, view.pack),
    )
    key = f"note-text:{note.id}"
    problems = FormProblems(f"note-{note.id}", key)
    with (
        st.expander(as_label(f"Change the note on {_about_what(view, note)}")),
        st.form(f"note-{note.id}", enter_to_submit=False),
    ):
        text = st.text_area(
            "Note (empty it to remove the note)",
            value=note.text,
            key=key,
            max_chars=NOTE_LIMIT,
            height=80,
        )
        clicked = problems.submit("Save the change")
    if clicked:
        changed = Note(note.theme, text or "", note.item, note.id)
        words = "The note is changed." if changed.text.strip() else "The note is removed."
        problems.send(lambda: _keep_note(view, changed, words), _PLACE)


def _add_form(view: SignOffView) -> None:
    added = times_sent(_SENT)
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
        clicked = problems.submit("Add the note")
    if clicked:
        theme_id, _, item_id = (about or "").partition("/")
        note = Note(theme_id, text or "", item_id)
        problems.send(lambda: _add_note(view, note), _PLACE)


def _add_note(view: SignOffView, note: Note) -> str:
    refuse_unfilled({"text": "" if note.text.strip() else "Write the note, then add it."})
    words = _keep_note(view, note, "The note is added.")
    count_sent(_SENT)
    return words


def _keep_note(view: SignOffView, note: Note, words: str) -> str:
    keep_note(get_store(), signed_in(), view.round.id, note)
    return words
