"""Trusts' scores by sector, and the least squares that set each Trust against the others.

METHOD 2, rules version 2: a score is its Trust's effect plus its sector's, so that Trusts are
compared as if all had the same sectors. One fit of a group of items serves every Trust in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from owf.benchmark.agreement.partners import rounded
from owf.benchmark.rules import DUST, Floats, Rules, check_numbers

Flags = NDArray[np.bool_]
Scores = Mapping[str, float] | Sequence[float]
"""One Trust's scores in levels: by sector, or a plain list where no sectors are known."""


def score_table(groups: Mapping[str, Scores]) -> tuple[pd.DataFrame, bool]:
    """A row for each Trust and a column for each sector, NaN for no score.

    Says too whether sectors are known; for plain lists the columns are places in them.
    """
    kinds = {isinstance(scores, Mapping) for scores in groups.values()}
    if len(kinds) > 1:
        raise ValueError("Some Trusts' scores are by sector and some are not: give all one way.")
    by_sector = kinds == {True}
    by_column: dict[str, Mapping[Any, float]] = {
        trust: scores if isinstance(scores, Mapping) else dict(enumerate(_as_list(trust, scores)))
        for trust, scores in groups.items()
    }
    for trust, of_trust in by_column.items():
        if not of_trust:
            raise ValueError(
                f"The Trust {trust!r} has an empty list of scores: leave it out of this group."
            )
    try:
        check_numbers(chain.from_iterable(one.values() for one in by_column.values()), "scores")
    except ValueError:
        for trust, of_trust in by_column.items():
            check_numbers(of_trust.values(), f"scores of {trust}")
    columns = list(dict.fromkeys(chain.from_iterable(by_column.values())))
    rows = [[one.get(column, np.nan) for column in columns] for one in by_column.values()]
    # A frame of nothing but its shape would have no columns of floats.
    values = np.array(rows, dtype=float).reshape(len(rows), len(columns))
    # Names as they are: an index of texts of pandas' own is slower by half.
    index, names = pd.Index(list(by_column), dtype=object), pd.Index(columns, dtype=object)
    return pd.DataFrame(values, index=index, columns=names), by_sector


def _as_list(trust: str, scores: Iterable[float]) -> list[float]:
    if isinstance(scores, str | bytes) or not isinstance(scores, Iterable):
        raise ValueError(f"The scores of {trust} are not a list of numbers: give numbers only.")
    return list(scores)


@dataclass(frozen=True)
class AgainstOthers:
    """Each Trust's effect less the mean of the others', an entry a Trust, in levels.

    `own_weights` and `other_weights` are the sums of squared weights of the own and of the others'
    scores in that difference.
    """

    difference: Floats
    own_weights: Floats
    other_weights: Floats


