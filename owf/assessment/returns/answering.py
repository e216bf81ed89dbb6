"""Answering: opening a return, and keeping each click, comment and piece of evidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from owf import clock
from owf.access import Actor, Decision, audit, policy
from owf.access.audit import Event
from owf.assessment.asked_items import (
    Choice,
    Progress,
    choice_of,
    fields_of,
    items_asked,
    progress_of,
    words_of,
)
from owf.assessment.deadlines import is_over, last_day, refuse_after_deadline
from owf.assessment.errors import AnswerChanged, Locked, NotFound, OutsideScale
from owf.assessment.packs import pack_of
from owf.assessment.returns.previous_year import LastYear, last_year_of
from owf.assessment.texts import refuse_longer
from owf.questionnaire import Item, NonScore, Pack, Scale, Theme
from owf.store import Session, Store, answers, evidence, participation, people, rounds
from owf.store.answers import ReturnKey, StoredAnswer
from owf.store.evidence import Linked
from owf.store.participation import DelegationFacts, ReopeningFacts
from owf.store.rounds import ReturnFacts, RoundFacts
from owf.store.tables import Partner
from owf.texts import clean_text

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "answer": ("level", "non_score"),
    "comment": ("comment",),
    "evidence": ("evidence", "evidence_expires"),
}
"""The parts of an answer that are saved apart, with their fields of ``StoredAnswer``."""
_TEXTS = {"comment": "The comment on {}", "evidence": "The evidence for {}"}
"""How a sentence about a text begins; the question's code goes in."""
COMMENT_LIMIT = 4000
"""Characters of a comment: two printed pages, more than anyone will read in a meeting."""

EVIDENCE_LIMIT = 500
"""Characters that say what the evidence is and where it is kept."""


class Evidence(NamedTuple):
    """What the evidence is and where it is kept, and the last day on which it is valid."""

    text: str = ""
    expires: date | None = None


@dataclass(frozen=True)
class ReturnView:
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
        return last_day(self.facts.closes, self.round.closes)

    @property
    def is_over(self) -> bool:
        """Whether it is still open, but its last day has passed."""
        return not self.is_locked and is_over(self.closes)

    def items(self, theme: Theme | None = None) -> tuple[Item, ...]:
        return items_asked(self.pack, theme, sector=self.partner.sector_id, given=self.answers)

    def items_ever(self, theme: Theme) -> tuple[Item, ...]:
        """The items of a theme that this return asks, or would ask after another answer."""
        return items_asked(self.pack, theme, sector=self.partner.sector_id)

    def progress(self, theme: Theme | None = None) -> Progress:
        return progress_of(self.items(theme), self.answers)


def open_return(store: Store, who: Actor, partner_id: int, year: int) -> ReturnView:
    policy.require(policy.may_answer(who, partner_id))
    with store.reading() as session:
        return view_of(session, partner_id, year)


def view_of(session: Session, partner_id: int, year: int) -> ReturnView:
    """A partner's return of a year, for a caller who has asked the policy."""
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
    with store.reading() as session:
        return answers.answers_of_return(session, return_id)


def save_choice(
    store: Store, who: Actor, return_id: int, item_id: str, choice: Choice, *, seen: StoredAnswer
) -> StoredAnswer:
    """Written and recorded only if new; ``seen`` is what the person had before them.

    DeadlinePassed after the last day; AnswerChanged where somebody else chose something else since.
    """
    chosen = StoredAnswer(item_id, *fields_of(choice))
    return _save_part(store, who, return_id, "answer", chosen, seen=seen)


def save_comment(
    store: Store, who: Actor, return_id: int, item_id: str, comment: str, *, seen: StoredAnswer
) -> StoredAnswer:
    """Keep the comment on one item, in the way of ``save_choice``."""
    written = StoredAnswer(item_id, comment=clean_text(comment))
    return _save_part(store, who, return_id, "comment", written, seen=seen)


def save_evidence(
    store: Store, who: Actor, return_id: int, item_id: str, named: Evidence, *, seen: StoredAnswer
) -> StoredAnswer:
    """Keep what evidence there is for one answer, in the way of ``save_choice``."""
    written = StoredAnswer(item_id, evidence=clean_text(named.text), evidence_expires=named.expires)
    return _save_part(store, who, return_id, "evidence", written, seen=seen)


