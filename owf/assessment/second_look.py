"""What a partner may want to look at again before it submits (METHOD 3): it never blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.assessment.answering import ReturnView
from owf.assessment.last_year import LastYear
from owf.benchmark import QualityConcern, QualityFlag, quality_flags
from owf.questionnaire import NonScore
from owf.store.answers import StoredAnswer
from owf.store.evidence import EvidenceFacts


@dataclass(frozen=True)
class SecondLook:
    """The quality flags on a return, with what they rest on.

    Attributes:
        flags: the flags, none for most returns.
        levels: item id -> this year's level, of the questions asked that have one.
        before: item id -> last year's level on this year's scale, where the two are comparable.
        non_scores: how often each non-score was answered.
        new_evidence: the items that name evidence which was not named last year.
    """

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
        """How many questions have a level or a non-score."""
        return len(self.levels) + sum(self.non_scores.values())


def second_look_at(view: ReturnView) -> SecondLook:
    """Look through the answers of a return, of the questions that it asks now."""
    given = {
        item.id: view.answers[item.id] for item in view.items() if _is_given(view.answers, item.id)
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
    """Last year's level on this year's scale; ``None`` where there is none to compare with.

    Where several questions became one, only if they all say the same.
    """
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


def _is_given(answers: Mapping[str, StoredAnswer], item: str) -> bool:
    return item in answers and answers[item].is_given
