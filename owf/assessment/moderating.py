"""Agreeing the Trust's position: what partners said of each item, and the level settled on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import Actor, policy
from owf.assessment.answering import items_asked
from owf.assessment.packs import pack_of
from owf.assessment.refusals import (
    AgreementChanged,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
    ReasonNeeded,
)
from owf.benchmark import middle_values, proposed_level
from owf.questionnaire import Item, NonScore, Pack, Theme
from owf.store import Session, Store, answers, people, results, rounds
from owf.store.answers import RoundAnswer, StoredAgreement
from owf.store.results import SignatureFacts
from owf.store.rounds import ReturnFacts, RoundFacts

REASON_LIMIT = 1000


@dataclass(frozen=True)
class Position:
    """What partners said of one item, and what is agreed or proposed.

    Attributes:
        item: the item.
        counts: number of partners at each level of the scale, lowest first.
        dont_know: number of partners who don't know.
        not_applicable: number of partners to whom it does not apply.
        middle: the two middle levels; ``None`` where nobody gave one.
        proposed: the median, rounded down to a level; ``None`` where nobody gave a level.
        agreement: what was settled already; ``None`` while the proposal stands.
    """

    item: Item
    counts: tuple[int, ...]
    dont_know: int
    not_applicable: int
    middle: tuple[int, int] | None
    proposed: int | None
    agreement: StoredAgreement | None

    @property
    def level(self) -> int | None:
        """The level that would be signed now."""
        return self.proposed if self.agreement is None else self.agreement.level

    @property
    def is_changed(self) -> bool:
        """Whether what was settled differs from the proposal."""
        return self.agreement is not None and self.agreement.level != self.proposed

    @property
    def lacks_reason(self) -> bool:
        """Whether what was settled departs from the partners' middle without saying why.

        It can come about without anybody's fault: a later return moves the middle.
        """
        return (
            self.agreement is not None
            and self.agreement.level is not None
            and not self.agreement.reason
            and self.needs_reason(self.agreement.level)
        )

    def needs_reason(self, level: int) -> bool:
        """Whether agreeing ``level`` departs from what the partners' middle says."""
        return self.middle is None or not self.middle[0] <= level <= self.middle[1]


@dataclass(frozen=True)
class AgreementView:
    """A Trust's round as its chair and steering group see it."""

    round: RoundFacts
    pack: Pack
    returns: Sequence[ReturnFacts]
    positions: Mapping[str, Position]
    signature: SignatureFacts | None
    signed_by_name: str | None
    notes: Sequence[tuple[str, str]]

    @property
    def waiting_for(self) -> tuple[ReturnFacts, ...]:
        """The returns that are not submitted yet."""
        return tuple(one for one in self.returns if one.status != "submitted")

    def of_theme(self, theme: Theme) -> tuple[Position, ...]:
        """The positions on one theme's items, in order."""
        return tuple(self.positions[item.id] for item in items_asked(self.pack, theme))

    @property
    def changed(self) -> tuple[Position, ...]:
        """The positions that depart from the proposal."""
        return tuple(one for one in self.positions.values() if one.is_changed)


