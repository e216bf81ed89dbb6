"""Sign-off: what is still missing, what is to be signed, and the chair's signature."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.errors import Refused
from owf.assessment.moderation.positions import QuestionState
from owf.assessment.signing.checklist import AgreedLevel, MissingKind, SignOffView, WhatWasRead
from owf.assessment.signing.preview import preview_of_signature
from owf.assessment.signing.sign_off import PUBLICATION_LEVELS, open_sign_off, sign_off
from owf.store import StoreFailed, get_store
from owf.web.errors import told
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import COMPARE, MODERATION, RESULTS, link_to
from owf.web.results.sections import theme_cards
from owf.web.signing.checklist import check_list, dissent
from owf.web.signing.context_notes import notes
from owf.web.signing.reopening import reopen, reopened_words, what_became_of_it
from owf.web.widgets.messages import one_step
from owf.web.widgets.scale import choice_words, escape_markdown
from owf.web.widgets.url_state import trust_and_year

_AT_MODERATION = (
    MissingKind.LEVELS,
    MissingKind.ANSWERS,
    MissingKind.REASONS,
    MissingKind.REPLIES,
)


def _open() -> SignOffView:
    trust, year = trust_and_year(
        "This page is for the steering group, the chair and the coordinator of a Trust. "
        "Your own pages are in the navigation above."
    )
    return open_sign_off(get_store(), signed_in(), trust, year)


def _checks(view: SignOffView) -> None:
    """The check list, and where to complete what is missing."""
    html.show(check_list(view))
    if any(one.kind in _AT_MODERATION for one in view.missing):
        link_to(
            MODERATION,
            "Go to Moderation",
            main=True,
            trust=view.round.trust,
            year=view.round.year,
        )


def _signed(view: SignOffView) -> None:
    signature = view.signature
    if signature is None:
        return
    html.notice(
        Markup("<strong>Signed on {} by {}.</strong> Version {}. Others see: {}.{}").format(
            clock.in_words(signature.signed_at),
            view.signed_by_name or "a person who has been erased",
            signature.version,
            PUBLICATION_LEVELS[signature.publication],
            _proof(signature.digest),
        ),
        "good",
    )
    choices = {"trust": view.round.trust, "year": view.round.year}
    link_to(RESULTS, "See the results", main=True, **choices)
    link_to(COMPARE, f"See how {view.round.trust_name} compares", main=False, **choices)


def _proof(digest: str) -> Markup:
    """The hash over all that was signed, behind what it is for."""
    return Markup(
        '<details class="owf-what"><summary>How it can be checked</summary><p>A hash over all that '
        "was signed shows whether anything was changed since. Your administrator checks it with "
        '<code>python -m owf verify</code>: <code class="owf-hash">{}</code></p></details>'
    ).format(digest)


def _about_to_sign(view: SignOffView) -> None:
    """The scores as they will be signed, beside last year's and the region's."""
    cards = preview_of_signature(get_store(), signed_in(), view.round.trust, view.round.year)
    html.show(
        Markup(
            "<h2>What is about to be signed</h2><p>Worked out as Results will show it once it is "
            "signed. The large number is the mean of the partners' own answers; the agreed score "
            "is the mean of the levels that your group agreed. The comparison is with the Trusts "
            "of your region that have signed {} so far.</p>{}"
        ).format(view.round.year, theme_cards(cards))
    )


def _reopened(view: SignOffView) -> None:
    """That this is a new version, and what others see until it is signed."""
    if view.round.is_reopened and view.reopenings:
        html.notice(reopened_words(view.reopenings[0]))


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
        agreed = sum(one.state is QuestionState.AGREED for one in levels)
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
    if one.level is not None and one.state is not QuestionState.NO_ANSWER:
        return choice_words(view.pack, str(one.level))
    return {
        QuestionState.OPEN: "Not agreed yet",
        QuestionState.NO_REASON: "Not agreed yet",
        QuestionState.NO_ANSWER: "No answer yet",
    }.get(one.state, "Signed without a level" if not view.is_open else "Without a level")


def _try_to_sign(view: SignOffView, publication: str, name: str, seen: WhatWasRead) -> None:
    """Sign, or keep why not for the next run."""
    try:
        sign_off(get_store(), signed_in(), view.round.id, publication, typed_name=name, seen=seen)
    except Refused as refused:
        st.session_state["sign_problem"] = told(refused)
    except StoreFailed:
        st.session_state["sign_problem"] = (
            "Not signed, because we could not reach the database. Nothing is lost: try again in "
            "a minute."
        )


def _sign(view: SignOffView) -> None:
    html.show(
        Markup(
            "<h2>Sign</h2><p>Your signature makes a snapshot that nobody can change: the levels "
            "above with their reasons, and the partners' scores behind them.{}</p>"
        ).format(_survey(view))
    )
    if view.survey_closes is not None:
        html.notice(
            Markup(
                "<strong>The practitioners' survey is open until {}.</strong> Your signature "
                "closes it: answers that are not in by then do not count. If you want to wait for "
                "them, sign after that day."
            ).format(clock.day_in_words(view.survey_closes))
        )
    publication = st.radio(
        "What others can see",
        list(PUBLICATION_LEVELS),
        index=None,
        format_func=lambda level: PUBLICATION_LEVELS[level],
        key="publication",
    )
    with one_step("sign"):
        name = st.text_input(
            f"Type your own name, {escape_markdown(signed_in().name)}, to sign as chair of "
            f"{view.round.trust_name}'s steering group",
            key="sign-name",
            autocomplete="off",
        )
        problem = st.session_state.pop("sign_problem", None)
        if problem:
            html.notice(problem, "problem")
        clicked = st.form_submit_button(f"Sign off {view.round.year}", type="primary")
    reading = f"read:{view.round.id}"
    seen: WhatWasRead | None = st.session_state.get(reading)
    # This run shows the newest; the click was made on what the run before had shown.
    st.session_state[reading] = view.read
    if clicked:
        if publication is None:
            st.session_state["sign_problem"] = (
                "Not signed. Choose above what others can see of your results."
            )
        elif seen is None:
            st.session_state["sign_problem"] = (
                "Not signed: the connection was lost for a moment and this page was loaded again. "
                "Read it, then sign."
            )
        elif not name.strip():
            st.session_state["sign_problem"] = (
                f"Not signed. Type your name, {signed_in().name}, above the button."
            )
        else:
            _try_to_sign(view, publication, name, seen)
        st.rerun()


view = _open()
html.heading(
    f"Sign off {view.round.year}" if view.is_open else f"Signed off: {view.round.year}",
    above=f"{view.round.trust_name}: the agreed position",
    # Whoever has just signed or reopened is taken to the heading, where it says so.
    view=f"{view.round.status}-{view.next_version}",
)
what_became_of_it()
if not view.is_open:
    _signed(view)
else:
    _reopened(view)
    if view.is_ready:
        html.notice(
            Markup("<strong>Nothing is missing.</strong> {}").format(
                "Read the scores and levels below, then sign at the bottom of the page."
                if view.may_sign
                else "The chair can sign now."
            ),
            "good",
        )
    _checks(view)
    notes(view)
if view.excused and not view.is_open:
    html.notice(
        Markup("<strong>Missing, with apologies:</strong> {}.").format(
            "; ".join(f"{one.partner_name} ({one.apology})" for one in view.excused)
        )
    )
if view.is_ready:
    _about_to_sign(view)
_levels(view)
if view.standing:
    html.show(dissent(view))
if view.is_open and not view.may_sign:
    html.notice(view.may_sign.reason)
elif view.is_open and view.is_ready:
    _sign(view)
elif view.is_open:
    html.notice("You can sign here once nothing is missing.")
else:
    reopen(view)
