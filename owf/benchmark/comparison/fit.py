"""Trusts' scores by sector, and the least squares that set each Trust against the others.

METHOD 2, rules version 2: a score is its Trust's effect plus its sector's, so that Trusts are
compared as if all had the same sectors. All groups of items are fitted at once, each by itself, and
one fit of a group serves every Trust in it: arrays have groups, then Trusts, then sectors.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from owf.benchmark.agreement.partners import rounded
from owf.benchmark.rules import DUST, Floats, Name, Rules, Scores, check_numbers

Flags = NDArray[np.bool_]
Counts = NDArray[np.intp]


@dataclass(frozen=True)
class ScoreTables:
    """Scores of all groups, NaN for none; `by_sector` says of each group whether sectors are known.

    Where they are not, the columns are places in the lists.
    """

    trusts: tuple[Hashable, ...]
    sectors: tuple[Hashable, ...]
    values: Floats
    by_sector: Flags


def score_tables(groups: Sequence[Mapping[Name, Scores]]) -> ScoreTables:
    trusts = tuple(dict.fromkeys(trust for of_group in groups for trust in of_group))
    row_of = {trust: row for row, trust in enumerate(trusts)}
    column_of: dict[Hashable, int] = {}
    # Most Trusts have the same sectors: their columns are looked up once.
    known: dict[tuple[Hashable, ...], list[int]] = {}
    scores: list[float] = []
    rows: list[int] = []
    columns: list[int] = []
    sizes: list[int] = []
    by_sector = np.zeros(len(groups), dtype=bool)
    for place, of_group in enumerate(groups):
        kinds = set()
        for trust, given in of_group.items():
            kinds.add(isinstance(given, dict | Mapping))
            one = _with_columns(trust, given)
            names = tuple(one)
            if names not in known:
                known[names] = [column_of.setdefault(name, len(column_of)) for name in names]
            scores += one.values()
            columns += known[names]
            rows.append(place * len(trusts) + row_of[trust])
            sizes.append(len(names))
        if len(kinds) > 1:
            raise ValueError(
                "Some Trusts' scores are by sector and some are not: give all one way."
            )
        by_sector[place] = kinds == {True}
    numbers = _checked(scores, groups)
    values = np.full((len(groups) * len(trusts), len(column_of)), np.nan)
    values[np.repeat(np.array(rows, dtype=np.intp), sizes), columns] = numbers
    shape = (len(groups), len(trusts), len(column_of))
    return ScoreTables(trusts, tuple(column_of), values.reshape(shape), by_sector)


def _with_columns(trust: Hashable, scores: Scores) -> Mapping[Any, float]:
    if isinstance(scores, dict | Mapping):
        found: Mapping[Any, float] = scores
    elif isinstance(scores, str | bytes) or not isinstance(scores, Iterable):
        raise ValueError(f"The scores of {trust} are not a list of numbers: give numbers only.")
    else:
        found = dict(enumerate(scores))
    if not found:
        raise ValueError(
            f"The Trust {trust!r} has an empty list of scores: leave it out of this group."
        )
    return found


def _checked(scores: list[float], groups: Sequence[Mapping[Name, Scores]]) -> Floats:
    """ValueError names the Trust whose scores are no numbers."""
    try:
        return check_numbers(scores, "scores")
    except ValueError:
        for of_group in groups:
            for trust, given in of_group.items():
                check_numbers(_with_columns(trust, given).values(), f"scores of {trust}")
        raise


@dataclass(frozen=True)
class AgainstOthers:
    """Each Trust's effect less the mean of the others', in levels.

    `own_weights` and `other_weights` are the sums of squared weights of the own and of the others'
    scores in that difference.
    """

    difference: Floats
    own_weights: Floats
    other_weights: Floats


@dataclass(frozen=True)
class Fits:
    """Scores of the Trusts that count as Trust effect plus sector effect, group by group.

    `with_sectors` is False for a group where sectors are unknown or where no chain of shared
    sectors links all Trusts: then a score is its Trust's effect alone, and the differences are
    those of plain means. Numbers of a Trust that does not count in a group mean nothing.
    """

    tables: ScoreTables
    is_scored: Flags
    with_sectors: Flags

    @cached_property
    def sizes(self) -> Counts:
        found: Counts = self.is_scored.sum(axis=2)
        return found

    @cached_property
    def counting(self) -> Counts:
        """How many Trusts count in each group."""
        found: Counts = (self.sizes > 0).sum(axis=1)
        return found

    @cached_property
    def _sizes(self) -> Floats:
        return np.maximum(self.sizes, 1).astype(float)

    @cached_property
    def _scores(self) -> Floats:
        return np.where(self.is_scored, self.tables.values, 0.0)

    @cached_property
    def means(self) -> Floats:
        found: Floats = self._scores.sum(axis=2) / self._sizes
        return found

    @cached_property
    def _shares(self) -> Floats:
        """Of each sector in its Trust's mean."""
        found: Floats = self.is_scored / self._sizes[:, :, np.newaxis]
        return found

    @cached_property
    def _inverse(self) -> Floats:
        """Pseudo-inverses of the normal equations of the sectors, once Trusts are swept out."""
        there = self.is_scored.astype(float)
        times = there.sum(axis=1)
        used = (times > 0).astype(float)
        ones = np.eye(used.shape[1])
        normal = ones * times[:, np.newaxis] - np.matmul(there.transpose(0, 2, 1), self._shares)
        # Effects of sectors count against each other only: the equations leave their sum open,
        # and adding 1/q to each entry sets it to 0.
        level = used[:, :, np.newaxis] * used[:, np.newaxis]
        level = level / np.maximum(used.sum(axis=1), 1)[:, np.newaxis, np.newaxis]
        solvable = np.where(
            self.with_sectors[:, np.newaxis, np.newaxis],
            normal + level + ones * (1 - used)[:, np.newaxis],
            ones,
        )
        kept = self.with_sectors[:, np.newaxis, np.newaxis] * level.astype(bool)
        return np.where(kept, np.linalg.inv(solvable) - level, 0.0)

    @cached_property
    def sector_effects(self) -> Floats:
        """Summing to 0 in each group."""
        about_own_mean = np.where(self.is_scored, self._scores - self.means[:, :, np.newaxis], 0.0)
        effects: Floats = np.matmul(self._inverse, about_own_mean.sum(axis=1)[:, :, np.newaxis])
        return effects[:, :, 0]

    @cached_property
    def trust_effects(self) -> Floats:
        of_sectors = np.matmul(self._shares, self.sector_effects[:, :, np.newaxis])[:, :, 0]
        return np.where(self.sizes > 0, self.means - of_sectors, 0.0)

    @cached_property
    def squares(self) -> Floats:
        """Each Trust's sum of squared residuals."""
        expected = self.trust_effects[:, :, np.newaxis] + self.sector_effects[:, np.newaxis]
        residuals = np.where(self.is_scored, self._scores - expected, 0.0)
        found: Floats = np.square(residuals).sum(axis=2)
        return found

    @cached_property
    def df_of_each(self) -> Floats:
        """Each Trust's share of the degrees of freedom: its sum of 1 less leverage."""
        of_means = np.matmul(self._shares, self._inverse)
        of_own = 1 / self._sizes + (of_means * self._shares).sum(axis=2)
        diagonals = np.diagonal(self._inverse, axis1=1, axis2=2)
        leverages = of_own[:, :, np.newaxis] + diagonals[:, np.newaxis] - 2 * of_means
        found: Floats = np.where(self.is_scored, 1 - leverages, 0.0).sum(axis=2)
        return np.where(found < DUST, 0.0, found)

    @cached_property
    def df(self) -> Counts:
        sectors = self.is_scored.any(axis=1).sum(axis=1)
        found: Counts = (
            self.sizes.sum(axis=1) - self.counting - np.where(self.with_sectors, sectors - 1, 0)
        )
        return found

    @cached_property
    def spreads(self) -> Floats:
        """Pooled within-Trust standard deviation, 0 where nobody differs or no df is left."""
        pooled = np.sqrt(self.squares.sum(axis=1) / np.maximum(self.df, 1))
        return np.where((self.df < 1) | (pooled < DUST), 0.0, pooled)

    @cached_property
    def against_others(self) -> AgainstOthers:
        others = np.maximum(self.counting - 1, 1)[:, np.newaxis].astype(float)
        less = self._shares - _without_each(self._shares) / others[:, :, np.newaxis]
        weights = np.matmul(less, self._inverse)
        own_mean = (weights * self._shares).sum(axis=2)
        of_own = np.where(self.is_scored, weights - own_mean[:, :, np.newaxis], 0.0)
        of_sectors = np.square(of_own).sum(axis=2)
        in_all = (weights * less).sum(axis=2)
        inverse_sizes = np.where(self.sizes > 0, 1 / self._sizes, 0.0)
        return AgainstOthers(
            difference=self.trust_effects - _without_each(self.trust_effects) / others,
            own_weights=inverse_sizes + of_sectors,
            other_weights=_without_each(inverse_sizes) / others**2
            + np.maximum(in_all - of_sectors, 0.0),
        )

    @cached_property
    def references(self) -> Floats:
        """What the others score for the sectors of each Trust, its own left out.

        The plain mean of the others for a Trust that does not count, or without sectors.
        """
        counts = self.sizes > 0
        # Without sectors of means alone, to the last binary place: no own score may move it.
        others = np.maximum(self.counting[:, np.newaxis] - counts, 1)
        plain = _without_each(np.where(counts, self.means, 0.0)) / others
        of_sectors = self.means - self.against_others.difference
        return np.where(self.with_sectors[:, np.newaxis] & counts, of_sectors, plain)

    def like_for_like(self, like: Hashable | None) -> tuple[Floats, Floats]:
        """Each Trust's score in the first group as if all had the same sectors, and its squared SE.

        The sectors of the Trust `like` where it counts; else all, in the proportions of all scores.
        The standard errors are those with the pooled spread.
        """
        shares, sizes = self._shares[0], self._sizes[0]
        row = self.tables.trusts.index(like) if like in self.tables.trusts else None
        if row is not None and self.sizes[0, row]:
            wanted = shares[row]
        else:
            wanted = self.is_scored[0].sum(axis=0) / self.is_scored[0].sum()
        away = wanted - shares
        scores: Floats = self.means[0] + away @ self.sector_effects[0]
        widths = 1 / sizes + ((away @ self._inverse[0]) * away).sum(axis=1)
        return scores, self.spreads[0] ** 2 * widths

    @cached_property
    def _less_sector(self) -> Floats:
        """Scores less their sector's effect, rounded as ties are; NaN for none."""
        less = rounded(self._scores - self.sector_effects[:, np.newaxis])
        return np.where(self.is_scored, less, np.nan)

    def superiority(self, group: int, rows: Sequence[int]) -> Floats:
        """Each Trust's chance that a score here is above one elsewhere (METHOD 2).

        On scores less their sector's effect, ties half. Counted against all scores, sorted once,
        less the m^2 halves that a Trust scores among its own m.
        """
        less_sector, sizes = self._less_sector[group], self.sizes[group, rows]
        everyone = np.sort(less_sector[self.is_scored[group]])
        mine = less_sector[rows][self.is_scored[group, rows]]
        halves = np.add.reduceat(
            np.searchsorted(everyone, mine, side="left")
            + np.searchsorted(everyone, mine, side="right"),
            np.cumsum(sizes) - sizes,
        )
        found: Floats = (halves - sizes**2) / (2 * sizes * (everyone.size - sizes))
        return found

    @cached_property
    def _alone(self) -> Flags:
        """Where a Trust has a sector that no other has."""
        once = self.is_scored.sum(axis=1) == 1
        alone: Flags = (
            self.is_scored & once[:, np.newaxis] & self.with_sectors[:, np.newaxis, np.newaxis]
        )
        return alone

    def without_counterpart(self, group: int, row: int) -> tuple[str, ...]:
        """The sectors that this Trust alone has."""
        places = np.flatnonzero(self._alone[group, row])
        return tuple(str(self.tables.sectors[place]) for place in places)


