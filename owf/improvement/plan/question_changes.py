"""Single questions in two signed years: what changed on each (METHOD 4, decision 0048)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from owf.assessment.comparability.packs import (
    as_given,
    line_of_packs,
    question_name,
    shared_between,
)
from owf.assessment.disclosure.trusts import BothYears, Sectors, change_from_outside
from owf.assessment.errors import NotFound
from owf.assessment.packs import pack_of
from owf.benchmark.change.changes import (
    Change,
    ChangeVerdict,
    Levels,
    PairedScoring,
    change_by_kind,
    paired_scoring,
)
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.findings import ChangeFinding, change_sentence
from owf.benchmark.words.wording import Subject, possessive, within_sentence
from owf.comparability import Comparability
from owf.questionnaire import Item, Pack
from owf.questionnaire.lineage import ChangeKind
from owf.store import Session, rounds, signed_scores
from owf.store.cache import cached
from owf.store.signed_scores import Scores, SignedTrust

KEPT_CHANGES = 100
"""Pairs of years that stay in memory, about 0.2 MB each."""


class Moved(StrEnum):
    UP = "up"
    STAYED = "stayed"
    DOWN = "down"
    TOO_FEW = "too few to tell"
    CANNOT_BE_TOLD = "cannot be told"
    NOT_COMPARED = "cannot be compared"


_MOVED: Mapping[ChangeVerdict, Moved] = {
    ChangeVerdict.IMPROVED: Moved.UP,
    ChangeVerdict.SLIGHTLY_IMPROVED: Moved.UP,
    ChangeVerdict.ABOUT_THE_SAME: Moved.STAYED,
    ChangeVerdict.NO_CLEAR_CHANGE: Moved.TOO_FEW,
    ChangeVerdict.SLIGHTLY_WORSE: Moved.DOWN,
    ChangeVerdict.WORSE: Moved.DOWN,
    ChangeVerdict.CANNOT_BE_CALCULATED: Moved.CANNOT_BE_TOLD,
}


@dataclass(frozen=True, kw_only=True)
class QuestionChange:
    """One question in two years.

    ``then`` are ids in the earlier questionnaire, several where they were merged; ``now`` is the id
    in the later one, ``None`` where nothing there can be compared. ``code`` and ``short_name`` are
    of the later one where there is one. Scores are over the sectors of both years, ``None`` below
    three of them; agreed levels are on the later scale. ``note`` says what changed where care is
    needed. Without a ``finding`` the ``sentence`` says why.
    """

    then: tuple[str, ...]
    now: str | None
    code: str
    short_name: str
    names_then: tuple[str, ...]
    moved: Moved
    sentence: str
    change: Change
    finding: ChangeFinding | None = None
    agreed_then: float | None = None
    agreed_now: float | None = None
    note: str = ""

    @property
    def score_then(self) -> float | None:
        return self.change.before

    @property
    def score_now(self) -> float | None:
        return self.change.after


@dataclass(frozen=True)
class QuestionChanges:
    """``compared`` is by id in the later questionnaire, ``not_compared`` in the earlier one."""

    years: tuple[int, int]
    compared: Mapping[str, QuestionChange]
    not_compared: Mapping[str, QuestionChange]

    def of(self, item_then: str) -> tuple[QuestionChange, ...]:
        """What became of a question of the earlier questionnaire; each part of one that was split.

        Never empty: where it cannot be compared, one that says why.
        """
        found = tuple(one for one in self.compared.values() if item_then in one.then)
        if found:
            return found
        if item_then in self.not_compared:
            return (self.not_compared[item_then],)
        why = f"it is not a question of {self.years[0]}, so nothing can be said about it"
        return (_without_change(item_then, item_then, item_then, self.years, why),)


@dataclass(frozen=True)
class _Question:
    """A comparable question: the item now, and what the levels of the earlier ones count as."""

    item: Item
    theme: str
    before: Mapping[str, Levels]
    now: Levels
    note: str

    @property
    def group(self) -> Group:
        return Group(GroupKind.ITEM, item=self.item.id)


@dataclass(frozen=True)
class _Questions:
    """What two questionnaires have in common; ``gone``: why another of the earlier has no pair."""

    packs: tuple[Pack, Pack]
    compared: tuple[_Question, ...]
    gone: Mapping[str, str]


@dataclass(frozen=True)
class _Signed:
    """One year: the Trust, and the others of its region that are published in full."""

    year: int
    own: SignedTrust
    in_full: Mapping[int, SignedTrust]


def question_changes(
    session: Session, trust: int, region_code: str, before_year: int, now_year: int
) -> QuestionChanges:
    """Measure change on every comparable question of two signed years, p adjusted over them all.

    No other Trust enters but those published in full in both years: a figure on one question would
    tell of an unnamed one. Only for people who may see this Trust's own results.
    """
    if before_year >= now_year:
        raise ValueError(f"{before_year} is not before {now_year}: give the earlier year first.")
    before, now = (
        _signed_year(session, trust, region_code, year) for year in (before_year, now_year)
    )
    packs = [rounds.pack_of_cycle(session, year) for year in (before_year, now_year)]
    earlier, later = (one for one in packs if one is not None)
    return _changes_between(session, before, now, earlier, later)


def _signed_year(session: Session, trust: int, region_code: str, year: int) -> _Signed:
    trusts = signed_scores.signed_trusts(session, year, region_code)
    if trust not in trusts:
        raise NotFound(
            f"This Trust has not signed off {year}, so nobody can tell what moved. The chair can "
            "sign on the Sign-off page."
        )
    others = {
        number: one
        for number, one in trusts.items()
        if number != trust and one.publication == "full"
    }
    return _Signed(year, trusts[trust], others)


def _made_of(session: Session, before: _Signed, now: _Signed, earlier: int, later: int) -> Hashable:
    trusts = tuple(
        (
            one.year,
            one.own.trust,
            one.own.name,
            one.own.digest,
            *((number, other.digest) for number, other in one.in_full.items()),
        )
        for one in (before, now)
    )
    return (*trusts, *(rounds.pack_digest(session, one) for one in (earlier, later)))


@cached(KEPT_CHANGES, key=_made_of)
def _changes_between(
    session: Session, before: _Signed, now: _Signed, earlier: int, later: int
) -> QuestionChanges:
    years = before.year, now.year
    questions = _questions_of_both(session, earlier, later)
    why_none = _signed_without_answers(session, before, now)
    changes = (
        {one.group: Change(n=0, why_not=why_none) for one in questions.compared}
        if why_none
        else _measured(session, before, now, questions.compared)
    )
    agreed = [signed_scores.item_scores_of(session, one.own.snapshot_id) for one in (before, now)]
    compared = {
        one.item.id: _with_change(
            one,
            _finding(one, changes[one.group], now.own.name, years),
            questions.packs[0],
            agreed,
            has_answers=not why_none,
        )
        for one in questions.compared
    }
    not_compared = {
        old.id: _without_change(old.id, old.code, old.short_name, years, questions.gone[old.id])
        for old in questions.packs[0].items
        if old.id in questions.gone
    }
    return QuestionChanges(years, compared, not_compared)


def _questions_of_both(session: Session, earlier: int, later: int) -> _Questions:
    packs = pack_of(session, earlier), pack_of(session, later)
    before, now = packs
    if earlier == later:
        levels = as_given(now)
        return _Questions(
            packs,
            tuple(
                _Question(item, now.theme_of(item.id).id, {item.id: levels}, levels, "")
                for item in now.items
            ),
            {},
        )
    shared = shared_between(session, earlier, later)
    line = line_of_packs(session, before, now)
    if shared is None or line is None:
        return _Questions(packs, (), dict.fromkeys((one.id for one in before.items), NO_RECORD))
    compared = tuple(
        _Question(
            item,
            now.theme_of(item.id).id,
            shared.earlier[item.id],
            as_given(now),
            " ".join(shared.notes.get(item.id, ())),
        )
        for item in now.items
        if item.id in shared.earlier
    )
    kept = {old for one in compared for old in one.before}
    gone = {item.id: _why_gone(line, item.id) for item in before.items if item.id not in kept}
    return _Questions(packs, compared, gone)


NO_RECORD = "the later questions are different, and there is no record of which are the same"


def _why_gone(line: Sequence[Pack], item: str) -> str:
    """In the words of whoever changed the questionnaire, with which one ended it."""
    at, why = {item}, list[str]()
    for pack in line[1:]:
        after: set[str] = set()
        for change in pack.lineage.changes if pack.lineage else ():
            if at.isdisjoint(change.before):
                continue
            if change.kind is ChangeKind.REMOVED:
                ended = f"{pack.title_and_version} does not ask it any more"
            elif change.is_comparable is Comparability.NO:
                ended = f"{pack.title_and_version} changed it too much"
            else:
                after |= {new for old, new in change.pairs() if old in at}
                continue
            why.append(f"{ended} ({change.reason})" if change.reason else ended)
        at = after
    return "; ".join(dict.fromkeys(why)) or "no later question stands for it"


def _measured(
    session: Session, before: _Signed, now: _Signed, questions: Sequence[_Question]
) -> Mapping[Group, Change]:
    if not questions:
        return {}
    groups = {one.group: (one.item.id,) for one in questions}
    ids = [one.item.id for one in questions]
    scorings = (
        paired_scoring(groups, [one.before for one in questions], ids),
        paired_scoring(groups, [{one.item.id: one.now} for one in questions], ids),
    )
    both = before.in_full.keys() & now.in_full.keys()
    scores = [
        _scores_of(session, [year.own, *(year.in_full[one] for one in sorted(both))], scoring)
        for year, scoring in zip((before, now), scorings, strict=True)
    ]
    own = now.own.trust
    changes = change_by_kind(
        {one.group: _both_years(scores, own, one.group) for one in questions},
        {
            one.group: {str(trust): _both_years(scores, trust, one.group) for trust in both}
            for one in questions
        },
    )
    # One sector's score on a question can be one partner's answer, which colleagues may not see.
    return {group: change_from_outside(one) for group, one in changes.items()}


def _signed_without_answers(session: Session, *years: _Signed) -> str:
    """Why nothing can be told where an early version kept no answers; else empty."""
    for year in years:
        if not signed_scores.returns_of(session, [year.own])[year.own.trust]:
            return (
                f"{possessive(year.own.name)} results of {year.year} were signed without the "
                "answers behind the scores"
            )
    return ""


Scored = Mapping[int, Mapping[Group, Sectors]]
"""Trust -> its scores; none where it was signed without answers."""


def _scores_of(session: Session, trusts: Sequence[SignedTrust], scoring: PairedScoring) -> Scored:
    returns = signed_scores.returns_of(session, trusts)
    return {
        trust: scoring.units([(one.sector, one.answers) for one in given])
        for trust, given in returns.items()
    }


def _both_years(scores: Sequence[Scored], trust: int, group: Group) -> BothYears:
    then, now = (of[trust].get(group, {}) for of in scores)
    return then, now


def _subject(question: _Question) -> Subject:
    item = question.item
    return Subject(
        kind=GroupKind.ITEM,
        theme=question.theme,
        aspect=item.aspect,
        n_items=1,
        title=question_name(item),
        phrase=f"{item.code}, {within_sentence(item.short_name)}",
    )


def _finding(
    question: _Question, change: Change, trust: str, years: tuple[int, int]
) -> ChangeFinding:
    subject = _subject(question)
    verdict = change.verdict or ChangeVerdict.CANNOT_BE_CALCULATED
    return ChangeFinding(
        **vars(subject),
        verdict=verdict,
        change=change,
        sentence=change_sentence(
            subject, change, verdict, trust=trust, years=years, rules=DEFAULT_RULES
        ),
        trust=trust,
        years=years,
    )


def _with_change(
    question: _Question,
    finding: ChangeFinding,
    earlier: Pack,
    agreed: Sequence[Scores],
    *,
    has_answers: bool,
) -> QuestionChange:
    item, change, (then, now) = question.item, finding.change, agreed
    is_few = has_answers and change.n < DEFAULT_RULES.min_units
    return QuestionChange(
        then=tuple(question.before),
        now=item.id,
        code=item.code,
        short_name=item.short_name,
        names_then=tuple(question_name(earlier.item(one)) for one in question.before),
        moved=Moved.TOO_FEW if is_few else _MOVED[finding.verdict],
        sentence=finding.sentence,
        change=change,
        finding=finding,
        agreed_then=_agreed_level(then, question.before),
        agreed_now=_agreed_level(now, {item.id: question.now}),
        note=question.note,
    )


def _agreed_level(rows: Scores, items: Mapping[str, Levels]) -> float | None:
    """Of merged questions the mean; ``None`` where nothing was agreed."""
    levels = [
        counts_as[round(row.agreed)]
        for item, counts_as in items.items()
        if (row := rows.get(Group(GroupKind.ITEM, item=item).key)) and row.agreed is not None
    ]
    return fmean(levels) if levels else None


def _without_change(
    item: str, code: str, short_name: str, years: tuple[int, int], why: str
) -> QuestionChange:
    name = code if short_name == code else f"{code}, {short_name}"
    return QuestionChange(
        then=(item,),
        now=None,
        code=code,
        short_name=short_name,
        names_then=(name,),
        moved=Moved.NOT_COMPARED,
        sentence=f"{name}, cannot be compared between {years[0]} and {years[1]}: {why}.",
        change=Change(n=0, why_not=why),
    )
