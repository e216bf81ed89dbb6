"""Five years and more: the trend, and the band of usual variation (METHOD 4)."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import fmean
from typing import TypeVar

import numpy as np

from owf.benchmark.rules import (
    DEFAULT_RULES,
    DUST,
    Floats,
    Limits,
    Rules,
    Units,
    adjusted_where_tested,
    as_values,
    check_numbers,
    finite,
    t_quantile,
    t_two_sided_p,
    with_gaps,
)
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.wording import limits_text, signed

Name = TypeVar("Name", bound=Hashable)
Limit = float | None

POINTS = 5
"""Yearly points that a trend is tested over, the latest."""
FEWEST_FOR_A_BAND = 6
FEWEST_TRUSTS = 4
"""Trusts of a region with all five years, or the spread about their lines is too uncertain."""
# 99.8% of a chi-square with one degree of freedom.
_CRITICAL = 9.549536
_SE_WIDTHS = 3.92
_BAND = 2.66
_OUTLYING = 3.267


class TrendOutcome(StrEnum):
    """In the words of METHOD 4; "no significant change" is the marker's word for no clear trend."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CLEAR_TREND = "no clear trend"
    NO_SIGNIFICANT_CHANGE = "no significant change"
    CANNOT_BE_CALCULATED = "cannot be calculated"

    @property
    def has_direction(self) -> bool:
        return self in (TrendOutcome.INCREASING, TrendOutcome.DECREASING)

    def in_words(self, *, high_is_good: bool) -> str:
        if not self.has_direction:
            return str(self)
        better = (self is TrendOutcome.INCREASING) == high_is_good
        return f"{self} and getting {'better' if better else 'worse'}"


@dataclass(frozen=True)
class Trend:
    """Where a Trust's latest five yearly scores lead: `slope` is in levels a year (METHOD 4).

    Numbers that cannot be calculated are None, never NaN. `residual_sd` is the spread about each
    Trust's own line, pooled over the region's `trusts`. `sign_holds`: the slope keeps its sign
    when each year is left out in turn. p is two-sided, adjusted over all groups of its kind.
    """

    outcome: TrendOutcome = TrendOutcome.CANNOT_BE_CALCULATED
    slope: float | None = None
    se: float | None = None
    df: int | None = None
    ci95: Limits | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    residual_sd: float | None = None
    sign_holds: bool | None = None
    mean: float | None = None
    trusts: int = 0
    high_is_good: bool = True
    why_not: str | None = None

    @property
    def is_calculated(self) -> bool:
        return self.outcome is not TrendOutcome.CANNOT_BE_CALCULATED

    @property
    def has_direction(self) -> bool:
        return self.outcome.has_direction

    @property
    def words(self) -> str:
        return self.outcome.in_words(high_is_good=self.high_is_good)

    @property
    def with_numbers(self) -> str:
        if self.slope is None or self.ci95 is None:
            return self.words
        limits = limits_text(self.ci95)
        return f"{self.words}, {signed(self.slope)} a year (95% limits {limits})"


def scores_in_all(
    years: Sequence[Mapping[Name, Units]], min_units: int = DEFAULT_RULES.min_units
) -> dict[Name, list[float]]:
    """Each Trust's yearly scores over the sectors that it has in all years, at least `min_units`.

    `years` are oldest first, each with its Trusts' scores by sector, in levels.
    """
    found = {}
    for trust in years[0] if years else ():
        of_trust = [year.get(trust, {}) for year in years]
        sectors = set(of_trust[0]).intersection(*of_trust[1:])
        if len(sectors) >= min_units:
            found[trust] = [fmean(one[sector] for sector in sorted(sectors)) for one in of_trust]
    return found


def yearly_trend(by_trust: Mapping[str, Sequence[float]], trust: str) -> Trend:
    """The slope of one Trust's five yearly scores, oldest first, p unadjusted (METHOD 4).

    `by_trust` has the region's Trusts with a score in all five years. What moves a whole Trust in
    one year is in the spread about its line, so it is not taken for a trend. With fewer than four
    Trusts, or where all lie on their lines, it cannot be calculated.
    """
    if not isinstance(by_trust, Mapping):
        raise ValueError("The yearly scores are not by Trust: give each Trust's name and scores.")
    if trust not in by_trust:
        raise ValueError(f"The Trust {trust!r} is not among those given: check its name.")
    scores = {name: finite(values, f"scores of {name}") for name, values in by_trust.items()}
    for name, values in scores.items():
        if len(values) != POINTS:
            raise ValueError(
                f"{name} has {len(values)} yearly scores: give the latest {POINTS}, oldest first."
            )
    own = scores[trust]
    slope = _plain_slope(np.arange(POINTS, dtype=float), own)
    if len(scores) < FEWEST_TRUSTS:
        have = "1 Trust has" if len(scores) == 1 else f"{len(scores)} Trusts have"
        why_not = (
            f"a trend needs {FEWEST_TRUSTS} Trusts of the region with a score in each of the "
            f"latest {POINTS} years on the same questions, and {have}"
        )
        return Trend(slope=slope, trusts=len(scores), why_not=why_not)
    df = (POINTS - 2) * len(scores)
    spread = math.sqrt(sum(map(_squares_about_line, scores.values())) / df)
    if spread < DUST:
        why_not = "no score strays from its line, so no limits can be calculated"
        return Trend(slope=slope, trusts=len(scores), why_not=why_not)
    se = spread / math.sqrt(_SQUARES_OF_YEARS)
    half = t_quantile(0.975, df) * se
    return Trend(
        TrendOutcome.NO_CLEAR_TREND,
        slope=slope,
        se=se,
        df=df,
        ci95=(slope - half, slope + half),
        p_value=t_two_sided_p(slope / se, df),
        residual_sd=spread,
        sign_holds=_keeps_its_sign(slope, own, np.ones(POINTS)),
        mean=float(own.mean()),
        trusts=len(scores),
    )


