"""A Trust's own examples: what it offers, what it may offer, and the forms for it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.improvement.good_practice.offering import (
    CONTACT_LIMIT,
    REACH,
    TEXT_LIMIT,
    TITLE_LIMIT,
    OfferChanged,
    change_offer,
    last_possible_day,
    offer_practice,
    withdraw_offer,
)
from owf.improvement.good_practice.offers import Offer
from owf.improvement.good_practice.reasons import QuestionsToOffer, QuestionToOffer
from owf.improvement.good_practice.viewpoint import Viewpoint
from owf.store import get_store
from owf.store.good_practice import Described, PracticeFacts
from owf.web.good_practice import words
from owf.web.good_practice.address import OFFERS, YOURS, kept, link
from owf.web.good_practice.asking import NO_NAMES
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.navigation import GOOD_PRACTICE, link_to
from owf.web.widgets.forms import FormProblems, do_and_keep, one_step, say_what_was_done
from owf.web.widgets.url_state import choose

_FIRST_SUGGESTIONS = 8
SAID = "own-offers"
_YEAR = 365


def claim(name: str, mine: Sequence[Offer]) -> str:
    number = sum(one.is_open for one in mine)
    if not number:
        return f"{name} offers no example yet"
    return f"{name} offers {'1 example' if number == 1 else f'{number} examples'}"


def own_part(mine: Sequence[Offer], questions: QuestionsToOffer | None, why_none: str) -> None:
    say_what_was_done(SAID)
    if mine:
        html.show(_own_table(mine))
    if questions is None:
        html.notice(why_none)
        return
    _suggestions(questions)
    _another_question(questions)


def _own_table(mine: Sequence[Offer]) -> Markup:
    return html.table(
        "Examples of your Trust, open ones first",
        ("Example", "Offered to", "State"),
        (
            (
                html.with_small(
                    link(one.facts.title, part=OFFERS, offer=one.facts.id),
                    words.question(one.item),
                ),
                words.reach(one),
                Markup("{} {}").format(words.until(one), _ways_on(one)),
            )
            for one in mine
        ),
        css="owf-stack owf-own-offers",
    )


def _ways_on(one: Offer) -> Markup:
    if one.facts.is_withdrawn:
        return html.NOTHING
    label = "Change or withdraw" if one.is_open else "Offer it again"
    return Markup('<span class="owf-small">{}</span>').format(
        link(label, part=YOURS, change=one.facts.id)
    )


def _suggestions(questions: QuestionsToOffer) -> None:
    suggested = questions.suggested
    html.write("<h2>Where others could learn from {}</h2>", questions.trust_name)
    if not suggested:
        html.write(
            '<p class="owf-nothing">In {} no question of yours stands out, and no theme is ahead '
            "or has improved. You can still offer an example on a question with a high agreed "
            "level: choose it below.</p>",
            questions.year,
        )
        return
    html.write(
        "<p>These are suggestions from your signed results of {}, with the reason beside each. "
        "Offer what you are sure of; nobody has to.</p>",
        questions.year,
    )
    first, rest = suggested[:_FIRST_SUGGESTIONS], suggested[_FIRST_SUGGESTIONS:]
    html.show(_suggestion_table("Suggested questions, the strongest reason first", first))
    if rest:
        title = f"{len(rest)} more suggested questions"
        html.show(html.fold(title, _suggestion_table(title, rest)))


def _suggestion_table(caption: str, suggested: Sequence[QuestionToOffer]) -> Markup:
    return html.table(
        caption,
        ("Question", "Agreed level", "Why", "Offer"),
        (
            (
                html.with_small(one.item.code, one.item.short_name),
                "none" if one.agreed is None else f"{one.agreed:g}",
                _why(one),
                link("Offer an example", part=YOURS, question=one.item.id),
            )
            for one in suggested
        ),
        css="owf-stack owf-suggested",
        numeric=frozenset({1}),
    )


def _why(one: QuestionToOffer) -> Markup:
    first, *others = [reason.words for reason in one.reasons]
    if not others:
        return Markup("{}").format(first)
    more = html.bullet_list(others)
    return Markup('{}<details class="owf-what"><summary>{}</summary>{}</details>').format(
        first, "1 more reason" if len(others) == 1 else f"{len(others)} more reasons", more
    )


def _another_question(questions: QuestionsToOffer) -> None:
    html.write("<h2>Offer on another question</h2>")
    titles = dict.fromkeys(one.theme for one in questions.questions.values())
    left, right = st.columns([2, 3])
    with left:
        themes = {title: title for title in titles}
        theme = choose("yours-theme", "Theme", themes, next(iter(themes)), forgets=("question",))
    of_theme = {
        item_id: words.question(one.item)
        for item_id, one in questions.questions.items()
        if one.theme == theme
    }
    with right:
        choose("question", "Question", {"": "Choose a question", **of_theme}, "")


def offering_page(questions: QuestionsToOffer, item_id: str, trust: int) -> None:
    """The form for a new example on a question, or why there can be none on it."""
    one = questions.question(item_id)
    above = f"Good practice of {questions.trust_name}"
    html.heading(f"Offer an example on {one.item.code}", above=above, view=f"offer-{item_id}")
    html.write('<p class="owf-text">{}</p>', one.item.text)
    if one.why_not:
        html.notice(one.why_not)
    else:
        if one.reasons:
            reasons = html.bullet_list([reason.words for reason in one.reasons])
            html.write("<p>Why it is suggested:</p>{}", reasons)
        _new_form(item_id, trust)
    link_to(GOOD_PRACTICE, "Back to our examples", **kept(), part=YOURS)


def _new_form(item_id: str, trust: int) -> None:
    name = f"new-{trust}-{item_id}"
    problems = FormProblems(name, f"{name}-title")
    with one_step(name):
        _boxes(name, None, problems)
        clicked = problems.submit("Offer this example", main=True)
    if clicked:
        problems.send(lambda: _offer(name, item_id, trust), SAID)


def _offer(name: str, item_id: str, trust: int) -> str:
    entered = _entered(name)
    offer_practice(get_store(), signed_in(), trust, item_id, entered)
    _leave_form(name)
    return f"“{entered.title.strip()}” is offered. Others find it under Offers."


def _leave_form(name: str) -> None:
    for one in fields(Described):
        st.session_state.pop(f"{name}-{one.name}", None)
    for parameter in ("question", "change"):
        st.query_params.pop(parameter, None)


def changing_page(offer: Offer, seen_from: Viewpoint) -> None:
    """Change, renew or withdraw one; where somebody else was faster, both stand side by side."""
    facts = offer.facts
    name = f"change-{facts.id}"
    seen, theirs = f"owf:seen:{name}", f"owf:theirs:{name}"
    if f"{name}-title" not in st.session_state:
        st.session_state[seen] = facts.version
        st.session_state.pop(theirs, None)
    html.heading(
        f"Change “{facts.title}”",
        above=f"Good practice of {seen_from.name}, on {words.question(offer.item)}",
        view=name,
    )
    say_what_was_done(name)
    if facts.is_withdrawn:
        html.notice(
            "This example was withdrawn, so it cannot be changed any more. What is in the form "
            "below is kept, so that you can copy it into a new example."
            if f"{name}-title" in st.session_state
            else "This example was withdrawn. Offer it again as a new example."
        )
    if f"{name}-title" in st.session_state or not facts.is_withdrawn:
        _change_form(facts, name)
    if not facts.is_withdrawn:
        _withdrawal(facts, name)
    link_to(GOOD_PRACTICE, "Back to our examples", **kept(), part=YOURS)


def _change_form(facts: PracticeFacts, name: str) -> None:
    problems = FormProblems(name, f"{name}-title")
    theirs = st.session_state.get(f"owf:theirs:{name}")
    if theirs is not None:
        html.show(_now_kept(theirs))
    with one_step(name):
        _boxes(name, facts, problems)
        clicked = problems.submit("Save the changes", main=True)
    if clicked:
        problems.send(lambda: _change(facts, name), SAID)


def _change(facts: PracticeFacts, name: str) -> str:
    entered = _entered(name)
    seen = st.session_state[f"owf:seen:{name}"]
    try:
        change_offer(get_store(), signed_in(), facts.id, entered, seen_version=seen)
    except OfferChanged as changed:
        # Whoever saves again has read theirs, which stands above the form from now on.
        st.session_state[f"owf:seen:{name}"] = changed.current.version
        st.session_state[f"owf:theirs:{name}"] = changed.current
        raise
    _leave_form(name)
    return f"“{entered.title.strip()}” is changed."


def _now_kept(theirs: PracticeFacts) -> Markup:
    texts = (
        ("Title", theirs.title),
        ("What you did", theirs.what),
        ("With whom", theirs.with_whom),
        ("What it took", theirs.what_it_took),
        ("Evidence", theirs.evidence),
        ("Whom to ask", theirs.contact),
        ("Visible to", REACH.get(theirs.visible_to, theirs.visible_to)),
        ("Until", clock.day_in_words(theirs.until)),
    )
    return Markup(
        '<div class="owf-notice owf-problem" role="alert"><h2>As your colleague saved it</h2>{}'
        "<p>Yours is in the form below. Take over what you need, then save: it replaces theirs.</p>"
        "</div>"
    ).format(html.facts((title, text or "nothing") for title, text in texts))


def _withdrawal(facts: PracticeFacts, name: str) -> None:
    key = f"{name}-sure"

    def withdraw() -> str:
        if not st.session_state.get(key):
            return "Not withdrawn. Tick the box first."
        seen = st.session_state[f"owf:seen:{name}"]
        withdraw_offer(get_store(), signed_in(), facts.id, seen_version=seen)
        _leave_form(name)
        st.session_state[f"owf:said{SAID}"] = (f"“{facts.title}” is withdrawn.", "good")
        return ""

    with st.container(border=True, key="withdraw"):
        html.write(
            "<h2>Withdraw it</h2><p>Others will not see it any more. Requests about it and your "
            "answers stay.</p>"
        )
        with one_step(f"{name}-withdraw"):
            st.checkbox("I want to withdraw this example for good", key=key)
            st.form_submit_button(
                "Withdraw this example", on_click=lambda: do_and_keep(withdraw, name)
            )


def _boxes(name: str, facts: PracticeFacts | None, problems: FormProblems) -> None:
    now = facts.described if facts else None
    html.write(
        '<p class="owf-hint">Write for colleagues in another Trust. {} Addresses of web pages '
        "become links.</p>",
        NO_NAMES,
    )
    st.text_input(
        "Title", value=now.title if now else "", max_chars=TITLE_LIMIT, key=f"{name}-title"
    )
    problems.beside("title")
    for field, label, height in (
        ("what", "What you did", 160),
        ("with_whom", "With whom (optional)", 80),
        ("what_it_took", "What it took: time, money, people (optional)", 100),
        ("evidence", "Evidence that it works, with addresses of web pages (optional)", 100),
    ):
        st.text_area(
            as_label(label),
            value=getattr(now, field) if now else "",
            max_chars=TEXT_LIMIT,
            height=height,
            key=f"{name}-{field}",
        )
        problems.beside(field)
    st.text_input(
        as_label(
            "Whom to ask: a role and a work address, such as “CAF coordinator, caf@example.gov.uk”"
        ),
        value=now.contact if now else "",
        max_chars=CONTACT_LIMIT,
        key=f"{name}-contact",
    )
    problems.beside("contact")
    left, right = st.columns(2)
    with left:
        st.selectbox(
            "Who may see it",
            list(REACH),
            index=list(REACH).index(now.visible_to) if now and now.visible_to in REACH else 0,
            format_func=REACH.__getitem__,
            key=f"{name}-visible_to",
        )
        problems.beside("visible_to")
    with right:
        today = clock.today()
        last = last_possible_day(today)
        in_a_year = min(last, today + timedelta(days=_YEAR))
        is_good = now is not None and today <= now.until <= last
        st.date_input(
            "Until when",
            value=now.until if now and is_good else in_a_year,
            format="DD/MM/YYYY",
            key=f"{name}-until",
        )
        problems.beside("until")


def _entered(name: str) -> Described:
    state = st.session_state
    until = state[f"{name}-until"] or clock.today()
    return Described(
        **{
            one.name: state[f"{name}-{one.name}"] or ""
            for one in fields(Described)
            if one.name != "until"
        },
        until=until,
    )
