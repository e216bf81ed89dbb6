"""The national report of 2009: its headline, and three tables item by item (METHOD 5).

Over the Trusts of a region or of England that the caller lets in (METHOD 1.8). A Trust with too
few sectors on an item is shown to itself alone (METHOD 1.7): it enters none of the figures.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from owf.benchmark.rules import (
    DEFAULT_RULES,
    DUST,
    Floats,
    Interval,
    Rules,
    Units,
    finite,
    proportion_interval,
)

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True)
class ProgressSplit:
    """`share` of n is at or above the midpoint: some or good progress; with Wilson limits."""

    n: int
    at_or_above: int
    below: int
    share: Interval


def progress_split(scores: Sequence[float], midpoint: float) -> ProgressSplit:
    """The national headline (METHOD 5); a score on the midpoint counts as progress."""
    numbers = finite(scores, "scores")
    if not math.isfinite(midpoint):
        raise ValueError(f"The midpoint is {midpoint}: give a level of the scale.")
    at_or_above = int((numbers >= midpoint - DUST).sum())
    n = numbers.size
    return ProgressSplit(n, at_or_above, n - at_or_above, proportion_interval(at_or_above, n))


def count_by_band(scores: Sequence[float], bands: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """Bands (lower, upper) go upwards; only the last has its upper end (METHOD 5, table a)."""
    numbers = finite(scores, "scores")
    if not bands:
        raise ValueError("There are no bands to count by: give at least one.")
    start = -math.inf
    for lower, upper in bands:
        if not (math.isfinite(lower) and math.isfinite(upper) and lower < upper):
            raise ValueError(f"The band {lower} to {upper} is none: give a lower and a higher end.")
        if lower < start - DUST:
            raise ValueError(
                f"The band {lower} to {upper} starts before the one below it ends: give bands "
                "from the lowest up, without overlaps."
            )
        start = upper
    counts = [0] * len(bands)
    for score in numbers:
        counts[_band_of(float(score), bands)] += 1
    return tuple(counts)


def progress_sentence(split: ProgressSplit, year: int) -> str:
    """Its two percentages add to 100, and neither is 0 where there is a Trust behind it."""
    percent = math.floor(100 * split.share.estimate + 0.5)
    if split.below:
        percent = min(percent, 99)
    if split.at_or_above:
        percent = max(percent, 1)
    trusts = "Trust" if split.n == 1 else "Trusts"
    limits = ""
    if split.share.lower is not None and split.share.upper is not None:
        limits = f", 95% limits {100 * split.share.lower:.0f}% to {100 * split.share.upper:.0f}%"
    return (
        f"In {year}, {split.at_or_above or 'none'} of {split.n} {trusts} ({percent}%{limits}) "
        f"{_verb_for(split.at_or_above)} making some or good progress; "
        f"{split.below or 'none'} ({100 - percent}%) {_verb_for(split.below)} considering or "
        "planning."
    )


def _band_of(score: float, bands: Sequence[tuple[float, float]]) -> int:
    # The next band goes first, so that a score a hair below its lower end is on that end.
    for place in reversed(range(len(bands))):
        lower, upper = bands[place]
        last = place == len(bands) - 1
        if score >= lower - DUST and (score < upper or (last and score <= upper + DUST)):
            return place
    raise ValueError(
        f"The score {score:g} lies outside every band: check the score, or give bands that cover "
        "the scale."
    )


def _verb_for(number: int) -> str:
    return "are" if number > 1 else "is"


class ItemScore(Protocol):
    """What `GroupScore` and a snapshot's row share."""

    @property
    def units(self) -> Units: ...

    @property
    def mean(self) -> float | None: ...

    @property
    def n_units(self) -> int: ...

    @property
    def n_respondents(self) -> int: ...

    @property
    def level_counts(self) -> Sequence[int]: ...

    @property
    def dont_know(self) -> int: ...

    @property
    def not_applicable(self) -> int: ...


@dataclass(frozen=True)
class TakingPart:
    """How many of the Trusts are in an item's figures (`counting`), and why the rest are not.

    `too_few` sectors; `suppressed` for too few persons; `no_score` gave no level, only non-scores;
    in `no_answer` nobody answered.
    """

    trusts: int
    counting: int
    too_few: int
    suppressed: int
    no_score: int
    no_answer: int


@dataclass(frozen=True)
class BandRow:
    """Table (a) for one item, lowest band first.

    Percentages are of the Trusts counting, unrounded. A Trust on the midpoint is not above it.
    """

    counts: tuple[int, ...]
    percentages: tuple[float, ...] | None
    above_midpoint: int
    above_midpoint_percent: float | None
    taking_part: TakingPart


@dataclass(frozen=True)
class MeanOf:
    mean: float | None
    n: int


@dataclass(frozen=True)
class MeanRow:
    """Table (b) for one item, by audience: by sector and in all."""

    by_sector: Mapping[str, Mapping[str, MeanOf]]
    by_audience: Mapping[str, MeanOf]
    taking_part: Mapping[str, TakingPart]


@dataclass(frozen=True)
class CountRow:
    """Table (c) for one item: answers over all Trusts, at each level (lowest first) and others.

    `answers` are all of these together; in the mean of levels every answer counts once.
    """

    level_counts: tuple[int, ...]
    dont_know: int
    not_applicable: int
    answers: int
    mean: float | None
    taking_part: TakingPart


