"""The notice that others have answered more in the return that is open here."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st
from markupsafe import Markup

from owf.assessment.errors import Refused
from owf.assessment.returns.concurrent_changes import ConcurrentChanges, written_meanwhile
from owf.benchmark.words.wording import listed
from owf.questionnaire import Pack, Theme
from owf.store import StoreFailed, get_store
from owf.web.markup import html
from owf.web.returns.answer_form import Sheet, draw_again

HEARTBEAT = timedelta(seconds=10)


@st.fragment(run_every=HEARTBEAT)
def keep_in_touch(sheet: Sheet) -> None:
    """Say what others have answered meanwhile, and draw it only when somebody asks.

    It touches no widget of a question, so it overwrites nothing that is being typed. It also lets a
    browser that found another server say what it still shows: after a break the page asks for
    nothing by itself if it was idle, and a click that fell into the break would wait for the next
    one. This request brings it along.
    """
    # What the page shows was read a moment ago.
    found = None if sheet.is_whole_run else _look(sheet)
    with st.container(key="meanwhile", horizontal=True, vertical_alignment="center"):
        # The region is there before its words are, else they are not read out.
        html.show(
            Markup('<div class="owf-meanwhile" role="status" aria-live="polite">{}</div>').format(
                in_words(sheet.view.pack, sheet.theme, found) if found else ""
            )
        )
        if found and st.button("Show their answers", key="show-theirs", type="primary"):
            draw_again()


def _look(sheet: Sheet) -> ConcurrentChanges | None:
    facts = sheet.view.facts
    try:
        return written_meanwhile(get_store(), sheet.who, facts.partner_id, facts.id, sheet.shown)
    except (StoreFailed, Refused):
        # Nobody asked for anything just now: the next click says what is wrong, at its place.
        return None


def in_words(pack: Pack, theme: Theme, found: ConcurrentChanges) -> str:
    """Who answered how many questions, here in this theme and in others."""
    number = len(found.items)
    questions = "question" if number == 1 else "questions"
    verb = f"answered {number} more" if found.only_new else f"answered or changed {number}"
    return (
        f"{_who(found)} {verb} {questions} ({', '.join(_where(pack, theme, found))}) "
        "since you opened this page."
    )


def _who(found: ConcurrentChanges) -> str:
    others = [*found.colleagues, *(["somebody else"] if found.unknown else [])]
    if not others:
        return "In another window you have"
    names = listed([*others, *(["you, in another window,"] if found.own else [])])
    names = names[:1].upper() + names[1:]
    return f"{names} {'has' if len(others) == 1 and not found.own else 'have'}"


def _where(pack: Pack, theme: Theme, found: ConcurrentChanges) -> list[str]:
    here, elsewhere = [], []
    for one in pack.themes:
        number = sum(item.id in found.items for item in one.items)
        if number and one.id == theme.id:
            here.append(f"{number} here")
        elif number:
            elsewhere.append(f"{number} in {one.short_title}")
    return here + elsewhere
