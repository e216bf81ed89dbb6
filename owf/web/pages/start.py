"""Start: what there is to do for the person who has just signed in."""

import streamlit as st
from markupsafe import Markup

from owf.assessment.work import TrustWork, open_work
from owf.store import get_store
from owf.web import html
from owf.web.frame import signed_in
from owf.web.landing import ASSESSMENT, COMPARE, SIGN_OFF, link_to

who = signed_in()
work = open_work(get_store(), who)


def _day(moment: object) -> str:
    return f"{moment:%d %B %Y}".lstrip("0")


def _show_return() -> None:
    for one in work.returns:
        with st.container(border=True):
            state = (
                "Submitted"
                if one.facts.status == "submitted"
                else f"{one.facts.answered} of {one.asked} questions answered"
            )
            html.show(
                Markup("<h2>{}: self-assessment {}</h2><p>{}. {}</p>").format(
                    one.facts.partner_name,
                    one.round.year,
                    state,
                    "You can read it here."
                    if one.facts.status == "submitted"
                    else f"Please submit by {_day(one.round.closes)}.",
                )
            )
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
            Markup("<h2>{}: sign-off {}</h2><p>{}</p>").format(
                trust.round.trust_name, trust.round.year, trust.sentence
            )
        )
        link_to(
            SIGN_OFF,
            "Open the sign-off",
            main=trust.round.status == "open" and trust.may_sign,
            trust=trust.round.trust,
            year=trust.round.year,
        )


html.heading("What there is to do", above=who.name)
_show_return()
for one in work.trusts:
    _show_trust(one)
if work.compare:
    with st.container(border=True):
        html.show(Markup("<h2>See how a Trust compares</h2><p>Signed-off results only.</p>"))
        for trust, name, year in work.compare:
            link_to(COMPARE, f"{name} {year}", trust=trust, year=year)
if not (work.returns or work.trusts or work.compare):
    html.notice("There is nothing for you to do here yet. Your pages come with a later version.")
