"""A Trust's scores over all its signed years, with its region behind them (METHOD 4)."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean

from owf.assessment.comparability.lines import Groups, ManyYears, many_years
from owf.assessment.comparability.rescoring import YearOnShared, on_shared
from owf.assessment.disclosure.trusts import (
    Sectors,
    Units,
    comparable_units,
    is_enough,
    named_scores,
    read_year,
)
from owf.assessment.packs import pack_of
from owf.assessment.results.steps import region_in_a_sentence, words_of
from owf.benchmark.change.histories import (
    LineBehind,
    ScoreHistory,
    YearPoint,
    predecessors_of,
    region_ribbon,
    score_history,
    years_of_trend,
)
from owf.benchmark.change.item_lines import Join
from owf.benchmark.change.trend import Trend, scores_in_all, trends_by_kind
from owf.benchmark.order.spread import like_for_like
from owf.benchmark.scores.groups import Group
from owf.benchmark.words.wording import Words, listed, possessive
from owf.store import Session, places, rounds, signed_scores
from owf.store.cache import cached
from owf.store.places import TrustFacts
from owf.store.signed_scores import SignedTrust


@dataclass(frozen=True)
class TrustYears:
    """``years`` are oldest first, with unsigned ones between; ``histories`` have overall first."""

    years: tuple[int, ...]
    histories: tuple[ScoreHistory, ...]
    sentence: str

    @property
    def has_a_line(self) -> bool:
        return len(self.years) > 1


NOT_ASKED = "not asked"
NO_ANSWERS = "signed without the answers behind the scores"
NO_SCORE = "no score"
TOO_FEW = "too few partners"
NO_LIMITS = "no limits: nobody differs from anybody"
TOO_FEW_IN_ALL = "fewer than three sectors have a score in each of the latest five years"


@dataclass(frozen=True)
class YearScores:
    """``without_answers``: Trusts signed so; ``own``: whose page it is, unless it is closed."""

    found: YearOnShared
    groups: Groups
    without_answers: frozenset[int]
    own: int | None

    @cached_property
    def _units(self) -> Units:
        return comparable_units(self.found, self.groups, self.own)

    def point(self, trust: int, group: Group, *, is_outside: bool) -> YearPoint:
        """Outsiders see no score of fewer than three sectors (METHOD 1.7)."""
        year = self.found.year
        if group not in self.groups:
            return YearPoint(year, why_not=NOT_ASKED)
        sectors = self.found.sectors(trust, group.key)
        if not sectors:
            why = NO_ANSWERS if trust in self.without_answers else NO_SCORE
            return YearPoint(year, why_not=why)
        score = fmean(sectors.values())
        if not is_enough(sectors):
            shown = None if is_outside else score
            return YearPoint(year, shown, n=len(sectors), why_not=TOO_FEW)
        found = like_for_like(self._units[group], like=trust).get(trust)
        if found is None:
            return YearPoint(year, score, n=len(sectors), why_not=NO_LIMITS)
        return YearPoint(year, score, found.interval.lower, found.interval.upper, len(sectors))

    def units_by_name(self, group: Group) -> Mapping[int, Sectors]:
        """Of the named Trusts and the own; spreads of unnamed ones' lines enter nothing."""
        shown = {*self.found.named, self.own}
        return {trust: one for trust, one in self._units[group].items() if trust in shown}

    def named_scores(self, group: Group) -> Mapping[int, float]:
        return named_scores(self.found, self._units[group], self.own)


NOT_SIGNED = "not signed off"
NOT_SHOWN = "not published in full"
NOT_THERE = "no such Trust yet"
NOT_HELD = "no self-evaluation"

KEPT_YEARS = 200
"""Trusts whose years stay in memory, about 60 kB each."""


