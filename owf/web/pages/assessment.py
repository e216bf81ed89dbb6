"""Assessment: a partner answers, a theme a page, checks the answers and submits."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Role
from owf.assessment.answering import ReturnView, open_return
from owf.assessment.asking import choice_of, without_evidence
from owf.assessment.refusals import Incomplete, NotAllowed, Refused
from owf.assessment.submitting import submit_return
from owf.assessment.work import newest_year
from owf.questionnaire import Theme
from owf.store import get_store
from owf.web import html
from owf.web.components.agreed_levels import agreed_levels
from owf.web.components.choosing import number_in_address
from owf.web.components.evidence import written_on
from owf.web.components.handing_over import hand_over
from owf.web.components.questions import questions
from owf.web.components.return_state import state_notices
from owf.web.components.scale import choice_words, scale_panel
from owf.web.components.sheet import Sheet, as_option
from owf.web.components.spreadsheet import spreadsheet
from owf.web.components.task_list import state_of, task_list
from owf.web.errors import told
from owf.web.frame import signed_in
from owf.web.landing import ASSESSMENT, link_to

REVIEW = "check"


def _open() -> ReturnView:
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


def _go(view: ReturnView, label: str, theme: str | None = None, *, main: bool = False) -> None:
    choices: dict[str, object] = {"partner": view.partner.id, "year": view.round.year}
    if theme is not None:
        choices["theme"] = theme
    link_to(ASSESSMENT, label, main=main, **choices)


def _above(view: ReturnView) -> str:
    return f"{view.facts.partner_name}, {view.round.trust_name}: self-assessment {view.round.year}"


def _overview(view: ReturnView) -> None:
    done = view.progress()
    html.heading(
        f"How far do we work as one? {view.round.year}",
        above=f"{view.facts.partner_name}, {view.round.trust_name}",
    )
    state_notices(view)
    html.show(
        Markup('<p class="owf-lead"><strong>{} of {} questions answered.</strong> {}</p>').format(
            done.answered,
            done.of,
            "Nothing more is saved unless your coordinator gives you more time."
            if view.is_over
            else "Each click is saved at once. Leave whenever you like and come back. Please "
            f"submit by {clock.day_in_words(view.closes)}.",
        )
    )
    unfinished = [one.id for one in view.pack.themes if not view.progress(one).is_complete]
    following = unfinished[0] if unfinished else REVIEW
    task_list(view, _go, following)
    with st.container(border=True):
        html.show(
            Markup(
                '<div class="owf-task"><h2>Check and submit</h2><p class="owf-tag owf-open">{}</p>'
                "</div><p>See all your answers on one page, then confirm them.</p>"
            ).format("Ready" if done.is_complete else f"{done.of - done.answered} left")
        )
        _go(view, "Check your answers", REVIEW, main=following == REVIEW)
    hand_over(view)
    spreadsheet(view)


def _theme_page(view: ReturnView, theme: Theme) -> None:
    themes = view.pack.themes
    place = themes.index(theme)
    html.heading(theme.title, above=f"{_above(view)} · theme {place + 1} of {len(themes)}")
    state_notices(view)
    html.show(Markup('<p class="owf-lead">{}</p>').format(theme.intro))
    html.show(scale_panel(view.pack, theme))
    questions(view, theme)
    before, after = st.columns(2)
    with before:
        if place > 0:
            _leave(view, theme, f"Back to {themes[place - 1].short_title}", themes[place - 1].id)
        else:
            _leave(view, theme, "Back to all themes", "")
    with after:
        if place + 1 < len(themes):
            following = themes[place + 1]
            _leave(view, theme, f"Next: {following.short_title}", following.id, main=True)
        else:
            _leave(view, theme, "Next: check your answers", REVIEW, main=True)


def _leave(view: ReturnView, theme: Theme, label: str, to: str, *, main: bool = False) -> None:
    """A button out of a theme; a link would leave before a comment just typed has been sent."""

    def _save_and_go() -> None:
        Sheet.open(view, theme)
        st.query_params.from_dict(
            {"partner": str(view.partner.id), "year": str(view.round.year)}
            | ({"theme": to} if to else {})
        )

    st.button(
        label, on_click=_save_and_go, key=f"leave-{to}", type="primary" if main else "secondary"
    )


def _all_answers(view: ReturnView) -> None:
    for theme in view.pack.themes:
        done = view.progress(theme)
        html.show(
            Markup('<div class="owf-task"><h2>{}</h2><p class="owf-tag {}">{}</p></div>').format(
                theme.title, "owf-done" if done.is_complete else "owf-open", state_of(done)
            )
        )
        html.show(
            html.table(
                f"Your answers on {theme.short_title}",
                ("Question", "Statement", "Answer", "Comment and evidence"),
                (_answer_row(view, item.id) for item in view.items(theme)),
                css="owf-answers owf-stack",
            )
        )
        if view.is_locked:
            continue
        if not done.is_complete:
            _go(view, f"Answer what is missing in {theme.short_title}", theme.id)
        elif without_evidence(view.items(theme), view.answers):
            _go(view, f"Name the evidence in {theme.short_title}", theme.id)


def _answer_row(view: ReturnView, item_id: str) -> tuple[str | Markup, ...]:
    item = view.pack.item(item_id)
    answer = view.answers.get(item_id)
    option = as_option(choice_of(answer))
    words = choice_words(view.pack, option, item)
    shown = words if option else Markup('<strong class="owf-missing">{}</strong>').format(words)
    return item.code, item.text, shown, written_on(item, answer)


def _review(view: ReturnView) -> None:
    html.heading("Check your answers", above=_above(view))
    state_notices(view)
    problem = st.session_state.pop("submit_problem", None)
    if problem:
        html.notice(problem, "problem")
    done = view.progress()
    bare = without_evidence(view.items(), view.answers)
    if done.is_complete and bare:
        html.notice(
            "All questions are answered, and at the level you chose these still need evidence: "
            f"{', '.join(item.code for item in bare)}. Say what it is and where it is kept."
        )
    elif done.is_complete:
        html.notice("All questions are answered. Read them through, then submit below.", "good")
    else:
        html.notice(
            f"{done.of - done.answered} of {done.of} questions have no answer yet. "
            "You can submit when each has one; “don't know” is an answer too."
        )
    _all_answers(view)
    html.show(
        Markup(
            "<h2>Submit</h2><p>With this you confirm the answers for {}. They are then locked, and "
            "the steering group sees them. Your coordinator can reopen them.</p>"
        ).format(view.facts.partner_name)
    )
    if st.button("Submit our self-assessment", type="primary"):
        try:
            submit_return(get_store(), signed_in(), view.facts.id)
        except Incomplete as incomplete:
            st.session_state["submit_problem"] = (
                f"Not submitted. {incomplete} Missing: {', '.join(incomplete.missing)}."
            )
        except Refused as refused:
            st.session_state["submit_problem"] = told(refused)
        st.rerun()
    _go(view, "Back to all themes")


def _excused(view: ReturnView) -> None:
    html.heading("Nothing is expected of you this year", above=_above(view))
    html.notice(
        Markup(
            "<strong>{}'s coordinator noted apologies: {}.</strong> What you answered is kept and "
            "does not count. If this is not right, ask the coordinator to take it back: then you "
            "can go on where you were."
        ).format(view.round.trust_name, view.facts.apology)
    )
    _all_answers(view)


def _locked(view: ReturnView) -> None:
    html.heading("Submitted, thank you", above=_above(view))
    when = clock.in_words(view.facts.submitted_at) if view.facts.submitted_at else "earlier"
    by = f" by {view.submitted_by_name}" if view.submitted_by_name else ""
    signed = view.round.status == "signed"
    html.notice(
        Markup("<strong>Submitted on {}{}.</strong> {}").format(
            when,
            by,
            f"{view.round.trust_name} has signed, so nothing can be changed any more."
            if signed
            else "Your answers are locked. If something must be changed, ask the coordinator of "
            f"{view.round.trust_name}, who can reopen them.",
        ),
        "good",
    )
    html.show(
        Markup("<p><strong>What happens next:</strong> {}</p>").format(
            "you can compare the results."
            if signed
            else "the steering group agrees a level for each question, and its chair signs. "
            "Then you can see how the Trust compares."
        )
    )
    if view.facts.status == "submitted":
        agreed_levels(view.partner.id, view.round.year)
    _all_answers(view)


view = _open()
chosen = st.query_params.get("theme")
theme = next((one for one in view.pack.themes if one.id == chosen), None)
if view.facts.apology:
    _excused(view)
elif view.is_locked:
    _locked(view)
elif theme is not None:
    _theme_page(view, theme)
elif chosen == REVIEW:
    _review(view)
else:
    _overview(view)
