"""From one Trust's answers to its scores (METHOD 1).

Tables are numpy arrays and not data frames: a frame's means add up in another order, and scores
are signed to the last digit.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import isnan, nan
from typing import NamedTuple

import numpy as np

from owf.benchmark.rules import DUST, Floats, Units, is_whole
from owf.benchmark.scores.groups import Group, ItemRef, groups_of

DONT_KNOW = "dont_know"
NOT_APPLICABLE = "not_applicable"


class Answer(NamedTuple):
    """A level, a non-score ("dont_know", "not_applicable") or nothing yet.

    `partner` is unique within the Trust; `sector` is the unit of comparison it belongs to.
    """

    partner: str
    sector: str
    item: str
    level: int | None
    non_score: str | None = None


@dataclass(frozen=True)
class Sheet:
    """One row per respondent, one column per item, NaN where no level."""

    sectors: tuple[str, ...]
    sector_of: list[int]
    levels: Floats
    dont_know: Floats  # number of such answers per item
    not_applicable: Floats


@dataclass(frozen=True)
class GroupScore:
    """One Trust's score for one group of items (METHOD 1), in levels.

    `units` are sectors, respondents partners (for practitioners: persons). `mean` is the plain mean
    of the units, `sd` None below two; `level_counts` has the lowest level first; `agreed` is the
    mean of the levels agreed in moderation; `pooled_mean` is over respondents, whatever their
    sector.
    """

    group: Group
    units: Units
    n_units: int
    n_respondents: int
    mean: float | None
    sd: float | None
    level_counts: tuple[int, ...]
    dont_know: int
    not_applicable: int
    agreed: float | None
    pooled_mean: float | None
    unit_respondents: Mapping[str, int] = field(default_factory=dict)


def score_groups(
    items: Sequence[ItemRef],
    answers: Sequence[Answer],
    agreed: Mapping[str, int | None],
    levels: Sequence[int] = (1, 2, 3, 4, 5),
) -> list[GroupScore]:
    """Score every group of `groups_of(items)` for one Trust, in that order (METHOD 1.1 to 1.6).

    At most one answer per partner and item; in `agreed` an item may be missing or None.
    """
    sheet = read_sheet(items, answers, levels)
    # Partners of one sector are averaged before sectors are, so that forty schools do not outvote
    # one police service (METHOD 1.5).
    return score_sheet(
        items, sheet, levels, [sheet.sector_of], _agreed_levels(items, agreed, levels)
    )


def read_sheet(
    items: Sequence[ItemRef],
    answers: Sequence[Answer],
    levels: Sequence[int],
    respondent: str = "partner",
) -> Sheet:
    """Rows are in the order in which respondents first come; errors call them `respondent`."""
    column = _column_of(items)
    _check_once("item", [item.id for item in items])
    _check_once("level", list(levels))
    sector_of: dict[str, str] = {}
    # None where there is no answer yet, NaN where the answer is no level.
    rows: dict[str, list[float | None]] = {}
    non_scores = {kind: np.zeros(len(column)) for kind in (DONT_KNOW, NOT_APPLICABLE)}
    allowed = set(levels)
    for answer in answers:
        row = rows.get(answer.partner)
        if row is None:
            row = rows[answer.partner] = [None] * len(column)
            sector_of[answer.partner] = answer.sector
        elif sector_of[answer.partner] != answer.sector:
            raise ValueError(
                f"The {respondent} {answer.partner!r} is in two sectors, "
                f"{sector_of[answer.partner]!r} and {answer.sector!r}: give it one."
            )
        _check_answer(answer, column, allowed)
        place = column[answer.item]
        if row[place] is not None:
            raise ValueError(
                f"The {respondent} {answer.partner!r} answers {answer.item!r} twice: "
                "keep one answer."
            )
        row[place] = nan if answer.level is None else answer.level
        if answer.level is None and answer.non_score is not None:
            non_scores[answer.non_score][place] += 1
    sectors = tuple(dict.fromkeys(sector_of.values()))
    of_sector = {sector: index for index, sector in enumerate(sectors)}
    return Sheet(
        sectors=sectors,
        sector_of=[of_sector[sector] for sector in sector_of.values()],
        levels=np.array(list(rows.values()), dtype=float).reshape(len(rows), len(column)),
        dont_know=non_scores[DONT_KNOW],
        not_applicable=non_scores[NOT_APPLICABLE],
    )


def _check_once(what: str, values: Sequence[Hashable]) -> None:
    doubled = [value for value, times in Counter(values).items() if times > 1]
    if doubled:
        raise ValueError(f"The {what} {doubled[0]!r} is there twice: give each {what} once.")


def _check_answer(answer: Answer, column: Mapping[str, int], allowed: set[int]) -> None:
    if answer.item not in column:
        raise ValueError(f"The item {answer.item!r} is not in the pack: use the pack's own ids.")
    if answer.level is not None and answer.non_score is not None:
        raise ValueError(
            f"The answer of {answer.partner!r} to {answer.item!r} has a level and a non-score: "
            "keep one of them."
        )
    if answer.level is not None and not (is_whole(answer.level) and answer.level in allowed):
        raise ValueError(
            f"The level {answer.level!r} for {answer.item!r} is outside the scale: "
            f"use one of {', '.join(str(level) for level in sorted(allowed))}."
        )
    if answer.non_score not in (None, DONT_KNOW, NOT_APPLICABLE):
        raise ValueError(
            f"The non-score {answer.non_score!r} is unknown: use {DONT_KNOW} or {NOT_APPLICABLE}."
        )


def score_sheet(
    items: Sequence[ItemRef],
    sheet: Sheet,
    levels: Sequence[int],
    averaging: Sequence[Sequence[int]],
    agreed_levels: Floats | None = None,
) -> list[GroupScore]:
    """Score every group of `groups_of(items)`, in that order; columns are in that of the items.

    `averaging` has the steps from respondents to sectors, each with the place of every row in the
    next, as `mean_by` takes it; `agreed_levels` are per item, NaN where none was agreed.
    """
    groups, member = _membership(tuple(items))
    if agreed_levels is None:
        agreed_levels = np.full(len(items), np.nan)
    respondents = mean_over(sheet.levels, member)
    unit_scores = respondents
    for place in averaging:
        unit_scores, _ = mean_by(unit_scores, place)
    _, in_sector = mean_by(respondents, sheet.sector_of)
    level_counts = np.stack([(sheet.levels == level).sum(axis=0) for level in levels]) @ member.T
    of_units, of_respondents = _in_rows(unit_scores.T), _in_rows(respondents.T)

    return [
        GroupScore(
            group=group,
            units={
                sector: score
                for sector, score in zip(sheet.sectors, scores, strict=True)
                if not isnan(score)
            },
            n_units=of_units.counts[row],
            n_respondents=of_respondents.counts[row],
            mean=of_units.means[row],
            sd=of_units.sds[row],
            level_counts=tuple(counts),
            dont_know=dont_know,
            not_applicable=not_applicable,
            agreed=None if isnan(agreed) else agreed,
            pooled_mean=of_respondents.means[row],
            unit_respondents={
                sector: count for sector, count in zip(sheet.sectors, persons, strict=True) if count
            },
        )
        for row, (group, scores, persons, counts, dont_know, not_applicable, agreed) in enumerate(
            zip(
                groups,
                unit_scores.T.tolist(),
                in_sector.T.astype(int).tolist(),
                level_counts.T.astype(int).tolist(),
                (member @ sheet.dont_know).astype(int).tolist(),
                (member @ sheet.not_applicable).astype(int).tolist(),
                mean_over(agreed_levels, member).tolist(),
                strict=True,
            )
        )
    ]


def mean_over(scores: Floats, member: Floats) -> Floats:
    """`member` has a row per group, 1 at its columns, 0 elsewhere; NaN is no score."""
    given = ~np.isnan(scores)
    return _ratio(np.where(given, scores, 0.0) @ member.T, given @ member.T)


def mean_by(scores: Floats, place: Sequence[int]) -> tuple[Floats, Floats]:
    """Average the rows that share a place, NaN being no score, and count those that have one.

    `place` says for each row its row in the answer, numbered from 0 without a gap.
    """
    stands_in = np.zeros((1 + max(place, default=-1), len(place)))
    stands_in[place, np.arange(len(place))] = 1.0
    has_score = ~np.isnan(scores)
    count = stands_in @ has_score
    return _ratio(stands_in @ np.where(has_score, scores, 0.0), count), count


def _ratio(total: Floats, count: Floats) -> Floats:
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _column_of(items: Sequence[ItemRef]) -> dict[str, int]:
    return {item.id: place for place, item in enumerate(items)}


@lru_cache(maxsize=64)
def _membership(items: tuple[ItemRef, ...]) -> tuple[tuple[Group, ...], Floats]:
    """1 in a group's row where an item is in it, 0 elsewhere."""
    groups, column = groups_of(items), _column_of(items)
    member = np.zeros((len(groups), len(column)))
    for row, ids in enumerate(groups.values()):
        member[row, [column[item] for item in ids]] = 1.0
    member.flags.writeable = False
    return tuple(groups), member


