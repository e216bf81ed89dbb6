"""Beginning a round: the Trust's partners, adding some, and the click that begins it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.rounds.opening import open_round
from owf.assessment.rounds.partners import join_round
from owf.assessment.rounds.progress import RunningRound, ToBegin
from owf.questionnaire import Pack
from owf.store import get_store
from owf.store.tables import Partner
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.rounds.adding_partners import PLACE, adding_partners
from owf.web.widgets.messages import do_and_say, say_what_was_done
from owf.web.widgets.scale import escape_markdown


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
        html.show(
            Markup(
                '<p class="owf-hint">No partner is listed yet. Add them below, then start the '
                "round.</p>"
            )
        )
    say_what_was_done(PLACE)
    # As it was when the page was opened: the first partners that are added do not fold it.
    was_empty = f"owf:began-without-partners-{to_begin.trust}-{to_begin.year}"
    with st.expander(
        "Add partners",
        expanded=st.session_state.setdefault(was_empty, not to_begin.partners),
        key="add-partners-here",
    ):
        adding_partners(to_begin.trust, to_begin.pack)
    number = "1 partner" if len(chosen) == 1 else f"{len(chosen)} partners"
    if chosen and st.button(
        f"Start the round of {to_begin.year} with {number}", type="primary", key="begin-round"
    ):
        do_and_say(lambda: _begin(to_begin, chosen))


def _sector(pack: Pack, one: Partner) -> str:
    titles = {sector.id: sector.title for sector in pack.sectors}
    return titles.get(one.sector_id, one.sector_id)


def _begin(to_begin: ToBegin, chosen: Sequence[int]) -> str:
    open_round(get_store(), signed_in(), to_begin.year, to_begin.trust, chosen)
    return (
        f"The round of {to_begin.year} has started. Now invite the people who will answer for "
        "each partner."
    )


def let_join(view: RunningRound) -> None:
    """Add partners to a round that has begun, or let one join that was left out."""
    html.show(Markup("<h2>Who else takes part</h2>"))
    say_what_was_done(PLACE)
    with st.expander("Add partners"):
        adding_partners(view.round.trust, view.pack, view.round)
    if not view.not_in_it:
        return
    with st.expander(f"Partners not taking part in {view.round.year}"):
        for one in view.not_in_it:
            if st.button(f"Add {escape_markdown(one.name)}", key=f"join-{one.id}"):
                do_and_say(partial(_join, view, one), PLACE)


def _join(view: RunningRound, one: Partner) -> str:
    join_round(get_store(), signed_in(), view.round.id, one.id)
    return f"{one.name} has been added."
