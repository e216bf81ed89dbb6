"""The offers of other Trusts: the list to look through, and one of them in full."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.improvement.good_practice.offers import Offer, OffersToRead
from owf.improvement.good_practice.viewpoint import Viewpoint
from owf.web.good_practice import words
from owf.web.good_practice.address import OFFERS, REQUESTS, YOURS, kept, link
from owf.web.good_practice.asking import ask_about
from owf.web.markup import html
from owf.web.navigation import GOOD_PRACTICE, link_to
from owf.web.widgets.url_state import choose, number_in_address, type_in

_AT_ONCE = 20
_FIRST_WORDS = 260


def claim(read: OffersToRead) -> str:
    number = len(read.offers)
    to_whom = _to_whom(read.seen_from)
    if not number:
        return f"No Trust offers an example to {to_whom} yet"
    return (
        f"1 example is offered to {to_whom}"
        if number == 1
        else f"{number} examples are offered to {to_whom}"
    )


def _to_whom(seen_from: Viewpoint) -> str:
    name = seen_from.in_a_sentence
    return f"the Trusts of {name}" if seen_from.is_region else name


def offer_list(read: OffersToRead) -> None:
    html.write(
        '<p class="owf-lead">Each example is what another Trust did on one question, in its own '
        "words. The strongest come first: those whose agreed level, where it is published in full, "
        "is highest.</p>"
    )
    if not read.offers:
        _nothing_yet(read.seen_from)
        return
    left, right, _ = st.columns([2, 2, 1])
    with left:
        theme = choose("theme", "Theme", {"": "All themes", **read.themes}, "", forgets=("page",))
    with right:
        wanted = type_in("q", "Search", "A word, a Trust or a question such as CAF 3")
    found = read.matching(theme, wanted)
    if not found:
        html.notice(
            "No example matches these choices. Choose another theme, or search for another word."
        )
        return
    pages = -(-len(found) // _AT_ONCE)
    page = min(max(number_in_address("page") or 1, 1), pages)
    shown = found[(page - 1) * _AT_ONCE : page * _AT_ONCE]
    html.show(_cards(shown, _caption(len(found), page, pages)))
    if pages > 1:
        _other_pages(page, pages)


def _nothing_yet(seen_from: Viewpoint) -> None:
    what_next = (
        "Offer one of your own, or ask a Trust that is ahead: both are above."
        if seen_from.may_offer
        else "When a Trust offers one, it appears here."
    )
    html.write('<p class="owf-nothing">There is nothing to read yet. {}</p>', what_next)


def _caption(number: int, page: int, pages: int) -> str:
    examples = "1 example" if number == 1 else f"{number} examples"
    if pages == 1:
        return examples
    first = (page - 1) * _AT_ONCE + 1
    return f"{examples}: {first} to {min(page * _AT_ONCE, number)}"


def _other_pages(page: int, pages: int) -> None:
    choices = {**kept(), "part": OFFERS} | {
        name: st.query_params[name] for name in ("theme", "q") if name in st.query_params
    }
    with st.container(horizontal=True, key="offer-pages"):
        if page > 1:
            link_to(GOOD_PRACTICE, "Previous", **choices, page=page - 1)
        if page < pages:
            link_to(GOOD_PRACTICE, "Next", **choices, page=page + 1)


def _cards(offers: Sequence[Offer], caption: str) -> Markup:
    return Markup('<p class="owf-hint">{}</p><ul class="owf-offers">{}</ul>').format(
        caption, html.join(_card(one) for one in offers)
    )


def _card(offer: Offer) -> Markup:
    facts = offer.facts
    what = facts.what.partition("\n")[0]
    what = what if len(what) <= _FIRST_WORDS else f"{_cut(what)} …"
    return Markup(
        '<li><p class="owf-offer-by"><strong>{}</strong>, {}</p><h2>{}</h2>'
        '<p class="owf-offer-on">{}</p><p>{}</p><p class="owf-offer-end">{} '
        "<span>{}</span></p></li>"
    ).format(
        facts.trust_name,
        facts.region_name,
        link(facts.title, part=OFFERS, offer=facts.id),
        words.question(offer.item),
        what,
        words.level_tag(offer.level),
        words.until(offer),
    )


def _cut(text: str) -> str:
    return text[:_FIRST_WORDS].rsplit(maxsplit=1)[0]


def offer_page(read: OffersToRead, offer: Offer) -> None:
    facts, seen_from = offer.facts, read.seen_from
    is_own = facts.trust == seen_from.trust
    above = f"Good practice: {facts.trust_name} on {words.question(offer.item)}"
    html.heading(facts.title, above=above, view=f"offer-{facts.id}")
    if not offer.is_open and not is_own:
        html.notice(
            f"{facts.trust_name} does not offer this example any more ({words.until(offer)}). Look "
            "for another one in the list, or ask the Trust itself under Requests."
        )
    else:
        html.show(_in_full(offer))
    if is_own and seen_from.may_offer:
        with st.container(horizontal=True, key="own-offer"):
            if not facts.is_withdrawn:
                link_to(GOOD_PRACTICE, "Change it", **kept(), part=YOURS, change=facts.id)
            link_to(GOOD_PRACTICE, "All our examples", **kept(), part=YOURS)
    elif seen_from.may_ask and not is_own:
        ask_about(offer, seen_from)
    with st.container(horizontal=True, key="back-to-offers"):
        link_to(GOOD_PRACTICE, "All offers", **kept(), part=OFFERS)
        if seen_from.may_ask:
            link_to(GOOD_PRACTICE, "Requests", **kept(), part=REQUESTS)


def _in_full(offer: Offer) -> Markup:
    facts = offer.facts
    texts = (
        (f"What {facts.trust_name} did", facts.what),
        ("With whom", facts.with_whom),
        ("What it took", facts.what_it_took),
        ("Evidence", facts.evidence),
    )
    sections = (
        Markup("<h2>{}</h2>{}").format(title, words.text_with_links(text))
        for title, text in texts
        if text
    )
    about = html.facts(
        (
            ("Question", offer.item.text),
            (f"{facts.trust_name} on it", words.level_tag(offer.level)),
            ("Whom to ask", facts.contact),
            ("Offered to", words.reach(offer)),
            ("Offered", f"{clock.day_in_words(_day_offered(offer))}, {words.until(offer)}"),
        )
    )
    return Markup(
        '<div class="owf-example"><div class="owf-example-about">{}</div><div>{}</div></div>'
    ).format(about, html.join(sections))


def _day_offered(offer: Offer) -> date:
    return offer.facts.offered_at.astimezone(clock.LONDON).date()
