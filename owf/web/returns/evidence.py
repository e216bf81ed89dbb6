"""Evidence for an answer: named in boxes or chosen from the partner's list, and shown."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.asked_items import lacks_evidence, proven_items
from owf.assessment.errors import Refused
from owf.assessment.returns.answering import EVIDENCE_LIMIT, Evidence, ReturnView
from owf.assessment.returns.evidence_links import EvidenceNow, change_links, evidence_now, proven_in
from owf.benchmark.words.wording import listed
from owf.questionnaire import Item
from owf.store import StoreFailed, get_store
from owf.store.answers import StoredAnswer
from owf.store.evidence import EvidenceFacts
from owf.web.errors import told
from owf.web.markup import html
from owf.web.markup.evidence import good_until, labels_of, thing_list
from owf.web.markup.labels import as_label
from owf.web.returns.answer_form import (
    AnswerForm,
    Keys,
    Seen,
    Step,
    draw_again,
    save_and_open,
    step_for,
)
from owf.web.returns.overview import EVIDENCE, places_to
from owf.web.widgets.forms import choose_several, show_once

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


def evidence_boxes(
    item: Item, stored: StoredAnswer, keys: Keys, linked: Sequence[EvidenceFacts]
) -> Evidence:
    asked = item.evidence
    proven = proven_items({item.id: tuple(linked)}, clock.today())
    what_would_count(item)
    if asked is not None and lacks_evidence(item, stored, proven):
        html.notice(
            f"You need to give evidence for level {asked.required_from} and above. Say what it is "
            "and where it is kept, link something that is still valid, or choose a lower level. "
            "You cannot submit without it."
        )
    is_new = keys.evidence not in st.session_state
    text = st.text_input(
        as_label(f"Evidence for {item.code}: what is it and where is it kept?"),
        value=stored.evidence if is_new else "",
        key=keys.evidence,
        max_chars=EVIDENCE_LIMIT,
    )
    expires = st.date_input(
        as_label(f"Evidence for {item.code} is valid until (optional)"),
        value=stored.evidence_expires if keys.expires not in st.session_state else None,
        min_value=_FIRST,
        max_value=_LAST,
        key=keys.expires,
        format="DD/MM/YYYY",
    )
    return Evidence(text.strip(), expires)


def written_on(view: ReturnView, item: Item) -> Markup:
    answer, things = view.answers.get(item.id), view.linked.get(item.id, ())
    if answer is None:
        return thing_list(things, "Evidence: ")
    is_missing = lacks_evidence(item, answer, proven_in(view))
    return comment_and_evidence(answer, things, "Evidence is missing" if is_missing else "")


def comment_and_evidence(
    answer: StoredAnswer, things: Sequence[EvidenceFacts], missing: str
) -> Markup:
    lines = (
        html.given("{}", answer.comment),
        html.given("<strong>Evidence:</strong> {}", evidence_words(answer)),
        html.given('<strong class="owf-missing">{}</strong>', missing),
    )
    return Markup("<br>").join(filter(None, lines)) + thing_list(things, "Evidence: ")


def evidence_words(answer: StoredAnswer) -> str:
    until = answer.evidence_expires
    good = f" (valid until {clock.day_in_words(until)})" if until else ""
    return f"{answer.evidence}{good}" if answer.evidence else ""


def what_would_count(item: Item) -> None:
    if item.evidence is not None and item.evidence.looks_like:
        html.write(
            '<p class="owf-hint"><strong>What would count:</strong> {}</p>',
            item.evidence.looks_like,
        )


class _Keys(NamedTuple):
    chosen: str
    drawn: str
    problem: str


def _keys(form: AnswerForm, item: Item) -> _Keys:
    return _Keys(*(f"linked-{part}:{form.view.facts.id}:{item.id}" for part in _Keys._fields))


def _linked_now(form: AnswerForm) -> EvidenceNow:
    if form.evidence is None:
        view = form.view
        form.evidence = evidence_now(get_store(), view.partner.id, view.facts.id)
    return form.evidence


def linked_to(form: AnswerForm, item: Item) -> tuple[EvidenceFacts, ...]:
    """What is stored as linked to a question, after saving what this person changed."""
    keys = _keys(form, item)
    if keys.chosen in st.session_state:
        _save_or_correct(form, item, keys)
    stored = _linked_now(form).linked.get(item.id, ())
    st.session_state[keys.drawn] = [thing.id for thing in stored]
    return stored


def _save_or_correct(form: AnswerForm, item: Item, keys: _Keys) -> None:
    shown = set(st.session_state[keys.chosen])
    stored = {thing.id for thing in _linked_now(form).linked.get(item.id, ())}
    drawn = st.session_state.get(keys.drawn)
    before = stored if drawn is None else set(drawn)
    step = step_for(shown, stored, Seen(before), stored_is_mine=True)
    if step is Step.NOTHING:
        return
    if step is Step.SAVE and not _save_links(form, item, shown - before, before - shown):
        return
    now = _linked_now(form).linked.get(item.id, ())
    st.session_state[keys.chosen] = [thing.id for thing in now]


def _save_links(form: AnswerForm, item: Item, added: set[str], dropped: set[str]) -> bool:
    """Save only what was added and removed; gives whether the widget may show what is stored."""
    problem = _keys(form, item).problem
    try:
        change_links(
            get_store(),
            form.who,
            form.view.facts.id,
            add=[(one, item.id) for one in added],
            drop=[(one, item.id) for one in dropped],
        )
    except Refused as refused:
        st.session_state[problem] = told(refused)
    except StoreFailed:
        st.session_state[problem] = (
            "Not saved, because we could not reach the database. Your choice is still shown. It "
            "will be saved with your next click here."
        )
        return False
    form.evidence = None
    return True


def choose_last_years(form: AnswerForm, item: Item) -> None:
    """Choose the evidence of last year's answer; the next run saves it like a click."""
    suggestion = form.view.last_year[item.id].suggestion
    chosen = _keys(form, item).chosen
    if suggestion is not None and suggestion.things:
        now = list(st.session_state.get(chosen, ()))
        st.session_state[chosen] = list(dict.fromkeys([*now, *suggestion.things]))


