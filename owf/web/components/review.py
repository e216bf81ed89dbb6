"""Checking all answers of a return, and submitting it."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf.assessment.answering import ReturnView
from owf.assessment.asking import without_evidence
from owf.assessment.evidence_linking import proven_in
from owf.assessment.refusals import Incomplete, Refused
from owf.assessment.second_look import second_look_at
from owf.assessment.submitting import submit_return
from owf.store import get_store
from owf.web import html
from owf.web.components.all_answers import all_answers
from owf.web.components.return_places import above, go
from owf.web.components.return_state import state_notices
from owf.web.components.second_look import second_look
from owf.web.errors import told
from owf.web.frame import signed_in

_PROBLEM = "submit_problem"


def review(view: ReturnView) -> None:
    """The page before a return is submitted: what is missing, what is unusual, all answers."""
    html.heading("Check your answers", above=above(view), view="check")
    state_notices(view)
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        html.notice(problem, "problem")
    _what_is_missing(view)
    found = second_look_at(view)
    second_look(view, found)
    all_answers(view, found.jumps)
    html.show(
        Markup(
            "<h2>Submit</h2><p>With this you confirm the answers for {}. They are then locked, and "
            "the steering group sees them. Your coordinator can reopen them.</p>"
        ).format(view.facts.partner_name)
    )
    if st.button("Submit our self-assessment", type="primary"):
        _submit(view)
        st.rerun()
    go(view, "Back to all themes")


def _what_is_missing(view: ReturnView) -> None:
    done = view.progress()
    bare = without_evidence(view.items(), view.answers, proven_in(view))
    if done.is_complete and bare:
        html.notice(
            "All questions are answered, and at the level you chose these still need evidence: "
            f"{', '.join(item.code for item in bare)}. Say what it is and where it "
            "is kept, or link something from your evidence that is still good."
        )
    elif done.is_complete:
        html.notice("All questions are answered. Read them through, then submit below.", "good")
    else:
        html.notice(
            f"{done.of - done.answered} of {done.of} questions have no answer yet. "
            "You can submit when each has one; “don't know” is an answer too."
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
