"""Checking that an action is done: by somebody who does not lead it."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.improvement.plan.updates import (
    FINISHED,
    PROGRESS,
    TEXT_LIMIT,
    check_action,
    is_verified,
    open_may_check,
    progress_of,
)
from owf.store import get_store
from owf.store.plans.facts import ActionFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.widgets.forms import (
    FormProblems,
    count_sent,
    one_step,
    refuse_unfilled,
    say_what_was_done,
    times_sent,
)

_PLACE = "checks"
_SENT = "checked"


def checks_so_far(action: ActionFacts) -> None:
    if not action.checks:
        return
    html.write(
        "<h2>Checked by somebody else</h2>{}",
        html.bullet_list(
            Markup("<strong>{}</strong> ({}): {}").format(
                "Verified" if one.is_verified else "Not done yet",
                clock.day_in_words(one.checked_at.date()),
                one.note,
            )
            for one in reversed(action.checks)
        ),
    )


def check_form(action: ActionFacts) -> None:
    """Only where its lead says that it is done, and for people who may say whether it is."""
    say_what_was_done(_PLACE)
    if progress_of(action) not in FINISHED or is_verified(action):
        return
    if not open_may_check(get_store(), signed_in(), action):
        html.notice(
            "The person who leads it says that it is done. The coordinator or another partner "
            "checks that."
        )
        return
    name = f"check-{action.id}-{times_sent(_SENT)}"
    problems = FormProblems(name, f"{name}-note")
    html.write(
        "<h2>Is it done?</h2><p>The person who leads {} says: {}. Look at its milestones and "
        "evidence, then say what you found.</p>",
        action.reference,
        PROGRESS[progress_of(action)].casefold(),
    )
    with one_step(name):
        note = st.text_area(
            "What you looked at, and what you found",
            key=f"{name}-note",
            max_chars=TEXT_LIMIT,
            height=90,
        )
        problems.beside("note")
        verified = problems.submit("It is done", main=True)
        not_yet = st.form_submit_button("It is not done yet")
    if verified or not_yet:
        problems.send(lambda: _checked(action, note or "", is_done=verified), _PLACE)


def _checked(action: ActionFacts, note: str, *, is_done: bool) -> str:
    refuse_unfilled({"note": "" if note.strip() else "Write what you looked at and found."})
    check_action(get_store(), signed_in(), action.id, note, is_verified=is_done)
    count_sent(_SENT)
    return (
        f"{action.reference} is verified."
        if is_done
        else f"It is noted that {action.reference} is not done yet. Its lead sees why."
    )
