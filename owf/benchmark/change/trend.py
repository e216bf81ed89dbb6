"""Five years and more: the trend marker, and the band of usual variation (METHOD 4)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from owf.benchmark.rules import DUST, Floats, finite

Limit = float | None

POINTS = 5
"""A trend is tested over the latest five yearly points."""
FEWEST_FOR_A_BAND = 6
# 99.8% of a chi-square with one degree of freedom.
_CRITICAL = 9.549536
_SE_WIDTHS = 3.92
_BAND = 2.66
_OUTLYING = 3.267


class TrendOutcome(StrEnum):
    """What five yearly points show, in the words of METHOD 4."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_SIGNIFICANT_CHANGE = "no significant change"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True)
class TrendMarker:
    """Where the latest five years lead; numbers that cannot be had are None, never NaN.

    Attributes:
        outcome: the word.
        chi2: (slope / its standard error)^2.
        slope: weighted least-squares change per year.
        high_is_good: which way is better.
        why_not: the reason where the outcome is "cannot be calculated".
    """

    outcome: TrendOutcome
    chi2: float | None = None
    slope: float | None = None
    high_is_good: bool = True
    why_not: str | None = None

    @property
    def is_calculated(self) -> bool:
        """Whether the years say where they lead, or that they lead nowhere."""
        return self.outcome is not TrendOutcome.CANNOT_BE_CALCULATED

    @property
    def words(self) -> str:
        """The outcome with what it means, such as "increasing and getting better"."""
        if self.outcome is TrendOutcome.INCREASING:
            better = self.high_is_good
        elif self.outcome is TrendOutcome.DECREASING:
            better = not self.high_is_good
        else:
            return str(self.outcome)
        return f"{self.outcome} and getting {'better' if better else 'worse'}"


@dataclass(frozen=True)
class UsualVariation:
    """The band in which yearly values move by themselves, in their unit (METHOD 4).

    Attributes:
        mean: of all years.
        lower: the band's lower end.
        upper: its upper end.
        n: years. Below twelve the band is shown and nothing is judged by it.
    """

    mean: float
    lower: float
    upper: float
    n: int


def trend_marker(
    values: Sequence[float | None],
    lower: Sequence[Limit] | None,
    upper: Sequence[Limit] | None,
    high_is_good: bool = True,
) -> TrendMarker:
    """Say where the latest five yearly points lead (METHOD 4; as the marker of Fingertips).

    A trend needs a slope that chance seldom makes, (slope / SE)^2 > 9.549536, and that keeps its
    sign when each of the five points is left out in turn.

    Args:
        values: one per year, oldest first, all of one unbroken line; None for a year without one.
        lower: 95% limits below, in the same order; None or NaN where a point has none, None
            alone where no point has any.
        upper: 95% limits above.
        high_is_good: whether more is better.

    Returns:
        The outcome. "Cannot be calculated" where there are fewer than five points, or where one
        of the latest five has no value, no limits, or stands on one of its own limits: there a
        share is none or all, and its limits do not measure how uncertain it is.

    Raises:
        ValueError: no values, lists of different lengths, a value that is not finite, an infinite
            limit, or limits that do not lie about their value.
    """
    if not len(values):
        raise ValueError("There are no values: give one for each year, oldest first.")
    below, above = (_limits(limits, len(values)) for limits in (lower, upper))
    for value, low, high in zip(values, below, above, strict=True):
        _check_point(value, low, high)
    latest = [
        (value, low, high)
        for value, low, high in zip(values, below, above, strict=True)
        if value is not None and low is not None and high is not None
    ][-POINTS:]
    why_not = _why_not(values[-POINTS:], below[-POINTS:], above[-POINTS:])
    if why_not:
        return TrendMarker(
            TrendOutcome.CANNOT_BE_CALCULATED, high_is_good=high_is_good, why_not=why_not
        )
    points = np.array([value for value, _, _ in latest], dtype=float)
    errors = np.array([(high - low) / _SE_WIDTHS for _, low, high in latest])
    slope, chi2 = _weighted_slope(np.arange(POINTS, dtype=float), points, errors)
    outcome = TrendOutcome.NO_SIGNIFICANT_CHANGE
    if chi2 > _CRITICAL and _keeps_its_sign(slope, points, errors):
        outcome = TrendOutcome.INCREASING if slope > 0 else TrendOutcome.DECREASING
    return TrendMarker(outcome, chi2, slope, high_is_good)


