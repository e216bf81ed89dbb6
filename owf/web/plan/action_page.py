"""One action: what it is, why, its milestones and promises, its updates, evidence and checks."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.errors import NotFound
from owf.improvement import plan_policy
from owf.improvement.plan.actions import LABELS, open_may_update, remove_action
from owf.improvement.plan.agreeing import lead_missing, out_of_order
from owf.improvement.plan.board import ActionState, action_state
from owf.improvement.plan.opening import AgreedPlan, PlanView
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import CONFIDENCE, PROGRESS
from owf.improvement.wording import lead_in_words, levels_in_words
from owf.store import get_store
from owf.store.plans.facts import ActionFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import ACTIONS, link_to
from owf.web.plan.action_form import change_form, new_action
from owf.web.plan.checking import check_form, checks_so_far
from owf.web.plan.evidence import evidence_section
from owf.web.plan.markup import (
    concern_tags,
    gap_list,
    progress_tag,
    short,
)
from owf.web.plan.milestones import milestones_section
from owf.web.plan.selection import Selection, above_plan
from owf.web.widgets.forms import FormProblems, one_step, say_what_was_done
from owf.web.widgets.url_state import number_in_address

_PLACE = "action"
NOT_HERE = "This action is not in this plan. Choose one from the plan on Actions."


def action_page(selection: Selection) -> None:
    year = selection.year("plan")
    if year is None:
        raise NotFound(NOT_HERE)
    if selection.may_plan:
        view = selection.view(year)
        if view is None:
            raise NotFound("No plan has been begun on this year. Begin it on Actions, under Gaps.")
        if st.query_params.get("action") == "new":
            _new(view)
            return
        _one(selection, view)
        return
    _one(selection, selection.agreed_plan(year))


def _new(view: PlanView) -> None:
    html.heading(
        "A new action",
        above=above_plan(view.plan),
        view="action-new",
    )
    say_what_was_done(_PLACE)
    new_action(view, st.query_params.get_all("gap"))
    link_to(ACTIONS, "Back to the gaps", part="gaps", year=view.plan.year)


def _one(selection: Selection, plan: PlanView | AgreedPlan) -> None:
    wanted = number_in_address("action")
    action = next((one for one in plan.actions if one.id == wanted), None)
    if action is None:
        raise NotFound(NOT_HERE)
    state = action_state(action, plan.quarter, clock.today())
    html.heading(
        f"{action.reference}: {short(action.entered.what, 90)}",
        above=above_plan(plan.plan)
        + (f" · {title}" if (title := plan.priority_title(action)) else ""),
        view=f"action-{action.id}",
    )
    say_what_was_done(_PLACE)
    html.write("<p>{} {}</p>", progress_tag(state), concern_tags(state))
    if isinstance(plan, PlanView):
        _warnings(plan, action)
    _facts(action, state)
    if action.findings:
        html.write(
            "<h2>Why: what was found</h2>{}",
            gap_list([(f"{one.title} ({one.year})", one.finding) for one in action.findings]),
        )
    _questions(plan, action)
    milestones_section(
        plan.plan,
        action,
        may_plan=selection.may_plan,
        may_promise=selection.may_plan or bool(open_may_update(get_store(), signed_in(), action)),
    )
    _updates(action)
    checks_so_far(action)
    check_form(action)
    evidence_section(action)
    if isinstance(plan, PlanView):
        with st.expander("Change this action"):
            change_form(plan, action)
        _remove(plan, action)
    link_to(ACTIONS, "Back to the plan", part="plan", year=plan.plan.year)


def _warnings(view: PlanView, action: ActionFacts) -> None:
    missing = lead_missing(action, {one.id for one in view.people})
    words = [f"Who leads it: {missing}." if missing else "", out_of_order(action)]
    if any(words):
        html.notice(" ".join(filter(None, words)))


def _facts(action: ActionFacts, state: ActionState) -> None:
    entered = action.entered
    pairs: list[tuple[str, str | Markup]] = [
        ("Lead", lead_in_words(action)),
        ("With", ", ".join(name for _, name in action.partners) or "nobody else"),
        (
            "How",
            "Several agencies together" if entered.is_multi_agency else "One agency by itself",
        ),
        ("Expectation", entered.expectation.capitalize()),
        ("Milestones", state.achieved.words.capitalize()),
        ("Confidence", CONFIDENCE.get(state.confidence, "none given yet")),
    ]
    html.show(html.facts(pairs))
    rows = [
        (LABELS[field], getattr(entered, field))
        for field in (
            "what", "objective", "measure", "baseline", "target", "resources", "risk", "mitigation",
        )
        if getattr(entered, field)
    ]  # fmt: skip
    html.show(
        Markup('<dl class="owf-about">{}</dl>').format(
            html.join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*row) for row in rows)
        )
    )


def _questions(plan: PlanView | AgreedPlan, action: ActionFacts) -> None:
    if not action.items:
        return
    html.write(
        "<h2>Questions that it is to move</h2>{}",
        html.table(
            "Agreed level then, and the level wanted",
            ("Question", "Year", "Then → wanted"),
            (
                (
                    plan.question_name(one.year, one.item_id),
                    str(one.year),
                    levels_in_words(one),
                )
                for one in action.items
            ),
        ),
    )


def _updates(action: ActionFacts) -> None:
    html.write("<h2>Quarterly updates</h2>")
    if not action.updates:
        html.write('<p class="owf-hint">None yet.</p>')
        return
    html.show(
        html.table(
            "The newest first",
            ("Quarter", "Progress", "Confidence", "What changed", "Impact seen"),
            (
                (
                    Quarter(one.quarter).words,
                    PROGRESS[one.progress],
                    CONFIDENCE[one.confidence],
                    one.changed or "nothing",
                    one.impact or "none yet",
                )
                for one in reversed(action.updates)
            ),
            css="owf-stack owf-updates",
        )
    )


def _remove(view: PlanView, action: ActionFacts) -> None:
    if view.versions or action.updates or not plan_policy.may_plan(signed_in(), action.trust):
        return
    name = f"remove-{action.id}"
    problems = FormProblems(name, f"{name}-sure")
    with st.expander("Take this action out of the plan"):
        with one_step(name):
            sure = st.checkbox("Yes, take it out", key=f"{name}-sure")
            clicked = problems.submit("Take it out")
        if clicked and sure:
            problems.send(lambda: _removed(view, action), "plan")


def _removed(view: PlanView, action: ActionFacts) -> str:
    remove_action(get_store(), signed_in(), view.plan.id, action.id)
    st.query_params.from_dict({"part": "plan", "year": str(view.plan.year)})
    return f"{action.reference} is taken out of the plan."
