"""The verdict rule with its settings, and the intervals and p-values it rests on (METHOD 2, 7)."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Limits = tuple[float, float]
Units = Mapping[str, float]
"""Sector -> its score within one Trust, in levels."""
Scores = Mapping[str, float] | Sequence[float]
"""One Trust's on one group of items, in levels: by sector, or a list where none are known."""
Name = TypeVar("Name", bound=Hashable)
"""What a Trust goes by."""
Key = TypeVar("Key", bound=Hashable)

# Scores are means of a few whole levels, so no true difference is anywhere near this small; what
# is smaller comes from binary fractions and must not tip a limit over 0 or a margin.
DUST = 1e-9

MOST_CONFIDENT = 1 - 1e-9
LARGEST = 1e12
"""No score, count or limit comes near: above it, squares and sums stop being exact."""


def finite(values: Iterable[float] | Floats, what: str) -> Floats:
    """ValueError names what is wrong with them; `what` names the values."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
        numbers = values.astype(float)
        if numbers.ndim != 1:
            raise ValueError(f"The {what} are a table: give one list of numbers.")
        _check_size(numbers, what)
    else:
        numbers = check_numbers(as_values(values, what), what)
    if not numbers.size:
        raise ValueError(f"There are no {what}: give at least one number.")
    return numbers


def with_gaps(values: object, what: str) -> Floats:
    """As `finite`, with NaN where there is None or NaN; there may be none."""
    given = as_values(values, what)
    is_gap = [one is None or (isinstance(one, float) and math.isnan(one)) for one in given]
    numbers = np.full(len(given), np.nan)
    numbers[~np.array(is_gap, dtype=bool)] = check_numbers(
        (one for one, gap in zip(given, is_gap, strict=True) if not gap), what
    )
    return numbers


def as_values(values: object, what: str) -> list[object]:
    """ValueError for text, a mapping, or what is no list at all."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise ValueError(f"The {what} are not a list: give a list of numbers.")
    return list(values)


def as_number(value: object, what: str) -> float:
    """ValueError for what is no finite number; `what` names it."""
    try:
        return float(check_numbers([value], what)[0])
    except ValueError as error:
        raise ValueError(f"The {what} is {value!r:.40}: give a finite number.") from error


def check_numbers(values: Iterable[object], what: str) -> Floats:
    """As `finite`, but there may be none; text and truth values are no numbers."""
    every = list(values)
    kinds = set(map(type, every))
    if not (kinds <= _PLAIN or all(map(_is_number, kinds))):
        raise ValueError(f"The {what} are not all numbers: give numbers only.")
    try:
        numbers = np.array(every, dtype=float)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"The {what} are not all numbers: give numbers only.") from error
    _check_size(numbers, what)
    return numbers


_PLAIN = {float, int}


def _is_number(kind: type) -> bool:
    return issubclass(kind, int | float | np.number) and kind is not bool


def _check_size(numbers: Floats, what: str) -> None:
    # Nothing that is missing or infinite is below any number.
    if (np.abs(numbers) <= LARGEST).all():
        return
    if not np.isfinite(numbers).all():
        raise ValueError(f"The {what} hold a missing or infinite number: leave it out.")
    raise ValueError(f"The {what} hold a number above {LARGEST:g}: check them.")


def check_power(power: float) -> None:
    as_number(power, "power")
    if not 0.5 <= power < 1:
        raise ValueError(f"The power is {power}: give a number from 0.5 to below 1.")


def is_whole(number: object) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


_MARKS = "▲△=○▽▼▨"
_DIRECTIONS = (1, 1, 0, 0, -1, -1, 0)


class VerdictWord(StrEnum):
    """The rule's seven words for one question, in the order of `Verdict`; each has its mark."""

    @property
    def _place(self) -> int:
        return list(type(self)).index(self)

    @property
    def symbol(self) -> str:
        """So that no verdict rests on colour alone."""
        return _MARKS[self._place]

    @property
    def direction(self) -> int:
        """+1 for the first two words (ahead, improved, ...), -1 for their opposites, else 0."""
        return _DIRECTIONS[self._place]

    @classmethod
    def of(cls, verdict: "VerdictWord") -> Self:
        return list(cls)[verdict._place]


class Verdict(VerdictWord):
    """In the words of METHOD 2."""

    AHEAD = "ahead"
    SLIGHTLY_AHEAD = "slightly ahead"
    IN_LINE = "broadly in line"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    SLIGHTLY_BEHIND = "slightly behind"
    BEHIND = "behind"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True)
class Rules:
    """The settings of the verdict rule, stored with each result; margins are in levels.

    A 95% limit `slight_margin` from 0 makes "slightly ahead" into "ahead"; 90% limits inside
    `in_line_margin` show two Trusts to be alike; `alpha` is the largest adjusted p of a difference.
    `like_with_like` sets Trusts against each other as if all had the same sectors. Where the F of
    a Trust's own variance to the others' has an upper tail of at most `own_spread_tail`, each side
    has its own spread. `power` is the chance of finding a gap for which partners are counted.
    """

    slight_margin: float = 0.25
    in_line_margin: float = 0.5
    alpha: float = 0.05
    min_units: int = 3
    min_others: int = 5
    like_with_like: bool = True
    own_spread_tail: float = 0.2
    power: float = 0.8
    version: str = "2"

    def __post_init__(self) -> None:
        for name in ("slight_margin", "in_line_margin", "alpha", "own_spread_tail", "power"):
            as_number(getattr(self, name), name)
        for name in ("min_units", "min_others"):
            if not is_whole(getattr(self, name)):
                raise ValueError(f"{name} is {getattr(self, name)!r}: give a whole number.")
        for name in ("slight_margin", "in_line_margin"):
            if getattr(self, name) <= 0:
                raise ValueError(
                    f"{name} is {getattr(self, name)}: give a positive number of levels."
                )
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha is {self.alpha}: give a number between 0 and 1.")
        if not 0 <= self.own_spread_tail < 1:
            raise ValueError(
                f"own_spread_tail is {self.own_spread_tail}: give a number from 0 to below 1."
            )
        check_power(self.power)
        if self.min_units < 2:
            raise ValueError(f"min_units is {self.min_units}: give 2 or more, one has no spread.")
        if self.min_others < 1:
            raise ValueError(f"min_others is {self.min_others}: give 1 or more.")


