"""Good practice: what Trusts offer to others, and what they ask each other for."""

from collections.abc import Callable

import streamlit as st

from owf.access.errors import NotFound
from owf.improvement.good_practice.offering import NO_SUCH_OFFER, own_offers
from owf.improvement.good_practice.offers import OffersToRead, open_offer, open_offers
from owf.improvement.good_practice.reasons import QuestionsToOffer, open_questions
from owf.improvement.good_practice.region_gaps import open_region_gaps
from owf.improvement.good_practice.requests import open_requests
from owf.store import get_store
from owf.web.good_practice import asking, gaps, offers, own
from owf.web.good_practice.address import GAPS, OFFERS, PARTS, REQUESTS, YOURS, kept, place
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import GOOD_PRACTICE, link_to
from owf.web.widgets.url_state import WHOLE, Parts, number_in_address


def _questions(trust: int) -> tuple[QuestionsToOffer | None, str]:
    """What the Trust may offer on, or why there is nothing."""
    try:
        return open_questions(get_store(), signed_in(), trust), ""
    except NotFound as nothing:
        return None, str(nothing)


def _parts() -> Parts:
    without = set()
    if not seen_from.may_offer:
        without.add(YOURS)
    if not seen_from.may_ask:
        without.add(REQUESTS)
    if not (seen_from.is_region and seen_from.may_ask):
        without.add(GAPS)
    return Parts.of(PARTS, "Which part of good practice", without)


def _above() -> str:
    return f"Good practice: {seen_from.name}"


def _whole_page() -> None:
    parts = _parts()
    claims: list[str] = []
    draw: list[Callable[[], None]] = []
    if parts.show(OFFERS):
        claims.append(offers.claim(read))
        draw.append(lambda: offers.offer_list(read))
    if YOURS in parts.titles and parts.show(YOURS) and seen_from.trust is not None:
        mine = own_offers(get_store(), signed_in(), seen_from.trust)
        claims.append(own.claim(seen_from.name, mine))
        draw.append(lambda: own.own_part(mine, *_questions(seen_from.trust or 0)))
    if REQUESTS in parts.titles and parts.show(REQUESTS):
        requests = open_requests(get_store(), signed_in(), place())
        claims.append(asking.claim(requests))
        draw.append(lambda: asking.requests_part(requests))
    if GAPS in parts.titles and parts.show(GAPS):
        found = open_region_gaps(get_store(), signed_in(), seen_from.region_code or "")
        claims.append(gaps.claim(found))
        draw.append(lambda: gaps.gaps_part(found))
    html.heading(claims[0], above=_above())
    _other_viewpoints()
    if len(parts.titles) > 2:
        parts.choose()
    for place_in_page, (title, one) in enumerate(zip(claims, draw, strict=True)):
        if parts.shown == WHOLE and place_in_page:
            html.write('<h2 class="owf-part">{}</h2>', title)
        one()
    html.write(
        '<div class="owf-colophon"><p>A Trust offers an example of its own accord and answers for '
        "what it says. Its level on the question is shown only where it publishes its results in "
        'full. <a href="/method" target="_self">How results are worked out</a></p></div>'
    )


def _other_viewpoints() -> None:
    others = [one for one in read.choices if one != seen_from]
    if not others:
        return
    with st.container(horizontal=True, key="viewpoints"):
        for one in others:
            choices = {"trust": one.trust} if one.trust else {"region": one.region_code or ""}
            link_to(GOOD_PRACTICE, f"See it as {one.name}", **choices)


def _change(practice_id: int, trust: int) -> None:
    mine = own_offers(get_store(), signed_in(), trust)
    wanted = next((one for one in mine if one.facts.id == practice_id), None)
    if wanted is None:
        raise NotFound(NO_SUCH_OFFER)
    own.changing_page(wanted, seen_from)


def _offer_on(item_id: str, trust: int) -> None:
    questions, why_none = _questions(trust)
    if questions is not None:
        own.offering_page(questions, item_id, trust)
        return
    html.heading("Your Trust cannot offer an example yet", above=_above())
    html.notice(why_none)
    link_to(GOOD_PRACTICE, "Back to our examples", **kept(), part=YOURS)


def _draw() -> None:
    is_own = seen_from.may_offer and st.query_params.get("part") in (YOURS, WHOLE)
    offer, change = number_in_address("offer"), number_in_address("change")
    question = st.query_params.get("question", "")
    if offer is not None:
        wanted = open_offer(get_store(), signed_in(), offer, place())
        offers.offer_page(read, wanted)
    elif is_own and change:
        _change(change, seen_from.trust or 0)
    elif is_own and question:
        _offer_on(question, seen_from.trust or 0)
    else:
        _whole_page()


read: OffersToRead = open_offers(get_store(), signed_in(), place())
seen_from = read.seen_from
_draw()
