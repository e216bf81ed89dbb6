"""Evidence for an answer: where a person names it, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.asked_items import lacks_evidence, proven_items
from owf.assessment.returns.answering import EVIDENCE_LIMIT, Evidence, ReturnView
from owf.assessment.returns.evidence_links import proven_in
from owf.questionnaire import Item
from owf.store.answers import StoredAnswer
from owf.store.evidence import EvidenceFacts
from owf.web.markup import html
from owf.web.markup.evidence import thing_list
from owf.web.returns.answer_form import Keys

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


def evidence_boxes(
    item: Item, stored: StoredAnswer, keys: Keys, linked: Sequence[EvidenceFacts]
) -> Evidence:
    """Draw the boxes for text and last day; gives what they show."""
    asked = item.evidence
    proven = proven_items({item.id: tuple(linked)}, clock.today())
    if asked is not None and asked.looks_like:
        html.write(
            '<p class="owf-hint"><strong>What would count:</strong> {}</p>', asked.looks_like
        )
    if asked is not None and lacks_evidence(item, stored, proven):
        html.notice(
            f"You need to give evidence for level {asked.required_from} and above. Say what it is "
            "and where it is kept, link something that is still valid, or choose a lower level. "
            "You cannot submit without it."
        )
    is_new = keys.evidence not in st.session_state
    text = st.text_input(
        f"Evidence for {item.code}: what is it and where is it kept?",
        value=stored.evidence if is_new else "",
        key=keys.evidence,
        max_chars=EVIDENCE_LIMIT,
    )
    expires = st.date_input(
        f"Evidence for {item.code} is valid until (optional)",
        value=stored.evidence_expires if keys.expires not in st.session_state else None,
        min_value=_FIRST,
        max_value=_LAST,
        key=keys.expires,
        format="DD/MM/YYYY",
    )
    return Evidence(text.strip(), expires)


def written_on(view: ReturnView, item: Item) -> Markup:
    things = thing_list(view.linked.get(item.id, ()), "Evidence: ")
    answer = view.answers.get(item.id)
    if answer is None:
        return things
    parts = [Markup("{}").format(answer.comment)] if answer.comment else []
    if answer.evidence:
        until = (
            f" (valid until {clock.day_in_words(answer.evidence_expires)})"
            if answer.evidence_expires
            else ""
        )
        parts.append(Markup("<strong>Evidence:</strong> {}{}").format(answer.evidence, until))
    if lacks_evidence(item, answer, proven_in(view)):
        parts.append(Markup('<strong class="owf-missing">Evidence is missing</strong>'))
    return Markup("{}{}").format(Markup("<br>").join(parts), things)
