"""Offers and levels as people read them."""

from markupsafe import Markup

from owf import clock
from owf.improvement.good_practice.levels import PublishedLevel
from owf.improvement.good_practice.links import with_links
from owf.improvement.good_practice.offers import Offer
from owf.questionnaire import Item
from owf.web.markup import html


def question(item: Item) -> str:
    return f"{item.code}: {item.short_name}"


def level(found: PublishedLevel) -> str:
    """``agreed level 4, partners' mean 3.9 (2012)``."""
    parts = []
    if found.agreed is not None:
        parts.append(f"agreed level {found.agreed:g}")
    if found.mean is not None:
        parts.append(f"partners' mean {found.mean:.1f}")
    return f"{', '.join(parts)} ({found.year})"


def level_tag(found: PublishedLevel | None) -> Markup:
    if found is None:
        return Markup('<span class="owf-none">results not published in full</span>')
    return html.tag(level(found))


def text_with_links(text: str) -> Markup:
    pieces = (
        Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(to, words)
        if to
        else Markup("{}").format(words)
        for words, to in with_links(text)
    )
    return Markup('<p class="owf-said">{}</p>').format(html.join(pieces))


def until(offer: Offer) -> str:
    day = clock.day_in_words(offer.facts.until)
    if offer.facts.is_withdrawn:
        return "withdrawn"
    return f"offered until {day}" if offer.is_open else f"ended on {day}"


def reach(offer: Offer) -> str:
    if offer.facts.visible_to == "england":
        return "All Trusts of England"
    return f"The Trusts of one region: {offer.facts.region_name}"
