"""The evidence behind one question: chosen from the partner's list, and saved at once."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from owf import clock
from owf.assessment.errors import Refused
from owf.assessment.returns.evidence_links import EvidenceNow, change_links, evidence_now
from owf.benchmark.words.wording import listed
from owf.questionnaire import Item
from owf.store import StoreFailed, get_store
from owf.store.evidence import EvidenceFacts
from owf.web.errors import told
from owf.web.markup import html
from owf.web.markup.evidence import good_until, labels_of, thing_list
from owf.web.returns.answer_form import Sheet, draw_again
from owf.web.returns.overview import EVIDENCE, places_to
from owf.web.returns.reconcile import Seen, Step, step_for


class _Keys(NamedTuple):
    chosen: str
    drawn: str
    problem: str


def _keys(sheet: Sheet, item: Item) -> _Keys:
    return _Keys(*(f"linked-{part}:{sheet.view.facts.id}:{item.id}" for part in _Keys._fields))


def _now(sheet: Sheet) -> EvidenceNow:
    """What is linked at this run; read once for all its questions."""
    if sheet.evidence is None:
        view = sheet.view
        sheet.evidence = evidence_now(get_store(), view.partner.id, view.facts.id)
    return sheet.evidence


def linked_to(sheet: Sheet, item: Item) -> tuple[EvidenceFacts, ...]:
    """What is stored as linked to a question, after saving what this person changed."""
    keys = _keys(sheet, item)
    if keys.chosen in st.session_state:
        _catch_up(sheet, item, keys)
    stored = _now(sheet).linked.get(item.id, ())
    st.session_state[keys.drawn] = [thing.id for thing in stored]
    return stored


def _catch_up(sheet: Sheet, item: Item, keys: _Keys) -> None:
    shown = set(st.session_state[keys.chosen])
    stored = {thing.id for thing in _now(sheet).linked.get(item.id, ())}
    drawn = st.session_state.get(keys.drawn)
    before = stored if drawn is None else set(drawn)
    step = step_for(shown, stored, Seen(before), stored_is_mine=True)
    if step is Step.NOTHING:
        return
    if step is Step.SAVE and not _save(sheet, item, shown - before, before - shown):
        return
    now = _now(sheet).linked.get(item.id, ())
    st.session_state[keys.chosen] = [thing.id for thing in now]


def _save(sheet: Sheet, item: Item, added: set[str], dropped: set[str]) -> bool:
    """Save only what was added and removed; gives whether the widget may show what is stored."""
    problem = _keys(sheet, item).problem
    try:
        change_links(
            get_store(),
            sheet.who,
            sheet.view.facts.id,
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
    sheet.evidence = None
    return True


def take_over(sheet: Sheet, item: Item) -> None:
    """Choose the evidence of last year's answer; the next run saves it like a click."""
    suggestion = sheet.view.last_year[item.id].suggestion
    chosen = _keys(sheet, item).chosen
    if suggestion is not None and suggestion.things:
        now = list(st.session_state.get(chosen, ()))
        st.session_state[chosen] = list(dict.fromkeys([*now, *suggestion.things]))


def link_picker(sheet: Sheet, item: Item, stored: tuple[EvidenceFacts, ...]) -> None:
    keys, pieces = _keys(sheet, item), _now(sheet).pieces
    problem = st.session_state.pop(keys.problem, None)
    if problem:
        html.notice(problem, "problem")
    if stored:
        html.write(
            '<p class="owf-linked"><strong>Linked to {}:</strong></p>{}',
            item.code,
            thing_list(stored),
        )
    if pieces:
        _choice(sheet, item, stored)
    st.button(
        f"Add evidence for {item.code}, or open our list"
        if pieces
        else f"Add evidence for {item.code}",
        key=f"evidence-list-{item.id}",
        on_click=_save_and_open,
        args=(sheet, item),
    )


def _choice(sheet: Sheet, item: Item, stored: tuple[EvidenceFacts, ...]) -> None:
    keys, pieces = _keys(sheet, item), _now(sheet).pieces
    ids = [thing.id for thing in stored]
    labels = labels_of([one for one in pieces if one.id in ids or not one.is_over(clock.today())])
    is_new = keys.chosen not in st.session_state
    if not is_new:
        # A colleague may have taken a piece away since.
        still = [one for one in st.session_state[keys.chosen] if one in labels]
        st.session_state[keys.chosen] = still
    chosen = st.multiselect(
        f"Evidence from our list that supports {item.code}",
        list(labels),
        default=ids if is_new else None,
        format_func=labels.__getitem__,
        key=keys.chosen,
        placeholder="Choose from the list. Your choice is saved at once",
        select_all=False,
        filter_mode="contains",
    )
    over = [one for one in pieces if one.id not in labels]
    if over:
        html.write(
            '<p class="owf-hint">Not offered, because {}: {}. {}</p>',
            "it has expired" if len(over) == 1 else "they have expired",
            listed([f"{one.title} ({good_until(one).removeprefix('expired: ')})" for one in over]),
            (
                "Give it a later last day in your evidence list if it still holds."
                if len(over) == 1
                else "Give them later last days in your evidence list if they still hold."
            ),
        )
    # A fresh session whose browser shows more: a click that fell into a break of the connection.
    lost = set(chosen) - set(ids)
    if is_new and lost and _save(sheet, item, lost, set()):
        draw_again()


def _save_and_open(sheet: Sheet, item: Item) -> None:
    """Open the evidence page; text that was typed and not left is saved first."""
    Sheet.open(sheet.view, sheet.theme)
    st.query_params.from_dict(
        places_to(sheet.view, EVIDENCE) | {"from": sheet.theme.id, "question": item.id}
    )
