"""Start: what there is to do for the person who has just signed in."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor, Role
from owf.access.policy import TRUST_ROLES
from owf.assessment.deadlines import is_over
from owf.assessment.start.first_steps import FirstSteps, Way, open_first_steps
from owf.assessment.start.todo import ReturnWork, TrustWork, open_work
from owf.assessment.states import ReturnState, RoundState, return_in_words, year_in_words
from owf.improvement.due import Due, Place, due_in_plan
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import (
    ACTIONS,
    ASSESSMENT,
    COMPARE,
    GOOD_PRACTICE,
    MODERATION,
    NATIONAL,
    PEOPLE,
    REGION,
    RESULTS,
    ROUND,
    SIGN_OFF,
    PageInHouse,
    link_to,
)
from owf.web.returns.overview import return_news
from owf.web.signing.reopening import told_on_start

_PLACES: dict[Way, tuple[PageInHouse, dict[str, str]]] = {
    Way.INVITE: (PEOPLE, {"do": "invite"}),
    Way.INVITE_MANY: (PEOPLE, {"do": "list"}),
    Way.OPEN_YEAR: (ROUND, {"part": "open"}),
    Way.RUN_ROUND: (ROUND, {}),
}


def show_first_steps(who: Actor) -> None:
    for place, found in enumerate(open_first_steps(get_store(), who)):
        if found.is_complete and found.is_kept:
            steps = html.join(
                Markup("<li><strong>{}</strong> {}</li>").format(one.title, one.found)
                for one in found.steps
            )
            title = f"{found.title}: {found.done} of {len(found.steps)} done"
            html.show(html.fold(title, Markup('<ol class="owf-steps">{}</ol>').format(steps)))
        elif not found.is_complete:
            with st.container(border=True, key=f"first-steps-{place}"):
                _show_steps(found)


def _show_steps(found: FirstSteps) -> None:
    html.write(
        '<div class="owf-task"><h2>{}</h2><p class="owf-tag owf-open">{}</p></div>',
        found.title,
        f"{found.done} of {len(found.steps)} done",
    )
    following = next((one for one in found.steps if not one.is_done and one.way), None)
    for number, one in enumerate(found.steps, start=1):
        words, way = st.columns([3, 2], vertical_alignment="center")
        to_do = "Can wait" if one.can_wait else "To do" if one.way else "Others do this"
        tag = html.tag("Done", "owf-done") if one.is_done else html.tag(to_do)
        words.html(
            Markup('<div class="owf-step"><h3>{}. {} {}</h3><p>{}</p></div>').format(
                number, one.title, tag, one.found
            )
        )
        if one.way is not None and not one.is_done:
            page, choices = _PLACES[one.way]
            with way:
                link_to(page, one.label, main=one is following, **choices, **one.choices)


LINKS = 4  # Trusts that the start page links to one by one

who = signed_in()
work = open_work(get_store(), who)


def _what_to_do(one: ReturnWork) -> str:
    if one.facts.apology:
        return f"Your coordinator noted apologies: {one.facts.apology}."
    until = (
        f"The last day was {clock.day_in_words(one.closes)}."
        if is_over(one.closes)
        else f"Please submit by {clock.day_in_words(one.closes)}."
    )
    yours = ", ".join(theme.title for theme in one.yours)
    return f"{until} Your themes: {yours}." if yours else until


def _show_return() -> None:
    for one in work.returns:
        with st.container(border=True):
            is_submitted = one.state is ReturnState.SUBMITTED
            state = return_in_words(one.state, one.facts, one.progress)
            html.write(
                "<h2>{}: self-assessment {}</h2><p>{}. {}</p>{}",
                one.facts.partner_name,
                one.round.year,
                state,
                "You can read it here." if is_submitted else _what_to_do(one),
                _newer_year(one),
            )
            if not one.facts.apology:
                return_news(one.facts.partner_id, one.round.year)
            link_to(
                ASSESSMENT,
                "Read it" if is_submitted else "Continue",
                main=not is_submitted,
                partner=one.facts.partner_id,
                year=one.round.year,
            )


def _newer_year(one: ReturnWork) -> Markup:
    year = one.not_begun
    if year is None:
        return html.NOTHING
    return Markup("<p>{}: your Trust's coordinator has not begun the round yet. {}</p>").format(
        year.year, year_in_words(year.opens, year.closes)
    )


def _show_trust(trust: TrustWork) -> None:
    with st.container(border=True):
        html.write(
            "<h2>{}: the agreed position {}</h2><p>{}</p>",
            trust.trust_name,
            trust.year,
            trust.sentence,
        )
        choices: dict[str, Any] = {"trust": trust.trust, "year": trust.year}
        runs_it = who.holds(Role.COORDINATOR, "trust", trust.trust)
        if trust.state is RoundState.SIGNED:
            link_to(RESULTS, "See the results", main=True, **choices)
            link_to(SIGN_OFF, "See what was signed", **choices)
        elif not trust.has_begun:
            if runs_it:
                link_to(ROUND, f"Begin the round {trust.year}", main=True, **choices)
        else:
            moderate = trust.can_moderate
            link_to(MODERATION, "Open the moderation", main=moderate, **choices)
            if runs_it:
                link_to(ROUND, "Run the round", main=not (moderate or trust.is_ready), **choices)
            link_to(
                SIGN_OFF,
                "Open the sign-off",
                main=trust.is_ready and trust.may_sign,
                **choices,
            )


_OF_THE_PLAN = {Place.ACTIONS: ACTIONS, Place.GOOD_PRACTICE: GOOD_PRACTICE}


def _show_plan(due: Sequence[Due]) -> None:
    with st.container(border=True, key="plan-due"):
        html.write("<h2>The plan</h2>")
        for one in due:
            words, way = st.columns([3, 2], vertical_alignment="center")
            words.html(Markup("<p>{}</p>").format(one.sentence))
            with way:
                link_to(_OF_THE_PLAN[one.place], one.label, main=one.is_main, **one.choices)


def _show_outside() -> None:
    year = work.years[0]
    for code, name in work.regions:
        with st.container(border=True):
            html.write(
                "<h2>{} {}</h2><p>Compare the Trusts in your region.</p>{}",
                name,
                year,
                _year_under_way(year),
            )
            link_to(REGION, f"Open the region {year}", main=True, region=code, year=year)
    if who.has(Role.NATIONAL):
        with st.container(border=True):
            html.write(
                "<h2>England {}</h2><p>The progress of Trusts, and each region.</p>{}",
                year,
                _year_under_way(year),
            )
            link_to(NATIONAL, f"Open England {year}", main=True, year=year)
            link_to(ROUND, "Open the rounds of all Trusts")
            link_to(REGION, "Open a region", year=year)


def _year_under_way(newest_signed: int) -> Markup:
    cycle = work.cycle
    if cycle is None or cycle.year <= newest_signed:
        return html.NOTHING
    return Markup("<p>{} is set up. {} No Trust has signed it yet.</p>").format(
        cycle.year, year_in_words(cycle.opens, cycle.closes)
    )


def _say_what_comes() -> None:
    if who.scopes(*TRUST_ROLES, scope_kind="trust"):
        html.notice(
            "The national team has not opened a year yet. Once it has, your Trust's coordinator "
            "begins the round, and it appears here."
        )
    elif who.has(Role.NATIONAL):
        if work.cycle is None:
            html.notice("No year is open yet. Open one: choose its questionnaire and its days.")
            link_to(ROUND, "Open a year", main=True)
        else:
            html.notice(
                f"{work.cycle.year} is set up. "
                f"{year_in_words(work.cycle.opens, work.cycle.closes)} No Trust has signed yet."
            )
            link_to(ROUND, f"See which Trusts have begun {work.cycle.year}", main=True)
    elif who.has(Role.REGIONAL_LEAD):
        html.notice("No Trust has signed yet. Once chairs sign, you can compare their Trusts here.")
        link_to(REGION, "See who takes part", main=True)
    else:
        html.notice(
            "Your Trust's round has not begun. Its coordinator begins it, and your part appears "
            "here from then on."
        )


html.heading("What there is to do", above=who.name)
told_on_start()
show_first_steps(who)
_show_return()
for one in work.trusts:
    _show_trust(one)
plan_due = due_in_plan(get_store(), who)
if plan_due:
    _show_plan(plan_due)
if work.years:
    _show_outside()
if work.compare:
    with st.container(border=True):
        html.write("<h2>See how a Trust compares</h2><p>Signed-off results only.</p>")
        # More than a handful is a list to choose from, and that is on the page itself.
        for trust, name, year in work.compare[:LINKS]:
            link_to(COMPARE, f"{name} {year}", trust=trust, year=year)
        if len(work.compare) > LINKS:
            html.write(
                "<p>And {} more: choose the Trust on the page.</p>", len(work.compare) - LINKS
            )
if who.has(Role.ADMINISTRATOR):
    with st.container(border=True):
        html.write("<h2>People</h2><p>Who can sign in, and what they can do.</p>")
        link_to(PEOPLE, "Manage people", main=True)
if not (who.has(Role.ADMINISTRATOR) or work.returns or work.trusts or work.compare or work.years):
    _say_what_comes()
