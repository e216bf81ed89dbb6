"""Agreeing a Trust's level on each item, and never over somebody else's unseen change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from owf import clock
from owf.access import Actor, Decision, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import (
    AgreementChanged,
    Locked,
    NotFound,
    OutsideScale,
    ReasonNeeded,
    Refused,
)
from owf.assessment.moderation.positions import Position, QuestionState, read_positions
from owf.assessment.moderation.questions import Question, agreement_over, read_questions
from owf.assessment.packs import pack_of
from owf.assessment.rounds.partners import waited_for
from owf.assessment.texts import refuse_longer
from owf.questionnaire import Pack
from owf.store import Session, Store, answers, moderation, people, results, rounds
from owf.store.answers import StoredAgreement
from owf.store.moderation import HeardVoice, StoredReply, by_item
from owf.store.rounds import ReturnFacts, RoundFacts
from owf.texts import clean_text

REASON_LIMIT = 1000


def waiting_replies(replies: Sequence[StoredReply], version: int) -> tuple[StoredReply, ...]:
    """The replies to a version's levels that nobody has settled."""
    return tuple(one for one in replies if one.version == version and not one.is_settled)


@dataclass(frozen=True)
class ModerationView:
    """``questions`` have the most disputed first; ``replies`` are by item, of all versions."""

    round: RoundFacts
    pack: Pack
    returns: Sequence[ReturnFacts]
    questions: tuple[Question, ...]
    may_change: Decision
    replies: Mapping[str, tuple[StoredReply, ...]] = field(default_factory=dict)
    next_version: int = 1
    families: Sequence[HeardVoice] = ()

    @property
    def waiting_replies(self) -> tuple[StoredReply, ...]:
        every = [one for those in self.replies.values() for one in those]
        return waiting_replies(every, self.next_version)

    @property
    def waiting_for(self) -> tuple[ReturnFacts, ...]:
        return waited_for(self.returns)

    @property
    def excused(self) -> tuple[ReturnFacts, ...]:
        """The returns of partners that sent apologies: nobody waits for them."""
        return tuple(one for one in self.returns if one.apology)

    @property
    def is_open(self) -> bool:
        return self.round.status == "open"

    @property
    def agreed_questions(self) -> tuple[Question, ...]:
        return self._in_state(QuestionState.AGREED)

    @property
    def without_level(self) -> tuple[Question, ...]:
        return self._in_state(QuestionState.WITHOUT_LEVEL)

    @property
    def unanswered(self) -> tuple[Question, ...]:
        return self._in_state(QuestionState.NO_ANSWER)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The most disputed first; unanswered questions come last."""
        return tuple(one for one in self.questions if not one.is_settled)

    @property
    def to_settle(self) -> tuple[Question, ...]:
        """The most disputed first; one without any answer waits while a partner is to submit."""
        waits = bool(self.waiting_for)
        return tuple(
            one
            for one in self.open_questions
            if not (waits and one.position.state is QuestionState.NO_ANSWER)
        )

    def _in_state(self, state: QuestionState) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.position.state is state)

    @property
    def agreement(self) -> float | None:
        return agreement_over(self.questions)

    @property
    def ready_together(self) -> tuple[Question, ...]:
        """Agreed beyond chance, and nobody two levels or more from the median (decision 0005)."""
        return tuple(
            one
            for one in self.questions
            if one.position.is_open and one.is_high and not one.stands_apart
        )


def open_moderation(store: Store, who: Actor, trust: int, year: int) -> ModerationView:
    with store.reading() as session:
        in_round = round_to_see(session, who, trust, year)
        pack = pack_of(session, in_round.pack_snapshot_id)
        returns = rounds.returns_of_round(session, in_round.id)
        return ModerationView(
            round=in_round,
            pack=pack,
            returns=returns,
            questions=read_questions(session, in_round, pack, returns),
            may_change=policy.may_moderate(who, trust),
            replies=by_item(moderation.replies_of_round(session, in_round.id)),
            next_version=results.next_version(session, in_round.id),
            families=moderation.voices_of_round(session, in_round.id),
        )


def round_to_see(session: Session, who: Actor, trust: int, year: int) -> RoundFacts:
    policy.require(policy.may_see_agreement(who, trust))
    in_round = rounds.round_of(session, trust, year)
    if in_round is None:
        raise NotFound(f"This Trust has no self-assessment for {year}. Choose another year.")
    return in_round


def agree_level(
    store: Store,
    who: Actor,
    round_id: int,
    item_id: str,
    level: int | None,
    *,
    reason: str,
    seen_version: int,
) -> StoredAgreement:
    """``None`` is no level: possible only where no partner gave one, and with a reason.

    ReasonNeeded without one, also outside the partners' two middle values; AgreementChanged where
    ``seen_version`` (0 for none) is not the stored one.
    """
    reason = clean_text(reason)
    refuse_longer("The reason", reason, REASON_LIMIT)
    with store.writing() as session:
        in_round = round_to_moderate(session, who, round_id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        position = read_positions(session, round_id, pack).get(item_id)
        if position is None or not _is_level(pack, level):
            raise OutsideScale(
                f"{level!r} is not a level of this question. Choose one from "
                f"{pack.scale.values[0]} to {pack.scale.values[-1]}."
            )
        _refuse_without_answers(position, level)
        current = position.agreement
        if current is not None and current.version != seen_version:
            name = people.name_of(session, current.agreed_by) if current.agreed_by else None
            at = "without a level" if current.level is None else f"at {current.level}"
            raise AgreementChanged(
                f"{name or 'Somebody else'} agreed {position.item.code} {at} while you had it "
                "open, so yours was not saved. Look at theirs, then choose.",
                current,
                name,
            )
        if not reason and (level is None or position.needs_reason(level)):
            raise ReasonNeeded(
                f"{position.item.code} is signed without a level. Write the reason. It is signed "
                "with the question."
                if level is None
                else f"Level {level} is outside the partners' middle for {position.item.code}. "
                "Write the reason. It is signed with the level."
            )
        kept = _new_agreement(position, level, reason, who, clock.now())
        answers.write_agreements(session, round_id, [kept])
        audit.record_on(session, who, Event.LEVEL_AGREED, in_round, item=item_id)
        return kept


def _new_agreement(
    position: Position, level: int | None, reason: str, who: Actor, at: datetime
) -> StoredAgreement:
    version = position.agreement.version if position.agreement else 0
    return StoredAgreement(position.item.id, level, reason, who.id, at, version + 1)


def _is_level(pack: Pack, level: int | None) -> bool:
    return level is None or (not isinstance(level, bool) and pack.scale.contains(level))


def _refuse_without_answers(position: Position, level: int | None) -> None:
    """Refuse a level where nobody answered, and none where partners gave levels."""
    if level is not None and not position.is_answered:
        raise Refused(
            f"No partner that has submitted answered {position.item.code}, so no level can be "
            "agreed. Wait for their answers, or record that it has none, with a reason."
        )
    if level is None and position.proposed is not None:
        raise Refused(
            f"Partners gave levels for {position.item.code}: agree one. The page shows them now."
        )


def accept_medians(
    store: Store, who: Actor, round_id: int, seen: Mapping[str, int]
) -> tuple[str, ...]:
    """``seen``: proposals by item id; what has another now is left. Gives the agreed ids."""
    with store.writing() as session:
        in_round = round_to_moderate(session, who, round_id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        at = clock.now()
        accepted = [
            _new_agreement(one, one.proposed, "", who, at)
            for item_id, one in read_positions(session, round_id, pack).items()
            if one.is_open and seen.get(item_id) == one.proposed
        ]
        answers.write_agreements(session, round_id, accepted)
        if accepted:
            audit.record_on(session, who, Event.MEDIANS_ACCEPTED, in_round, questions=len(accepted))
        return tuple(one.item_id for one in accepted)


def round_to_change(
    session: Session, who: Actor, round_id: int, may: Callable[[Actor, int], Decision]
) -> RoundFacts:
    """The round, open or signed, locked for one who ``may`` change it."""
    in_round = rounds.round_to_change(session, round_id)
    if in_round is None:
        raise NotFound("This self-assessment does not exist. Go back to Start.")
    policy.require(may(who, in_round.trust))
    return in_round


def round_to_moderate(
    session: Session,
    who: Actor,
    round_id: int,
    may: Callable[[Actor, int], Decision] = policy.may_moderate,
) -> RoundFacts:
    """The open round, for one who ``may`` change what is moderated in it."""
    in_round = round_to_change(session, who, round_id, may)
    if in_round.status != "open":
        raise Locked(
            f"{in_round.trust_name}'s agreed levels for {in_round.year} were signed and are "
            "locked, so nothing was changed."
        )
    return in_round
