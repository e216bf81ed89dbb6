"""A partner's page in its round: who answers, and what its coordinator does for it."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from owf import clock
from owf.assessment.rounds.deadlines import set_partner_deadline
from owf.assessment.rounds.opening import NAME_LIMIT
from owf.assessment.rounds.partners import (
    APOLOGY_LIMIT,
    REASON_LIMIT,
    note_apologies,
    rename_partner,
    reopen_return,
    take_back_apologies,
    take_out,
)
from owf.assessment.rounds.progress import PartnerInRound, RunningRound
from owf.assessment.states import ReturnState
from owf.benchmark.words.wording import listed
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.navigation import ROUND, link_to
from owf.web.returns.delegation import share_themes
from owf.web.rounds.partners_table import progress_by_theme
from owf.web.rounds.reminders import invite_for, letters
from owf.web.widgets.forms import (
    FormProblems,
    do_and_say,
    one_step,
    refuse_unfilled,
    say_what_was_done,
)
from owf.web.widgets.url_state import choose

PLACE = "partner"


def partner_page(view: RunningRound, one: PartnerInRound) -> None:
    html.heading(
        one.facts.partner_name,
        above=f"{view.round.trust_name}: round {view.round.year}",
        view=f"partner-{one.facts.partner_id}",
    )
    say_what_was_done(PLACE)
    link_to(ROUND, "Back to all partners", trust=view.round.trust, year=view.round.year)
    html.write(
        '<p class="owf-standing"><strong>{}.</strong> Last day {}.{}</p>',
        one.state_in_words,
        clock.day_in_words(one.closes),
        f" Reopened on {clock.in_words(one.reopening.at)}: {one.reopening.reason}"
        if one.reopening
        else "",
    )
    _draw_other_names(one)
    html.show(
        html.fold(
            f"{one.progress.answered} of {one.progress.of} questions answered: theme by theme",
            progress_by_theme(view, one),
        )
    )
    if not view.is_open:
        html.notice(f"Your Trust has signed, so nothing of {view.round.year} can be changed here.")
        _renaming(view, one)
        return
    html.write("<h2>Who answers</h2>")
    if one.is_waited_for:
        letters(view, one)
    else:
        html.write("<p>{}</p>", listed([who.name for who in one.people]) or "Nobody.")
    invite_for(view, one)
    html.write("<h2>What you can do for it</h2>")
    if one.state is ReturnState.SUBMITTED:
        _reopening(one)
    elif one.state is ReturnState.APOLOGIES:
        _removing_apologies(one)
    else:
        _apologies(one)
    _last_day(view, one)
    _renaming(view, one)
    if one.is_waited_for:
        with st.expander("Pass a theme on to a colleague"):
            share_themes(one.facts.id, view.asked_of(one), one.delegated, PLACE)
        _removing(one)
    names = {str(each.facts.partner_id): each.facts.partner_name for each in view.partners}
    left, _ = st.columns([2, 3])
    with left:
        choose("partner", "Another partner", names, str(one.facts.partner_id))


def _draw_other_names(one: PartnerInRound) -> None:
    if one.formerly:
        html.show(html.hint(f"Formerly {listed(one.formerly)}."))
    if one.now_called:
        html.show(html.hint(f"It is now called {one.now_called}."))


def _renaming(view: RunningRound, one: PartnerInRound) -> None:
    called = one.now_called or one.facts.partner_name

    def rename(name: str) -> str:
        refuse_unfilled({"name": "" if name.strip() else "Write its new name."})
        if not rename_partner(get_store(), signed_in(), one.facts.partner_id, name):
            return f"It is called {called} already."
        return f"{called} has its new name."

    with st.expander("Rename it"):
        html.write(
            '<p class="owf-hint">Its answers, its people and its earlier years stay with it. '
            "Years that were signed, and earlier ones, keep the name it had then.{}</p>",
            "" if view.is_open else f" So {view.round.year} keeps {one.facts.partner_name}.",
        )
        _text_form(
            f"rename-{one.facts.id}",
            f"new-name-{one.facts.id}-{called}",
            ("name", "New name", NAME_LIMIT),
            "Use this name",
            rename,
            value=called,
        )


def _last_day(view: RunningRound, one: PartnerInRound) -> None:
    with st.expander("Set its last day"):
        html.write(
            '<p class="owf-hint">Choose any day up to {}, your Trust\'s last day. Only the '
            "national team can give a Trust more time.</p>",
            clock.day_in_words(view.round.closes),
        )
        if view.round.closes != view.round.cycle_closes:
            html.write(
                '<p class="owf-hint">The national team gave you more time than {}.</p>',
                clock.day_in_words(view.round.cycle_closes),
            )
        if view.is_over:
            html.write(
                '<p class="owf-hint">Your Trust\'s last day has passed. Ask the national team '
                "for more time first.</p>"
            )
            return
        key = f"day-{one.facts.id}-{one.closes}"
        problems = FormProblems(f"last-day-{one.facts.id}", key)
        with one_step(f"last-day-{one.facts.id}"):
            day = st.date_input(
                as_label(f"Last day for {one.facts.partner_name}"),
                value=max(one.closes, clock.today()),
                format="DD/MM/YYYY",
                key=key,
            )
            problems.beside("closes")
            clicked = problems.submit("Set this last day")
        if clicked:
            problems.send(lambda: _set_day(view, one, day), PLACE)


def _set_day(view: RunningRound, one: PartnerInRound, day: date | None) -> str:
    refuse_unfilled({"closes": "" if day else "Choose the day first."})
    # The Trust's own day is no day of the partner's: it moves along where the Trust gets more time.
    closes = None if day == view.round.closes else day
    set_partner_deadline(get_store(), signed_in(), one.facts.id, closes)
    until = clock.day_in_words(closes or view.round.closes)
    return f"{one.facts.partner_name} can answer until the end of {until}."


def _reopening(one: PartnerInRound) -> None:
    def reopen(reason: str) -> str:
        refuse_unfilled({"reason": "" if reason.strip() else "Say why: the partner reads it."})
        reopen_return(get_store(), signed_in(), one.facts.id, reason)
        return f"{one.facts.partner_name} can change its answers again, and can see your reason."

    with st.expander("Reopen its self-assessment"):
        html.write(
            '<p class="owf-hint">Its answers are kept, and count again when it has '
            "resubmitted. The partner will see your reason, and the record shows that you "
            "reopened it.</p>"
        )
        _text_form(
            f"reopen-{one.facts.id}",
            f"reopen-reason-{one.facts.id}",
            ("reason", "Reason", REASON_LIMIT),
            "Reopen it",
            reopen,
        )


def _apologies(one: PartnerInRound) -> None:
    example = "such as “merged with the PCT” or “cannot this year”"

    def excuse(why: str) -> str:
        refuse_unfilled({"why": "" if why.strip() else f"Say why, {example}."})
        note_apologies(get_store(), signed_in(), one.facts.id, why)
        return f"Apologies noted. The chair can sign without {one.facts.partner_name}."

    with st.expander("Note apologies"):
        html.write(
            '<p class="owf-hint">The chair can then sign without this partner, and it is '
            "listed as missing. Its answers are kept but do not count. You can undo this.</p>"
        )
        _text_form(
            f"excuse-{one.facts.id}",
            f"apology-{one.facts.id}",
            ("why", f"Why, {example}", APOLOGY_LIMIT),
            "Note apologies",
            excuse,
        )


def _text_form(
    name: str,
    key: str,
    field: tuple[str, str, int],
    button: str,
    action: Callable[[str], str],
    *,
    value: str = "",
) -> None:
    problems = FormProblems(name, key)
    field_name, label, limit = field
    with one_step(name):
        written = st.text_input(as_label(label), value, max_chars=limit, key=key)
        problems.beside(field_name)
        clicked = problems.submit(button)
    if clicked:
        problems.send(lambda: action(written or ""), PLACE)


def _removing_apologies(one: PartnerInRound) -> None:
    def remove() -> str:
        take_back_apologies(get_store(), signed_in(), one.facts.id)
        return (
            f"Apologies removed. {one.facts.partner_name} needs to submit again before the chair "
            "can sign."
        )

    with st.expander("Remove its apologies"):
        if st.button("Remove the apologies", key=f"unexcuse-{one.facts.id}"):
            do_and_say(remove, PLACE)


def _removing(one: PartnerInRound) -> None:
    def remove() -> str:
        take_out(get_store(), signed_in(), one.facts.id)
        st.query_params.pop("partner", None)
        return f"{one.facts.partner_name} has been removed from the round. You can add it again."

    with st.expander("Remove it from the round"):
        if one.has_begun:
            html.write(
                '<p class="owf-hint">It has already answered, and answers are not deleted. '
                "If it is no longer taking part, note apologies instead.</p>"
            )
        elif st.button(as_label(f"Take {one.facts.partner_name} out"), key=f"out-{one.facts.id}"):
            do_and_say(remove, PLACE)
