"""A Trust's survey: its link to pass on, its progress, and what practitioners wrote."""

from datetime import date
from io import BytesIO

import segno
import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access.errors import Refused
from owf.assessment.survey.links import change_closing, close_survey, make_link, replace_link
from owf.assessment.survey.overview import SurveyLink, SurveyView
from owf.questionnaire.answering_time import minutes_in_words
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.downloads import download
from owf.web.widgets.forms import FormProblems, do_and_say, one_step, say_what_was_done

_CHANGED = "survey-changed"


def survey_panel(view: SurveyView) -> None:
    say_what_was_done()
    if view.link is None:
        _first_link(view)
    else:
        _open_link(view, view.link)
    _progress(view)
    _comments(view)


def _first_link(view: SurveyView) -> None:
    if not view.may_change:
        html.notice("There is no survey yet. Your Trust's coordinator can open one here.")
        return
    html.show(
        Markup(
            '<p class="owf-lead">Ask practitioners how far organisations work as one where '
            "they are. They all use the same link. They do not need an account, it takes about "
            "{}, and they can answer on a phone.</p>"
        ).format(minutes_in_words(view.minutes))
    )
    with one_step("make-survey-link"):
        closes = st.date_input(
            "Last day",
            max(view.round.closes, clock.today()),
            min_value=clock.today(),
            format="DD/MM/YYYY",
        )
        clicked = st.form_submit_button("Make the link", type="primary")
    if clicked:
        do_and_say(lambda: _make(view, closes))


def _make(view: SurveyView, closes: date | None) -> str:
    make_link(get_store(), signed_in(), view.round.id, _required_day(closes))
    return "The link is ready. Share it as you like. Everybody uses the same link."


def _required_day(closes: date | None) -> date:
    if closes is None:
        raise Refused("Choose the last day, then make the link.")
    return closes


def _open_link(view: SurveyView, link: SurveyLink) -> None:
    _state_notice(view, link)
    left, right = st.columns([3, 2])
    with left:
        html.show(Markup("<h2>The link</h2><p>The same for every practitioner of the Trust.</p>"))
        st.code(link.address, language=None, wrap_lines=True)
        html.show(Markup("<h3>Text for an e-mail</h3>"))
        st.code(_email_text(view, link), language=None, wrap_lines=True)
    with right:
        html.show(
            Markup(
                "<h2>QR code</h2><p>For a poster or a slide. Phones scan it to open the link.</p>"
            )
        )
        _qr_code(view, link)
    if view.may_change:
        _change_forms(view, link)


def _state_notice(view: SurveyView, link: SurveyLink) -> None:
    last = clock.day_in_words(link.closes)
    if link.is_open:
        html.notice(f"The survey is open until the end of {last}.", "good")
    elif view.round.status != "open":
        html.notice(
            "The survey is closed, because the results were signed. All responses sent before "
            "that count."
        )
    else:
        html.notice(
            f"The survey is closed. Its last day was {last}. All responses sent by then count."
        )


def _email_text(view: SurveyView, link: SurveyLink) -> str:
    return (
        f"Subject: How far do we work as one for children in {view.round.trust_name}?\n\n"
        "Dear colleague,\n\n"
        "You work with children, young people or families, and we would like to know how well "
        "you think organisations work together. It takes about "
        f"{minutes_in_words(view.minutes)}. You can also answer on a phone, and you can stop and "
        "continue later. We do not ask for your name, and we do not show answers from fewer than "
        "five people.\n\n"
        f"{link.address}\n\n"
        f"Please answer by {clock.day_in_words(link.closes)}.\n\n"
        "Thank you"
    )


def _qr_code(view: SurveyView, link: SurveyLink) -> None:
    code = segno.make(link.address, error="m")
    title = f"QR code that opens the survey of {view.round.trust_name} {view.round.year}"
    html.show(
        Markup('<img class="owf-qr" src="{}" alt="{}">').format(code.svg_data_uri(scale=6), title)
    )
    download(
        "Download the QR code (PNG)",
        lambda _: _png(link.address),
        f"survey-{view.round.trust}-{view.round.year}.png",
        what="the survey's QR code",
        trust=view.round.trust,
        mime="image/png",
    )


def _png(address: str) -> bytes:
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=16)
    return out.getvalue()


def _change_forms(view: SurveyView, link: SurveyLink) -> None:
    html.show(Markup("<h2>Change it</h2>"))
    say_what_was_done(_CHANGED)
    left, right = st.columns(2)
    with left, st.form("survey-last-day", enter_to_submit=False):
        closes = st.date_input(
            "Last day", max(link.closes, clock.today()), min_value=clock.today(),
            format="DD/MM/YYYY",
        )  # fmt: skip
        label = "Change the last day" if link.is_open else "Reopen it until this day"
        if st.form_submit_button(as_label(label)):
            do_and_say(lambda: _change_closing(view, closes), _CHANGED)
    with right, st.container(border=True):
        if link.is_open and st.button("Close the survey now", key="close-survey"):
            do_and_say(lambda: _close(view), _CHANGED)
        sure = st.checkbox(
            "The link reached people it was not meant for. Make a new one. The old one will stop "
            "working, and I will share the new one.",
            key="sure-to-replace",
        )
        problems = FormProblems("replace-link", "sure-to-replace")
        problems.beside("sure", is_filled=sure)
        clicked = st.button("Replace the link", key="replace-link")
        problems.below()
        if clicked:
            problems.send(lambda: _replace(view, sure=sure), _CHANGED)


def _change_closing(view: SurveyView, closes: date | None) -> str:
    change_closing(get_store(), signed_in(), view.round.id, _required_day(closes))
    return f"The survey is open until the end of {clock.day_in_words(_required_day(closes))}."


def _close(view: SurveyView) -> str:
    close_survey(get_store(), signed_in(), view.round.id)
    return "The survey is closed. To reopen it, choose another last day."


def _replace(view: SurveyView, *, sure: bool) -> str:
    if not sure:
        raise Refused("Tick the box first. The old link stops working at once.", field="sure")
    replace_link(get_store(), signed_in(), view.round.id)
    return "The link was replaced. Responses sent with the old link still count."


def _progress(view: SurveyView) -> None:
    html.show(
        Markup("<h2>Progress</h2><p>Responses sent: <strong>{}</strong>.</p>").format(view.finished)
    )
    left, right = st.columns(2)
    with left:
        html.show(
            html.table(
                "Responses sent, by sector",
                ("Sector", "Responses"),
                view.by_sector,
                css="owf-listed",
            )
        )
    with right:
        html.show(
            html.table(
                "Unusual responses, in numbers only",
                ("Responses that", "Number"),
                view.oddities,
                css="owf-listed",
            )
        )
        html.show(
            Markup(
                '<p class="owf-hint">An unusual response counts like any other, and there is '
                "no record of which they are. Many at once may be a team at a meeting. If the "
                "numbers grow although nobody was asked, replace the link.</p>"
            )
        )


def _comments(view: SurveyView) -> None:
    html.show(Markup("<h2>What practitioners wrote</h2>"))
    if view.comments is None:
        html.notice("Comments are shown when at least five people have responded.")
    elif not view.comments:
        html.notice("Nobody has written a comment.")
    else:
        html.show(
            Markup(
                '<p class="owf-hint">In alphabetical order, without where they came from. If a '
                "comment could identify a child, a family or a colleague, do not pass it "
                'on.</p><ul class="owf-comments">{}</ul>'
            ).format(html.join(Markup("<li>{}</li>").format(one) for one in view.comments))
        )
