"""The questions of a moderation as a list, the most disputed first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlencode

from markupsafe import Markup

from owf.assessment.moderating import ModerationView
from owf.assessment.positions import QuestionState
from owf.assessment.voices import Question
from owf.benchmark import consensus_needed, median_in_words
from owf.benchmark.wording import listed, number
from owf.questionnaire import Pack
from owf.web import html
from owf.web.components.scale import choice_words

NOBODY = "no level given"

MOST_UNFOLDED = 20
"""So many questions stand in one list."""
UNFOLDED = 15
"""Of more, so many stand open: about what a meeting gets through."""
MOST_IN_A_FOLD = 25


def consensus_words(question: Question) -> str:
    """Consensus as a number and a word: ``0.42, low``."""
    if question.consensus is None:
        return NOBODY
    return f"{question.consensus:.2f}, {'high' if question.is_high else 'low'}"


def _consensus(question: Question) -> Markup:
    apart = len(question.stands_apart)
    if not apart:
        return Markup("{}").format(consensus_words(question))
    who = "1 stands apart" if apart == 1 else f"{apart} stand apart"
    return Markup('{} <span class="owf-small owf-apart">{}</span>').format(
        consensus_words(question), who
    )


def agreement_sentence(view: ModerationView) -> str:
    """How far partners agree over all questions; empty where that cannot be told."""
    if view.agreement is None:
        return ""
    return (
        f"Over all questions, partners' agreement is {number(view.agreement, 2)} (Krippendorff's "
        "alpha: 1 where all give the same levels, 0 where they agree no more than by chance)."
    )


def consensus_sentence(question: Question, pack: Pack) -> str:
    """How far partners agree on one question, and what would be more than chance."""
    rated = sum(question.position.counts)
    if question.consensus is None or question.lowest is None or question.highest is None:
        if question.position.is_answered:
            return "No partner that answered gave a level, so it is signed without one."
        return "No partner that has submitted answered this question, so no level can be agreed."
    low, high = (choice_words(pack, str(one)) for one in (question.lowest, question.highest))
    who = "1 partner" if rated == 1 else f"{rated} partners"
    if question.spread == 0:
        spread = f"{who} rated this, all at {low}"
    else:
        spread = f"{who} rated this, from {low} to {high}"
    needed = consensus_needed(rated, len(pack.scale.values))
    beyond = (
        "so few partners can agree by chance"
        if needed is None or rated < 3
        else f"with {rated} partners, {needed:.2f} or more is agreement beyond chance"
    )
    apart = [voice.partner for voice in question.stands_apart]
    heard = (
        f" {listed(apart)} {'stands' if len(apart) == 1 else 'stand'} two levels or more from "
        "the median."
        if apart
        else ""
    )
    return f"{spread}. Consensus {consensus_words(question)}: {beyond}.{heard}"


def agenda(view: ModerationView, shown: Sequence[Question], caption: str) -> Markup:
    """Tables of questions, each linked to its own page; of many, the less disputed are folded."""
    if len(shown) <= MOST_UNFOLDED:
        return _table(view, shown, f"{caption}: {len(shown)}")
    folds = -(-(len(shown) - UNFOLDED) // MOST_IN_A_FOLD)
    ends = [UNFOLDED + (len(shown) - UNFOLDED) * one // folds for one in range(folds + 1)]
    first = f"{caption}: {len(shown)}. These are the {UNFOLDED} most disputed"
    return Markup("{}{}").format(
        _table(view, shown[:UNFOLDED], first),
        html.join(
            html.fold(
                f"Questions {start + 1} to {end}: {_consensus_from_to(shown[start:end])}",
                _table(view, shown[start:end], f"{caption}: {start + 1} to {end} of {len(shown)}"),
            )
            for start, end in pairwise(ends)
        ),
    )


def _consensus_from_to(questions: Sequence[Question]) -> str:
    found = [one.consensus for one in questions if one.consensus is not None]
    return f"consensus {min(found):.2f} to {max(found):.2f}" if found else NOBODY


def _table(view: ModerationView, shown: Sequence[Question], caption: str) -> Markup:
    return html.table(
        caption,
        (
            "Question",
            "Partners at 1 to 5",
            "Consensus",
            "Median",
            str(view.round.year - 1),
            "Agreed",
            "Replies",
        ),
        (
            (
                _link(view, one),
                _strip(one),
                _consensus(one),
                _median(one),
                _level(one.last_agreed, "none"),
                _agreed(one),
                _replies(view, one),
            )
            for one in shown
        ),
        css="owf-agenda owf-stack",
    )


def _link(view: ModerationView, question: Question) -> Markup:
    query = urlencode(
        {"trust": view.round.trust, "year": view.round.year, "item": question.item.id}
    )
    return Markup(
        '<a href="/moderation?{}" target="_self">{}</a> <span class="owf-small">{}</span>'
    ).format(query, question.item.code, question.item.short_name)


def _strip(question: Question) -> Markup:
    """The counts as five small bars, with the numbers for those who cannot see them."""
    counts = question.position.counts
    most = max(1, *counts)
    return Markup('<span class="owf-strip" aria-hidden="true">{}</span>{}').format(
        html.join(
            Markup('<span style="height:{:.0f}px" class="{}">{}</span>').format(
                6 + 20 * count / most, "" if count else "owf-zero", count
            )
            for count in counts
        ),
        Markup('<span class="owf-ears">{}</span>').format(", ".join(map(str, counts))),
    )


def _replies(view: ModerationView, question: Question) -> Markup:
    """How many partners replied to the present level, and whether one waits for an answer."""
    said = [
        one
        for one in view.replies.get(question.item.id, ())
        if one.version == view.next_version or one.stands
    ]
    if not said:
        return Markup('<span class="owf-none">none</span>')
    waiting = sum(one in view.waiting_replies for one in said)
    if waiting:
        return Markup('<span class="owf-missing">{} to answer</span>').format(waiting)
    stands = sum(one.stands for one in said)
    return Markup("{}{}").format(
        len(said),
        Markup(' <span class="owf-small">{}</span>').format(
            "dissent stands" if stands else "answered"
        ),
    )


def _level(level: int | None, nothing: str) -> str:
    return nothing if level is None else str(level)


def _median(question: Question) -> str:
    middle = question.position.middle
    return NOBODY if middle is None else median_in_words(middle)


def _agreed(question: Question) -> Markup:
    position = question.position
    words = {
        QuestionState.NO_ANSWER: "no answer yet",
        QuestionState.OPEN: "open",
        QuestionState.WITHOUT_LEVEL: "without a level",
    }.get(position.state)
    if position.state is QuestionState.NO_REASON:
        return Markup('<span class="owf-missing">{}, reason missing</span>').format(position.level)
    if words is not None or position.agreement is None:
        return Markup('<span class="owf-none">{}</span>').format(words or "open")
    mark = (
        Markup(' <span class="owf-small">with reason</span>') if position.agreement.reason else ""
    )
    return Markup("<strong>{}</strong>{}").format(position.level, mark)