def band_table(
    scores: Mapping[Item, Sequence[ItemScore]],
    bands: Sequence[tuple[float, float]],
    midpoint: float,
    rules: Rules = DEFAULT_RULES,
) -> dict[Item, BandRow]:
    """Table (a); scores are those of every Trust, per item."""
    finite([midpoint], "midpoints")
    table = {}
    for item, of_item in _with_checked_counts(scores).items():
        means = _means(_counting(of_item, rules))
        n = means.size
        counts = count_by_band(means.tolist(), bands) if n else (0,) * len(bands)
        above = int((means > midpoint + DUST).sum())
        table[item] = BandRow(
            counts=counts,
            percentages=tuple(100 * count / n for count in counts) if n else None,
            above_midpoint=above,
            above_midpoint_percent=100 * above / n if n else None,
            taking_part=_taking_part(of_item, rules),
        )
    return table


def mean_table(
    scores: Mapping[str, Mapping[Item, Sequence[ItemScore]]], rules: Rules = DEFAULT_RULES
) -> dict[Item, MeanRow]:
    """Table (b): Trusts' scores by sector and by audience, audiences never mixed.

    Practitioners' are `suppressed` ones, so that no figure rests on fewer than five persons of a
    Trust. Items stay in the order given, sectors come in that of their names.
    """
    for of_audience in scores.values():
        _with_checked_counts(of_audience)
    items = dict.fromkeys(item for of_audience in scores.values() for item in of_audience)
    _check_some(items)
    table = {}
    for item in items:
        asked = {
            audience: of_audience[item]
            for audience, of_audience in scores.items()
            if item in of_audience
        }
        table[item] = MeanRow(
            by_sector={
                audience: _by_sector(_counting(of_item, rules))
                for audience, of_item in asked.items()
            },
            by_audience={
                audience: _mean_of(_means(_counting(of_item, rules)))
                for audience, of_item in asked.items()
            },
            taking_part={
                audience: _taking_part(of_item, rules) for audience, of_item in asked.items()
            },
        )
    return table


def count_table(
    scores: Mapping[Item, Sequence[ItemScore]],
    levels: Sequence[int] = (1, 2, 3, 4, 5),
    rules: Rules = DEFAULT_RULES,
) -> dict[Item, CountRow]:
    """Table (c); scores are those of every Trust, per item."""
    scale = np.array(levels, dtype=float)
    table = {}
    for item, of_item in _with_checked_counts(scores, len(levels)).items():
        counting = _counting(of_item, rules)
        counts = np.zeros(len(levels), dtype=np.int64)
        for score in counting:
            counts += np.asarray(score.level_counts, dtype=np.int64)
        given = int(counts.sum())
        dont_know = sum(score.dont_know for score in counting)
        not_applicable = sum(score.not_applicable for score in counting)
        table[item] = CountRow(
            level_counts=tuple(int(count) for count in counts),
            dont_know=dont_know,
            not_applicable=not_applicable,
            answers=given + dont_know + not_applicable,
            mean=float(counts @ scale) / given if given else None,
            taking_part=_taking_part(of_item, rules),
        )
    return table


def _check_some(items: Mapping[Item, object]) -> None:
    if not items:
        raise ValueError("There are no items to make a table of: give at least one.")


def _with_checked_counts(
    scores: Mapping[Item, Sequence[ItemScore]], levels: int | None = None
) -> Mapping[Item, Sequence[ItemScore]]:
    _check_some(scores)
    for item, of_item in scores.items():
        for score in of_item:
            if min(*score.level_counts, score.dont_know, score.not_applicable) < 0:
                raise ValueError(f"A count on {item!r} is negative: check how it was counted.")
            if levels is not None and len(score.level_counts) != levels:
                raise ValueError(
                    f"{len(score.level_counts)} counts on {item!r} and {levels} levels: give one "
                    "count for each level."
                )
    return scores


def _counting(of_item: Sequence[ItemScore], rules: Rules) -> list[ItemScore]:
    return [
        score for score in of_item if score.mean is not None and score.n_units >= rules.min_units
    ]


def _means(counting: Sequence[ItemScore]) -> Floats:
    means = [score.mean for score in counting if score.mean is not None]
    return finite(means, "Trusts' scores") if means else np.empty(0)


def _mean_of(scores: Floats) -> MeanOf:
    return MeanOf(float(scores.mean()) if scores.size else None, int(scores.size))


def _by_sector(counting: Sequence[ItemScore]) -> dict[str, MeanOf]:
    by_sector: dict[str, list[float]] = {}
    for score in counting:
        for sector, unit in score.units.items():
            by_sector.setdefault(sector, []).append(unit)
    return {
        sector: _mean_of(finite(by_sector[sector], f"scores of {sector}"))
        for sector in sorted(by_sector)
    }


def _taking_part(of_item: Sequence[ItemScore], rules: Rules) -> TakingPart:
    counting = len(_counting(of_item, rules))
    suppressed = no_answer = no_score = 0
    for score in of_item:
        if score.mean is None:
            answers = sum(score.level_counts) + score.dont_know + score.not_applicable
            # Suppressing takes the counts away and leaves how many gave a level.
            suppressed += score.n_respondents > 0
            no_score += not score.n_respondents and answers > 0
            no_answer += not score.n_respondents and not answers
    return TakingPart(
        trusts=len(of_item),
        counting=counting,
        too_few=len(of_item) - counting - suppressed - no_answer - no_score,
        suppressed=suppressed,
        no_score=no_score,
        no_answer=no_answer,
    )
