"""A round as it is to be signed, or was: what the chair reads, and the check list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from owf.access import Actor, Decision
from owf.assessment.asked_items import Progress
from owf.assessment.errors import ChangedSinceRead, Refused
from owf.assessment.moderation.positions import Position, QuestionState
from owf.assessment.rounds.partners import waited_for
from owf.assessment.signing.missing import Missing, codes
from owf.benchmark.words.wording import capitalised, counted, listed
from owf.questionnaire import Item, Pack, Theme
from owf.store import Session, moderation, results, surveys
from owf.store.moderation import HeardVoice, ReopeningFacts, StoredReply
from owf.store.results import Note, SignatureFacts
from owf.store.rounds import ReturnFacts, RoundFacts


@dataclass(frozen=True)
class AgreedLevel:
    """One item's agreed level with its reason, as it stands or as it was signed."""

    item: Item
    level: int | None
    reason: str
    state: QuestionState


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


class CheckState(StrEnum):
    """How a line of the check list stands."""

    DONE = "done"
    MISSING = "missing"
    NOT_YET = "not_yet"
    """There is nothing to check yet, so it is neither done nor missing."""
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Check:
    """A line of the check list."""

    title: str
    state: CheckState
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
        missing: what a signature waits for; nothing once it is signed.
        progress: how far each return is that is still waited for, by its id.
        survey_closes: the last day of the practitioners' survey, where it is open.
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
    missing: tuple[Missing, ...]
    progress: Mapping[int, Progress]
    survey_closes: date | None
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
        """Whether it can be signed: it is open, and nothing is missing."""
        return self.is_open and not self.missing

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
        """The questions that were settled with a reason."""
        return tuple(one for one in self.levels.values() if one.reason)

    def in_state(self, *states: QuestionState) -> tuple[Item, ...]:
        """The questions in any of these states, in order."""
        return tuple(one.item for one in self.levels.values() if one.state in states)


def waiting_replies(replies: Sequence[StoredReply], version: int) -> tuple[StoredReply, ...]:
    """The replies to a version's levels that nobody has settled."""
    return tuple(one for one in replies if one.version == version and not one.is_settled)


def check_list(view: SignOffView) -> tuple[Check, ...]:
    """The check list of a sign-off, in the order in which the work is done."""
    return (
        _partners_check(view),
        _levels_check(view),
        _reasons_check(view),
        _replies_check(view),
        Check(
            "Notes for readers",
            CheckState.DONE if view.notes else CheckState.OPTIONAL,
            capitalised(f"{counted(len(view.notes), 'note')} will be signed with it.")
            if view.notes
            else "None. Add a note where readers need to know something, such as a late roll-out.",
        ),
        Check(
            "Children, young people and parents",
            CheckState.DONE if view.voices else CheckState.OPTIONAL,
            f"What they said on {counted(len(view.voices), 'occasion')} will be signed with the "
            "levels."
            if view.voices
            else (
                "Nothing has been entered. The coordinator can enter what they said on the "
                "Moderation page."
            ),
        ),
    )


def _levels_check(view: SignOffView) -> Check:
    agreed = view.in_state(QuestionState.AGREED)
    without = view.in_state(QuestionState.WITHOUT_LEVEL)
    still_open = view.in_state(QuestionState.OPEN, QuestionState.NO_REASON)
    unanswered = view.in_state(QuestionState.NO_ANSWER)
    words = f"{len(agreed)} of {len(view.levels)} questions are agreed."
    if without:
        verb = "is" if len(without) == 1 else "are"
        words += f" {capitalised(counted(len(without), 'question'))} {verb} signed without a level."
    if still_open:
        words += f" Still open: {codes([one.code for one in still_open])}."
    if unanswered and len(unanswered) == len(view.levels):
        words += " No question has an answer yet."
    elif unanswered:
        words += f" No answer yet: {codes([one.code for one in unanswered])}."
    is_missing = still_open or unanswered or not view.levels
    return Check("Agreed levels", CheckState.MISSING if is_missing else CheckState.DONE, words)


