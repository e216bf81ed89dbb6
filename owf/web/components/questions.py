"""The questions of one theme: each click saved, and shown as saved only from the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor
from owf.assessment.answering import (
    COMMENT_LIMIT,
    Choice,
    ReturnView,
    answers_now,
    choice_of,
    progress_of,
    save_choice,
    save_comment,
)
from owf.assessment.refusals import AnswerChanged, Locked, Refused
from owf.questionnaire import Item, NonScore, Pack, Theme
from owf.store import StoreFailed, get_store
from owf.store.answers import StoredAnswer
from owf.web import html
from owf.web.components.answer_sync import Seen, Step, step_for
from owf.web.components.scale import choice_words, descriptors
from owf.web.frame import signed_in

_NOT_SAVED = (
    "Not saved: the database did not answer. Your choice is still shown; it is saved with your "
    "next click, or when you reload the page."
)


@dataclass
class _Sheet:
    """One run over one theme's questions."""

    who: Actor
    return_id: int
    pack: Pack
    answers: dict[str, StoredAnswer]
    drawn: dict[str, StoredAnswer]
    to_correct: set[str]
    notices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    is_locked: bool = False

    def of(self, item: Item) -> StoredAnswer:
        return self.answers.get(item.id, StoredAnswer(item.id))

    def say(self, item: Item, words: str, kind: str = "note") -> None:
        self.notices.setdefault(item.id, []).append((words, kind))


def as_option(choice: Choice | None) -> str | None:
    """A choice as the widget's option: plain text, so that it survives any reload of code."""
    if choice is None:
        return None
    return choice.value if isinstance(choice, NonScore) else str(choice)


def from_option(option: str) -> Choice:
    """The choice behind a widget's option."""
    return int(option) if option.isdigit() else NonScore(option)


def _options(pack: Pack) -> list[str]:
    levels = [str(value) for value in pack.scale.values]
    return levels + [option.value.value for option in pack.scale.non_scores]


@st.fragment
def questions(view: ReturnView, theme: Theme) -> None:
    """Draw the questions of a theme; a click runs this part again and nothing else.

    Of ``view`` only what cannot change meanwhile is used; answers are read anew at each run.
    """
    return_id, items = view.facts.id, view.items(theme)
    memory = st.session_state.setdefault(f"drawn:{return_id}:{theme.id}", {})
    correct = st.session_state.setdefault(f"correct:{return_id}:{theme.id}", set())
    sheet = _Sheet(
        who=signed_in(),
        return_id=return_id,
        pack=view.pack,
        answers=dict(answers_now(get_store(), return_id)),
        drawn=memory,
        to_correct=correct,
    )
    for item in items:
        _catch_up(sheet, item)
    if sheet.is_locked:
        st.rerun()
    html.show(_progress(sheet, items))
    for item in items:
        with st.container(border=True, key=f"question-{item.id}"):
            _question(sheet, theme, item, _last_year(view, item))
    if sheet.to_correct:
        st.rerun()


def _progress(sheet: _Sheet, items: tuple[Item, ...]) -> Markup:
    done = progress_of(items, sheet.answers)
    return Markup(
        '<div class="owf-progress" role="status"><span class="owf-progress-words">'
        "{} of {} answered</span>"
        '<span class="owf-bar" aria-hidden="true"><span style="width:{:.0f}%"></span></span></div>'
    ).format(done.answered, done.of, 100 * done.answered / max(done.of, 1))


def _keys(sheet: _Sheet, item: Item) -> tuple[str, str]:
    return f"choice:{sheet.return_id}:{item.id}", f"comment:{sheet.return_id}:{item.id}"


def _catch_up(sheet: _Sheet, item: Item) -> None:
    """Before drawing: save what the person changed in this session, correct what is outdated."""
    stored, drawn = sheet.of(item), sheet.drawn.get(item.id)
    choice_key, comment_key = _keys(sheet, item)
    corrected = item.id in sheet.to_correct
    sheet.to_correct.discard(item.id)
    if choice_key in st.session_state:
        shown = st.session_state[choice_key]
        seen = Seen(shown) if corrected else Seen(as_option(choice_of(drawn))) if drawn else None
        step = step_for(shown, as_option(choice_of(stored)), seen, stored_is_mine=False)
        if step is Step.SAVE and shown is not None:
            _save_choice(sheet, item, shown, drawn or stored)
        elif step is not Step.NOTHING:
            st.session_state[choice_key] = as_option(choice_of(stored))
    if comment_key in st.session_state:
        shown = (st.session_state[comment_key] or "").strip()
        seen = Seen(shown) if corrected else Seen(drawn.comment) if drawn else None
        step = step_for(shown, sheet.of(item).comment, seen, stored_is_mine=False)
        if step is Step.SAVE:
            _save_comment(sheet, item, shown, drawn or stored)
        elif step is Step.CORRECT:
            st.session_state[comment_key] = sheet.of(item).comment


def _save_choice(sheet: _Sheet, item: Item, option: str, seen: StoredAnswer) -> None:
    try:
        sheet.answers[item.id] = save_choice(
            get_store(), sheet.who, sheet.return_id, item.id, from_option(option), seen=seen
        )
    except Refused as refused:
        _refuse(sheet, item, refused)
        st.session_state[_keys(sheet, item)[0]] = as_option(choice_of(sheet.of(item)))
    except StoreFailed:
        sheet.say(item, _NOT_SAVED, "problem")