def link_picker(form: AnswerForm, item: Item, stored: tuple[EvidenceFacts, ...]) -> None:
    keys, pieces = _keys(form, item), _linked_now(form).pieces
    show_once(keys.problem)
    if stored:
        html.write(
            '<p class="owf-linked"><strong>Linked to {}:</strong></p>{}',
            item.code,
            thing_list(stored),
        )
    if pieces:
        _choice_of_pieces(form, item, stored)
    st.button(
        as_label(f"Add evidence for {item.code}{', or open our list' if pieces else ''}"),
        key=f"evidence-list-{item.id}",
        on_click=save_and_open,
        args=(
            form.view,
            form.theme,
            places_to(form.view, EVIDENCE) | {"from": form.theme.id, "question": item.id},
        ),
    )


def _choice_of_pieces(form: AnswerForm, item: Item, stored: tuple[EvidenceFacts, ...]) -> None:
    keys, pieces = _keys(form, item), _linked_now(form).pieces
    ids = [thing.id for thing in stored]
    labels = labels_of([one for one in pieces if one.id in ids or not one.is_over(clock.today())])
    is_new = keys.chosen not in st.session_state
    if not is_new:
        # A colleague may have removed a piece since.
        still = [one for one in st.session_state[keys.chosen] if one in labels]
        st.session_state[keys.chosen] = still
    chosen = choose_several(
        f"Evidence from our list that supports {item.code}",
        labels,
        keys.chosen,
        chosen=ids if is_new else None,
        placeholder="Choose from the list. Your choice is saved at once",
    )
    over = [one for one in pieces if one.id not in labels]
    if over:
        html.write(
            '<p class="owf-hint">Not offered, because {}: {}. {}</p>',
            "it has expired" if len(over) == 1 else "they have expired",
            listed([f"{one.title} ({good_until(one).removeprefix('expired: ')})" for one in over]),
            "Give it a later last day in your evidence list if it still holds."
            if len(over) == 1
            else "Give them later last days in your evidence list if they still hold.",
        )
    # A fresh session whose browser shows more: a click that fell into a break of the connection.
    lost = set(chosen) - set(ids)
    if is_new and lost and _save_links(form, item, lost, set()):
        draw_again()
