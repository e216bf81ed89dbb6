"""Comparing Trusts: one with the others, or every one with the others (METHOD 2)."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from owf.benchmark.comparison.result import (
    Comparison,
    comparison_of,
    measured,
    samples_of,
    with_verdict,
    without_own,
)
from owf.benchmark.rules import DEFAULT_RULES, Rules, adjusted_where_tested
from owf.benchmark.scores.groups import Group, GroupKind

Key = TypeVar("Key", bound=Hashable)


def compare(
    groups: Mapping[str, Sequence[float]], trust: str, rules: Rules = DEFAULT_RULES
) -> Comparison:
    """Compare one Trust with the mean of the others, the Trust itself left out (METHOD 2).

    Args:
        groups: the units' scores of each Trust, in levels. A Trust without any is left out by the
            caller; one with fewer than `rules.min_units` counts neither in the mean of the others
            nor in the pooled spread.
        trust: which of them is compared.
        rules: margins and minimums.

    Returns:
        The comparison, p and verdict unadjusted.

    Raises:
        ValueError: an unknown Trust, a Trust with an empty list, or a score that is not finite.
    """
    if not groups:
        raise ValueError("There are no Trusts to compare: give each Trust's scores.")
    if trust not in groups:
        raise ValueError(f"The Trust {trust!r} is not among those given: check its name.")
    return _compared(groups, trust, rules)


def compare_groups(
    by_group: Mapping[Key, Mapping[str, Sequence[float]]],
    trust: str,
    rules: Rules = DEFAULT_RULES,
) -> dict[Key, Comparison]:
    """Compare one Trust on all groups of one kind, p adjusted over all of them (METHOD 2).

    Pass every group of the kind in the pack, whatever the page shows, so that no filter changes a
    verdict. Groups that cannot be compared have no p and do not count in the adjustment.

    Args:
        by_group: for each group, the units' scores of each Trust as in `compare`. A group in which
            the Trust has no score at all leaves the Trust out and is not compared.
        trust: which Trust is compared.
        rules: margins and minimums.

    Returns:
        A comparison per group, verdicts from the adjusted p.

    Raises:
        ValueError: no groups, a Trust that is in none of them, or as in `compare`.
    """
    _check_groups(by_group, trust)
    found = {key: _compared(groups, trust, rules) for key, groups in by_group.items()}
    return _adjusted(found, [list(found)], rules)


def compare_by_kind(
    by_group: Mapping[Group, Mapping[str, Sequence[float]]],
    trust: str,
    rules: Rules = DEFAULT_RULES,
) -> dict[Group, Comparison]:
    """Compare one Trust on groups of several kinds, each kind adjusted by itself (METHOD 2).

    Takes, returns and raises as `compare_groups`; a kind in which the Trust has no score at all is
    not compared.
    """
    _check_groups(by_group, trust)
    found = {group: _compared(groups, trust, rules) for group, groups in by_group.items()}
    return _adjusted(found, _kinds(found), rules)


def compare_all(
    by_group: Mapping[Key, Mapping[str, Sequence[float]]], rules: Rules = DEFAULT_RULES
) -> dict[str, dict[Key, Comparison]]:
    """Compare every Trust with the others on all groups of one kind (METHOD 2).

    What `compare_groups` gives for each Trust, number for number, with each group's units summed
    up once for all Trusts.

    Args:
        by_group: as in `compare_groups`.
        rules: margins and minimums.

    Returns:
        Per Trust that is in any group, a comparison for every group, in the orders given.

    Raises:
        ValueError: no groups, no Trusts, or as in `compare`.
    """
    everyone = _compared_with_each_other(by_group, rules)
    return {trust: _adjusted(found, [list(found)], rules) for trust, found in everyone.items()}


def compare_all_by_kind(
    by_group: Mapping[Group, Mapping[str, Sequence[float]]], rules: Rules = DEFAULT_RULES
) -> dict[str, dict[Group, Comparison]]:
    """Compare every Trust on groups of several kinds, each kind adjusted by itself (METHOD 2).

    Takes, returns and raises as `compare_all`; gives what `compare_by_kind` gives for each Trust.
    """
    everyone = _compared_with_each_other(by_group, rules)
    kinds = _kinds(by_group)
    return {trust: _adjusted(found, kinds, rules) for trust, found in everyone.items()}


def _check_groups(by_group: Mapping[Key, Mapping[str, Sequence[float]]], trust: str) -> None:
    if not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    if not any(trust in groups for groups in by_group.values()):
        raise ValueError(f"The Trust {trust!r} is in no group: check its name.")


def _kinds(groups: Iterable[Group]) -> list[list[Group]]:
    by_kind: dict[GroupKind, list[Group]] = {}
    for group in groups:
        by_kind.setdefault(group.kind, []).append(group)
    return list(by_kind.values())


def _compared(groups: Mapping[str, Sequence[float]], trust: str, rules: Rules) -> Comparison:
    """Compare one Trust on one group, where it may have no score; nothing is adjusted."""
    samples = samples_of(groups, rules)
    row = samples.row_of.get(trust)
    if row is None:
        return without_own(samples, rules)
    wanted = np.zeros(len(groups), dtype=bool)
    wanted[row] = True
    return comparison_of(measured(samples, wanted, rules), 0, rules)


def _compared_with_each_other(
    by_group: Mapping[Key, Mapping[str, Sequence[float]]], rules: Rules
) -> dict[str, dict[Key, Comparison]]:
    """Compare every Trust on every group; nothing is adjusted."""
    if not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    trusts = dict.fromkeys(trust for groups in by_group.values() for trust in groups)
    if not trusts:
        raise ValueError("There are no Trusts to compare: give each Trust's scores.")
    everyone: dict[str, dict[Key, Comparison]] = {trust: {} for trust in trusts}
    for key, groups in by_group.items():
        samples = samples_of(groups, rules)
        if len(groups) < len(trusts):
            absent = without_own(samples, rules)
            for trust in trusts:
                everyone[trust][key] = absent
        if groups:
            found = measured(samples, np.ones(len(groups), dtype=bool), rules)
            for row, trust in enumerate(groups):
                everyone[trust][key] = comparison_of(found, row, rules)
    return everyone


def _adjusted(
    found: dict[Key, Comparison], families: Iterable[Sequence[Key]], rules: Rules
) -> dict[Key, Comparison]:
    """Adjust p within each family, and let the verdicts follow; `found` is changed in place."""
    for family in families:
        adjusted = adjusted_where_tested({key: found[key].p_value for key in family})
        for key, p_adjusted in adjusted.items():
            found[key] = with_verdict(found[key], p_adjusted, rules)
    return found