def _save_part(
    store: Store, who: Actor, return_id: int, part: str, new: StoredAnswer, *, seen: StoredAnswer
) -> StoredAnswer:
    fields = _FIELDS[part]
    with store.writing() as session:
        key, pack = open_for_change(session, who, return_id)
        item = item_asked(pack, key, new.item_id)
        if part == "answer":
            checked(pack, choice_of(new))
        _refuse_long_texts(item, new)
        current = answers.answer_of(session, key.id, item.id)
        kept = replace(current, **{name: getattr(new, name) for name in fields})
        if kept == current:
            return current
        if current.version != seen.version and any(
            getattr(current, name) != getattr(seen, name) for name in fields
        ):
            writer = _writer_of(session, current, who)
            raise AnswerChanged(
                _both_chose(pack.scale_of(item), item, new, current, writer)
                if part == "answer"
                else _both_wrote(_TEXTS[part].format(item.code), writer),
                current,
            )
        kept = replace(
            kept, answered_by=who.id, answered_at=clock.now(), version=current.version + 1
        )
        answers.write_answer(session, key.id, kept)
        audit.record_on(session, who, Event.ANSWER_SAVED, key, item=item.id, part=part)
        return kept


def _refuse_long_texts(item: Item, new: StoredAnswer) -> None:
    refuse_longer(_TEXTS["comment"].format(item.code), new.comment, COMMENT_LIMIT)
    refuse_longer(
        _TEXTS["evidence"].format(item.code),
        new.evidence,
        EVIDENCE_LIMIT,
        advice=" and say where the full text is kept",
    )


def _both_chose(
    scale: Scale, item: Item, mine: StoredAnswer, current: StoredAnswer, writer: str | None
) -> str:
    chosen, kept = choice_of(mine), choice_of(current)
    theirs = "removed the answer" if kept is None else f"chose “{words_of(scale, kept)}”"
    where = "" if writer else " in another window"
    words = "nothing" if chosen is None else words_of(scale, chosen)
    return (
        f"You chose “{words}” for {item.code}, but {writer or 'you'} {theirs}{where} first, so "
        "that answer was kept."
    )


def _both_wrote(what: str, writer: str | None) -> str:
    by = f"by {writer}" if writer else "by you in another window"
    return (
        f"{what} was changed {by} while you were writing. Both texts are shown. Keep what you "
        "need, then click outside the box."
    )


def _writer_of(session: Session, current: StoredAnswer, who: Actor) -> str | None:
    """The name of the person who wrote what is stored; ``None`` for this person."""
    if current.answered_by == who.id:
        return None
    name = people.name_of(session, current.answered_by) if current.answered_by else None
    return name or "somebody else"


def evidence_of(answer: StoredAnswer) -> Evidence:
    return Evidence(answer.evidence, answer.evidence_expires)


def open_for_change(
    session: Session,
    who: Actor,
    return_id: int,
    may: Callable[[Actor, int], Decision] = policy.may_answer,
) -> tuple[ReturnKey, Pack]:
    """A return that this person ``may`` change now, locked; raises DeadlinePassed later on."""
    key = answers.return_key(session, return_id)
    if key is None:
        raise NotFound("This self-assessment no longer exists. Go back to Start.")
    policy.require(may(who, key.partner_id))
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
    """The item of this id, if the return asks it now or after another answer; else refuses."""
    for item in items_asked(pack, sector=key.sector_id):
        if item.id == item_id:
            return item
    raise OutsideScale(f"{item_id!r} is not a question of this self-assessment. Reload the page.")


def checked(pack: Pack, choice: Choice | None) -> tuple[int | None, str | None]:
    """A choice as (level, non-score), one of them ``None``; refuses what the scale lacks."""
    if isinstance(choice, NonScore):
        return fields_of(choice)
    if choice is None or isinstance(choice, bool) or not pack.scale.contains(choice):
        lowest, highest = pack.scale.values[0], pack.scale.values[-1]
        raise OutsideScale(
            f"{choice!r} is not on the scale. Choose a level from {lowest} to {highest}, “don't "
            "know” or “not applicable”."
        )
    return fields_of(choice)