def _reasons_check(view: SignOffView) -> Check:
    unexplained = view.in_state(QuestionState.NO_REASON)
    if unexplained:
        return Check(
            "Reasons",
            CheckState.MISSING,
            f"Missing for {codes([one.code for one in unexplained])}: the level is outside the "
            "partners' middle.",
        )
    if not view.in_state(QuestionState.AGREED, QuestionState.WITHOUT_LEVEL):
        return Check("Reasons", CheckState.NOT_YET, "No level is agreed yet.")
    explained = len(view.explained)
    words = (
        f"{counted(explained, 'question')} {'has' if explained == 1 else 'have'} a reason; no "
        "other level needs one."
        if explained
        else "every agreed level is within the partners' middle, so none needs a reason."
    )
    return Check("Reasons", CheckState.DONE, capitalised(words))


def _replies_check(view: SignOffView) -> Check:
    current = [one for one in view.replies if one.version == view.next_version]
    if view.waiting_replies:
        state = CheckState.MISSING
    elif not current and not view.in_state(QuestionState.AGREED):
        return Check("Replies", CheckState.NOT_YET, "Partners can reply once levels are agreed.")
    else:
        state = CheckState.DONE
    return Check("Replies", state, _replies(view, current, view.waiting_replies))


def _partners_check(view: SignOffView) -> Check:
    taking_part = len(view.returns) - len(view.excused)
    is_done = bool(taking_part) and not view.waiting_for
    return Check(
        "Partners",
        CheckState.DONE if is_done else CheckState.MISSING,
        _partners(view, taking_part - len(view.waiting_for), taking_part),
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
    if not taking_part:
        return f"No partner is taking part.{excused}"
    if not view.waiting_for:
        who = "The one partner has" if taking_part == 1 else f"All {taking_part} partners have"
        return f"{who} submitted.{excused}"
    missing = ", ".join(
        f"{one.partner_name} ({view.progress[one.id].answered} of {view.progress[one.id].of} "
        "answered)"
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


def read_now(session: Session, round_id: int, positions: Mapping[str, Position]) -> WhatWasRead:
    """What a chair who opens the page at this moment has before them."""
    versions = {
        item_id: one.agreement.version for item_id, one in positions.items() if one.agreement
    }
    return WhatWasRead(
        versions,
        surveys.response_count(session, round_id),
        tuple(moderation.replies_of_round(session, round_id)),
        tuple(results.notes_of_round(session, round_id)),
        tuple(moderation.voices_of_round(session, round_id)),
    )


def refuse_unread(seen: WhatWasRead, now: WhatWasRead) -> None:
    """Refuse to sign what the chair has not read.

    Raises:
        ChangedSinceRead: something changed since; the sentence says what.
    """
    if seen == now:
        return
    changed = sum(
        seen.versions.get(item_id) != version for item_id, version in now.versions.items()
    )
    what = [
        *([f"{changed} agreed {'level' if changed == 1 else 'levels'}"] if changed else []),
        *(["the practitioners' responses"] if seen.practitioners != now.practitioners else []),
        *(["partners' replies"] if seen.replies != now.replies else []),
        *(["the notes"] if seen.notes != now.notes else []),
        *(["what families said"] if seen.voices != now.voices else []),
    ]
    raise ChangedSinceRead(
        f"Not signed, because {listed(what) or 'the agreed levels'} changed since you opened this "
        "page. It now shows the newest. Read it again, then sign."
    )


def refuse_another_name(who: Actor, typed: str) -> None:
    """Refuse a signature under another name than the chair's own, whatever its capitals.

    Raises:
        Refused: it is another.
    """
    if " ".join(typed.split()).casefold() != " ".join(who.name.split()).casefold():
        raise Refused(f"Not signed. To sign, type your name as it is in your account: {who.name}.")
