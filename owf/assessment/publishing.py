"""What of signed results may enter whose figures (METHOD 1.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from owf.benchmark import DEFAULT_RULES, Group, GroupKind
from owf.store.results import ScoreRow

Units = Mapping[Group, Mapping[int, Mapping[str, float]]]
"""Group -> Trust -> sector -> score."""
TwoYears = tuple[Mapping[str, float], Mapping[str, float]]
"""One Trust's scores by sector: the year before, and this year."""

NEEDS_FULL = frozenset({GroupKind.ASPECT, GroupKind.CELL, GroupKind.ITEM})
"""Kinds that only Trusts at publication level *full* enter."""
FEWEST_UNNAMED = 3
"""With one or two unnamed Trusts in a figure, subtraction could tell their scores."""


def published_units(
    scores: Mapping[int, Sequence[ScoreRow]], publication: Mapping[int, str], own: int
) -> Units:
    """A Trust's own scores and what others have published, before unnamed ones are weighed.

    Args:
        scores: the signed scores of several Trusts.
        publication: how much each of them shows to others.
        own: the Trust whose page it is, which always takes part in full.
    """
    units: dict[Group, dict[int, Mapping[str, float]]] = {}
    for trust, rows in scores.items():
        level = "full" if trust == own else publication.get(trust, "done")
        if level == "done":
            continue
        for row in rows:
            group = Group.from_key(row.group_key)
            if row.sector_scores and (level == "full" or group.kind not in NEEDS_FULL):
                units.setdefault(group, {})[trust] = row.sector_scores
    return units


def comparable_units(units: Units, publication: Mapping[int, str], own: int) -> Units:
    """The units of one year that may be compared: unnamed Trusts only where enough of them are."""
    return {
        group: {
            trust: sectors
            for trust, sectors in of_group.items()
            if trust not in _too_few_unnamed(of_group, publication, own)
        }
        for group, of_group in units.items()
    }


def units_of_both_years(
    before: Units, now: Units, unnamed: frozenset[int], own: int
) -> tuple[Mapping[Group, TwoYears], Mapping[Group, Mapping[str, TwoYears]]]:
    """The own Trust's and the others' scores of two years, for groups that have both.

    Args:
        before: published units of the year before.
        now: published units of this year.
        unnamed: Trusts that are unnamed in either year.
        own: the Trust whose change is asked for.

    Unnamed Trusts are counted after the years are joined: three in each year may be one in both.
    """
    owns: dict[Group, TwoYears] = {}
    others: dict[Group, dict[str, TwoYears]] = {}
    for group, of_group in now.items():
        both = {
            trust: (before[group][trust], sectors)
            for trust, sectors in of_group.items()
            if trust in before.get(group, {})
        }
        if own not in both:
            continue
        owns[group] = both.pop(own)
        hidden = unnamed & both.keys()
        kept = both.keys() - (hidden if len(hidden) < FEWEST_UNNAMED else set())
        others[group] = {str(trust): both[trust] for trust in both if trust in kept}
    return owns, others


def taking_part(units: Units, own: int) -> frozenset[int]:
    """The other Trusts whose overall score enters the comparison."""
    overall = units.get(Group(GroupKind.OVERALL), {})
    return frozenset(
        trust
        for trust, sectors in overall.items()
        if trust != own and len(sectors) >= DEFAULT_RULES.min_units
    )


def _too_few_unnamed(
    of_group: Mapping[int, Mapping[str, float]], publication: Mapping[int, str], own: int
) -> frozenset[int]:
    unnamed = frozenset(
        trust
        for trust, sectors in of_group.items()
        if trust != own
        and publication.get(trust) == "headline"
        and len(sectors) >= DEFAULT_RULES.min_units
    )
    return frozenset() if len(unnamed) >= FEWEST_UNNAMED else unnamed
