"""Last year's answers beside this year's questions: shown as a suggestion, never counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from owf import clock
from owf.assessment.asked_items import Choice, choice_of, is_answered
from owf.assessment.packs import pack_of
from owf.questionnaire import Item, Origin, Pack, origin_of
from owf.store import Session, answers, evidence, places, rounds, signed_scores
from owf.store.answers import StoredAnswer
from owf.store.evidence import EvidenceFacts, Linked
from owf.store.rounds import RoundFacts
from owf.store.signed_scores import Scores


@dataclass(frozen=True)
class EarlierAnswer:
    pack: Pack
    item: Item
    answer: StoredAnswer
    things: tuple[EvidenceFacts, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """On this year's scale; ``things`` are the ids of its evidence that is still valid."""

    choice: Choice
    comment: str
    evidence: str
    evidence_expires: date | None
    things: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """Nobody's answer here: the level agreed, or the partners' score, or both."""

    trust: str
    year: int
    pack: Pack
    item: Item
    level: int | None
    score: float | None


@dataclass(frozen=True)
class LastYear:
    """``suggestion``: what may be taken over, else ``why_not``; ``history`` is never offered.

    ``earlier`` are this partner's answers on what became this question.
    """

    origin: Origin
    earlier: tuple[EarlierAnswer, ...] = ()
    suggestion: Suggestion | None = None
    why_not: str = ""
    history: tuple[History, ...] = ()

    @property
    def things(self) -> tuple[EvidenceFacts, ...]:
        """The evidence that was linked to the earlier answers, each piece once."""
        return tuple(dict.fromkeys(thing for one in self.earlier for thing in one.things))


def last_year_of(
    session: Session, in_round: RoundFacts, pack: Pack, partner_id: int
) -> Mapping[str, LastYear]:
    """By item id; empty without a return last year and anything published by predecessors."""
    year = in_round.year - 1
    frozen = rounds.pack_of_cycle(session, year)
    if frozen is None:
        return {}
    given = answers.answers_of_partner(session, partner_id, year)
    before = _scores_of_predecessors(session, in_round.trust, year)
    if not given and not before:
        return {}
    earlier = pack_of(session, frozen)
    linked: Linked = evidence.linked_in_year(session, partner_id, year) if given else {}
    found = {}
    for item in pack.items:
        origin = origin_of(pack, item.id, earlier)
        history = tuple(
            one
            for name, rows in before.items()
            for one in _history(name, year, rows, origin, earlier)
        )
        found[item.id] = replace(
            _last_year_of_item(item, origin, earlier, given, linked), history=history
        )
    return found


def _scores_of_predecessors(session: Session, trust: int, year: int) -> Mapping[str, Scores]:
    """By Trust name; only those published in full show single questions (METHOD 1.8)."""
    found = {}
    of_year = signed_scores.signed_trusts(session, year)
    for facts in places.predecessors_of(session, trust):
        one = of_year.get(facts.dfe_number)
        if one is not None and one.publication == "full":
            found[facts.name] = signed_scores.item_scores_of(session, one.snapshot_id)
    return found


def _history(
    name: str, year: int, rows: Scores, origin: Origin, earlier: Pack
) -> Iterable[History]:
    for item_id in origin.before:
        row = rows.get(f"item:{item_id}")
        if row is not None and (row.agreed is not None or row.mean is not None):
            level = None if row.agreed is None else round(row.agreed)
            yield History(name, year, earlier, earlier.item(item_id), level, row.mean)


def _last_year_of_item(
    item: Item, origin: Origin, earlier: Pack, given: Mapping[str, StoredAnswer], linked: Linked
) -> LastYear:
    answered = tuple(
        EarlierAnswer(earlier, earlier.item(item_id), given[item_id], linked.get(item_id, ()))
        for item_id in origin.before
        if is_answered(item_id, given)
    )
    if not answered:
        return LastYear(origin)
    why_not = _why_not(item, origin, answered)
    return LastYear(origin, answered, None if why_not else _suggestion(origin, answered), why_not)


def _why_not(item: Item, origin: Origin, earlier: Sequence[EarlierAnswer]) -> str:
    if not item.carry_forward:
        return "You need to answer this question again each year."
    expired = [
        one.answer.evidence_expires
        for one in earlier
        if one.answer.evidence_expires is not None and one.answer.evidence_expires < clock.today()
    ]
    if expired:
        return (
            f"Its evidence was valid until {clock.day_in_words(min(expired))}. Answer again and "
            "give the evidence you have now."
        )
    if (
        len(earlier) < len(origin.before)
        or len({_choice_this_year(origin, one) for one in earlier}) > 1
    ):
        return (
            "This question replaces several, and your answers to them differed. Choose one level."
        )
    return ""


def _choice_this_year(origin: Origin, one: EarlierAnswer) -> Choice | None:
    level = one.answer.level
    return choice_of(one.answer) if level is None else origin.convert.get(level, level)


def _suggestion(origin: Origin, earlier: Sequence[EarlierAnswer]) -> Suggestion | None:
    choice = _choice_this_year(origin, earlier[0])
    if choice is None:
        return None
    ends = [one.answer.evidence_expires for one in earlier if one.answer.evidence_expires]
    return Suggestion(
        choice,
        _joined_texts(one.answer.comment for one in earlier),
        _joined_texts(one.answer.evidence for one in earlier),
        min(ends, default=None),
        tuple(
            dict.fromkeys(
                thing.id
                for one in earlier
                for thing in one.things
                if not thing.is_over(clock.today())
            )
        ),
    )


def _joined_texts(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text for text in texts if text))
