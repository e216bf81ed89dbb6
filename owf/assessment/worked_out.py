"""A Trust beside others, worked out once for the same snapshots: England's take a page too long."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from owf.assessment.among_others import SHOWN
from owf.assessment.figures import (
    agreed_beside_others,
    change_of,
    compare_units,
    units_to_compare,
)
from owf.assessment.publishing import SignedYear, Units, taking_part
from owf.assessment.scored_anew import TwoYears, YearOnShared
from owf.benchmark import Agreed, Change, Comparison, Group
from owf.store.kept import Kept
from owf.store.signed import Scores

KEPT_COMPARISONS = 100
"""Comparisons that stay in memory: 0.3 MB each with England's Trusts, 0.05 MB with a region's."""


@dataclass(frozen=True)
class Beside:
    """What of a Trust was compared with others.

    Attributes:
        compared: by group, nothing held back.
        shown: the units of overall and themes that took part.
        others: the other Trusts whose overall score took part.
    """

    compared: Mapping[Group, Comparison]
    shown: Units
    others: frozenset[int]


def compared_beside(found: SignedYear, groups: Mapping[Group, object], trust: int) -> Beside:
    """A Trust against the others of a region, of England or of a list.

    Args:
        found: their signed results, and the Trust's.
        groups: the groups of items that are asked for, all of one pack.
        trust: the Trust.
    """
    made_of = _made_of(found, groups, trust)
    kept = _COMPARED.get(made_of)
    if kept is None:
        units = units_to_compare(found, groups, trust)
        kept = Beside(
            compare_units(units, trust),
            {group: of_group for group, of_group in units.items() if group.kind in SHOWN},
            taking_part(units, trust),
        )
        _COMPARED.put(made_of, kept)
    return kept


def agreed_beside(
    own: Scores, found: SignedYear, groups: Mapping[Group, object], trust: int, *, is_outside: bool
) -> Mapping[Group, Agreed]:
    """`agreed_beside_others`, once for the same snapshots; ``is_outside`` says who asks."""
    made_of = (is_outside, *_made_of(found, groups, trust))
    kept = _AGREED.get(made_of)
    if kept is None:
        kept = agreed_beside_others(own, found, groups, trust)
        _AGREED.put(made_of, kept)
    return kept


def changed_beside(years: TwoYears, trust: int) -> Mapping[Group, Change]:
    """`change_of`, once for the same snapshots of both years."""
    made_of = tuple(
        (*_made_of(found, years.groups, trust), _scored_by(found))
        for found in (years.before, years.now)
    )
    kept = _CHANGED.get(made_of)
    if kept is None:
        kept = change_of(years.before, years.now, years.groups, trust)
        _CHANGED.put(made_of, kept)
    return kept


def _scored_by(found: SignedYear) -> str:
    """On which questions a year is scored anew, where another year has others."""
    return found.side.key if isinstance(found, YearOnShared) else ""


def _made_of(found: SignedYear, groups: Mapping[Group, object], trust: int) -> tuple[Hashable, ...]:
    """All that a comparison is made of; the Trust's own snapshot says with which questionnaire."""
    trusts = tuple(
        (number, one.digest, one.publication, one.region_code)
        for number, one in found.trusts.items()
    )
    return found.year, trust, len(groups), trusts


_COMPARED: Kept[tuple[Hashable, ...], Beside] = Kept(KEPT_COMPARISONS)
_CHANGED: Kept[tuple[Hashable, ...], Mapping[Group, Change]] = Kept(KEPT_COMPARISONS)
_AGREED: Kept[tuple[Hashable, ...], Mapping[Group, Agreed]] = Kept(KEPT_COMPARISONS)
