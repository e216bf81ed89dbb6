"""Regions and Trusts over the years, where Trusts come and go (METHOD 4)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Generic, TypeVar

from owf.benchmark.intervals import finite

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class RegionLine(Generic[Name]):
    """A region's mean over the years, over the same Trusts in each.

    Attributes:
        years: all that are shown, oldest first.
        means: plain mean of these Trusts' scores in each year, in levels; None where no Trust is
            in all years.
        trusts: the Trusts that are present in all of the years; their number belongs beside the
            line.
    """

    years: tuple[int, ...]
    means: tuple[float | None, ...]
    trusts: tuple[Name, ...]

    @property
    def n(self) -> int:
        """How many Trusts the line is drawn over."""
        return len(self.trusts)


@dataclass(frozen=True)
class TrustLine(Generic[Name]):
    """A Trust's own scores, in the years in which it has one, oldest first."""

    trust: Name
    years: tuple[int, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True)
class TrustHistory(Generic[Name]):
    """A Trust's line, and behind it those of the Trusts it came from, never joined to it.

    Attributes:
        own: the Trust's.
        behind: its predecessors', the nearest first, those without a score left out.
    """

    own: TrustLine[Name]
    behind: tuple[TrustLine[Name], ...]


def present_in_all(years: Mapping[int, Mapping[Name, float]]) -> tuple[Name, ...]:
    """List the Trusts with a score in every year, in the order of the first year.

    Args:
        years: per year, the score of each Trust that has one, in levels.

    Raises:
        ValueError: no years.
    """
    if not years:
        raise ValueError("There are no years to look for Trusts in: give the scores of each.")
    first, *others = (years[year] for year in sorted(years))
    return tuple(trust for trust in first if all(trust in other for other in others))


def region_line(years: Mapping[int, Mapping[Name, float]]) -> RegionLine[Name]:
    """Draw a region's mean over the Trusts that are present in all shown years (METHOD 4).

    A mean over whoever is there moves when one Trust splits, though nothing has changed.

    Args:
        years: per shown year, the score of each Trust that may enter the figure, in levels.

    Raises:
        ValueError: no years, or a score that is not finite.
    """
    trusts = present_in_all(years)
    for year, scores in years.items():
        if scores:
            finite(list(scores.values()), f"scores of {year}")
    shown = tuple(sorted(years))
    means = tuple(
        fmean([years[year][trust] for trust in trusts]) if trusts else None for year in shown
    )
    return RegionLine(shown, means, trusts)


def predecessors_of(trust: Name, successions: Sequence[tuple[Name, Name]]) -> tuple[Name, ...]:
    """List the Trusts that a Trust came from, by split or merger, and those these came from.

    Args:
        trust: the successor.
        successions: (predecessor, successor), one for each pair.

    Returns:
        Predecessors, the nearest first; empty where there is none.
    """
    found: dict[Name, None] = {}
    nearest: list[Name] = [trust]
    while nearest:
        nearest = [
            old for old, new in successions if new in nearest and old not in found and old != trust
        ]
        found |= dict.fromkeys(nearest)
    return tuple(found)


def trust_history(
    trust: Name,
    years: Mapping[int, Mapping[Name, float]],
    successions: Sequence[tuple[Name, Name]],
) -> TrustHistory[Name]:
    """Give a Trust's line with those of the Trusts it came from behind it (METHOD 4).

    Args:
        trust: whose history it is.
        years: per year, the score of each Trust that has one, in levels.
        successions: (predecessor, successor), one for each pair.

    Raises:
        ValueError: no years, or a score that is not finite.
    """
    if not years:
        raise ValueError("There are no years to follow a Trust over: give the scores of each.")
    behind = (_line_of(one, years) for one in predecessors_of(trust, successions))
    return TrustHistory(_line_of(trust, years), tuple(line for line in behind if line.years))


def _line_of(trust: Name, years: Mapping[int, Mapping[Name, float]]) -> TrustLine[Name]:
    present = tuple(year for year in sorted(years) if trust in years[year])
    scores = [years[year][trust] for year in present]
    if scores:
        finite(scores, f"scores of {trust}")
    return TrustLine(trust, present, tuple(scores))
