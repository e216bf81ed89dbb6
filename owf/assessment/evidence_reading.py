"""Reading evidence: a partner's own list, and a file for whoever may open it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.access import Actor, audit
from owf.access.audit import Event
from owf.access.evidence_policy import NOT_THERE, may_keep_evidence, may_open_evidence
from owf.assessment.evidence_keeping import relied_on_in
from owf.assessment.refusals import NotAllowed, NotFound
from owf.store import Store, evidence, running
from owf.store.evidence import EvidenceFacts, LinkPlace, NewFile
from owf.store.running import Respondent


@dataclass(frozen=True)
class EvidenceList:
    """A partner's evidence by title, where each piece is linked, and who may look after it."""

    pieces: Sequence[EvidenceFacts]
    places: Mapping[str, tuple[LinkPlace, ...]]
    colleagues: Sequence[Respondent]

    def items_in(self, evidence_id: str, return_id: int) -> tuple[str, ...]:
        """The items of a return that a piece stands behind."""
        return tuple(
            one.item_id for one in self.places.get(evidence_id, ()) if one.return_id == return_id
        )

    def submitted_in(self, evidence_id: str) -> tuple[int, ...]:
        """The years in which a submitted return relies on a piece, newest first."""
        return tuple(
            dict.fromkeys(
                one.year for one in self.places.get(evidence_id, ()) if one.status == "submitted"
            )
        )


def open_evidence(store: Store, who: Actor, partner_id: int) -> EvidenceList:
    """A partner's evidence, for the people who answer for it.

    Raises:
        NotAllowed: the person does not answer for this partner.
    """
    decision = may_keep_evidence(who, partner_id)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        pieces = evidence.evidence_of_partner(session, partner_id)
        places: dict[str, list[LinkPlace]] = {}
        for one in evidence.places_of(session, [piece.id for piece in pieces]):
            places.setdefault(one.evidence_id, []).append(one)
        return EvidenceList(
            pieces,
            {key: tuple(those) for key, those in places.items()},
            running.respondents(session, [partner_id]),
        )


def read_file(store: Store, who: Actor, evidence_id: str) -> NewFile:
    """The file of a piece of evidence, for whoever may open it; the record says who did.

    Raises:
        NotAllowed: there is no such file, or it is not theirs to open: in the same words.
    """
    with store.writing() as session:
        facts = evidence.evidence_by_id(session, evidence_id)
        if facts is None or facts.file_name is None:
            raise NotAllowed(NOT_THERE)
        decision = may_open_evidence(
            who,
            facts.partner_id,
            facts.trust,
            is_submitted=bool(relied_on_in(session, evidence_id)),
        )
        if not decision:
            raise NotAllowed(decision.reason)
        audit.record(session, who, Event.EXPORTED, "file", "a file of evidence", trust=facts.trust)
    with store.reading() as session:
        found = evidence.content_of(session, evidence_id)
    if found is None:
        raise NotFound(NOT_THERE)
    return found
