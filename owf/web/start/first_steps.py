"""The first steps on the page Start: each done, or with the way to it."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf.access import Actor
from owf.assessment.start.first_steps import FirstStep, FirstSteps, Way, open_first_steps
from owf.store import get_store
from owf.web import html
from owf.web.landing import PEOPLE, ROUND, PageInHouse, link_to

_PLACES: dict[Way, tuple[PageInHouse, dict[str, str]]] = {
    Way.INVITE: (PEOPLE, {"do": "invite"}),
    Way.INVITE_MANY: (PEOPLE, {"do": "list"}),
    Way.OPEN_YEAR: (ROUND, {"part": "open"}),
    Way.RUN_ROUND: (ROUND, {}),
}


def show_first_steps(who: Actor) -> None:
    """Each list that is not complete; a complete one is folded away, or not needed any more."""
    for place, found in enumerate(open_first_steps(get_store(), who)):
        if found.is_complete and found.is_kept:
            html.show(_folded(found))
        elif not found.is_complete:
            with st.container(border=True, key=f"first-steps-{place}"):
                _show(found)


def _folded(found: FirstSteps) -> Markup:
    return html.fold(
        f"{found.title}: {found.done} of {len(found.steps)} done",
        Markup('<ol class="owf-steps">{}</ol>').format(
            html.join(
                Markup("<li><strong>{}</strong> {}</li>").format(one.title, one.found)
                for one in found.steps
            )
        ),
    )


def _show(found: FirstSteps) -> None:
    html.show(
        Markup('<div class="owf-task"><h2>{}</h2><p class="owf-tag owf-open">{}</p></div>').format(
            found.title, f"{found.done} of {len(found.steps)} done"
        )
    )
    following = next((one for one in found.steps if not one.is_done and one.way), None)
    for number, one in enumerate(found.steps, start=1):
        words, way = st.columns([3, 2], vertical_alignment="center")
        words.html(_in_words(number, one))
        if one.way is not None and not one.is_done:
            with way:
                _link(one, is_next=one is following)


def _in_words(number: int, one: FirstStep) -> Markup:
    tag = (
        Markup('<span class="owf-tag owf-done">Done</span>')
        if one.is_done
        else Markup('<span class="owf-tag">{}</span>').format(
            "Can wait" if one.can_wait else "To do" if one.way else "Others do this"
        )
    )
    return Markup('<div class="owf-step"><h3>{}. {} {}</h3><p>{}</p></div>').format(
        number, one.title, tag, one.found
    )


def _link(one: FirstStep, *, is_next: bool) -> None:
    if one.way is None:
        return
    page, choices = _PLACES[one.way]
    link_to(page, one.label, main=is_next, **choices, **one.choices)
