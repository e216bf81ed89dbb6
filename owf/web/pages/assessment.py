"""Assessment: a partner answers, a theme a page, checks the answers and submits."""

import streamlit as st

from owf import clock
from owf.access import Role
from owf.assessment.errors import NotAllowed
from owf.assessment.returns.answering import ReturnView, open_return
from owf.assessment.start.todo import newest_year
from owf.questionnaire import Theme
from owf.store import get_store
from owf.web.evidence.library import evidence_page
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.returns.answer_form import save_and_open
from owf.web.returns.delegation import hand_over
from owf.web.returns.overview import (
    EVIDENCE,
    LAST_YEAR,
    QUESTION,
    REVIEW,
    above,
    go,
    place_of_question,
    places_to,
    return_news,
    state_notices,
    task_list,
)
from owf.web.returns.previous_year import last_year_page, offer_last_year
from owf.web.returns.questions import back_to_review, questions
from owf.web.returns.review import review
from owf.web.returns.submitted import excused, locked
from owf.web.returns.workbook import spreadsheet
from owf.web.widgets.forms import bring_into_view
from owf.web.widgets.scale import scale_panel
from owf.web.widgets.url_state import number_in_address


def _return_in_address() -> ReturnView:
    who = signed_in()
    partners = who.scopes(Role.RESPONDENT, scope_kind="partner")
    wanted = number_in_address("partner") or (int(partners[0]) if partners else None)
    if wanted is None:
        raise NotAllowed(
            "This page is for the people who answer for a partner. "
            "Your own pages are in the navigation above."
        )
    year = number_in_address("year") or newest_year(get_store(), wanted)
    return open_return(get_store(), who, wanted, year)


def _overview(view: ReturnView) -> None:
    done = view.progress()
    html.heading(
        f"How far do we work as one? {view.round.year}",
        above=f"{view.facts.partner_name}, {view.round.trust_name}",
    )
    state_notices(view, with_reopening=False)
    return_news(view.partner.id, view.round.year)
    html.write(
        '<p class="owf-lead"><strong>{} of {} questions answered.</strong> {}</p>',
        done.answered,
        done.of,
        "You cannot save more answers unless your coordinator gives you more time."
        if view.is_over
        else "Each click is saved. You can leave and come back at any time. Please "
        f"submit by {clock.day_in_words(view.closes)}.",
    )
    offer_last_year(view)
    unfinished = [one.id for one in view.pack.themes if not view.progress(one).is_complete]
    following = unfinished[0] if unfinished else REVIEW
    task_list(view, following)
    with st.container(border=True):
        html.write(
            '<div class="owf-task"><h2>Check and submit</h2><p class="owf-tag owf-open">{}</p>'
            "</div><p>See all your answers on one page, then confirm them.</p>",
            "Ready" if done.is_complete else f"{done.of - done.answered} left",
        )
        go(view, "Check your answers", REVIEW, main=following == REVIEW)
    with st.container(border=True):
        html.write(
            '<div class="owf-task"><h2>Our evidence</h2></div><p>Papers, figures and web pages '
            "that support your answers. Add each one once and link it to many questions.</p>"
        )
        go(view, "Open our evidence", EVIDENCE)
    hand_over(view)
    spreadsheet(view)


def _theme_page(view: ReturnView, theme: Theme) -> None:
    themes = view.pack.themes
    place = themes.index(theme)
    html.heading(
        theme.title, above=f"{above(view)} · theme {place + 1} of {len(themes)}", view=theme.id
    )
    _bring_question_into_view(view, theme)
    state_notices(view)
    html.write('<p class="owf-lead">{}</p>', theme.intro)
    html.show(scale_panel(view.pack, theme))
    questions(view, theme)
    back_to_review(view, theme)
    before, after = st.columns(2)
    with before:
        if place > 0:
            _button_out(
                view, theme, f"Back to {themes[place - 1].short_title}", themes[place - 1].id
            )
        else:
            _button_out(view, theme, "Back to all themes", "")
    with after:
        if place + 1 < len(themes):
            following = themes[place + 1]
            _button_out(view, theme, f"Next: {following.short_title}", following.id, main=True)
        else:
            _button_out(view, theme, "Next: check your answers", REVIEW, main=True)


def _bring_question_into_view(view: ReturnView, theme: Theme) -> None:
    opened = st.query_params.get(QUESTION, "")
    item = next((one for one in view.items(theme) if one.id == opened), None)
    if item is not None:
        bring_into_view(f"#{place_of_question(item)} h2", f"{theme.id}:{item.id}")


def _button_out(view: ReturnView, theme: Theme, label: str, to: str, *, main: bool = False) -> None:
    st.button(
        as_label(label),
        on_click=save_and_open,
        args=(view, theme, places_to(view, to)),
        key=f"leave-{to}",
        type="primary" if main else "secondary",
    )


view = _return_in_address()
chosen = st.query_params.get("theme")
theme = next((one for one in view.pack.themes if one.id == chosen), None)
if chosen == EVIDENCE:
    evidence_page(view)
elif view.facts.apology:
    excused(view)
elif view.is_locked:
    locked(view)
elif theme is not None:
    _theme_page(view, theme)
elif chosen == REVIEW:
    review(view)
elif chosen == LAST_YEAR:
    last_year_page(view)
else:
    _overview(view)
