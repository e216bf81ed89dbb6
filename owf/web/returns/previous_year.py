"""Last year's answers: beside each question, and taken over in one step with a preview."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.asked_items import choice_of
from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.previous_year import EarlierAnswer, History, LastYear
from owf.assessment.returns.taking_over import (
    Offer,
    TakenOver,
    ToTake,
    offer_of,
    take_back,
    take_over,
    taken_over,
)
from owf.benchmark.words.wording import number
from owf.markup.formatting import questions
from owf.questionnaire import Item, Mark
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.evidence import thing_line
from owf.web.markup.labels import as_label
from owf.web.returns.evidence import comment_and_evidence, evidence_words
from owf.web.returns.overview import LAST_YEAR, REVIEW, above, go, places_to, state_notices
from owf.web.widgets.forms import do_and_keep, say_what_was_done
from owf.web.widgets.scale import as_option, choice_words

MARKS = {
    Mark.SAME: "Same question as last year",
    Mark.REWORDED: "Reworded since last year",
    Mark.NEW: "New this year",
}


def beside(view: ReturnView, item: Item) -> Markup:
    """What a Trust signed that this one replaced is marked so: it is nobody's answer here."""
    found = view.last_year.get(item.id)
    if found is None:
        return html.NOTHING
    return Markup(
        '<div class="owf-last"><p class="owf-mark owf-mark-{}">{}</p>{}{}{}{}</div>'
    ).format(
        found.origin.mark.value,
        MARKS[found.origin.mark],
        html.given("<p>{}</p>", "" if found.origin.mark is Mark.SAME else found.origin.reason),
        html.join(_earlier_answer(view, one, found) for one in found.earlier),
        html.given("<p>{}</p>", found.why_not),
        html.join(_earlier_position(one, found) for one in found.history),
    )


def _earlier_answer(view: ReturnView, one: EarlierAnswer, found: LastYear) -> Markup:
    answer = one.answer
    return Markup("<p>In {} you said{}: <strong>{}</strong>{}{}{}</p>{}").format(
        view.round.year - 1,
        f" on {one.item.code}" if len(found.earlier) > 1 else "",
        choice_words(one.pack, as_option(choice_of(answer)), one.item),
        html.given(" <q>{}</q>", answer.comment),
        html.given("<br>Evidence: {}.", evidence_words(answer)),
        html.join(Markup("<br>Evidence: {}.").format(thing_line(thing)) for thing in one.things),
        html.given(
            '<p class="owf-hint">The question was: {}</p>',
            found.origin.mark is Mark.REWORDED and one.item.text,
        ),
    )


def _earlier_position(one: History, found: LastYear) -> Markup:
    level = (
        choice_words(one.pack, str(one.level), one.item) if one.level is not None else "no level"
    )
    score = f"; its partners' score was {number(one.score, 1)}" if one.score is not None else ""
    return Markup(
        '<p class="owf-history">{} said in {}{}: <strong>{}</strong>{}. This is from a Trust '
        "that yours replaced. It is not your own answer.</p>{}"
    ).format(
        one.trust,
        one.year,
        f" on {one.item.code}" if len(found.origin.before) > 1 else "",
        level,
        score,
        html.given(
            '<p class="owf-hint">The question was: {}</p>',
            found.origin.mark is Mark.REWORDED and not found.earlier and one.item.text,
        ),
    )


_PLACE = "last-year"


def offer_last_year(view: ReturnView) -> None:
    say_what_was_done(_PLACE)
    if view.is_over:
        return
    done = taken_over(get_store(), view)
    if done is not None and done.can_be_undone:
        _show_undo(view, done)
    number = len(offer_of(view).takes)
    if not number:
        return
    with st.container(border=True, key="last-year"):
        html.write(
            '<div class="owf-task"><h2>Last year\'s answers</h2></div><p>{} of {} still {} '
            "for questions that you have not answered yet. See which, then take them over in "
            "one step.</p>",
            _answers(number),
            view.round.year - 1,
            "holds" if number == 1 else "hold",
        )
        go(view, f"See your answers of {view.round.year - 1}", LAST_YEAR)


def _show_undo(view: ReturnView, done: TakenOver) -> None:
    number = len(done.items)
    with st.container(border=True, key="taken-over"):
        html.write(
            '<div class="owf-task"><h2>Taken over from {}</h2></div><p>{} {} taken over on {}'
            "{}. Until one of them is changed, you can undo this in one step.</p>",
            view.round.year - 1,
            _answers(number),
            "was" if number == 1 else "were",
            clock.in_words(done.at),
            f" by {done.by}" if done.by else "",
        )
        st.button("Undo this", key="take-back-last-year", on_click=_take_back, args=(view,))


