"""The national report of 2009: its headline, and three tables item by item (METHOD 5).

Over the Trusts of a region or of England that the caller lets in (METHOD 1.8). A Trust with too
few sectors on an item is shown to itself alone (METHOD 1.7): it enters none of the figures.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd

from owf.benchmark.rules import (
    DEFAULT_RULES,
    DUST,
    Floats,
    Interval,
    Rules,
    Units,
    as_number,
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
    as_number(midpoint, "midpoint")
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
        finite([lower, upper], "ends of a band")
        if lower >= upper:
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
    frame = _frame_of(scores, rules)
    means_of = _counting_means(frame)
    taking_part = _taking_part(frame, len(scores))
    table = {}
    for place, item in enumerate(scores):
        means = means_of.get(place, np.empty(0))
        n = means.size
        counts = count_by_band(means.tolist(), bands) if n else (0,) * len(bands)
        above = int((means > midpoint + DUST).sum())
        table[item] = BandRow(
            counts=counts,
            percentages=tuple(100 * count / n for count in counts) if n else None,
            above_midpoint=above,
            above_midpoint_percent=100 * above / n if n else None,
            taking_part=taking_part[place],
        )
    return table


def mean_table(
    scores: Mapping[str, Mapping[Item, Sequence[ItemScore]]], rules: Rules = DEFAULT_RULES
) -> dict[Item, MeanRow]:
    """Table (b): Trusts' scores by sector and by audience, audiences never mixed.

    Practitioners' are `suppressed` ones, so that no figure rests on fewer than five persons of a
    Trust. Items stay in the order given, sectors come in that of their names.
    """
    items = dict.fromkeys(item for of_audience in scores.values() for item in of_audience)
    _check_some(items)
    found: dict[Item, tuple[dict[str, Any], ...]] = {item: ({}, {}, {}) for item in items}
    for audience, of_audience in scores.items():
        frame = _frame_of(of_audience, rules)
        means_of, by_sector = _counting_means(frame), _means_by_sector(frame, of_audience)
        taking_part = _taking_part(frame, len(of_audience))
        for place, item in enumerate(of_audience):
            sectors, overall, part = found[item]
            sectors[audience] = by_sector.get(place, {})
            overall[audience] = _mean_of(means_of.get(place, np.empty(0)))
            part[audience] = taking_part[place]
    return {item: MeanRow(*columns) for item, columns in found.items()}


def count_table(
    scores: Mapping[Item, Sequence[ItemScore]],
    levels: Sequence[int] = (1, 2, 3, 4, 5),
    rules: Rules = DEFAULT_RULES,
) -> dict[Item, CountRow]:
    """Table (c); scores are those of every Trust, per item."""
    scale = np.array(levels, dtype=float)
    frame = _frame_of(scores, rules, len(levels))
    taking_part = _taking_part(frame, len(scores))
    at_levels = [f"level {place}" for place in range(len(levels))]
    frame[at_levels] = pd.DataFrame(
        [score.level_counts for of_item in scores.values() for score in of_item],
        columns=at_levels,
        dtype=np.int64,
    )
    columns = ["dont_know", "not_applicable", *at_levels]
    in_all = frame[frame["counting"]].groupby("item")[columns].sum()
    in_all = in_all.reindex(range(len(scores)), fill_value=0)
    table = {}
    for item, part, (dont_know, not_applicable, *counts) in zip(
        scores, taking_part, in_all.to_numpy(dtype=int).tolist(), strict=True
    ):
        given = sum(counts)
        table[item] = CountRow(
            level_counts=tuple(counts),
            dont_know=dont_know,
            not_applicable=not_applicable,
            answers=given + dont_know + not_applicable,
            mean=float(counts @ scale) / given if given else None,
            taking_part=part,
        )
    return table


def _check_some(items: Mapping[Item, object]) -> None:
    if not items:
        raise ValueError("There are no items to make a table of: give at least one.")


def _frame_of(
    scores: Mapping[Item, Sequence[ItemScore]], rules: Rules, levels: int | None = None
) -> pd.DataFrame:
    """A row for each item and Trust: the item's place, and the figures and part that it has.

    Of the columns named as the fields of `TakingPart` one is set in each row.
    """
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
    every = [score for of_item in scores.values() for score in of_item]
    finite([0.0, *(score.mean for score in every if score.mean is not None)], "Trusts' scores")
    frame = pd.DataFrame(
        {
            "item": np.repeat(np.arange(len(scores)), [len(one) for one in scores.values()]),
            "mean": pd.Series([score.mean for score in every], dtype=float),
            "dont_know": pd.Series([score.dont_know for score in every], dtype=int),
            "not_applicable": pd.Series([score.not_applicable for score in every], dtype=int),
        }
    )
    n_units = np.array([score.n_units for score in every], dtype=int)
    # Suppressing takes the counts away and leaves how many gave a level.
    had_levels = np.array([score.n_respondents > 0 for score in every], dtype=bool)
    given = np.array([sum(score.level_counts) for score in every], dtype=int)
    answered = given + frame["dont_know"] + frame["not_applicable"] > 0
    has_score = frame["mean"].notna()
    return frame.assign(
        counting=has_score & (n_units >= rules.min_units),
        too_few=has_score & (n_units < rules.min_units),
        suppressed=~has_score & had_levels,
        no_score=~has_score & ~had_levels & answered,
        no_answer=~has_score & ~had_levels & ~answered,
    )


def _counting_means(frame: pd.DataFrame) -> dict[Hashable, Floats]:
    """Place of an item -> the scores of the Trusts that count, where there is one."""
    counting = frame[frame["counting"]].groupby("item")["mean"]
    return {place: means.to_numpy() for place, means in counting}


def _means_by_sector(
    frame: pd.DataFrame, scores: Mapping[Item, Sequence[ItemScore]]
) -> dict[Hashable, dict[str, MeanOf]]:
    """Place of an item -> sector, in order of name -> the mean of the Trusts that count."""
    every = (score for of_item in scores.values() for score in of_item)
    units = pd.DataFrame(
        [
            (place, sector, unit)
            for place, counts, score in zip(frame["item"], frame["counting"], every, strict=True)
            if counts
            for sector, unit in score.units.items()
        ],
        columns=["item", "sector", "unit"],
    )
    found: dict[Hashable, dict[str, MeanOf]] = {}
    for (place, sector), of_sector in units.groupby(["item", "sector"])["unit"]:
        # A frame's own mean adds up in another order, which can move the last digit.
        mean = _mean_of(finite(of_sector.to_numpy(dtype=float), f"scores of {sector}"))
        found.setdefault(place, {})[str(sector)] = mean
    return found


def _mean_of(scores: Floats) -> MeanOf:
    return MeanOf(float(scores.mean()) if scores.size else None, int(scores.size))


def _taking_part(frame: pd.DataFrame, items: int) -> list[TakingPart]:
    """For each item, in their order."""
    flags = [one.name for one in fields(TakingPart) if one.name != "trusts"]
    sums = frame.groupby("item")[flags].sum().reindex(range(items), fill_value=0)
    return [TakingPart(sum(row), *row) for row in sums.to_numpy(dtype=int).tolist()]
