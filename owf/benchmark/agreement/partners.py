"""How far partners agree with each other, and whether one group rates above another."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from owf.benchmark.rules import DUST, Floats, as_values, finite, with_gaps

Counts = NDArray[np.int64]

# METHOD 3: consensus beyond chance is what partners who choose blindly reach this seldom.
_CHANCE = 0.05
_FEWEST_ANSWERS = 3
_MOST_ENUMERATED = 40
# Forty answers on five levels fall into 135,751 different counts; a longer scale must not take
# minutes.
_MOST_COUNTS = 200_000
_METRICS = ("ordinal", "nominal", "interval", "ratio")


def consensus(counts: Sequence[float]) -> float:
    """Agreement on one item from its counts, lowest level first (Tastle, Wierman 2007; METHOD 3).

    Counts include levels nobody chose. 1 where all chose one level, 0 where half are at each end.
    """
    numbers = finite(counts, "counts")
    if numbers.size < 2:
        raise ValueError("Consensus needs a scale of two levels or more: give a count for each.")
    if (numbers < 0).any():
        raise ValueError("A count is negative: give the number of answers at each level.")
    total = float(numbers.sum())
    if total == 0:
        raise ValueError("There are no answers to agree on: leave out items nobody scored.")
    levels = np.arange(numbers.size)
    shares = numbers / total
    mean = float(shares @ levels)
    used = shares > 0
    # A level with next to nobody can be at the far end of the scale from the mean.
    closeness = np.maximum(1 - np.abs(levels[used] - mean) / (numbers.size - 1), DUST)
    return min(1.0, max(0.0, 1 + float(shares[used] @ np.log2(closeness))))


def consensus_needed(n: int, levels: int = 5) -> float | None:
    """The smallest consensus of n answers that chance reaches at most once in twenty (METHOD 3).

    Chance is that each partner chooses a level blindly. None where not even unanimity is as rare.
    Exact up to 40 answers; above, the value of 40 (fewer on a longer scale) asks a little more.
    """
    if n < 0 or n != int(n):
        raise ValueError(f"n is {n}: give the whole number of partners with a level.")
    if levels < 2 or levels != int(levels):
        raise ValueError(f"The scale has {levels} levels: agreement needs two or more.")
    counted = min(int(n), _MOST_ENUMERATED)
    while math.comb(counted + levels - 1, levels - 1) > _MOST_COUNTS:
        counted -= 1
    return _consensus_needed(counted, int(levels)) if counted else None


def is_high_consensus(counts: Sequence[float]) -> bool:
    """At least three answers, and a consensus of at least `consensus_needed` (METHOD 3)."""
    numbers = finite(counts, "counts")
    if (numbers < 0).any() or (numbers != np.floor(numbers)).any():
        raise ValueError(
            "A count is negative or not whole: give the number of answers at each level."
        )
    n = int(numbers.sum())
    needed = consensus_needed(n, numbers.size)
    if n < _FEWEST_ANSWERS or needed is None:
        return False
    return consensus(numbers.tolist()) >= needed - DUST


def probability_of_superiority(
    ours: Sequence[float] | Floats, theirs: Sequence[float] | Floats
) -> float:
    """Chance that one of ours is above one of theirs, ties counting half: U / (m n) (METHOD 2)."""
    mine = rounded(finite(ours, "scores of ours"))
    others = np.sort(rounded(finite(theirs, "scores of theirs")))
    below = np.searchsorted(others, mine, side="left")
    not_above = np.searchsorted(others, mine, side="right")
    return float((below + not_above).sum() / (2 * mine.size * others.size))


def rounded(scores: Floats) -> Floats:
    """So that ties are ties: means equal on paper can differ in the last place."""
    return np.round(scores, -int(math.log10(DUST)))


@lru_cache(maxsize=256)
def _consensus_needed(n: int, levels: int) -> float | None:
    counts = _all_counts(n, levels)
    values = _consensus_of_each(counts, n)
    log_factorial = np.array([math.lgamma(number + 1) for number in range(n + 1)])
    chances = np.exp(log_factorial[n] - log_factorial[counts].sum(axis=1) - n * math.log(levels))
    order = np.argsort(values)[::-1]
    values, at_least = values[order], np.cumsum(chances[order])
    # Counts of one consensus on paper can differ in the last binary place: they belong together.
    last_of_value = np.append(values[:-1] - values[1:] > DUST, True)
    rare = values[last_of_value & (at_least <= _CHANCE + DUST)]
    return float(rare[-1]) if rare.size else None


def _all_counts(n: int, levels: int) -> Counts:
    # n answers and the bars between levels stand in a line; where the bars stand says it all.
    places = n + levels - 1
    bars = np.fromiter(
        chain.from_iterable(combinations(range(places), levels - 1)), dtype=np.int64
    ).reshape(-1, levels - 1)
    ends = np.full((len(bars), 1), places)
    return np.diff(np.hstack([np.full_like(ends, -1), bars, ends]), axis=1) - 1


def _consensus_of_each(counts: Counts, n: int) -> Floats:
    levels = np.arange(counts.shape[1])
    totals = counts @ levels
    means = np.arange(n * (levels.size - 1) + 1)[:, np.newaxis] / n
    closeness = 1 - np.abs(levels - means) / (levels.size - 1)
    # A level at the far end of the scale from the mean has nobody on it.
    logs = np.log2(np.where(closeness > DUST, closeness, 1.0))
    found: Floats = np.clip(1 + (counts * logs[totals]).sum(axis=1) / n, 0.0, 1.0)
    return found


def krippendorff_alpha(ratings: Sequence[Sequence[float | None]], metric: str = "ordinal") -> float:
    """How far raters agree over all items (METHOD 3): 1 where all do, 0 as by chance, below 0 less.

    From Krippendorff's coincidence matrix. Ratings have a row per rater and a column per item, None
    or NaN where there is no rating, as for "don't know". The metric is "ordinal", "nominal",
    "interval" or "ratio". Items with fewer than two ratings do not count.
    """
    if metric not in _METRICS:
        raise ValueError(f"The metric {metric!r} is unknown: use {', '.join(_METRICS)}.")
    table = _rating_array(ratings)
    paired = (~np.isnan(table)).sum(axis=0) >= 2
    if not paired.any():
        raise ValueError(
            "No item has ratings from two raters, so agreement cannot be calculated: wait for more "
            "answers."
        )
    table = table[:, paired]
    levels = np.unique(table[~np.isnan(table)])
    if np.ptp(levels) < DUST:
        raise ValueError(
            "All ratings are the same level, so agreement beyond chance cannot be calculated: say "
            "that the raters are unanimous."
        )
    if metric == "ratio" and levels[0] < 0:
        raise ValueError("A ratio scale has no negative ratings: use the metric interval.")
    # How often each level was given to each item.
    given = np.stack([(table == level).sum(axis=0) for level in levels]).astype(float)
    per_pair = given / (given.sum(axis=0) - 1)
    coincidences = per_pair @ given.T - np.diag(per_pair.sum(axis=1))
    totals = coincidences.sum(axis=1)
    distances = _squared_distances(metric, levels, totals)
    observed = float((coincidences * distances).sum())
    expected = float(totals @ distances @ totals) / (float(totals.sum()) - 1)
    return 1 - observed / expected


def _rating_array(ratings: Iterable[Iterable[float | None]]) -> Floats:
    rows = [as_values(row, "ratings of one") for row in as_values(ratings, "ratings")]
    lengths = {len(row) for row in rows}
    if not lengths or lengths == {0}:
        raise ValueError("There are no ratings: give a row for each rater.")
    if len(lengths) > 1:
        raise ValueError(
            f"The rows have {min(lengths)} to {max(lengths)} items: give every rater all items, "
            "with None where there is no rating."
        )
    return np.array([with_gaps(row, "ratings") for row in rows])


def _squared_distances(metric: str, levels: Floats, totals: Floats) -> Floats:
    apart: Floats = levels[:, np.newaxis] - levels
    if metric == "nominal":
        return np.where(apart == 0, 0.0, 1.0)
    if metric == "ordinal":
        # The ratings between two levels, half of those on either included.
        reached: Floats = np.cumsum(totals) - totals / 2
        apart = reached[:, np.newaxis] - reached
    elif metric == "ratio":
        sums = levels[:, np.newaxis] + levels
        # Two ratings of 0 are alike.
        apart = apart / np.where(sums == 0, 1.0, sums)
    distances: Floats = np.square(apart)
    return distances
