"""The plan: its actions by priority, what is missing, the chair's agreement, its versions."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.improvement.plan.agreeing import Check, agree_plan, check_list
from owf.improvement.plan.board import action_state
from owf.improvement.plan.choosing import open_gap_titles
from owf.improvement.plan.milestones import milestone_state
from owf.improvement.plan.opening import PUBLICATION, AgreedPlan, PlanView, change_plan_days
from owf.improvement.plan.priorities import (
    KINDS,
    OBJECTIVE_LIMIT,
    TITLE_LIMIT,
    keep_priority,
)
from owf.improvement.wording import lead_in_words, years_of
from owf.store import get_store
from owf.store.plans.facts import ActionFacts, PriorityFacts, VersionFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.navigation import ACTIONS, link_to
from owf.web.plan.carry_forward import carry_section
from owf.web.plan.markup import (
    action_link,
    concern_tags,
    progress_tag,
    short,
)
from owf.web.plan.selection import Selection
from owf.web.plan.workbook import workbook_section
from owf.web.widgets.forms import (
    FormProblems,
    count_sent,
    one_step,
    problem_of,
    refuse_unfilled,
    say_what_was_done,
    show_once,
    shown_before,
    times_sent,
)
from owf.web.widgets.url_state import Parts

_PLACE = "plan"
AnyPlan = PlanView | AgreedPlan


def plan_part(selection: Selection, parts: Parts) -> None:
    year = selection.year("plan")
    view = selection.view(year) if selection.may_plan and year is not None else None
    name = selection.years.trust_name
    if selection.may_plan and view is None:
        html.heading("No plan yet", above=f"{name}: the plan")
        parts.choose()
        selection.choose_year("plan")
        html.notice("A plan begins with the gaps of a signed year.")
        link_to(ACTIONS, "Go to the gaps", main=True, part="gaps")
        return
    if not selection.may_plan and year is None:
        html.heading("No plan yet", above=f"{name}: the plan")
        parts.choose()
        html.notice(
            "Your Trust has not agreed a plan yet. You can read it here once the chair has."
        )
        return
    if view is None:
        _read_only(selection, selection.agreed_plan(year or 0), parts)
        return
    _working(selection, view, parts)


def _working(selection: Selection, view: PlanView, parts: Parts) -> None:
    newest = view.newest
    html.heading(
        f"The plan for {years_of(view.plan)}",
        above=f"{view.plan.trust_name}: on the results of {view.plan.year}",
        view=f"plan-{view.plan.year}",
    )
    parts.choose()
    selection.choose_year("plan")
    say_what_was_done(_PLACE)
    show_once("agreed")
    html.show(_summary(view, newest))
    if newest is not None and view.has_changed:
        html.notice(
            Markup(
                "<strong>The plan has changed since version {}.</strong> Others still read that "
                "version. The chair can agree the changes below."
            ).format(newest.version)
        )
    link_to(ACTIONS, "Add an action", main=not view.actions, action="new", year=view.plan.year)
    html.show(actions_by_priority(view, show_state=newest is not None))
    carry_section(
        view, has_plan_before=any(one.year < view.plan.year for one, _ in selection.years.plans)
    )
    _check_and_agree(view)
    _priorities(view)
    _days(view)
    workbook_section(view)
    _versions(view)


def _read_only(selection: Selection, plan: AgreedPlan, parts: Parts) -> None:
    html.heading(
        f"The plan for {years_of(plan.plan)}",
        above=f"{plan.plan.trust_name}: on the results of {plan.plan.year}",
        view=f"plan-{plan.plan.year}",
    )
    parts.choose()
    selection.choose_year("plan")
    html.show(_summary(plan, plan.version))
    html.show(actions_by_priority(plan, show_state=True))
    not_now_list(plan)


def _summary(plan: AnyPlan, version: VersionFacts | None) -> Markup:
    agreed = (
        f"version {version.version}, {clock.day_in_words(version.agreed_at.date())}"
        if version
        else "not yet"
    )
    return html.facts(
        [
            (
                "Runs",
                f"{clock.day_in_words(plan.plan.starts)} to {clock.day_in_words(plan.plan.ends)}",
            ),
            ("Actions", str(len(plan.actions))),
            ("Agreed", agreed),
            *(
                [("Who can read it", PUBLICATION[version.publication])]
                if version is not None
                else []
            ),
        ]
    )


def actions_by_priority(plan: AnyPlan, *, show_state: bool, with_links: bool = True) -> Markup:
    if not plan.actions:
        return Markup('<p class="owf-hint">No action is planned yet.</p>')
    by_title: dict[str, list[ActionFacts]] = {}
    for one in plan.actions:
        by_title.setdefault(plan.priority_title(one) or "Without a priority", []).append(one)
    return html.join(
        Markup("<h2>{}</h2>{}").format(
            title, _table(plan, title, those, show_state=show_state, with_links=with_links)
        )
        for title, those in by_title.items()
    )


def _table(
    plan: AnyPlan,
    title: str,
    actions: Sequence[ActionFacts],
    *,
    show_state: bool,
    with_links: bool,
) -> Markup:
    today = clock.today()
    rows = []
    for one in actions:
        state = action_state(one, plan.quarter, today)
        name = (
            action_link(one, plan.plan.year, one.reference)
            if with_links
            else Markup("{}").format(one.reference)
        )
        row: list[str | Markup] = [
            Markup('{}<span class="owf-action-what">{}</span>').format(
                name, short(one.entered.what)
            ),
            lead_in_words(one),
            _next_milestone(one),
        ]
        if show_state:
            row.append(Markup("{} {}").format(progress_tag(state), concern_tags(state)))
        rows.append(row)
    head = ["Action", "Lead", "Milestones", *(["Where it stands"] if show_state else [])]
    return html.table(
        "1 action" if len(actions) == 1 else f"{len(actions)} actions",
        head,
        rows,
        css="owf-stack owf-plan",
        region=f"Actions: {title}",
    )


def _next_milestone(action: ActionFacts) -> Markup | str:
    """How many are reached, and the next one that is not."""
    states = [(one, milestone_state(one)) for one in action.milestones]
    in_force = [(one, state) for one, state in states if state.is_in_force]
    if not in_force:
        return html.missing("none yet")
    waiting = [
        (state.promised, one.text)
        for one, state in in_force
        if state.reached_on is None and state.promised is not None
    ]
    reached = len(in_force) - len(waiting)
    if not waiting:
        return f"All {reached} reached"
    day, text = min(waiting)
    return html.with_small(
        f"{reached} of {len(in_force)} reached",
        f"next by {clock.day_in_words(day)}: {short(text, 90)}",
    )


def not_now_list(plan: AgreedPlan) -> None:
    if plan.not_now:
        html.show(
            html.fold(
                f"Left for later: {len(plan.not_now)}",
                html.bullet_list(
                    Markup("<strong>{}</strong>: {}").format(one["title"], one["reason"])
                    for one in plan.not_now
                ),
            )
        )


# What is missing, and agreeing.

_CHECKS = {True: ("owf-check-done", "✓", "Done"), False: ("owf-check-missing", "✗", "Missing")}


def _check_and_agree(view: PlanView) -> None:
    checks = check_list(view, open_gap_titles(get_store(), signed_in(), view.plan))
    _check_list(checks)
    if not all(one.is_done for one in checks):
        html.notice("The chair can agree the plan here once nothing is missing.")
    elif not view.has_changed and view.newest is not None and not view.may_agree:
        html.notice("The plan is agreed as it is.", "good")
    elif not view.may_agree:
        html.notice(f"Nothing is missing. {view.may_agree.reason}")
    else:
        _agree(view)


def _check_list(checks: Sequence[Check]) -> None:
    line = Markup(
        '<li class="{}"><p class="owf-check-title"><span class="owf-check-state">'
        '<span aria-hidden="true">{}</span> {}</span> <strong>{}</strong></p><p>{}</p></li>'
    )
    html.write(
        '<section class="owf-checks" aria-labelledby="plan-check-list">'
        '<h2 id="plan-check-list">Check list</h2><ul>{}</ul></section>',
        html.join(line.format(*_CHECKS[one.is_done], one.title, one.words) for one in checks),
    )


def _agree(view: PlanView) -> None:
    newest = view.newest
    html.write(
        "<h2>{}</h2><p>Your agreement keeps the plan as it is above, as version {}, with a hash. "
        "It can be amended; every version stays.</p>",
        "Agree the plan" if newest is None else "Agree it again",
        newest.version + 1 if newest else 1,
    )
    levels = list(PUBLICATION)
    publication = st.radio(
        "Who can read it",
        levels,
        index=levels.index(newest.publication) if newest else None,
        format_func=lambda level: as_label(PUBLICATION[level]),
        key=f"plan-publication-{view.plan.id}",
    )
    with one_step("agree-plan"):
        name = st.text_input(
            as_label(f"Type your own name, {signed_in().name}, to agree it as chair"),
            key="agree-name",
            autocomplete="off",
        )
        show_once("agree_problem")
        clicked = st.form_submit_button(as_label("Agree the plan"), type="primary")
    seen = shown_before(f"plan-read:{view.plan.id}", view.body)
    if clicked:
        problem = _why_not_agreed(view, publication, name, seen)
        st.session_state["agree_problem"] = problem
        if not problem:
            st.session_state["agreed"] = ("The plan is agreed. Each lead can see it now.", "good")
        st.rerun()


def _why_not_agreed(view: PlanView, publication: str | None, name: str, seen: str | None) -> str:
    if publication is None:
        return "Not agreed. Choose above who can read the plan."
    if seen is None:
        return "Not agreed: this page was loaded again. Read the plan, then agree it."
    if not name.strip():
        return f"Not agreed. Type your name, {signed_in().name}, above the button."
    return problem_of(
        lambda: agree_plan(
            get_store(), signed_in(), view.plan.id, publication, seen_body=seen, typed_name=name
        ),
        "Not agreed, because we could not reach the database. Nothing is lost: try again in a "
        "minute.",
    )


def _versions(view: PlanView) -> None:
    if not view.versions:
        return
    html.write(
        "<h2>Agreed versions</h2>{}",
        html.table(
            "The newest first; each is kept as it was agreed",
            ("Version", "Agreed", "By", "Who can read it", "Hash"),
            (
                (
                    str(one.version),
                    clock.in_words(one.agreed_at),
                    view.names.get(one.agreed_by, "a person who has been erased"),
                    one.publication.capitalize(),
                    Markup('<code class="owf-hash">{}</code>').format(one.digest[:16]),
                )
                for one in view.versions
            ),
            css="owf-stack",
        ),
    )


# Priorities and dates.


def _priorities(view: PlanView) -> None:
    with st.expander("Priorities: change them, or add one"):
        html.show(
            html.bullet_list(
                Markup("<strong>{}</strong> ({}{}). {}").format(
                    one.title,
                    KINDS[one.kind].casefold(),
                    ", no longer used" if one.is_retired else "",
                    one.objective,
                )
                for one in view.priorities
            )
        )
        titles = {0: "A new priority", **{one.id: one.title for one in view.priorities}}
        chosen = st.selectbox(
            "Priority to change",
            list(titles),
            format_func=lambda one: as_label(titles[one]),
            key=f"priority-{view.plan.id}",
        )
        kept = next((one for one in view.priorities if one.id == chosen), None)
        _priority_form(view, kept)


def _priority_form(view: PlanView, kept: PriorityFacts | None) -> None:
    name = f"priority-{kept.id if kept else 'new'}-{times_sent('priorities')}"
    problems = FormProblems(name, f"{name}-title")
    with one_step(name):
        title = st.text_input(
            "Title", value=kept.title if kept else "", max_chars=TITLE_LIMIT, key=f"{name}-title"
        )
        problems.beside("title")
        objective = st.text_area(
            "Objective",
            value=kept.objective if kept else "",
            max_chars=OBJECTIVE_LIMIT,
            height=80,
            key=f"{name}-objective",
        )
        kind = st.radio(
            "Kind",
            list(KINDS),
            index=list(KINDS).index(kept.kind) if kept else 0,
            format_func=lambda one: as_label(KINDS[one]),
            key=f"{name}-kind",
        )
        is_retired = kept is not None and st.checkbox(
            "No longer used for new actions", value=kept.is_retired, key=f"{name}-retired"
        )
        clicked = problems.submit("Save the priority")
    if clicked:
        entered = PriorityFacts(
            kind or "key",
            title or "",
            objective or "",
            kept.position if kept else 0,
            is_retired,
            kept.id if kept else 0,
        )
        problems.send(lambda: _kept(view, entered), _PLACE)


def _kept(view: PlanView, entered: PriorityFacts) -> str:
    keep_priority(get_store(), signed_in(), view.plan.trust, entered)
    count_sent("priorities")
    return f"The priority “{entered.title.strip()}” is saved."


def _days(view: PlanView) -> None:
    name = f"days-{view.plan.id}-{view.plan.starts}-{view.plan.ends}"
    problems = FormProblems(name, f"{name}-starts")
    with st.expander("Change the days between which the plan runs"):
        with one_step(name):
            left, right, _ = st.columns([1, 1, 2])
            with left:
                starts = st.date_input(
                    "Starts on", value=view.plan.starts, format="DD/MM/YYYY", key=f"{name}-starts"
                )
                problems.beside("starts")
            with right:
                ends = st.date_input(
                    "Ends on", value=view.plan.ends, format="DD/MM/YYYY", key=f"{name}-ends"
                )
                problems.beside("ends")
            clicked = problems.submit("Save the days")
        if clicked:
            problems.send(lambda: _days_changed(view, starts, ends), _PLACE)


def _days_changed(view: PlanView, starts: date | None, ends: date | None) -> str:
    refuse_unfilled(
        {"starts": "" if starts else "Give the day.", "ends": "" if ends else "Give the day."}
    )
    if starts is not None and ends is not None:
        change_plan_days(get_store(), signed_in(), view.plan.id, starts, ends)
    return "The days are saved."
