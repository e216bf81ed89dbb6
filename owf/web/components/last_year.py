"""Last year's own answer beside a question, and whether the question is still the same."""

from __future__ import annotations

from markupsafe import Markup

from owf import clock
from owf.assessment.answering import ReturnView
from owf.assessment.asking import choice_of
from owf.assessment.last_year import EarlierAnswer, History, LastYear
from owf.benchmark.wording import number
from owf.questionnaire import Item, Mark
from owf.web import html
from owf.web.components.evidence_things import thing_line
from owf.web.components.options import as_option
from owf.web.components.scale import choice_words

MARKS = {
    Mark.SAME: "Same question as last year",
    Mark.REWORDED: "Reworded since last year",
    Mark.NEW: "New this year",
}
"""How a question stands to last year's, in words."""


def beside(view: ReturnView, item: Item) -> Markup:
    """The mark, what was said last year, and why it is not offered where it is not.

    Nothing where the partner had no return last year, and no Trust before this one did. What such a
    Trust signed is marked as its own: it is nobody's answer here.
    """
    found = view.last_year.get(item.id)
    if found is None:
        return html.NOTHING
    return Markup(
        '<div class="owf-last"><p class="owf-mark owf-mark-{}">{}</p>{}{}{}{}</div>'
    ).format(
        found.origin.mark.value,
        MARKS[found.origin.mark],
        _why_changed(found),
        html.join(_said(view, one, found) for one in found.earlier),
        Markup("<p>{}</p>").format(found.why_not) if found.why_not else html.NOTHING,
        html.join(_history(one, found) for one in found.history),
    )


def _why_changed(found: LastYear) -> Markup:
    if found.origin.mark is Mark.SAME or not found.origin.reason:
        return html.NOTHING
    return Markup("<p>{}</p>").format(found.origin.reason)


def _said(view: ReturnView, one: EarlierAnswer, found: LastYear) -> Markup:
    answer = one.answer
    return Markup("<p>In {} you said{}: <strong>{}</strong>{}{}{}</p>{}").format(
        view.round.year - 1,
        f" on {one.item.code}" if len(found.earlier) > 1 else "",
        choice_words(one.pack, as_option(choice_of(answer)), one.item),
        Markup(" <q>{}</q>").format(answer.comment) if answer.comment else html.NOTHING,
        Markup("<br>Evidence: {}{}.").format(
            answer.evidence,
            f" (valid until {clock.day_in_words(answer.evidence_expires)})"
            if answer.evidence_expires
            else "",
        )
        if answer.evidence
        else html.NOTHING,
        html.join(Markup("<br>Evidence: {}.").format(thing_line(thing)) for thing in one.things),
        Markup('<p class="owf-hint">The question was: {}</p>').format(one.item.text)
        if found.origin.mark is Mark.REWORDED
        else html.NOTHING,
    )


def _history(one: History, found: LastYear) -> Markup:
    said = choice_words(one.pack, str(one.level), one.item) if one.level is not None else "no level"
    score = f"; its partners' score was {number(one.score, 1)}" if one.score is not None else ""
    return Markup(
        '<p class="owf-history">{} said in {}{}: <strong>{}</strong>{}. This is from a Trust '
        "that yours replaced. It is not your own answer.</p>{}"
    ).format(
        one.trust,
        one.year,
        f" on {one.item.code}" if len(found.origin.before) > 1 else "",
        said,
        score,
        Markup('<p class="owf-hint">The question was: {}</p>').format(one.item.text)
        if found.origin.mark is Mark.REWORDED and not found.earlier
        else html.NOTHING,
    )
