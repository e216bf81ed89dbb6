"""How far partners agree with each other, and whether one group rates above another."""

import math
from collections.abc import Sequence

import numpy as np

from owf.benchmark.intervals import Floats, finite
from owf.benchmark.rules import DUST


def consensus(counts: Sequence[float]) -> float:
    """Measure agreement on one item from its counts per level (Tastle and Wierman 2007; METHOD 3).

    Args:
        counts: answers at each level, lowest first, levels with none included.

    Returns:
        1 where all chose one level, 0 where half stand at each end of the scale.

    Raises:
        ValueError: fewer than two levels, a negative or infinite count, or no answers at all.
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
    closeness = 1 - np.abs(levels[used] - mean) / (numbers.size - 1)
    return min(1.0, max(0.0, 1 + float(shares[used] @ np.log2(closeness))))


def probability_of_superiority(
    ours: Sequence[float] | Floats, theirs: Sequence[float] | Floats
) -> float:
    """Give the chance that one of ours is above one of theirs, ties counting half (METHOD 2).

    Args:
        ours: our partners' scores.
        theirs: the others' scores.

    Returns:
        U / (m n), from 0 to 1; 0.5 says neither side tends to be above.

    Raises:
        ValueError: either side is empty or holds a number that is not finite.
    """
    # Two means that are equal on paper can differ in the last binary place: that is still a tie.
    places = -int(math.log10(DUST))
    mine = np.round(finite(ours, "scores of ours"), places)
    others = np.sort(np.round(finite(theirs, "scores of theirs"), places))
    below = np.searchsorted(others, mine, side="left")
    not_above = np.searchsorted(others, mine, side="right")
    return float((below + not_above).sum() / (2 * mine.size * others.size))
