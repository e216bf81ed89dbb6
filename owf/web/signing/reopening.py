"""Reopening a signed position: who relied on it, the reason, and the notices about it."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.signing.checklist import SignOffView
from owf.assessment.signing.reopening import (
    REASON_LIMIT,
    Reader,
    reopen_round,
    reopened_for,
    reopened_in,
    sentence,
    who_relied,
)
from owf.markup.formatting import as_sentence
from owf.store import get_store
from owf.store.moderation import ReopeningFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.forms import outcome_of

REOPENED = "reopened_said"


def reopened_words(facts: ReopeningFacts) -> Markup:
    return Markup(
        "<strong>Version {} was reopened on {}.</strong> Reason: {} Others see version {} until "
        "version {} is signed."
    ).format(
        facts.version,
        clock.in_words(facts.reopened_at),
        as_sentence(facts.reason),
        facts.version,
        facts.version + 1,
    )


def reopen(view: SignOffView) -> None:
    if not view.may_reopen or not view.returns:
        return
    html.write("<h2>If something that was signed is wrong</h2>")
    with st.expander(
        as_label(f"Reopen {view.round.year} and sign it again as version {view.next_version}")
    ):
        html.write(
            "<p>You can agree levels again and sign them as version {}. Version {} does not "
            "change, and others see it until then.</p>{}",
            view.next_version,
            view.next_version - 1,
            _who_is_told(view),
        )
        with st.form("reopen", enter_to_submit=False, border=False):
            reason = st.text_area(
                "Reason. The people named above will read it",
                key="reopen-reason",
                max_chars=REASON_LIMIT,
                height=80,
            )
            clicked = st.form_submit_button(as_label(f"Reopen {view.round.year}"))
    if clicked:
        st.session_state[REOPENED] = outcome_of(
            lambda: _reopen(view, reason or ""),
            "Not reopened, because we could not reach the database. Try again in a minute.",
        )
        st.rerun()


def _who_is_told(view: SignOffView) -> Markup:
    readers = who_relied(get_store(), signed_in(), view.round.trust, view.round.year)
    if not readers:
        return Markup(
            "<p>Nobody outside your Trust has seen its figures, so nobody needs to be told.</p>"
        )
    return Markup(
        "<p>These people have used it. They will see a notice on their pages, and get an e-mail "
        "where that is set up.</p><ul>{}</ul>"
    ).format(html.join(_reader(one) for one in readers))


def _reader(one: Reader) -> Markup:
    return Markup("<li>{}, {}{}</li>").format(
        one.name,
        one.role.lower(),
        f"; downloaded a file on {clock.in_words(one.downloaded_at)}" if one.downloaded_at else "",
    )


def _reopen(view: SignOffView, reason: str) -> str:
    names = reopen_round(get_store(), signed_in(), view.round.id, reason)
    written = f" An e-mail was sent to {', '.join(names)}." if names else ""
    return (
        f"{view.round.year} is open again. People who have used it will see a notice on their "
        f"pages.{written}"
    )


def told_on_start() -> None:
    for one in reopened_for(get_store(), signed_in()):
        html.notice(sentence(one))


def told_in_region(region_code: str, year: int) -> None:
    for one in reopened_in(get_store(), signed_in(), region_code, year):
        html.notice(sentence(one))