def last_year_page(view: ReturnView) -> None:
    last = view.round.year - 1
    html.heading(f"Take over your answers of {last}", above=above(view), view=LAST_YEAR)
    state_notices(view)
    say_what_was_done(_PLACE)
    offer = offer_of(view)
    if view.is_over or not offer.takes:
        html.notice(
            "There is nothing to take over, because no answer of last year can still be used."
        )
        _show_not_taken(view, offer)
        go(view, "Check your answers", REVIEW, main=True)
        return
    number = len(offer.takes)
    html.write(
        '<p class="owf-lead"><strong>{} of {} would become your {} for {}</strong>, with {} '
        "comments and the evidence that is still valid. Answers that you have given this year "
        "do not change. Check them. You can change any that are no longer true afterwards, "
        "question by question.</p>",
        _answers(number),
        last,
        "answer" if number == 1 else "answers",
        view.round.year,
        "its" if number == 1 else "their",
    )
    _show_not_taken(view, offer)
    for theme in view.pack.themes:
        takes = [one for one in offer.takes if one.item in theme.items]
        if takes:
            html.show(_preview_table(view, theme.title, takes))
    st.button(
        as_label(f"Take over {_answers(number)}"),
        type="primary",
        key="take-over-last-year",
        on_click=_take,
        args=(view, [one.item.id for one in offer.takes]),
    )
    go(view, "Go back without taking over any answers", REVIEW)


def _show_not_taken(view: ReturnView, offer: Offer) -> None:
    by_reason: dict[str, list[str]] = {}
    for item, reason in offer.leaves.items():
        by_reason.setdefault(reason, []).append(view.pack.item(item).code)
    if by_reason:
        html.show(
            html.table(
                f"Not taken over: {questions(len(offer.leaves))}",
                ("Why", "Number", "Questions"),
                (
                    (reason, str(len(codes)), ", ".join(codes))
                    for reason, codes in by_reason.items()
                ),
                css="owf-stack owf-left",
                numeric=frozenset({1}),
            )
        )


def _preview_table(view: ReturnView, title: str, takes: Sequence[ToTake]) -> Markup:
    return Markup("<h2>{}</h2>{}").format(
        title,
        html.table(
            f"Would be taken over in {title}: {questions(len(takes))}",
            ("Question", "Statement", "Answer", "Comment and evidence"),
            (
                (
                    one.item.code,
                    _statement(view, one),
                    choice_words(view.pack, as_option(choice_of(one.answer)), one.item),
                    comment_and_evidence(
                        one.answer,
                        [
                            thing
                            for thing in view.last_year[one.item.id].things
                            if thing.id in one.things
                        ],
                        "Evidence is missing. Add it afterwards" if one.lacks_evidence else "",
                    ),
                )
                for one in takes
            ),
            css="owf-answers owf-stack",
        ),
    )


def _statement(view: ReturnView, one: ToTake) -> Markup:
    found = view.last_year[one.item.id]
    if found.origin.mark is not Mark.REWORDED:
        return Markup("{}").format(one.item.text)
    return Markup('{} <span class="owf-small">{}: {}</span>').format(
        one.item.text,
        MARKS[Mark.REWORDED],
        " / ".join(f"“{said.item.text}”" for said in found.earlier),
    )


def _take(view: ReturnView, wanted: Sequence[str]) -> None:
    def take() -> str:
        taken = take_over(get_store(), signed_in(), view.facts.id, wanted)
        st.query_params.from_dict(places_to(view, REVIEW))
        words = (
            f"{_answers(len(taken))} {'was' if len(taken) == 1 else 'were'} taken over from "
            f"{view.round.year - 1}. Check them below and change any that are no longer true."
        )
        left = len(wanted) - len(taken)
        if left:
            words += f" {questions(left)} had been answered in the meantime and did not change."
        return words

    do_and_keep(take, _PLACE)


def _take_back(view: ReturnView) -> None:
    def undo() -> str:
        number = take_back(get_store(), signed_in(), view.facts.id)
        return f"Taken back: {questions(number)} {'is' if number == 1 else 'are'} open again."

    do_and_keep(undo, _PLACE)


def _answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"