def trust_years(
    session: Session,
    facts: TrustFacts,
    until: int,
    visible: Collection[int],
    *,
    is_outside: bool,
) -> TrustYears:
    """Kept by the hashes of all they were made of; ``visible`` are years the reader may see."""
    before = _predecessors(session, facts.dfe_number)
    theirs = [
        year for one in before for year in signed_scores.signed_years(session, one.dfe_number)
    ]
    shown = range(min(year for year in (*visible, *theirs, until) if year <= until), until + 1)
    packs = {year: rounds.pack_of_cycle(session, year) for year in shown}
    held = {year: pack_id for year, pack_id in packs.items() if pack_id is not None}
    trusts = {year: signed_scores.signed_trusts(session, year, facts.region_code) for year in held}
    seen = _Seen(facts, before, shown, frozenset(visible), is_outside, trusts)
    return _years_seen(session, seen, held, until)


def _predecessors(session: Session, trust: int) -> tuple[TrustFacts, ...]:
    """The nearest first, over all generations."""
    numbers = predecessors_of(trust, places.successions(session))
    return tuple(filter(None, (places.trust_by_number(session, one) for one in numbers)))


@dataclass(frozen=True)
class _Seen:
    """A Trust with its predecessors, and how much of it and its region the reader may see."""

    facts: TrustFacts
    before: tuple[TrustFacts, ...]
    shown: range
    visible: frozenset[int]
    is_outside: bool
    trusts: Mapping[int, Mapping[int, SignedTrust]]


def _seen_key(session: Session, seen: _Seen, held: Mapping[int, int], until: int) -> Hashable:
    return (
        seen.facts,
        seen.is_outside,
        until,
        tuple(sorted(seen.visible)),
        tuple((one.dfe_number, one.name) for one in seen.before),
        tuple((year, rounds.pack_digest(session, one)) for year, one in held.items()),
        tuple(tuple(of_year.values()) for of_year in seen.trusts.values()),
    )


@cached(KEPT_YEARS, key=_seen_key)
def _years_seen(session: Session, seen: _Seen, held: Mapping[int, int], until: int) -> TrustYears:
    """``held``: year -> the id of its frozen pack."""
    many = many_years(session, held)
    own = seen.facts.dfe_number
    scores: dict[int, YearScores] = {}
    for year, asked in many.years.items():
        # In a year that is closed to the reader the Trust is as any other.
        own_then = own if year in seen.visible else None
        found, lacking = on_shared(
            session,
            read_year(session, year, seen.facts.region_code),
            asked.groups,
            asked.side,
            own_then,
        )
        scores[year] = YearScores(found, asked.groups, lacking, own_then)
    words = words_of(pack_of(session, held[until]))
    points = {
        group: [
            replace(_own_point(seen, scores, year, group), join=many.joins[group].get(year))
            for year in seen.shown
        ]
        for group in many.asked
    }
    trends = _trends(own, points, scores)
    histories = tuple(
        _history(seen, many, scores, group, words, points=of_group, trend=trends[group])
        for group, of_group in points.items()
    )
    return TrustYears(tuple(seen.shown), histories, _sentence(seen, histories))


def _trends(
    own: int, points: Mapping[Group, Sequence[YearPoint]], scores: Mapping[int, YearScores]
) -> Mapping[Group, Trend]:
    """Over the latest five years, among the region's Trusts named in all of them (METHOD 4)."""
    found: dict[Group, Trend] = {}
    by_group: dict[Group, dict[str, list[float]]] = {}
    for group, of_group in points.items():
        years, why_not = years_of_trend(of_group)
        by_trust = scores_in_all([scores[year].units_by_name(group) for year in years])
        if years and own in by_trust:
            by_group[group] = {str(trust): yearly for trust, yearly in by_trust.items()}
        else:
            found[group] = Trend(why_not=why_not or TOO_FEW_IN_ALL)
    return found | trends_by_kind(by_group, str(own))