def trends_by_kind(
    by_group: Mapping[Group, Mapping[str, Sequence[float]]],
    trust: str,
    rules: Rules = DEFAULT_RULES,
) -> dict[Group, Trend]:
    """The trends of one Trust in words, p adjusted over all groups of a kind (METHOD 4 and 2)."""
    found = {group: yearly_trend(by_trust, trust) for group, by_trust in by_group.items()}
    for kind in GroupKind:
        adjusted = adjusted_where_tested(
            {group: one.p_value for group, one in found.items() if group.kind is kind}
        )
        for group, p_adjusted in adjusted.items():
            found[group] = _with_outcome(found[group], p_adjusted, rules)
    return found


def _with_outcome(found: Trend, p_adjusted: float, rules: Rules) -> Trend:
    outcome = TrendOutcome.NO_CLEAR_TREND
    if p_adjusted <= rules.alpha and found.sign_holds and found.slope:
        outcome = TrendOutcome.INCREASING if found.slope > 0 else TrendOutcome.DECREASING
    return replace(found, outcome=outcome, p_adjusted=p_adjusted)


_SQUARES_OF_YEARS = float(np.square(np.arange(POINTS) - (POINTS - 1) / 2).sum())


def _plain_slope(years: Floats, points: Floats) -> float:
    slope, _ = _weighted_slope(years, points, np.ones(len(years)))
    return 0.0 if abs(slope) < DUST else slope


def _squares_about_line(points: Floats) -> float:
    years = np.arange(POINTS, dtype=float) - (POINTS - 1) / 2
    residuals = points - points.mean() - _plain_slope(years, points) * years
    return float(residuals @ residuals)


@dataclass(frozen=True)
class TrendMarker:
    """chi2 is (slope / its standard error)^2, slope per year; None where not calculated."""

    outcome: TrendOutcome
    chi2: float | None = None
    slope: float | None = None
    high_is_good: bool = True
    why_not: str | None = None

    @property
    def words(self) -> str:
        return self.outcome.in_words(high_is_good=self.high_is_good)


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
    """Say where the latest five yearly points lead, as the marker of public health profiles does.

    Kept for its published cases: it takes the spread between sectors for fresh noise every year,
    so no page uses it (METHOD 4).

    A trend needs a slope that chance seldom makes, (slope / SE)^2 > 9.549536, and that keeps its
    sign when each of the five points is left out in turn.

    Values are one per year, oldest first, of one unbroken line; limits are 95%, in the same order.
    It cannot be calculated where one of the latest five has no value or limits, or is equal to a
    limit: there a share is none or all, and its limits do not measure how uncertain it is.
    """
    given_values = as_values(values, "yearly values")
    check_numbers((value for value in given_values if value is not None), "yearly values")
    values = [value if value is None else float(value) for value in given_values]  # type: ignore[arg-type]
    if not values:
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
    if ranges.max() > DUST and (not usual.size or usual.mean() < DUST):
        raise ValueError(
            "Every year but the outlying ones is the same, so there is no usual variation: show "
            "the line without a band."
        )
    half = _BAND * float(usual.mean()) if usual.size else 0.0
    mean = float(years.mean())
    return UsualVariation(mean, mean - half, mean + half, int(years.size))


def _given(what: str, values: Iterable[Limit]) -> list[Limit]:
    """As a list of finite numbers and None."""
    found = with_gaps(values, f"yearly {what}").tolist()
    return [None if math.isnan(value) else value for value in found]


def _none_for_nan(limits: Sequence[Limit] | None, years: int) -> list[Limit]:
    if limits is None:
        return [None] * years
    limits = _given("limits", limits)
    if len(limits) != years:
        raise ValueError(
            f"{years} values and {len(limits)} limits: give one of each for every year, and None "
            "where there is none."
        )
    return limits


def _check_point(value: float | None, low: Limit, high: Limit) -> None:
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
    if slope == 0:
        return False
    for left_out in range(POINTS):
        kept = years != left_out
        without, _ = _weighted_slope(years[kept], points[kept], errors[kept])
        # A slope of 0 on paper has no sign, whatever its last binary place says.
        if without / slope <= DUST:
            return False
    return True
