"""Answering: opening a return, and keeping each click, comment and piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.asked_items import (
    Choice,
    Progress,
    choice_of,
    items_asked,
    progress_of,
    words_of,
)
from owf.assessment.deadlines import is_over, last_day, refuse_after_deadline
from owf.assessment.errors import AnswerChanged, Locked, NotAllowed, NotFound, OutsideScale
from owf.assessment.packs import pack_of
from owf.assessment.returns.previous_year import LastYear, last_year_of
from owf.questionnaire import Item, NonScore, Pack, Scale, Theme
from owf.store import Session, Store, answers, evidence, participation, people, rounds
from owf.store.answers import ReturnKey, StoredAnswer
from owf.store.evidence import Linked
from owf.store.participation import DelegationFacts, ReopeningFacts
from owf.store.rounds import ReturnFacts, RoundFacts
from owf.store.tables import Partner


def both_chose(
    item: Item, scale: Scale, mine: Choice, current: StoredAnswer, writer: str | None
) -> str:
    """That this person chose one thing and another person something else, which is kept.

    Args:
        item: the question.
        scale: the one that it is answered on.
        mine: what this person chose.
        current: what is stored.
        writer: who wrote that, as ``writer_of`` says.
    """
    kept = choice_of(current)
    theirs = "removed the answer" if kept is None else f"chose “{words_of(scale, kept)}”"
    where = "" if writer else " in another window"
    return (
        f"You chose “{words_of(scale, mine)}” for {item.code}, but {writer or 'you'} "
        f"{theirs}{where} first, so that answer was kept."
    )


def by_whom(writer: str | None) -> str:
    """``by Jane Smith``, or where this person did it."""
    return f"by {writer}" if writer else "by you in another window"


def writer_of(session: Session, current: StoredAnswer, who: Actor) -> str | None:
    """The name of whoever wrote what is stored; ``None`` for this person."""
    if current.answered_by == who.id:
        return None
    name = people.name_of(session, current.answered_by) if current.answered_by else None
    return name or "somebody else"


COMMENT_LIMIT = 4000
"""Characters of a comment: two printed pages, more than anyone will read in a meeting."""

EVIDENCE_LIMIT = 500
"""Characters that say what the evidence is and where it is kept."""


class Evidence(NamedTuple):
    """What the evidence is and where it is kept, and the last day on which it is good."""

    text: str = ""
    expires: date | None = None


@dataclass(frozen=True)
class ReturnView:
    """A partner's return with all that its pages show."""

    facts: ReturnFacts
    partner: Partner
    round: RoundFacts
    pack: Pack
    answers: Mapping[str, StoredAnswer]
    last_year: Mapping[str, LastYear]
    submitted_by_name: str | None
    reopening: ReopeningFacts | None
    delegated: Mapping[str, DelegationFacts]
    linked: Linked

    @property
    def is_locked(self) -> bool:
        """Whether answers can no longer be changed, whatever the day."""
        return (
            self.facts.status != "open" or self.round.status != "open" or bool(self.facts.apology)
        )

    @property
    def closes(self) -> date:
        """The last day for this partner."""
        return last_day(self.facts.closes, self.round.closes)

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed: what was saved counts, and nothing more is saved."""
        return not self.is_locked and is_over(self.closes)

    def items(self, theme: Theme | None = None) -> tuple[Item, ...]:
        """The items that this return asks now, in one theme or in all."""
        return items_asked(self.pack, theme, sector=self.partner.sector_id, given=self.answers)

    def items_ever(self, theme: Theme) -> tuple[Item, ...]:
        """The items of a theme that this return asks or would ask after another answer."""
        return items_asked(self.pack, theme, sector=self.partner.sector_id)

    def progress(self, theme: Theme | None = None) -> Progress:
        """How far the return has got, in one theme or in all."""
        return progress_of(self.items(theme), self.answers)


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
        return view_of(session, partner_id, year)


def view_of(session: Session, partner_id: int, year: int) -> ReturnView:
    """A partner's return of a year, for a caller who has asked the policy.

    Raises:
        NotFound: the partner takes no part in that year.
    """
    partner, facts, in_round = return_in_year(session, partner_id, year)
    pack = pack_of(session, in_round.pack_snapshot_id)
    return ReturnView(
        facts=facts,
        partner=partner,
        round=in_round,
        pack=pack,
        answers=answers.answers_of_return(session, facts.id),
        last_year=last_year_of(session, in_round, pack, partner_id),
        submitted_by_name=(
            people.name_of(session, facts.submitted_by) if facts.submitted_by else None
        ),
        reopening=participation.last_reopening(session, facts.id),
        delegated=participation.delegations(session, [facts.id]).get(facts.id, {}),
        linked=evidence.linked_in_return(session, facts.id),
    )


def return_in_year(
    session: Session, partner_id: int, year: int
) -> tuple[Partner, ReturnFacts, RoundFacts]:
    """A partner, its return of a year, and the round that this belongs to.

    Raises:
        NotFound: the partner takes no part in that year.
    """
    partner = rounds.partner_by_id(session, partner_id)
    facts = rounds.return_of_partner(session, partner_id, year)
    in_round = rounds.round_by_id(session, facts.round_id) if facts else None
    if partner is None or facts is None or in_round is None:
        raise NotFound(
            f"There is no self-assessment of this partner for {year}. "
            "Choose another year, or ask your Trust's coordinator."
        )
    return partner, facts, in_round


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
        DeadlinePassed: the last day for answers is over.
        OutsideScale: the scale has no such level, or the return has no such item.
        AnswerChanged: somebody else chose something else since; nothing is overwritten.
    """
    with store.writing() as session:
        key, pack = open_for_change(session, who, return_id)
        item = item_asked(pack, key, item_id)
        level, non_score = checked(pack, choice)
        current = answers.answer_of(session, key.id, item_id)
        is_theirs = choice_of(current) not in (choice_of(seen), choice)
        if current.version != seen.version and is_theirs:
            writer = writer_of(session, current, who)
            words = both_chose(item, pack.scale_of(item), choice, current, writer)
            raise AnswerChanged(words, current)
        chosen = replace(current, level=level, non_score=non_score)
        return current if chosen == current else _write(session, key, chosen, who, "answer")


