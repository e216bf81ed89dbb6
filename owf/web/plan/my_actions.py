"""My actions: each lead updates their own, with the last quarter's update beside it."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access.errors import Refused
from owf.improvement.errors import QuarterClosed, UpdateChanged
from owf.improvement.plan.board import action_state
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import (
    CONFIDENCE,
    PROGRESS,
    TEXT_LIMIT,
    Entered,
    MyActions,
    OwnAction,
    in_order_of_need,
    open_my_actions,
    save_update,
)
from owf.store import get_store
from owf.store.plans.facts import UpdateFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.plan.markup import action_link, concern_tags, milestone_list, progress_tag, short
from owf.web.plan.selection import Selection
from owf.web.widgets.forms import (
    Basis,
    FormProblems,
    basis_of,
    count_sent,
    one_step,
    refuse_unfilled,
    say_what_was_done,
    shown_before,
    times_sent,
)
from owf.web.widgets.url_state import Parts

_PLACE = "mine"


def mine_part(selection: Selection, parts: Parts) -> None:
    found = open_my_actions(get_store(), signed_in(), selection.trust)
    name = selection.years.trust_name
    if found is None:
        html.heading("No plan is agreed yet", above=f"{name}: my actions")
        parts.choose()
        html.notice("Once the chair has agreed a plan, the actions that you lead are here.")
        return
    html.heading(_title(found), above=f"{name}: my actions", view=f"mine-{found.quarter.first_day}")
    parts.choose()
    say_what_was_done(_PLACE)
    _to_check(found)
    if not found.own:
        html.notice("You lead no action of this plan. If you should, ask your Trust's coordinator.")
        return
    if found.quarter.first_day > clock.today():
        html.notice(
            f"The next updates are for {found.quarter.words}, from "
            f"{clock.day_in_words(found.quarter.first_day)} on."
        )
    for one in in_order_of_need(found.own):
        _one(one)


def _title(found: MyActions) -> str:
    if not found.own:
        return "You lead no action"
    due = len(found.due)
    if due:
        of = f"{due} of your {len(found.own)} actions" if len(found.own) > 1 else "Your action"
        return f"{of} {'needs' if due == 1 else 'need'} an update"
    return f"Your {_actions(len(found.own))}: nothing is due"


def _actions(number: int) -> str:
    return "action" if number == 1 else f"{number} actions"


def _to_check(found: MyActions) -> None:
    if not found.to_check:
        return
    html.notice(
        Markup(
            "<strong>{} waiting to be checked</strong> by somebody who does not lead it: {}."
        ).format(
            "1 action is" if len(found.to_check) == 1 else f"{len(found.to_check)} actions are",
            Markup(", ").join(action_link(one.action, found.plan.year) for one in found.to_check),
        )
    )


def _one(one: OwnAction) -> None:
    action = one.action
    state = action_state(action, one.quarter, clock.today())
    with st.container(key=f"own-action-{action.id}", border=True):
        html.write(
            '<div class="owf-own"><h2>{} {}</h2><p>{} {}</p></div>',
            action_link(action, one.plan.year),
            short(action.entered.what),
            progress_tag(state),
            concern_tags(state),
        )
        html.show(milestone_list(action.milestones))
        before, now = st.columns(2)
        with before:
            html.show(_last(one.before))
        with now:
            if one.now is None and not one.is_due:
                with st.expander(as_label(f"Update {one.action.reference} all the same")):
                    _form(one)
            else:
                _form(one)


def _last(update: UpdateFacts | None) -> Markup:
    if update is None:
        return Markup(
            '<section class="owf-last-quarter"><h3>Last quarter</h3><p class="owf-hint">There is '
            "no update before this one.</p></section>"
        )
    return Markup(
        '<section class="owf-last-quarter"><h3>{}</h3><p>{} · confidence {}</p><p>{}</p>{}'
        "</section>"
    ).format(
        Quarter(update.quarter).words,
        PROGRESS[update.progress],
        CONFIDENCE[update.confidence].casefold(),
        update.changed or "Nothing was written.",
        html.given("<p><strong>Impact seen:</strong> {}</p>", update.impact),
    )


def _form(one: OwnAction) -> None:
    if one.quarter.first_day > clock.today():
        return
    before = one.before
    name = f"update-{one.action.id}-{times_sent(_sent(one))}"
    problems = FormProblems(name, f"{name}-changed")
    basis = basis_of(name, f"{name}-changed", one.now, one.now.version if one.now else 0)
    kept = basis.kept
    progress = kept.progress if kept else before.progress if before else "in_progress"
    confidence = kept.confidence if kept else before.confidence if before else None
    seen = shown_before(f"update-quarter:{one.action.id}", one.quarter) or one.quarter
    with one_step(name):
        html.write(
            "<h3>{}</h3>{}",
            one.quarter.words,
            html.given('<p class="owf-saved">Saved on {}</p>', clock.in_words(kept.updated_at))
            if kept
            else Markup('<p class="owf-hint">Not updated yet.</p>'),
        )
        chosen = st.selectbox(
            as_label(f"Progress of {one.action.reference}"),
            list(PROGRESS),
            index=list(PROGRESS).index(progress),
            format_func=PROGRESS.__getitem__,
            key=f"{name}-progress",
        )
        problems.beside("progress")
        sure = st.selectbox(
            "Confidence that it reaches its target",
            list(CONFIDENCE),
            index=list(CONFIDENCE).index(confidence) if confidence else None,
            format_func=CONFIDENCE.__getitem__,
            key=f"{name}-confidence",
            placeholder="Choose",
        )
        problems.beside("confidence")
        changed = st.text_area(
            "What changed in this quarter",
            value=kept.changed if kept else "",
            max_chars=TEXT_LIMIT,
            height=90,
            key=f"{name}-changed",
        )
        problems.beside("changed")
        impact = st.text_area(
            "Impact seen so far, for children or for staff",
            value=kept.impact if kept else "",
            max_chars=TEXT_LIMIT,
            height=70,
            key=f"{name}-impact",
        )
        problems.beside("impact")
        label = "Save the update" if kept is None else "Save the change"
        clicked = problems.submit(label, main=True)
    if clicked:
        entered = Entered(chosen or "", sure or "", changed or "", impact or "")
        problems.send(lambda: _saved(one, seen, entered, basis), _PLACE)


def _sent(one: OwnAction) -> str:
    return f"updated:{one.action.id}"


def _saved(
    one: OwnAction, seen: Quarter, entered: Entered, basis: Basis[UpdateFacts | None]
) -> str:
    """``seen``: the quarter that was on the page, which may have been closed since."""
    refuse_unfilled(
        {
            "confidence": ""
            if entered.confidence
            else "Choose how sure you are that it reaches its target.",
        }
    )
    try:
        save_update(
            get_store(),
            signed_in(),
            one.action.id,
            seen,
            entered,
            seen_version=basis.version,
        )
    except QuarterClosed:
        # The next quarter has no update yet.
        basis.version = 0
        raise
    except UpdateChanged as changed:
        basis.version = changed.current.version
        now = short(changed.current.changed, 200)
        raise Refused(f"{changed} It now says: “{now}”") from changed
    count_sent(_sent(one))
    return f"The update of {one.action.reference} for {seen.words} is saved."
