"""Whether the database still holds what the chairs signed; nothing here reads a cache."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from owf import clock
from owf.access import OPERATOR, Actor, name_behind, policy
from owf.assessment.errors import NotAllowed, NotFound, Refused
from owf.questionnaire import Pack
from owf.store import Session, Store, StoreFailed, moderation, places, results, rounds
from owf.store.results import SignatureFacts
from owf.store.rounds import RoundFacts

RESTORE = "do not rely on it. Restore it from a backup."

_T = TypeVar("_T")


class SignatureLost(Refused):
    """A round counts as signed, but its signature cannot be read."""


@dataclass(frozen=True)
class Verification:
    """A signed round's hash as it was signed, and as the database gives it now.

    ``digest_now``: ``None`` where rows cannot be read any more. ``signed_at`` is UTC; ``signed_by``
    ``None`` where erased. ``questions_hold``: the frozen questionnaire is the signed one.
    ``round_holds``: it counts as signed; of an earlier version, it was reopened before the next.
    ``was_carried_over``: entered by the operator.
    """

    trust: str
    dfe_number: int
    year: int
    version: int
    signed_at: datetime
    signed_by: str | None
    digest_signed: str
    digest_now: str | None
    questions_hold: bool
    round_holds: bool
    was_carried_over: bool = False

    @property
    def holds(self) -> bool:
        return self.questions_hold and self.round_holds and self.digest_now == self.digest_signed

    @property
    def sentence(self) -> str:
        which = f"{self.trust} {self.year}, version {self.version}"
        at = clock.in_words(self.signed_at)
        signed = (
            f"the operator carried it over on {at}, signed elsewhere"
            if self.was_carried_over
            else f"it was signed on {at} by {self.signed_by or 'a person who has been erased'}"
        )
        if self.holds:
            return f"{which}: unchanged since {signed}."
        if self.digest_now != self.digest_signed:
            what = "it"
        elif not self.questions_hold:
            what = "its questionnaire"
        else:
            what = "what others may see of it"
        return f"{which}: {what} was CHANGED after {signed}: {RESTORE}"

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        """The shape of ``verify --json``."""
        kept = {name: one for name, one in asdict(self).items() if name != "was_carried_over"}
        signed_at = self.signed_at.isoformat()
        return {**kept, "signed_at": signed_at, "holds": self.holds, "made_up": made_up}


@dataclass(frozen=True)
class FrozenPack:
    years: tuple[int, ...]
    is_unchanged: bool
    is_readable: bool


def verify_versions(store: Store, who: Actor, trust: int, year: int) -> Sequence[Verification]:
    """Check what a Trust signed of a year, newest first; SignatureLost where that is gone."""
    if not who.is_operator:
        policy.require(policy.may_see_agreement(who, trust))
    with store.reading() as session:
        facts = places.trust_by_number(session, trust)
        in_round = rounds.round_of(session, trust, year)
    if facts is None:
        raise NotFound(f"There is no Trust with the DfE number {trust}.")
    if in_round is None:
        raise NotFound(
            f"{facts.name} did not take part in {year}, so there is no signature to verify."
        )
    signatures = _signatures_of(store, in_round)
    with store.reading() as session:
        names = {one.signed_by: name_behind(session, one.signed_by) for one in signatures}
        reopened = {one.version for one in moderation.reopenings_of_round(session, in_round.id)}
    return [
        Verification(
            trust=facts.name,
            dfe_number=trust,
            year=year,
            version=one.version,
            signed_at=one.signed_at,
            signed_by=names[one.signed_by],
            was_carried_over=one.signed_by == OPERATOR.id,
            digest_signed=one.digest,
            digest_now=_digest_now(store, one),
            questions_hold=_questions_hold(store, in_round, one),
            # The newest is what others see; an earlier one was reopened before the next.
            round_holds=(
                (in_round.status == "signed" or one.version in reopened)
                and in_round.publication == one.signed_publication
                if one is signatures[0]
                else one.version in reopened
            ),
        )
        for one in signatures
    ]


def signed_rounds(store: Store, who: Actor) -> Sequence[tuple[int, int]]:
    """``(Trust, year)`` of every round that counts as signed, even if its signature is broken."""
    every = _all_rounds(store, who)
    with store.reading() as session:
        bear_one = frozenset(results.rounds_with_signature(session))
    return [(one.trust, one.year) for one in every if one.status == "signed" or one.id in bear_one]


def frozen_packs(store: Store, who: Actor) -> Sequence[FrozenPack]:
    """The frozen questionnaires of all rounds, oldest first."""
    years: dict[int, set[int]] = {}
    for one in _all_rounds(store, who):
        years.setdefault(one.pack_snapshot_id, set()).add(one.year)
    found = []
    for pack_snapshot_id in sorted(years):
        frozen = _frozen_text(store, pack_snapshot_id)
        found.append(
            FrozenPack(
                years=tuple(sorted(years[pack_snapshot_id])),
                is_unchanged=frozen is not None and frozen.is_unchanged,
                is_readable=frozen is not None and frozen.digest_of_content is not None,
            )
        )
    return found


def _all_rounds(store: Store, who: Actor) -> Sequence[RoundFacts]:
    if not who.is_operator:
        raise NotAllowed("Only the operator can look at all Trusts' rounds.")
    with store.reading() as session:
        return rounds.every_round(session)


def _signatures_of(store: Store, in_round: RoundFacts) -> Sequence[SignatureFacts]:
    found = _read_or_none(store, lambda session: results.signatures_of(session, in_round.id))
    if not found and in_round.shows_signed:
        raise SignatureLost(
            f"{in_round.trust_name} {in_round.year}: it counts as signed, but its signature is "
            f"gone or cannot be read, so it was CHANGED after it was signed: {RESTORE}"
        )
    if not found:
        raise NotFound(
            f"{in_round.trust_name} has not signed off {in_round.year} yet, "
            "so there is no signature to verify."
        )
    return found


def _digest_now(store: Store, signature: SignatureFacts) -> str | None:
    return _read_or_none(
        store,
        lambda session: results.snapshot_digest(
            session, signature.snapshot_id, signature.signed_by, signature.signed_at
        ),
    )


def _questions_hold(store: Store, in_round: RoundFacts, signature: SignatureFacts) -> bool:
    frozen = _frozen_text(store, in_round.pack_snapshot_id)
    if frozen is None or not frozen.is_unchanged:
        return False
    # A later version of the service may write a pack's contents in another form.
    return signature.pack_digest in (frozen.digest, frozen.digest_of_content)


@dataclass(frozen=True)
class _FrozenText:
    body: str
    digest: str

    @property
    def is_unchanged(self) -> bool:
        return sha256(self.body.encode()).hexdigest() == self.digest

    @property
    def digest_of_content(self) -> str | None:
        """The hash of what the pack says, however it is written; ``None`` where it is no pack."""
        try:
            return Pack.from_json(self.body).digest()
        except ValueError:
            return None


def _frozen_text(store: Store, pack_snapshot_id: int) -> _FrozenText | None:
    return _read_or_none(
        store,
        lambda session: _FrozenText(
            rounds.pack_body(session, pack_snapshot_id),
            rounds.pack_digest(session, pack_snapshot_id),
        ),
    )


def _read_or_none(store: Store, question: Callable[[Session], _T]) -> _T | None:
    """What the database answers; ``None`` where its rows make no sense any more."""
    try:
        with store.reading() as session:
            return question(session)
    except (ValueError, TypeError, StoreFailed) as nonsense:
        # A database that is away is no proof that anything in it was changed.
        if isinstance(nonsense, StoreFailed) and not store.is_reachable():
            raise
        return None
