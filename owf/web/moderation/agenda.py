"""The questions of a moderation as a list, the most disputed first."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf.assessment.moderation.agreeing import ModerationView, accept_medians
from owf.assessment.moderation.positions import QuestionState
from owf.assessment.moderation.questions import Question
from owf.benchmark.agreement.partners import consensus_needed
from owf.benchmark.scores.medians import median_in_words
from owf.benchmark.words.wording import listed, number
from owf.markup.formatting import questions
from owf.questionnaire import Pack
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.forms import outcome_of, show_once, shown_before
from owf.web.widgets.scale import choice_words

NOBODY = "no level given"

MOST_UNFOLDED = 20
UNFOLDED = 15
"""How many of a longer list are not folded: about what a meeting gets through."""
MOST_IN_A_FOLD = 25


def range_words(question: Question) -> str:
    """From where to where partners stand: ``all at 3``, ``2 to 5``."""
    if question.lowest is None or question.highest is None:
        return NOBODY
    if question.spread:
        return f"{question.lowest} to {question.highest}"
    return f"{'one' if sum(question.position.counts) == 1 else 'all'} at {question.lowest}"


def order_worked_out(view: ModerationView) -> Markup:
    over_all = (
        ""
        if view.agreement is None
        else (
            f"Over all questions, partners' agreement is {number(view.agreement, 2)} "
            "(Krippendorff's alpha: 1 where all give the same levels, 0 where they agree no more "
            "than by chance)."
        )
    )
    return html.fold(
        "How this is worked out",
        Markup(
            "<p>Questions stand in the order of their consensus (Tastle and Wierman), which runs "
            "from 0, half of the partners at each end of the scale, to 1, all at one level; where "
            "it is equal, the wider range comes first. A partner stands apart where its level is "
            "two or more from the partners' median.</p><p>{}</p>"
        ).format(over_all),
    )


def agreement_words(question: Question, pack: Pack) -> str:
    rated = sum(question.position.counts)
    if question.lowest is None or question.highest is None:
        if question.position.is_answered:
            return "No partner that answered gave a level, so it is signed without one."
        return "No partner that has submitted answered this question, so no level can be agreed."
    low, high = (choice_words(pack, str(one)) for one in (question.lowest, question.highest))
    who = "1 partner" if rated == 1 else f"{rated} partners"
    spread = f"from {low} to {high}" if question.spread else f"{'all ' * (rated > 1)}at {low}"
    words = f"{who} rated this, {spread}."
    apart = [voice.partner for voice in question.stands_apart]
    if not apart:
        return words
    stand = "stands" if len(apart) == 1 else "stand"
    return f"{words} {listed(apart)} {stand} two levels or more from the median."


def agreement_worked_out(question: Question, pack: Pack) -> Markup:
    if question.consensus is None:
        return html.NOTHING
    rated = sum(question.position.counts)
    needed = consensus_needed(rated, len(pack.scale.values))
    if needed is None or rated < 3:
        beyond = "So few partners can agree by chance, whatever it is."
    else:
        found = "more agreement than" if question.is_high else "no more agreement than one expects"
        beyond = (
            f"With {rated} partners, chance alone reaches {needed:.2f} at most one time in "
            f"twenty: this is {found} by chance."
        )
    return html.fold(
        "How this is worked out",
        Markup(
            "<p>Consensus is {:.2f}, between 0 (half at each end) and 1 (all alike). {}</p>"
        ).format(question.consensus, beyond),
    )


def agenda(view: ModerationView, shown: Sequence[Question], caption: str) -> Markup:
    if len(shown) <= MOST_UNFOLDED:
        return _agenda_table(view, shown, f"{caption}: {len(shown)}")
    folds = -(-(len(shown) - UNFOLDED) // MOST_IN_A_FOLD)
    ends = [UNFOLDED + (len(shown) - UNFOLDED) * one // folds for one in range(folds + 1)]
    first = f"{caption}: {len(shown)}. These are the {UNFOLDED} most disputed"
    folded = (
        html.fold(
            f"Questions {start + 1} to {end}: {_widest_range(shown[start:end])}",
            _agenda_table(
                view, shown[start:end], f"{caption}: {start + 1} to {end} of {len(shown)}"
            ),
        )
        for start, end in pairwise(ends)
    )
    return _agenda_table(view, shown[:UNFOLDED], first) + html.join(folded)


def _widest_range(questions: Sequence[Question]) -> str:
    if all(one.lowest is None for one in questions):
        return NOBODY
    levels = max(one.spread for one in questions)
    if not levels:
        return "all at one level"
    return f"up to {levels} {'level' if levels == 1 else 'levels'} apart"


def _agenda_table(view: ModerationView, shown: Sequence[Question], caption: str) -> Markup:
    return html.table(
        caption,
        (
            "Question",
            "Partners at 1 to 5",
            "From – to",
            "Median",
            str(view.round.year - 1),
            "Agreed",
            "Replies",
        ),
        (_agenda_row(view, one) for one in shown),
        css="owf-agenda owf-stack",
    )


def _agenda_row(view: ModerationView, question: Question) -> tuple[str | Markup, ...]:
    query = {"trust": view.round.trust, "year": view.round.year, "item": question.item.id}
    link = Markup('<a href="/moderation?{}" target="_self">{}</a>').format(
        urlencode(query), question.item.code
    )
    middle = question.position.middle
    return (
        html.with_small(link, question.item.short_name),
        _bars(question.position.counts),
        _range_and_apart(question),
        NOBODY if middle is None else median_in_words(middle),
        "none" if question.last_agreed is None else str(question.last_agreed),
        _agreed_level(question),
        _reply_state(view, question),
    )


def _bars(counts: Sequence[int]) -> Markup:
    most = max(1, *counts)
    return Markup(
        '<span class="owf-strip" aria-hidden="true">{}</span><span class="owf-ears">{}</span>'
    ).format(
        html.join(
            Markup('<span style="height:{:.0f}px" class="{}">{}</span>').format(
                6 + 20 * count / most, "" if count else "owf-zero", count
            )
            for count in counts
        ),
        ", ".join(map(str, counts)),
    )


def _range_and_apart(question: Question) -> str | Markup:
    apart = len(question.stands_apart)
    if not apart:
        return range_words(question)
    return Markup('{} <span class="owf-small owf-apart">{}</span>').format(
        range_words(question), "1 stands apart" if apart == 1 else f"{apart} stand apart"
    )


def _agreed_level(question: Question) -> Markup:
    position = question.position
    if position.state is QuestionState.NO_REASON:
        return Markup('<span class="owf-missing">{}, reason missing</span>').format(position.level)
    words = {
        QuestionState.NO_ANSWER: "no answer yet",
        QuestionState.OPEN: "open",
        QuestionState.WITHOUT_LEVEL: "without a level",
    }.get(position.state)
    if words is not None or position.agreement is None:
        return Markup('<span class="owf-none">{}</span>').format(words or "open")
    level = Markup("<strong>{}</strong>").format(position.level)
    return html.with_small(level, "with reason") if position.agreement.reason else level


def _reply_state(view: ModerationView, question: Question) -> str | Markup:
    replies = [
        one
        for one in view.replies.get(question.item.id, ())
        if one.version == view.next_version or one.stands
    ]
    if not replies:
        return Markup('<span class="owf-none">none</span>')
    waiting = sum(one in view.waiting_replies for one in replies)
    if waiting:
        return Markup('<span class="owf-missing">{} to answer</span>').format(waiting)
    dissent = any(one.stands for one in replies)
    return html.with_small(str(len(replies)), "dissent stands" if dissent else "answered")


_OUTCOME = "accepted_together"


def accept_in_one_step(view: ModerationView) -> None:
    """Accept the median wherever partners agree more than chance would make them."""
    show_once(_OUTCOME)
    ready = view.ready_together
    if not (ready and view.is_open and view.may_change):
        return
    number = questions(len(ready))
    with st.container(border=True, key="in-one-step"):
        html.write(
            "<h2>Where partners stand close together</h2><p>On {} nobody stands two levels or "
            "more from the partners' median. The median can be accepted in one step, and "
            "each level can still be changed afterwards.</p>"
            '<details class="owf-what"><summary>Which, and at what level</summary><p>{}</p>'
            "</details>"
            '<details class="owf-what"><summary>How this is worked out</summary><p>They are '
            "the open questions on which partners agree more than they would by chance: if "
            "each chose a level at random, they would agree as closely at most one time in "
            "twenty.</p></details>",
            number,
            "; ".join(f"{one.item.code} at {one.position.proposed}" for one in ready),
        )
        clicked = st.button(
            as_label(f"Accept the median for {number}"), key="accept-together", type="primary"
        )
    proposed = {
        one.item.id: one.position.proposed for one in ready if one.position.proposed is not None
    }
    seen = shown_before(f"medians:{view.round.id}", proposed)
    if clicked:
        st.session_state[_OUTCOME] = _accept(view, seen or {})
        st.rerun()


def _accept(view: ModerationView, seen: Mapping[str, int]) -> tuple[str, str]:
    """What came of it, and the kind of its notice."""
    if not seen:
        return (
            "Nothing was accepted: the connection was lost for a moment and this page was loaded "
            "again. Read the list again, then accept.",
            "problem",
        )

    def accept() -> str:
        kept = accept_medians(get_store(), signed_in(), view.round.id, seen)
        left = len(seen) - len(kept)
        words = f"The median was accepted for {questions(len(kept))}."
        if left:
            words += f" {left} changed while you had this page open: look at what is proposed now."
        return words

    return outcome_of(
        accept,
        "Nothing was accepted, because we could not reach the database. Try again in a minute.",
        "Nothing was accepted. ",
    )
