"""One Trust against the mean of the others on one group of items (METHOD 2).

A comparison needs no more of the other Trusts than how many units they have, their means and
their sums of squares: summed up once per group, for every Trust that is compared on it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from owf.benchmark.agreement.partners import rounded
from owf.benchmark.rules import (
    DEFAULT_RULES,
    DUST,
    Floats,
    Limits,
    Rules,
    UnitsByTrust,
    Verdict,
    finite,
    t_quantile,
    t_two_sided_ps,
    verdict_from_limits,
)

Counts = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One Trust against the mean of k others on one group of items (METHOD 2), in levels.

    Numbers that cannot be calculated are None, never NaN. `n` are sectors with a score; p is
    two-sided, adjusted over all groups of its kind, None from `compare`. `partners_needed` would
    settle a gap of half a level. `contradicted`: units and means point different ways, so no
    direction is claimed.
    """

    verdict: Verdict
    n: int
    k: int
    score: float | None = None
    reference: float | None = None
    difference: float | None = None
    pooled_sd: float | None = None
    df: int | None = None
    se: float | None = None
    ci95: Limits | None = None
    ci90: Limits | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    probability_of_superiority: float | None = None
    partners_needed: int | None = None
    contradicted: bool = False
    why_not: str | None = None


@dataclass(frozen=True)
class Samples:
    """The units' scores of each Trust in one group of items, a row each.

    Arrays and not a data frame, whose sums of squares differ in the last digit. `squares` are about
    each Trust's own mean; `units` has those of one Trust one after another; `counting` are those
    with units enough to count in figures beside their own.
    """

    row_of: Mapping[str, int]
    sizes: Counts
    means: Floats
    squares: Floats
    units: Floats
    counting: Flags

    @cached_property
    def trusts_counting(self) -> int:
        return int(self.counting.sum())

    @cached_property
    def spread(self) -> tuple[float, int]:
        """Pooled within the Trusts that count, with its degrees of freedom."""
        df = int(self.sizes[self.counting].sum()) - self.trusts_counting
        if not df:
            return 0.0, 0
        pooled = math.sqrt(float(self.squares[self.counting].sum()) / df)
        return 0.0 if pooled < DUST else pooled, df

    @cached_property
    def others(self) -> tuple[Counts, Floats, Floats]:
        """Per row, over the other Trusts that count: their number, and sums of 1/n and mean.

        Added up before and after each row, never taken away from the sum of all: the own Trust's
        scores cannot move its reference, not even in the last binary place.
        """
        place: Counts = np.cumsum(self.counting) - self.counting
        after = place + self.counting
        sums = []
        for values in (1 / self.sizes[self.counting], self.means[self.counting]):
            ahead = np.concatenate([[0.0], np.cumsum(values)])
            behind = np.concatenate([np.cumsum(values[::-1])[::-1], [0.0]])
            sums.append(ahead[place] + behind[after])
        return self.trusts_counting - self.counting.astype(np.intp), sums[0], sums[1]

    @cached_property
    def all_sorted(self) -> Floats:
        """Of the Trusts that count, rounded as ties are, lowest first."""
        return np.sort(rounded(self.units[np.repeat(self.counting, self.sizes)]))


def samples_of(groups: UnitsByTrust, rules: Rules) -> Samples:
    sizes = np.fromiter(map(len, groups.values()), dtype=np.intp, count=len(groups))
    units = _end_to_end(groups, sizes)
    starts = np.cumsum(sizes) - sizes
    means = np.add.reduceat(units, starts) / sizes if len(groups) else units
    distances = units - np.repeat(means, sizes)
    squares = np.add.reduceat(distances * distances, starts) if len(groups) else units
    return Samples(
        row_of={trust: row for row, trust in enumerate(groups)},
        sizes=sizes,
        means=means,
        squares=squares,
        units=units,
        counting=sizes >= rules.min_units,
    )


def _end_to_end(groups: UnitsByTrust, sizes: Counts) -> Floats:
    try:
        units = np.array(list(chain.from_iterable(groups.values())), dtype=float)
    except (TypeError, ValueError):
        units = np.array([np.nan])
    if sizes.all() and units.shape == (sizes.sum(),) and np.isfinite(units).all():
        return units
    for trust, values in groups.items():
        if not len(values):
            raise ValueError(
                f"The Trust {trust!r} has an empty list of scores: leave it out of this group."
            )
        finite(values, f"scores of {trust}")
    raise ValueError("The scores are not plain lists of numbers: give each Trust one list.")