def save_comment(
    store: Store, who: Actor, return_id: int, item_id: str, comment: str, *, seen: StoredAnswer
) -> StoredAnswer:
    """Keep the comment on one item; gives the answer as it is stored.

    What is stored already is not written again, and the record says nothing of it.

    Raises:
        NotAllowed, Locked, NotFound, DeadlinePassed, OutsideScale: as ``save_choice``.
        Refused: the comment is too long.
        AnswerChanged: somebody else wrote another comment since; both texts are shown.
    """
    # PostgreSQL cannot hold a NUL, and nobody means to write one.
    comment = comment.replace("\x00", "").strip()
    with store.writing() as session:
        key, pack = open_for_change(session, who, return_id)
        item = item_asked(pack, key, item_id)
        if len(comment) > COMMENT_LIMIT:
            raise OutsideScale(
                f"The comment on {item.code} has {len(comment)} characters. Shorten it to "
                f"{COMMENT_LIMIT}."
            )
        current = answers.answer_of(session, key.id, item_id)
        if current.version != seen.version and current.comment != seen.comment:
            writer = by_whom(writer_of(session, current, who))
            raise AnswerChanged(
                f"The comment on {item.code} was changed {writer} while you were writing. Both "
                "texts are shown. Keep what you need, then click outside the box.",
                current,
            )
        written = replace(current, comment=comment)
        return current if written == current else _write(session, key, written, who, "comment")


def save_evidence(
    store: Store,
    who: Actor,
    return_id: int,
    item_id: str,
    evidence: Evidence,
    *,
    seen: StoredAnswer,
) -> StoredAnswer:
    """Keep what evidence there is for one answer; gives the answer as it is stored.

    Args:
        store: where to keep it.
        who: the person naming it.
        return_id: the return.
        item_id: an item that the return asks.
        evidence: what there is; an empty text for none.
        seen: the answer that the person had before them.

    Raises:
        NotAllowed, Locked, NotFound, DeadlinePassed, OutsideScale: as ``save_choice``.
        AnswerChanged: somebody else named other evidence since; both are shown.
    """
    text = evidence.text.replace("\x00", "").strip()
    with store.writing() as session:
        key, pack = open_for_change(session, who, return_id)
        item = item_asked(pack, key, item_id)
        if len(text) > EVIDENCE_LIMIT:
            raise OutsideScale(
                f"The evidence for {item.code} has {len(text)} characters. Shorten it to "
                f"{EVIDENCE_LIMIT} and say where the full text is kept."
            )
        current = answers.answer_of(session, key.id, item_id)
        if current.version != seen.version and evidence_of(current) != evidence_of(seen):
            writer = by_whom(writer_of(session, current, who))
            raise AnswerChanged(
                f"The evidence for {item.code} was changed {writer} while you were writing. Both "
                "texts are shown. Keep what you need, then click outside the box.",
                current,
            )
        named = replace(current, evidence=text, evidence_expires=evidence.expires)
        return current if named == current else _write(session, key, named, who, "evidence")


def evidence_of(answer: StoredAnswer) -> Evidence:
    """What evidence is named for an answer."""
    return Evidence(answer.evidence, answer.evidence_expires)


def open_for_change(session: Session, who: Actor, return_id: int) -> tuple[ReturnKey, Pack]:
    """A return that this person may change now, locked until the transaction ends.

    Raises:
        NotFound, NotAllowed, Locked: it is gone, it is another partner's, or it was submitted.
        DeadlinePassed: its last day is over.
    """
    key = answers.return_key(session, return_id)
    if key is None:
        raise NotFound("This self-assessment no longer exists. Go back to Start.")
    decision = policy.may_answer(who, key.partner_id)
    if not decision:
        raise NotAllowed(decision.reason)
    refuse_where_locked(key)
    refuse_after_deadline(key, who)
    return key, pack_of(session, key.pack_snapshot_id)


def refuse_where_locked(key: ReturnKey) -> None:
    """Refuse to change a return that was submitted or excused, or whose round is signed."""
    if key.apology:
        raise Locked(
            f"{key.trust_name}'s coordinator noted that this partner is not taking part this year "
            f"({key.apology}), so nothing was changed. Ask the coordinator if this is wrong."
        )
    if key.status != "open" or key.round_status != "open":
        raise Locked(
            "This self-assessment was submitted and is locked, so nothing was changed. Ask your "
            "Trust's coordinator to reopen it."
        )


def item_asked(pack: Pack, key: ReturnKey, item_id: str) -> Item:
    """The item with this id, where this return asks it or may ask it; refuses otherwise."""
    for item in items_asked(pack, sector=key.sector_id):
        if item.id == item_id:
            return item
    raise OutsideScale(f"{item_id!r} is not a question of this self-assessment. Reload the page.")


def checked(pack: Pack, choice: Choice) -> tuple[int | None, str | None]:
    """A choice as (level, non-score), one of them ``None``; refuses one that is not offered."""
    if isinstance(choice, NonScore):
        return None, choice.value
    if isinstance(choice, bool) or not pack.scale.contains(choice):
        lowest, highest = pack.scale.values[0], pack.scale.values[-1]
        raise OutsideScale(
            f"{choice!r} is not on the scale. Choose a level from {lowest} to {highest}, “don't "
            "know” or “not applicable”."
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
