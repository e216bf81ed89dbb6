"""All answers of a return on one page, theme by theme."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from markupsafe import Markup

from owf.assessment.answering import ReturnView
from owf.assessment.asking import choice_of, without_answer, without_evidence
from owf.assessment.evidence_linking import proven_in
from owf.questionnaire import Item, Theme
from owf.web import html
from owf.web.components.evidence import written_on
from owf.web.components.options import as_option
from owf.web.components.return_places import (
    go_to_question,
    place_of_answer,
    question_link,
)
from owf.web.components.scale import choice_words
from owf.web.components.task_list import state_of

_NONE: Mapping[str, int] = {}


def all_answers(
    view: ReturnView, jumps: Mapping[str, int] = _NONE, only: Collection[str] | None = None
) -> None:
    """A table for each theme, with the way to each question as long as answers can be changed.

    Args:
        view: the return.
        jumps: item id -> last year's level, of those that are marked as worth a second look.
        only: ids of the items to show; all where it is ``None``.
    """
    for theme in view.pack.themes:
        items = [item for item in view.items(theme) if only is None or item.id in only]
        if not items:
            continue
        done = view.progress(theme)
        html.show(
            Markup('<div class="owf-task"><h2>{}</h2><p class="owf-tag {}">{}</p></div>').format(
                theme.title, "owf-done" if done.is_complete else "owf-open", state_of(done)
            )
        )
        head = ["Question", "Statement", "Answer", "Comment and evidence"]
        html.show(
            html.table(
                f"Your answers on {theme.short_title}",
                head if view.is_locked else [*head, "Change"],
                (_row(view, item, jumps) for item in items),
                css="owf-answers owf-stack",
            )
        )
        if not view.is_locked:
            _to_what_is_missing(view, theme)


def _to_what_is_missing(view: ReturnView, theme: Theme) -> None:
    """The way to the theme's first question that still needs something."""
    items = view.items(theme)
    unanswered = without_answer(items, view.answers)
    bare = without_evidence(items, view.answers, proven_in(view))
    for missing, label in (
        (unanswered, f"Answer the missing questions in {theme.short_title}"),
        (bare, f"Add the missing evidence in {theme.short_title}"),
    ):
        if missing:
            go_to_question(view, label, missing[0])
            return


def _row(view: ReturnView, item: Item, jumps: Mapping[str, int]) -> tuple[str | Markup, ...]:
    answer = view.answers.get(item.id)
    option = as_option(choice_of(answer))
    words = choice_words(view.pack, option, item)
    shown = (
        Markup("{}{}").format(words, _jump(view, jumps.get(item.id)))
        if option
        else Markup('<strong class="owf-missing">{}</strong>').format(words)
    )
    written = written_on(view, item)
    if view.is_locked:
        return item.code, item.text, shown, written
    change = Markup('{} <span class="owf-ears">{}</span>').format(
        "Change" if option else "Answer", item.code
    )
    return (
        question_link(view, item, item.code, is_second=True),
        item.text,
        shown,
        written,
        question_link(view, item, change, mark=place_of_answer(item)),
    )


def _jump(view: ReturnView, before: int | None) -> Markup:
    if before is None:
        return html.NOTHING
    return Markup('<span class="owf-jump">{} in {}: worth a second look</span>').format(
        before, view.round.year - 1
    )
