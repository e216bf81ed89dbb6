"""Bringing a workbook back: a preview of what would change, then one transaction that keeps it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.asked_items import choice_of, items_asked
from owf.assessment.errors import ChangedSinceRead, NotFound, OutsideScale, Refused
from owf.assessment.packs import pack_of
from owf.assessment.returns.answering import (
    COMMENT_LIMIT,
    EVIDENCE_LIMIT,
    ReturnView,
    checked,
    open_for_change,
    return_in_year,
    view_of,
)
from owf.assessment.returns.workbook_merge import FilledReturn, Line, Standing, compare
from owf.questionnaire import Item, Pack
from owf.store import Session, Store, answers, rounds
from owf.store.answers import ReturnKey, StoredAnswer


@dataclass(frozen=True)
class Destination:
    """The return that a workbook belongs to; ``digest`` is its frozen questionnaire's."""

    return_id: int
    trust: int
    trust_name: str
    partner_id: int
    partner_name: str
    sector_id: str
    year: int
    pack: Pack
    digest: str
    is_locked: bool


def open_to_take_along(store: Store, who: Actor, partner_id: int, year: int) -> ReturnView:
    policy.require(policy.may_take_along(who, partner_id))
    with store.reading() as session:
        return view_of(session, partner_id, year)


def find_destination(store: Store, who: Actor, partner_id: int, year: int) -> Destination:
    policy.require(policy.may_take_along(who, partner_id))
    with store.reading() as session:
        return destination_of(session, partner_id, year)


def destination_of(session: Session, partner_id: int, year: int) -> Destination:
    """For a caller who has asked the policy."""
    partner, facts, in_round = return_in_year(session, partner_id, year)
    return Destination(
        return_id=facts.id,
        trust=partner.trust,
        trust_name=in_round.trust_name,
        partner_id=partner.id,
        partner_name=facts.partner_name,
        sector_id=partner.sector_id,
        year=year,
        pack=pack_of(session, in_round.pack_snapshot_id),
        digest=rounds.pack_digest(session, in_round.pack_snapshot_id),
        is_locked=facts.status != "open" or in_round.status != "open" or bool(facts.apology),
    )


def find_partner(store: Store, who: Actor, trust: int, id_or_name: str, year: int) -> int:
    """The id of the partner with this id or name among those in a Trust's round; operator only."""
    policy.require(policy.may_enter_returns(who))
    with store.reading() as session:
        in_round = rounds.round_of(session, trust, year)
        if in_round is None:
            raise NotFound(f"Trust {trust} has no round in {year}. Give another year.")
        taking_part = rounds.returns_of_round(session, in_round.id)
    wanted = id_or_name.strip().casefold()
    found = [one for one in taking_part if str(one.partner_id) == wanted] or [
        one for one in taking_part if one.partner_name.casefold() == wanted
    ]
    if len(found) == 1:
        return found[0].partner_id
    known = ", ".join(f"{one.partner_name} ({one.partner_id})" for one in found or taking_part)
    if found:
        raise NotFound(f"Several partners are called “{id_or_name}”. Give the id of one: {known}.")
    raise NotFound(
        f"{in_round.trust_name} has no partner “{id_or_name}” in {year}. It has: {known}."
    )


AUDITED_IDS = 2000
"""Characters of item ids that one event of the record holds: some hundred questions."""


@dataclass(frozen=True)
class Preview:
    destination: Destination
    lines: tuple[Line, ...]

    def of(self, *standings: Standing) -> Sequence[Line]:
        return [line for line in self.lines if line.standing in standings]

    def to_write(self, take: Collection[str] = ()) -> Sequence[Line]:
        """The lines whose answer would be another; ``take`` names clashes by item id."""
        return [
            line
            for line in self.lines
            if not line.is_refused and line.result(take=line.item.id in take) != line.stored
        ]


def preview_import(store: Store, who: Actor, filled: FilledReturn) -> Preview:
    policy.require(policy.may_take_along(who, filled.partner_id))
    with store.reading() as session:
        destination = destination_of(session, filled.partner_id, filled.year)
        _refuse_other_return(filled, destination)
        stored = answers.answers_of_return(session, destination.return_id)
    return Preview(
        destination,
        tuple(
            compare(
                item,
                filled.items[item.id],
                stored.get(item.id, StoredAnswer(item.id)),
                locked=destination.is_locked,
            )
            for item in items_asked(destination.pack, sector=destination.sector_id)
            if item.id in filled.items
        ),
    )


def _refuse_other_return(filled: FilledReturn, destination: Destination) -> None:
    if filled.trust != destination.trust or filled.digest != destination.digest:
        raise Refused(
            f"This spreadsheet is not for {destination.partner_name} in {destination.year}. "
            "Download the right one and copy the answers into it."
        )


def import_return(store: Store, who: Actor, preview: Preview, *, take: Collection[str] = ()) -> int:
    """All or nothing; gives the number written. ``take``: clashes where the workbook wins.

    An answer bears the name of the person who brings it, nobody's for the operator, whom no
    DeadlinePassed stops. ChangedSinceRead where an answer changed since the preview.
    """
    with store.writing() as session:
        return_id = preview.destination.return_id
        key, pack = open_for_change(session, who, return_id, policy.may_take_along)
        lines = preview.to_write(take)
        _refuse_changed_answers(preview, answers.answers_of_return(session, key.id))
        kept = _answers_to_keep(pack, key, lines, take)
        _write_answers(session, key, who, kept)
        return len(kept)


def _refuse_changed_answers(preview: Preview, now: Mapping[str, StoredAnswer]) -> None:
    moved = [
        line.item.code
        for line in preview.of(Standing.NEW, Standing.CHANGED, Standing.CONFLICTING)
        if now.get(line.item.id, StoredAnswer(line.item.id)).version != line.stored.version
    ]
    if moved:
        raise ChangedSinceRead(
            f"{', '.join(moved[:5])}{' and more' if len(moved) > 5 else ''} "
            f"{'was' if len(moved) == 1 else 'were'} changed here since you looked at the preview, "
            "so nothing was saved. Look at the preview again, then save."
        )


def _answers_to_keep(
    pack: Pack, key: ReturnKey, lines: Sequence[Line], take: Collection[str]
) -> Sequence[StoredAnswer]:
    asked: Mapping[str, Item] = {one.id: one for one in items_asked(pack, sector=key.sector_id)}
    kept = []
    for line in lines:
        answer = line.result(take=line.item.id in take)
        if answer.item_id not in asked:
            raise OutsideScale(f"{answer.item_id!r} is not a question of this self-assessment.")
        choice = choice_of(answer)
        if choice is not None:
            checked(pack, choice)
        if len(answer.comment) > COMMENT_LIMIT or len(answer.evidence) > EVIDENCE_LIMIT:
            raise OutsideScale(f"The text for {line.item.code} is too long. Shorten it.")
        kept.append(answer)
    return kept


def _write_answers(
    session: Session, key: ReturnKey, who: Actor, kept: Sequence[StoredAnswer]
) -> None:
    if not kept:
        return
    at, by = clock.now(), None if who.is_operator else who.id
    dated = [replace(one, answered_by=by, answered_at=at, version=one.version + 1) for one in kept]
    answers.write_new_answers(session, key.id, [one for one in dated if one.version == 1])
    for one in dated:
        if one.version > 1:
            answers.write_answer(session, key.id, one)
    audit.record_on(
        session,
        who,
        Event.WORKBOOK_IMPORTED,
        key,
        answers=len(dated),
        items=" ".join(one.item_id for one in dated)[:AUDITED_IDS],
    )
