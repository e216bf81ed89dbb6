"""Five years and more: the trend marker, and the band of usual variation (METHOD 4)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from owf.benchmark.rules import DUST, Floats, finite

Limit = float | None

POINTS = 5
"""Yearly points that a trend is tested over, the latest."""
FEWEST_FOR_A_BAND = 6
# 99.8% of a chi-square with one degree of freedom.
_CRITICAL = 9.549536
_SE_WIDTHS = 3.92
_BAND = 2.66
_OUTLYING = 3.267


class TrendOutcome(StrEnum):
    """In the words of METHOD 4."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_SIGNIFICANT_CHANGE = "no significant change"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True)
class TrendMarker:
    """Where the latest five years lead; chi2 is (slope / its standard error)^2, slope per year.

    Numbers that cannot be calculated are None, never NaN.
    """

    outcome: TrendOutcome
    chi2: float | None = None
    slope: float | None = None
    high_is_good: bool = True
    why_not: str | None = None

    @property
    def is_calculated(self) -> bool:
        return self.outcome is not TrendOutcome.CANNOT_BE_CALCULATED

    @property
    def words(self) -> str:
        if self.outcome not in (TrendOutcome.INCREASING, TrendOutcome.DECREASING):
            return str(self.outcome)
        better = (self.outcome is TrendOutcome.INCREASING) == self.high_is_good
        return f"{self.outcome} and getting {'better' if better else 'worse'}"


@dataclass(frozen=True)
class UsualVariation:
    """The band in which the values of n years move by themselves, in their unit (METHOD 4)."""

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

    Values are one per year, oldest first, of one unbroken line; limits are 95%, in the same order.
    It cannot be calculated where one of the latest five has no value or limits, or is equal to a
    limit: there a share is none or all, and its limits do not measure how uncertain it is.
    """
    if not len(values):
        raise ValueError("There are no values: give one for each year, oldest first.")
    limits = (_none_for_nan(limits, len(values)) for limits in (lower, upper))
    given = list(zip(values, *limits, strict=True))
    for point in given:
        _check_point(*point)
    latest = given[-POINTS:]
    why_not = _why_no_trend(latest)
    if why_not:
        return TrendMarker(
            TrendOutcome.CANNOT_BE_CALCULATED, high_is_good=high_is_good, why_not=why_not
        )
    points, below, above = (np.array(column, dtype=float) for column in zip(*latest, strict=True))
    errors = (above - below) / _SE_WIDTHS
    slope, chi2 = _weighted_slope(np.arange(POINTS, dtype=float), points, errors)
    outcome = TrendOutcome.NO_SIGNIFICANT_CHANGE
    if chi2 > _CRITICAL and _keeps_its_sign(slope, points, errors):
        outcome = TrendOutcome.INCREASING if slope > 0 else TrendOutcome.DECREASING
    return TrendMarker(outcome, chi2, slope, high_is_good)


def usual_variation(values: Sequence[float]) -> UsualVariation:
    """The band of usual variation from year to year (METHOD 4; as an XmR chart's limits).

    The mean plus and minus 2.66 times the mean moving range, from which moving ranges of 3.267
    times their mean or more are dropped first. Nothing is judged by it below twelve years.
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


def _none_for_nan(limits: Sequence[Limit] | None, years: int) -> list[Limit]:
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


def _why_no_trend(latest: Sequence[tuple[float | None, Limit, Limit]]) -> str:
    if len(latest) < POINTS:
        have = "is 1 yearly point" if len(latest) == 1 else f"are {len(latest)} yearly points"
        return f"a trend needs {POINTS} yearly points and there {have}"
    for value, low, high in latest:
        if value is None:
            return f"one of the latest {POINTS} years has no value"
        if low is None or high is None:
            return f"one of the latest {POINTS} points has no limits"
        if min(value - low, high - value) <= DUST:
            return f"one of the latest {POINTS} points is equal to one of its limits"
    return ""


def _weighted_slope(years: Floats, points: Floats, errors: Floats) -> tuple[float, float]:
    """The weighted least-squares slope, and its square in squared standard errors."""
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
