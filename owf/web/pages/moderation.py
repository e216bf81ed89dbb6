"""Moderation: the steering group settles one level a question, the most disputed first."""

import streamlit as st
from markupsafe import Markup

from owf.assessment.errors import NotFound
from owf.assessment.moderation.agreeing import ModerationView, open_moderation
from owf.assessment.moderation.questions import Question
from owf.markup.formatting import questions
from owf.questionnaire import Audience
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.moderation.agenda import (
    accept_in_one_step,
    agenda,
    agreement_words,
    agreement_worked_out,
    order_worked_out,
)
from owf.web.moderation.agree_form import settle
from owf.web.moderation.families import families, on_theme, what_families_said
from owf.web.moderation.item_board import beside_leaders, board, comments
from owf.web.moderation.replies import replies_to
from owf.web.navigation import SIGN_OFF, link_to
from owf.web.returns.submitted import submitted_returns
from owf.web.widgets.scale import choice_words, descriptors
from owf.web.widgets.url_state import choose, trust_and_year


def _above(view: ModerationView) -> str:
    return f"{view.round.trust_name}: moderation {view.round.year}"


def _overview(view: ModerationView) -> None:
    agreed, of = len(view.agreed_questions), len(view.questions)
    html.heading(f"{agreed} of {of} questions are agreed", above=_above(view))
    html.write(
        '<div class="owf-progress"><span class="owf-bar" aria-hidden="true">'
        '<span style="width:{:.0f}%"></span></span></div>',
        100 * agreed / of if of else 0,
    )
    _who_has_submitted(view)
    _not_agreed(view)
    _waiting_replies(view)
    accept_in_one_step(view)
    if view.is_open and view.to_settle:
        first = view.to_settle[0]
        _go(view, f"Start with {first.item.code}, where partners differ most", first, main=True)
    elif view.is_open and not view.open_questions and not view.waiting_replies:
        link_to(
            SIGN_OFF,
            "Everything is settled: go to Sign-off",
            main=True,
            trust=view.round.trust,
            year=view.round.year,
        )
    _list(view)
    families(view)
    submitted_returns(view.returns, view.round.year)


def _not_agreed(view: ModerationView) -> None:
    unanswered, without = len(view.unanswered), len(view.without_level)
    words = []
    if unanswered and unanswered < len(view.questions):
        words.append(
            f"{questions(unanswered)} {'has' if unanswered == 1 else 'have'} no answer yet from "
            "any partner that has submitted."
        )
    if without:
        words.append(
            f"{questions(without)} {'is' if without == 1 else 'are'} signed without a level, "
            "because no partner could give one."
        )
    if words and view.is_open:
        html.write("<p>{}</p>", " ".join(words))


def _who_has_submitted(view: ModerationView) -> None:
    if not view.is_open:
        signed = Markup("<strong>{} was signed,</strong> so nothing can be changed here.")
        html.notice(signed.format(view.round.year))
        return
    waiting = ", ".join(one.partner_name for one in view.waiting_for)
    of = len(view.returns) - len(view.excused)
    submitted = of - len(view.waiting_for)
    if view.excused:
        excused = "; ".join(f"{one.partner_name} ({one.apology})" for one in view.excused)
        html.notice(f"Missing, with apologies: {excused}.")
    if not submitted:
        words = Markup(
            "<strong>No partner has submitted yet,</strong> so there is nothing to agree. {}"
        ).format(
            f"Waiting for: {waiting}."
            if waiting
            else "No partner takes part: the coordinator adds partners on the Round page."
        )
    elif waiting:
        words = Markup(
            "<strong>{} of {} partners have submitted.</strong> Waiting for: {}. You can "
            "start. If a later return changes a median, its question opens again where it "
            "needs a reason."
        ).format(submitted, of, waiting)
    else:
        words = Markup(
            "<strong>{} submitted.</strong> Agree one level for each question. Outside the "
            "partners' middle, write why."
        ).format("The one partner has" if submitted == 1 else f"All {submitted} partners have")
    html.notice(words, "good" if submitted and not waiting else "note")


def _waiting_replies(view: ModerationView) -> None:
    waiting = {one.item_id: one for one in view.waiting_replies}
    if not (waiting and view.is_open):
        return
    html.notice(
        Markup(
            "<strong>{} to be answered.</strong> Answer each, or keep it in the record as a "
            "disagreement. Then the chair can sign."
        ).format("1 reply is" if len(waiting) == 1 else f"{len(view.waiting_replies)} replies are")
    )
    for question in view.questions:
        reply = waiting.get(question.item.id)
        if reply is not None:
            _go(view, f"{question.item.code}: {reply.partner_name} replied", question)


