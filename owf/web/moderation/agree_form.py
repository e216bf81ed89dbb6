"""Settling one question: the level, its reason, and what happens when two people do it at once."""

from dataclasses import dataclass, replace
from typing import NamedTuple

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
from owf.web.markup.labels import as_label
from owf.web.widgets.scale import choice_words

_NEVER_SEEN = -1
"""No version has this number: a browser that outlived its session sees first what is stored."""


@dataclass(frozen=True)
class Clash:
    theirs: StoredAgreement
    by: str
    level: int
    reason: str


class _Keys(NamedTuple):
    name: str
    form: str
    level: str
    reason: str
    seen: str
    clash: str


def _keys(view: ModerationView, question: Question) -> _Keys:
    name = f"{view.round.id}:{question.item.id}"
    form, kind = ("settle", "") if question.position.is_answered else ("no-answer", "no-answer-")
    return _Keys(
        name,
        form=f"{form}-{question.item.id}",
        level=f"level:{name}",
        reason=f"{kind}reason:{name}",
        seen=f"{kind}seen:{name}",
        clash=f"clash:{name}",
    )


def settle(view: ModerationView, question: Question) -> bool:
    """The form that settles a question; gives whether to go on to the next one."""
    keys, agreement = _keys(view, question), question.position.agreement
    is_answered = question.position.is_answered
    html.show(_level_so_far(question, view.pack) if is_answered else _no_level(view, question))
    clash: Clash | None = st.session_state.get(keys.clash)
    if clash is not None and is_answered:
        return _choose_between(view, question, clash, keys)
    is_new = keys.reason not in st.session_state
    if is_new:
        # A new form begins at what is stored; one that is open keeps what its person saw.
        st.session_state[keys.seen] = agreement.version if agreement else 0
    with st.form(keys.form, enter_to_submit=False):
        level = _level_choice(question, view.pack, keys) if is_answered else None
        reason = st.text_area(
            as_label(_reason_label(question)),
            value=agreement.reason if agreement else "",
            key=keys.reason,
            max_chars=REASON_LIMIT,
            height=96,
        )
        problem = st.empty()
        if is_answered:
            left, right, _ = st.columns([1.3, 1, 2.2])
            go_on = left.form_submit_button("Agree and open the next", type="primary")
            stay = right.form_submit_button("Agree")
        else:
            go_on, stay = st.form_submit_button("Sign it without a level"), False
    if not (go_on or stay):
        return False
    # A form that is new in the very run of its click was drawn by a session that is gone.
    seen = _NEVER_SEEN if is_new else st.session_state[keys.seen]
    if is_answered and level is None:
        why_not = "Not saved. Choose a level first."
    else:
        why_not = _keep(view, question, keys, level, reason=reason or "", seen=seen)
    if why_not:
        problem.html(html.notice_markup(why_not, "problem"))
        return False
    if stay:
        st.rerun()
    return True


def _level_choice(question: Question, pack: Pack, keys: _Keys) -> int | None:
    values = list(pack.scale.values)
    agreement = question.position.agreement
    agreed = agreement.level if agreement else None
    return st.radio(
        # For screen readers: the statement is above, but a group is announced by its name.
        as_label(f"Agreed level for {question.item.code}: {question.item.text}"),
        values,
        # What partners propose is read, and never chosen for anybody (decision 31).
        index=values.index(agreed) if agreed in values else None,
        format_func=lambda value: as_label(choice_words(pack, str(value))),
        key=keys.level,
        horizontal=True,
        label_visibility="collapsed",
    )


def _reason_label(question: Question) -> str:
    if not question.position.is_answered:
        return "Why no partner answered it; the reason is signed with it"
    middle = question.position.middle
    if middle is None:
        return "Reason (needed, because no partner gave a level). It is signed with the level."
    low, high = middle
    inside = str(low) if low == high else f"{low} or {high}"
    return (
        f"Reason (needed for a level other than {inside}, the partners' middle). It is signed "
        "with the level."
    )


