"""Asking other Trusts, and the requests with their answers."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.improvement.good_practice.levels import TrustAhead
from owf.improvement.good_practice.offering import own_offers
from owf.improvement.good_practice.offers import Offer
from owf.improvement.good_practice.requests import (
    TEXT_LIMIT,
    AboutQuestion,
    Request,
    Requests,
    WhoIsAhead,
    answer_request,
    ask_about_offer,
    ask_trust,
    questions_to_ask,
    who_is_ahead,
)
from owf.improvement.good_practice.viewpoint import Viewpoint
from owf.store import get_store
from owf.web.good_practice import words
from owf.web.good_practice.address import OFFERS, REQUESTS, YOURS, link, place
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.forms import FormProblems, count_sent, one_step, say_what_was_done, times_sent
from owf.web.widgets.url_state import choose

NO_NAMES = "Do not name children or families."
_SENT_COUNT = "owf:sent:"
_SENT = "Sent. The answer will appear under Requests."


def ask_about(offer: Offer, seen_from: Viewpoint) -> None:
    """Also where the offer has gone meanwhile, as long as there is a text that would be lost."""
    name = f"ask-{offer.facts.id}"
    key = f"{name}-{times_sent(_SENT_COUNT + name)}-text"
    say_what_was_done(name)
    if not offer.is_open:
        _what_was_typed(key)
        return
    html.write("<h2>Ask {} about it</h2>", offer.facts.trust_name)
    problems = FormProblems(name, key)
    with one_step(name):
        _text_box("What would you like to know?", key)
        problems.beside("text")
        clicked = problems.submit(f"Send it for {seen_from.in_a_sentence}", main=True)
    if clicked:
        problems.send(lambda: _send_about(offer, name, key), name)


def _send_about(offer: Offer, name: str, key: str) -> str:
    text = st.session_state.get(key, "")
    ask_about_offer(get_store(), signed_in(), offer.facts.id, text, place())
    count_sent(_SENT_COUNT + name)
    return _SENT


def _text_box(label: str, key: str) -> None:
    st.text_area(as_label(f"{label} {NO_NAMES}"), key=key, max_chars=TEXT_LIMIT, height=120)


def _what_was_typed(key: str) -> None:
    """Kept where it cannot be sent any more, so that nobody writes it again."""
    typed = st.session_state.get(key, "")
    if typed:
        st.session_state[key] = typed
        st.text_area("What you had written, to copy", key=key, max_chars=TEXT_LIMIT, height=120)


def claim(found: Requests) -> str:
    name = found.seen_from.in_a_sentence
    if found.waiting:
        are = "1 request waits" if found.waiting == 1 else f"{found.waiting} requests wait"
        return f"{are} for {name}'s answer"
    open_ones = sum(not one.facts.is_answered for one in found.by_us)
    if open_ones:
        are = "1 request" if open_ones == 1 else f"{open_ones} requests"
        verb = "waits" if open_ones == 1 else "wait"
        return f"{are} of {name} {verb} for an answer"
    return f"No request of or to {name} waits for an answer"


def requests_part(found: Requests) -> None:
    if not found.seen_from.is_region:
        html.write("<h2>What others ask you</h2>")
        if not found.of_us:
            html.write(
                '<p class="owf-nothing">Nobody has asked your Trust yet. Others can ask about an '
                "example that you offer, or on a question where you are ahead and publish your "
                "results in full.</p>"
            )
        for one in found.of_us:
            _request_of_us(one)
    html.write("<h2>What you asked</h2>")
    if found.by_us:
        html.write(
            '<ul class="owf-asked">{}</ul>', html.join(_asked_markup(one) for one in found.by_us)
        )
    else:
        html.write(
            '<p class="owf-nothing">You have not asked anybody yet. Ask below, or open an example '
            "under Offers and ask about it there.</p>"
        )
    ask_somebody(found.seen_from)


def _request_of_us(one: Request) -> None:
    facts = one.facts
    name = f"answer-{facts.id}"
    key = f"{name}-text"
    with st.container(border=True, key=f"request-{facts.id}"):
        html.write('<div class="owf-request">{}</div>', _request_markup(one))
        say_what_was_done(name)
        if facts.is_answered:
            _what_was_typed(key)
            return
        offers = _offers_to_answer_with(one)
        problems = FormProblems(name, key)
        with one_step(name):
            _text_box("Your answer.", key)
            problems.beside("text")
            st.selectbox(
                as_label("An example of yours that answers it (optional)"),
                list(offers),
                format_func=offers.__getitem__,
                key=f"{name}-offer",
            )
            clicked = problems.submit("Send the answer", main=True)
        offer = link("Offer an example on this question", part=YOURS, question=one.offer_on)
        html.write(
            '<p class="owf-hint">You answer once. {}</p>', offer if one.offer_on else html.NOTHING
        )
        if clicked:
            problems.send(lambda: _send_answer(facts.id, name), name)


def _offers_to_answer_with(one: Request) -> dict[int, str]:
    mine = own_offers(get_store(), signed_in(), one.facts.of_trust)
    return {0: "None"} | {offer.facts.id: offer.facts.title for offer in mine if offer.is_open}


def _send_answer(request_id: int, name: str) -> str:
    text = st.session_state.get(f"{name}-text", "")
    offer = st.session_state.get(f"{name}-offer") or None
    answer_request(get_store(), signed_in(), request_id, text, with_offer=offer)
    st.session_state.pop(f"{name}-text", None)
    return "Sent. The people who asked can read it under Requests."


def _request_markup(one: Request) -> Markup:
    facts = one.facts
    return Markup(
        '<h3>{} asks on {}</h3><p class="owf-hint">{}{}</p><p class="owf-said"><q>{}</q></p>{}'
    ).format(
        one.asking[:1].upper() + one.asking[1:],
        words.question(one.item),
        clock.in_words(facts.asked_at),
        html.given(", about “{}”", facts.practice_title if facts.practice_id else ""),
        facts.text,
        _answer_markup(one, "You") if facts.is_answered else "",
    )


def _asked_markup(one: Request) -> Markup:
    facts = one.facts
    about = (
        link(facts.practice_title or "", part=OFFERS, offer=facts.practice_id)
        if facts.practice_id
        else ""
    )
    return Markup(
        '<li><h3>{}, on {}</h3><p class="owf-hint">{}{}</p><p class="owf-said"><q>{}</q></p>{}</li>'
    ).format(
        facts.of_trust_name,
        words.question(one.item),
        clock.in_words(facts.asked_at),
        html.given(", about {}", about),
        facts.text,
        _answer_markup(one, facts.of_trust_name),
    )


def _answer_markup(one: Request, whose: str) -> Markup:
    facts = one.facts
    if facts.answered_at is None:
        return Markup('<p class="owf-missing">Not answered yet.</p>')
    return Markup(
        '<div class="owf-answer"><p><strong>{} answered on {}:</strong></p>{}</div>'
    ).format(whose, clock.in_words(facts.answered_at), words.text_with_links(facts.answer))


def ask_somebody(seen_from: Viewpoint) -> None:
    """Choose a question; below it stands who offers something and who is ahead."""
    store, who = get_store(), signed_in()
    year, themes = questions_to_ask(store, who, place())
    html.write("<h2>Ask a Trust that is ahead</h2>")
    titles = {theme.id: theme.title for theme in themes}
    wanted = st.query_params.get("ask", "")
    of_wanted = next((t.id for t in themes if any(i.id == wanted for i in t.items)), None)
    left, right = st.columns([2, 3])
    with left:
        theme_id = choose("ask-theme", "Theme", titles, of_wanted or themes[0].id, forgets=("ask",))
    theme = next(one for one in themes if one.id == theme_id)
    questions = {"": "Choose a question", **{i.id: words.question(i) for i in theme.items}}
    with right:
        item_id = choose("ask", "Question", questions, "")
    if not item_id:
        html.write(
            '<p class="owf-hint">Choose a question to see who offers an example on it, and which '
            "Trusts are ahead and publish their results in full.</p>"
        )
        return
    ask_on(who_is_ahead(store, who, year, item_id, place()), seen_from)


def ask_on(found: WhoIsAhead, seen_from: Viewpoint) -> None:
    html.write('<p class="owf-text">{}</p>', found.item.text)
    if found.offers:
        html.write(
            "<p>Offered on this question:</p><ul>{}</ul>",
            html.join(_offered(one) for one in found.offers),
        )
    if not found.trusts:
        html.write(
            '<p class="owf-nothing">No Trust that publishes its results in full is above the '
            "middle of the scale on this question, so there is nobody to ask. Look for an example "
            "on another question of the theme.</p>"
        )
        return
    _ask_form(found, seen_from)


def _offered(one: Offer) -> Markup:
    return Markup("<li>{}: {} {}</li>").format(
        one.facts.trust_name,
        link(one.facts.title, part=OFFERS, offer=one.facts.id),
        words.level_tag(one.level),
    )


def _ask_form(found: WhoIsAhead, seen_from: Viewpoint) -> None:
    name = f"ask-{found.year}-{found.item.id}"
    key = f"{name}-{times_sent(_SENT_COUNT + name)}-text"
    say_what_was_done(name)
    labels = {one.trust: _trust_ahead(one) for one in found.trusts}
    problems = FormProblems(name, key)
    with one_step(name):
        st.selectbox(
            as_label("Whom to ask, strongest first"),
            list(labels),
            format_func=labels.__getitem__,
            key=f"{name}-trust",
        )
        problems.beside("trust")
        _text_box("What would you like to know, or see offered?", key)
        problems.beside("text")
        clicked = problems.submit(f"Send it for {seen_from.in_a_sentence}", main=True)
    if clicked:
        problems.send(lambda: _send_to(found, name, key), name)


def _trust_ahead(one: TrustAhead) -> str:
    return f"{one.name}: {words.level(one.level)}"


def _send_to(found: WhoIsAhead, name: str, key: str) -> str:
    about = AboutQuestion(st.session_state[f"{name}-trust"], found.year, found.item.id)
    ask_trust(get_store(), signed_in(), about, st.session_state.get(key, ""), place())
    count_sent(_SENT_COUNT + name)
    return _SENT


def links_to_requests(trusts: Sequence[TrustAhead], item_id: str) -> Markup:
    """The strongest Trusts on a question, and the way to ask one of them."""
    if not trusts:
        return Markup('<span class="owf-none">nobody who publishes it</span>')
    names = ", ".join(f"{one.name} ({one.level.strength[0]:g})" for one in trusts[:3])
    more = f" and {len(trusts) - 3} more" if len(trusts) > 3 else ""
    way = link("Ask one of them", part=REQUESTS, ask=item_id)
    return Markup('{}{} <span class="owf-small">{}</span>').format(names, more, way)
