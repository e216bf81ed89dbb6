"""The evidence behind a Trust's year: which question rests on which piece, whose, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from owf.access import Actor, policy
from owf.access.policy import Decision
from owf.assessment.asked_items import items_asked, that_count
from owf.assessment.errors import NotFound
from owf.assessment.evidence.file_types import kind_of
from owf.assessment.packs import pack_of
from owf.questionnaire import Item, Pack, Theme
from owf.store import Session, Store, answers, evidence, results, rounds
from owf.store.answers import RoundAnswer
from owf.store.evidence import EvidenceFacts
from owf.store.results import SignatureFacts
from owf.store.rounds import ReturnFacts, RoundFacts

IN_WORDS = "named in words"
"""The kind of what a partner only wrote beside its answer."""


@dataclass(frozen=True)
class IndexedPiece:
    """``partner``: by its name in that year. A text beside an answer has no ``dated``."""

    partner: str
    title: str
    kind: str
    dated: date | None
    expires: date | None
    id: str = ""

    def is_over(self, day: date) -> bool:
        return self.expires is not None and self.expires < day


@dataclass(frozen=True)
class IndexedQuestion:
    """``agreed``: the level, where one is agreed and the reader may see it."""

    item: Item
    theme: Theme
    agreed: int | None
    pieces: tuple[IndexedPiece, ...]


@dataclass(frozen=True)
class EvidenceIndex:
    """``questions`` are in the order of the questionnaire.

    ``partners``: those whose evidence is in it. ``is_own``: a partner's, of its own alone.
    ``signature``: of the levels, ``None`` while they can still change.
    """

    round: RoundFacts
    pack: Pack
    questions: tuple[IndexedQuestion, ...]
    partners: tuple[str, ...]
    is_own: bool
    signature: SignatureFacts | None = None


def open_evidence_index(store: Store, who: Actor, trust: int, year: int) -> EvidenceIndex:
    """All that partners submitted, for the steering group; of a partner, its own, for its people.

    As on the pages of either: a partner sees agreed levels once it has submitted.
    """
    with store.reading() as session:
        partners = rounds.partner_ids_of_trust(session, trust)
        own = {one for one in partners if policy.may_answer(who, one)}
        decision = _may_see_all(who, trust)
        if not own:
            policy.require(decision)
        in_round = rounds.round_of(session, trust, year)
        if in_round is None:
            raise NotFound(f"This Trust has no self-assessment for {year}. Choose another year.")
        pack = pack_of(session, in_round.pack_snapshot_id)
        returns = [
            one
            for one in rounds.returns_of_round(session, in_round.id)
            if (decision and one.status == "submitted") or (not decision and one.partner_id in own)
        ]
        agreed = {
            item_id: one.level
            for item_id, one in answers.agreements_of_round(session, in_round.id).items()
            if decision or any(one.status == "submitted" for one in returns)
        }
        pieces = _pieces(session, in_round, pack, returns)
        signature = (
            results.signature_of(session, in_round.id) if in_round.status == "signed" else None
        )
    return EvidenceIndex(
        round=in_round,
        pack=pack,
        questions=tuple(
            IndexedQuestion(
                item, pack.theme_of(item.id), agreed.get(item.id), tuple(pieces.get(item.id, ()))
            )
            for item in items_asked(pack)
        ),
        partners=tuple(one.partner_name for one in returns),
        is_own=not decision,
        signature=signature,
    )


def _may_see_all(who: Actor, trust: int) -> Decision:
    """As the steering group sees it; the operator can take every return out as a workbook."""
    if who.is_operator:
        return policy.allow("You hold the database.")
    if policy.may_see_agreement(who, trust):
        return policy.allow("You belong to this Trust's steering group.")
    return policy.deny(
        "Only a Trust's coordinator, steering group and chair can list the evidence that its "
        "partners submitted, and each partner its own. Ask your Trust's coordinator for it."
    )


def _pieces(
    session: Session, in_round: RoundFacts, pack: Pack, returns: Sequence[ReturnFacts]
) -> Mapping[str, Sequence[IndexedPiece]]:
    """By question; of answers that count."""
    found: dict[str, list[IndexedPiece]] = {}
    for facts in returns:
        given = answers.answers_of_return(session, facts.id)
        counting = that_count(
            pack,
            [
                RoundAnswer(
                    facts.partner_id,
                    facts.sector_id,
                    one.item_id,
                    one.level,
                    one.non_score,
                    one.comment,
                    one.evidence,
                )
                for one in given.values()
            ],
        )
        linked = evidence.linked_in_return(session, facts.id)
        for one in counting:
            pieces = found.setdefault(one.item_id, [])
            pieces += [_indexed(facts, thing) for thing in linked.get(one.item_id, ())]
            if one.evidence:
                until = given[one.item_id].evidence_expires
                pieces.append(IndexedPiece(facts.partner_name, one.evidence, IN_WORDS, None, until))
    return found


def _indexed(facts: ReturnFacts, thing: EvidenceFacts) -> IndexedPiece:
    return IndexedPiece(
        facts.partner_name, thing.title, kind_of(thing), thing.dated, thing.expires, thing.id
    )
