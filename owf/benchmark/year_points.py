"""What lines over the years are made of: points, a region's ribbon, and where they are split."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from owf.benchmark.item_lines import Comparable, Join
from owf.benchmark.quartiles import five_numbers
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.trust_lines import present_in_all
from owf.benchmark.wording import counted, number

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class YearPoint:
    """A Trust's score in one year, on questions that can be compared over its part of the line.

    Attributes:
        year: of the cycle.
        score: mean over sectors, in levels; None where there is none.
        lower: its 95% limit below, from the spread within the region's Trusts; None where it
            cannot be had.
        upper: the limit above.
        n: sectors behind the score.
        join: to the point before: `yes` is drawn through, `with_care` dashed with its notes, `no`
            is a break that nothing crosses. None for the first year.
        why_not: why there is no score, or none with limits, in words; empty where there is both.
    """

    year: int
    score: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    join: Join | None = None
    why_not: str = ""

    @property
    def is_broken_off(self) -> bool:
        """Whether a break lies between this year and the one before."""
        return self.join is not None and self.join.comparable is Comparable.NO

    @property
    def words(self) -> str:
        """The score, or why there is none: "3.1", "not signed off"."""
        return self.why_not if self.score is None else number(self.score, 1)


@dataclass(frozen=True)
class LineBehind:
    """A predecessor's line, which is shown behind its successor's and never joined to it.

    Attributes:
        trust: its name.
        points: oldest first, only years with a score.
    """

    trust: str
    points: tuple[YearPoint, ...]

    @property
    def parts(self) -> tuple[tuple[YearPoint, ...], ...]:
        """What may be drawn through: its points, split where a year is missing or a break lies."""
        return unbroken(self.points, broken_off(self.points))


@dataclass(frozen=True)
class RegionPoint:
    """A region in one year: median and quartiles of its Trusts' scores, in levels."""

    year: int
    lower_quartile: float
    median: float
    upper_quartile: float


Dated = TypeVar("Dated", YearPoint, RegionPoint)


@dataclass(frozen=True)
class RegionRibbon:
    """A region over the years, over the Trusts present in all of them (METHOD 4).

    Attributes:
        points: one for each shown year, oldest first; empty where it cannot be shown.
        trusts: how many Trusts it rests on.
        why_not: why there is none; empty where there is.
    """

    points: tuple[RegionPoint, ...] = ()
    trusts: int = 0
    why_not: str = ""


def broken_off(points: Iterable[YearPoint]) -> frozenset[int]:
    """The years before which a break lies."""
    return frozenset(point.year for point in points if point.is_broken_off)


def unbroken(
    points: Sequence[Dated], breaks_before: Collection[int]
) -> tuple[tuple[Dated, ...], ...]:
    """Split a line where nothing may be drawn through: at breaks, and where a year is missing.

    Args:
        points: oldest first.
        breaks_before: years before which a break lies.
    """
    parts: list[list[Dated]] = []
    for point in points:
        if parts and point.year == parts[-1][-1].year + 1 and point.year not in breaks_before:
            parts[-1].append(point)
        else:
            parts.append([point])
    return tuple(tuple(part) for part in parts)


def since_last_break(points: Sequence[YearPoint]) -> tuple[YearPoint, ...]:
    """The points of the newest unbroken part of a line."""
    broken = [place for place, point in enumerate(points) if point.is_broken_off]
    return tuple(points[broken[-1] if broken else 0 :])


def region_ribbon(
    years: Mapping[int, Mapping[Name, float]], fewest: int = DEFAULT_RULES.min_others
) -> RegionRibbon:
    """Give a region's median and quartiles, over the Trusts present in all years (METHOD 4).

    Args:
        years: per shown year, the score of each Trust that may enter the figure, in levels.
        fewest: Trusts that it takes.

    Returns:
        Median and quartiles of each year, as `five_numbers` has them; or why there are none.

    Raises:
        ValueError: no years, or a score that is not finite.
    """
    trusts = present_in_all(years)
    if len(trusts) < fewest:
        has = "no Trust has" if not trusts else f"only {counted(len(trusts), 'Trust')} "
        has += "" if not trusts else ("has" if len(trusts) == 1 else "have")
        return RegionRibbon(
            (), len(trusts), f"{has} a score to show in all of these years, {fewest} are needed"
        )
    points = []
    for year in sorted(years):
        found = five_numbers([years[year][trust] for trust in trusts])
        points.append(RegionPoint(year, found.lower_quartile, found.median, found.upper_quartile))
    return RegionRibbon(tuple(points), len(trusts))
