"""Submitting a partner's return, and the second look at it before that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.assessment.asked_items import (
    is_answered,
    items_asked,
    progress_of,
    proven_items,
    without_answer,
    without_evidence,
)
from owf.assessment.errors import Incomplete
from owf.assessment.returns.answering import (
    ReturnView,
    open_for_change,
)
from owf.assessment.returns.previous_year import LastYear
from owf.benchmark.agreement.quality import QualityConcern, QualityFlag, quality_flags
from owf.questionnaire import NonScore, Pack
from owf.store import Store, answers, evidence, rounds
from owf.store.answers import ReturnKey, StoredAnswer
from owf.store.evidence import EvidenceFacts


def submit_return(store: Store, who: Actor, return_id: int) -> None:
    """DeadlinePassed after the last day; Incomplete has the codes of items to answer or prove."""
    with store.writing() as session:
        key, pack = open_for_change(session, who, return_id)
        given = answers.answers_of_return(session, return_id)
        linked = evidence.linked_in_return(session, return_id)
        _refuse_unless_complete(pack, key, given, proven_items(linked, clock.today()))
        rounds.mark_submitted(session, return_id, clock.now(), who.id)
        audit.record_on(session, who, Event.RETURN_SUBMITTED, key)


def _refuse_unless_complete(
    pack: Pack, key: ReturnKey, given: Mapping[str, StoredAnswer], proven: Collection[str]
) -> None:
    asked = items_asked(pack, sector=key.sector_id, given=given)
    open_items = without_answer(asked, given)
    if open_items:
        raise Incomplete(
            f"{len(open_items)} of {progress_of(asked, given).of} questions have no answer yet. "
            "Answer them all. “Don't know” and “not applicable” are also answers.",
            tuple(item.code for item in open_items),
        )
    bare = without_evidence(asked, given, proven)
    if bare:
        which = "One answer needs" if len(bare) == 1 else f"{len(bare)} answers need"
        raise Incomplete(
            f"{which} evidence at the level you chose. Say what it is and where it is kept, link "
            "something from your list that is still valid, or choose a lower level.",
            tuple(item.code for item in bare),
        )


@dataclass(frozen=True)
class SecondLook:
    """By item id; ``before`` are last year's levels on this year's scale where comparable."""

    flags: tuple[QualityFlag, ...]
    levels: Mapping[str, int]
    before: Mapping[str, int]
    non_scores: Mapping[NonScore, int]
    new_evidence: frozenset[str]

    @property
    def jumps(self) -> Mapping[str, int]:
        """Item id -> last year's level, of each item that jumped without new evidence."""
        return {
            item: self.before[item]
            for flag in self.flags
            if flag.concern is QualityConcern.JUMP
            for item in flag.items
        }

    @property
    def answered(self) -> int:
        return len(self.levels) + sum(self.non_scores.values())


def second_look_at(view: ReturnView) -> SecondLook:
    given = {
        item.id: view.answers[item.id]
        for item in view.items()
        if is_answered(item.id, view.answers)
    }
    levels = {item: one.level for item, one in given.items() if one.level is not None}
    without = {
        kind: [item for item, one in given.items() if one.non_score == kind] for kind in NonScore
    }
    before = {
        item: level
        for item in levels
        if (level := comparable_level(view.last_year.get(item))) in view.pack.scale.values
        and level is not None
    }
    new_evidence = frozenset(
        item
        for item, one in given.items()
        if has_new_evidence(one, view.last_year.get(item), view.linked.get(item, ()))
    )
    return SecondLook(
        flags=quality_flags(
            levels,
            dont_know=without[NonScore.DONT_KNOW],
            not_applicable=without[NonScore.NOT_APPLICABLE],
            last_year=before,
            new_evidence=new_evidence,
            scale=view.pack.scale.values,
        ),
        levels=levels,
        before=before,
        non_scores={kind: len(items) for kind, items in without.items()},
        new_evidence=new_evidence,
    )


def comparable_level(last_year: LastYear | None) -> int | None:
    """On this year's scale; where several became one, only if they all say the same."""
    if last_year is None or len(last_year.earlier) < max(1, len(last_year.origin.before)):
        return None
    convert = last_year.origin.convert
    said = {
        None if one.answer.level is None else convert.get(one.answer.level, one.answer.level)
        for one in last_year.earlier
    }
    return said.pop() if len(said) == 1 else None


def has_new_evidence(
    answer: StoredAnswer, last_year: LastYear | None, linked: Sequence[EvidenceFacts] = ()
) -> bool:
    """Whether evidence is named for an answer, or linked to it, that was not last year."""
    before = {one.answer.evidence for one in last_year.earlier} if last_year else set()
    linked_before = {thing.id for thing in last_year.things} if last_year else set()
    is_named = bool(answer.evidence) and answer.evidence not in before
    return is_named or any(thing.id not in linked_before for thing in linked)
