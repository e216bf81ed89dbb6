"""Requests for good practice: asking about an offer or for one, and answering once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.access.policy import require
from owf.assessment.errors import ChangedSinceRead, Locked, NotAllowed, NotFound, OutsideScale
from owf.assessment.results.steps import region_in_a_sentence
from owf.assessment.texts import refuse_longer
from owf.improvement.good_practice import policy
from owf.improvement.good_practice.levels import TrustAhead, trusts_ahead
from owf.improvement.good_practice.offers import GONE, Offer, is_shown, offers_by_question
from owf.improvement.good_practice.questions import Questions
from owf.improvement.good_practice.viewpoint import OWN, Place, Viewpoint, find_viewpoint
from owf.questionnaire import Item, Theme
from owf.store import Session, Store, good_practice, people, places, rounds, signed_scores
from owf.store.good_practice import NewRequest, PracticeFacts, RequestFacts
from owf.texts import clean_text

TEXT_LIMIT = 2000
MOST_WAITING = 30
"""Requests of one Trust, or region, that wait for an answer."""


class RequestAnswered(ChangedSinceRead):
    """Somebody else answered the same request meanwhile; ``current`` is what is kept now."""

    def __init__(self, sentence: str, current: RequestFacts) -> None:
        super().__init__(sentence)
        self.current = current


@dataclass(frozen=True)
class Request:
    """``offer_on``: the question in the asked Trust's newest signed year, where it has one."""

    facts: RequestFacts
    item: Item
    theme: Theme
    offer_on: str = ""

    @property
    def asking(self) -> str:
        return _asking(self.facts)


@dataclass(frozen=True)
class Requests:
    """Newest first. ``of_us``: those that wait for an answer come first."""

    seen_from: Viewpoint
    of_us: Sequence[Request]
    by_us: Sequence[Request]

    @property
    def waiting(self) -> int:
        return sum(not one.facts.is_answered for one in self.of_us)


def open_requests(store: Store, who: Actor, place: Place = OWN) -> Requests:
    with store.reading() as session:
        seen_from = _asking_viewpoint(session, who, place)
        questions = Questions(session)
        if seen_from.trust is None:
            found = good_practice.requests_of_region(session, seen_from.region_code or "")
            return Requests(seen_from, (), [_with_question(questions, one) for one in found])
        of_trust = good_practice.requests_of_trust(session, seen_from.trust)
        all_ = [_with_question(questions, one) for one in of_trust]
        newest = next(iter(signed_scores.signed_years(session, seen_from.trust)), None)
        of_us = [
            replace(one, offer_on=_question_in(questions, one, newest))
            for one in all_
            if one.facts.of_trust == seen_from.trust
        ]
        by_us = [one for one in all_ if one.facts.from_trust == seen_from.trust]
        return Requests(seen_from, sorted(of_us, key=lambda one: one.facts.is_answered), by_us)


def requests_waiting(session: Session, trust: int) -> int:
    """How many requests wait for a Trust's answer; the caller has asked the policy already."""
    return good_practice.waiting_for(session, trust)


@dataclass(frozen=True)
class WhoIsAhead:
    """On one question: what others offer, and which Trusts that publish it are ahead."""

    year: int
    item: Item
    theme: Theme
    offers: Sequence[Offer]
    trusts: Sequence[TrustAhead]


def questions_to_ask(store: Store, who: Actor, place: Place = OWN) -> tuple[int, Sequence[Theme]]:
    """The newest signed year, and its questionnaire's themes."""
    with store.reading() as session:
        _asking_viewpoint(session, who, place)
        year = _newest_year(session)
        return year, Questions(session).pack(year).themes


