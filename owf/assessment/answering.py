"""Answering: opening a return, keeping each click, submitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.packs import pack_of
from owf.assessment.refusals import (
    AnswerChanged,
    Incomplete,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
)
from owf.questionnaire import Audience, Item, NonScore, Pack, Theme
from owf.store import Session, Store, answers, people, rounds
from owf.store.answers import ReturnKey, StoredAnswer
from owf.store.rounds import PartnerFacts, ReturnFacts, RoundFacts

COMMENT_LIMIT = 4000
"""Characters of a comment: two printed pages, more than anyone will read in a meeting."""

Choice: TypeAlias = int | NonScore
"""What a person chooses: a level of the scale, or a non-score."""


@dataclass(frozen=True)
class Progress:
    """How many of how many items are answered."""

    answered: int
    of: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to answer."""
        return self.answered == self.of


@dataclass(frozen=True)
class ReturnView:
    """A partner's return with all that its pages show."""

    facts: ReturnFacts
    partner: PartnerFacts
    round: RoundFacts
    pack: Pack
    answers: Mapping[str, StoredAnswer]
    last_year: Mapping[str, StoredAnswer]
    submitted_by_name: str | None

    @property
    def is_locked(self) -> bool:
        """Whether answers can no longer be changed."""
        return self.facts.status != "open" or self.round.status != "open"

    def items(self, theme: Theme | None = None) -> tuple[Item, ...]:
        """The items asked of leaders, in one theme or in all."""
        return items_asked(self.pack, theme)

    def progress(self, theme: Theme | None = None) -> Progress:
        """How far the return has got, in one theme or in all."""
        return progress_of(self.items(theme), self.answers)


def items_asked(pack: Pack, theme: Theme | None = None) -> tuple[Item, ...]:
    """The items that a partner's shared return asks, in one theme or in all."""
    items = pack.items if theme is None else theme.items
    return tuple(item for item in items if item.is_for(Audience.LEADERS))


def progress_of(items: Sequence[Item], given: Mapping[str, StoredAnswer]) -> Progress:
    """How many of ``items`` have a level or a non-score."""
    answered = sum(1 for item in items if item.id in given and given[item.id].is_given)
    return Progress(answered, len(items))


def choice_of(answer: StoredAnswer | None) -> Choice | None:
    """What was chosen; ``None`` where nothing was yet."""
    if answer is None:
        return None
    return answer.level if answer.non_score is None else NonScore(answer.non_score)


def open_return(store: Store, who: Actor, partner_id: int, year: int) -> ReturnView:
    """A partner's return of a year, for one who may answer it.

    Raises:
        NotAllowed: the person does not answer for this partner.
        NotFound: the partner takes no part in that year.
    """
    decision = policy.may_answer(who, partner_id)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        partner = rounds.partner_by_id(session, partner_id)
        facts = rounds.return_of_partner(session, partner_id, year)
        in_round = rounds.round_by_id(session, facts.round_id) if facts else None
        if partner is None or facts is None or in_round is None:
            raise NotFound(
                f"There is no self-assessment of this partner for {year}. "
                "Choose another year, or ask your Trust's coordinator."
            )
        return ReturnView(
            facts=facts,
            partner=partner,
            round=in_round,
            pack=pack_of(session, in_round.pack_snapshot_id),
            answers=answers.answers_of_return(session, facts.id),
            last_year=answers.answers_of_partner(session, partner_id, year - 1),
            submitted_by_name=(
                people.name_of(session, facts.submitted_by) if facts.submitted_by else None
            ),
        )


def answers_now(store: Store, return_id: int) -> Mapping[str, StoredAnswer]:
    """What the database holds for a return at this moment."""
    with store.reading() as session:
        return answers.answers_of_return(session, return_id)


def save_choice(
    store: Store, who: Actor, return_id: int, item_id: str, choice: Choice, *, seen: StoredAnswer
) -> StoredAnswer:
    """Keep one chosen level or non-score; gives the answer as it is stored.

    What is stored already is not written again, and the record says nothing of it.

    Args:
        store: where to keep it.
        who: the person choosing.
        return_id: the return.
        item_id: an item that the return asks.
        choice: a level on the pack's scale, or a non-score.
        seen: the answer that the person had before them; version 0 where there was none.

    Raises:
        NotAllowed, Locked, NotFound: this person may not change this return, or nobody may now.
        OutsideScale: the scale has no such level, or the return has no such item.
        AnswerChanged: somebody else chose something else since; nothing is overwritten.
    """
    with store.writing() as session:
        key, pack = _open_for_change(session, who, return_id)
        item = _item_asked(pack, item_id)
        level, non_score = _checked(pack, choice)
        current = answers.answer_of(session, key.id, item_id)
        if current.version != seen.version and choice_of(current) != choice_of(seen):
            raise AnswerChanged(
                f"{item.code} was changed {_by_whom(current, who)} meanwhile. "
                "That answer is shown; choose again if you want to change it.",
                current,
            )
        chosen = replace(current, level=level, non_score=non_score)
        return current if chosen == current else _write(session, key, chosen, who, "answer")


