"""Milestones of an action: each with its promises, and the forms to promise and to reach."""

from datetime import date

import streamlit as st

from owf import clock
from owf.improvement.plan.milestones import STAGES, milestone_state
from owf.improvement.plan.promising import (
    NOTE_LIMIT,
    TEXT_LIMIT,
    add_milestone,
    change_milestone,
    drop_milestone,
    note_reached,
    promise_again,
)
from owf.improvement.plan.quarters import three_aprils
from owf.store import get_store
from owf.store.plans.facts import ActionFacts, MilestoneFacts, PlanFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.plan.markup import milestone_list, short
from owf.web.widgets.forms import (
    FormProblems,
    count_sent,
    one_step,
    refuse_unfilled,
    say_what_was_done,
    times_sent,
)

_PLACE = "milestones"


def milestones_section(
    plan: PlanFacts, action: ActionFacts, *, may_plan: bool, may_promise: bool
) -> None:
    html.write("<h2>Milestones</h2>")
    say_what_was_done(_PLACE)
    html.show(milestone_list(action.milestones, with_history=True))
    in_force = [one for one in action.milestones if not milestone_state(one).is_dropped]
    if may_promise and in_force:
        with st.expander("Note that a milestone was reached, or promise another day"):
            _choose_and_note(action, in_force)
    if may_plan:
        with st.expander("Add a milestone"):
            _add_form(plan, action)
        if in_force:
            with st.expander("Change the words of a milestone, or drop it"):
                _change_form(action, in_force)


def _titles(milestones: list[MilestoneFacts]) -> dict[int, str]:
    return {one.id: f"{STAGES[one.stage]}: {short(one.text, 90)}" for one in milestones}


_REACHED, _AGAIN, _BACK = "reached", "again", "back"
_WHAT = {
    _REACHED: "It was reached",
    _AGAIN: "Promise another day",
    _BACK: "It is not reached after all",
}


def _choose_and_note(action: ActionFacts, milestones: list[MilestoneFacts]) -> None:
    name = f"promise-{action.id}-{times_sent('promised')}"
    problems = FormProblems(name, f"{name}-note")
    titles = _titles(milestones)
    with one_step(name):
        chosen = st.selectbox(
            "Milestone",
            list(titles),
            index=0 if len(titles) == 1 else None,
            format_func=lambda one: as_label(titles[one]),
            key=f"{name}-which",
            placeholder="Choose",
        )
        problems.beside("which")
        what = st.radio(
            "What happened",
            list(_WHAT),
            format_func=lambda one: as_label(_WHAT[one]),
            key=f"{name}-what",
        )
        day = st.date_input(
            "Day on which it was reached, or which is promised now",
            value=clock.today(),
            format="DD/MM/YYYY",
            key=f"{name}-day",
        )
        problems.beside("promised")
        problems.beside("reached")
        note = st.text_area(
            "Why (needed unless it was reached)",
            key=f"{name}-note",
            max_chars=NOTE_LIMIT,
            height=80,
        )
        problems.beside("note")
        html.show(html.hint("A promise that was made stays in the history of the milestone."))
        clicked = problems.submit("Save")
    if clicked:
        problems.send(lambda: _noted(chosen, what, day, note or ""), _PLACE)


def _noted(milestone: int | None, what: str | None, day: date | None, note: str) -> str:
    refuse_unfilled(
        {
            "which": "" if milestone else "Choose the milestone.",
            "promised": "" if day or what == _BACK else "Give the day.",
            "note": "" if note.strip() or what == _REACHED else "Write why.",
        }
    )
    store, who = get_store(), signed_in()
    if what == _AGAIN and day is not None:
        promise_again(store, who, milestone or 0, day, note)
        words = f"The new day is promised: {clock.day_in_words(day)}. The earlier promise stays."
    else:
        note_reached(store, who, milestone or 0, None if what == _BACK else day, note)
        words = (
            "It is noted that the milestone is not reached."
            if what == _BACK
            else ("The milestone is noted as reached.")
        )
    count_sent("promised")
    return words


def _add_form(plan: PlanFacts, action: ActionFacts) -> None:
    name = f"milestone-{action.id}-{times_sent('milestones')}"
    problems = FormProblems(name, f"{name}-text")
    place = min(len(action.milestones), len(STAGES) - 1)
    day = three_aprils(plan.starts)[place]
    with one_step(name):
        text = st.text_area(
            "What will have been reached", key=f"{name}-text", max_chars=TEXT_LIMIT, height=80
        )
        problems.beside("text")
        left, right = st.columns(2)
        with left:
            stage = st.selectbox(
                "How far it goes",
                list(STAGES),
                index=place,
                format_func=STAGES.__getitem__,
                key=f"{name}-stage",
            )
        with right:
            promised = st.date_input(
                "Promised for", value=day, format="DD/MM/YYYY", key=f"{name}-day"
            )
            problems.beside("promised")
        clicked = problems.submit("Add the milestone", main=True)
    if clicked:
        problems.send(lambda: _added(action, text or "", stage or "", promised), _PLACE)


def _added(action: ActionFacts, text: str, stage: str, promised: date | None) -> str:
    refuse_unfilled(
        {
            "text": "" if text.strip() else "Write what will have been reached.",
            "promised": "" if promised else "Give the day for which it is promised.",
        }
    )
    if promised is not None:
        add_milestone(get_store(), signed_in(), action.id, text, stage, promised=promised)
    count_sent("milestones")
    return "The milestone is added."


def _change_form(action: ActionFacts, milestones: list[MilestoneFacts]) -> None:
    titles = _titles(milestones)
    chosen = st.selectbox(
        "Milestone to change",
        list(titles),
        format_func=lambda one: as_label(titles[one]),
        key=f"change-milestone-{action.id}",
    )
    milestone = next(one for one in milestones if one.id == chosen)
    name = f"words-{milestone.id}-{times_sent('milestones')}"
    problems = FormProblems(name, f"{name}-text")
    with one_step(name):
        text = st.text_area(
            "What will have been reached",
            value=milestone.text,
            key=f"{name}-text",
            max_chars=TEXT_LIMIT,
            height=80,
        )
        problems.beside("text")
        stage = st.selectbox(
            "How far it goes",
            list(STAGES),
            index=list(STAGES).index(milestone.stage),
            format_func=STAGES.__getitem__,
            key=f"{name}-stage",
        )
        save = problems.submit("Save the words", main=True)
        why = st.text_area(
            "Or drop it: why it is not to be reached any more",
            key=f"{name}-why",
            max_chars=NOTE_LIMIT,
            height=70,
        )
        problems.beside("why")
        drop = st.form_submit_button("Drop the milestone")
    if save:
        problems.send(lambda: _changed(milestone, text or "", stage or ""), _PLACE)
    elif drop:
        problems.send(lambda: _dropped(milestone, why or ""), _PLACE)


def _changed(milestone: MilestoneFacts, text: str, stage: str) -> str:
    change_milestone(get_store(), signed_in(), milestone.id, text, stage)
    count_sent("milestones")
    return "The milestone is changed."


def _dropped(milestone: MilestoneFacts, why: str) -> str:
    drop_milestone(get_store(), signed_in(), milestone.id, why)
    count_sent("milestones")
    return "The milestone is dropped. Its history stays."
