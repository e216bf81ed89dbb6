"""All Trusts' units of one group, summed up once for every comparison on it (METHOD 2).

A Trust's comparison needs no more of the others than how many units they have, their means and
their sums of squares. These are worked out once per group here; `comparison` gives them words.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from owf.benchmark.agreement import rounded
from owf.benchmark.intervals import Floats, finite, t_quantile, t_two_sided_ps
from owf.benchmark.rules import DUST, Rules

Counts = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Samples:
    """The units' scores of each Trust in one group of items; rows are Trusts, in the order given.

    Attributes:
        row_of: each Trust's row.
        sizes: number of units of each Trust, one or more.
        means: mean of its units, in levels.
        squares: sum over its units of the squared distance from that mean.
        units: all units, those of one Trust one after another.
        starts: where each Trust's units begin in `units`.
        counting: which Trusts have units enough to count in figures beside their own.
    """

    row_of: Mapping[str, int]
    sizes: Counts
    means: Floats
    squares: Floats
    units: Floats
    starts: Counts
    counting: Flags

    @cached_property
    def trusts_counting(self) -> int:
        """How many Trusts count."""
        return int(self.counting.sum())

    @cached_property
    def spread(self) -> tuple[float, int]:
        """Pooled standard deviation within the Trusts that count, and its degrees of freedom."""
        df = int(self.sizes[self.counting].sum()) - self.trusts_counting
        if not df:
            return 0.0, 0
        pooled = math.sqrt(float(self.squares[self.counting].sum()) / df)
        return 0.0 if pooled < DUST else pooled, df

    @cached_property
    def others(self) -> tuple[Counts, Floats, Floats]:
        """For each row, over the other Trusts that count: their number, and sums of 1/n and mean.

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
        """The units of all Trusts that count, rounded as ties are, lowest first."""
        return np.sort(rounded(self.units[np.repeat(self.counting, self.sizes)]))


@dataclass(frozen=True)
class Measured:
    """The comparison of some Trusts with the others on one group; lists have an entry a Trust.

    Attributes:
        n: units of the Trust.
        k: other Trusts that count.
        score: the Trust's score.
        reference: mean of the others' scores; means nothing where k is below the rules' minimum.
        difference: score minus reference.
        superiority: chance that a unit of the Trust is above a unit of the others.
        se: standard error of the difference; 0 where there is no spread.
        p_value: two-sided; 1 where there is no spread.
        pooled_sd: spread of units within Trusts; 0 where there is none.
        df: its degrees of freedom.
    """

    n: list[int]
    k: list[int]
    score: list[float]
    reference: list[float]
    difference: list[float]
    superiority: list[float]
    se: list[float]
    p_value: list[float]
    pooled_sd: float
    df: int

    @cached_property
    def t95(self) -> float:
        """Width of the 95% limits on either side, in standard errors."""
        return t_quantile(0.975, self.df)

    @cached_property
    def t90(self) -> float:
        """Width of the 90% limits on either side, in standard errors."""
        return t_quantile(0.95, self.df)


def samples_of(groups: Mapping[str, Sequence[float]], rules: Rules) -> Samples:
    """Sum up the units of one group.

    Args:
        groups: the units' scores of each Trust, in levels; may be empty.
        rules: for the fewest units with which a Trust counts.

    Raises:
        ValueError: a Trust with an empty list, or a score that is not a finite number.
    """
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
        starts=starts,
        counting=sizes >= rules.min_units,
    )


def measured(samples: Samples, wanted: Flags, rules: Rules) -> Measured:
    """Compare the wanted Trusts with the others, each left out of its own reference (METHOD 2).

    Args:
        samples: one group's units.
        wanted: which rows are compared; there is at least one.
        rules: for the fewest other Trusts.
    """
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
        superiority[enough] = _superiority(samples, chosen)
    return Measured(
        n=n.tolist(),
        k=k.tolist(),
        score=score.tolist(),
        reference=reference.tolist(),
        difference=difference.tolist(),
        superiority=superiority.tolist(),
        se=se.tolist(),
        p_value=p_value.tolist(),
        pooled_sd=pooled_sd,
        df=df,
    )


def _superiority(samples: Samples, chosen: Flags) -> Floats:
    """Give each chosen Trust's probability of superiority over the others that count.

    Counted against the units of all Trusts, sorted once. Among its own m units a Trust scores
    m^2 halves, whatever they are, so that taking these away leaves the others.
    """
    sizes = samples.sizes[chosen]
    mine = rounded(samples.units[np.repeat(chosen, samples.sizes)])
    below = np.searchsorted(samples.all_sorted, mine, side="left")
    not_above = np.searchsorted(samples.all_sorted, mine, side="right")
    halves = np.add.reduceat(below + not_above, np.cumsum(sizes) - sizes) - sizes**2
    chances: Floats = halves / (2 * sizes * (samples.all_sorted.size - sizes))
    return chances


def _end_to_end(groups: Mapping[str, Sequence[float]], sizes: Counts) -> Floats:
    """Put all units in one line, or say whose scores are wrong."""
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
