"""Comparing Trusts: one with the others, or every one with the others (METHOD 2)."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from owf.benchmark.comparison.result import (
    Comparison,
    comparisons_of,
    samples_of,
    with_verdict,
    without_own,
)
from owf.benchmark.rules import (
    DEFAULT_RULES,
    Key,
    Rules,
    UnitsByTrust,
    adjusted_where_tested,
)
from owf.benchmark.scores.groups import Group, GroupKind


def compare(groups: UnitsByTrust, trust: str, rules: Rules = DEFAULT_RULES) -> Comparison:
    """Compare one Trust with the mean of the others, itself left out, p unadjusted (METHOD 2).

    Trusts without a score are left out by the caller; one with fewer than `rules.min_units` units
    counts neither in the mean of the others nor in the pooled spread.
    """
    if not groups:
        raise ValueError("There are no Trusts to compare: give each Trust's scores.")
    if trust not in groups:
        raise ValueError(f"The Trust {trust!r} is not among those given: check its name.")
    return _compared(groups, trust, rules)


def compare_groups(
    by_group: Mapping[Key, UnitsByTrust], trust: str, rules: Rules = DEFAULT_RULES
) -> dict[Key, Comparison]:
    """Compare one Trust on all groups of one kind, p adjusted over all of them (METHOD 2).

    Pass every group of the kind in the pack, so that no filter changes a verdict.
    """
    found = _compared_on_each(by_group, trust, rules)
    return _adjusted(found, [list(found)], rules)


def compare_by_kind(
    by_group: Mapping[Group, UnitsByTrust], trust: str, rules: Rules = DEFAULT_RULES
) -> dict[Group, Comparison]:
    """Each kind is adjusted by itself (METHOD 2)."""
    found = _compared_on_each(by_group, trust, rules)
    return _adjusted(found, _kinds(found), rules)


def compare_all_by_kind(
    by_group: Mapping[Group, UnitsByTrust], rules: Rules = DEFAULT_RULES
) -> dict[str, dict[Group, Comparison]]:
    """As `compare_by_kind`, for every Trust; each group's units are summed up once for all."""
    if not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    trusts = dict.fromkeys(trust for groups in by_group.values() for trust in groups)
    if not trusts:
        raise ValueError("There are no Trusts to compare: give each Trust's scores.")
    everyone: dict[str, dict[Group, Comparison]] = {trust: {} for trust in trusts}
    for group, units in by_group.items():
        samples = samples_of(units, rules)
        if len(units) < len(trusts):
            absent = without_own(samples, rules)
            for trust in trusts:
                everyone[trust][group] = absent
        if units:
            found = comparisons_of(samples, np.ones(len(units), dtype=bool), rules)
            for trust, comparison in zip(units, found, strict=True):
                everyone[trust][group] = comparison
    kinds = _kinds(by_group)
    return {trust: _adjusted(of_trust, kinds, rules) for trust, of_trust in everyone.items()}


def _compared_on_each(
    by_group: Mapping[Key, UnitsByTrust], trust: str, rules: Rules
) -> dict[Key, Comparison]:
    if not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    if not any(trust in groups for groups in by_group.values()):
        raise ValueError(f"The Trust {trust!r} is in no group: check its name.")
    return {key: _compared(groups, trust, rules) for key, groups in by_group.items()}


def _compared(groups: UnitsByTrust, trust: str, rules: Rules) -> Comparison:
    """The Trust may have no score; nothing is adjusted."""
    samples = samples_of(groups, rules)
    row = samples.row_of.get(trust)
    if row is None:
        return without_own(samples, rules)
    wanted = np.zeros(len(groups), dtype=bool)
    wanted[row] = True
    return comparisons_of(samples, wanted, rules)[0]


def _kinds(groups: Iterable[Group]) -> list[list[Group]]:
    by_kind: dict[GroupKind, list[Group]] = {}
    for group in groups:
        by_kind.setdefault(group.kind, []).append(group)
    return list(by_kind.values())


def _adjusted(
    found: dict[Key, Comparison], families: Iterable[Sequence[Key]], rules: Rules
) -> dict[Key, Comparison]:
    """`found` is changed in place."""
    for family in families:
        adjusted = adjusted_where_tested({key: found[key].p_value for key in family})
        for key, p_adjusted in adjusted.items():
            found[key] = with_verdict(found[key], p_adjusted, rules)
    return found
