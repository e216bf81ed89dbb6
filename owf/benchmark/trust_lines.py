"""Which Trusts make a line over the years, where Trusts come and go (METHOD 4)."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


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
