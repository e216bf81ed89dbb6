"""Linking evidence to the answers of an open return."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.assessment.asked_items import proven_items
from owf.assessment.errors import NotFound
from owf.assessment.returns.answering import ReturnView, item_asked, open_for_change
from owf.store import Store, evidence
from owf.store.evidence import EvidenceFacts, Linked, Pair


def change_links(
    store: Store,
    who: Actor,
    return_id: int,
    *,
    add: Collection[Pair] = (),
    drop: Collection[Pair] = (),
) -> None:
    """(Evidence, item) pairs; what a colleague links at the same time stays."""
    with store.writing() as session:
        key, pack = open_for_change(session, who, return_id)
        for item_id in {item for _, item in add}:
            item_asked(pack, key, item_id)
        for evidence_id in sorted({one for one, _ in add}):
            found = evidence.evidence_to_change(session, evidence_id)
            if found is None or found.partner_id != key.partner_id:
                raise NotFound(
                    "One of the pieces of evidence you chose is no longer in your list, so "
                    "nothing was linked. Reload the page."
                )
        if evidence.change_links(session, return_id, add, drop):
            audit.record_on(
                session, who, Event.EVIDENCE_LINKED, key, added=len(add), dropped=len(drop)
            )


def proven_in(view: ReturnView) -> frozenset[str]:
    """The items with linked evidence that is valid today, or was when the return was submitted."""
    at = view.facts.submitted_at
    return proven_items(view.linked, at.astimezone(clock.LONDON).date() if at else clock.today())


@dataclass(frozen=True)
class EvidenceNow:
    pieces: Sequence[EvidenceFacts]
    linked: Linked


def evidence_now(store: Store, partner_id: int, return_id: int) -> EvidenceNow:
    """What is stored now, for a page that has asked the policy."""
    with store.reading() as session:
        pieces = evidence.evidence_of_partner(session, partner_id)
        linked: Linked = evidence.linked_in_return(session, return_id) if pieces else {}
        return EvidenceNow(pieces, linked)