def _keep(
    view: ModerationView,
    question: Question,
    keys: _Keys,
    level: int | None,
    *,
    reason: str,
    seen: int,
) -> str:
    """Settle it; gives why not. The next run draws a clash of two levels."""
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
        kept = changed.current
        if (kept.level, kept.reason) != (level, reason.strip()):
            if level is not None:
                st.session_state[keys.clash] = Clash(
                    kept, changed.by or "Somebody else", level, reason
                )
                st.rerun()
            # The person reads now what the other one wrote, and may save over it.
            st.session_state[keys.seen] = kept.version
            return f"Not saved. {told(changed)}"
    except Refused as refused:
        return f"Not saved. {told(refused)}"
    except StoreFailed:
        what = "wrote" if level is None else "chose and wrote"
        return (
            f"Not saved, because we could not reach the database. What you {what} is still here. "
            "Try again in a minute."
        )
    st.session_state[keys.seen] = kept.version
    return ""


def _choose_between(view: ModerationView, question: Question, clash: Clash, keys: _Keys) -> bool:
    pack, now = view.pack, question.position.agreement
    if now is not None and now.version != clash.theirs.version:
        # Somebody settled it once more: that is what the person has to choose against.
        clash = replace(clash, theirs=now, by=question.agreed_by or "Somebody else")
        st.session_state[keys.clash] = clash
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
    theirs = f"Keep {clash.theirs.level}, as {clash.by} agreed"
    if left.button(as_label(theirs), key=f"theirs-{keys.name}"):
        _begin_at_what_is_stored(keys)
        st.session_state[keys.seen] = clash.theirs.version
        st.rerun()
    if right.button(as_label(f"Change it to {clash.level}, as I chose"), key=f"mine-{keys.name}"):
        del st.session_state[keys.clash]
        why_not = _keep(
            view, question, keys, clash.level, reason=clash.reason, seen=clash.theirs.version
        )
        if not why_not:
            _begin_at_what_is_stored(keys)
            st.rerun()
        st.session_state[keys.clash] = clash
        with right:
            html.notice(why_not, "problem")
    return False


def _because(reason: str) -> str:
    return f", because: “{reason.strip()}”" if reason.strip() else ""


def _begin_at_what_is_stored(keys: _Keys) -> None:
    for key in (keys.clash, keys.level, keys.reason):
        st.session_state.pop(key, None)


def _level_so_far(question: Question, pack: Pack) -> Markup:
    position, agreement = question.position, question.position.agreement
    if agreement is not None and agreement.level is not None:
        return html.notice_markup(
            Markup("<strong>Agreed: {}.</strong> {}, {}.{}").format(
                choice_words(pack, str(agreement.level)),
                question.agreed_by or "Somebody who has been erased",
                clock.in_words(agreement.agreed_at),
                f" Reason: {agreement.reason}" if agreement.reason else "",
            ),
            "problem" if position.state is QuestionState.NO_REASON else "good",
        )
    if position.middle is None:
        return html.notice_markup(
            "No partner gave a level. You can still agree one, with a reason."
        )
    low, high = position.middle
    proposal = Markup('<strong class="owf-proposal">{}</strong>').format(
        choice_words(pack, str(position.proposed))
    )
    if low == high:
        median, how = proposal, Markup("It is a proposal. ")
    else:
        median = Markup("<strong>{}</strong>").format(median_in_words((low, high)))
        how = Markup("The proposal is the lower, {}; the higher needs no reason either. ").format(
            proposal
        )
    return Markup(
        '<p class="owf-standing">The partners\' median is {}. {}Choose the level that the '
        "Trust agrees.</p>"
    ).format(median, how)


def _no_level(view: ModerationView, question: Question) -> Markup:
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
    waiting = len(view.waiting_for)
    still_to_come = (
        f" {waiting} {'return is' if waiting == 1 else 'returns are'} still to come."
        if waiting
        else ""
    )
    return html.notice_markup(
        Markup(
            "<strong>No answer yet.</strong> No partner that has submitted answered this question, "
            "so no level can be agreed.{}"
        ).format(still_to_come)
    )
