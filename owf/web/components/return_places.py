"""Ways between the pages of a return, and where each of them says one is."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf.assessment.answering import ReturnView
from owf.questionnaire import Item
from owf.web import landing

REVIEW = "check"
"""What stands in the address, in place of a theme, for the page of all answers."""


EVIDENCE = "evidence"
"""The same for the page of the partner's evidence."""


LAST_YEAR = "last-year"
"""The same for the page on which last year's answers are taken over."""


QUESTION = "question"
"""The name in the address of the question that a page was opened for."""


SHOW = "show"
"""The name in the address of what the page of all answers shows."""


CAME_FROM = "from"
"""The name in the address of the page to go back to."""


def places_to(view: ReturnView, theme: str, **more: str) -> dict[str, str]:
    """What stands in the address of a page of the return."""
    place = {"partner": str(view.partner.id), "year": str(view.round.year)}
    return place | ({"theme": theme} if theme else {}) | more


def go(view: ReturnView, label: str, theme: str = "", *, main: bool = False) -> None:
    """Draw the link to a page of the return: to a theme's, to all answers, or to its start."""
    landing.link_to(landing.ASSESSMENT, label, main=main, **places_to(view, theme))


def go_to_question(view: ReturnView, label: str, item: Item) -> None:
    """Draw the link from the page of all answers to a question."""
    landing.link_to(landing.ASSESSMENT, label, main=False, **to_question(view, item))


def above(view: ReturnView) -> str:
    """The line above a page's heading."""
    return f"{view.facts.partner_name}, {view.round.trust_name}: self-assessment {view.round.year}"


def to_question(view: ReturnView, item: Item) -> dict[str, str]:
    """The address of a question among those of its theme, with the way back to all answers."""
    theme = next(one.id for one in view.pack.themes if item in one.items)
    return places_to(view, theme, **{QUESTION: item.id, CAME_FROM: REVIEW}, **shown_there())


def shown_there() -> dict[str, str]:
    """Which answers the page of all answers shows, as the address says it."""
    return {SHOW: st.query_params[SHOW]} if SHOW in st.query_params else {}


def question_link(
    view: ReturnView, item: Item, words: str | Markup, *, mark: str = "", is_second: bool = False
) -> Markup:
    """A link from the page of all answers to a question, which leads back to the same place.

    Args:
        view: the return.
        item: the question.
        words: of the link.
        mark: its id, by which the way back finds it.
        is_second: whether another link in its row leads there too; the Tab key stops at that one.
    """
    return Markup('<a href="/{}?{}" target="_self"{}{}>{}</a>').format(
        landing.ASSESSMENT.path,
        urlencode(to_question(view, item)),
        Markup(' id="{}"').format(mark) if mark else "",
        Markup(' tabindex="-1"') if is_second else "",
        words,
    )


def place_of_question(item: Item) -> str:
    """The id of what stands above a question's choices on its theme's page."""
    return f"question-{item.id}"


def place_of_answer(item: Item) -> str:
    """The id of the link beside a question's answer on the page of all answers."""
    return f"change-{item.id}"