def fits_of(tables: ScoreTables, rules: Rules) -> Fits:
    """Fit the Trusts that count, those with `rules.min_units` scores or more in a group."""
    there = ~np.isnan(tables.values)
    is_scored = there & (there.sum(axis=2) >= rules.min_units)[:, :, np.newaxis]
    linked = tables.by_sector & rules.like_with_like & _are_linked(is_scored)
    return Fits(tables, is_scored, linked)


def _are_linked(is_scored: Flags) -> Flags:
    """Whether a chain of shared sectors links all Trusts of each group."""
    used = np.asarray(is_scored.any(axis=1))
    there = is_scored.astype(float)
    together = np.matmul(there.transpose(0, 2, 1), there)
    reached = used & (np.cumsum(used, axis=1) == 1)
    while True:
        further = np.matmul(together, reached[:, :, np.newaxis].astype(float))[:, :, 0] > 0
        if np.array_equal(further, reached):
            missing = (used & ~reached).sum(axis=1)
            return np.asarray(used.any(axis=1) & (missing == 0))
        reached = further


def _without_each(values: Floats) -> Floats:
    """The sum of all Trusts but one, for each Trust.

    Added up before and after each row, never taken away from the sum of all: a Trust's own scores
    cannot move what the others come to, not even in the last binary place.
    """
    nothing = np.zeros_like(values[:, :1])
    before = np.concatenate([nothing, np.cumsum(values[:, :-1], axis=1)], axis=1)
    after = np.concatenate([np.cumsum(values[:, :0:-1], axis=1)[:, ::-1], nothing], axis=1)
    found: Floats = before + after
    return found
