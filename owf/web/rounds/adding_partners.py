"""Adding partners to a Trust: many by a pasted list with a preview, or one by a form."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf.access.errors import Refused
from owf.assessment.rounds.opening import NAME_LIMIT, add_partners
from owf.assessment.rounds.partners import (
    MOST_CHARACTERS,
    PartnerLine,
    PartnerPreview,
    read_partners,
)
from owf.questionnaire import Pack
from owf.store import get_store
from owf.store.rounds import RoundFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.widgets.forms import FormProblems, one_step, refuse_unfilled

PLACE = "joining"
"""Where on the page it is shown what was done."""
_READ = "owf:partners-that-were-shown"
_EXAMPLE = "Cambridgeshire Constabulary; Police\nAddenbrooke's Hospital; Health"


def _fresh(name: str) -> str:
    return f"{name}-{st.session_state.get(f'owf:{name}', 0)}"


def _begin_afresh(name: str) -> None:
    st.session_state[f"owf:{name}"] = st.session_state.get(f"owf:{name}", 0) + 1


def adding_partners(trust: int, pack: Pack, in_round: RoundFacts | None = None) -> None:
    """``in_round`` is the Trust's round where it has begun: new partners take part in it."""
    with st.container(border=True, key="partners-from-a-list"):
        _many(trust, pack, in_round)
    with st.container(border=True, key="one-partner"):
        _one(trust, pack, in_round)


def _many(trust: int, pack: Pack, in_round: RoundFacts | None) -> None:
    html.write(
        '<div class="owf-task"><h3>Paste a list of partners</h3></div><p class="owf-hint">One '
        "partner a line: its name, then its sector. Copy two columns from Excel, or write a "
        "semicolon between them. The sectors are {}.</p>",
        ", ".join(sector.title for sector in pack.sectors),
    )
    key = _fresh("partner-list")
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
    # This run shows the newest; the click below was made on what the run before had shown.
    seen: PartnerPreview | None = st.session_state.get(_READ)
    st.session_state[_READ] = preview
    shown = st.container()
    if not preview.lines and not preview.problem:
        return
    with shown:
        _show(preview)
    number = len(preview.new) + (len(preview.joining) if in_round else 0)
    if preview.faults or not number:
        return
    label = "Add this partner" if number == 1 else f"Add these {number} partners"
    clicked = st.button(label, key="add-partners", type="primary")
    problems.below()
    if clicked:
        problems.send(lambda: _add_all(trust, preview, seen, in_round), PLACE)


def _show(preview: PartnerPreview) -> None:
    faults = preview.faults
    if faults:
        number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        html.notice(
            Markup(
                "<strong>{} in the list.</strong> No partner is added until you have corrected "
                "the list above and checked it again."
            ).format(number),
            "problem",
        )
        html.write(
            '<ul class="owf-faults">{}</ul>',
            html.join(Markup("<li>{}</li>").format(one) for one in faults),
        )
    if preview.lines:
        html.show(_table(preview.lines))


def _table(lines: Sequence[PartnerLine]) -> Markup:
    return html.table(
        f"What the list says: {len(lines)} {'partner' if len(lines) == 1 else 'partners'}",
        ("Partner", "Sector", "What happens"),
        (
            (
                one.name or _missing("missing"),
                one.words if one.sector else _missing(one.words or "missing"),
                _missing("not added: correct the line first") if one.fault else _what_happens(one),
            )
            for one in lines
        ),
        css="owf-listed owf-stack",
    )


def _what_happens(one: PartnerLine) -> str:
    return one.note if one.known is not None else f"Added. {one.note}".strip()


def _missing(words: str) -> Markup:
    return Markup('<span class="owf-missing">{}</span>').format(words)


def _add_all(
    trust: int,
    preview: PartnerPreview,
    seen: PartnerPreview | None,
    in_round: RoundFacts | None,
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
    _begin_afresh("partner-list")
    names = [one.name for one in preview.lines if one.known is None or one.known in joining]
    if len(names) == 1:
        return f"{names[0]} is added."
    return f"{len(names)} partners are added: {', '.join(names)}."


def _one(trust: int, pack: Pack, in_round: RoundFacts | None) -> None:
    html.write('<div class="owf-task"><h3>Or add one partner</h3></div>')
    titles = {sector.id: sector.title for sector in pack.sectors}
    key = _fresh("partner-name")
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
                format_func=lambda one: titles[one],
                placeholder="Choose a sector",
                key=f"{key}-sector",
            )
            problems.beside("sector")
        clicked = st.form_submit_button("Add this one")
        problems.below()
    if clicked:
        problems.send(lambda: _add(trust, name, sector, in_round), PLACE)


def _add(trust: int, name: str, sector: str | None, in_round: RoundFacts | None) -> str:
    refuse_unfilled(
        {
            "name": "" if name.strip() else "Write the partner's name.",
            "sector": ""
            if sector
            else "Choose its sector. It is compared with others of that sector.",
        }
    )
    add_partners(
        get_store(),
        signed_in(),
        trust,
        [(sector or "", name)],
        round_id=in_round.id if in_round else None,
    )
    _begin_afresh("partner-name")
    return f"{name.strip()} is added."
