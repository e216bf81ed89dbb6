"""The checklist of a signature: what it waits for, and what the chair reads before signing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from owf.access import Actor, Decision
from owf.assessment.asked_items import Progress
from owf.assessment.errors import ChangedSinceRead, Incomplete, Refused
from owf.assessment.moderation.agreeing import waiting_replies
from owf.assessment.moderation.positions import Position, QuestionState
from owf.assessment.rounds.partners import waited_for
from owf.assessment.texts import first_few
from owf.benchmark.words.wording import capitalised, counted, listed
from owf.questionnaire import Item, Pack, Theme
from owf.store import Session, moderation, results, surveys
from owf.store.moderation import HeardVoice, ReopeningFacts, StoredReply
from owf.store.results import Note, SignatureFacts
from owf.store.rounds import ReturnFacts, RoundFacts
from owf.texts import clean_name

NAMED = 12
"""Questions that a list of what is missing names, before it says how many more there are."""
_NAMED_IN_A_SENTENCE = 4


class MissingKind(StrEnum):
    PARTNERS = "partners"
    RETURNS = "returns"
    LEVELS = "levels"
    ANSWERS = "answers"
    REASONS = "reasons"
    REPLIES = "replies"


@dataclass(frozen=True)
class Missing:
    """``what``: the partners' names, questions' codes, or replies (``Police on 1.2``)."""

    kind: MissingKind
    what: tuple[str, ...]
    words: str


def missing_before_signature(
    returns: Sequence[ReturnFacts],
    positions: Mapping[str, Position],
    waiting: Sequence[StoredReply],
) -> tuple[Missing, ...]:
    """Everything that a signature waits for; ``waiting`` are the replies that nobody settled."""
    return (
        *_missing_returns(returns),
        *_missing_on_questions(positions),
        *_missing_answers_to_replies(waiting, positions),
    )


def refuse_incomplete(missing: Sequence[Missing]) -> None:
    """Refuse to sign while something is missing: Incomplete names the first kind of it."""
    for first in missing:
        raise Incomplete(f"Not signed, because {first.words}", first.what)


def _missing_returns(returns: Sequence[ReturnFacts]) -> Iterator[Missing]:
    if all(one.apology for one in returns):
        yield Missing(
            MissingKind.PARTNERS,
            (),
            "no partner is taking part, so nothing is agreed. The coordinator can add partners on "
            "the Round page.",
        )
    unsent = tuple(one.partner_name for one in waited_for(returns))
    if unsent:
        yield Missing(
            MissingKind.RETURNS,
            unsent,
            f"{listed(unsent)} {_has(unsent)} not submitted yet. Ask the coordinator to remind "
            "them, then sign.",
        )


_ON_QUESTIONS = (
    (
        MissingKind.LEVELS,
        QuestionState.OPEN,
        "{named} {verb} not agreed yet. Agree a level on the Moderation page, then sign.",
    ),
    (
        MissingKind.ANSWERS,
        QuestionState.NO_ANSWER,
        "{named} {verb} no answer from any partner. Wait for the answers, or write on the "
        "Moderation page why there is none, then sign.",
    ),
    (
        MissingKind.REASONS,
        QuestionState.NO_REASON,
        "{named} {verb} agreed outside the partners' middle without a reason. Write the reasons "
        "on the Moderation page, then sign.",
    ),
)


def _missing_on_questions(positions: Mapping[str, Position]) -> Iterator[Missing]:
    for kind, state, words in _ON_QUESTIONS:
        found = tuple(one.item.code for one in positions.values() if one.state is state)
        if found:
            named = (
                listed(found) if len(found) <= _NAMED_IN_A_SENTENCE else f"{len(found)} questions"
            )
            verb = _has(found) if kind is MissingKind.ANSWERS else _is(found)
            yield Missing(kind, found, words.format(named=named, verb=verb))


def _missing_answers_to_replies(
    waiting: Sequence[StoredReply], positions: Mapping[str, Position]
) -> Iterator[Missing]:
    if waiting:
        whose = tuple(
            f"{one.partner_name} on {positions[one.item_id].item.code}" for one in waiting
        )
        yield Missing(
            MissingKind.REPLIES,
            whose,
            f"the {'reply' if len(whose) == 1 else 'replies'} of {listed(whose)} {_is(whose)} "
            "neither answered nor kept as a disagreement. Answer "
            f"{'it' if len(whose) == 1 else 'them'} on the Moderation page, then sign.",
        )


def _is(what: Sequence[object]) -> str:
    return "is" if len(what) == 1 else "are"


def _has(what: Sequence[object]) -> str:
    return "has" if len(what) == 1 else "have"


@dataclass(frozen=True)
class AgreedLevel:
    item: Item
    level: int | None
    reason: str
    state: QuestionState


@dataclass(frozen=True)
class WhatWasRead:
    """So that nothing newer is signed unread; ``practitioners`` is the number of responses.

    ``versions`` are of the agreed levels; ``replies`` are of all versions.
    """

    versions: Mapping[str, int]
    practitioners: int
    replies: tuple[StoredReply, ...] = ()
    notes: tuple[Note, ...] = ()
    voices: tuple[HeardVoice, ...] = ()


class CheckState(StrEnum):
    DONE = "done"
    MISSING = "missing"
    NOT_YET = "not_yet"
    """There is nothing to check yet, so it is neither done nor missing."""
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Check:
    title: str
    state: CheckState
    words: str


@dataclass(frozen=True)
class SignOffView:
    """``levels`` are by item id, once signed those of the snapshot; ``progress`` by return id.

    ``survey_closes`` only while it is open; ``signed_by_name`` is ``None`` where erased.
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
    next_version: int
    reopenings: Sequence[ReopeningFacts]
    may_sign: Decision
    may_reopen: Decision

    @property
    def excused(self) -> tuple[ReturnFacts, ...]:
        """The returns of partners that sent apologies: nobody waits for them."""
        return tuple(one for one in self.returns if one.apology)

    @property
    def is_open(self) -> bool:
        return self.round.status == "open"

    @property
    def is_ready(self) -> bool:
        return self.is_open and not self.missing

    @property
    def standing(self) -> tuple[StoredReply, ...]:
        """The partners' disagreements that stay in the record."""
        return tuple(one for one in self.read.replies if one.stands)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checklist while it is open, in the order in which the work is done."""
        return (
            _partners_check(self),
            _levels_check(self),
            _reasons_check(self),
            _replies_check(self),
            *_optional_checks(self.read),
        )

    def of_theme(self, theme: Theme) -> tuple[AgreedLevel, ...]:
        return tuple(self.levels[item.id] for item in theme.items if item.id in self.levels)

    @property
    def explained(self) -> tuple[AgreedLevel, ...]:
        return tuple(one for one in self.levels.values() if one.reason)

    def codes_in(self, *states: QuestionState) -> tuple[str, ...]:
        return tuple(one.item.code for one in self.levels.values() if one.state in states)

    def check_state(self, *kinds: MissingKind) -> CheckState:
        is_missing = any(one.kind in kinds for one in self.missing)
        return CheckState.MISSING if is_missing else CheckState.DONE


def _optional_checks(read: WhatWasRead) -> tuple[Check, Check]:
    return (
        Check(
            "Notes for readers",
            CheckState.DONE if read.notes else CheckState.OPTIONAL,
            capitalised(f"{counted(len(read.notes), 'note')} will be signed with it.")
            if read.notes
            else "None. Add a note where readers need to know something, such as a late roll-out.",
        ),
        Check(
            "Children, young people and parents",
            CheckState.DONE if read.voices else CheckState.OPTIONAL,
            f"What they said on {counted(len(read.voices), 'occasion')} will be signed with the "
            "levels."
            if read.voices
            else "Nothing has been entered. The coordinator can enter what they said on the "
            "Moderation page.",
        ),
    )


def _levels_check(view: SignOffView) -> Check:
    agreed = view.codes_in(QuestionState.AGREED)
    without = view.codes_in(QuestionState.WITHOUT_LEVEL)
    still_open = view.codes_in(QuestionState.OPEN, QuestionState.NO_REASON)
    unanswered = view.codes_in(QuestionState.NO_ANSWER)
    words = f"{len(agreed)} of {len(view.levels)} questions are agreed."
    if without:
        words += (
            f" {capitalised(counted(len(without), 'question'))} {_is(without)} signed without a "
            "level."
        )
    if still_open:
        words += f" Still open: {first_few(still_open, NAMED)}."
    if unanswered and len(unanswered) == len(view.levels):
        words += " No question has an answer yet."
    elif unanswered:
        words += f" No answer yet: {first_few(unanswered, NAMED)}."
    kinds = (MissingKind.LEVELS, MissingKind.ANSWERS, MissingKind.REASONS)
    return Check("Agreed levels", view.check_state(*kinds), words)


def _reasons_check(view: SignOffView) -> Check:
    state = view.check_state(MissingKind.REASONS)
    explained = view.explained
    if state is CheckState.MISSING:
        codes = first_few(view.codes_in(QuestionState.NO_REASON), NAMED)
        words = f"Missing for {codes}: the level is outside the partners' middle."
    elif not view.codes_in(QuestionState.AGREED, QuestionState.WITHOUT_LEVEL):
        state, words = CheckState.NOT_YET, "No level is agreed yet."
    elif explained:
        words = capitalised(
            f"{counted(len(explained), 'question')} {_has(explained)} a reason; no other level "
            "needs one."
        )
    else:
        words = "Every agreed level is within the partners' middle, so none needs a reason."
    return Check("Reasons", state, words)


def _partners_check(view: SignOffView) -> Check:
    state = view.check_state(MissingKind.PARTNERS, MissingKind.RETURNS)
    if not view.returns:
        return Check("Partners", state, "No partner is taking part yet.")
    waiting_for = waited_for(view.returns)
    taking_part = len(view.returns) - len(view.excused)
    if not taking_part:
        words = "No partner is taking part."
    elif not waiting_for:
        who = "The one partner has" if taking_part == 1 else f"All {taking_part} partners have"
        words = f"{who} submitted."
    else:
        missing = ", ".join(
            f"{one.partner_name} ({view.progress[one.id].answered} of {view.progress[one.id].of} "
            "answered)"
            for one in waiting_for
        )
        submitted = taking_part - len(waiting_for)
        words = f"{submitted} of {taking_part} have submitted. Missing: {missing}."
    if view.excused:
        excused = "; ".join(f"{one.partner_name} ({one.apology})" for one in view.excused)
        words += f" With apologies: {excused}."
    return Check("Partners", state, words)


def _replies_check(view: SignOffView) -> Check:
    state = view.check_state(MissingKind.REPLIES)
    current = [one for one in view.read.replies if one.version == view.next_version]
    if current:
        words = _replies_in_words(view, current)
    elif not view.codes_in(QuestionState.AGREED):
        state, words = CheckState.NOT_YET, "Partners can reply once levels are agreed."
    elif view.read.replies:
        words = (
            f"No partner has replied to a level of version {view.next_version} yet. Replies to an "
            "earlier version stay in the record."
        )
    else:
        words = "No partner has replied to a level."
    return Check("Replies", state, words)


def _replies_in_words(view: SignOffView, current: Sequence[StoredReply]) -> str:
    waiting = waiting_replies(current, view.next_version)
    if waiting:
        items = {item_id: level.item.code for item_id, level in view.levels.items()}
        named = listed(
            [f"{one.partner_name} on {items.get(one.item_id, one.item_id)}" for one in waiting]
        )
        return (
            f"{len(waiting)} of {len(current)} {_is(waiting)} neither answered nor kept as a "
            f"disagreement: {named}."
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
    """Refuse to sign what the chair has not read: ChangedSinceRead says what changed."""
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
    """Refuse a signature under another name than the chair's own.

    Capitals and the kind of apostrophe or hyphen, which a phone may choose, do not count.
    """
    if _letters_of_name(typed) != _letters_of_name(who.name):
        raise Refused(f"Not signed. To sign, type your name as it is in your account: {who.name}.")


_APOSTROPHES_AND_HYPHENS = str.maketrans(
    {**dict.fromkeys("‘’ʼ`´", "'"), **dict.fromkeys("‐‑–", "-")}
)


def _letters_of_name(text: str) -> str:
    return clean_name(text).translate(_APOSTROPHES_AND_HYPHENS).casefold()
