"""Medians and quartiles: of the partners' levels in moderation, and of Trusts' scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_high, median_low

import numpy as np

from owf.benchmark.rules import finite


def middle_values(levels: Sequence[int]) -> tuple[int, int] | None:
    """Equal where their number is odd; None where there is none."""
    return (median_low(levels), median_high(levels)) if levels else None


def median_in_words(middle: tuple[int, int]) -> str:
    """`3`, or `between 3 and 4` where it is between levels."""
    low, high = middle
    return str(low) if low == high else f"between {low} and {high}"


def proposed_level(levels: Sequence[int]) -> int | None:
    """The median, rounded down to a whole level."""
    middle = middle_values(levels)
    if middle is None:
        return None
    # Rounded up, 2.5 would propose a level that half of the partners say has not been reached; a
    # Trust that believes the higher one can still agree it, with a reason.
    return sum(middle) // 2


@dataclass(frozen=True)
class FiveNumbers:
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    n: int


def five_numbers(scores: Sequence[float]) -> FiveNumbers:
    """Quartiles as spreadsheets do (Hyndman and Fan 1996, definition 7).

    Each number may be one Trust's own score, so give only those of Trusts that are named.
    """
    numbers = finite(scores, "scores")
    low, first, middle, third, high = np.quantile(numbers, [0, 0.25, 0.5, 0.75, 1]).tolist()
    return FiveNumbers(low, first, middle, third, high, len(numbers))
