"""The list of themes, links between the pages of a return, and the news above them."""

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.asked_items import Progress
from owf.assessment.deadlines import over_in_words
from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.news import ReturnNews, news_of_return
from owf.markup.formatting import as_sentence
from owf.questionnaire import Item, ItemAudience, Theme
from owf.store import get_store
from owf.store.moderation import ReopeningFacts as RoundReopening
from owf.store.participation import ReopeningFacts as ReturnReopening
from owf.web import navigation
from owf.web.layout import signed_in
from owf.web.markup import html

# Values of "theme" in the address that are no theme's.
REVIEW, EVIDENCE, LAST_YEAR = "check", "evidence", "last-year"

# Names in the address: the question that a page was opened for, which answers the page of all
# answers shows, and the page to go back to.
QUESTION, SHOW, CAME_FROM = "question", "show", "from"


def state_of(done: Progress) -> str:
    if done.is_complete:
        return "Complete"
    return "Not started" if done.answered == 0 else f"{done.answered} of {done.of} answered"


def task_list(view: ReturnView, following: str) -> None:
    """``following`` is the id of the theme to go on with."""
    asked = [theme for theme in view.pack.themes if view.items_ever(theme)]
    wider = [
        theme
        for theme in asked
        if all(item.audience is ItemAudience.STEERING for item in theme.items)
    ]
    practices = [theme for theme in asked if theme not in wider]
    for heading, words, themes in (
        ("The practices", "", practices),
        ("The Trust as a whole", "For your organisation's member of the steering group.", wider),
    ):
        if themes:
            html.write(
                '<div class="owf-group"><h2>{}</h2>{}</div>',
                heading,
                html.given('<p class="owf-hint">{}</p>', words),
            )
        for theme in themes:
            _task(view, theme, is_next=theme.id == following)


def _task(view: ReturnView, theme: Theme, *, is_next: bool) -> None:
    done, asked = view.progress(theme), view.delegated.get(theme.id)
    with st.container(border=True, key=f"task-{theme.id}"):
        what, where = st.columns((5, 2), vertical_alignment="center")
        what.html(
            Markup(
                '<div class="owf-task"><h3>{}</h3><p class="owf-hint">{} questions{}{}</p>'
                '<p class="owf-tag {}">{}</p></div>'
            ).format(
                theme.title,
                len(view.items(theme)),
                html.given(" · <strong>for {}</strong>", asked and asked.name),
                html.given(" (“{}”)", asked and asked.note),
                "owf-done" if done.is_complete else "owf-open",
                state_of(done),
            )
        )
        verb = "Look again at" if done.is_complete else "Answer"
        with where:
            go(view, f"{verb}: {theme.short_title}", theme.id, main=is_next)


def places_to(view: ReturnView, theme: str, **more: str) -> dict[str, str]:
    place = {"partner": str(view.partner.id), "year": str(view.round.year)}
    return place | ({"theme": theme} if theme else {}) | more


def go(view: ReturnView, label: str, theme: str = "", *, main: bool = False) -> None:
    navigation.link_to(navigation.ASSESSMENT, label, main=main, **places_to(view, theme))


def go_to_question(view: ReturnView, label: str, item: Item) -> None:
    navigation.link_to(navigation.ASSESSMENT, label, main=False, **to_question(view, item))


def above(view: ReturnView) -> str:
    return f"{view.facts.partner_name}, {view.round.trust_name}: self-assessment {view.round.year}"


def to_question(view: ReturnView, item: Item) -> dict[str, str]:
    theme = next(one.id for one in view.pack.themes if item in one.items)
    return places_to(view, theme, **{QUESTION: item.id, CAME_FROM: REVIEW}, **shown_there())


def shown_there() -> dict[str, str]:
    return {SHOW: st.query_params[SHOW]} if SHOW in st.query_params else {}


def question_link(
    view: ReturnView, item: Item, words: str | Markup, *, mark: str = "", is_second: bool = False
) -> Markup:
    """``mark`` is its id for the way back; a second link to the same question is skipped by Tab."""
    return Markup('<a href="/{}?{}" target="_self"{}{}>{}</a>').format(
        navigation.ASSESSMENT.path,
        urlencode(to_question(view, item)),
        html.given(' id="{}"', mark),
        Markup(' tabindex="-1"') if is_second else "",
        words,
    )


def place_of_question(item: Item) -> str:
    return f"question-{item.id}"


def place_of_answer(item: Item) -> str:
    return f"change-{item.id}"


def progress_bar(done: Progress) -> Markup:
    """The style sheet keeps it at the top of the window."""
    return Markup(
        '<div class="owf-progress" role="status"><span class="owf-progress-words">'
        "{} of {} answered</span>"
        '<span class="owf-bar" aria-hidden="true"><span style="width:{:.0f}%"></span></span></div>'
    ).format(done.answered, done.of, 100 * done.answered / max(done.of, 1))


def return_news(partner_id: int, year: int) -> None:
    news = news_of_return(get_store(), signed_in(), partner_id, year)
    if news.return_reopened is not None:
        html.notice(return_reopened(news.return_reopened))
    if news.round_reopened is not None:
        html.notice(_round_reopened(news, news.round_reopened))
    if news.agreed:
        html.notice(_agreed_levels(news))


def return_reopened(facts: ReturnReopening) -> Markup:
    return Markup(
        "<strong>{} reopened your self-assessment on {}:</strong> {} All your answers "
        "are still here. Change what you need to, then check and submit it again."
    ).format(facts.by or "Your coordinator", clock.in_words(facts.at), as_sentence(facts.reason))


def _round_reopened(news: ReturnNews, facts: RoundReopening) -> Markup:
    return Markup(
        "<strong>The chair of {} reopened the signed results on {}:</strong> {} The steering "
        "group may change agreed levels, and you can reply to each again until they are signed."
    ).format(news.trust_name, clock.in_words(facts.reopened_at), as_sentence(facts.reason))


def _agreed_levels(news: ReturnNews) -> Markup:
    number, same = news.agreed, news.agreed - news.differing - news.without_own
    parts = [
        f"{news.differing} {'differs' if news.differing == 1 else 'differ'} from yours"
        if news.differing
        else "none differs from yours"
    ]
    if same:
        parts.append(f"{same} {'is' if same == 1 else 'are'} the same")
    if news.without_own:
        parts.append(f"on {news.without_own} you gave no level")
    return Markup("<strong>{} agreed in {}{}:</strong> {}. {}{}").format(
        "1 level was" if number == 1 else f"{number} levels were",
        news.trust_name,
        "" if news.is_signed else " so far",
        ", ".join(parts),
        "The chair has signed, so no more replies can be added."
        if news.is_signed
        else "You can reply once to each level, on the page of your self-assessment, until the "
        "chair signs.",
        f" You have replied to {news.replied}." if news.replied else "",
    )


def state_notices(view: ReturnView, *, with_reopening: bool = True) -> None:
    """``with_reopening`` is off on a page that gives the reopening among other news."""
    if view.is_over:
        html.notice(over_in_words(view.closes, view.round.trust_name), "problem")
    if with_reopening and view.reopening is not None:
        html.notice(return_reopened(view.reopening))