_SHOWN = {"open": "Still open", "all": "All questions", "agreed": "Settled"}


def _list(view: ModerationView) -> None:
    html.write(
        "<h2>Questions, the most disputed first</h2><p>The further partners stand apart on a "
        "question, the higher it stands.</p>{}",
        order_worked_out(view),
    )
    theme_names = {theme.id: theme.title for theme in view.pack.themes}
    left, right, _ = st.columns([1, 1.4, 1])
    with left:
        state = choose("show", "Show", _SHOWN, "open" if view.open_questions else "all")
    with right:
        theme = choose("theme", "Theme", {"": "All themes", **theme_names}, "")
    shown = [
        one
        for one in view.questions
        if (not theme or one.theme.id == theme)
        and (state == "all" or one.is_settled == (state == "agreed"))
    ]
    if shown:
        html.show(agenda(view, shown, _SHOWN[state]))
    else:
        html.notice("No question is in this list. Choose another above.")


def _question(view: ModerationView, question: Question) -> None:
    place = view.questions.index(question) + 1
    html.heading(
        f"{question.item.code}: {question.item.short_name}",
        above=f"{_above(view)} · {question.theme.title} · "
        f"{place} of {len(view.questions)} by disagreement",
        view=question.item.id,
    )
    html.write(
        '<p class="owf-text">{}</p><p class="owf-hint">{}</p>{}',
        question.item.text,
        question.item.hint,
        descriptors(view.pack, question.theme),
    )
    html.write(
        "<h2>Who stands where</h2><p>{}</p>{}{}",
        agreement_words(question, view.pack),
        board(question, view.pack, view.round.year - 1),
        agreement_worked_out(question, view.pack),
    )
    if question.item.is_for(Audience.PRACTITIONERS):
        html.show(beside_leaders(question))
    html.write("<h2>What partners wrote</h2>{}", comments(question, view.pack))
    voices = on_theme(view.families, question.theme.id)
    if voices:
        html.write(
            "<h2>What children, young people and parents say</h2>{}",
            what_families_said(voices, view.pack),
        )
    if question.last_agreed is not None:
        changed = " ".join(question.changed_since)
        html.write(
            '<p class="owf-last">In {} the Trust agreed: <strong>{}</strong>{}</p>',
            view.round.year - 1,
            choice_words(view.pack, str(question.last_agreed)),
            f". The question has changed since, so compare with care: {changed}" if changed else "",
        )
    html.write("<h2>What the Trust agrees</h2>")
    following = _following(view, question)
    if not view.is_open:
        html.notice(f"{view.round.year} was signed, so nothing can be changed here.")
    elif settle(view, question):
        _open_item(view, following)
        st.rerun()
    replies_to(view, question)
    _ways_on(view, question, following)


def _following(view: ModerationView, question: Question) -> Question | None:
    """The most disputed open question after this one, then from the top again."""
    place = view.questions.index(question)
    rest = [*view.questions[place + 1 :], *view.questions[:place]]
    to_settle = {one.item.id for one in view.to_settle}
    return next((one for one in rest if one.item.id in to_settle), None)


def _open_item(view: ModerationView, question: Question | None) -> None:
    choices = {"trust": str(view.round.trust), "year": str(view.round.year)}
    st.query_params.from_dict(choices | ({"item": question.item.id} if question else {}))


def _ways_on(view: ModerationView, question: Question, following: Question | None) -> None:
    place = view.questions.index(question)
    before, middle, after = st.columns(3)
    with before:
        if place > 0:
            _go(view, f"Before: {view.questions[place - 1].item.code}", view.questions[place - 1])
    with middle:
        _go(view, "All questions", None)
    with after:
        if following is not None:
            _go(view, f"Next open: {following.item.code}", following, main=question.is_settled)


def _go(view: ModerationView, label: str, question: Question | None, *, main: bool = False) -> None:
    st.button(
        as_label(label),
        on_click=_open_item,
        args=(view, question),
        key=f"go-{question.item.id if question else 'list'}-{main}",
        type="primary" if main else "secondary",
    )


trust, year = trust_and_year(
    "This page is for the coordinator, the steering group and the chair of a Trust. "
    "Your own pages are in the navigation above."
)
view = open_moderation(get_store(), signed_in(), trust, year)
wanted = st.query_params.get("item")
if wanted is None:
    _overview(view)
else:
    found = next((one for one in view.questions if one.item.id == wanted), None)
    if found is None:
        raise NotFound(
            "This question is not in this questionnaire. Choose one from the list on Moderation."
        )
    _question(view, found)
