"""Carrying on: unfinished actions of the plan before, and its frame, in the plan being written."""

from collections.abc import Sequence

import streamlit as st

from owf.improvement.plan.carry_forward import actions_to_carry, carry_forward, copy_frame
from owf.improvement.plan.opening import PlanView
from owf.improvement.plan.updates import PROGRESS, progress_of
from owf.store import get_store
from owf.store.plans.facts import ActionFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.plan.markup import short
from owf.web.widgets.forms import FormProblems, choose_several, one_step, refuse_unfilled

_PLACE = "plan"


def carry_section(view: PlanView, *, has_plan_before: bool) -> None:
    """Only in a plan that follows another."""
    if not has_plan_before:
        return
    found = actions_to_carry(get_store(), signed_in(), view.plan.id)
    if found:
        with st.expander(as_label(f"Carry {_unfinished(len(found))} of the last plan forward")):
            _carry_form(view, found)
    with st.expander("Copy the frame of the last plan"):
        html.write(
            "<p>Each action of the last plan that is not carried forward is begun again, with its "
            "words, priority, partners and measure, and with the questions that are still asked. "
            "It gets no dates, no reasons and no updates.</p>"
        )
        name = f"frame-{view.plan.id}-{len(view.actions)}"
        problems = FormProblems(name, f"{name}-sure")
        with one_step(name):
            sure = st.checkbox("Yes, copy it", key=f"{name}-sure")
            clicked = problems.submit("Copy the frame")
        if clicked and sure:
            problems.send(lambda: _copied(view), _PLACE)


def _unfinished(number: int) -> str:
    return "1 unfinished action" if number == 1 else f"{number} unfinished actions"


def _carry_form(view: PlanView, found: Sequence[ActionFacts]) -> None:
    titles = {
        str(one.id): f"{one.reference}: {short(one.entered.what, 80)} "
        f"({PROGRESS[progress_of(one)].casefold()})"
        for one in found
    }
    name = f"carry-{view.plan.id}-{len(found)}"
    problems = FormProblems(name, f"{name}-which")
    with one_step(name):
        chosen = choose_several(
            "Actions to carry forward",
            titles,
            f"{name}-which",
            chosen=list(titles),
            placeholder="Choose",
        )
        problems.beside("actions")
        html.show(
            html.hint("Each keeps its reference, milestones, promises, updates and what was found.")
        )
        clicked = problems.submit("Carry them forward", main=not view.actions)
    if clicked:
        problems.send(lambda: _carried(view, chosen), _PLACE)


def _carried(view: PlanView, chosen: Sequence[str]) -> str:
    refuse_unfilled({"actions": "" if chosen else "Choose at least one action."})
    number = carry_forward(get_store(), signed_in(), view.plan.id, [int(one) for one in chosen])
    return f"{'1 action is' if number == 1 else f'{number} actions are'} carried forward."


def _copied(view: PlanView) -> str:
    number = copy_frame(get_store(), signed_in(), view.plan.id)
    if not number:
        return "Every action of the last plan is in this one already, so nothing was copied."
    return f"{'1 action is' if number == 1 else f'{number} actions are'} begun from the last plan."
