"""Signing off: the chair's signature makes an immutable snapshot with a hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import Actor, Decision, audit, name_behind, policy
from owf.access.audit import Event
from owf.assessment.asking import that_count
from owf.assessment.moderating import refuse_where_signed, round_to_see
from owf.assessment.packs import pack_of
from owf.assessment.positions import Position, positions_of, read_positions
from owf.assessment.refusals import (
    ChangedSinceRead,
    Incomplete,
    NotAllowed,
    NotFound,
    OutsideScale,
)
from owf.assessment.scoring import leaders_rows, unnamed_returns
from owf.assessment.surveying import survey_rows
from owf.assessment.taking_part import waited_for
from owf.benchmark.wording import listed
from owf.questionnaire import Item, Pack, Theme
from owf.store import Session, Store, answers, results, rounds, signed, surveys
from owf.store.answers import StoredAgreement
from owf.store.results import SignatureFacts
from owf.store.rounds import ReturnFacts, RoundFacts

NOTE_LIMIT = 500
"""Characters of a note for readers: it stands among the key points."""

PUBLICATION_LEVELS: Mapping[str, str] = {
    "done": "Done: others see only that your Trust has finished",
    "headline": "Headline: your overall and theme scores count in the region's, without your name",
    "full": "Full: your Trust is named, and everything except comments can be compared",
}
"""How much of a signed round others may see (METHOD 1.8), with the words for the choice."""


@dataclass(frozen=True)
class AgreedLevel:
    """One item's agreed level with its reason, as it stands or as it was signed."""

    item: Item
    level: int | None
    reason: str
    proposed: int | None


@dataclass(frozen=True)
class WhatWasRead:
    """What a chair has before them: the version of each agreed level, and the survey's size."""

    versions: Mapping[str, int]
    practitioners: int


@dataclass(frozen=True)
class SignOffView:
    """A Trust's round as it is to be signed, or as it was.

    Attributes:
        round: the round.
        pack: its questionnaire.
        returns: the partners' returns.
        levels: agreed levels by item id; once signed, those of the snapshot.
        read: what is before the person who sees this.
        unsettled: items that partners rated and the Trust has not settled.
        unexplained: items settled outside the partners' middle without a reason.
        signature: the newest signature; ``None`` while nobody signed.
        signed_by_name: who signed; ``None`` for nobody, or somebody erased.
        notes: (theme, text) for readers.
        may_sign: whether this person may.
    """

    round: RoundFacts
    pack: Pack
    returns: Sequence[ReturnFacts]
    levels: Mapping[str, AgreedLevel]
    read: WhatWasRead
    unsettled: tuple[Item, ...]
    unexplained: tuple[Item, ...]
    signature: SignatureFacts | None
    signed_by_name: str | None
    notes: Sequence[tuple[str, str]]
    may_sign: Decision

    @property
    def waiting_for(self) -> tuple[ReturnFacts, ...]:
        """The returns that are not submitted yet, but for those of partners with apologies."""
        return waited_for(self.returns)

    @property
    def excused(self) -> tuple[ReturnFacts, ...]:
        """The returns of partners that sent apologies: nobody waits for them."""
        return tuple(one for one in self.returns if one.apology)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be signed."""
        return self.round.status == "open"

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of a signature."""
        return len(self.excused) < len(self.returns) and not (
            self.waiting_for or self.unsettled or self.unexplained
        )

    def of_theme(self, theme: Theme) -> tuple[AgreedLevel, ...]:
        """One theme's levels, in order."""
        return tuple(self.levels[item.id] for item in theme.items if item.id in self.levels)

    @property
    def explained(self) -> tuple[AgreedLevel, ...]:
        """The levels that bear a reason."""
        return tuple(one for one in self.levels.values() if one.reason)