def _history(
    seen: _Seen,
    many: ManyYears,
    scores: Mapping[int, YearScores],
    group: Group,
    words: Words,
    *,
    points: Sequence[YearPoint],
    trend: Trend,
) -> ScoreHistory:
    joins = many.joins[group]
    asking = {year: one for year, one in scores.items() if group in one.groups}
    return score_history(
        points,
        kind=group.kind,
        theme=group.theme,
        title=words.theme_title(group.theme) if group.theme else "Overall",
        short=words.theme_short(group.theme) if group.theme else "Overall",
        trust=seen.facts.name,
        region_name=region_in_a_sentence(seen.facts.region_name),
        behind=_lines_behind(seen, asking, joins, group),
        trend=trend,
        region=region_ribbon({year: one.named_scores(group) for year, one in asking.items()}),
        items=many.rests_on(group),
        asked=len(many.asked[group]),
    )


def _own_point(seen: _Seen, scores: Mapping[int, YearScores], year: int, group: Group) -> YearPoint:
    if year not in scores:
        return YearPoint(year, why_not=NOT_HELD)
    if seen.facts.dfe_number not in seen.trusts[year]:
        is_there = seen.facts.start_year is None or seen.facts.start_year <= year
        return YearPoint(year, why_not=NOT_SIGNED if is_there else NOT_THERE)
    if year not in seen.visible:
        return YearPoint(year, why_not=NOT_SHOWN)
    return scores[year].point(seen.facts.dfe_number, group, is_outside=seen.is_outside)


def _lines_behind(
    seen: _Seen, asking: Mapping[int, YearScores], joins: Mapping[int, Join], group: Group
) -> list[LineBehind]:
    """In the years that these published in full."""
    found = []
    for one in seen.before:
        points = [
            replace(
                asking[year].point(one.dfe_number, group, is_outside=True), join=joins.get(year)
            )
            for year in sorted(asking)
            if one.dfe_number in asking[year].found.named
        ]
        shown = tuple(point for point in points if point.score is not None)
        if shown:
            found.append(LineBehind(one.name, shown))
    return found


def _sentence(seen: _Seen, histories: Sequence[ScoreHistory]) -> str:
    overall = histories[0]
    whose = possessive(seen.facts.name)
    every = [point for point in overall.points if point.score is not None]
    if len(every) < 2:
        return _sentence_of_one_year(seen.facts.name, overall.points)
    scored = [point for point in overall.newest if point.score is not None]
    if not scored:
        return (
            f"{seen.facts.name} has no overall score to show since the questions changed: "
            f"{_by_year(overall.newest)}. The scores of the years before, {_by_year(every)}, "
            "cannot be compared with what comes next."
        )
    if len(scored) == 1:
        return (
            f"{whose} overall score was {_by_year(scored)}: the questions of the years before "
            "cannot be compared."
        )
    first_and_last = _by_year((scored[0], scored[-1]))
    if not overall.trend.is_calculated:
        nowhere = not any(one.trend.is_calculated for one in histories)
        which = ", overall or on any theme" if nowhere else " for it"
        return (
            f"{whose} overall score was {first_and_last}. A trend cannot be calculated{which}: "
            f"{overall.trend.why_not}."
        )
    trend = f"over the latest five years, {overall.trend.with_numbers}"
    return f"{whose} overall score was {first_and_last}: {trend}."


def _sentence_of_one_year(name: str, points: Sequence[YearPoint]) -> str:
    only = next((point for point in points if point.score is not None), None)
    if only is None:
        return f"{name} has no overall score to show: {_by_year(points)}."
    later = [point for point in points if point.year > only.year]
    if later:
        return (
            f"{name} has one overall score to show, {_by_year([only])}; after it, "
            f"{_by_year(later)}."
        )
    return f"{name} has one signed year to show, {only.year}. A line starts with the next."


def _by_year(points: Sequence[YearPoint]) -> str:
    return listed([f"{point.words} in {point.year}" for point in points])
