"""The questions of one theme: each click saved, and shown as saved only from the database."""

from datetime import timedelta

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from owf import clock
from owf.assessment.asked_items import asks_for_evidence, choice_of, lacks_evidence, progress_of
from owf.assessment.errors import Refused
from owf.assessment.returns.answering import Evidence, ReturnView
from owf.assessment.returns.concurrent_changes import ConcurrentChanges, written_meanwhile
from owf.benchmark.words.wording import capitalised, listed
from owf.questionnaire import Item, NonScore, Pack, Theme
from owf.store import StoreFailed, get_store
from owf.store.answers import StoredAnswer
from owf.web.layout import who_is_here
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.returns.answer_form import AnswerForm, draw_again, save_and_open
from owf.web.returns.evidence import choose_last_years, evidence_boxes, link_picker, linked_to
from owf.web.returns.overview import (
    CAME_FROM,
    QUESTION,
    REVIEW,
    place_of_question,
    places_to,
    progress_bar,
    shown_there,
)
from owf.web.returns.previous_year import beside
from owf.web.widgets.scale import as_option, choice_words, descriptors, options_of


def condition_in_words(pack: Pack, item: Item) -> str:
    """When an item is asked: ``MA 9 is answered 3 Some progress or 4 Good progress``."""
    condition = item.applies_when
    if condition is None:
        return "it is always asked"
    other = pack.item(condition.item)
    words = [
        choice_words(pack, one.value if isinstance(one, NonScore) else str(one), other)
        for one in condition.answers
    ]
    return f"{other.code} is answered {' or '.join(words)}"


def guidance(item: Item) -> Markup:
    resources = html.join(
        Markup('<li><a href="{}" rel="noreferrer">{}</a></li>').format(one.url, one.title)
        if one.url
        else Markup("<li>{}</li>").format(one.title)
        for one in item.resources
    )
    parts = (
        html.given("<p>{}</p>", item.guidance)
        + html.given("<ul>{}</ul>", resources)
        + html.given("<p><strong>In today's words:</strong> {}</p>", item.today and item.today.text)
    )
    optional = html.hint("You can leave this question unanswered.")
    more = Markup('<details class="owf-what"><summary>More on {}</summary>{}</details>')
    return (html.NOTHING if item.required else optional) + (
        more.format(item.code, parts) if parts else html.NOTHING
    )


def questions(view: ReturnView, theme: Theme) -> None:
    form = AnswerForm.open(view, theme)
    progress = st.empty()
    progress.html(_progress_so_far(form))
    for item in form.items:
        _question(form, item, progress)
    keep_in_touch(form)
    form.is_whole_run = False
    if form.to_correct:
        draw_again()


@st.fragment
def _question(form: AnswerForm, item: Item, progress: DeltaGenerator) -> None:
    """A fragment of its own: drawing fourteen questions for one click costs too much."""
    if not form.is_whole_run:
        form.look_again(item)
    # Streamlit lets a fragment write outside itself only where it also does in a whole run.
    progress.html(_progress_so_far(form))
    with st.container(border=True, key=f"question-{item.id}"):
        _draw_question(form, item)
    if form.to_correct and not form.is_whole_run:
        draw_again()


def _draw_question(form: AnswerForm, item: Item) -> None:
    keys = form.keys(item)
    if item not in form.asked:
        html.write(
            '<p class="owf-hint"><strong>{}</strong> is asked only where {}: {}</p>',
            item.code,
            condition_in_words(form.view.pack, item),
            item.text,
        )
        return
    is_new = keys.choice not in st.session_state
    stored, pack = form.of(item), form.view.pack
    linked = linked_to(form, item)
    html.write("{}{}", _question_head(form, item), _question_notices(form, item))
    _offer_mine(form, item)
    _draw_last_year(form, item)
    html.show(descriptors(pack, form.theme, item))
    options = options_of(pack)
    current = as_option(choice_of(stored))
    shown = st.radio(
        # For screen readers: the statement is above, but a group is announced by its name.
        as_label(f"{item.code}: {item.text} How far is this true here?"),
        options,
        index=options.index(current) if is_new and current is not None else None,
        format_func=lambda option: as_label(choice_words(pack, option, item)),
        key=keys.choice,
        horizontal=True,
        label_visibility="collapsed",
    )
    with st.expander(
        as_label(f"Comment and evidence on {item.code}"),
        expanded=bool(stored.comment or stored.evidence or linked) or lacks_evidence(item, stored),
    ):
        written = st.text_area(
            as_label(f"Comment on {item.code} (optional). Saved when you leave the box."),
            value=stored.comment if keys.comment not in st.session_state else "",
            key=keys.comment,
            height=96,
        )
        has_words = asks_for_evidence(item)
        named = evidence_boxes(item, stored, keys, linked) if has_words else Evidence()
        link_picker(form, item, linked)
    if is_new:
        form.recover(item, shown, written or "", named)
    if st.query_params.get(QUESTION) == item.id:
        back_to_review(form.view, form.theme, item.code)
    form.drawn[item.id] = form.of(item)


def back_to_review(view: ReturnView, theme: Theme, code: str = "") -> None:
    """Saves first; ``code`` is that of the question it is shown at, empty below all of them."""
    if st.query_params.get(CAME_FROM) != REVIEW:
        return

    opened = st.query_params.get(QUESTION, "")
    st.button(
        as_label(f"Back to all answers, from {code}") if code else "Back to all answers",
        key=f"back-to-review-{code}",
        on_click=save_and_open,
        args=(view, theme, places_to(view, REVIEW, **{QUESTION: opened}, **shown_there())),
        type="primary",
    )


