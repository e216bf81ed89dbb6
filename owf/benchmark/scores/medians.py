"""The median of the partners' levels, and the level that moderation proposes from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from owf.benchmark.rules import finite


def middle_values(levels: Sequence[int]) -> tuple[int, int] | None:
    """Give the two middle levels of a Trust's partners on one item, equal when their number is odd.

    Args:
        levels: the levels given, in any order; non-scores are not among them.

    Returns:
        The lower and the upper middle level; None where nobody gave a level.
    """
    if not levels:
        return None
    ordered = sorted(levels)
    return ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]


def median_in_words(middle: tuple[int, int]) -> str:
    """Give the median as people read it: ``3``, or ``between 3 and 4`` where it is between levels.

    Args:
        middle: the two middle levels, from ``middle_values``.
    """
    low, high = middle
    return str(low) if low == high else f"between {low} and {high}"


def proposed_level(levels: Sequence[int]) -> int | None:
    """Give the level to propose as agreed: the median, rounded down to a whole level.

    Args:
        levels: the levels given, in any order; non-scores are not among them.

    Returns:
        A whole level; None where nobody gave a level.
    """
    middle = middle_values(levels)
    if middle is None:
        return None
    # Rounded up, 2.5 would propose a level that half of the partners say has not been reached; a
    # Trust that believes the higher one can still agree it, with a reason.
    return sum(middle) // 2


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
