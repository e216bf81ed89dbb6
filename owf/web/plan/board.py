"""The board: exceptions first, by priority and by partner, milestones, the timeline, quarters."""

from collections.abc import Callable, Iterable
from datetime import date

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor, policy
from owf.charts.plan.burn_up import burn_up_chart
from owf.exchange.csv_file import csv_file
from owf.improvement import plan_policy
from owf.improvement.plan.board import (
    ActionState,
    Board,
    Concern,
    Tally,
    board_of,
    tallies,
)
from owf.improvement.plan.closing import ClosedQuarter, close_quarter
from owf.improvement.plan.milestones import MilestoneState
from owf.improvement.plan.opening import PlanView
from owf.improvement.plan.reminders import open_reminders, send_lead_reminder
from owf.improvement.plan.updates import PROGRESS
from owf.improvement.wording import lead_in_words
from owf.settings import get_settings
from owf.store import get_store
from owf.store.plans.facts import ActionFacts, MilestoneFacts
from owf.texts import name_in_file
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.navigation import ACTIONS, link_to
from owf.web.plan.markup import action_link, concern_tags, progress_tag, short
from owf.web.plan.selection import Selection, above_plan
from owf.web.widgets.chart import chart_block
from owf.web.widgets.downloads import download
from owf.web.widgets.forms import FormProblems, do_and_keep, one_step, say_what_was_done
from owf.web.widgets.url_state import Parts, choose, number_in_address

_PLACE = "board"
AT_ONCE = 50
"""Exceptions on one page of the board; the file has all of them."""


def board_part(selection: Selection, parts: Parts) -> None:
    year = selection.year("board")
    view = selection.view(year, newest_updates=True) if year is not None else None
    name = selection.years.trust_name
    if view is None or view.newest is None:
        html.heading("No agreed plan to follow yet", above=f"{name}: the board")
        parts.choose()
        html.notice("The board follows a plan quarter by quarter, once the chair has agreed it.")
        return
    board = board_of(view.plan, view.actions, view.quarter, clock.today())
    worst = len(board.exceptions)
    html.heading(
        f"{worst} of {len(board.states)} actions need attention"
        if worst
        else f"All {len(board.states)} actions are on course",
        above=above_plan(view.plan),
        view=f"board-{view.plan.year}",
    )
    parts.choose()
    selection.choose_year("board")
    say_what_was_done(_PLACE)
    _quarter(view, board)
    _counts(board)
    _exceptions(view, board)
    _tallies("By priority", "Priority", board, lambda one: view.priority_title(one.action))
    _tallies("By lead partner", "Partner", board, lambda one: one.action.lead_partner or "nobody")
    if board.achieved.of:
        chart_block(
            burn_up_chart(board.points, board.achieved),
            "milestones",
            section="Milestones promised and reached",
            may=_may(view),
            about=f"{view.plan.trust_name} plan {view.plan.year}",
            trust=view.plan.trust,
            table_in_fold=True,
        )
    _timeline(view, board)
    _file(view, board)
    if view.may_run and "letters" in st.query_params:
        _letters(view)
    elif view.may_run:
        # They read the plan once more, so only the people who want them wait for that.
        choices = {"part": "board", "year": view.plan.year, "letters": 1}
        link_to(ACTIONS, "Write to people who lead actions", main=False, **choices)
    _closed(view)


def _may(view: PlanView) -> Callable[[Actor], object]:
    def may(who: Actor) -> None:
        policy.require(plan_policy.may_plan(who, view.plan.trust))

    return may


def _quarter(view: PlanView, board: Board) -> None:
    quarter = board.quarter
    if quarter.may_be_closed_from > board.today:
        html.write(
            "<p>Updates are for <strong>{}</strong>. It can be closed from {} on.</p>",
            quarter.words,
            clock.day_in_words(quarter.may_be_closed_from),
        )
        return
    if board.is_overdue:
        html.notice(
            Markup("<strong>{} is over and not closed yet.</strong> {}").format(
                quarter.words,
                "Close it when the updates are in: then the next one takes updates."
                if view.may_run
                else "The coordinator closes it when the updates are in.",
            )
        )
    if not view.may_run:
        return
    name = f"close-{view.plan.id}-{quarter.first_day}"
    problems = FormProblems(name, f"{name}-sure")
    missing = sum(Concern.NO_UPDATE in one.concerns for one in board.states)
    with st.expander(as_label(f"Close {quarter.words}")):
        with one_step(name):
            html.write(
                "<p>Where every action stands is kept as a snapshot with a hash. After that no "
                "update of {} can be changed.{}</p>",
                quarter.words,
                f" {missing} actions have no update."
                if missing > 1
                else " 1 action has no update."
                if missing
                else "",
            )
            sure = st.checkbox("Yes, close it", key=f"{name}-sure")
            clicked = problems.submit("Close the quarter", main=True)
        if clicked and sure:
            problems.send(lambda: _closed_now(view, board), _PLACE)


