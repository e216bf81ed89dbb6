"""A Trust's own examples: offering one, changing it and withdrawing it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.access.policy import require
from owf.assessment.errors import ChangedSinceRead, Locked, NotFound, OutsideScale
from owf.assessment.texts import refuse_longer
from owf.improvement.good_practice import policy
from owf.improvement.good_practice.links import refuse_bad_links
from owf.improvement.good_practice.offers import Offer, offers_of
from owf.improvement.good_practice.questions import Questions
from owf.improvement.good_practice.reasons import open_questions
from owf.store import Session, Store, good_practice
from owf.store.good_practice import Described, PracticeFacts
from owf.texts import clean_line, clean_text

TITLE_LIMIT, TEXT_LIMIT, CONTACT_LIMIT = 160, 3000, 300
MOST_YEARS = 3
"""How far ahead an offer may end: contacts and ways of working change."""
MOST_OPEN = 100
"""Open offers of one Trust: about one for each question."""
REACH = {"region": "The Trusts of your region", "england": "All Trusts of England"}
KIND = "good practice"
"""What the record calls it."""
NO_SUCH_OFFER = "This example does not exist. Choose one from the list of your Trust's examples."


class OfferChanged(ChangedSinceRead):
    """Somebody else changed the same offer meanwhile; ``current`` is what is kept now."""

    def __init__(self, sentence: str, current: PracticeFacts) -> None:
        super().__init__(sentence)
        self.current = current


def own_offers(store: Store, who: Actor, trust: int) -> Sequence[Offer]:
    """All that the Trust ever offered: open ones first, then newest first."""
    require(policy.may_offer(who, trust))
    with store.reading() as session:
        found = offers_of(Questions(session), good_practice.practices_of(session, trust))
    newest_first = sorted(found, key=lambda one: one.facts.id, reverse=True)
    return sorted(newest_first, key=lambda one: not one.is_open)


def offer_practice(store: Store, who: Actor, trust: int, item_id: str, entered: Described) -> int:
    """Offer an example on a question of the Trust's newest signed year; gives its id."""
    require(policy.may_offer(who, trust))
    questions = open_questions(store, who, trust)
    question = questions.question(item_id)
    if question.why_not:
        raise OutsideScale(f"Not offered. {question.why_not}", field="question")
    described = _checked(entered)
    with store.writing() as session:
        today = clock.today()
        kept = good_practice.practices_of(session, trust)
        is_open = [one for one in kept if not one.is_withdrawn and not one.is_over(today)]
        if len(is_open) >= MOST_OPEN:
            raise OutsideScale(
                f"Your Trust offers {MOST_OPEN} examples, which is the limit. Withdraw one that "
                "is no longer of use."
            )
        practice_id = good_practice.add_practice(
            session, trust, questions.year, item_id, described, by=who.id, at=clock.now()
        )
        audit.record(
            session,
            who,
            Event.GOOD_PRACTICE_OFFERED,
            KIND,
            practice_id,
            trust=trust,
            about=question.item.code,
        )
        return practice_id


def change_offer(
    store: Store, who: Actor, practice_id: int, entered: Described, *, seen_version: int
) -> None:
    """OfferChanged where it no longer has ``seen_version``."""
    with store.writing() as session:
        now = _offer_to_change(session, who, practice_id, seen_version)
        described = _checked(entered)
        good_practice.change_practice(session, practice_id, described)
        audit.record(
            session,
            who,
            Event.GOOD_PRACTICE_CHANGED,
            KIND,
            practice_id,
            trust=now.trust,
            about=_code(session, now),
        )


def withdraw_offer(store: Store, who: Actor, practice_id: int, *, seen_version: int) -> None:
    """Nobody else sees it any more; what was asked about it and answered stays."""
    with store.writing() as session:
        now = _offer_to_change(session, who, practice_id, seen_version)
        good_practice.withdraw_practice(session, practice_id)
        audit.record(
            session,
            who,
            Event.GOOD_PRACTICE_WITHDRAWN,
            KIND,
            practice_id,
            trust=now.trust,
            about=_code(session, now),
        )


def _offer_to_change(
    session: Session, who: Actor, practice_id: int, seen_version: int
) -> PracticeFacts:
    now = good_practice.practice_to_change(session, practice_id)
    if now is None:
        raise NotFound(NO_SUCH_OFFER)
    require(policy.may_offer(who, now.trust))
    if now.is_withdrawn:
        raise Locked(
            f"“{now.title}” was withdrawn, so it cannot be changed any more. Offer it again as a "
            "new example."
        )
    if now.version != seen_version:
        raise OfferChanged(
            f"Somebody else changed “{now.title}” while you were writing, so your change was not "
            "saved. Theirs is shown below, and yours is still in the form.",
            now,
        )
    return now


def _code(session: Session, facts: PracticeFacts) -> str:
    return Questions(session).item(facts.year, facts.item_id).code


def last_possible_day(today: date) -> date:
    try:
        return today.replace(year=today.year + MOST_YEARS)
    except ValueError:
        return today.replace(year=today.year + MOST_YEARS, day=28)


def _checked(entered: Described) -> Described:
    described = replace(
        entered,
        title=clean_line(entered.title),
        what=clean_text(entered.what),
        with_whom=clean_text(entered.with_whom),
        what_it_took=clean_text(entered.what_it_took),
        evidence=clean_text(entered.evidence),
        contact=clean_line(entered.contact),
    )
    needed = (
        ("title", "Give it a title that says what others can learn from it."),
        ("what", "Say what you did, so that another Trust can tell whether it fits them."),
        ("contact", "Give a role and a work address, so that others know whom to write to."),
    )
    for field, what_to_do in needed:
        if not getattr(described, field):
            raise OutsideScale(what_to_do, field=field)
    refuse_longer("The title", described.title, TITLE_LIMIT, field="title")
    refuse_longer("The contact", described.contact, CONTACT_LIMIT, field="contact")
    for field in ("what", "with_whom", "what_it_took", "evidence"):
        refuse_longer("This text", getattr(described, field), TEXT_LIMIT, field=field)
    refuse_bad_links(described.evidence, "evidence")
    if described.visible_to not in REACH:
        what_to_do = "Choose who may see it: the Trusts of your region, or all of England."
        raise OutsideScale(what_to_do, field="visible_to")
    today = clock.today()
    last = last_possible_day(today)
    if not today <= described.until <= last:
        why = "That day is over." if described.until < today else "That day is too far ahead."
        raise OutsideScale(
            f"{why} Choose a day from {clock.day_in_words(today)} to {clock.day_in_words(last)}.",
            field="until",
        )
    return described
