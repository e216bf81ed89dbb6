"""Sign-off: what is agreed on each question, and the chair's signature."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import policy
from owf.access.policy import TRUST_ROLES
from owf.assessment.agreeing import AgreementView, Position, agree_level, open_agreement
from owf.assessment.refusals import NotAllowed, Refused
from owf.assessment.signing import PUBLICATION_LEVELS, sign_off
from owf.assessment.work import newest_round_year
from owf.store import get_store
from owf.web import html
from owf.web.components.choosing import choose, number_in_address
from owf.web.components.positions import position_html
from owf.web.components.scale import choice_words
from owf.web.frame import signed_in
from owf.web.landing import COMPARE, link_to


def _open() -> AgreementView:
    who = signed_in()
    trusts = who.scopes(*TRUST_ROLES, scope_kind="trust")
    trust = number_in_address("trust") or (int(trusts[0]) if trusts else None)
    if trust is None:
        raise NotAllowed(
            "This page is for the steering group, the chair and the coordinator of a Trust. "
            "Ask your Trust's coordinator if you should be one of them."
        )
    year = number_in_address("year") or newest_round_year(get_store(), trust)
    return open_agreement(get_store(), who, trust, year)


def _standing(view: AgreementView, *, may_sign: bool) -> None:
    submitted = len(view.returns) - len(view.waiting_for)
    if view.signature is not None:
        _signed(view)
    elif view.waiting_for:
        names = ", ".join(one.partner_name for one in view.waiting_for)
        html.notice(
            Markup(
                "<strong>{} of {} partners have submitted.</strong> Waiting for: {}. Levels "
                "below are proposed from what is in; they can change until everyone has submitted."
            ).format(submitted, len(view.returns), names)
        )
    else:
        then = (
            "Read the proposed levels theme by theme, change what you need to, and sign at the "
            "foot of the page."
            if may_sign
            else "The chair can sign now."
        )
        html.notice(
            Markup("<strong>All {} partners have submitted.</strong> {}").format(
                len(view.returns), then
            ),
            "good",
        )


def _signed(view: AgreementView) -> None:
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
        trust=view.round.trust,
        year=view.round.year,
    )


def _positions(view: AgreementView, *, may_change: bool) -> None:
    html.show(Markup("<h2>Agreed levels</h2>"))
    chosen = choose(
        "theme",
        "Theme",
        {theme.id: theme.title for theme in view.pack.themes},
        view.pack.themes[0].id,
    )
    for position in view.of_theme(view.pack.theme(chosen)):
        with st.container(border=True, key=f"position-{position.item.id}"):
            html.show(position_html(position, view.pack))
            if may_change and st.button(
                f"Change {position.item.code}", key=f"change-{position.item.id}"
            ):
                st.session_state["openings"] = st.session_state.get("openings", 0) + 1
                _change(view, position)


@st.dialog("Change the agreed level", width="medium")
def _change(view: AgreementView, position: Position) -> None:
    html.show(position_html(position, view.pack))
    values = list(view.pack.scale.values)
    # Each opening begins at what is agreed, not at what was chosen and left the time before.
    opening = st.session_state.get("openings", 0)
    level = st.radio(
        "Agreed level",
        values,
        index=values.index(position.level) if position.level in values else None,
        format_func=lambda value: choice_words(view.pack, str(value)),
        key=f"level-{position.item.id}-{opening}",
    )
    reason = st.text_area(
        "Reason. Needed outside the partners' two middle answers, and signed with the level.",
        value=position.agreement.reason if position.agreement else "",
        key=f"reason-{position.item.id}-{opening}",
        max_chars=1000,
        height=120,
    )
    if st.button("Keep this level", type="primary", key=f"keep-{position.item.id}"):
        if level is None:
            html.notice("Choose a level first.", "problem")
            return
        try:
            agree_level(
                get_store(),
                signed_in(),
                view.round.id,
                position.item.id,
                level,
                reason=reason or "",
                seen_version=position.agreement.version if position.agreement else 0,
            )
        except Refused as refused:
            html.notice(f"Not kept. {refused}", "problem")
            return
        st.rerun()


def _changed(view: AgreementView) -> None:
    if view.changed:
        html.show(
            html.table(
                "Levels that differ from the proposal",
                ("Question", "Proposed", "Agreed", "Reason"),
                (
                    (
                        one.item.code,
                        choice_words(view.pack, str(one.proposed) if one.proposed else None),
                        choice_words(view.pack, str(one.level) if one.level else None),
                        one.agreement.reason if one.agreement else "",
                    )
                    for one in view.changed
                ),
                css="owf-answers owf-stack",
            )
        )


def _everything(view: AgreementView) -> None:
    """All levels that the signature covers, folded away below one line."""
    tables = html.join(
        html.table(
            theme.title,
            ("Question", "Statement", "Level"),
            (
                (
                    one.item.code,
                    one.item.text,
                    choice_words(view.pack, str(one.level) if one.level else None),
                )
                for one in view.of_theme(theme)
            ),
            css="owf-answers owf-stack",
        )
        for theme in view.pack.themes
    )
    html.show(
        Markup(
            '<details class="owf-what"><summary>See all {} levels that you sign, in {} themes'
            "</summary>{}</details>"
        ).format(len(view.positions), len(view.pack.themes), tables)
    )


def _sign(view: AgreementView) -> None:
    html.show(
        Markup(
            "<h2>Sign</h2><p>Your signature makes a snapshot that nobody can change. Levels that "
            "were not changed are agreed as proposed: the partners' median, and where it falls "
            "between two levels, the lower.</p>"
        )
    )
    _changed(view)
    _everything(view)
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
        max_chars=500,
        height=80,
    )
    mine = st.checkbox(
        f"I sign as chair of {view.round.trust_name}'s steering group.", key="sign-as-chair"
    )
    problem = st.session_state.pop("sign_problem", None)
    if problem:
        html.notice(problem, "problem")
    if st.button(f"Sign off {view.round.year}", type="primary", key="sign"):
        if publication is None:
            st.session_state["sign_problem"] = (
                "Not signed. Choose above what others may see of your results."
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
                )
            except Refused as refused:
                st.session_state["sign_problem"] = str(refused)
        st.rerun()


view = _open()
who = signed_in()
may_sign = policy.may_sign(who, view.round.trust)
is_open = view.round.status == "open"
html.heading(
    f"Agree and sign {view.round.year}" if is_open else f"Signed off: {view.round.year}",
    above=f"{view.round.trust_name}: the position of the steering group",
)
_standing(view, may_sign=bool(may_sign))
_positions(view, may_change=bool(may_sign) and is_open)
if is_open and not may_sign:
    html.notice(may_sign.reason)
elif is_open and view.waiting_for:
    html.notice("You can sign here as soon as every partner has submitted.")
elif is_open:
    _sign(view)
