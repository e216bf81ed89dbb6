"""A submitted return as its partner keeps it: all its answers, and a fingerprint to check.

The fingerprint is SHA-256 over the return's *canonical form*, which is this JSON with sorted keys,
without spaces, its text as it is, in UTF-8::

    {"answers": {ITEM: {"comment": TEXT, "evidence": TEXT, "evidence_expires": "2010-05-31" | null,
                        "level": 4 | null, "linked": [ADDRESS or SHA-256 of the file, ...],
                        "non_score": "dont_know" | null}, ...},
     "partner": ID, "questionnaire": DIGEST, "trust": DFE_NUMBER, "year": 2009}

``linked`` is sorted. The form covers the questions that the return asks, as far as something was
said on them, and not who submitted it when: the same answers submitted again have the same
fingerprint, and one changed letter gives another.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from owf import clock
from owf.access import Actor, policy
from owf.assessment.asked_items import choice_of, words_of
from owf.assessment.errors import Refused
from owf.assessment.evidence.file_types import kind_of
from owf.assessment.returns.answering import ReturnView, return_in_year, view_of
from owf.questionnaire import Item, NonScore
from owf.store import Store, rounds
from owf.store.answers import StoredAnswer
from owf.store.evidence import EvidenceFacts


@dataclass(frozen=True)
class ReceiptLine:
    """One question with its answer in words, such as ``4 Good``, and a line per linked evidence."""

    code: str
    statement: str
    answer: str
    comment: str
    evidence: str
    evidence_until: date | None
    linked: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReceiptTheme:
    title: str
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True)
class Receipt:
    """``digest`` is of the questionnaire as frozen, ``fingerprint`` of the answers.

    ``submitted`` is in words, London time; ``submitted_by`` is empty where it was entered for the
    partner, or the person was erased.
    """

    trust: str
    trust_number: int
    partner: str
    sector: str
    year: int
    title: str
    questionnaire: str
    digest: str
    submitted_by: str
    submitted: str
    asked: int
    with_level: int
    dont_know: int
    not_applicable: int
    themes: tuple[ReceiptTheme, ...]
    fingerprint: str


def receipt_of(store: Store, who: Actor, partner_id: int, year: int) -> Receipt:
    with store.reading() as session:
        partner, facts, in_round = return_in_year(session, partner_id, year)
        # The steering group sees what partners answered anyway.
        policy.require(
            policy.may_see_agreement(who, partner.trust) or policy.may_answer(who, partner_id)
        )
        if facts.status != "submitted" or facts.submitted_at is None:
            raise Refused(
                f"{facts.partner_name} has not submitted its self-assessment, so there is no "
                "receipt. Check and submit it first."
            )
        view = view_of(session, partner_id, year)
        digest = rounds.pack_digest(session, in_round.pack_snapshot_id)
    counts = Counter(
        answer.non_score for answer in _answers_with_content(view).values() if answer.is_given
    )
    return Receipt(
        trust=in_round.trust_name,
        trust_number=in_round.trust,
        partner=facts.partner_name,
        sector=facts.sector_title,
        year=year,
        title=view.pack.title,
        questionnaire=view.pack.name,
        digest=digest,
        submitted_by=view.submitted_by_name or "",
        submitted=clock.in_words(facts.submitted_at),
        asked=len(view.items()),
        with_level=counts[None],
        dont_know=counts[NonScore.DONT_KNOW.value],
        not_applicable=counts[NonScore.NOT_APPLICABLE.value],
        themes=tuple(
            ReceiptTheme(theme.title, tuple(_receipt_line(view, item) for item in items))
            for theme in view.pack.themes
            if (items := view.items(theme))
        ),
        fingerprint=fingerprint_of(view, digest),
    )


def fingerprint_of(view: ReturnView, digest: str) -> str:
    """SHA-256 in hex over the canonical form of a return, with the digest of its questionnaire."""
    content = {
        "trust": view.partner.trust,
        "partner": view.partner.id,
        "year": view.round.year,
        "questionnaire": digest,
        "answers": {
            item: _canonical_answer(answer, view.linked.get(item, ()))
            for item, answer in _answers_with_content(view).items()
        },
    }
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(written.encode()).hexdigest()


def _canonical_answer(
    answer: StoredAnswer, linked: Sequence[EvidenceFacts]
) -> Mapping[str, object]:
    until = answer.evidence_expires
    return {
        "level": answer.level,
        "non_score": answer.non_score,
        "comment": answer.comment,
        "evidence": answer.evidence,
        "evidence_expires": until.isoformat() if until else None,
        "linked": sorted(one.url or one.sha256 or "" for one in linked),
    }


def _answers_with_content(view: ReturnView) -> Mapping[str, StoredAnswer]:
    given = {item.id: view.answers.get(item.id, StoredAnswer(item.id)) for item in view.items()}
    return {
        item: one
        for item, one in given.items()
        if one.is_given or one.comment or one.evidence or view.linked.get(item)
    }


def _receipt_line(view: ReturnView, item: Item) -> ReceiptLine:
    answer = view.answers.get(item.id) or StoredAnswer(item.id)
    choice = choice_of(answer)
    return ReceiptLine(
        code=item.code,
        statement=item.text,
        answer="Not answered" if choice is None else words_of(view.pack.scale_of(item), choice),
        comment=answer.comment,
        evidence=answer.evidence,
        evidence_until=answer.evidence_expires,
        linked=tuple(f"{one.title} ({kind_of(one)})" for one in view.linked.get(item.id, ())),
    )
