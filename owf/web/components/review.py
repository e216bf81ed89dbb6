"""Checking all answers of a return, and submitting it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st
from markupsafe import Markup

from owf.assessment.answering import ReturnView
from owf.assessment.asking import without_answer, without_evidence
from owf.assessment.evidence_linking import proven_in
from owf.assessment.refusals import Incomplete, Refused
from owf.assessment.second_look import second_look_at
from owf.assessment.submitting import submit_return
from owf.questionnaire import Item
from owf.store import get_store
from owf.web import html
from owf.web.components.all_answers import all_answers
from owf.web.components.choosing import chosen_in_address
from owf.web.components.return_places import (
    QUESTION,
    REVIEW,
    SHOW,
    above,
    go,
    place_of_answer,
    question_link,
)
from owf.web.components.return_state import state_notices
from owf.web.components.second_look import second_look
from owf.web.errors import told
from owf.web.frame import signed_in
from owf.web.numbers import questions
from owf.web.returns.progress_bar import progress_bar
from owf.web.returns.take_over import offer_last_year
from owf.web.widgets.into_view import bring_into_view

_PROBLEM = "submit_problem"
_ALL, _UNANSWERED, _BARE = "all", "unanswered", "evidence"


def review(view: ReturnView) -> None:
    """The page before a return is submitted: what is missing, what is unusual, all answers."""
    html.heading("Check your answers", above=above(view), view="check")
    unanswered = without_answer(view.items(), view.answers)
    bare = without_evidence(view.items(), view.answers, proven_in(view))
    only = _only(unanswered, bare)
    _begin(view, only)
    html.show(progress_bar(view.progress()))
    state_notices(view)
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        html.notice(problem, "problem")
    _what_is_missing(view, unanswered, bare)
    offer_last_year(view)
    found = second_look_at(view)
    second_look(view, found)
    _choose(view, unanswered, bare)
    all_answers(view, found.jumps, only)
    html.show(
        Markup(
            '<h2 id="submit" tabindex="-1">Submit</h2>'
            "<p>With this you confirm the answers for {}. They are then locked, and the steering "
            "group sees them. Your coordinator can reopen them.</p>"
        ).format(view.facts.partner_name)
    )
    if st.button("Submit our self-assessment", type="primary"):
        _submit(view)
        st.rerun()
    go(view, "Back to all themes")


def _begin(view: ReturnView, only: Collection[str] | None) -> None:
    """Begin at the answer that somebody comes back from, or at the one that stands next to it."""
    came_from = st.query_params.get(QUESTION, "")
    asked = view.items()
    ids = [item.id for item in asked]
    if came_from not in ids:
        return
    place = ids.index(came_from)
    in_reach = [*asked[place:], *reversed(asked[:place])]
    shown = next((item for item in in_reach if only is None or item.id in only), None)
    if shown is not None:
        at = f"#{place_of_answer(shown)}"
        bring_into_view(at, f"{REVIEW}:{came_from}", block="center")


def _only(unanswered: Sequence[Item], bare: Sequence[Item]) -> Collection[str] | None:
    """Which answers the address asks for; all where none of its kind is left."""
    kinds = {_UNANSWERED: unanswered, _BARE: bare}
    return {item.id for item in kinds.get(st.query_params.get(SHOW, _ALL), ())} or None


def _choose(view: ReturnView, unanswered: Sequence[Item], bare: Sequence[Item]) -> None:
    """Let somebody see only what still needs something; nothing where nothing does."""
    options = {_ALL: f"All {questions(len(view.items()))}"}
    if unanswered:
        options[_UNANSWERED] = f"Only the unanswered: {len(unanswered)}"
    if bare:
        options[_BARE] = f"Only where evidence is missing: {len(bare)}"
    if len(options) == 1:
        return
    key = f"choose:{SHOW}"

    def _keep() -> None:
        st.query_params[SHOW] = st.session_state[key]
        st.query_params.pop(QUESTION, None)

    st.session_state[key] = chosen_in_address(SHOW, options, _ALL)
    st.segmented_control(
        "Which answers to show",
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=_keep,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )


def _what_is_missing(view: ReturnView, unanswered: Sequence[Item], bare: Sequence[Item]) -> None:
    if unanswered:
        html.notice(
            f"{len(unanswered)} of {view.progress().of} questions have no answer yet. "
            "You can submit when each has one; “don't know” is an answer too."
        )
    elif bare:
        html.notice(
            Markup(
                "All questions are answered, and at the level you chose these still need "
                "evidence: {}. Say what it is and where it is kept, or link something from your "
                "evidence that is still good."
            ).format(Markup(", ").join(question_link(view, item, item.code) for item in bare))
        )
    else:
        html.notice(
            Markup(
                "All questions are answered. Read them through, then "
                '<a href="#submit">submit below</a>.'
            ),
            "good",
        )


def _submit(view: ReturnView) -> None:
    try:
        submit_return(get_store(), signed_in(), view.facts.id)
    except Incomplete as incomplete:
        st.session_state[_PROBLEM] = (
            f"Not submitted. {incomplete} Missing: {', '.join(incomplete.missing)}."
        )
    except Refused as refused:
        st.session_state[_PROBLEM] = told(refused)
