"""Signing off: the chair's signature makes an immutable snapshot with a hash."""

from collections.abc import Mapping, Sequence
from datetime import date

from owf import clock
from owf.access import Actor, audit, name_behind, policy
from owf.access.audit import Event
from owf.assessment.asked_items import counted_answers, progress_in_return, that_count
from owf.assessment.deadlines import is_over
from owf.assessment.errors import Incomplete, Locked, NotFound, OutsideScale
from owf.assessment.moderation.agreeing import round_to_change, round_to_see, waiting_replies
from owf.assessment.moderation.positions import (
    Position,
    QuestionState,
    agreed_levels,
    positions_of,
    read_positions,
)
from owf.assessment.packs import pack_of
from owf.assessment.rounds.partners import waited_for
from owf.assessment.scoring import leaders_rows, unnamed_returns
from owf.assessment.signing.checklist import (
    AgreedLevel,
    SignOffView,
    WhatWasRead,
    missing_before_signature,
    read_now,
    refuse_another_name,
    refuse_incomplete,
    refuse_unread,
)
from owf.assessment.signing.reopening import tell_readers
from owf.assessment.survey.scoring import survey_rows
from owf.questionnaire import Pack
from owf.store import (
    Session,
    Store,
    answers,
    moderation,
    participation,
    results,
    rounds,
    signed_scores,
    surveys,
)
from owf.store.answers import RoundAnswer, StoredAgreement
from owf.store.rounds import RoundFacts

PUBLICATION_LEVELS: Mapping[str, str] = {
    "done": "Done: others see only that your Trust has finished",
    "headline": "Headline: your overall and theme scores count in the region's, without your name",
    "full": "Full: your Trust is named, and everything except comments can be compared",
}
"""How much of a signed round others may see (METHOD 1.8), with the words for the choice."""


