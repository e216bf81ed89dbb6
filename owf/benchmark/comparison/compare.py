"""Comparing Trusts: one with the others, or every one with the others (METHOD 2)."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from owf.benchmark.comparison.fit import fit_of, score_table
from owf.benchmark.comparison.result import (
    Comparison,
    comparisons_of,
    not_in_fit,
    with_verdict,
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
    """Compare one Trust with the others, itself left out, p unadjusted (METHOD 2).

    Scores by sector are compared like with like; plain lists by version 1 of the rules. Trusts
    without a score are left out by the caller; one with fewer than `rules.min_units` units does not
    count beside others.
    """
    if not isinstance(groups, Mapping) or not groups:
        raise ValueError("There are no Trusts to compare: give each Trust's scores.")
    if trust not in groups:
        raise ValueError(f"The Trust {trust!r} is not among those given: check its name.")
    found = _compared(groups, trust, rules)
    if found.p_value is None:
        return found
    return with_verdict(found, found.p_value, rules, adjusted=False)


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
    """As `compare_by_kind`, for every Trust; each group is fitted once for all."""
    if not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    trusts = dict.fromkeys(trust for groups in by_group.values() for trust in groups)
    if not trusts:
        raise ValueError("There are no Trusts to compare: give each Trust's scores.")
    everyone: dict[str, dict[Group, Comparison]] = {trust: {} for trust in trusts}
    for group, units in by_group.items():
        for trust, comparison in _compared_each(units, trusts, rules).items():
            everyone[trust][group] = comparison
    kinds = _kinds(by_group)
    return {trust: _adjusted(of_trust, kinds, rules) for trust, of_trust in everyone.items()}


def _compared_on_each(
    by_group: Mapping[Key, UnitsByTrust], trust: str, rules: Rules
) -> dict[Key, Comparison]:
    if not isinstance(by_group, Mapping) or not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    if not all(isinstance(groups, Mapping) for groups in by_group.values()):
        raise ValueError("A group's scores are not by Trust: give each Trust's scores.")
    if not any(trust in groups for groups in by_group.values()):
        raise ValueError(f"The Trust {trust!r} is in no group: check its name.")
    return {key: _compared(groups, trust, rules) for key, groups in by_group.items()}


def _compared(groups: UnitsByTrust, trust: str, rules: Rules) -> Comparison:
    """The Trust may have no score; nothing is adjusted."""
    return _compared_each(groups, [trust], rules)[trust]


def _compared_each(
    groups: UnitsByTrust, trusts: Collection[str], rules: Rules
) -> dict[str, Comparison]:
    table, by_sector = score_table(groups)
    fit = fit_of(table, by_sector, rules)
    found = comparisons_of(fit, [trust for trust in trusts if trust in fit.row_of], rules)
    for trust in trusts:
        if trust not in found:
            scores = table.loc[trust].dropna() if trust in table.index else pd.Series(dtype=float)
            score = float(scores.to_numpy().mean()) if len(scores) else None
            found[trust] = not_in_fit(fit, len(scores), score, rules)
    return found


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
