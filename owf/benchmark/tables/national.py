"""England's headline and bands, as the national report of 2009 had them (METHOD 5)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from owf.benchmark.rules import DUST, Interval, finite, proportion_interval


@dataclass(frozen=True)
class ProgressSplit:
    """How many Trusts are making progress and how many are still considering or planning.

    Attributes:
        n: Trusts with an overall score.
        at_or_above: those at or above the midpoint of the scale: making some or good progress.
        below: those below it: considering or planning.
        share: `at_or_above` of n, from 0 to 1, with its Wilson limits.
    """

    n: int
    at_or_above: int
    below: int
    share: Interval


def progress_split(scores: Sequence[float], midpoint: float) -> ProgressSplit:
    """Split Trusts at the midpoint of the scale: the national headline (METHOD 5).

    Args:
        scores: overall score of each Trust that has one, in levels.
        midpoint: the pack's, in levels; a score on it counts as progress.

    Returns:
        Both counts, and the share at or above the midpoint with 95% limits.

    Raises:
        ValueError: no scores, a score that is not finite, or a midpoint that is not.
    """
    numbers = finite(scores, "scores")
    if not math.isfinite(midpoint):
        raise ValueError(f"The midpoint is {midpoint}: give a level of the scale.")
    at_or_above = int((numbers >= midpoint - DUST).sum())
    n = numbers.size
    return ProgressSplit(n, at_or_above, n - at_or_above, proportion_interval(at_or_above, n))


def count_by_band(scores: Sequence[float], bands: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """Count the Trusts whose average falls in each band (METHOD 5, table a).

    Args:
        scores: one per Trust, in levels.
        bands: (lower, upper), lowest band first. A lower end belongs to its band and an upper end
            does not, except in the last band, to which both belong.

    Returns:
        The number of scores in each band, in the order of the bands.

    Raises:
        ValueError: no scores or no bands, a number that is not finite, a band that ends before it
            starts, bands that overlap or are out of order, or a score outside every band.
    """
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
    """Say the national headline: how many Trusts make progress, and how many plan (METHOD 5).

    The two percentages add to 100, and neither is 0 where there is a Trust behind it.
    """
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
        f"In {year}, {_count(split.at_or_above)} of {split.n} {trusts} ({percent}%{limits}) "
        f"{_are(split.at_or_above)} making some or good progress; "
        f"{_count(split.below)} ({100 - percent}%) {_are(split.below)} considering or planning."
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


def _count(number: int) -> str:
    return str(number) if number else "none"


def _are(number: int) -> str:
    return "are" if number > 1 else "is"