def _closed_now(view: PlanView, board: Board) -> str:
    close_quarter(get_store(), signed_in(), view.plan.id, board.quarter)
    return f"{board.quarter.words} is closed. Updates are for {board.quarter.next.words} now."


def _counts(board: Board) -> None:
    by_progress = {
        words: sum(one.progress == name for one in board.states) for name, words in PROGRESS.items()
    }
    html.show(
        Markup('<ul class="owf-counts">{}</ul>').format(
            html.join(
                Markup("<li><strong>{}</strong> {}</li>").format(number, words.casefold())
                for words, number in [
                    *by_progress.items(),
                    ("verified", sum(one.is_verified for one in board.states)),
                    (
                        f"of {board.achieved.of} milestones reached",
                        board.achieved.reached,
                    ),
                ]
            )
        )
    )


def _exceptions(view: PlanView, board: Board) -> None:
    html.write("<h2>What needs attention</h2>")
    if not board.exceptions:
        html.notice("Nothing is late, put off, in doubt or without an update.", "good")
        return
    kinds = {"": "Everything"} | {
        one.name.casefold(): f"{one.capitalize()} ({count})"
        for one in Concern
        if (count := sum(one in each.concerns for each in board.exceptions))
    }
    left, _ = st.columns([1, 2])
    with left:
        kind = choose("concern", "Show", kinds, "", forgets=("page",))
    shown = [one for one in board.exceptions if not kind or Concern[kind.upper()] in one.concerns]
    pages = -(-len(shown) // AT_ONCE)
    page = min(max(number_in_address("page") or 1, 1), pages)
    first = (page - 1) * AT_ONCE
    of = f"{len(shown)} of {len(board.states)} actions, the most pressing first"
    html.show(
        html.table(
            of if pages == 1 else f"{of}: {first + 1} to {min(first + AT_ONCE, len(shown))}",
            ("Action", "Lead", "Why", "Progress"),
            (_exception(view, one) for one in shown[first : first + AT_ONCE]),
            css="owf-stack owf-plan",
        )
    )
    choices = {"part": "board", "year": view.plan.year, **({"concern": kind} if kind else {})}
    with st.container(horizontal=True, key="exception-pages"):
        if page > 1:
            link_to(ACTIONS, "Previous", main=False, **choices, page=page - 1)
        if page < pages:
            link_to(ACTIONS, "Next", main=False, **choices, page=page + 1)


def _exception(view: PlanView, state: ActionState) -> tuple[Markup, str, Markup, Markup]:
    return (
        Markup('{}<span class="owf-action-what">{}</span>').format(
            action_link(state.action, view.plan.year), short(state.action.entered.what)
        ),
        lead_in_words(state.action),
        Markup('{}<span class="owf-small">{}</span>').format(
            concern_tags(state), " ".join(state.concerns.values())
        ),
        progress_tag(state),
    )


def _tallies(title: str, what: str, board: Board, title_of: Callable[[ActionState], str]) -> None:
    found = tallies((title_of(one) or "Without a priority", one) for one in board.states)
    html.write(
        "<h2>{}</h2>{}",
        title,
        html.table(
            f"How the actions of each {what.casefold()} stand",
            (what, "Actions", "Need attention", "Done", "Verified", "Milestones reached"),
            (_tally(one) for one in found),
            css="owf-stack",
            numeric=frozenset({1, 2, 3, 4, 5}),
        ),
    )


def _tally(one: Tally) -> tuple[str, str, str, str, str, str]:
    done = sum(one.progress.get(name, 0) for name in ("done", "done_as_far_as_possible"))
    reached = f"{one.achieved.reached} of {one.achieved.of}" if one.achieved.of else "none"
    return (one.title, str(one.actions), str(one.exceptions), str(done), str(one.verified), reached)


def _timeline(view: PlanView, board: Board) -> None:
    """A list by day, which a phone shows as well as a wide screen."""
    found = sorted(
        (
            (state.reached_on or state.promised, of.action, one, state)
            for of in board.states
            for one, state in of.milestones
            if state.is_in_force and state.promised is not None
        ),
        key=lambda row: (row[0], row[1].id, row[2].id),
    )
    if not found:
        return
    years = {str(row[0].year): str(row[0].year) for row in found if row[0] is not None}
    html.write("<h2>Timeline</h2>")
    left, _ = st.columns([1, 4])
    with left:
        wanted = choose("in", "Milestones of", years, _nearest(years, board.today.year))
    html.write(
        '<ol class="owf-timeline">{}</ol>',
        html.join(
            _time(view, board, row)
            for row in found
            if row[0] is not None and str(row[0].year) == wanted
        ),
    )


def _nearest(years: Iterable[str], year: int) -> str:
    return min(years, key=lambda one: (abs(int(one) - year), -int(one)))


def _time(
    view: PlanView,
    board: Board,
    row: tuple[date | None, ActionFacts, MilestoneFacts, MilestoneState],
) -> Markup:
    day, action, one, state = row
    words = state.words(board.today)
    return Markup(
        '<li class="owf-time owf-milestone-{}"><span class="owf-time-day">{}</span>'
        "<span>{} {} <em>{}</em></span></li>"
    ).format(
        words.split(",")[0],
        f"{day:%-d %b}",
        action_link(action, view.plan.year),
        one.text,
        "" if words == "promised" else words,
    )


def _file(view: PlanView, board: Board) -> None:
    made_up = "yes" if get_settings().demo else "no"

    def make(who: Actor) -> bytes:
        policy.require(plan_policy.may_plan(who, view.plan.trust))
        table = board.table()
        table["made up"] = made_up
        return csv_file(
            [str(one) for one in table.columns],
            ([_plain(value) for value in row] for row in table.itertuples(index=False)),
        )

    download(
        "The board (CSV)",
        make,
        f"{name_in_file(view.plan.trust_name)}-board-{board.quarter.first_day}.csv",
        what="the board of the plan",
        trust=view.plan.trust,
    )


def _plain(value: object) -> str | int:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else str(value)


# Letters to leads.


def _letters(view: PlanView) -> None:
    found = open_reminders(get_store(), signed_in(), view.plan.id)
    html.write("<h2>Letters to people who lead actions</h2>")
    say_what_was_done("letters")
    if not found.letters and not found.without_lead:
        html.write("<p>Every update of {} is in.</p>", found.quarter.words)
        return
    html.write(
        "<p>{} without an update of {}. Each letter has a link to the person's own actions.</p>",
        "1 person leads actions"
        if len(found.letters) == 1
        else f"{len(found.letters)} people lead actions",
        found.quarter.words,
    )
    if found.without_lead:
        html.notice(
            Markup(
                "<strong>Nobody can be told about {}</strong>: their lead has left or is missing."
            ).format(", ".join(one.reference for one in found.without_lead))
        )
    has_mail = bool(get_settings().smtp_url)
    for one in found.letters:
        sent = f", sent {clock.in_words(one.sent_at)}" if one.sent_at else ""
        numbers = "1 action" if len(one.actions) == 1 else f"{len(one.actions)} actions"
        with st.expander(as_label(f"{one.person.name}: {numbers}{sent}")):
            html.write(
                '<p class="owf-small">To {} · {}</p>',
                one.person.email or "no e-mail address",
                one.letter.subject,
            )
            st.code(one.letter.text, language=None, wrap_lines=True)
            if has_mail and one.person.email:
                st.button(
                    as_label(f"Send it to {one.person.name}"),
                    key=f"letter-{one.person.id}",
                    on_click=do_and_keep,
                    args=(_sending(view, one.person.id), "letters"),
                )


def _sending(view: PlanView, person_id: str) -> Callable[[], str]:
    def send() -> str:
        name = send_lead_reminder(get_store(), signed_in(), view.plan.id, person_id)
        return f"The letter to {name} is sent."

    return send


def _closed(view: PlanView) -> None:
    if not view.closed:
        return
    html.write("<h2>Closed quarters</h2>")
    html.show(
        html.table(
            "The newest first; each is kept as it was",
            ("Quarter", "Closed", "Updates", "Milestones reached", "Hash"),
            (
                (
                    kept.quarter.words,
                    clock.day_in_words(kept.facts.closed_at.date()),
                    f"{kept.updated} of {len(kept.rows)}",
                    str(kept.reached),
                    Markup('<code class="owf-hash">{}</code>').format(kept.facts.digest[:16]),
                )
                for kept in map(ClosedQuarter.of, view.closed)
            ),
            css="owf-stack",
        )
    )
