"""Beginning a round: the Trust's partners, adding one, and the click that begins it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.opening import NAME_LIMIT, add_partners, open_round
from owf.assessment.overseeing import RunningRound, ToBegin
from owf.assessment.refusals import Refused
from owf.assessment.taking_part import join_round
from owf.questionnaire import Pack
from owf.store import get_store
from owf.store.rounds import PartnerFacts
from owf.web import html
from owf.web.components.one_step import one_step
from owf.web.components.said import do_and_say, say_what_was_done
from owf.web.components.scale import escape_markdown
from owf.web.frame import signed_in

_NUMBER = "owf:partner-number"
_PLACE = "joining"


def begin_round(to_begin: ToBegin) -> None:
    """Choose who takes part, and begin."""
    html.notice(
        f"{to_begin.trust_name} has not started its round of {to_begin.year}. Partners can answer "
        f"until {clock.day_in_words(to_begin.closes)}."
    )
    html.show(Markup("<h2>Who takes part</h2>"))
    chosen = [
        one.id
        for one in to_begin.partners
        if st.checkbox(
            f"{escape_markdown(one.name)}, {escape_markdown(_sector(to_begin.pack, one))}",
            value=True,
            key=f"takes-part-{one.id}",
        )
    ]
    if not to_begin.partners:
        html.show(Markup('<p class="owf-hint">No partner is listed yet. Add the first one.</p>'))
    add_partner(to_begin.trust, to_begin.pack)
    number = "1 partner" if len(chosen) == 1 else f"{len(chosen)} partners"
    if st.button(
        f"Start the round of {to_begin.year} with {number}",
        type="primary",
        disabled=not chosen,
        key="begin-round",
    ):
        do_and_say(lambda: _begin(to_begin, chosen))


def _sector(pack: Pack, one: PartnerFacts) -> str:
    titles = {sector.id: sector.title for sector in pack.sectors}
    return titles.get(one.sector_id, one.sector_id)


def _begin(to_begin: ToBegin, chosen: Sequence[int]) -> str:
    open_round(get_store(), signed_in(), to_begin.year, to_begin.trust, chosen)
    return (
        f"The round of {to_begin.year} has started. Now invite the people who will answer for "
        "each partner."
    )


def add_partner(trust: int, pack: Pack, round_id: int | None = None) -> None:
    """The form that adds a partner to the Trust, and to its round where that has begun."""
    number = st.session_state.get(_NUMBER, 0)
    say_what_was_done(_PLACE)
    with st.expander("Add a partner"):
        titles = {sector.id: sector.title for sector in pack.sectors}
        with one_step("add-partner"):
            name = st.text_input("Its name", max_chars=NAME_LIMIT, key=f"partner-name-{number}")
            sector = st.selectbox(
                "Its sector",
                list(titles),
                index=None,
                format_func=lambda one: titles[one],
                placeholder="Choose a sector",
                key=f"partner-sector-{number}",
            )
            clicked = st.form_submit_button("Add this partner")
        if clicked:
            do_and_say(lambda: _add(trust, name, sector, round_id), _PLACE)


def _add(trust: int, name: str, sector: str | None, round_id: int | None) -> str:
    if sector is None:
        raise Refused("Choose its sector. It is compared within that sector.")
    (partner,) = add_partners(get_store(), signed_in(), trust, [(sector, name)])
    if round_id is not None:
        join_round(get_store(), signed_in(), round_id, partner)
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
    return f"{name.strip()} is added."


def let_join(view: RunningRound) -> None:
    """Add a partner to a round that has begun, or let one join that was left out."""
    html.show(Markup("<h2>Who else takes part</h2>"))
    add_partner(view.round.trust, view.pack, view.round.id)
    if not view.not_in_it:
        return
    with st.expander(f"Partners not taking part in {view.round.year}"):
        for one in view.not_in_it:
            if st.button(f"Add {escape_markdown(one.name)}", key=f"join-{one.id}"):
                do_and_say(partial(_join, view, one), _PLACE)


def _join(view: RunningRound, one: PartnerFacts) -> str:
    join_round(get_store(), signed_in(), view.round.id, one.id)
    return f"{one.name} has been added."