DEFAULT_RULES = Rules()
RULES_1 = Rules(like_with_like=False, own_spread_tail=0, power=0.5, version="1")
"""Plain differences of means and one pooled spread: for scores without sectors."""


def verdict_from_limits(
    ci95: Limits, ci90: Limits, p_adjusted: float, rules: Rules = DEFAULT_RULES
) -> Verdict:
    """The verdict on a difference in levels (METHOD 2, table); never "not compared"."""
    for name, limits in (("95%", ci95), ("90%", ci90)):
        if len(finite(limits, f"{name} limits")) != 2:
            raise ValueError(f"The {name} limits {limits} are not two: give lower and upper.")
        if limits[0] > limits[1]:
            raise ValueError(f"The {name} limits {limits} are in the wrong order: lower first.")
    if ci90[0] < ci95[0] - DUST or ci90[1] > ci95[1] + DUST:
        raise ValueError(
            f"The 90% limits {ci90} are wider than the 95% limits {ci95}: give the 95% limits "
            "first."
        )
    if not 0 <= as_number(p_adjusted, "adjusted p") <= 1:
        raise ValueError(f"The adjusted p is {p_adjusted}: give a number from 0 to 1.")
    return verdict_of(ci95, ci90, p_adjusted, rules)


def verdict_of(ci95: Limits, ci90: Limits, p_adjusted: float, rules: Rules) -> Verdict:
    """As `verdict_from_limits`, of numbers that are worked out here and need no check."""
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


@dataclass(frozen=True)
class Interval:
    """Limits are None where one value alone gives none."""

    estimate: float
    lower: float | None
    upper: float | None
    n: int


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Student t limits (METHOD 7; as `phe_mean` in PHEindicatormethods)."""
    numbers = finite(values, "values")
    check_confidence(confidence)
    n, mean = len(numbers), float(numbers.mean())
    if n == 1:
        return Interval(mean, None, None, n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * float(numbers.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def proportion_interval(successes: float, n: float, confidence: float = 0.95) -> Interval:
    """Wilson limits, without continuity correction, from 0 to 1 (METHOD 7)."""
    for count in (successes, n):
        as_number(count, "two counts")
    if not 0 <= successes <= n or n < 1 or int(n) != n or int(successes) != successes:
        raise ValueError(
            f"{successes} of {n} is no share: give two whole counts, how many of how many."
        )
    check_confidence(confidence)
    from scipy.stats import binomtest  # noqa: PLC0415  half a second, at the server's start

    limits = binomtest(int(successes), int(n)).proportion_ci(confidence, method="wilson")
    return Interval(successes / n, float(limits.low), float(limits.high), int(n))


# scipy.special holds the functions behind scipy.stats.t, is imported in a tenth of the time, and
# late, because the page that compares must open fast.


@lru_cache(maxsize=4096)
def t_quantile(probability: float, df: float) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415

    return float(stdtrit(df, probability))


def t_quantiles(probability: float, df: Floats) -> Floats:
    from scipy.special import stdtrit  # noqa: PLC0415

    return np.asarray(stdtrit(df, probability), dtype=float)


def f_upper_tails(f: Floats, df: Floats, df_below: Floats) -> Floats:
    """The chance of an F at least as large, for variances with these degrees of freedom."""
    from scipy.special import fdtrc  # noqa: PLC0415

    return np.asarray(fdtrc(df, df_below, f), dtype=float)


def t_two_sided_p(t: float, df: float) -> float:
    return float(t_two_sided_ps(np.array(t), df))


def t_two_sided_ps(t: Floats, df: Floats | float) -> Floats:
    from scipy.special import stdtr  # noqa: PLC0415

    p_values: Floats = np.minimum(1.0, 2 * stdtr(df, -np.abs(t)))
    return p_values


def check_confidence(confidence: float) -> None:
    """ValueError for what is none, such as 95, or so near 1 that limits reach everywhere."""
    if not 0 < as_number(confidence, "confidence") <= MOST_CONFIDENT:
        raise ValueError(f"The confidence is {confidence}: give a number between 0 and 1.")


def adjusted_where_tested(p_values: Mapping[Key, float | None]) -> dict[Key, float]:
    """Benjamini and Hochberg over those that are not None; the others are left out (METHOD 2)."""
    tested = {key: p_value for key, p_value in p_values.items() if p_value is not None}
    if not tested:
        return {}
    from scipy.stats import false_discovery_control  # noqa: PLC0415  as in proportion_interval

    adjusted = false_discovery_control(list(tested.values()))
    return dict(zip(tested, adjusted.tolist(), strict=True))
