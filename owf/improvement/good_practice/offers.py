"""The offers that somebody may see, and those for the questions of a gap, strongest first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from owf import clock
from owf.access import Actor
from owf.assessment.errors import NotFound
from owf.improvement.good_practice.levels import PublishedLevel, published_levels
from owf.improvement.good_practice.questions import Questions
from owf.improvement.good_practice.viewpoint import (
    OWN,
    Place,
    Viewpoint,
    find_viewpoint,
    own_viewpoints,
)
from owf.questionnaire import Item, Theme
from owf.store import Session, Store, good_practice, places
from owf.store.good_practice import PracticeFacts


@dataclass(frozen=True)
class Offer:
    """An offer with its question, as its own year asked it; ``level``: only where published."""

    facts: PracticeFacts
    item: Item
    theme: Theme
    level: PublishedLevel | None

    @property
    def is_open(self) -> bool:
        """Whether others still see it."""
        return not self.facts.is_withdrawn and not self.facts.is_over(clock.today())

    def has_words(self, words: str) -> bool:
        facts, item = self.facts, self.item
        texts = (
            facts.title,
            facts.what,
            facts.with_whom,
            facts.what_it_took,
            facts.trust_name,
            item.code,
            item.short_name,
            item.text,
        )
        found = " ".join(texts).casefold()
        return all(word in found for word in words.casefold().split())


@dataclass(frozen=True)
class OffersToRead:
    """``offers`` are of other Trusts, strongest first; ``choices`` are all of one's viewpoints."""

    seen_from: Viewpoint
    choices: Sequence[Viewpoint]
    offers: Sequence[Offer]

    @cached_property
    def themes(self) -> Mapping[str, str]:
        """Id -> title, of the themes that have an offer, by title."""
        titles = {one.theme.id: one.theme.title for one in self.offers}
        return dict(sorted(titles.items(), key=lambda one: one[1]))

    def matching(self, theme: str, words: str) -> Sequence[Offer]:
        return [one for one in self.offers if theme in ("", one.theme.id) and one.has_words(words)]


def open_offers(store: Store, who: Actor, place: Place = OWN) -> OffersToRead:
    with store.reading() as session:
        seen_from = find_viewpoint(session, who, place)
        found = good_practice.practices_to_see(
            session, clock.today(), seen_from.region_code, seen_from.trust
        )
        return OffersToRead(
            seen_from, own_viewpoints(session, who), offers_of(Questions(session), found)
        )


GONE = "This example does not exist, or it is not offered to you. Choose one from the list."


def open_offer(store: Store, who: Actor, practice_id: int, place: Place = OWN) -> Offer:
    """Also one that was withdrawn or has ended, to whoever could see it before."""
    with store.reading() as session:
        seen_from = find_viewpoint(session, who, place)
        facts = good_practice.practice_by_id(session, practice_id)
        if facts is None or not is_shown(facts, seen_from):
            raise NotFound(GONE)
        return offers_of(Questions(session), [facts])[0]


def is_shown(facts: PracticeFacts, seen_from: Viewpoint) -> bool:
    """Whether an offer is for whoever reads from there, leaving aside until when."""
    return facts.visible_to == "england" or seen_from.region_code == facts.region_code


def offers_of(questions: Questions, found: Iterable[PracticeFacts]) -> Sequence[Offer]:
    """Strongest first, then by Trust and title."""
    facts = list(found)
    levels = published_levels(questions, {(one.trust, one.year, one.item_id) for one in facts})
    offers = [
        Offer(
            one,
            questions.item(one.year, one.item_id),
            questions.theme(one.year, one.item_id),
            levels.get((one.trust, one.year, one.item_id)),
        )
        for one in facts
    ]
    return sorted(offers, key=_strongest_first)


def _strongest_first(one: Offer) -> tuple[float, float, str, str, int]:
    first, second = one.level.strength if one.level else (0.0, 0.0)
    facts = one.facts
    return (-first, -second, facts.trust_name, facts.title, facts.id)


def offers_for(
    session: Session, item_ids: Collection[str], year: int, own_trust: int
) -> Mapping[str, Sequence[Offer]]:
    """By question of ``year``: what other Trusts offer to ``own_trust`` on it, strongest first.

    An offer on the question of another year counts where lineage joins the two. The caller has
    asked the policy already. Questions without an offer are missing.
    """
    facts = places.trust_by_number(session, own_trust)
    if facts is None:
        return {}
    found = good_practice.practices_to_see(session, clock.today(), facts.region_code, own_trust)
    return offers_by_question(Questions(session), found, item_ids, year)


def offers_by_question(
    questions: Questions, found: Iterable[PracticeFacts], item_ids: Collection[str], year: int
) -> Mapping[str, Sequence[Offer]]:
    by_question: dict[str, list[Offer]] = {}
    fitting = [
        (one, items)
        for one in found
        if (items := set(questions.in_year(one.item_id, one.year, year)).intersection(item_ids))
    ]
    items_of = {one.id: items for one, items in fitting}
    for offer in offers_of(questions, (one for one, _ in fitting)):
        for item_id in items_of[offer.facts.id]:
            by_question.setdefault(item_id, []).append(offer)
    return by_question
