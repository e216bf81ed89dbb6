"""Each partner's answer on each item of a round, the most disputed item first (METHOD 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.assessment.asked_items import counted_answers
from owf.assessment.comparability.packs import EarlierItem, earlier_items
from owf.assessment.moderation.positions import Position, positions_of
from owf.assessment.packs import pack_of
from owf.assessment.survey.scoring import survey_rows
from owf.benchmark.agreement.partners import consensus, is_high_consensus, krippendorff_alpha
from owf.questionnaire import Item, NonScore, Pack, Theme
from owf.store import Session, answers, evidence, people, results, rounds, signed_scores, surveys
from owf.store.answers import RoundAnswer
from owf.store.evidence import EvidenceFacts
from owf.store.rounds import ReturnFacts, RoundFacts


@dataclass(frozen=True)
class PractitionersSaid:
    """At least five people; ``leaders`` is over the sectors from which both answered, if enough."""

    mean: float
    people: int
    counts: tuple[int, ...]
    leaders: float | None


def practitioners_said(
    session: Session, round_id: int, pack: Pack, given: Sequence[RoundAnswer]
) -> Mapping[str, PractitionersSaid]:
    """By item id, less what a snapshot suppresses (METHOD 1.7); ``given`` are leaders' answers."""
    rows = {
        (row.audience, row.group_key.removeprefix("item:")): row
        for row in survey_rows(pack, surveys.answers_of_survey(session, round_id), given)
        if row.kind == "item"
    }
    found = {}
    for (audience, item_id), row in rows.items():
        if audience == "practitioners" and row.mean is not None:
            leaders = rows.get(("leaders_shared", item_id))
            found[item_id] = PractitionersSaid(
                mean=row.mean,
                people=row.n_respondents,
                counts=tuple(row.level_counts),
                leaders=leaders.mean if leaders else None,
            )
    return found


APART = 2
"""Levels from the median at which a partner should speak before it is accepted."""


@dataclass(frozen=True)
class PartnerAnswer:
    """Empty where it did not answer; ``last_year`` is its own level then."""

    partner: str
    sector: str
    level: int | None
    non_score: NonScore | None
    comment: str
    evidence: str
    last_year: int | None
    things: tuple[EvidenceFacts, ...] = ()


@dataclass(frozen=True)
class Question:
    """``given`` is in order of name; ``consensus`` is 0 to 1 (Tastle and Wierman).

    ``is_high``: partners agree beyond chance. ``last_agreed``: the year before, on a comparable
    question. ``changed_since``: how the question has changed, where that calls for care.
    ``practitioners``: ``None`` where fewer than five answered.
    """

    position: Position
    theme: Theme
    given: tuple[PartnerAnswer, ...]
    consensus: float | None
    is_high: bool
    lowest: int | None
    highest: int | None
    last_agreed: int | None
    changed_since: Sequence[str]
    agreed_by: str | None
    practitioners: PractitionersSaid | None = None

    @property
    def item(self) -> Item:
        return self.position.item

    @property
    def is_settled(self) -> bool:
        return self.position.state.is_settled

    @property
    def stands_apart(self) -> tuple[PartnerAnswer, ...]:
        """Partners two levels or more from the median, who should speak first."""
        median = self.position.median
        return tuple(
            one
            for one in self.given
            if one.level is not None and median is not None and abs(one.level - median) >= APART
        )

    @property
    def spread(self) -> int:
        if self.lowest is None or self.highest is None:
            return 0
        return self.highest - self.lowest