def comparisons_of(samples: Samples, wanted: Flags, rules: Rules) -> list[Comparison]:
    """Compare the wanted rows, at least one, with the others; p and verdicts are unadjusted."""
    k, sum_of_inverse_sizes, sum_of_means = (values[wanted] for values in samples.others)
    n, score, counting = samples.sizes[wanted], samples.means[wanted], samples.counting[wanted]
    enough = counting & (k >= rules.min_others)
    pooled_sd, df = samples.spread
    divisor = np.maximum(k, 1)
    reference = sum_of_means / divisor
    difference = score - reference
    se = pooled_sd * np.sqrt(1 / n + sum_of_inverse_sizes / divisor**2)
    p_value = np.ones_like(se)
    if pooled_sd:
        p_value[enough] = t_two_sided_ps(difference[enough] / se[enough], df)
    superiority = np.full_like(se, 0.5)
    if enough.any():
        chosen = wanted.copy()
        chosen[wanted] = enough
        superiority[enough] = _superiority_of_each(samples, chosen)
    columns = (n, k, score, reference, difference, superiority, se, p_value)
    return [
        _comparison_of_row(_Row(*row), pooled_sd, df, rules)
        for row in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _superiority_of_each(samples: Samples, chosen: Flags) -> Floats:
    """Each chosen Trust's probability of superiority over the others that count.

    Counted against the units of all Trusts, sorted once, less the m^2 halves that a Trust scores
    among its own m units.
    """
    sizes = samples.sizes[chosen]
    mine = rounded(samples.units[np.repeat(chosen, samples.sizes)])
    below = np.searchsorted(samples.all_sorted, mine, side="left")
    not_above = np.searchsorted(samples.all_sorted, mine, side="right")
    halves = np.add.reduceat(below + not_above, np.cumsum(sizes) - sizes) - sizes**2
    chances: Floats = halves / (2 * sizes * (samples.all_sorted.size - sizes))
    return chances


class _Row(NamedTuple):
    """What rests on the others means nothing where these are too few."""

    n: int
    k: int
    score: float
    reference: float
    difference: float
    superiority: float
    se: float
    p_value: float


def _comparison_of_row(row: _Row, pooled_sd: float, df: int, rules: Rules) -> Comparison:
    # A mean of fewer Trusts than the rule asks for is not shown either: it is no reference.
    reference = row.reference if row.k >= rules.min_others else None
    base = (Verdict.NOT_COMPARED, row.n, row.k, row.score, reference)
    missing = _missing_minimums(row.n, row.k, rules)
    if missing:
        return Comparison(*base, why_not=missing)
    known = Comparison(
        *base,
        difference=0.0 if abs(row.difference) < DUST else row.difference,
        pooled_sd=pooled_sd,
        df=df,
        probability_of_superiority=row.superiority,
    )
    if not pooled_sd:
        return replace(
            known,
            why_not="there is no variation: within each of the "
            f"{row.k + 1} Trusts all sectors have the same score, so no limits can be calculated",
        )
    half95, half90 = t_quantile(0.975, df) * row.se, t_quantile(0.95, df) * row.se
    limits = replace(
        known,
        se=row.se,
        ci95=(row.difference - half95, row.difference + half95),
        ci90=(row.difference - half90, row.difference + half90),
        p_value=row.p_value,
        partners_needed=partners_needed(pooled_sd, row.k),
    )
    return with_verdict(limits, row.p_value, rules, adjusted=False)


def without_own(samples: Samples, rules: Rules) -> Comparison:
    k = samples.trusts_counting
    reference = None
    if k >= rules.min_others:
        reference = float(samples.means[samples.counting].mean())
    why_not = _missing_minimums(0, k, rules)
    return Comparison(Verdict.NOT_COMPARED, 0, k, reference=reference, why_not=why_not)


def _missing_minimums(n: int, k: int, rules: Rules) -> str:
    """Empty where neither is missing."""
    reasons = []
    if n < rules.min_units:
        here = {0: "no sector has a score", 1: "1 sector has a score"}
        found = here.get(n, f"{n} sectors have a score")
        reasons.append(f"too few partners here ({found}, at least {rules.min_units} are needed)")
    if k < rules.min_others:
        others = {0: "no other Trust has", 1: "1 other Trust has"}
        found = others.get(k, f"{k} other Trusts have")
        reasons.append(
            f"too few comparators ({found} scores from {rules.min_units} sectors or more, "
            f"at least {rules.min_others} are needed)"
        )
    return " and ".join(reasons)


def with_verdict(
    measured: Comparison, p_value: float, rules: Rules, *, adjusted: bool = True
) -> Comparison:
    """A p that is adjusted is kept."""
    if measured.ci95 is None or measured.ci90 is None:
        return measured
    verdict = verdict_from_limits(measured.ci95, measured.ci90, p_value, rules)
    # METHOD 2 withholds a direction that the partners' own scores contradict. "Broadly in line"
    # claims no direction, so it stands: in the worked region, Trusts B and G lie a hair below the
    # mean of the others with a probability of superiority a hair above one half, and are in line.
    superiority = measured.probability_of_superiority
    contradicted = superiority is not None and (superiority - 0.5) * verdict.direction < -DUST
    return replace(
        measured,
        p_adjusted=p_value if adjusted else None,
        verdict=Verdict.NO_CLEAR_DIFFERENCE if contradicted else verdict,
        contradicted=contradicted,
    )


def stands_out(comparison: Comparison, rules: Rules = DEFAULT_RULES) -> bool:
    """The only word of a single item (METHOD 2); p is adjusted over all items of the pack."""
    p_adjusted = comparison.p_adjusted
    return p_adjusted is not None and p_adjusted <= rules.alpha and not comparison.contradicted


def partners_needed(pooled_sd: float, k: int, gap: float = 0.5) -> int:
    """The n >= (1.96 s / gap)^2 (1 + 1/k), in levels, for k other Trusts (METHOD 2)."""
    if not (math.isfinite(pooled_sd) and pooled_sd >= 0):
        raise ValueError(f"The pooled SD is {pooled_sd}: give a number of 0 or more.")
    if k < 1:
        raise ValueError(f"k is {k}: a comparison needs at least one other Trust.")
    if not (math.isfinite(gap) and gap > 0):
        raise ValueError(f"The gap is {gap}: give a positive number of levels.")
    return math.ceil((1.96 * pooled_sd / gap) ** 2 * (1 + 1 / k) - DUST)
