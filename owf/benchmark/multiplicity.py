"""Many verdicts at once: p-values adjusted so that chance alone does not fill the page."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from owf.benchmark.intervals import finite

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