class _InRows(NamedTuple):
    """Sizes, means and sample standard deviations."""

    counts: list[int]
    means: list[float | None]
    sds: list[float | None]


def _in_rows(table: Floats) -> _InRows:
    """Rows with equally many scores go together; NaN is no score."""
    there = ~np.isnan(table)
    counts = there.sum(axis=1)
    means = np.full(len(table), np.nan)
    sds = np.full(len(table), np.nan)
    for count in np.unique(counts[counts > 0]):
        rows = counts == count
        scores = table[rows][there[rows]].reshape(-1, count)
        means[rows] = scores.mean(axis=1)
        if count > 1:
            sds[rows] = scores.std(axis=1, ddof=1)
    sds[sds < DUST] = 0.0
    return _InRows(counts.tolist(), _none_for_nan(means), _none_for_nan(sds))


def _none_for_nan(values: Floats) -> list[float | None]:
    return [None if isnan(value) else value for value in values.tolist()]


def _agreed_levels(
    items: Sequence[ItemRef], agreed: Mapping[str, int | None], levels: Sequence[int]
) -> Floats:
    column = _column_of(items)
    row = np.full(len(column), np.nan)
    for item, level in agreed.items():
        if item not in column:
            raise ValueError(f"The agreed item {item!r} is not in the pack: use the pack's ids.")
        if level is None:
            continue
        if level not in levels:
            raise ValueError(
                f"The agreed level {level!r} for {item!r} is outside the scale: "
                f"use one of {', '.join(str(allowed) for allowed in levels)}."
            )
        row[column[item]] = level
    return row
