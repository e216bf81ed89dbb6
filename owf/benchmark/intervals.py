"""Limits for one mean and for one share, and the t distribution behind all limits."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """An estimate with its limits; limits are None where one value alone gives none."""

    estimate: float
    lower: float | None
    upper: float | None
    n: int


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Give a mean with Student t limits (METHOD 7; as `phe_mean` in PHEindicatormethods).

    Args:
        values: at least one number; the limits are in their unit.
        confidence: share of such intervals that hold the true mean, between 0 and 1.

    Returns:
        The mean and its limits; with one value the limits are None.

    Raises:
        ValueError: no values, a value that is not finite, or a confidence outside 0 to 1.
    """
    numbers = finite(values, "values")
    check_confidence(confidence)
    n, mean = len(numbers), float(numbers.mean())
    if n == 1:
        return Interval(mean, None, None, n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * float(numbers.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def proportion_interval(successes: float, n: float, confidence: float = 0.95) -> Interval:
    """Give a share with Wilson limits, without continuity correction (METHOD 7).

    Args:
        successes: how many of the n, from 0 to n.
        n: how many in all, at least 1.
        confidence: between 0 and 1.

    Returns:
        The share from 0 to 1 and its limits, which stay within 0 to 1.

    Raises:
        ValueError: counts that are negative, not finite or not successes <= n, or n below 1.
    """
    if not (math.isfinite(successes) and math.isfinite(n)):
        raise ValueError(f"The counts {successes} of {n} are not finite: give two counts.")
    if n < 1:
        raise ValueError(f"n is {n}: a share needs at least one.")
    if not 0 <= successes <= n:
        raise ValueError(f"The count {successes} is not between 0 and n = {n}: check both counts.")
    check_confidence(confidence)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # With none or all, one limit is exactly 0 or 1, which binary fractions miss by a hair.
    lower = 0.0 if successes == 0 else max(0.0, centre - half)
    upper = 1.0 if successes == n else min(1.0, centre + half)
    return Interval(share, lower, upper, int(n))


def funnel_limits(share: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Say between which shares a group of n would lie by chance alone, around a funnel's line.

    As `calculate_funnel_limits` in PHEindicatormethods, for a region's share of Trusts making
    progress beside England's.

    Args:
        share: that of all, from 0 to 1.
        n: size of the group, at least 1.
        confidence: between 0 and 1.

    Returns:
        share -+ z sqrt(share (1 - share) / n), kept within 0 to 1.

    Raises:
        ValueError: a share outside 0 to 1, n below 1 or infinite, or a confidence outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"The share is {share}: give a number from 0 to 1.")
    if not (math.isfinite(n) and n >= 1):
        raise ValueError(f"n is {n}: a share needs at least one.")
    check_confidence(confidence)
    half = NormalDist().inv_cdf(0.5 + confidence / 2) * math.sqrt(share * (1 - share) / n)
    return max(0.0, share - half), min(1.0, share + half)


def finite(values: Sequence[float] | Floats, what: str) -> Floats:
    """Turn values into an array, or say what is wrong with them.

    Raises:
        ValueError: none, or one that is not a finite number; `what` names them in the sentence.
    """
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"The {what} are not all numbers: give numbers only.") from error
    if numbers.ndim != 1 or not numbers.size:
        raise ValueError(f"There are no {what}: give at least one number.")
    if not np.isfinite(numbers).all():
        raise ValueError(f"The {what} hold a missing or infinite number: leave it out.")
    return numbers


@lru_cache(maxsize=4096)
def t_quantile(probability: float, df: int) -> float:
    """Give the Student t value below which `probability` lies."""
    # scipy.special holds the same functions as scipy.stats.t and is imported in a tenth of the
    # time, late, because the page that compares must open fast.
    from scipy.special import stdtrit  # noqa: PLC0415

    return float(stdtrit(df, probability))


def t_two_sided_p(t: float, df: int) -> float:
    """Give the two-sided p of a Student t value."""
    from scipy.special import stdtr  # noqa: PLC0415 - as above

    return min(1.0, float(2 * stdtr(df, -abs(t))))


def t_two_sided_ps(t: Floats, df: int) -> Floats:
    """Give the two-sided p of many Student t values with the same degrees of freedom."""
    from scipy.special import stdtr  # noqa: PLC0415 - as above

    p_values: Floats = np.minimum(1.0, 2 * stdtr(df, -np.abs(t)))
    return p_values


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is none, such as 95.

    Raises:
        ValueError: not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence is {confidence}: give a number between 0 and 1.")
