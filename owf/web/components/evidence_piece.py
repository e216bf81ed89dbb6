"""One piece of evidence: what it is, the questions that it stands behind, and taking it away."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.answering import ReturnView
from owf.assessment.evidence_keeping import change_evidence, remove_evidence
from owf.assessment.evidence_linking import change_links
from owf.assessment.evidence_reading import EvidenceList
from owf.store import get_store
from owf.store.evidence import EvidenceFacts
from owf.web import html
from owf.web.components.evidence_form import (
    described_boxes,
    described_entered,
    file_entered,
    what_box,
)
from owf.web.components.evidence_things import thing_line
from owf.web.components.one_step import one_step
from owf.web.components.return_places import EVIDENCE, above
from owf.web.components.said import do_and_keep, say_what_was_done
from owf.web.components.scale import escape_markdown
from owf.web.frame import signed_in
from owf.web.numbers import questions
from owf.web.widgets.form_problems import FormProblems


def piece_page(view: ReturnView, found: EvidenceList, piece: EvidenceFacts) -> None:
    """Everything that can be done with one piece."""
    html.heading(piece.title, above=f"{above(view)} · our evidence", view=piece.id)
    say_what_was_done(piece.id)
    html.show(Markup('<p class="owf-lead">Open it: {}</p>').format(thing_line(piece)))
    _questions(view, found, piece)
    _change(found, piece)
    _take_away(found, piece)
    st.button("Back to our evidence", key="back-to-list", on_click=_to_list)


def _to_list() -> None:
    st.query_params.pop("evidence", None)


def _questions(view: ReturnView, found: EvidenceList, piece: EvidenceFacts) -> None:
    """The questions of this year that it stands behind, to be chosen together."""
    titles = {item.id: f"{item.code}: {item.short_name}" for item in view.items()}
    linked = [item for item in found.items_in(piece.id, view.facts.id) if item in titles]
    with st.container(border=True, key="piece-questions"):
        html.show(
            Markup("<div class=\"owf-task\"><h2>Questions of {} that it supports</h2></div>")
            .format(view.round.year)
        )  # fmt: skip
        if view.is_locked or view.is_over:
            words = ", ".join(view.pack.item(item).code for item in linked) or "none"
            html.show(
                Markup(
                    "<p>{}. Your self-assessment is locked, so you cannot change this.</p>"
                ).format(words[:1].upper() + words[1:])
            )
            return
        with one_step(f"questions-{piece.id}"):
            st.multiselect(
                "Questions",
                list(titles),
                default=linked,
                format_func=titles.__getitem__,
                key=_items_key(piece),
                placeholder="Choose one or more",
                select_all=False,
                filter_mode="contains",
            )
            st.form_submit_button(
                "Save the questions",
                type="primary",
                on_click=lambda: do_and_keep(lambda: _link(view, piece, linked), piece.id),
            )


def _items_key(piece: EvidenceFacts) -> str:
    return f"piece-items-{piece.id}"


def _link(view: ReturnView, piece: EvidenceFacts, before: list[str]) -> str:
    chosen = st.session_state[_items_key(piece)]
    change_links(
        get_store(),
        signed_in(),
        view.facts.id,
        add=[(piece.id, item) for item in chosen if item not in before],
        drop=[(piece.id, item) for item in before if item not in chosen],
    )
    return f"It now supports {questions(len(chosen))}. Saved {clock.time_of_day(clock.now())}."


def _change(found: EvidenceList, piece: EvidenceFacts) -> None:
    name = f"piece-{piece.id}"
    is_submitted = bool(found.submitted_in(piece.id))
    with st.container(border=True, key="piece-change"):
        html.show(Markup('<div class="owf-task"><h2>Change it</h2></div>'))
        say_what_was_done(f"{piece.id}-changed")
        problems = FormProblems(name, f"{name}-title")
        with one_step(f"{name}-entry"):
            described_boxes(name, found.colleagues, piece, problems=problems)
            if not is_submitted and piece.url is not None:
                what_box(name, is_link=True, value=piece.url)
            elif not is_submitted:
                now = escape_markdown(piece.file_name or "")
                label = f"A file to replace {now} (optional)"
                what_box(name, is_link=False, label=label)
            problems.beside("link" if piece.url is not None else "file")
            clicked = st.form_submit_button("Save the changes", type="primary")
            problems.below()
        if clicked:
            problems.send(lambda: _save(piece, name), f"{piece.id}-changed")


def _save(piece: EvidenceFacts, name: str) -> str:
    what = (
        st.session_state.get(f"{name}-link", piece.url)
        if piece.url is not None
        else file_entered(name)
    )
    change_evidence(
        get_store(),
        signed_in(),
        piece.id,
        described_entered(name),
        what,
        seen_version=piece.version,
    )
    return f"Your changes are saved. Saved {clock.time_of_day(clock.now())}."


def _take_away(found: EvidenceList, piece: EvidenceFacts) -> None:
    years = found.submitted_in(piece.id)
    if years:
        html.notice(
            f"It supports what you submitted in {' and '.join(map(str, years))}, so you cannot "
            f"remove it or change its {'address' if piece.url is not None else 'file'}. If there "
            "is a newer one, add it as a new piece of evidence."
        )
        return
    with st.expander("Remove it"):
        html.show(
            Markup(
                "<p>This removes it from your list and from every question. You cannot undo "
                "this.</p>"
            )
        )
        st.button(
            f"Take “{escape_markdown(piece.title)}” away",
            key="take-away",
            on_click=lambda: do_and_keep(lambda: _remove(piece), EVIDENCE),
        )


def _remove(piece: EvidenceFacts) -> str:
    remove_evidence(get_store(), signed_in(), piece.id)
    _to_list()
    return f"“{piece.title}” has been removed."
