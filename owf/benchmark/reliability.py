"""How far partners agree over all items: Krippendorff's alpha (METHOD 3 and 7)."""

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from owf.benchmark.intervals import Floats

Distances = Callable[[Floats, Floats], Floats]


def krippendorff_alpha(ratings: Sequence[Sequence[float | None]], metric: str = "ordinal") -> float:
    """Measure how far raters agree over all items, missing ratings allowed (METHOD 3).

    Own working of Krippendorff's coincidence matrix: 1 - observed / expected disagreement. Items
    with fewer than two ratings have nothing to agree with and do not count.

    Args:
        ratings: one row per rater, one column per item; `None` or NaN where there is no rating.
            Don't know and not applicable are no ratings.
        metric: how far apart two levels are: "ordinal" (the scale's own), "nominal", "interval"
            or "ratio".

    Returns:
        1 where all agree, 0 where they agree as much as chance would make them, below 0 where
        they agree less than that.

    Raises:
        ValueError: an unknown metric, no raters, rows of different lengths, a rating that is not
            a number, fewer than two ratings on every item, or the same level everywhere, with
            which there is no disagreement to expect and alpha is not defined.
    """
    if metric not in _DISTANCES:
        raise ValueError(f"The metric {metric!r} is unknown: use {', '.join(_DISTANCES)}.")
    table = _table(ratings)
    paired = (~np.isnan(table)).sum(axis=0) >= 2
    if not paired.any():
        raise ValueError(
            "No item has ratings from two raters, so agreement cannot be calculated: wait for more "
            "answers."
        )
    table = table[:, paired]
    levels = np.unique(table[~np.isnan(table)])
    if levels.size == 1:
        raise ValueError(
            "All ratings are the same level, so agreement beyond chance cannot be calculated: say "
            "that the raters are unanimous."
        )
    if metric == "ratio" and levels[0] < 0:
        raise ValueError("A ratio scale has no negative ratings: use the metric interval.")
    # How often each level was given to each item.
    given = np.stack([(table == level).sum(axis=0) for level in levels]).astype(float)
    per_pair = given / (given.sum(axis=0) - 1)
    coincidences = per_pair @ given.T - np.diag(per_pair.sum(axis=1))
    totals = coincidences.sum(axis=1)
    distances = _DISTANCES[metric](levels, totals)
    observed = float((coincidences * distances).sum())
    expected = float(totals @ distances @ totals) / (float(totals.sum()) - 1)
    return 1 - observed / expected


def _table(ratings: Sequence[Sequence[float | None]]) -> Floats:
    """Lay ratings out, NaN where there is none."""
    lengths = {len(row) for row in ratings}
    if not lengths or lengths == {0}:
        raise ValueError("There are no ratings: give a row for each rater.")
    if len(lengths) > 1:
        raise ValueError(
            f"The rows have {min(lengths)} to {max(lengths)} items: give every rater all items, "
            "with None where there is no rating."
        )
    try:
        flat = np.array(list(chain.from_iterable(ratings)), dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError("The ratings are not all numbers: give numbers or None.") from error
    if np.isinf(flat).any():
        raise ValueError("The ratings hold an infinite number: give a level, or None.")
    return flat.reshape(len(ratings), -1)


def _nominal(levels: Floats, _: Floats) -> Floats:
    return np.where(levels[:, np.newaxis] == levels, 0.0, 1.0)


def _ordinal(levels: Floats, totals: Floats) -> Floats:
    """Count the ratings between two levels, half of those on either included."""
    reached: Floats = np.cumsum(totals) - totals / 2
    return np.square(reached[:, np.newaxis] - reached)


def _interval(levels: Floats, _: Floats) -> Floats:
    return np.square(levels[:, np.newaxis] - levels)


def _ratio(levels: Floats, _: Floats) -> Floats:
    sums = levels[:, np.newaxis] + levels
    # Two ratings of 0 are alike.
    return np.square((levels[:, np.newaxis] - levels) / np.where(sums == 0, 1.0, sums))


_DISTANCES: dict[str, Distances] = {
    "ordinal": _ordinal,
    "nominal": _nominal,
    "interval": _interval,
    "ratio": _ratio,
}
