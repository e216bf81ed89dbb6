"""Beginning a round: the Trust's partners, adding some by a list or a form, and the start."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access.errors import Refused
from owf.assessment.rounds.opening import NAME_LIMIT, add_partners, open_round
from owf.assessment.rounds.partners import (
    MOST_CHARACTERS,
    PartnerLine,
    PartnerPreview,
    join_round,
    read_partners,
)
from owf.assessment.rounds.progress import RunningRound, ToBegin
from owf.questionnaire import Pack
from owf.store import get_store
from owf.store.rounds import RoundFacts
from owf.store.tables import Partner
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.forms import (
    FormProblems,
    count_sent,
    do_and_say,
    one_step,
    refuse_unfilled,
    say_what_was_done,
    shown_before,
    times_sent,
)

_PLACE = "joining"
_EXAMPLE = "Cambridgeshire Constabulary; Police\nAddenbrooke's Hospital; Health"


def begin_round(to_begin: ToBegin) -> None:
    html.notice(
        f"{to_begin.trust_name} has not started its round of {to_begin.year}. Partners can answer "
        f"until {clock.day_in_words(to_begin.closes)}."
    )
    html.write("<h2>Who takes part</h2>")
    sectors = {sector.id: sector.title for sector in to_begin.pack.sectors}
    chosen = [
        one.id
        for one in to_begin.partners
        if st.checkbox(
            as_label(f"{one.name}, {sectors.get(one.sector_id, one.sector_id)}"),
            value=True,
            key=f"takes-part-{one.id}",
        )
    ]
    if not to_begin.partners:
        html.show(html.hint("No partner is listed yet. Add them below, then start the round."))
    say_what_was_done(_PLACE)
    # As it was when the page was opened: the first partners that are added do not fold it.
    was_empty = f"owf:began-without-partners-{to_begin.trust}-{to_begin.year}"
    with st.expander(
        "Add partners",
        expanded=st.session_state.setdefault(was_empty, not to_begin.partners),
        key="add-partners-here",
    ):
        _adding_partners(to_begin.trust, to_begin.pack)
    number = "1 partner" if len(chosen) == 1 else f"{len(chosen)} partners"
    if chosen and st.button(
        as_label(f"Start the round of {to_begin.year} with {number}"),
        type="primary",
        key="begin-round",
    ):
        do_and_say(lambda: _begin(to_begin, chosen))


def _begin(to_begin: ToBegin, chosen: Sequence[int]) -> str:
    open_round(get_store(), signed_in(), to_begin.year, to_begin.trust, chosen)
    return (
        f"The round of {to_begin.year} has started. Now invite the people who will answer for "
        "each partner."
    )


def let_join(view: RunningRound) -> None:
    html.write("<h2>Who else takes part</h2>")
    say_what_was_done(_PLACE)
    with st.expander("Add partners"):
        _adding_partners(view.round.trust, view.pack, view.round)
    if not view.not_in_it:
        return
    with st.expander(as_label(f"Partners not taking part in {view.round.year}")):
        for one in view.not_in_it:
            if st.button(as_label(f"Add {one.name}"), key=f"join-{one.id}"):
                _join(view, one)


def _join(view: RunningRound, one: Partner) -> None:
    def _joined() -> str:
        join_round(get_store(), signed_in(), view.round.id, one.id)
        return f"{one.name} has been added."

    do_and_say(_joined, _PLACE)


def _adding_partners(trust: int, pack: Pack, in_round: RoundFacts | None = None) -> None:
    """``in_round`` is the Trust's round where it has begun: new partners take part in it."""
    with st.container(border=True, key="partners-from-a-list"):
        _list_form(trust, pack, in_round)
    with st.container(border=True, key="one-partner"):
        _single_form(trust, pack, in_round)


def _fresh_key(name: str) -> str:
    return f"{name}-{times_sent(f'owf:{name}')}"