def open_sign_off(store: Store, who: Actor, trust: int, year: int) -> SignOffView:
    with store.reading() as session:
        in_round = round_to_see(session, who, trust, year)
        signature = results.signature_of(session, in_round.id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        positions = read_positions(session, in_round.id, pack)
        returns = rounds.returns_of_round(session, in_round.id)
        waiting_for = waited_for(returns) if in_round.status == "open" else ()
        given = participation.answers_of_returns(session, in_round.id) if waiting_for else {}
        read = read_now(session, in_round.id, positions)
        version = results.next_version(session, in_round.id)
        is_signed = signature is not None and in_round.status == "signed"
        return SignOffView(
            round=in_round,
            pack=pack,
            returns=returns,
            levels=_signed_levels(session, signature.snapshot_id, pack)
            if is_signed and signature is not None
            else {item_id: _agreed_level(one) for item_id, one in positions.items()},
            read=read,
            missing=()
            if is_signed
            else missing_before_signature(
                returns, positions, waiting_replies(read.replies, version)
            ),
            progress={
                one.id: progress_in_return(pack, one.sector_id, given.get(one.id, {}))
                for one in waiting_for
            },
            survey_closes=_survey_closes(session, in_round),
            signature=signature,
            signed_by_name=name_behind(session, signature.signed_by) if signature else None,
            next_version=version,
            reopenings=moderation.reopenings_of_round(session, in_round.id),
            may_sign=policy.may_sign(who, trust),
            may_reopen=policy.may_reopen(who, trust),
        )


def _survey_closes(session: Session, in_round: RoundFacts) -> date | None:
    """The last day of the survey, if it still takes answers."""
    link = surveys.link_of_round(session, in_round.id)
    if in_round.status != "open" or link is None or is_over(link.closes):
        return None
    return link.closes


def _agreed_level(position: Position) -> AgreedLevel:
    agreement = position.agreement
    return AgreedLevel(
        item=position.item,
        level=agreement.level if agreement else None,
        reason=agreement.reason if agreement else "",
        state=position.state,
    )


def _signed_levels(session: Session, snapshot_id: int, pack: Pack) -> Mapping[str, AgreedLevel]:
    """What the signature covers, whatever has become of the round's own rows since."""
    scores = signed_scores.item_scores_of(session, snapshot_id)
    found = {}
    for item in pack.items:
        row = scores.get(f"item:{item.id}")
        if row is not None:
            level = None if row.agreed is None else round(row.agreed)
            state = QuestionState.WITHOUT_LEVEL if level is None else QuestionState.AGREED
            found[item.id] = AgreedLevel(item, level, row.agreed_reason, state)
    return found


def sign_off(
    store: Store,
    who: Actor,
    round_id: int,
    publication: str,
    *,
    typed_name: str | None = None,
    seen: WhatWasRead | None = None,
) -> str:
    """Gives the hash over all that was signed; a reopened round gets another version.

    An item nobody could give a level is signed without one; so is an unanswered one, once the Trust
    wrote why. A command has no ``typed_name`` and nothing ``seen``. ChangedSinceRead where it is
    not what the chair read; Incomplete has ``missing``.
    """
    _refuse_unknown_publication(publication)
    with store.writing() as session:
        in_round = round_to_change(session, who, round_id, policy.may_sign)
        if in_round.status != "open":
            raise Locked(_signed_already(session, in_round))
        pack = pack_of(session, in_round.pack_snapshot_id)
        # The returns first: one that is submitted now has all its answers when they are read.
        returns = rounds.returns_of_round(session, round_id)
        given = counted_answers(session, round_id, pack)
        positions = positions_of(pack, given, answers.agreements_of_round(session, round_id))
        version = results.next_version(session, round_id)
        read = read_now(session, round_id, positions)
        waiting = waiting_replies(read.replies, version)
        refuse_incomplete(missing_before_signature(returns, positions, waiting))
        if typed_name is not None:
            refuse_another_name(who, typed_name)
        if seen is not None:
            refuse_unread(seen, read)
        at = clock.now()
        answers.write_agreements(
            session,
            round_id,
            [
                StoredAgreement(item_id, None, "", who.id, at, version=1)
                for item_id, one in positions.items()
                if one.agreement is None
            ],
        )
        signature = results.write_snapshot(
            session,
            round_id,
            rounds.pack_digest(session, in_round.pack_snapshot_id),
            scores=[
                *leaders_rows(pack, given, agreed_levels(positions)),
                *survey_rows(pack, surveys.answers_of_survey(session, round_id), given),
            ],
            returns=unnamed_returns(given),
            signed_by=who.id,
            signed_at=at,
            publication=publication,
        )
        rounds.set_round_status(session, round_id, "signed", publication)
        audit.record_on(
            session,
            who,
            Event.SIGNED_OFF,
            in_round,
            version=signature.version,
            hash=signature.digest,
        )
    if signature.version > 1:
        tell_readers(store, round_id)
    return signature.digest


def _refuse_unknown_publication(level: str) -> None:
    if level not in PUBLICATION_LEVELS:
        raise OutsideScale(
            f"{level!r} is not a publication level. Choose {', '.join(PUBLICATION_LEVELS)}."
        )


def _signed_already(session: Session, in_round: RoundFacts) -> str:
    """Who was faster, for a chair who signs what is signed."""
    signature = results.signature_of(session, in_round.id)
    name = name_behind(session, signature.signed_by) if signature else None
    by = f" by {name or 'a person who has been erased'}" if signature else ""
    when = f" on {clock.in_words(signature.signed_at)}" if signature else ""
    return (
        f"{in_round.trust_name}'s {in_round.year} was already signed{by}{when} and is locked, so "
        "nothing was changed and your signature was not needed."
    )


def carry_over(
    store: Store,
    who: Actor,
    year: int,
    answers_of: Mapping[int, Sequence[RoundAnswer]],
    publication: Mapping[int, str],
) -> int:
    """Results signed outside this service, in one transaction; gives how many.

    Answers are scored (METHOD 1) and kept without names; agreed levels are medians. Mappings are by
    DfE number; a ``partner_id`` need only be unique within its Trust. Incomplete where a Trust has
    a round of this year already, or no answers.
    """
    policy.require(policy.may_carry_over(who))
    with store.writing() as session:
        frozen = rounds.pack_of_cycle(session, year)
        if frozen is None:
            raise NotFound(f"The year {year} is not open. Open it first.")
        pack = pack_of(session, frozen)
        digest = rounds.pack_digest(session, frozen)
        for trust, carried in answers_of.items():
            given = that_count(pack, carried)
            level = publication.get(trust, "done")
            _refuse_unknown_publication(level)
            if not given or rounds.round_of(session, trust, year) is not None:
                raise Incomplete(
                    f"Trust {trust} has {'a round already' if given else 'no answers'} for "
                    f"{year}. Leave it out.",
                    (str(trust),),
                )
            round_id = rounds.add_round(session, year, trust)
            positions = positions_of(pack, given, {})
            signature = results.write_snapshot(
                session,
                round_id,
                digest,
                scores=leaders_rows(
                    pack, given, {item_id: (one.proposed, "") for item_id, one in positions.items()}
                ),
                returns=unnamed_returns(given),
                signed_by=who.id,
                signed_at=clock.now(),
                publication=level,
            )
            rounds.set_round_status(session, round_id, "signed", level)
            audit.record(
                session,
                who,
                Event.CARRIED_OVER,
                "round",
                round_id,
                trust=trust,
                version=signature.version,
                hash=signature.digest,
            )
        return len(answers_of)
