"""Sign-off: what is still missing, what is to be signed, and the chair's signature."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access.policy import TRUST_ROLES
from owf.assessment.refusals import NotAllowed, Refused
from owf.assessment.signing import (
    NOTE_LIMIT,
    PUBLICATION_LEVELS,
    AgreedLevel,
    SignOffView,
    WhatWasRead,
    open_sign_off,
    sign_off,
)
from owf.assessment.work import newest_round_year
from owf.questionnaire import Item
from owf.store import StoreFailed, get_store
from owf.web import html
from owf.web.components.choosing import number_in_address
from owf.web.components.scale import choice_words
from owf.web.errors import told
from owf.web.frame import signed_in
from owf.web.landing import COMPARE, MODERATION, link_to

# Questions that a list of what is missing names, before it says how many more there are. (No
# docstring here: Streamlit writes a text that stands alone in a page on to the page.)
_NAMED = 12


def _open() -> SignOffView:
    who = signed_in()
    trusts = who.scopes(*TRUST_ROLES, scope_kind="trust")
    trust = number_in_address("trust") or (int(trusts[0]) if trusts else None)
    if trust is None:
        raise NotAllowed(
            "This page is for the steering group, the chair and the coordinator of a Trust. "
            "Your own pages are in the navigation above."
        )
    year = number_in_address("year") or newest_round_year(get_store(), trust)
    return open_sign_off(get_store(), who, trust, year)


def _missing(view: SignOffView) -> None:
    """What stands in the way of a signature, and where to mend it."""
    lines = []
    if not view.returns:
        lines.append(Markup("<strong>Partners</strong>: none takes part yet."))
    if view.waiting_for:
        names = ", ".join(
            f"{one.partner_name} ({one.answered} of {len(view.levels)} answered)"
            for one in view.waiting_for
        )
        lines.append(
            Markup("<strong>{} of {} partners {} not submitted</strong>: {}.").format(
                len(view.waiting_for),
                len(view.returns),
                "has" if len(view.waiting_for) == 1 else "have",
                names,
            )
        )
    if view.unsettled:
        lines.append(
            Markup("<strong>{} of {} questions are not agreed</strong>: {}.").format(
                len(view.unsettled), len(view.levels), _codes(view.unsettled)
            )
        )
    if view.unexplained:
        lines.append(
            Markup("<strong>Reasons are missing</strong> for {}.").format(_codes(view.unexplained))
        )
    html.show(
        Markup(
            '<section class="owf-points"><h2>What is missing before it can be signed</h2>'
            "<ul>{}</ul></section>"
        ).format(html.join(Markup("<li>{}</li>").format(line) for line in lines))
    )
    if view.unsettled or view.unexplained:
        link_to(
            MODERATION,
            "Go to the moderation",
            main=True,
            trust=view.round.trust,
            year=view.round.year,
        )


def _codes(items: tuple[Item, ...]) -> str:
    named = ", ".join(item.code for item in items[:_NAMED])
    more = len(items) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


def _signed(view: SignOffView) -> None:
    signature = view.signature
    if signature is None:
        return
    html.notice(
        Markup(
            "<strong>Signed on {} by {}.</strong> Version {}. Others see: {}.<br>"
            'Hash over all that was signed: <code class="owf-hash">{}</code>'
        ).format(
            clock.in_words(signature.signed_at),
            view.signed_by_name or "a person who has been erased",
            signature.version,
            PUBLICATION_LEVELS[signature.publication],
            signature.digest,
        ),
        "good",
    )
    link_to(
        COMPARE,
        f"See how {view.round.trust_name} compares",
        main=True,
        trust=view.round.trust,
        year=view.round.year,
    )


def _levels(view: SignOffView) -> None:
    html.show(Markup("<h2>Agreed levels</h2>"))
    if view.explained:
        html.show(
            html.table(
                "Levels with a reason, which is signed with them",
                ("Question", "Agreed", "Reason"),
                (
                    (_question(one), choice_words(view.pack, _option(one)), one.reason)
                    for one in view.explained
                ),
                css="owf-stack",
            )
        )
    for theme in view.pack.themes:
        levels = view.of_theme(theme)
        agreed = sum(one.level is not None for one in levels)
        html.show(
            html.fold(
                f"{theme.title}: {agreed} of {len(levels)} agreed",
                html.table(
                    f"{theme.title}: agreed level of each question",
                    ("Question", "Agreed"),
                    ((_question(one), _agreed(view, one)) for one in levels),
                ),
            )
        )


def _survey(view: SignOffView) -> str:
    number = view.read.practitioners
    if number == 0:
        return ""
    who = "1 practitioner" if number == 1 else f"{number} practitioners"
    return f" What {who} said in the survey is signed with it."


def _question(one: AgreedLevel) -> Markup:
    return Markup('{} <span class="owf-small">{}</span>').format(one.item.code, one.item.text)


def _option(one: AgreedLevel) -> str | None:
    return None if one.level is None else str(one.level)


def _agreed(view: SignOffView, one: AgreedLevel) -> str:
    if one.level is not None:
        return choice_words(view.pack, str(one.level))
    return "Not agreed yet" if view.is_open and one.proposed is not None else "No level given"


def _sign(view: SignOffView) -> None:
    html.show(
        Markup(
            "<h2>Sign</h2><p>Your signature makes a snapshot that nobody can change: the levels "
            "above with their reasons, and the partners' scores behind them.{}</p>"
        ).format(_survey(view))
    )
    publication = st.radio(
        "What others may see",
        list(PUBLICATION_LEVELS),
        index=None,
        format_func=lambda level: PUBLICATION_LEVELS[level],
        key="publication",
    )
    about = st.selectbox(
        "A note for readers is about",
        ["", *(theme.id for theme in view.pack.themes)],
        format_func=lambda one: view.pack.theme(one).title if one else "The whole year",
        key="note-about",
    )
    note = st.text_area(
        "Note for readers of your results, optional",
        placeholder="For example: the roll-out came after this survey.",
        key="note",
        max_chars=NOTE_LIMIT,
        height=80,
    )
    mine = st.checkbox(
        f"I sign as chair of {view.round.trust_name}'s steering group.", key="sign-as-chair"
    )
    problem = st.session_state.pop("sign_problem", None)
    if problem:
        html.notice(problem, "problem")
    reading = f"read:{view.round.id}"
    clicked = st.button(f"Sign off {view.round.year}", type="primary", key="sign")
    seen: WhatWasRead | None = st.session_state.get(reading)
    # This run shows the newest; the click was made on what the run before had shown.
    st.session_state[reading] = view.read
    if clicked:
        if publication is None:
            st.session_state["sign_problem"] = (
                "Not signed. Choose above what others may see of your results."
            )
        elif seen is None:
            st.session_state["sign_problem"] = (
                "Not signed: the connection was lost for a moment and this page is drawn anew. "
                "Read it again, then sign."
            )
        elif not mine:
            st.session_state["sign_problem"] = (
                "Not signed. Tick the box above the button to sign as chair."
            )
        else:
            try:
                sign_off(
                    get_store(),
                    signed_in(),
                    view.round.id,
                    publication,
                    notes={about: note or ""},
                    seen=seen,
                )
            except Refused as refused:
                st.session_state["sign_problem"] = told(refused)
            except StoreFailed:
                st.session_state["sign_problem"] = (
                    "Not signed: the database did not answer. Nothing is lost; try again in a "
                    "minute."
                )
        st.rerun()


view = _open()
html.heading(
    f"Sign off {view.round.year}" if view.is_open else f"Signed off: {view.round.year}",
    above=f"{view.round.trust_name}: the agreed position",
)
if not view.is_open:
    _signed(view)
elif view.is_ready:
    html.notice(
        Markup("<strong>Nothing is missing.</strong> {}").format(
            "Read the levels below and sign at the foot of the page."
            if view.may_sign
            else "The chair can sign now."
        ),
        "good",
    )
else:
    _missing(view)
if view.excused:
    html.notice(
        Markup("<strong>Missing, with apologies:</strong> {}.").format(
            "; ".join(f"{one.partner_name} ({one.apology})" for one in view.excused)
        )
    )
_levels(view)
if view.is_open and not view.may_sign:
    html.notice(view.may_sign.reason)
elif view.is_open and view.is_ready:
    _sign(view)
elif view.is_open:
    html.notice("You can sign here as soon as nothing is missing.")
