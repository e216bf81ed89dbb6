"""Taking over all of last year's answers that are still valid, in one step, and undoing that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.assessment.asked_items import (
    applying_items,
    asks_for_evidence,
    choices_of,
    fields_of,
    lacks_evidence,
    proven_items,
)
from owf.assessment.errors import ChangedSinceRead, Refused
from owf.assessment.returns.answering import ReturnView, open_for_change, view_of
from owf.questionnaire import Item, Mark
from owf.store import Session, Store, answers, evidence, people
from owf.store import audit as store_audit
from owf.store.answers import StoredAnswer

ANSWERED = "Answered already this year."
BEGUN = "Begun this year: something is written there, and no level is chosen yet."
NEW = "New this year."
UNANSWERED = "Without an answer last year."
NOT_ON_SCALE = "Answered last year with something that is not offered any more."


@dataclass(frozen=True)
class ToTake:
    """``lacks_evidence``: its level asks for some, and none that is still valid comes with it."""

    item: Item
    answer: StoredAnswer
    things: tuple[str, ...]
    lacks_evidence: bool


@dataclass(frozen=True)
class Offer:
    """Of questions untouched this year; ``leaves``: why the others are left, by item id."""

    takes: tuple[ToTake, ...]
    leaves: Mapping[str, str]


@dataclass(frozen=True)
class TakenOver:
    """``can_be_undone``: none of them was changed since."""

    at: datetime
    by: str | None
    items: tuple[str, ...]
    can_be_undone: bool


def offer_of(view: ReturnView) -> Offer:
    ever = [item for theme in view.pack.themes for item in view.items_ever(theme)]
    why = {item.id: _reason_left(view, item) for item in ever}
    takes = {item.id: _to_take(view, item) for item in ever if not why[item.id]}
    # Some questions depend on others, and so on what is taken over. A condition's question comes
    # before what depends on it in the questionnaire's own order.
    given = {**view.answers, **{item: one.answer for item, one in takes.items()}}
    asked = applying_items([item for item in view.pack.items if item.id in why], given)
    return Offer(
        tuple(one for item, one in takes.items() if item in asked),
        {item: reason for item, reason in why.items() if reason and item in asked},
    )


def _reason_left(view: ReturnView, item: Item) -> str:
    stored = view.answers.get(item.id, StoredAnswer(item.id))
    if stored.is_given:
        return ANSWERED
    if stored.comment or stored.evidence or view.linked.get(item.id):
        return BEGUN
    found = view.last_year.get(item.id)
    if found is None:
        return NEW
    if found.suggestion is None:
        return found.why_not or (NEW if found.origin.mark is Mark.NEW else UNANSWERED)
    if found.suggestion.choice not in choices_of(view.pack.scale_of(item)):
        return NOT_ON_SCALE
    return ""


def _to_take(view: ReturnView, item: Item) -> ToTake:
    suggested = view.last_year[item.id].suggestion
    if suggested is None:
        raise ValueError(f"nothing is suggested for {item.id}")
    linked = {
        item.id: tuple(one for one in view.last_year[item.id].things if one.id in suggested.things)
    }
    is_named = asks_for_evidence(item)
    answer = StoredAnswer(
        item.id,
        *fields_of(suggested.choice),
        comment=suggested.comment,
        evidence=suggested.evidence if is_named else "",
        evidence_expires=suggested.evidence_expires if is_named else None,
    )
    proven = proven_items(linked, clock.today())
    return ToTake(item, answer, suggested.things, lacks_evidence(item, answer, proven))


def take_over(
    store: Store, who: Actor, return_id: int, wanted: Collection[str]
) -> Sequence[ToTake]:
    """What somebody has answered or started since is left; gives what was taken over.

    DeadlinePassed after the last day; ChangedSinceRead where nothing can be taken over any more.
    """
    with store.writing() as session:
        key, _ = open_for_change(session, who, return_id)
        view = view_of(session, key.partner_id, key.year)
        takes = [one for one in offer_of(view).takes if one.item.id in wanted]
        if not takes:
            raise ChangedSinceRead(
                "No answers were taken over, because each of these questions has been answered "
                "since you opened this page. The saved answers are shown below."
            )
        at = clock.now()
        for one in takes:
            version = view.answers[one.item.id].version if one.item.id in view.answers else 0
            answers.write_answer(
                session,
                return_id,
                replace(one.answer, answered_by=who.id, answered_at=at, version=version + 1),
            )
        _link_evidence(session, return_id, takes)
        # At the same moment as the answers, which undoing finds by it.
        with clock.stopped_at(at):
            audit.record_on(session, who, Event.LAST_YEAR_TAKEN, key, answers=len(takes))
    return takes


def _link_evidence(session: Session, return_id: int, takes: Sequence[ToTake]) -> None:
    pairs = [(thing, one.item.id) for one in takes for thing in one.things]
    there = {
        thing
        for thing in sorted({thing for thing, _ in pairs})
        if evidence.evidence_to_change(session, thing) is not None
    }
    evidence.change_links(session, return_id, [one for one in pairs if one[0] in there], ())


def taken_over(store: Store, view: ReturnView) -> TakenOver | None:
    """The last step that took answers over, for a page that has asked the policy."""
    with store.reading() as session:
        return _taken_over(session, view)


def _taken_over(session: Session, view: ReturnView) -> TakenOver | None:
    moments = {
        one.answered_at
        for one in view.answers.values()
        if one.answered_at is not None and one.is_given
    }
    found = store_audit.last_event_at(
        session, Event.LAST_YEAR_TAKEN, "return", view.facts.id, moments
    )
    if found is None:
        return None
    items = tuple(
        item for item, one in view.answers.items() if one.answered_at == found.at and one.is_given
    )
    return TakenOver(
        found.at,
        people.name_of(session, found.person_id) if found.person_id else None,
        items,
        can_be_undone=len(items) == found.detail.get("answers") and not _has_new_links(view, items),
    )


def _has_new_links(view: ReturnView, items: Collection[str]) -> bool:
    return any(
        {one.id for one in view.linked.get(item, ())}
        - {one.id for one in view.last_year[item].things}
        for item in items
        if item in view.last_year
    )


def take_back(store: Store, who: Actor, return_id: int) -> int:
    """Undo the last step that took answers over; gives how many questions are open again."""
    with store.writing() as session:
        key, _ = open_for_change(session, who, return_id)
        view = view_of(session, key.partner_id, key.year)
        found = _taken_over(session, view)
        if found is None:
            raise Refused(
                "There is nothing to undo, because no answer was taken over from last year."
            )
        if not found.can_be_undone:
            raise Refused(
                "This cannot be undone, because some of these answers have been changed since. "
                "Change each answer that is no longer true."
            )
        at = clock.now()
        for item in found.items:
            # Emptied, not deleted: others notice a change by a version that only ever grows.
            answers.write_answer(
                session,
                return_id,
                StoredAnswer(
                    item,
                    answered_by=who.id,
                    answered_at=at,
                    version=view.answers[item].version + 1,
                ),
            )
        linked = [(one.id, item) for item in found.items for one in view.linked.get(item, ())]
        evidence.change_links(session, return_id, (), linked)
        audit.record_on(session, who, Event.LAST_YEAR_TAKEN_BACK, key, answers=len(found.items))
        return len(found.items)
