"""A funnel: how far a score would stray from the mean by chance, given its number of sectors."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from owf.benchmark.rules import (
    DUST,
    Limits,
    as_number,
    check_confidence,
    finite,
    t_quantile,
)
from owf.benchmark.words.wording import counted, listed, named_or_counted

INNER, OUTER = 0.95, 0.998


class Lies(IntEnum):
    """Lowest first."""

    FAR_BELOW = -2
    BELOW = -1
    INSIDE = 0
    ABOVE = 1
    FAR_ABOVE = 2


_IN_WORDS = {
    Lies.FAR_ABOVE: "above the outer lines",
    Lies.ABOVE: "between the inner and the outer line above",
    Lies.INSIDE: "inside the inner lines",
    Lies.BELOW: "between the inner and the outer line below",
    Lies.FAR_BELOW: "below the outer lines",
}


@dataclass(frozen=True)
class FunnelPoint:
    """One Trust in a funnel, its score in levels, n its sectors with one.

    Of such Trusts, 95 in 100 would lie in `inner` by chance alone, 998 in 1000 in `outer`.
    """

    name: str
    n: int
    score: float
    inner: Limits
    outer: Limits
    lies: Lies

    @property
    def in_words(self) -> str:
        """As it follows "lies"."""
        return _IN_WORDS[self.lies]


@dataclass(frozen=True)
class Funnel:
    """`sd` is the spread of sectors within Trusts, pooled; in levels."""

    centre: float
    sd: float
    df: float
    points: tuple[FunnelPoint, ...]

    def limits(self, n: float, confidence: float) -> Limits:
        return mean_funnel_limits(self.centre, self.sd, self.df, n, confidence)

    def sentence(self, about: str) -> str:
        """Say which Trusts lie outside; ``about`` begins it, such as "On CAF"."""
        names = {lies: [one.name for one in self.points if one.lies is lies] for lies in Lies}
        trusts = counted(len(self.points), "named Trust")
        far = [
            named_or_counted(
                names[lies], len(self.points), f"lies {_IN_WORDS[lies]}", f"lie {_IN_WORDS[lies]}"
            )
            for lies in (Lies.FAR_ABOVE, Lies.FAR_BELOW)
            if names[lies]
        ]
        near = names[Lies.ABOVE] + names[Lies.BELOW]
        alone = len(self.points) == 1
        if not far and not near:
            both = "both named Trusts lie" if len(self.points) == 2 else f"all {trusts} lie"
            who = f"{self.points[0].name} lies" if alone else both
            return (
                f"{about}, {who} inside the inner lines. With so few sectors, chance alone can "
                "cause differences of this size."
            )
        parts = [listed(far)] if far else []
        if not far and not alone:
            none = (
                "neither of the two named Trusts"
                if len(self.points) == 2
                else f"none of the {trusts}"
            )
            parts.append(f"{none} is outside the outer lines")
        if near:
            between = "between the inner and the outer lines"
            who = named_or_counted(near, len(self.points), f"lies {between}", f"lie {between}")
            parts.append(f"{who}, where chance alone puts one Trust in twenty")
        return f"{about}, {'; '.join(parts)}."


def funnel_of(
    trusts: Mapping[str, tuple[int, float]], centre: float, sd: float, df: float
) -> Funnel:
    """Trusts are number of sectors and score in levels; a score on a line lies inside it.

    No verdict follows: that is tested with both sides' spreads (METHOD 2). Without a Trust or
    without a spread there is no funnel.
    """
    if not trusts:
        raise ValueError("There are no Trusts to draw: give each one's sectors and score.")
    for name, of_trust in trusts.items():
        finite(of_trust, f"sectors and score of {name}")
    if as_number(sd, "spread") < DUST:
        raise ValueError("The spread is 0, so the lines have no width: say so without a funnel.")
    points = []
    for name, (n, score) in trusts.items():
        inner = mean_funnel_limits(centre, sd, df, n, INNER)
        outer = mean_funnel_limits(centre, sd, df, n, OUTER)
        points.append(
            FunnelPoint(name, n, score, inner, outer, _place_against(score, inner, outer))
        )
    return Funnel(centre, sd, df, tuple(points))


def mean_funnel_limits(
    centre: float, sd: float, df: float, n: float, confidence: float = 0.95
) -> tuple[float, float]:
    """Limits centre -+ t(df) sd / sqrt(n): where a mean of n units would lie by chance alone."""
    finite([centre, sd, df, n], "centre, spread, df and n")
    if sd < 0:
        raise ValueError(f"The spread is {sd}: give a number of 0 or more.")
    if df < 1 or n < 1:
        raise ValueError(f"df is {df} and n is {n}: a funnel needs at least 1 of each.")
    check_confidence(confidence)
    half = t_quantile(0.5 + confidence / 2, df) * sd / math.sqrt(n)
    return centre - half, centre + half


def _place_against(score: float, inner: Limits, outer: Limits) -> Lies:
    for limits, above, below in (
        (outer, Lies.FAR_ABOVE, Lies.FAR_BELOW), (inner, Lies.ABOVE, Lies.BELOW),
    ):  # fmt: skip
        if score > limits[1] + DUST:
            return above
        if score < limits[0] - DUST:
            return below
    return Lies.INSIDE