def save_comment(
    store: Store, who: Actor, return_id: int, item_id: str, comment: str, *, seen: StoredAnswer
) -> StoredAnswer:
    """Keep the comment on one item; gives the answer as it is stored.

    What is stored already is not written again, and the record says nothing of it.

    Raises:
        NotAllowed, Locked, NotFound, OutsideScale: as ``save_choice``.
        Refused: the comment is too long.
        AnswerChanged: somebody else wrote another comment since; both texts are shown.
    """
    # PostgreSQL cannot hold a NUL, and nobody means to write one.
    comment = comment.replace("\x00", "").strip()
    with store.writing() as session:
        key, pack = _open_for_change(session, who, return_id)
        item = _item_asked(pack, item_id)
        if len(comment) > COMMENT_LIMIT:
            raise OutsideScale(
                f"The comment on {item.code} has {len(comment)} characters: "
                f"shorten it to {COMMENT_LIMIT}."
            )
        current = answers.answer_of(session, key.id, item_id)
        if current.version != seen.version and current.comment != seen.comment:
            raise AnswerChanged(
                f"The comment on {item.code} was changed {_by_whom(current, who)} "
                "meanwhile. Both texts are shown; keep what you need and leave the box.",
                current,
            )
        written = replace(current, comment=comment)
        return current if written == current else _write(session, key, written, who, "comment")


def _by_whom(current: StoredAnswer, who: Actor) -> str:
    return "in another window of yours" if current.answered_by == who.id else "by somebody else"


def _open_for_change(session: Session, who: Actor, return_id: int) -> tuple[ReturnKey, Pack]:
    key = answers.return_key(session, return_id)
    if key is None:
        raise NotFound("This self-assessment is no longer there. Go back to the start page.")
    decision = policy.may_answer(who, key.partner_id)
    if not decision:
        raise NotAllowed(decision.reason)
    _refuse_where_locked(key)
    return key, pack_of(session, key.pack_snapshot_id)


def _refuse_where_locked(key: ReturnKey) -> None:
    if key.status != "open" or key.round_status != "open":
        raise Locked(
            "This self-assessment was submitted and is locked, so nothing was changed. "
            "Your Trust's coordinator can reopen it."
        )


def _item_asked(pack: Pack, item_id: str) -> Item:
    for item in items_asked(pack):
        if item.id == item_id:
            return item
    raise OutsideScale(f"{item_id!r} is not a question of this self-assessment. Reload the page.")


def _checked(pack: Pack, choice: Choice) -> tuple[int | None, str | None]:
    if isinstance(choice, NonScore):
        return None, choice.value
    if isinstance(choice, bool) or not pack.scale.contains(choice):
        lowest, highest = pack.scale.values[0], pack.scale.values[-1]
        raise OutsideScale(
            f"{choice!r} is not on the scale: choose a level from {lowest} to {highest}, "
            "“don't know” or “not applicable”."
        )
    return choice, None


def _write(
    session: Session, key: ReturnKey, answer: StoredAnswer, who: Actor, part: str
) -> StoredAnswer:
    kept = replace(answer, answered_by=who.id, answered_at=clock.now(), version=answer.version + 1)
    answers.write_answer(session, key.id, kept)
    audit.record(
        session,
        who,
        Event.ANSWER_SAVED,
        "return",
        key.id,
        trust=key.trust,
        item=answer.item_id,
        part=part,
    )
    return kept


def submit_return(store: Store, who: Actor, return_id: int) -> None:
    """Confirm a partner's answers: the return is locked from now on.

    Raises:
        NotAllowed, Locked, NotFound: as ``save_choice``.
        Incomplete: items are unanswered; ``missing`` has their codes.
    """
    with store.writing() as session:
        key, pack = _open_for_change(session, who, return_id)
        given = answers.answers_of_return(session, return_id)
        missing = tuple(
            item.code
            for item in items_asked(pack)
            if item.id not in given or not given[item.id].is_given
        )
        if missing:
            raise Incomplete(
                f"{len(missing)} of {len(items_asked(pack))} questions have no answer yet. "
                "Answer each; “don't know” and “not applicable” are answers too.",
                missing,
            )
        rounds.mark_submitted(session, return_id, clock.now(), who.id)
        audit.record(session, who, Event.RETURN_SUBMITTED, "return", return_id, trust=key.trust)


def submit_whole_return(
    store: Store,
    who: Actor,
    return_id: int,
    choices: Mapping[str, tuple[Choice, str]],
    *,
    submit: bool = True,
) -> None:
    """Keep a whole return at once, item id -> (choice, comment), and confirm it.

    For returns that come in complete (an import, the demonstration). Who gave the answers is not
    known here, so they bear nobody's name; the record says who entered them.

    Raises:
        NotAllowed: only the operator may.
        NotFound: there is no such return.
        Locked: it was submitted, or its round was signed.
        OutsideScale: a choice is not on the scale; nothing is kept.
    """
    decision = policy.may_enter_returns(who)
    if not decision:
        raise NotAllowed(decision.reason)
    at = clock.now()
    with store.writing() as session:
        key = answers.return_key(session, return_id)
        if key is None:
            raise NotFound(f"There is no return {return_id}.")
        _refuse_where_locked(key)
        pack = pack_of(session, key.pack_snapshot_id)
        kept = []
        for item_id, (choice, comment) in choices.items():
            _item_asked(pack, item_id)
            level, non_score = _checked(pack, choice)
            kept.append(StoredAnswer(item_id, level, non_score, comment, None, at))
        answers.write_new_answers(session, return_id, kept)
        if submit:
            rounds.mark_submitted(session, return_id, at, None)
        audit.record(
            session,
            who,
            Event.RETURN_SUBMITTED if submit else Event.ANSWER_SAVED,
            "return",
            return_id,
            trust=key.trust,
            answers=len(kept),
        )