def who_is_ahead(
    store: Store, who: Actor, year: int, item_id: str, place: Place = OWN
) -> WhoIsAhead:
    """Strongest first, for whoever may ask."""
    with store.reading() as session:
        seen_from = _asking_viewpoint(session, who, place)
        questions = Questions(session)
        item = questions.item(year, item_id)
        found = good_practice.practices_to_see(
            session, clock.today(), seen_from.region_code, seen_from.trust
        )
        offers = offers_by_question(questions, found, {item_id}, year)
        ahead = trusts_ahead(questions, year, {item_id}, seen_from.trust)
        return WhoIsAhead(
            year,
            item,
            questions.theme(year, item_id),
            offers.get(item_id, ()),
            ahead.get(item_id, ()),
        )


def ask_about_offer(
    store: Store,
    who: Actor,
    practice_id: int,
    text: str,
    place: Place = OWN,
) -> int:
    """On behalf of the Trust or region at ``place``; gives the request's id."""
    with store.writing() as session:
        seen_from = _asking_viewpoint(session, who, place)
        text = _checked_text(text, "question")
        offer = good_practice.practice_to_change(session, practice_id)
        if offer is None or not is_shown(offer, seen_from):
            raise NotFound(GONE)
        _refuse_if_gone(offer)
        about = AboutQuestion(offer.trust, offer.year, offer.item_id)
        return _add(session, who, seen_from, _request(seen_from, about, text, offer.id))


class AboutQuestion(NamedTuple):
    of_trust: int
    year: int
    item_id: str


def ask_trust(store: Store, who: Actor, about: AboutQuestion, text: str, place: Place = OWN) -> int:
    """Ask a Trust that is ahead on a question and shows it; gives the request's id."""
    of_trust, year, item_id = about
    with store.writing() as session:
        seen_from = _asking_viewpoint(session, who, place)
        text = _checked_text(text, "question")
        questions = Questions(session)
        item = questions.item(year, item_id)
        ahead = trusts_ahead(questions, year, {item_id}).get(item_id, ())
        if of_trust not in {one.trust for one in ahead}:
            raise OutsideScale(
                f"Not sent. You can ask a Trust that publishes its results in full and is above "
                f"the middle of the scale on {item.code}. Choose one from the list.",
                field="trust",
            )
        return _add(session, who, seen_from, _request(seen_from, about, text, None))


def answer_request(
    store: Store, who: Actor, request_id: int, text: str, *, with_offer: int | None = None
) -> None:
    """Once; ``with_offer`` is an open offer of the asked Trust, which may stand for a text.

    Raises RequestAnswered where somebody was faster.
    """
    with store.writing() as session:
        now = good_practice.request_to_answer(session, request_id)
        if now is None:
            raise NotAllowed(NOT_THERE)
        require(policy.may_ask(who, now.of_trust))
        if now.is_answered:
            name = people.name_of(session, now.answered_by) if now.answered_by else None
            raise RequestAnswered(
                f"{name or 'Somebody else'} answered this while you were writing, so your answer "
                "was not sent. Theirs is shown below, with what you had written.",
                now,
            )
        offer = _offer_as_answer(session, now.of_trust, with_offer)
        if offer is not None and not text.strip():
            text = f"We have offered an example: “{offer.title}”."
        good_practice.answer_request(
            session,
            request_id,
            _checked_text(text, "answer"),
            practice_id=offer.id if offer and now.practice_id is None else None,
            by=who.id,
            at=clock.now(),
        )
        code = Questions(session).item(now.year, now.item_id).code
        audit.record(
            session,
            who,
            Event.PRACTICE_ANSWERED,
            "practice request",
            request_id,
            trust=now.of_trust,
            about=code,
            asking=_asking(now),
        )


NOT_THERE = (
    "This request does not exist, or you cannot open it. The steering group of the Trust that was "
    "asked can answer it."
)


def _offer_as_answer(
    session: Session, of_trust: int, with_offer: int | None
) -> PracticeFacts | None:
    if with_offer is None:
        return None
    offer = good_practice.practice_to_change(session, with_offer)
    if offer is None or offer.trust != of_trust:
        raise NotFound("Not sent. This is no example of your Trust. Choose one from the list.")
    _refuse_if_gone(offer)
    return offer


