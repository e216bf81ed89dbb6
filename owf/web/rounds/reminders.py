"""Whom to remind first, with a letter for each person to copy or to send."""

import streamlit as st

from owf import clock
from owf.access import Role, mail
from owf.assessment.deadlines import left_in_words
from owf.assessment.rounds.progress import PartnerInRound, RunningRound
from owf.assessment.rounds.reminders import Reminder, reminders, reminders_sent, send_reminder
from owf.store import get_store
from owf.web import navigation
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.rounds.partners_table import partner_link
from owf.web.widgets.forms import do_and_say, say_what_was_done


def chase_list(view: RunningRound) -> None:
    html.write('<h2 id="chase">Who to remind</h2>')
    if not view.to_remind:
        html.notice("Nobody. Every partner has submitted or sent apologies.", "good")
        return
    html.write(
        '<p class="owf-hint">Partners who have not started come first, then those with the '
        "fewest answers. {}</p>",
        "Open a message to read it, then copy it or send it."
        if mail.can_send()
        else "Open a message to read it, then copy it. This service cannot send e-mail.",
    )
    if any(not one.people for one in view.to_remind):
        navigation.link_to(
            navigation.PEOPLE, "Invite several from a list", do="list", trust=view.round.trust
        )
    for place, one in enumerate(view.to_remind, start=1):
        with st.container(border=True, key=f"chase-{one.facts.id}"):
            if one.people:
                _draw_partner(view, one, place)
                letters(view, one)
            else:
                words, way = st.columns([3, 2], vertical_alignment="center")
                with words:
                    _draw_partner(view, one, place)
                with way:
                    invite_for(view, one)


def letters(view: RunningRound, one: PartnerInRound) -> None:
    say_what_was_done(_place_of(one))
    sent = reminders_sent(get_store(), signed_in(), view.round.trust) if one.people else {}
    for reminder in reminders(signed_in(), view, one, sent):
        _draw_letter(one, reminder)


def invite_for(view: RunningRound, one: PartnerInRound) -> None:
    navigation.link_to(
        navigation.PEOPLE,
        f"Invite somebody for {one.facts.partner_name}",
        do="invite",
        give=Role.RESPONDENT.value,
        trust=view.round.trust,
        partner=one.facts.partner_id,
        year=view.round.year,
    )


def _draw_partner(view: RunningRound, one: PartnerInRound, place: int) -> None:
    last = f"Last day {clock.day_in_words(one.closes)}: {left_in_words(one.closes)}."
    if one.people:
        quiet = (
            f"Last activity {clock.in_words(one.last_activity)}."
            if one.last_activity
            else "No activity yet."
        )
        last = f"{quiet} {last}"
    html.write(
        '<div class="owf-task"><h3>{}. {}</h3><p class="owf-tag">{}</p></div>'
        '<p class="owf-hint">{}</p>',
        place,
        partner_link(view, one),
        one.state_in_words,
        last,
    )


def _draw_letter(one: PartnerInRound, reminder: Reminder) -> None:
    person = reminder.person
    reminded = f" · reminded {clock.in_words(reminder.sent_at)}" if reminder.sent_at else ""
    with st.expander(as_label(f"Message to {person.name}{reminded}")):
        html.write(
            "<p><strong>To:</strong> {}<br><strong>Subject:</strong> {}</p>",
            person.email or "no e-mail address here",
            reminder.letter.subject,
        )
        st.code(reminder.letter.text, language=None, wrap_lines=True)
        if mail.can_send() and person.email:
            key = f"send-{one.facts.id}-{person.id}"
            if st.button(as_label(f"Send it to {person.name}"), key=key):
                do_and_say(lambda: _send(one, reminder), _place_of(one))


def _place_of(one: PartnerInRound) -> str:
    return f"chase-{one.facts.id}"


def _send(one: PartnerInRound, reminder: Reminder) -> str:
    name = send_reminder(get_store(), signed_in(), one.facts.id, reminder.person.id)
    return f"Sent to {name} at {clock.time_of_day(clock.now())}."