def _offer_mine(form: AnswerForm, item: Item) -> None:
    offer = form.notices.offers.get(item.id)
    if offer is not None:
        st.button(
            as_label(f"Use mine for {item.code}: {choice_words(form.view.pack, offer.mine, item)}"),
            key=f"use-mine-{item.id}",
            on_click=form.use_mine,
            args=(item, offer.mine),
        )


def _draw_last_year(form: AnswerForm, item: Item) -> None:
    last_year = form.view.last_year.get(item.id)
    if last_year is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        html.show(beside(form.view, item), is_narrow=True)
        if last_year.suggestion is not None and not form.of(item).is_given:
            st.button(
                as_label(f"Use this answer for {item.code}"),
                key=f"take-over-{item.id}",
                on_click=_take_over,
                args=(form, item),
            )


def _take_over(form: AnswerForm, item: Item) -> None:
    form.take_over(item)
    choose_last_years(form, item)


def _progress_so_far(form: AnswerForm) -> Markup:
    return progress_bar(progress_of(form.asked, form.answers))


def _question_head(form: AnswerForm, item: Item) -> Markup:
    stored, pack = form.of(item), form.view.pack
    return Markup(
        '<div id="{}" class="owf-question owf-kept-{}"><div class="owf-question-top">'
        '<h2 class="owf-code">{}</h2>{}'
        '<p class="owf-unsaved owf-choice">Not saved yet …</p>'
        '<p class="owf-unsaved owf-typed">Not saved yet: leave the box</p>'
        '<p class="owf-unsaved owf-passing">Not saved yet: press Space or go on</p>'
        "</div>"
        '<p class="owf-text">{}</p><p class="owf-hint">{}</p>{}</div>'
    ).format(
        place_of_question(item),
        _stored_place(pack, stored),
        item.code,
        _saved_words(stored),
        item.text,
        item.hint,
        guidance(item),
    )


def _question_notices(form: AnswerForm, item: Item) -> Markup:
    return html.join(
        html.notice_markup(words, "problem") for words in form.notices.words.get(item.id, ())
    )


def _stored_place(pack: Pack, stored: StoredAnswer) -> str:
    """For the style sheet: the page stops saying "saved" at the click itself."""
    option = as_option(choice_of(stored))
    return "none" if option is None else str(options_of(pack).index(option))


def _saved_words(stored: StoredAnswer) -> Markup:
    if stored.answered_at is None or not (stored.is_given or stored.comment):
        return Markup('<p class="owf-saved owf-open" role="status">Not answered yet</p>')
    if not stored.is_given:
        return Markup(
            '<p class="owf-saved owf-open" role="status">Comment saved, no answer yet</p>'
        )
    moment = stored.answered_at
    is_today = moment.astimezone(clock.LONDON).date() == clock.today()
    when = clock.time_of_day(moment) if is_today else clock.in_words(moment)
    return Markup('<p class="owf-saved" role="status">Saved {}</p>').format(when)


HEARTBEAT = timedelta(seconds=10)


@st.fragment(run_every=HEARTBEAT)
def keep_in_touch(form: AnswerForm) -> None:
    """Its request also brings along a click that was lost in a break of the connection."""
    # What the page shows was read a moment ago.
    found = None if form.is_whole_run else _changes_by_others(form)
    with st.container(key="meanwhile", horizontal=True, vertical_alignment="center"):
        # The region is there before its words are, else they are not read out.
        html.write(
            '<div class="owf-meanwhile" role="status" aria-live="polite">{}</div>',
            in_words(form.view.pack, form.theme, found) if found else "",
        )
        if found and st.button("Show their answers", key="show-theirs", type="primary"):
            draw_again()


def _changes_by_others(form: AnswerForm) -> ConcurrentChanges | None:
    facts = form.view.facts
    try:
        # Whoever opened the page may have left it, or their role, since.
        who = who_is_here(is_use=False)
        if who is None:
            return None
        return written_meanwhile(get_store(), who, facts.partner_id, facts.id, form.shown)
    except (StoreFailed, Refused):
        # Nobody asked for anything just now: the next click says what is wrong, at its place.
        return None


def in_words(pack: Pack, theme: Theme, found: ConcurrentChanges) -> str:
    number = len(found.items)
    where = ", ".join(_numbers_by_theme(pack, theme, found))
    verb = f"answered {number} more" if found.only_new else f"answered or changed {number}"
    return (
        f"{_who_answered(found)} {verb} {'question' if number == 1 else 'questions'} ({where}) "
        "since you opened this page."
    )


def _who_answered(found: ConcurrentChanges) -> str:
    others = [*found.colleagues, *(["somebody else"] if found.unknown else [])]
    if not others:
        return "In another window you have"
    names = listed([*others, *(["you, in another window,"] if found.own else [])])
    return f"{capitalised(names)} {'has' if len(others) == 1 and not found.own else 'have'}"


def _numbers_by_theme(pack: Pack, theme: Theme, found: ConcurrentChanges) -> list[str]:
    numbers = [(one, sum(item.id in found.items for item in one.items)) for one in pack.themes]
    here = [f"{number} here" for one, number in numbers if number and one.id == theme.id]
    return here + [
        f"{number} in {one.short_title}" for one, number in numbers if number and one.id != theme.id
    ]