def _list_form(trust: int, pack: Pack, in_round: RoundFacts | None) -> None:
    html.write(
        '<div class="owf-task"><h3>Paste a list of partners</h3></div><p class="owf-hint">One '
        "partner a line: its name, then its sector. Copy two columns from Excel, or write a "
        "semicolon between them. The sectors are {}.</p>",
        ", ".join(sector.title for sector in pack.sectors),
    )
    key = _fresh_key("partner-list")
    with one_step("partner-list"):
        text = st.text_area(
            "Partners, one a line: name; sector",
            key=key,
            height=150,
            max_chars=MOST_CHARACTERS,
            placeholder=_EXAMPLE,
        )
        st.form_submit_button("Check the list")
    problems = FormProblems("partner-list", key)
    year = in_round.year if in_round else None
    preview = read_partners(get_store(), signed_in(), trust, pack, text or "", year=year)
    seen = shown_before("owf:partners-that-were-shown", preview)
    shown = st.container()
    if not preview.lines and not preview.problem:
        return
    with shown:
        html.faults_in_list(
            preview.faults,
            "No partner is added until you have corrected the list above and checked it again.",
        )
        if preview.lines:
            html.show(_preview_table(preview.lines))
    number = len(preview.new) + (len(preview.joining) if in_round else 0)
    if preview.faults or not number:
        return
    label = "Add this partner" if number == 1 else f"Add these {number} partners"
    clicked = problems.submit(label, main=True, key="add-partners")
    if clicked:
        problems.send(lambda: _add_listed(trust, preview, seen, in_round), _PLACE)


def _preview_table(lines: Sequence[PartnerLine]) -> Markup:
    return html.table(
        f"What the list says: {len(lines)} {'partner' if len(lines) == 1 else 'partners'}",
        ("Partner", "Sector", "What happens"),
        (
            (
                one.name or html.missing("missing"),
                one.words if one.sector else html.missing(one.words or "missing"),
                html.missing("not added: correct the line first")
                if one.fault
                else one.note
                if one.known is not None
                else f"Added. {one.note}".strip(),
            )
            for one in lines
        ),
        css="owf-listed owf-stack",
    )


def _add_listed(
    trust: int, preview: PartnerPreview, seen: PartnerPreview | None, in_round: RoundFacts | None
) -> str:
    if preview != seen:
        raise Refused(
            "The list has changed since it was checked. Check it again, then add the partners."
        )
    joining = preview.joining if in_round else ()
    add_partners(
        get_store(),
        signed_in(),
        trust,
        preview.new,
        round_id=in_round.id if in_round else None,
        joining=joining,
    )
    count_sent("owf:partner-list")
    names = [one.name for one in preview.lines if one.known is None or one.known in joining]
    if len(names) == 1:
        return f"{names[0]} is added."
    return f"{len(names)} partners are added: {', '.join(names)}."


def _single_form(trust: int, pack: Pack, in_round: RoundFacts | None) -> None:
    html.write('<div class="owf-task"><h3>Or add one partner</h3></div>')
    titles = {sector.id: sector.title for sector in pack.sectors}
    key = _fresh_key("partner-name")
    problems = FormProblems("add-partner", key)
    with one_step("add-partner"):
        left, right = st.columns(2)
        with left:
            name = st.text_input("Its name", max_chars=NAME_LIMIT, key=key)
            problems.beside("name")
        with right:
            sector = st.selectbox(
                "Its sector",
                list(titles),
                index=None,
                format_func=titles.__getitem__,
                placeholder="Choose a sector",
                key=f"{key}-sector",
            )
            problems.beside("sector")
        clicked = problems.submit("Add this one")
    if clicked:
        problems.send(lambda: _add_single(trust, name, sector, in_round), _PLACE)


def _add_single(trust: int, name: str, sector: str | None, in_round: RoundFacts | None) -> str:
    which = "Choose its sector. It is compared with others of that sector."
    refuse_unfilled(
        {
            "name": "" if name.strip() else "Write the partner's name.",
            "sector": "" if sector else which,
        }
    )
    round_id = in_round.id if in_round else None
    add_partners(get_store(), signed_in(), trust, [(sector or "", name)], round_id=round_id)
    count_sent("owf:partner-name")
    return f"{name.strip()} is added."
