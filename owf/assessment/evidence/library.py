"""A partner's evidence: adding, changing and removing pieces, and reading their files."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.access.policy import NOT_THERE, may_keep_evidence, may_open_evidence, require
from owf.assessment.errors import ChangedSinceRead, Locked, NotAllowed, NotFound, OutsideScale
from owf.assessment.evidence.links import checked_link
from owf.assessment.texts import first_few, refuse_longer
from owf.store import Session, Store, answers, evidence, participation, rounds
from owf.store.evidence import Described, EvidenceFacts, LinkPlace, NewFile
from owf.store.participation import Respondent
from owf.store.plans.actions import actions_shown_by
from owf.texts import clean_line

TITLE_LIMIT = 160
MOST_PIECES = 500
"""Pieces of one partner: some years of them, and no place to put a whole drive."""
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
GONE = "Somebody has removed this piece of evidence. Reload the page."


def add_evidence(
    store: Store, who: Actor, partner_id: int, described: Described, what: str | NewFile
) -> str:
    """``what``: the address of a link, or a file from ``checked_file``; gives the id."""
    require(may_keep_evidence(who, partner_id))
    with store.writing() as session:
        partner = rounds.partner_by_id(session, partner_id)
        if partner is None:
            raise NotFound("This partner does not exist. Go back to Start.")
        if len(evidence.evidence_of_partner(session, partner_id)) >= MOST_PIECES:
            raise OutsideScale(
                f"Your list has {MOST_PIECES} pieces of evidence, which is the limit. Remove "
                "those that are no longer valid."
            )
        evidence_id = secrets.token_hex(16)
        evidence.add_evidence(
            session,
            evidence_id,
            partner_id,
            _checked_description(session, partner_id, described),
            checked_link(what) if isinstance(what, str) else what,
            by=who.id,
            at=clock.now(),
        )
        audit.record(
            session, who, Event.EVIDENCE_ADDED, "evidence", evidence_id, trust=partner.trust
        )
        return evidence_id


def change_evidence(
    store: Store,
    who: Actor,
    evidence_id: str,
    described: Described,
    what: str | NewFile | None = None,
    *,
    seen_version: int,
) -> None:
    """It stays linked; ``what`` is as in ``add_evidence``, ``None`` leaves it.

    What a submitted return relies on cannot be replaced. ChangedSinceRead where it no longer has
    ``seen_version``.
    """
    with store.writing() as session:
        if what is not None:
            _lock_returns(session, evidence_id)
        now = _evidence_to_change(session, who, evidence_id)
        if now.version != seen_version:
            raise ChangedSinceRead(
                f"Somebody else changed “{now.title}” while you were editing, so your change was "
                "not saved. Read it as it is now, then change it if you need to."
            )
        if isinstance(what, str) and what != now.url:
            what = checked_link(what)
        if what == now.url:
            what = None
        relied_on = _years_relied_on(session, evidence_id) if what is not None else ""
        if relied_on:
            raise Locked(
                f"“{now.title}” supports what you submitted in {relied_on}, so it "
                "cannot be changed. Add the new evidence as a new piece and link that."
            )
        evidence.change_evidence(
            session,
            evidence_id,
            _checked_description(session, now.partner_id, described),
            what,
        )
        audit.record(session, who, Event.EVIDENCE_CHANGED, "evidence", evidence_id, trust=now.trust)


def remove_evidence(store: Store, who: Actor, evidence_id: str) -> None:
    """Remove a piece with its file and its links.

    Locked where a submitted return relies on it, or an action of a plan names it.
    """
    with store.writing() as session:
        _lock_returns(session, evidence_id)
        now = _evidence_to_change(session, who, evidence_id)
        relied_on = _years_relied_on(session, evidence_id)
        if relied_on:
            raise Locked(
                f"“{now.title}” supports what you submitted in {relied_on}, so it "
                "cannot be removed. If you must remove it, ask your Trust's coordinator to reopen "
                "your self-assessment, then unlink it there first."
            )
        actions = actions_shown_by(session, evidence_id)
        if actions:
            raise Locked(
                f"“{now.title}” shows what was done for {first_few(actions, 6)} in your Trust's "
                "plan, so it cannot be removed. If you must remove it, take it out of the action "
                "first, under Actions."
            )
        evidence.delete_evidence(session, evidence_id)
        audit.record(session, who, Event.EVIDENCE_REMOVED, "evidence", evidence_id, trust=now.trust)


def _years_relied_on(session: Session, evidence_id: str) -> str:
    return " and ".join(map(str, _submitted_years(evidence.places_of(session, [evidence_id]))))


def _submitted_years(places: Iterable[LinkPlace]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one.year for one in places if one.status == "submitted"))


def _evidence_to_change(session: Session, who: Actor, evidence_id: str) -> EvidenceFacts:
    now = evidence.evidence_to_change(session, evidence_id)
    if now is None:
        raise NotFound(GONE)
    require(may_keep_evidence(who, now.partner_id))
    return now


def _lock_returns(session: Session, evidence_id: str) -> None:
    """Until the transaction ends; returns before the piece, as linking does: so none deadlock."""
    places = evidence.places_of(session, [evidence_id])
    for return_id in sorted({one.return_id for one in places}):
        answers.return_key(session, return_id)


def _checked_description(session: Session, partner_id: int, described: Described) -> Described:
    title = clean_line(described.title)
    colleagues = {one.id for one in participation.respondents(session, [partner_id])}
    days = [day for day in (described.dated, described.expires) if day is not None]
    if not title:
        what = "Give it a title that your colleagues and the steering group will recognise."
        raise OutsideScale(what, field="title")
    refuse_longer("The title", title, TITLE_LIMIT, field="title")
    if described.owner is not None and described.owner not in colleagues:
        what = "Choose a colleague who answers for your organisation, or leave this empty."
        raise OutsideScale(what, field="owner")
    if any(not FIRST_DAY <= day <= LAST_DAY for day in days):
        what = f"Give days between {FIRST_DAY.year} and {LAST_DAY.year}."
        raise OutsideScale(what, field="dated")
    if described.dated is not None and described.dated > clock.today():
        what = "Its date is in the future. Give the day it was made."
        raise OutsideScale(what, field="dated")
    if len(days) == 2 and days[1] < days[0]:
        what = "“Valid until” is earlier than its date. Check the two dates."
        raise OutsideScale(what, field="expires")
    return Described(title, described.owner, described.dated, described.expires)


@dataclass(frozen=True)
class EvidenceList:
    pieces: Sequence[EvidenceFacts]
    places: Mapping[str, tuple[LinkPlace, ...]]
    colleagues: Sequence[Respondent]

    def items_in(self, evidence_id: str, return_id: int) -> tuple[str, ...]:
        return tuple(
            one.item_id for one in self.places.get(evidence_id, ()) if one.return_id == return_id
        )

    def submitted_in(self, evidence_id: str) -> tuple[int, ...]:
        """The years in which a submitted return relies on a piece, newest first."""
        return _submitted_years(self.places.get(evidence_id, ()))


def open_evidence(store: Store, who: Actor, partner_id: int) -> EvidenceList:
    require(may_keep_evidence(who, partner_id))
    with store.reading() as session:
        pieces = evidence.evidence_of_partner(session, partner_id)
        places: dict[str, list[LinkPlace]] = {}
        for one in evidence.places_of(session, [piece.id for piece in pieces]):
            places.setdefault(one.evidence_id, []).append(one)
        return EvidenceList(
            pieces,
            {key: tuple(those) for key, those in places.items()},
            participation.respondents(session, [partner_id]),
        )


def read_file(store: Store, who: Actor, evidence_id: str) -> NewFile:
    """The record says who; a missing one is refused in the same words as one not theirs."""
    with store.writing() as session:
        facts = evidence.evidence_by_id(session, evidence_id)
        if facts is None or facts.file_name is None:
            raise NotAllowed(NOT_THERE)
        require(
            may_open_evidence(
                who,
                facts.partner_id,
                facts.trust,
                is_shown=bool(
                    _years_relied_on(session, evidence_id) or actions_shown_by(session, evidence_id)
                ),
            )
        )
        audit.record(session, who, Event.EXPORTED, "file", "a file of evidence", trust=facts.trust)
    with store.reading() as session:
        found = evidence.content_of(session, evidence_id)
    if found is None:
        raise NotFound(NOT_THERE)
    return found