def _refuse_if_gone(offer: PracticeFacts) -> None:
    if offer.is_withdrawn or offer.is_over(clock.today()):
        ended = "was withdrawn" if offer.is_withdrawn else "has ended"
        raise Locked(
            f"Not sent. “{offer.title}” of {offer.trust_name} {ended} in the meantime. What you "
            "wrote is kept below. You can ask the Trust itself under Requests, where it "
            "publishes its results in full."
        )


def _asking_viewpoint(session: Session, who: Actor, place: Place) -> Viewpoint:
    """Refuses whoever may only read."""
    seen_from = find_viewpoint(session, who, place)
    if seen_from.trust is not None:
        require(policy.may_ask(who, seen_from.trust))
    else:
        require(policy.may_ask_for_region(who, seen_from.region_code or ""))
    return seen_from


def _request(
    seen_from: Viewpoint, about: AboutQuestion, text: str, practice_id: int | None
) -> NewRequest:
    return NewRequest(
        of_trust=about.of_trust,
        from_trust=seen_from.trust,
        region_code=seen_from.region_code,
        practice_id=practice_id,
        year=about.year,
        item_id=about.item_id,
        text=text,
    )


def _add(session: Session, who: Actor, seen_from: Viewpoint, request: NewRequest) -> int:
    if request.of_trust == seen_from.trust:
        raise OutsideScale("Not sent. This is your own Trust. Choose another one.", field="trust")
    asked = places.trust_by_number(session, request.of_trust)
    of_name = asked.name if asked else str(request.of_trust)
    waiting = [one for one in _asked_by(session, seen_from) if not one.is_answered]
    for one in waiting:
        if _same_subject(one) == _same_subject(request):
            day = clock.day_in_words(one.asked_at.astimezone(clock.LONDON).date())
            raise OutsideScale(
                f"Not sent. {seen_from.name} asked {of_name} about this on {day} already. The "
                "answer will appear under Requests."
            )
    if len(waiting) >= MOST_WAITING:
        raise OutsideScale(
            f"Not sent. {MOST_WAITING} requests of {seen_from.name} wait for an answer, which is "
            "the limit. Wait for some of the answers first."
        )
    request_id = good_practice.add_request(session, request, by=who.id, at=clock.now())
    audit.record(
        session,
        who,
        Event.PRACTICE_ASKED,
        "practice request",
        request_id,
        trust=request.of_trust if seen_from.trust is None else seen_from.trust,
        about=Questions(session).item(request.year, request.item_id).code,
        of=of_name,
    )
    return request_id


def _same_subject(one: NewRequest | RequestFacts) -> tuple[int, int, str, int | None]:
    return one.of_trust, one.year, one.item_id, one.practice_id


def _asked_by(session: Session, seen_from: Viewpoint) -> Sequence[RequestFacts]:
    if seen_from.trust is None:
        return good_practice.requests_of_region(session, seen_from.region_code or "")
    found = good_practice.requests_of_trust(session, seen_from.trust)
    return [one for one in found if one.from_trust == seen_from.trust]


def _asking(facts: RequestFacts) -> str:
    region = region_in_a_sentence(facts.region_name or "")
    return facts.from_trust_name or f"the regional lead of {region}"


def _with_question(questions: Questions, facts: RequestFacts) -> Request:
    return Request(
        facts,
        questions.item(facts.year, facts.item_id),
        questions.theme(facts.year, facts.item_id),
    )


def _question_in(questions: Questions, request: Request, year: int | None) -> str:
    if year is None:
        return ""
    return next(iter(questions.in_year(request.item.id, request.facts.year, year)), "")


def _newest_year(session: Session) -> int:
    years = signed_scores.signed_years(session) or rounds.cycle_years(session)
    if not years:
        raise NotFound("No year has been opened yet. The national team opens a year.")
    return years[0]


def _checked_text(text: str, what: str) -> str:
    text = clean_text(text)
    if not text:
        raise OutsideScale(f"Not sent. The {what} is empty. Write it, then send it.", field="text")
    refuse_longer(f"Not sent. The {what}", text, TEXT_LIMIT, field="text")
    return text