def _save_comment(sheet: _Sheet, item: Item, text: str, seen: StoredAnswer) -> None:
    try:
        sheet.answers[item.id] = save_comment(
            get_store(), sheet.who, sheet.return_id, item.id, text, seen=seen
        )
    except AnswerChanged as changed:
        # Neither text is lost: theirs is stored, ours stays in the box under it.
        sheet.answers[item.id] = changed.current
        both = f"{changed.current.comment}\n\n{text}".strip()[:COMMENT_LIMIT]
        st.session_state[_keys(sheet, item)[1]] = both
        sheet.say(item, str(changed), "problem")
    except Refused as refused:
        _refuse(sheet, item, refused)
    except StoreFailed:
        sheet.say(item, _NOT_SAVED, "problem")


def _refuse(sheet: _Sheet, item: Item, refused: Refused) -> None:
    if isinstance(refused, AnswerChanged):
        sheet.answers[item.id] = refused.current
    if isinstance(refused, Locked):
        sheet.is_locked = True
    sheet.say(item, str(refused), "problem")


def _question(sheet: _Sheet, theme: Theme, item: Item, last_year: Markup) -> None:
    choice_key, comment_key = _keys(sheet, item)
    is_new = choice_key not in st.session_state
    stored = sheet.of(item)
    html.show(_head(sheet, theme, item, last_year))
    for words, kind in sheet.notices.get(item.id, ()):
        html.notice(words, kind)
    options = _options(sheet.pack)
    current = as_option(choice_of(stored))
    shown = st.radio(
        f"{item.code}: how far is this so here?",
        options,
        index=options.index(current) if is_new and current is not None else None,
        format_func=lambda option: choice_words(sheet.pack, option),
        key=choice_key,
        horizontal=True,
        label_visibility="collapsed",
    )
    with st.expander(f"Comment on {item.code}", expanded=bool(stored.comment)):
        written = st.text_area(
            f"Comment on {item.code}, optional. Saved when you leave the box.",
            value=stored.comment if comment_key not in st.session_state else "",
            key=comment_key,
            height=96,
        )
    if is_new:
        _recover(sheet, item, shown, written or "")
    sheet.drawn[item.id] = sheet.of(item)


def _recover(sheet: _Sheet, item: Item, shown: str | None, written: str) -> None:
    """A session's first drawing of a question whose browser shows more than is stored."""
    stored = sheet.of(item)
    mine = stored.answered_by in (None, sheet.who.id)
    step = step_for(shown, as_option(choice_of(stored)), None, stored_is_mine=mine)
    if step is Step.SAVE and shown is not None:
        _save_choice(sheet, item, shown, stored)
        sheet.to_correct.add(item.id)
    elif step is Step.CORRECT:
        sheet.to_correct.add(item.id)
    step = step_for(written.strip(), stored.comment, None, stored_is_mine=mine)
    if step is Step.SAVE:
        _save_comment(sheet, item, written, sheet.of(item))
        sheet.to_correct.add(item.id)
    elif step is Step.CORRECT:
        sheet.to_correct.add(item.id)


def _head(sheet: _Sheet, theme: Theme, item: Item, last_year: Markup) -> Markup:
    stored = sheet.of(item)
    return Markup(
        '<div class="owf-question owf-kept-{}"><div class="owf-question-top">'
        '<h2 class="owf-code">{}</h2>{}<p class="owf-unsaved owf-choice">Not saved yet …</p>'
        '<p class="owf-unsaved owf-typed">Not saved yet: leave the box to save your comment</p>'
        "</div>"
        '<p class="owf-text">{}</p><p class="owf-hint">{}</p>{}{}</div>'
    ).format(
        _place(sheet.pack, stored),
        item.code,
        _saved(stored),
        item.text,
        item.hint,
        last_year,
        descriptors(sheet.pack, theme),
    )


def _place(pack: Pack, stored: StoredAnswer) -> str:
    """Which option is stored: the style sheet compares it with the one that is marked.

    So the page stops saying "saved" at the very click, before the server has heard of it.
    """
    option = as_option(choice_of(stored))
    return "none" if option is None else str(_options(pack).index(option))


def _saved(stored: StoredAnswer) -> Markup:
    if stored.answered_at is None or not (stored.is_given or stored.comment):
        return Markup('<p class="owf-saved owf-open" role="status">Not answered yet</p>')
    when = _when(stored.answered_at)
    if not stored.is_given:
        return Markup(
            '<p class="owf-saved owf-open" role="status">Comment saved {}; not answered yet</p>'
        ).format(when)
    return Markup('<p class="owf-saved" role="status">Saved {}</p>').format(when)


def _when(moment: datetime) -> str:
    is_today = moment.astimezone(clock.LONDON).date() == clock.today()
    return clock.time_of_day(moment) if is_today else clock.in_words(moment)


def _last_year(view: ReturnView, item: Item) -> Markup:
    before = view.last_year.get(item.id)
    chosen = as_option(choice_of(before))
    if before is None or chosen is None:
        return html.NOTHING
    comment = Markup(" <q>{}</q>").format(before.comment) if before.comment else html.NOTHING
    return Markup('<p class="owf-last">In {} you said: <strong>{}</strong>{}</p>').format(
        view.round.year - 1, choice_words(view.pack, chosen), comment
    )
