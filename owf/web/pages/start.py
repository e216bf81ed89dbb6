"""Start: what there is to do for the person who has just signed in."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Role
from owf.assessment.deadlines import is_over
from owf.assessment.work import ReturnWork, TrustWork, open_work
from owf.store import get_store
from owf.web import html
from owf.web.components.reopening import told_on_start
from owf.web.frame import signed_in
from owf.web.landing import (
    ASSESSMENT,
    COMPARE,
    MODERATION,
    NATIONAL,
    PEOPLE,
    REGION,
    RESULTS,
    ROUND,
    SIGN_OFF,
    link_to,
)
from owf.web.returns.news import return_news

LINKS = 4  # Trusts that the start page links to one by one

who = signed_in()
work = open_work(get_store(), who)


def _day(moment: object) -> str:
    return f"{moment:%d %B %Y}".lstrip("0")


def _what_to_do(one: ReturnWork) -> str:
    if one.facts.apology:
        return f"Your coordinator noted apologies: {one.facts.apology}."
    until = (
        f"The last day was {_day(one.closes)}."
        if is_over(one.closes)
        else f"Please submit by {_day(one.closes)}."
    )
    yours = ", ".join(theme.title for theme in one.yours)
    return f"{until} Yours to answer: {yours}." if yours else until


def _show_return() -> None:
    for one in work.returns:
        with st.container(border=True):
            state = (
                "Submitted"
                if one.facts.status == "submitted"
                else f"{one.progress.answered} of {one.progress.of} questions answered"
            )
            html.show(
                Markup("<h2>{}: self-assessment {}</h2><p>{}. {}</p>").format(
                    one.facts.partner_name,
                    one.round.year,
                    state,
                    "You can read it here."
                    if one.facts.status == "submitted"
                    else _what_to_do(one),
                )
            )
            if not one.facts.apology:
                return_news(one.facts.partner_id, one.round.year)
            label = "Read it" if one.facts.status == "submitted" else "Go on answering"
            link_to(
                ASSESSMENT,
                label,
                main=one.facts.status != "submitted",
                partner=one.facts.partner_id,
                year=one.round.year,
            )


def _show_trust(trust: TrustWork) -> None:
    with st.container(border=True):
        html.show(
            Markup("<h2>{}: the agreed position {}</h2><p>{}</p>").format(
                trust.round.trust_name, trust.round.year, trust.sentence
            )
        )
        is_open = trust.round.status == "open"
        choices = {"trust": trust.round.trust, "year": trust.round.year}
        if not is_open:
            link_to(RESULTS, "See the results", main=True, **choices)
        if is_open:
            link_to(MODERATION, "Open the moderation", main=trust.open_questions > 0, **choices)
        if is_open and who.holds(Role.COORDINATOR, "trust", trust.round.trust):
            link_to(ROUND, "Run the round", main=False, **choices)
        link_to(
            SIGN_OFF,
            "Open the sign-off",
            main=is_open and trust.open_questions == 0 and trust.may_sign,
            **choices,
        )


def _show_outside() -> None:
    """What regional leads and the national team read: regions, and England."""
    year = work.years[0] if work.years else clock.today().year
    for code, name in work.regions:
        with st.container(border=True):
            html.show(
                Markup("<h2>{} {}</h2><p>The Trusts of your region side by side.</p>").format(
                    name, year
                )
            )
            link_to(REGION, f"Open the region {year}", main=True, region=code, year=year)
    if who.has(Role.NATIONAL):
        with st.container(border=True):
            html.show(
                Markup(
                    "<h2>England {}</h2><p>How far Trusts have got, and each region.</p>"
                ).format(year)
            )
            link_to(NATIONAL, f"Open England {year}", main=True, year=year)
            link_to(ROUND, "Open the rounds of all Trusts")
            link_to(REGION, "Open a region", year=year)


def _show_what_comes() -> None:
    """Before anything has begun: what will be here, and who begins it."""
    own = who.scopes(Role.COORDINATOR, scope_kind="trust")
    if own:
        html.notice("Your Trust's round has not begun. Choose who takes part, then begin it.")
        link_to(ROUND, "Begin the round", main=True, trust=own[0])
    elif who.has(Role.NATIONAL):
        html.notice("No Trust has signed off yet. Open the year, and see which Trusts have begun.")
        link_to(ROUND, "Open the rounds of all Trusts", main=True)
    elif who.has(Role.REGIONAL_LEAD):
        html.notice(
            "No Trust has signed off yet. Once chairs sign, their Trusts stand side by side here."
        )
        link_to(REGION, "See who takes part", main=True)
    else:
        html.notice(
            "Your Trust's round has not begun. Its coordinator begins it: your part stands here "
            "from then on."
        )


html.heading("What there is to do", above=who.name)
told_on_start()
_show_return()
for one in work.trusts:
    _show_trust(one)
if work.years:
    _show_outside()
if work.compare:
    with st.container(border=True):
        html.show(Markup("<h2>See how a Trust compares</h2><p>Signed-off results only.</p>"))
        # More than a handful is a list to choose from, and that stands on the page itself.
        for trust, name, year in work.compare[:LINKS]:
            link_to(COMPARE, f"{name} {year}", trust=trust, year=year)
        if len(work.compare) > LINKS:
            html.show(
                Markup("<p>And {} more: choose the Trust on the page.</p>").format(
                    len(work.compare) - LINKS
                )
            )
if who.has(Role.ADMINISTRATOR):
    with st.container(border=True):
        html.show(Markup("<h2>People</h2><p>Who may sign in, and what they may do.</p>"))
        link_to(PEOPLE, "Look after people", main=True)
if not (who.has(Role.ADMINISTRATOR) or work.returns or work.trusts or work.compare or work.years):
    _show_what_comes()
