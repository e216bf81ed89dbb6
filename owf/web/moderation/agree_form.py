"""Settling one question: the level, its reason, and what happens when two do it at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.errors import AgreementChanged, Refused
from owf.assessment.moderation.agreeing import REASON_LIMIT, ModerationView, agree_level
from owf.assessment.moderation.positions import QuestionState
from owf.assessment.moderation.questions import Question
from owf.benchmark.scores.medians import median_in_words
from owf.questionnaire import Pack
from owf.store import StoreFailed, get_store
from owf.store.answers import StoredAgreement
from owf.web.errors import told
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.widgets.scale import choice_words, escape_markdown


def without_answer(view: ModerationView, question: Question) -> bool:
    agreement = question.position.agreement
    html.show(_state(view, question))
    name = f"{view.round.id}:{question.item.id}"
    with st.form(f"no-answer-{question.item.id}", enter_to_submit=False):
        reason = st.text_area(
            "Why no partner answered it; the reason is signed with it",
            value=agreement.reason if agreement else "",
            key=f"no-answer-reason:{name}",
            max_chars=REASON_LIMIT,
            height=96,
        )
        problem = st.empty()
        clicked = st.form_submit_button("Sign it without a level")
    seen_key = f"no-answer-seen:{name}"
    seen = st.session_state.setdefault(seen_key, agreement.version if agreement else 0)
    if not clicked:
        return False
    # Whoever is told that it changed meanwhile has read the newest, and may save over it.
    del st.session_state[seen_key]
    try:
        agree_level(
            get_store(),
            signed_in(),
            view.round.id,
            question.item.id,
            None,
            reason=reason or "",
            seen_version=seen,
        )
    except Refused as refused:
        problem.html(html.notice_markup(f"Not saved. {told(refused)}", "problem"))
        return False
    except StoreFailed:
        problem.html(
            html.notice_markup(
                "Not saved, because we could not reach the database. What you wrote is still "
                "here. Try again in a minute.",
                "problem",
            )
        )
        return False
    return True


def _state(view: ModerationView, question: Question) -> Markup:
    agreement = question.position.agreement
    if question.is_settled and agreement is not None:
        return html.notice_markup(
            Markup("<strong>It will be signed without a level.</strong> {}, {}. Reason: {}").format(
                question.agreed_by or "Somebody who has been erased",
                clock.in_words(agreement.agreed_at),
                agreement.reason,
            ),
            "good",
        )
    still_to_come = (
        f" {len(view.waiting_for)} {'return is' if len(view.waiting_for) == 1 else 'returns are'} "
        "still to come."
        if view.waiting_for
        else ""
    )
    return html.notice_markup(
        Markup(
            "<strong>No answer yet.</strong> No partner that has submitted answered this question, "
            "so no level can be agreed.{}"
        ).format(still_to_come)
    )


_NOT_KEPT = (
    "Not saved, because we could not reach the database. What you chose and wrote is still here. "
    "Try again in a minute."
)
_NEVER_SEEN = -1
"""No version has this number: a browser that outlived its session is told what is there now."""


@dataclass(frozen=True)
class Clash:
    """What somebody else agreed meanwhile, beside what this person chose."""

    theirs: StoredAgreement
    by: str
    level: int
    reason: str


def settle(view: ModerationView, question: Question) -> bool:
    name = _name(view, question)
    if not question.position.is_answered:
        return without_answer(view, question)
    html.show(_standing(question, view.pack))
    clash: Clash | None = st.session_state.get(f"clash:{name}")
    if clash is not None:
        return _choose_between(view, question, clash, name)
    position = question.position
    version = position.agreement.version if position.agreement else 0
    is_new = f"level:{name}" not in st.session_state
    if is_new:
        # A new form begins at what is stored; one that is open keeps what its person saw.
        st.session_state[f"seen:{name}"] = version
    values = list(view.pack.scale.values)
    agreed = position.agreement.level if position.agreement else None
    with st.form(f"settle-{question.item.id}", enter_to_submit=False):
        level = st.radio(
            # Heard, not seen: the statement stands above, but a group is announced by its name.
            f"Agreed level for {question.item.code}: {escape_markdown(question.item.text)}",
            values,
            # What partners propose is read, and never chosen for anybody (decision 31).
            index=values.index(agreed) if agreed in values else None,
            format_func=lambda value: choice_words(view.pack, str(value)),
            key=f"level:{name}",
            horizontal=True,
            label_visibility="collapsed",
        )
        reason = st.text_area(
            _reason_label(question, view.pack),
            value=position.agreement.reason if position.agreement else "",
            key=f"reason:{name}",
            max_chars=REASON_LIMIT,
            height=96,
        )
        problem = st.empty()
        left, right, _ = st.columns([1.3, 1, 2.2])
        with left:
            go_on = st.form_submit_button("Agree and open the next", type="primary")
        with right:
            stay = st.form_submit_button("Agree")
    if not (go_on or stay):
        return False
    # A form that is new in the very run of its click was drawn by a session that is gone.
    seen = _NEVER_SEEN if is_new else st.session_state[f"seen:{name}"]
    if level is None:
        problem.html(html.notice_markup("Not saved. Choose a level first.", "problem"))
        return False
    said = _keep(view, question, level, reason or "", seen)
    if said:
        problem.html(html.notice_markup(said, "problem"))
        return False
    if stay:
        st.rerun()
    return True


def _name(view: ModerationView, question: Question) -> str:
    return f"{view.round.id}:{question.item.id}"


def _keep(view: ModerationView, question: Question, level: int, reason: str, seen: int) -> str:
    name = _name(view, question)
    try:
        kept = agree_level(
            get_store(),
            signed_in(),
            view.round.id,
            question.item.id,
            level,
            reason=reason,
            seen_version=seen,
        )
    except AgreementChanged as changed:
        if (changed.current.level, changed.current.reason) == (level, reason.strip()):
            st.session_state[f"seen:{name}"] = changed.current.version
            return ""
        st.session_state[f"clash:{name}"] = Clash(
            changed.current, changed.by or "Somebody else", level, reason
        )
        st.rerun()
    except Refused as refused:
        return f"Not saved. {told(refused)}"
    except StoreFailed:
        return _NOT_KEPT
    st.session_state[f"seen:{name}"] = kept.version
    return ""


def _choose_between(view: ModerationView, question: Question, clash: Clash, name: str) -> bool:
    pack = view.pack
    now = question.position.agreement
    if now is not None and now.version != clash.theirs.version:
        # Somebody settled it once more: that is what the person has to choose against.
        clash = replace(clash, theirs=now, by=question.agreed_by or "Somebody else")
        st.session_state[f"clash:{name}"] = clash
    html.notice(
        Markup(
            "<strong>{} agreed {} while you had it open.</strong> Theirs: {}{}. Yours was not "
            "saved: {}{}. Which level do you want to keep?"
        ).format(
            clash.by,
            question.item.code,
            choice_words(pack, str(clash.theirs.level)),
            _because(clash.theirs.reason),
            choice_words(pack, str(clash.level)),
            _because(clash.reason),
        ),
        "problem",
    )
    left, right = st.columns(2)
    with left:
        if st.button(
            f"Keep {clash.theirs.level}, as {escape_markdown(clash.by)} agreed",
            key=f"theirs-{name}",
        ):
            _forget(name)
            st.session_state[f"seen:{name}"] = clash.theirs.version
            st.rerun()
    with right:
        if st.button(f"Change it to {clash.level}, as I chose", key=f"mine-{name}"):
            del st.session_state[f"clash:{name}"]
            said = _keep(view, question, clash.level, clash.reason, clash.theirs.version)
            if not said:
                _forget(name)
                st.rerun()
            st.session_state[f"clash:{name}"] = clash
            html.notice(said, "problem")
    return False


def _because(reason: str) -> str:
    return f", because: “{reason.strip()}”" if reason.strip() else ""


def _forget(name: str) -> None:
    for key in (f"clash:{name}", f"level:{name}", f"reason:{name}"):
        st.session_state.pop(key, None)


def _reason_label(question: Question, pack: Pack) -> str:
    middle = question.position.middle
    if middle is None:
        return "Reason (needed, because no partner gave a level). It is signed with the level."
    low, high = middle
    inside = str(low) if low == high else f"{low} or {high}"
    return (
        f"Reason (needed for a level other than {inside}, the partners' middle). It is signed "
        "with the level."
    )


def _proposal(words: str) -> Markup:
    return Markup('<strong class="owf-proposal">{}</strong>').format(words)


def _standing(question: Question, pack: Pack) -> Markup:
    position = question.position
    if position.agreement is None or position.agreement.level is None:
        if position.middle is None:
            return html.notice_markup(
                "No partner gave a level. You can still agree one, with a reason."
            )
        low, high = position.middle
        proposal = choice_words(pack, str(position.proposed))
        return Markup(
            '<p class="owf-standing">The partners\' median is {}. {}Choose the level that the '
            "Trust agrees.</p>"
        ).format(
            _proposal(proposal)
            if low == high
            else Markup("<strong>{}</strong>").format(median_in_words((low, high))),
            "It is a proposal. "
            if low == high
            else Markup(
                "The proposal is the lower, {}; the higher needs no reason either. "
            ).format(_proposal(proposal)),
        )
    return html.notice_markup(
        Markup("<strong>Agreed: {}.</strong> {}, {}.{}").format(
            choice_words(pack, str(position.agreement.level)),
            question.agreed_by or "Somebody who has been erased",
            clock.in_words(position.agreement.agreed_at),
            f" Reason: {position.agreement.reason}" if position.agreement.reason else "",
        ),
        "problem" if position.state is QuestionState.NO_REASON else "good",
    )
