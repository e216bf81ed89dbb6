"""What a return still asks, theme by theme, as a list of tasks."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from owf.assessment.answering import ReturnView
from owf.assessment.asking import Progress
from owf.questionnaire import ItemAudience, Theme
from owf.web import html

Go = Callable[..., None]
"""Draws the link to a theme: label, theme id, and whether it is the main one."""


def state_of(done: Progress) -> str:
    """How far a theme has got, in a word or two."""
    if done.is_complete:
        return "Complete"
    return "Not started" if done.answered == 0 else f"{done.answered} of {done.of} answered"


def task_list(view: ReturnView, go: Go, following: str) -> None:
    """The themes in two groups: what every partner knows, and what its member of the group knows.

    Args:
        view: the return.
        go: draws a link.
        following: the id of the theme to go on with.
    """
    asked = [theme for theme in view.pack.themes if view.items_ever(theme)]
    wider = [theme for theme in asked if _is_for_the_group(theme)]
    practices = [theme for theme in asked if theme not in wider]
    for heading, words, themes in (
        ("The practices", "", practices),
        ("The Trust as a whole", "For your organisation's member of the steering group.", wider),
    ):
        if not themes:
            continue
        html.show(
            Markup('<div class="owf-group"><h2>{}</h2>{}</div>').format(
                heading,
                Markup('<p class="owf-hint">{}</p>').format(words) if words else html.NOTHING,
            )
        )
        for theme in themes:
            _task(view, theme, go, is_next=theme.id == following)


def _task(view: ReturnView, theme: Theme, go: Go, *, is_next: bool) -> None:
    done = view.progress(theme)
    css = "owf-done" if done.is_complete else "owf-open"
    with st.container(border=True, key=f"task-{theme.id}"):
        what, where = st.columns((5, 2), vertical_alignment="center")
        what.html(
            Markup(
                '<div class="owf-task"><h3>{}</h3><p class="owf-hint">{} questions{}</p>'
                '<p class="owf-tag {}">{}</p></div>'
            ).format(theme.title, len(view.items(theme)), _for(view, theme), css, state_of(done))
        )
        verb = "Look again at" if done.is_complete else "Answer"
        with where:
            go(view, f"{verb}: {theme.short_title}", theme.id, main=is_next)


def _for(view: ReturnView, theme: Theme) -> Markup:
    """Who was asked to answer a theme, and what they were told."""
    asked = view.delegated.get(theme.id)
    if asked is None:
        return html.NOTHING
    note = Markup(" (“{}”)").format(asked.note) if asked.note else html.NOTHING
    return Markup(" · <strong>for {}</strong>{}").format(asked.name, note)


def _is_for_the_group(theme: Theme) -> bool:
    return all(item.audience is ItemAudience.STEERING for item in theme.items)