def open_agreement(store: Store, who: Actor, trust: int, year: int) -> AgreementView:
    """What a Trust's partners answered in a year, and where agreement stands.

    Raises:
        NotAllowed: the person does not belong to this Trust's steering group.
        NotFound: the Trust takes no part in that year.
    """
    decision = policy.may_see_agreement(who, trust)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        in_round = rounds.round_of(session, trust, year)
        if in_round is None:
            raise NotFound(f"This Trust has no self-assessment for {year}. Choose another year.")
        signature = results.signature_of(session, in_round.id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        return AgreementView(
            round=in_round,
            pack=pack,
            returns=rounds.returns_of_round(session, in_round.id),
            positions=positions_of(session, in_round.id, pack),
            signature=signature,
            signed_by_name=people.name_of(session, signature.signed_by) if signature else None,
            notes=results.notes_of_round(session, in_round.id),
        )


def positions_of(session: Session, round_id: int, pack: Pack) -> Mapping[str, Position]:
    """What submitted returns say of each item, with what is agreed so far."""
    given: dict[str, list[RoundAnswer]] = {}
    for answer in answers.answers_of_round(session, round_id):
        given.setdefault(answer.item_id, []).append(answer)
    agreed = answers.agreements_of_round(session, round_id)
    return {
        item.id: _position(item, given.get(item.id, ()), agreed.get(item.id), pack)
        for item in items_asked(pack)
    }


def _position(
    item: Item, given: Sequence[RoundAnswer], agreement: StoredAgreement | None, pack: Pack
) -> Position:
    levels = [answer.level for answer in given if answer.level is not None]
    return Position(
        item=item,
        counts=tuple(levels.count(value) for value in pack.scale.values),
        dont_know=sum(answer.non_score == NonScore.DONT_KNOW for answer in given),
        not_applicable=sum(answer.non_score == NonScore.NOT_APPLICABLE for answer in given),
        middle=middle_values(levels),
        proposed=proposed_level(levels),
        agreement=agreement,
    )


def agree_level(
    store: Store,
    who: Actor,
    round_id: int,
    item_id: str,
    level: int,
    *,
    reason: str,
    seen_version: int,
) -> StoredAgreement:
    """Settle the Trust's level on one item.

    Args:
        store: where to keep it.
        who: the chair.
        round_id: the Trust's round.
        item_id: the item.
        level: a level on the scale.
        reason: why, where the level lies outside the partners' two middle values.
        seen_version: the version of the agreed level the person had before them; 0 for none.

    Raises:
        NotAllowed, NotFound: this person may not, or there is no such round.
        Locked: the round was signed.
        OutsideScale: no such level, or no such item.
        ReasonNeeded: the level departs from the partners' middle and no reason is given.
        AgreementChanged: somebody else settled it meanwhile.
    """
    reason = reason.replace("\x00", "").strip()
    if len(reason) > REASON_LIMIT:
        raise OutsideScale(
            f"The reason has {len(reason)} characters: shorten it to {REASON_LIMIT}."
        )
    with store.writing() as session:
        in_round = open_round_to_sign(session, who, round_id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        position = positions_of(session, round_id, pack).get(item_id)
        if position is None or isinstance(level, bool) or not pack.scale.contains(level):
            raise OutsideScale(
                f"{level!r} is not a level of this question: choose one from "
                f"{pack.scale.values[0]} to {pack.scale.values[-1]}."
            )
        current = position.agreement
        if current is not None and current.version != seen_version:
            raise AgreementChanged(
                f"{position.item.code} was settled at {current.level} by somebody else meanwhile. "
                "Look at their reason, then change it again if you need to.",
                current,
            )
        if position.needs_reason(level) and not reason:
            raise ReasonNeeded(
                f"Level {level} lies outside the partners' middle for {position.item.code}: "
                "write the reason, which is signed with it."
            )
        kept = StoredAgreement(
            item_id=item_id,
            level=level,
            reason=reason,
            agreed_by=who.id,
            agreed_at=clock.now(),
            version=(current.version if current else 0) + 1,
        )
        answers.write_agreements(session, round_id, [kept])
        return kept


def open_round_to_sign(session: Session, who: Actor, round_id: int) -> RoundFacts:
    """The round, for one who may change and sign it while it is open.

    Raises:
        NotFound, NotAllowed, Locked: there is none, the person may not, or it was signed.
    """
    in_round = rounds.round_to_change(session, round_id)
    if in_round is None:
        raise NotFound("There is no such self-assessment. Go back to the start page.")
    decision = policy.may_sign(who, in_round.trust)
    if not decision:
        raise NotAllowed(decision.reason)
    if in_round.status != "open":
        raise Locked(
            f"{in_round.trust_name}'s position for {in_round.year} was signed and is locked, "
            "so nothing was changed."
        )
    return in_round
