"""How the scores of several Trusts are spread, in five numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from owf.benchmark.intervals import finite


@dataclass(frozen=True)
class FiveNumbers:
    """Scores of ``n`` Trusts in five numbers, in levels.

    Attributes:
        lowest: of all.
        lower_quartile: a quarter of them lie at or below it.
        median: half of them do.
        upper_quartile: three quarters do.
        highest: of all.
        n: how many they are.
    """

    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    n: int


def five_numbers(scores: Sequence[float]) -> FiveNumbers:
    """Give the lowest, the quartiles and the highest of some scores.

    Quartiles lie between two scores where no score is at their place, in proportion (Hyndman and
    Fan 1996, definition 7: what `numpy.quantile` and spreadsheets do).

    Args:
        scores: at least one, in levels. Each of the five numbers may be one Trust's own score, so
            only those of Trusts that are named may be given.

    Raises:
        ValueError: none, or one that is not finite.
    """
    numbers = finite(scores, "scores")
    low, first, middle, third, high = np.quantile(numbers, [0, 0.25, 0.5, 0.75, 1])
    return FiveNumbers(
        float(low), float(first), float(middle), float(third), float(high), len(numbers)
    )
