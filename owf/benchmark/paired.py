"""Two sets of scores paired by unit: their mean difference with its limits (METHOD 3 and 4)."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from owf.benchmark.intervals import Floats, finite, t_quantile, t_two_sided_p
from owf.benchmark.rules import DUST, Limits
from owf.benchmark.spread import spread_within

Pairs = tuple[Floats, Floats]


@dataclass(frozen=True)
class Paired:
    """The mean difference of paired scores, in levels; limits are None where there are none.

    Attributes:
        mean: mean over pairs of the second score minus the first.
        n: pairs.
        first: mean of the first scores.
        second: mean of the second scores.
        sd: spread of the differences.
        df: degrees of freedom of that spread.
        se: standard error of the mean difference.
        ci95: its 95% limits.
        ci90: its 90% limits.
        p_value: two-sided, before adjustment.
    """

    mean: float
    n: int
    first: float
    second: float
    sd: float | None = None
    df: int | None = None
    se: float | None = None
    ci95: Limits | None = None
    ci90: Limits | None = None
    p_value: float | None = None


def in_both(
    first: Mapping[str, float], second: Mapping[str, float], what: tuple[str, str]
) -> tuple[Floats, Floats]:
    """Give the scores of the units that are in both, in one order; empty where there is none.

    Raises:
        ValueError: a score that is not finite; `what` names the two sets in the sentence.
    """
    common = [unit for unit in first if unit in second]
    if not common:
        return np.empty(0), np.empty(0)
    return (
        finite([first[unit] for unit in common], what[0]),
        finite([second[unit] for unit in common], what[1]),
    )


def paired(
    first: Floats, second: Floats, *, sd: float | None, df: int | None, min_pairs: int
) -> Paired:
    """Measure the mean difference of at least one pair.

    Args:
        first: scores, in levels.
        second: the scores that are paired with them.
        sd: spread of differences from elsewhere; None for that of these pairs.
        df: degrees of freedom of `sd`.
        min_pairs: fewest pairs for which there are limits, two or more.

    Returns:
        The means; with enough pairs also the spread, and with a spread above 0 the limits.
    """
    differences = second - first
    mean, n = float(differences.mean()), len(differences)
    known = Paired(
        mean=0.0 if abs(mean) < DUST else mean,
        n=n,
        first=float(first.mean()),
        second=float(second.mean()),
    )
    if n < min_pairs:
        return known
    if sd is None or df is None:
        sd, df = float(differences.std(ddof=1)), n - 1
    if sd < DUST:
        return replace(known, sd=0.0, df=df)
    se = sd / math.sqrt(n)
    half95, half90 = t_quantile(0.975, df) * se, t_quantile(0.95, df) * se
    return replace(
        known,
        sd=sd,
        df=df,
        se=se,
        ci95=(mean - half95, mean + half95),
        ci90=(mean - half90, mean + half90),
        p_value=t_two_sided_p(mean / se, df),
    )


def paired_with_pooled_spread(
    own: Pairs, others: Iterable[Pairs], min_pairs: int
) -> tuple[Paired, int]:
    """Measure a Trust's mean difference, its spread pooled within all Trusts (METHOD 4 and 5a).

    A Trust's own spread alone would have zero width where all its units differ alike; it is used
    only where no other Trust has pairs enough.

    Args:
        own: the Trust's first and second scores, at least one pair.
        others: those of each other Trust; Trusts with too few pairs do not count.
        min_pairs: fewest pairs for which there are limits, two or more.

    Returns:
        As `paired`, and how many other Trusts count in the spread.
    """
    first, second = own
    pooled: list[Floats] = []
    if len(first) >= min_pairs:
        pooled = [later - earlier for earlier, later in others if len(earlier) >= min_pairs]
    if not pooled:
        return paired(first, second, sd=None, df=None, min_pairs=min_pairs), 0
    sd, df = spread_within([*pooled, second - first])
    return paired(first, second, sd=sd, df=df, min_pairs=min_pairs), len(pooled)
