"""Round: a coordinator runs the Trust's round; the national team runs the year."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor, Role, policy
from owf.assessment.deadlines import left_in_words
from owf.assessment.errors import NotAllowed
from owf.assessment.packs import open_shelf
from owf.assessment.rounds.national import open_year
from owf.assessment.rounds.progress import RunningRound, ToBegin, open_running, years_to_run
from owf.assessment.start.first_steps import who_invites_the_chair
from owf.assessment.states import ROUND_STATES, ReturnState, RoundState
from owf.settings import PACKS as FOLDER
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import PEOPLE, link_to
from owf.web.rounds.national import (
    cycle_facts,
    extend_a_trust,
    open_a_year,
    regions_table,
    trusts_list,
)
from owf.web.rounds.opening import begin_round, let_join
from owf.web.rounds.partner_actions import PLACE, partner_page
from owf.web.rounds.partners_table import round_table, theme_table
from owf.web.rounds.reminders import chase_list
from owf.web.widgets.forms import say_what_was_done
from owf.web.widgets.url_state import Parts, choose, number_in_address

TRUSTS, MORE_TIME, OPEN = "trusts", "time", "open"
PARTS = {
    TRUSTS: "How far the Trusts are",
    MORE_TIME: "More time for a Trust",
    OPEN: "Open a year",
}


def _coordinator(who: Actor, trust: int) -> None:
    years = years_to_run(get_store())
    year = number_in_address("year") or (years[0] if years else clock.today().year)
    found = open_running(get_store(), who, trust, year)
    if isinstance(found, ToBegin):
        html.heading(f"Run the round {found.year}", above=found.trust_name)
        say_what_was_done()
        begin_round(found)
        return
    wanted = number_in_address("partner")
    partner = next((one for one in found.partners if one.facts.partner_id == wanted), None)
    if partner is not None:
        partner_page(found, partner)
        return
    html.heading(f"Run the round {found.round.year}", above=found.round.trust_name)
    say_what_was_done()
    say_what_was_done(PLACE)
    html.show(_progress_words(found))
    if found.is_open:
        chair = who_invites_the_chair(get_store(), who, trust)
        if chair:
            html.notice(chair)
        html.write(
            '<p class="owf-hint">Open a partner by its name: to remind it, give it another '
            "last day, open its self-assessment again, note apologies, or rename it.</p>"
        )
    html.show(round_table(found))
    with st.expander("The same by theme"):
        html.show(theme_table(found))
    if not found.is_open:
        return
    chase_list(found)
    let_join(found)
    link_to(PEOPLE, "Manage the people of your Trust", trust=trust)


def _progress_words(view: RunningRound) -> Markup:
    states = [one.state for one in view.partners]
    submitted, excused = states.count(ReturnState.SUBMITTED), states.count(ReturnState.APOLOGIES)
    if not view.is_open:
        return html.notice_markup("Your Trust has signed, so nothing can be changed here.")
    day = clock.day_in_words(view.round.closes)
    until = f"Last day {day}: {left_in_words(view.round.closes)}."
    extended = (
        f" The national team gave you more time than {clock.day_in_words(view.round.cycle_closes)}."
        if view.round.closes != view.round.cycle_closes
        else ""
    )
    missing = f", {excused} sent apologies" if excused else ""
    return Markup(
        '<p class="owf-lead"><strong>{}</strong>{} {} of {} partners have submitted{}.</p>'
    ).format(until, extended, submitted, len(states), missing)


def _national(who: Actor) -> None:
    view = open_year(get_store(), who, number_in_address("year"))
    cycle = view.cycle
    if cycle is None:
        html.heading("No year is open yet", above="England")
        say_what_was_done()
        open_a_year(open_shelf(get_store(), who, FOLDER), view.cycles)
        return
    parts = Parts(PARTS, "What to do with the year")
    heading = "Open a year" if parts.shown == OPEN else f"The rounds of {cycle.year}"
    html.heading(heading, above="England")
    say_what_was_done()
    parts.choose()
    if parts.shown == OPEN:
        open_a_year(open_shelf(get_store(), who, FOLDER), view.cycles)
        return
    if len(view.cycles) > 1:
        left, _ = st.columns([1, 4])
        with left:
            years = {str(one.year): str(one.year) for one in view.cycles}
            choose("year", "Year", years, str(cycle.year))
    if parts.shown == MORE_TIME:
        extend_a_trust(view, cycle)
        return
    html.show(cycle_facts(cycle, view.questionnaire))
    html.write(
        '<p class="owf-lead"><strong>{} Trusts:</strong> {}.</p>',
        len(view.trusts),
        ", ".join(f"{len(view.of(one))} {ROUND_STATES[one].lower()}" for one in RoundState),
    )
    html.show(regions_table(view))
    trusts_list(view)


def _draw() -> None:
    who = signed_in()
    own = who.scopes(Role.COORDINATOR, scope_kind="trust")
    trust = number_in_address("trust") or (int(own[0]) if own else None)
    if trust is not None and policy.may_run_round(who, trust):
        _coordinator(who, trust)
    elif policy.may_oversee_year(who):
        _national(who)
    else:
        raise NotAllowed(policy.may_run_round(who, trust or 0).reason)


_draw()
