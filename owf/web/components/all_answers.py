"""All answers of a return on one page, theme by theme."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from owf.assessment.answering import ReturnView
from owf.assessment.asking import choice_of, without_evidence
from owf.assessment.evidence_linking import proven_in
from owf.web import html
from owf.web.components.evidence import written_on
from owf.web.components.options import as_option
from owf.web.components.return_places import go
from owf.web.components.scale import choice_words
from owf.web.components.task_list import state_of

_NONE: Mapping[str, int] = {}


def all_answers(view: ReturnView, jumps: Mapping[str, int] = _NONE) -> None:
    """A table for each theme; below it the way to what is missing, as long as it can be changed.

    Args:
        view: the return.
        jumps: item id -> last year's level, of those that are marked as worth a second look.
    """
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
                (_row(view, item.id, jumps) for item in view.items(theme)),
                css="owf-answers owf-stack",
            )
        )
        if view.is_locked:
            continue
        if not done.is_complete:
            go(view, f"Answer the missing questions in {theme.short_title}", theme.id)
        elif without_evidence(view.items(theme), view.answers, proven_in(view)):
            go(view, f"Add the missing evidence in {theme.short_title}", theme.id)


def _row(view: ReturnView, item_id: str, jumps: Mapping[str, int]) -> tuple[str | Markup, ...]:
    item = view.pack.item(item_id)
    answer = view.answers.get(item_id)
    option = as_option(choice_of(answer))
    words = choice_words(view.pack, option, item)
    shown = (
        Markup("{}{}").format(words, _jump(view, jumps.get(item_id)))
        if option
        else Markup('<strong class="owf-missing">{}</strong>').format(words)
    )
    return item.code, item.text, shown, written_on(view, item)


def _jump(view: ReturnView, before: int | None) -> Markup:
    if before is None:
        return html.NOTHING
    return Markup('<span class="owf-jump">{} in {}: worth a second look</span>').format(
        before, view.round.year - 1
    )