@dataclass(frozen=True)
class Fit:
    """Scores of the Trusts that count (a row each) as Trust effect plus sector effect.

    `with_sectors` is False where sectors are unknown or where no chain of shared sectors links all
    Trusts: then a score is its Trust's effect alone, and the differences are those of plain means.
    """

    table: pd.DataFrame
    with_sectors: bool

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        return {trust: row for row, trust in enumerate(self.table.index.tolist())}

    @cached_property
    def is_scored(self) -> Flags:
        return self.table.notna().to_numpy()

    @cached_property
    def sizes(self) -> NDArray[np.intp]:
        found: NDArray[np.intp] = self.is_scored.sum(axis=1)
        return found

    @cached_property
    def _scores(self) -> Floats:
        """0 where there is none."""
        found: Floats = np.nan_to_num(self.table.to_numpy())
        return found

    @cached_property
    def means(self) -> Floats:
        found: Floats = self._scores.sum(axis=1) / self.sizes
        return found

    @cached_property
    def _shares(self) -> Floats:
        """Of each sector in its Trust's mean."""
        found: Floats = self.is_scored / self.sizes[:, np.newaxis]
        return found

    @cached_property
    def _inverse(self) -> Floats:
        """Pseudo-inverse of the normal equations of the sectors, once Trusts are swept out."""
        sectors = self.table.shape[1]
        if not self.with_sectors:
            return np.zeros((sectors, sectors))
        there = self.is_scored.astype(float)
        normal = np.diag(there.sum(axis=0)) - there.T @ self._shares
        # Effects of sectors count against each other only: the equations leave their sum open,
        # and adding 1/q to each entry sets it to 0.
        return np.asarray(np.linalg.inv(normal + 1 / sectors) - 1 / sectors, dtype=float)

    @cached_property
    def sector_effects(self) -> Floats:
        """An entry for each column, summing to 0."""
        about_own_mean = np.where(self.is_scored, self._scores - self.means[:, np.newaxis], 0.0)
        effects: Floats = self._inverse @ about_own_mean.sum(axis=0)
        return effects

    @cached_property
    def trust_effects(self) -> Floats:
        effects: Floats = self.means - self._shares @ self.sector_effects
        return effects

    @cached_property
    def squares(self) -> Floats:
        """Each Trust's sum of squared residuals."""
        expected = self.trust_effects[:, np.newaxis] + self.sector_effects
        residuals = np.where(self.is_scored, self._scores - expected, 0.0)
        found: Floats = np.square(residuals).sum(axis=1)
        return found

    @cached_property
    def df_of_each(self) -> Floats:
        """Each Trust's share of the degrees of freedom: its sum of 1 less leverage."""
        of_means = self._shares @ self._inverse
        leverages = (
            (1 / self.sizes + (of_means * self._shares).sum(axis=1))[:, np.newaxis]
            + np.diag(self._inverse)
            - 2 * of_means
        )
        found: Floats = np.where(self.is_scored, 1 - leverages, 0.0).sum(axis=1)
        return np.where(found < DUST, 0.0, found)

    @cached_property
    def df(self) -> int:
        trusts, sectors = self.table.shape
        return int(self.sizes.sum()) - trusts - (sectors - 1 if self.with_sectors else 0)

    @cached_property
    def spread(self) -> float:
        """Pooled within-Trust standard deviation, 0 where nobody differs or no df is left."""
        if self.df < 1:
            return 0.0
        pooled = float(np.sqrt(self.squares.sum() / self.df))
        return 0.0 if pooled < DUST else pooled

    @cached_property
    def against_others(self) -> AgainstOthers:
        """For two Trusts or more."""
        others = len(self.sizes) - 1
        less = self._shares - _without_each(self._shares) / others
        weights = less @ self._inverse
        own_mean = (weights * self._shares).sum(axis=1)
        of_own = np.where(self.is_scored, weights - own_mean[:, np.newaxis], 0.0)
        of_sectors = np.square(of_own).sum(axis=1)
        in_all = (weights * less).sum(axis=1)
        return AgainstOthers(
            difference=self.trust_effects - _without_each(self.trust_effects) / others,
            own_weights=1 / self.sizes + of_sectors,
            other_weights=_without_each(1 / self.sizes) / others**2
            + np.maximum(in_all - of_sectors, 0.0),
        )

    def like_for_like(self, like: str | None) -> tuple[Floats, Floats]:
        """Each Trust's score as if all had the same sectors, and its squared standard error.

        The sectors of the Trust `like` where it is in the fit; else all, in the proportions of
        all scores. The standard errors are those with the pooled spread.
        """
        if like is not None and like in self.row_of:
            wanted = self._shares[self.row_of[like]]
        else:
            wanted = self.is_scored.sum(axis=0) / self.is_scored.sum()
        away = wanted - self._shares
        scores: Floats = self.means + away @ self.sector_effects
        widths = 1 / self.sizes + ((away @ self._inverse) * away).sum(axis=1)
        return scores, self.spread**2 * widths

    @cached_property
    def superiority(self) -> Floats:
        """Each Trust's chance that a score here is above one elsewhere (METHOD 2).

        On scores less their sector's effect, ties half. Counted against all scores, sorted once,
        less the m^2 halves that a Trust scores among its own m.
        """
        less_sector = rounded((self._scores - self.sector_effects)[self.is_scored])
        everyone = np.sort(less_sector)
        below = np.searchsorted(everyone, less_sector, side="left")
        not_above = np.searchsorted(everyone, less_sector, side="right")
        starts = np.cumsum(self.sizes) - self.sizes
        halves = np.add.reduceat(below + not_above, starts) - self.sizes**2
        found: Floats = halves / (2 * self.sizes * np.maximum(everyone.size - self.sizes, 1))
        return found

    @cached_property
    def references(self) -> Floats:
        """What the others score for the sectors of each Trust, its own left out."""
        if self.with_sectors:
            return self.means - self.against_others.difference
        # Of means alone, to the last binary place: no own score may move it.
        return _without_each(self.means) / (len(self.means) - 1)

    @cached_property
    def without_counterpart(self) -> Sequence[tuple[str, ...]]:
        """For each Trust the sectors that it alone has."""
        alone = self.is_scored & (self.is_scored.sum(axis=0) == 1)
        if not self.with_sectors or not alone.any():
            return [()] * len(self.sizes)
        return [tuple(map(str, self.table.columns[row])) for row in alone]


def fit_of(table: pd.DataFrame, by_sector: bool, rules: Rules) -> Fit:
    """Fit the Trusts that count, those with `rules.min_units` scores or more."""
    there = table.notna().to_numpy()
    counting = there.sum(axis=1) >= rules.min_units
    used = there[counting].any(axis=0)
    kept = table if counting.all() and used.all() else table.loc[counting, used]
    return Fit(kept, by_sector and rules.like_with_like and _are_linked(there[counting][:, used]))


def _are_linked(there: Flags) -> bool:
    """Whether a chain of shared sectors links all Trusts."""
    if not there.size:
        return False
    together = there.T.astype(float) @ there
    reached = together[0] > 0
    while True:
        further = together[reached].any(axis=0)
        if further.all():
            return True
        if (further == reached).all():
            return False
        reached = further


def _without_each(values: Floats) -> Floats:
    """The sum of all rows but one, for each row.

    Added up before and after each row, never taken away from the sum of all: a Trust's own scores
    cannot move what the others come to, not even in the last binary place.
    """
    nothing = np.zeros_like(values[:1])
    before = np.concatenate([nothing, np.cumsum(values[:-1], axis=0)])
    after = np.concatenate([np.cumsum(values[:0:-1], axis=0)[::-1], nothing])
    found: Floats = before + after
    return found