def read_questions(
    session: Session, in_round: RoundFacts, pack: Pack, returns: Sequence[ReturnFacts]
) -> tuple[Question, ...]:
    """The most disputed first, of submitted returns."""
    given = counted_answers(session, in_round.id, pack)
    agreed = answers.agreements_of_round(session, in_round.id)
    last_year = _LastYear.of(session, in_round)
    surveyed = practitioners_said(session, in_round.id, pack, given)
    names = people.names_of(session, {one.agreed_by for one in agreed.values() if one.agreed_by})
    by_item: dict[str, dict[int, RoundAnswer]] = {}
    for one in given:
        by_item.setdefault(one.item_id, {})[one.partner_id] = one
    submitted = [one for one in returns if one.status == "submitted"]
    linked = evidence.linked_in_round(session, in_round.id)
    questions = []
    for place, position in enumerate(positions_of(pack, given, agreed).values()):
        said = by_item.get(position.item.id, {})
        partners = tuple(
            _partner_answer(
                one,
                said.get(one.partner_id),
                last_year.given(one.partner_id, position.item.id),
                linked.get(one.partner_id, {}).get(position.item.id, ()),
            )
            for one in submitted
        )
        levels = [one.level for one in partners if one.level is not None]
        by = position.agreement.agreed_by if position.agreement else None
        question = Question(
            position=position,
            theme=pack.theme_of(position.item.id),
            given=partners,
            consensus=consensus(position.counts) if levels else None,
            is_high=bool(levels) and is_high_consensus(position.counts),
            lowest=min(levels, default=None),
            highest=max(levels, default=None),
            last_agreed=last_year.agreed(position.item.id),
            changed_since=last_year.changes(position.item.id),
            agreed_by=names.get(by) if by else None,
            practitioners=surveyed.get(position.item.id),
        )
        questions.append((_disagreement(question), place, question))
    return tuple(question for _, _, question in sorted(questions, key=lambda one: one[:2]))


def agreement_over(questions: Sequence[Question]) -> float | None:
    """Krippendorff's alpha, ordinal (METHOD 3); ``None`` where no two rated, or all alike."""
    rated = [
        [one.level for one in question.given]
        for question in questions
        if sum(one.level is not None for one in question.given) >= 2
    ]
    if len({level for levels in rated for level in levels} - {None}) < 2:
        return None
    return krippendorff_alpha(list(zip(*rated, strict=True)))


@dataclass(frozen=True)
class _LastYear:
    """Where comparable (METHOD 4)."""

    levels: Mapping[tuple[int, str], int | None]
    signed: Mapping[str, int | None]
    items: Mapping[str, EarlierItem]

    @classmethod
    def of(cls, session: Session, in_round: RoundFacts) -> _LastYear:
        before = rounds.round_of(session, in_round.trust, in_round.year - 1)
        if before is None:
            return cls({}, {}, {})
        return cls(
            {
                (one.partner_id, one.item_id): one.level
                for one in counted_answers(
                    session, before.id, pack_of(session, before.pack_snapshot_id)
                )
            },
            _signed_levels(session, before),
            earlier_items(session, before.pack_snapshot_id, in_round.pack_snapshot_id),
        )

    def given(self, partner: int, item: str) -> int | None:
        earlier = self.items.get(item)
        return earlier.level(self.levels.get((partner, earlier.id))) if earlier else None

    def agreed(self, item: str) -> int | None:
        earlier = self.items.get(item)
        return earlier.level(self.signed.get(earlier.id)) if earlier else None

    def changes(self, item: str) -> Sequence[str]:
        return self.items[item].notes if item in self.items else ()


def _signed_levels(session: Session, in_round: RoundFacts) -> Mapping[str, int | None]:
    signature = results.signature_of(session, in_round.id)
    if not in_round.shows_signed or signature is None:
        return {}
    scores = signed_scores.item_scores_of(session, signature.snapshot_id)
    return {
        key.removeprefix("item:"): None if row.agreed is None else round(row.agreed)
        for key, row in scores.items()
    }


def _disagreement(question: Question) -> tuple[float, int]:
    """Sorts low consensus first, then a wide range (METHOD 3); unrated questions come last."""
    if question.consensus is None:
        return (2.0, 0)
    return (round(question.consensus, 9), -question.spread)


def _partner_answer(
    facts: ReturnFacts,
    answer: RoundAnswer | None,
    last_year: int | None,
    things: tuple[EvidenceFacts, ...],
) -> PartnerAnswer:
    return PartnerAnswer(
        partner=facts.partner_name,
        sector=facts.sector_title,
        level=answer.level if answer else None,
        non_score=NonScore(answer.non_score) if answer and answer.non_score else None,
        comment=answer.comment if answer else "",
        evidence=answer.evidence if answer else "",
        last_year=last_year,
        things=things if answer else (),
    )