def open_sign_off(store: Store, who: Actor, trust: int, year: int) -> SignOffView:
    """A Trust's agreed position of a year, and what is missing before it can be signed.

    Raises:
        NotAllowed: the person does not belong to this Trust's steering group.
        NotFound: the Trust takes no part in that year.
    """
    with store.reading() as session:
        in_round = round_to_see(session, who, trust, year)
        signature = results.signature_of(session, in_round.id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        positions = read_positions(session, in_round.id, pack)
        is_signed = signature is not None and in_round.status == "signed"
        return SignOffView(
            round=in_round,
            pack=pack,
            returns=rounds.returns_of_round(session, in_round.id),
            levels=_signed_levels(session, signature.snapshot_id, pack)
            if is_signed and signature is not None
            else {item_id: _level(one) for item_id, one in positions.items()},
            read=_read_now(positions, surveys.response_count(session, in_round.id)),
            unsettled=tuple(
                one.item for one in positions.values() if one.is_open and not is_signed
            ),
            unexplained=tuple(
                one.item for one in positions.values() if one.lacks_reason and not is_signed
            ),
            signature=signature,
            signed_by_name=name_behind(session, signature.signed_by) if signature else None,
            notes=results.notes_of_round(session, in_round.id),
            may_sign=policy.may_sign(who, trust),
        )


def _level(position: Position) -> AgreedLevel:
    agreement = position.agreement
    return AgreedLevel(
        item=position.item,
        level=agreement.level if agreement else None,
        reason=agreement.reason if agreement else "",
        proposed=position.proposed,
    )


def _signed_levels(session: Session, snapshot_id: int, pack: Pack) -> Mapping[str, AgreedLevel]:
    """What the signature covers, whatever became of the round's own rows since."""
    scores = signed.item_scores_of(session, snapshot_id)
    found = {}
    for item in pack.items:
        row = scores.get(f"item:{item.id}")
        if row is not None:
            level = None if row.agreed is None else round(row.agreed)
            found[item.id] = AgreedLevel(item, level, row.agreed_reason, None)
    return found


def sign_off(
    store: Store,
    who: Actor,
    round_id: int,
    publication: str,
    *,
    notes: Mapping[str, str] | None = None,
    seen: WhatWasRead | None = None,
) -> str:
    """Sign a Trust's agreed position; gives the hash over all that was signed.

    Nothing of the round can be changed after. An item that no partner rated is signed without a
    level.

    Args:
        store: where to keep it.
        who: the chair, personally.
        round_id: the Trust's round.
        publication: ``done``, ``headline`` or ``full``.
        notes: what readers must know, by theme id (empty for the whole).
        seen: what the chair had before them; ``None`` where nobody reads a page (a command).

    Raises:
        NotAllowed, NotFound, Locked: this person may not, there is no such round, or it was signed.
        ChangedSinceRead: what is to be signed is not what the chair read.
        Incomplete: returns are not submitted yet, levels are not settled, or reasons are missing;
            ``missing`` names them.
        OutsideScale: no such publication level, a note on a theme that is not there, or too long.
    """
    if publication not in PUBLICATION_LEVELS:
        raise OutsideScale(
            f"{publication!r} is no publication level: choose {', '.join(PUBLICATION_LEVELS)}."
        )
    with store.writing() as session:
        in_round = _round_to_sign(session, who, round_id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        # The returns first: whose return is seen as submitted here has all its answers in by then.
        returns = rounds.returns_of_round(session, round_id)
        given = that_count(pack, answers.answers_of_round(session, round_id))
        positions = positions_of(pack, given, answers.agreements_of_round(session, round_id))
        _refuse_incomplete(returns, positions)
        if seen is not None:
            _refuse_unread(seen, _read_now(positions, surveys.response_count(session, round_id)))
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
        for theme, text in _checked_notes(pack, notes or {}):
            results.add_note(session, round_id, theme, text)
        agreed = {
            item_id: (one.agreement.level, one.agreement.reason) if one.agreement else (None, "")
            for item_id, one in positions.items()
        }
        signature = results.write_snapshot(
            session,
            round_id,
            rounds.pack_digest(session, in_round.pack_snapshot_id),
            scores=[
                *leaders_rows(pack, given, agreed),
                *survey_rows(pack, surveys.answers_of_survey(session, round_id), given),
            ],
            returns=unnamed_returns(given),
            signed_by=who.id,
            signed_at=at,
            publication=publication,
        )
        rounds.set_round_status(session, round_id, "signed", publication)
        audit.record(
            session,
            who,
            Event.SIGNED_OFF,
            "round",
            round_id,
            trust=in_round.trust,
            version=signature.version,
            hash=signature.digest,
        )
        return signature.digest


def _read_now(positions: Mapping[str, Position], practitioners: int) -> WhatWasRead:
    versions = {
        item_id: one.agreement.version for item_id, one in positions.items() if one.agreement
    }
    return WhatWasRead(versions, practitioners)


def _refuse_unread(seen: WhatWasRead, now: WhatWasRead) -> None:
    if seen == now:
        return
    changed = sum(
        seen.versions.get(item_id) != version for item_id, version in now.versions.items()
    )
    what = [
        *([f"{changed} agreed {'level' if changed == 1 else 'levels'}"] if changed else []),
        *(["the practitioners' responses"] if seen.practitioners != now.practitioners else []),
    ]
    raise ChangedSinceRead(
        f"Not signed: {listed(what) or 'what is agreed'} changed since you read this page. It "
        "shows the newest now: read it again, then sign."
    )


def _checked_notes(pack: Pack, notes: Mapping[str, str]) -> list[tuple[str, str]]:
    """(theme, text) of the notes that say something."""
    found = []
    themes = {theme.id for theme in pack.themes}
    for theme, text in notes.items():
        kept = text.replace("\x00", "").strip()
        if theme and theme not in themes:
            raise OutsideScale(f"There is no theme {theme!r}: choose one of the questionnaire's.")
        if len(kept) > NOTE_LIMIT:
            raise OutsideScale(f"The note has {len(kept)} characters: shorten it to {NOTE_LIMIT}.")
        if kept:
            found.append((theme, kept))
    return found


def _round_to_sign(session: Session, who: Actor, round_id: int) -> RoundFacts:
    in_round = rounds.round_to_change(session, round_id)
    if in_round is None:
        raise NotFound("There is no such self-assessment. Go back to the start page.")
    decision = policy.may_sign(who, in_round.trust)
    if not decision:
        raise NotAllowed(decision.reason)
    refuse_where_signed(in_round)
    return in_round


def _refuse_incomplete(returns: Sequence[ReturnFacts], positions: Mapping[str, Position]) -> None:
    if all(one.apology for one in returns):
        raise Incomplete("Not signed: no partner takes part, so nothing is agreed.", ())
    waiting = tuple(one.partner_name for one in waited_for(returns))
    if waiting:
        raise Incomplete(
            f"Not signed: {listed(waiting)} {'has' if len(waiting) == 1 else 'have'} not "
            "submitted yet. Ask the coordinator to chase, then sign.",
            waiting,
        )
    unsettled = tuple(one.item.code for one in positions.values() if one.is_open)
    if unsettled:
        named = listed(unsettled) if len(unsettled) <= 4 else f"{len(unsettled)} questions"
        raise Incomplete(
            f"Not signed: {named} {'is' if len(unsettled) == 1 else 'are'} not agreed yet. "
            "Settle what is open on the moderation page, then sign.",
            unsettled,
        )
    unexplained = tuple(one.item.code for one in positions.values() if one.lacks_reason)
    if unexplained:
        raise Incomplete(
            f"Not signed: {listed(unexplained)} {'was' if len(unexplained) == 1 else 'were'} "
            "agreed outside the partners' middle without a reason. Write the reasons on the "
            "moderation page, then sign.",
            unexplained,
        )
