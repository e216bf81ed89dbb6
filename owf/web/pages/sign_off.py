"""Sign-off: what is still missing, what is to be signed, and the chair's signature."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.moderation.positions import QuestionState
from owf.assessment.signing.checklist import (
    AgreedLevel,
    CheckState,
    MissingKind,
    SignOffView,
    WhatWasRead,
)
from owf.assessment.signing.preview import preview_of_signature
from owf.assessment.signing.sign_off import PUBLICATION_LEVELS, open_sign_off, sign_off
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.moderation.replies import reply_markup
from owf.web.navigation import COMPARE, MODERATION, RESULTS, link_to
from owf.web.results.sections import theme_cards
from owf.web.signing.context_notes import notes
from owf.web.signing.reopening import REOPENED, reopen, reopened_words
from owf.web.widgets.forms import one_step, problem_of, show_once, shown_before
from owf.web.widgets.scale import choice_words
from owf.web.widgets.url_state import trust_and_year

_AT_MODERATION = (
    MissingKind.LEVELS,
    MissingKind.ANSWERS,
    MissingKind.REASONS,
    MissingKind.REPLIES,
)


# The style, mark and words of each state.
_CHECKS = {
    CheckState.DONE: ("owf-check-done", "✓", "Done"),
    CheckState.MISSING: ("owf-check-missing", "✗", "Missing"),
    CheckState.NOT_YET: ("owf-check-optional", "–", "Not yet"),
    CheckState.OPTIONAL: ("owf-check-optional", "–", "Optional"),
}


def _check_list(view: SignOffView) -> None:
    line = Markup(
        '<li class="{}"><p class="owf-check-title"><span class="owf-check-state">'
        '<span aria-hidden="true">{}</span> {}</span> <strong>{}</strong></p><p>{}</p></li>'
    )
    html.write(
        '<section class="owf-checks" aria-labelledby="check-list"><h2 id="check-list">Check list'
        "</h2><ul>{}</ul></section>",
        html.join(line.format(*_CHECKS[one.state], one.title, one.words) for one in view.checks),
    )
    if any(one.kind in _AT_MODERATION for one in view.missing):
        link_to(
            MODERATION,
            "Go to Moderation",
            main=True,
            trust=view.round.trust,
            year=view.round.year,
        )


def _dissent(view: SignOffView) -> None:
    codes = {item.id: item.code for item in view.pack.items}
    html.write(
        "<h2>Disagreements that remain</h2><p>They are kept in the record with what is signed. "
        'Only your own Trust can see them.</p><ul class="owf-replies">{}</ul>',
        html.join(
            reply_markup(one, about=codes.get(one.item_id, one.item_id)) for one in view.standing
        ),
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
    return Markup(
        '<details class="owf-what"><summary>How it can be checked</summary><p>A hash over all that '
        "was signed shows whether anything was changed since. Your administrator checks it with "
        '<code>python -m owf verify</code>: <code class="owf-hash">{}</code></p></details>'
    ).format(digest)


def _about_to_sign(view: SignOffView) -> None:
    cards = preview_of_signature(get_store(), signed_in(), view.round.trust, view.round.year)
    html.write(
        "<h2>What is about to be signed</h2><p>Worked out as Results will show it once it is "
        "signed. The large number is the mean of the partners' own answers; the agreed score "
        "is the mean of the levels that your group agreed. The comparison is with the Trusts "
        "of your region that have signed {} so far.</p>{}",
        view.round.year,
        theme_cards(cards),
    )


def _levels(view: SignOffView) -> None:
    html.write("<h2>Agreed levels</h2>")
    if view.explained:
        html.show(
            html.table(
                "Levels with a reason, which is signed with them",
                ("Question", "Agreed", "Reason"),
                (
                    (
                        _question(one),
                        choice_words(view.pack, None if one.level is None else str(one.level)),
                        one.reason,
                    )
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
    return html.with_small(one.item.code, one.item.text)


def _agreed(view: SignOffView, one: AgreedLevel) -> str:
    if one.level is not None and one.state is not QuestionState.NO_ANSWER:
        return choice_words(view.pack, str(one.level))
    return {
        QuestionState.OPEN: "Not agreed yet",
        QuestionState.NO_REASON: "Not agreed yet",
        QuestionState.NO_ANSWER: "No answer yet",
    }.get(one.state, "Signed without a level" if not view.is_open else "Without a level")


def _sign(view: SignOffView) -> None:
    html.write(
        "<h2>Sign</h2><p>Your signature makes a snapshot that nobody can change: the levels "
        "above with their reasons, and the partners' scores behind them.{}</p>",
        _survey(view),
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
        format_func=lambda level: as_label(PUBLICATION_LEVELS[level]),
        key="publication",
    )
    with one_step("sign"):
        name = st.text_input(
            as_label(
                f"Type your own name, {signed_in().name}, to sign as chair of "
                f"{view.round.trust_name}'s steering group"
            ),
            key="sign-name",
            autocomplete="off",
        )
        show_once("sign_problem")
        clicked = st.form_submit_button(as_label(f"Sign off {view.round.year}"), type="primary")
    seen = shown_before(f"read:{view.round.id}", view.read)
    if clicked:
        st.session_state["sign_problem"] = _why_not_signed(view, publication, name, seen)
        st.rerun()


def _why_not_signed(
    view: SignOffView, publication: str | None, name: str, seen: WhatWasRead | None
) -> str:
    """Sign; gives why not, and nothing where it is signed."""
    if publication is None:
        return "Not signed. Choose above what others can see of your results."
    if seen is None:
        return (
            "Not signed: the connection was lost for a moment and this page was loaded again. "
            "Read it, then sign."
        )
    if not name.strip():
        return f"Not signed. Type your name, {signed_in().name}, above the button."
    return problem_of(
        lambda: sign_off(
            get_store(), signed_in(), view.round.id, publication, typed_name=name, seen=seen
        ),
        "Not signed, because we could not reach the database. Nothing is lost: try again in "
        "a minute.",
    )


trust, year = trust_and_year(
    "This page is for the steering group, the chair and the coordinator of a Trust. "
    "Your own pages are in the navigation above."
)
view = open_sign_off(get_store(), signed_in(), trust, year)
html.heading(
    f"Sign off {view.round.year}" if view.is_open else f"Signed off: {view.round.year}",
    above=f"{view.round.trust_name}: the agreed position",
    # Whoever has just signed or reopened is taken to the heading, where it says so.
    view=f"{view.round.status}-{view.next_version}",
)
show_once(REOPENED)
if not view.is_open:
    _signed(view)
else:
    if view.round.is_reopened and view.reopenings:
        html.notice(reopened_words(view.reopenings[0]))
    if view.is_ready:
        html.notice(
            Markup("<strong>Nothing is missing.</strong> {}").format(
                "Read the scores and levels below, then sign at the bottom of the page."
                if view.may_sign
                else "The chair can sign now."
            ),
            "good",
        )
    _check_list(view)
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
    _dissent(view)
if view.is_open and not view.may_sign:
    html.notice(view.may_sign.reason)
elif view.is_open and view.is_ready:
    _sign(view)
elif view.is_open:
    html.notice("You can sign here once nothing is missing.")
else:
    reopen(view)