def usual_variation(values: Sequence[float]) -> UsualVariation:
    """Give the band of usual variation from year to year (METHOD 4; as an XmR chart's limits).

    The mean plus and minus 2.66 times the mean moving range, from which moving ranges of 3.267
    times their mean or more are dropped first. Nothing is judged by it below twelve years.

    Args:
        values: one per year, oldest first.

    Returns:
        The band; where no year differs from the one before, both ends are the mean.

    Raises:
        ValueError: fewer than six years, or a value that is not finite.
    """
    years = finite(values, "yearly values")
    if years.size < FEWEST_FOR_A_BAND:
        given = "1 year" if years.size == 1 else f"{years.size} years"
        raise ValueError(
            f"A band of usual variation needs {FEWEST_FOR_A_BAND} years or more and {given} came: "
            "show the line without a band."
        )
    ranges = np.abs(np.diff(years))
    usual = ranges[ranges < _OUTLYING * ranges.mean()]
    half = _BAND * float(usual.mean()) if usual.size else 0.0
    mean = float(years.mean())
    return UsualVariation(mean, mean - half, mean + half, int(years.size))


def _limits(limits: Sequence[Limit] | None, years: int) -> list[float | None]:
    if limits is None:
        return [None] * years
    if len(limits) != years:
        raise ValueError(
            f"{years} values and {len(limits)} limits: give one of each for every year, and None "
            "where there is none."
        )
    return [None if limit is None or math.isnan(limit) else float(limit) for limit in limits]


def _check_point(value: float | None, low: Limit, high: Limit) -> None:
    if value is not None and not math.isfinite(value):
        raise ValueError(f"The value {value} is not finite: give a number, or None for no value.")
    for limit in (low, high):
        if limit is not None and math.isinf(limit):
            raise ValueError("A limit is infinite: give a number, or None for no limit.")
    if value is None:
        return
    if (low is not None and low > value + DUST) or (high is not None and high < value - DUST):
        raise ValueError(
            f"The limits {low} to {high} do not lie about their value {value}: lower first, then "
            "upper."
        )


def _why_not(values: Sequence[Limit], below: Sequence[Limit], above: Sequence[Limit]) -> str:
    """Say why the latest points make no trend; empty where they do."""
    if len(values) < POINTS:
        years = "1 yearly point" if len(values) == 1 else f"{len(values)} yearly points"
        return f"a trend needs {POINTS} yearly points and there {_are(len(values))} {years}"
    for value, low, high in zip(values, below, above, strict=True):
        if value is None:
            return f"one of the latest {POINTS} years has no value"
        if low is None or high is None:
            return f"one of the latest {POINTS} points has no limits"
        if min(value - low, high - value) <= DUST:
            return f"one of the latest {POINTS} points is equal to one of its limits"
    return ""


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _weighted_slope(years: Floats, points: Floats, errors: Floats) -> tuple[float, float]:
    """Give the weighted least-squares slope, and its square in squared standard errors."""
    # Weights count only against each other, and limits may be very narrow.
    weights = np.square(errors.min() / errors)
    about = years - float(weights @ years) / float(weights.sum())
    spread = float(weights @ np.square(about))
    slope = float((weights * about) @ points) / spread
    return slope, slope**2 * spread / float(errors.min()) ** 2


def _keeps_its_sign(slope: float, points: Floats, errors: Floats) -> bool:
    years = np.arange(POINTS, dtype=float)
    for left_out in range(POINTS):
        kept = years != left_out
        without, _ = _weighted_slope(years[kept], points[kept], errors[kept])
        # A slope of 0 on paper has no sign, whatever its last binary place says.
        if without / slope <= DUST:
            return False
    return True
