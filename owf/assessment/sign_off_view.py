"""A round as it is to be signed, or was: what the chair reads, and the check list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.access import Decision
from owf.assessment.taking_part import waited_for
from owf.benchmark.wording import capitalised, counted, listed
from owf.questionnaire import Item, Pack, Theme
from owf.store.heard import HeardVoice
from owf.store.notes import Note
from owf.store.reopenings import ReopeningFacts
from owf.store.replies import StoredReply
from owf.store.results import SignatureFacts
from owf.store.rounds import ReturnFacts, RoundFacts


@dataclass(frozen=True)
class AgreedLevel:
    """One item's agreed level with its reason, as it stands or as it was signed."""

    item: Item
    level: int | None
    reason: str
    proposed: int | None


@dataclass(frozen=True)
class WhatWasRead:
    """What a chair has before them, so that nothing newer is signed unread.

    The version of each agreed level, the survey's size, and the replies, notes and voices.
    """

    versions: Mapping[str, int]
    practitioners: int
    replies: tuple[StoredReply, ...] = ()
    notes: tuple[Note, ...] = ()
    voices: tuple[HeardVoice, ...] = ()


@dataclass(frozen=True)
class Check:
    """A line of the check list. ``is_done`` is ``None`` for what is good to have and not asked."""

    title: str
    is_done: bool | None
    words: str


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
        notes: for readers, as they stand.
        voices: what families said, as it stands.
        replies: those of partners, of all versions.
        next_version: what the next signature makes.
        reopenings: of this round, the newest first.
        may_sign: whether this person may.
        may_reopen: whether this person may open it again once it is signed.
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
    notes: Sequence[Note]
    voices: Sequence[HeardVoice]
    replies: Sequence[StoredReply]
    next_version: int
    reopenings: Sequence[ReopeningFacts]
    may_sign: Decision
    may_reopen: Decision

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
        return all(one.is_done is not False for one in self.checks)

    @property
    def waiting_replies(self) -> tuple[StoredReply, ...]:
        """Replies to the present levels that are neither answered nor standing."""
        return waiting_replies(self.replies, self.next_version)

    @property
    def standing(self) -> tuple[StoredReply, ...]:
        """The dissent that stands in the record."""
        return tuple(one for one in self.replies if one.stands)

    @property
    def checks(self) -> tuple[Check, ...]:
        """What must be there before it can be signed, and what is good to have."""
        return check_list(self)

    def of_theme(self, theme: Theme) -> tuple[AgreedLevel, ...]:
        """One theme's levels, in order."""
        return tuple(self.levels[item.id] for item in theme.items if item.id in self.levels)

    @property
    def explained(self) -> tuple[AgreedLevel, ...]:
        """The levels that bear a reason."""
        return tuple(one for one in self.levels.values() if one.reason)


def waiting_replies(replies: Sequence[StoredReply], version: int) -> tuple[StoredReply, ...]:
    """The replies to a version's levels that nobody has settled."""
    return tuple(one for one in replies if one.version == version and not one.is_settled)


def check_list(view: SignOffView) -> tuple[Check, ...]:
    """The check list of a sign-off, in the order in which the work is done."""
    taking_part = len(view.returns) - len(view.excused)
    submitted = taking_part - len(view.waiting_for)
    settled = len(view.levels) - len(view.unsettled)
    current = [one for one in view.replies if one.version == view.next_version]
    waiting = view.waiting_replies
    return (
        Check(
            "Partners",
            bool(taking_part) and not view.waiting_for,
            _partners(view, submitted, taking_part),
        ),
        Check(
            "Agreed levels",
            not view.unsettled,
            f"{settled} of {len(view.levels)} questions are agreed."
            + (f" Still open: {codes(view.unsettled)}." if view.unsettled else ""),
        ),
        Check(
            "Reasons",
            not view.unexplained,
            f"Missing for {codes(view.unexplained)}: the level is outside the partners' middle."
            if view.unexplained
            else capitalised(
                f"{counted(len(view.explained), 'level')} "
                f"{'needs' if len(view.explained) == 1 else 'need'} a reason, and every reason is "
                "given."
            ),
        ),
        Check("Replies", not waiting, _replies(view, current, waiting)),
        Check(
            "Notes for readers",
            None if not view.notes else True,
            capitalised(f"{counted(len(view.notes), 'note')} will be signed with it.")
            if view.notes
            else "None. Add a note where readers need to know something, such as a late roll-out.",
        ),
        Check(
            "Children, young people and parents",
            None if not view.voices else True,
            f"What they said on {counted(len(view.voices), 'occasion')} will be signed with the "
            "levels."
            if view.voices
            else (
                "Nothing has been entered. The coordinator can enter what they said on the "
                "Moderation page."
            ),
        ),
    )


def _partners(view: SignOffView, submitted: int, taking_part: int) -> str:
    if not view.returns:
        return "No partner is taking part yet."
    excused = (
        " With apologies: "
        + "; ".join(f"{one.partner_name} ({one.apology})" for one in view.excused)
        + "."
        if view.excused
        else ""
    )
    if not view.waiting_for:
        return f"All {taking_part} have submitted.{excused}"
    missing = ", ".join(
        f"{one.partner_name} ({one.answered} of {len(view.levels)} answered)"
        for one in view.waiting_for
    )
    return f"{submitted} of {taking_part} have submitted. Missing: {missing}.{excused}"


def _replies(
    view: SignOffView, current: Sequence[StoredReply], waiting: Sequence[StoredReply]
) -> str:
    if not current and view.replies:
        return (
            f"No partner has replied to a level of version {view.next_version} yet. Replies to an "
            "earlier version stay in the record."
        )
    if not current:
        return "No partner has replied to a level."
    if waiting:
        items = {item_id: level.item.code for item_id, level in view.levels.items()}
        named = listed(
            [f"{one.partner_name} on {items.get(one.item_id, one.item_id)}" for one in waiting]
        )
        return (
            f"{len(waiting)} of {len(current)} {'is' if len(waiting) == 1 else 'are'} neither "
            f"answered nor kept as a disagreement: {named}."
        )
    stand = sum(one.stands for one in current)
    return (
        f"{len(current)} {'reply' if len(current) == 1 else 'replies'}: {len(current) - stand} "
        f"answered, {stand} kept in the record as "
        f"{'a disagreement' if stand == 1 else 'disagreements'}."
    )


NAMED = 12
"""Questions that a list of what is missing names, before it says how many more there are."""


def codes(items: Sequence[Item]) -> str:
    """Questions by their codes, the first twelve of them."""
    named = ", ".join(item.code for item in items[:NAMED])
    more = len(items) - NAMED
    return f"{named} and {more} more" if more > 0 else named
