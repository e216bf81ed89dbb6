"""A partner's evidence on a page of its own: what is there, and a form to add to it."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.errors import Refused
from owf.assessment.evidence.library import (
    EvidenceList,
    add_evidence,
    change_evidence,
    open_evidence,
    remove_evidence,
)
from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.evidence_links import change_links
from owf.markup.formatting import questions
from owf.questionnaire import Item
from owf.store import get_store
from owf.store.evidence import EvidenceFacts
from owf.web.errors import told
from owf.web.evidence.form import (
    A_LINK,
    FORMS,
    described_boxes,
    described_entered,
    entered,
    file_entered,
    what_box,
)
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.evidence import about, thing_line, thing_link, thing_list
from owf.web.markup.labels import as_label
from owf.web.navigation import ASSESSMENT, link_to
from owf.web.returns.evidence import what_would_count
from owf.web.returns.overview import EVIDENCE, above, go, places_to
from owf.web.widgets.forms import (
    FormProblems,
    choose_several,
    count_sent,
    do_and_keep,
    one_step,
    say_what_was_done,
    times_sent,
)


def piece_page(view: ReturnView, found: EvidenceList, piece: EvidenceFacts) -> None:
    html.heading(piece.title, above=f"{above(view)} · our evidence", view=piece.id)
    say_what_was_done(piece.id)
    html.write('<p class="owf-lead">Open it: {}</p>', thing_line(piece))
    _questions_form(view, found, piece)
    _change_form(found, piece)
    _removal(found, piece)
    st.button("Back to our evidence", key="back-to-list", on_click=_close_piece)


def _close_piece() -> None:
    st.query_params.pop("evidence", None)


def _questions_form(view: ReturnView, found: EvidenceList, piece: EvidenceFacts) -> None:
    titles = {item.id: f"{item.code}: {item.short_name}" for item in view.items()}
    linked = [item for item in found.items_in(piece.id, view.facts.id) if item in titles]
    key = f"piece-items-{piece.id}"

    def save() -> str:
        chosen = st.session_state[key]
        change_links(
            get_store(),
            signed_in(),
            view.facts.id,
            add=[(piece.id, item) for item in chosen if item not in linked],
            drop=[(piece.id, item) for item in linked if item not in chosen],
        )
        return f"It now supports {questions(len(chosen))}. {_saved_now()}"

    with st.container(border=True, key="piece-questions"):
        html.write(
            '<div class="owf-task"><h2>Questions of {} that it supports</h2></div>', view.round.year
        )
        if not _links_may_change(view):
            html.write(
                "<p>{}. Your self-assessment is locked, so you cannot change this.</p>",
                ", ".join(view.pack.item(item).code for item in linked) or "None",
            )
            return
        with one_step(f"questions-{piece.id}"):
            choose_several(
                "Questions",
                titles,
                key,
                chosen=linked,
                placeholder="Choose one or more",
            )
            st.form_submit_button(
                "Save the questions",
                type="primary",
                on_click=lambda: do_and_keep(save, piece.id),
            )


def _saved_now() -> str:
    return f"Saved {clock.time_of_day(clock.now())}."


def _change_form(found: EvidenceList, piece: EvidenceFacts) -> None:
    name = f"piece-{piece.id}"
    is_submitted = bool(found.submitted_in(piece.id))
    with st.container(border=True, key="piece-change"):
        html.write('<div class="owf-task"><h2>Change it</h2></div>')
        say_what_was_done(f"{piece.id}-changed")
        problems = FormProblems(name, f"{name}-title")
        with one_step(f"{name}-entry"):
            described_boxes(name, found.colleagues, piece, problems=problems)
            if not is_submitted and piece.url is not None:
                what_box(name, is_link=True, value=piece.url)
            elif not is_submitted:
                now = piece.file_name or ""
                label = f"A file to replace {now} (optional)"
                what_box(name, is_link=False, label=label)
            problems.beside("link" if piece.url is not None else "file")
            clicked = problems.submit("Save the changes", main=True)
        if clicked:
            problems.send(lambda: _save_piece(piece, name), f"{piece.id}-changed")


def _save_piece(piece: EvidenceFacts, name: str) -> str:
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
    return f"Your changes are saved. {_saved_now()}"


def _removal(found: EvidenceList, piece: EvidenceFacts) -> None:
    def remove() -> str:
        remove_evidence(get_store(), signed_in(), piece.id)
        _close_piece()
        return f"“{piece.title}” has been removed."

    years = found.submitted_in(piece.id)
    if years:
        html.notice(
            f"It supports what you submitted in {' and '.join(map(str, years))}, so you cannot "
            f"remove it or change its {'address' if piece.url is not None else 'file'}. If there "
            "is a newer one, add it as a new piece of evidence."
        )
        return
    with st.expander("Remove it"):
        html.write(
            "<p>This removes it from your list and from every question. You cannot undo this.</p>"
        )
        st.button(
            as_label(f"Take “{piece.title}” away"),
            key="take-away",
            on_click=lambda: do_and_keep(remove, EVIDENCE),
        )


_PLACE = "evidence-add"
_SENT = "owf:evidence-added"


def evidence_page(view: ReturnView) -> None:
    found = open_evidence(get_store(), signed_in(), view.partner.id)
    wanted = st.query_params.get("evidence")
    piece = next((one for one in found.pieces if one.id == wanted), None)
    if piece is not None:
        piece_page(view, found, piece)
        return
    item = _question_in_address(view)
    if item is not None:
        _question_page(view, found, item)
        return
    html.heading("Our evidence", above=above(view), view="evidence")
    html.write(
        '<p class="owf-lead">Papers, figures and web pages that support your answers. Add '
        "each one once and link it to as many questions as you like. It is kept for next "
        "year. When you have submitted, the steering group can open what you have linked.</p>"
    )
    say_what_was_done(EVIDENCE)
    if found.pieces:
        for one in found.pieces:
            _listed_piece(view, found, one)
    else:
        html.write(
            '<p class="owf-nothing"><strong>Your list is empty.</strong> Start with '
            "something you would show an inspector, such as an audit, a training record or a "
            "page that describes how you work.</p>"
        )
    _add_form(view, found)
    _ways_back(view)


def _question_in_address(view: ReturnView) -> Item | None:
    """The question that the list was opened from, where its links may still be changed."""
    wanted = st.query_params.get("question") if _links_may_change(view) else None
    return next((one for one in view.items() if one.id == wanted), None)


def _question_page(view: ReturnView, found: EvidenceList, item: Item) -> None:
    html.heading(f"Evidence for {item.code}", above=above(view), view=f"evidence-{item.id}")
    html.write('<p class="owf-lead">{}</p>', item.text)
    what_would_count(item)
    say_what_was_done(EVIDENCE)
    linked = [one for one in found.pieces if item.id in found.items_in(one.id, view.facts.id)]
    others = [one for one in found.pieces if one not in linked]
    if linked:
        html.write("<h2>Linked to {}</h2>{}", item.code, thing_list(linked))
    _ways_back(view, item)
    _add_form(view, found, item)
    if others:
        html.write("<h2>Also in your list</h2>")
    for one in others:
        _listed_piece(view, found, one, item)


def _listed_piece(
    view: ReturnView, found: EvidenceList, piece: EvidenceFacts, item: Item | None = None
) -> None:
    def link() -> str:
        if item is None:
            return ""
        change_links(get_store(), signed_in(), view.facts.id, add=[(piece.id, item.id)])
        return f"“{piece.title}” is linked to {item.code}. {_saved_now()}"

    with st.container(border=True, key=f"evidence-{piece.id}"):
        what, where = st.columns((5, 2), vertical_alignment="center")
        what.html(
            Markup('<div class="owf-piece"><h2>{}</h2><p>{}</p><p class="owf-hint">{}</p></div>')
            .format(thing_link(piece), about(piece), _use_in_words(view, found, piece))
        )  # fmt: skip
        with where:
            if item is not None and not piece.is_over(clock.today()):
                st.button(
                    as_label(f"Link to {item.code}: {piece.title}"),
                    key=f"open-to-link-{piece.id}",
                    on_click=lambda: do_and_keep(link, EVIDENCE),
                )
            st.button(
                as_label(f"Change or link: {piece.title}"),
                key=f"open-{piece.id}",
                on_click=lambda: st.query_params.update({"evidence": piece.id}),
            )


def _use_in_words(view: ReturnView, found: EvidenceList, piece: EvidenceFacts) -> str:
    number = len(found.items_in(piece.id, view.facts.id))
    words = [f"Behind {questions(number)} of {view.round.year}"]
    if piece.owner_name:
        words.append(f"looked after by {piece.owner_name}")
    return " · ".join(words)


def _add_form(view: ReturnView, found: EvidenceList, item: Item | None = None) -> None:
    number = times_sent(_SENT)
    name = f"evidence-new-{item.id}-{number}" if item else f"evidence-new-{number}"
    title = f"Add evidence for {item.code}" if item else "Add evidence"
    with st.container(border=True, key="evidence-add"):
        html.write('<div class="owf-task"><h2>{}</h2></div>', title)
        form = st.radio("What is it?", FORMS, key=f"{name}-form", horizontal=True)
        say_what_was_done(_PLACE)
        problems = FormProblems(name, f"{name}-title")
        with one_step(f"{name}-entry"):
            described_boxes(name, found.colleagues, problems=problems, owner=signed_in().id)
            what_box(name, is_link=form == A_LINK)
            problems.beside("link" if form == A_LINK else "file")
            if _links_may_change(view):
                codes = {one.id: one.code for one in view.items()}
                choose_several(
                    "Questions that it supports (optional; you can link it later)",
                    codes,
                    f"{name}-items",
                    chosen=[item.id] if item else [],
                    placeholder="Choose questions",
                )
            clicked = problems.submit("Add to our evidence", main=True)
        if clicked:
            problems.send(lambda: _add_piece(view, name, form), _PLACE)


def _add_piece(view: ReturnView, name: str, form: str) -> str:
    """Where it is refused, all that was entered stays in the form except the file."""
    described, what = entered(name, is_link=form == A_LINK)
    evidence_id = add_evidence(get_store(), signed_in(), view.partner.id, described, what)
    items = st.session_state.get(f"{name}-items", [])
    count_sent(_SENT)
    kept = f"“{described.title}” is in your list"
    when = _saved_now()
    if not items:
        return f"{kept}. {when}"
    try:
        change_links(
            get_store(), signed_in(), view.facts.id, add=[(evidence_id, item) for item in items]
        )
    except Refused as refused:
        return f"{kept}, but is not linked to a question yet. {told(refused)} {when}"
    return f"{kept}, and linked to {questions(len(items))}. {when}"


def _links_may_change(view: ReturnView) -> bool:
    return not (view.is_locked or view.is_over)


def _ways_back(view: ReturnView, item: Item | None = None) -> None:
    came_from = st.query_params.get("from")
    theme = next((one for one in view.pack.themes if one.id == came_from), None)
    if theme is not None and item is not None:
        link_to(
            ASSESSMENT,
            f"Back to {item.code}",
            main=True,
            **places_to(view, theme.id),
            question=item.id,
        )
        return
    if theme is not None and not view.is_locked:
        go(view, f"Back to {theme.short_title}", theme.id, main=True)
    go(view, "Back to our answers" if view.is_locked else "Back to all themes")
