"""Meetings on the plan: when each group meets next, and what was decided."""

from datetime import date

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.errors import ChangedSinceRead
from owf.improvement.plan.meetings import (
    ATTENDED_LIMIT,
    DECISIONS_LIMIT,
    GROUPS,
    NextMeeting,
    keep_meeting,
    next_meetings,
    open_meetings,
)
from owf.improvement.plan.opening import PlanView
from owf.store import get_store
from owf.store.plans.facts import MeetingFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.plan.markup import action_link, short
from owf.web.plan.selection import Selection, above_plan
from owf.web.widgets.forms import (
    Basis,
    FormProblems,
    basis_of,
    choose_several,
    count_sent,
    one_step,
    refuse_unfilled,
    say_what_was_done,
    times_sent,
)
from owf.web.widgets.url_state import Parts

_PLACE = "meetings"
_SENT = "meetings_kept"


def meetings_part(selection: Selection, parts: Parts) -> None:
    year = selection.year("meetings")
    view = selection.view(year) if year is not None else None
    name = selection.years.trust_name
    if view is None:
        html.heading("No plan yet", above=f"{name}: meetings")
        parts.choose()
        html.notice("Meetings are recorded with a plan. Begin one under Gaps.")
        return
    found = open_meetings(get_store(), signed_in(), view.plan.id)
    html.heading(
        "No meeting is recorded yet"
        if not found
        else "1 meeting"
        if len(found) == 1
        else f"{len(found)} meetings",
        above=above_plan(view.plan),
        view=f"meetings-{view.plan.year}",
    )
    parts.choose()
    selection.choose_year("meetings")
    say_what_was_done(_PLACE)
    html.show(
        html.table(
            "When each group meets",
            ("Group", "Rhythm", "Last met", "Next by"),
            (_next(one) for one in next_meetings(found, view.plan.starts)),
            css="owf-stack",
        )
    )
    with st.expander("Record a meeting", expanded=not found):
        _form(view, None)
    if found:
        html.write("<h2>What was decided</h2>")
    for one in found:
        html.show(_meeting(view, one))
        with st.expander(as_label(f"Change: {GROUPS[one.held_by].title}, {one.held_on:%d/%m/%Y}")):
            _form(view, one)


def _next(one: NextMeeting) -> tuple[str, str, str, str | Markup]:
    day = clock.day_in_words(one.due)
    return (
        one.group.title,
        one.group.rhythm,
        clock.day_in_words(one.last) if one.last else "not yet",
        html.missing(f"{day}, overdue") if one.is_overdue else day,
    )


def _meeting(view: PlanView, one: MeetingFacts) -> Markup:
    links = [
        action_link(action, view.plan.year)
        for number in one.actions
        if (action := view.action(number)) is not None
    ]
    return Markup(
        '<section class="owf-meeting"><h3>{}, {}</h3>{}<p class="owf-lines">{}</p>{}</section>'
    ).format(
        GROUPS[one.held_by].title,
        clock.day_in_words(one.held_on),
        html.given('<p class="owf-small">There: {}</p>', one.attended),
        one.decisions,
        html.given('<p class="owf-small">About {}</p>', Markup(", ").join(links)),
    )


def _form(view: PlanView, kept: MeetingFacts | None) -> None:
    name = f"meeting-{kept.id if kept else 'new'}-{times_sent(_SENT)}"
    problems = FormProblems(name, f"{name}-decisions")
    basis = basis_of(name, f"{name}-decisions", kept, kept.version if kept else 1)
    kept = basis.kept
    titles = {key: one.title for key, one in GROUPS.items()}
    references = {
        str(one.id): f"{one.reference}: {short(one.entered.what, 60)}" for one in view.actions
    }
    with one_step(name):
        left, right = st.columns(2)
        with left:
            held_by = st.selectbox(
                "Which group met",
                list(titles),
                index=list(titles).index(kept.held_by) if kept else 0,
                format_func=titles.__getitem__,
                key=f"{name}-group",
            )
        with right:
            held_on = st.date_input(
                "On",
                value=kept.held_on if kept else clock.today(),
                format="DD/MM/YYYY",
                key=f"{name}-day",
            )
            problems.beside("held_on")
        attended = st.text_area(
            "Who was there, by organisation",
            value=kept.attended if kept else "",
            max_chars=ATTENDED_LIMIT,
            height=70,
            key=f"{name}-attended",
        )
        problems.beside("attended")
        decisions = st.text_area(
            "What was decided",
            value=kept.decisions if kept else "",
            max_chars=DECISIONS_LIMIT,
            height=120,
            key=f"{name}-decisions",
        )
        problems.beside("decisions")
        about = choose_several(
            "Actions that it was about",
            references,
            f"{name}-actions",
            chosen=[str(one) for one in kept.actions if str(one) in references] if kept else None,
            placeholder="Choose",
        )
        clicked = problems.submit("Save the meeting", main=True)
    if clicked:
        problems.send(
            lambda: _kept(view, basis, (held_by or "", held_on, attended, decisions), about), _PLACE
        )


def _kept(
    view: PlanView,
    basis: Basis[MeetingFacts | None],
    entered: tuple[str, date | None, str | None, str | None],
    about: list[str],
) -> str:
    held_by, held_on, attended, decisions = entered
    refuse_unfilled(
        {
            "held_on": "" if held_on else "Give the day on which it was held.",
            "decisions": "" if (decisions or "").strip() else "Write what was decided.",
        }
    )
    meeting = MeetingFacts(
        held_by,
        held_on or clock.today(),
        attended or "",
        decisions or "",
        version=basis.version,
        id=basis.kept.id if basis.kept else 0,
    )
    store, who = get_store(), signed_in()
    try:
        keep_meeting(store, who, view.plan.id, meeting, actions=[int(one) for one in about])
    except ChangedSinceRead:
        there = {one.id: one.version for one in open_meetings(store, who, view.plan.id)}
        basis.version = there.get(meeting.id, basis.version)
        raise
    count_sent(_SENT)
    return "The meeting is saved."
