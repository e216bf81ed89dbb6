"""The rule that turns limits into a verdict (METHOD 2).

The margins are settings and are stored with a result, so a verdict can be worked out again later
with the numbers that were in force when it was given.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from statistics import NormalDist
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Limits = tuple[float, float]

# Scores are means of a few whole levels, so no honest difference is anywhere near this small;
# what is smaller comes from binary fractions and must not tip a limit over 0 or a margin.
DUST = 1e-9


_MARKS = "▲△=○▽▼▨"
_DIRECTIONS = (1, 1, 0, 0, -1, -1, 0)


class VerdictWord(StrEnum):
    """The seven words that the rule has for one question, in the order of `Verdict`.

    The word at the same place follows from the same limits, so it has the same mark.
    """

    @property
    def _place(self) -> int:
        return list(type(self)).index(self)

    @property
    def symbol(self) -> str:
        """The mark that stands beside the word, so that no verdict rests on colour alone."""
        return _MARKS[self._place]

    @property
    def direction(self) -> int:
        """+1 for the first two words (ahead, improved, ...), -1 for their opposites, else 0."""
        return _DIRECTIONS[self._place]

    @classmethod
    def of(cls, verdict: "VerdictWord") -> Self:
        """Give this question's word for a verdict on another."""
        return list(cls)[verdict._place]


class Verdict(VerdictWord):
    """What a comparison with other Trusts shows, in the words of METHOD 2."""

    AHEAD = "ahead"
    SLIGHTLY_AHEAD = "slightly ahead"
    IN_LINE = "broadly in line"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    SLIGHTLY_BEHIND = "slightly behind"
    BEHIND = "behind"
    NOT_COMPARED = "not compared"


SYMBOLS: dict[Verdict, str] = {verdict: verdict.symbol for verdict in Verdict}


@dataclass(frozen=True)
class Rules:
    """The settings of the verdict rule (METHOD 2); margins are in levels of the scale.

    Attributes:
        slight_margin: a 95% limit at least this far from 0 makes "slightly ahead" into "ahead".
        in_line_margin: 90% limits inside plus or minus this show two Trusts to be alike.
        alpha: largest adjusted p of a difference.
        min_units: fewest units (sectors with a score) with which a Trust takes part.
        min_others: fewest other Trusts that take part.
        version: name of this set of settings, stored and shown with each result.
    """

    slight_margin: float = 0.25
    in_line_margin: float = 0.5
    alpha: float = 0.05
    min_units: int = 3
    min_others: int = 5
    version: str = "1"

    def __post_init__(self) -> None:
        """Refuse settings under which the words would lose their meaning.

        Raises:
            ValueError: a margin that is not positive, an alpha outside 0 to 1, or minimums with
                which no spread between partners could be had.
        """
        for name in ("slight_margin", "in_line_margin"):
            margin = getattr(self, name)
            if not (math.isfinite(margin) and margin > 0):
                raise ValueError(f"{name} is {margin}: give a positive number of levels.")
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha is {self.alpha}: give a number between 0 and 1.")
        if self.min_units < 2:
            raise ValueError(f"min_units is {self.min_units}: give 2 or more, one has no spread.")
        if self.min_others < 1:
            raise ValueError(f"min_others is {self.min_others}: give 1 or more.")


DEFAULT_RULES = Rules()


def verdict_from_limits(
    ci95: Limits, ci90: Limits, p_adjusted: float, rules: Rules = DEFAULT_RULES
) -> Verdict:
    """Give the verdict word for a difference from its limits (METHOD 2, table).

    Args:
        ci95: lower and upper 95% limit of the difference, in levels.
        ci90: lower and upper 90% limit of the same difference.
        p_adjusted: its two-sided p after adjustment over all groups of its kind.
        rules: margins and alpha.

    Returns:
        Any verdict but "not compared", for which there are no limits.

    Raises:
        ValueError: limits that are not finite or in the wrong order, or a p outside 0 to 1.
    """
    for name, limits in (("95%", ci95), ("90%", ci90)):
        if not all(math.isfinite(limit) for limit in limits):
            raise ValueError(f"The {name} limits {limits} are not finite: give two numbers.")
        if limits[0] > limits[1]:
            raise ValueError(f"The {name} limits {limits} are in the wrong order: lower first.")
    if not 0 <= p_adjusted <= 1:
        raise ValueError(f"The adjusted p is {p_adjusted}: give a number from 0 to 1.")

    lower, upper = ci95
    if p_adjusted <= rules.alpha:
        if lower > DUST:
            far = lower >= rules.slight_margin - DUST
            return Verdict.AHEAD if far else Verdict.SLIGHTLY_AHEAD
        if upper < -DUST:
            far = upper <= -rules.slight_margin + DUST
            return Verdict.BEHIND if far else Verdict.SLIGHTLY_BEHIND
    if ci90[0] > -rules.in_line_margin + DUST and ci90[1] < rules.in_line_margin - DUST:
        return Verdict.IN_LINE
    return Verdict.NO_CLEAR_DIFFERENCE


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


Key = TypeVar("Key", bound=Hashable)


def adjusted_p_values(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values by Benjamini and Hochberg's step-up method (METHOD 2).

    The same numbers as `scipy.stats.false_discovery_control`, whose import costs a page half a
    second.

    Args:
        p_values: one per group that was compared.

    Returns:
        The adjusted values in the same order, never below the raw ones and never above 1.

    Raises:
        ValueError: none given, or one that is not a number from 0 to 1.
    """
    raw = finite(p_values, "p-values")
    if (raw < 0).any() or (raw > 1).any():
        raise ValueError("A p-value lies outside 0 to 1: check how it was worked out.")
    order = np.argsort(raw)[::-1]
    ranks = np.arange(raw.size, 0, -1)
    adjusted = np.empty_like(raw)
    adjusted[order] = np.minimum.accumulate(np.minimum(1.0, raw[order] * (raw.size / ranks)))
    return [float(value) for value in adjusted]


def adjusted_where_tested(p_values: Mapping[Key, float | None]) -> dict[Key, float]:
    """Adjust the p-values of those groups that have one; the others do not count (METHOD 2).

    Args:
        p_values: per group, None where it could not be tested.

    Returns:
        The adjusted value of each group that has one; empty where none has.
    """
    tested = {key: p_value for key, p_value in p_values.items() if p_value is not None}
    if not tested:
        return {}
    return dict(zip(tested, adjusted_p_values(list(tested.values())), strict=True))
