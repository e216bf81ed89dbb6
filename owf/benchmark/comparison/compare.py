"""Comparing Trusts: one with the others, or every one with the others (METHOD 2)."""

from collections.abc import Iterable, Mapping, Sequence

from owf.benchmark.comparison.fit import fits_of, score_tables
from owf.benchmark.comparison.result import (
    Comparison,
    comparisons_of,
    with_verdict,
)
from owf.benchmark.rules import (
    DEFAULT_RULES,
    Key,
    Name,
    Rules,
    Scores,
    adjusted_where_tested,
)
from owf.benchmark.scores.groups import Group, GroupKind


def compare(groups: Mapping[Name, Scores], trust: Name, rules: Rules = DEFAULT_RULES) -> Comparison:
    """Compare one Trust with the others, itself left out, p unadjusted (METHOD 2).

    Scores by sector are compared like with like; plain lists by version 1 of the rules. Trusts
    without a score are left out by the caller; one with fewer than `rules.min_units` units does not
    count beside others.
    """
    if not isinstance(groups, Mapping) or not groups:
        raise ValueError("There are no Trusts to compare: give each Trust's scores.")
    if trust not in groups:
        raise ValueError(f"The Trust {trust!r} is not among those given: check its name.")
    found = _compared_on_each({"": groups}, [trust], rules)[""][trust]
    if found.p_value is None:
        return found
    return with_verdict(found, found.p_value, rules, adjusted=False)


def compare_groups(
    by_group: Mapping[Key, Mapping[Name, Scores]], trust: Name, rules: Rules = DEFAULT_RULES
) -> dict[Key, Comparison]:
    """Compare one Trust on all groups of one kind, p adjusted over all of them (METHOD 2).

    Pass every group of the kind in the pack, so that no filter changes a verdict.
    """
    found = _of_one(by_group, trust, rules)
    return _adjusted(found, [list(found)], rules)


def compare_by_kind(
    by_group: Mapping[Group, Mapping[Name, Scores]], trust: Name, rules: Rules = DEFAULT_RULES
) -> dict[Group, Comparison]:
    """Each kind is adjusted by itself (METHOD 2)."""
    found = _of_one(by_group, trust, rules)
    return _adjusted(found, _kinds(found), rules)


def compare_all_by_kind(
    by_group: Mapping[Group, Mapping[Name, Scores]], rules: Rules = DEFAULT_RULES
) -> dict[Name, dict[Group, Comparison]]:
    """As `compare_by_kind`, for every Trust; each group is fitted once for all."""
    if not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    trusts = list(dict.fromkeys(trust for groups in by_group.values() for trust in groups))
    if not trusts:
        raise ValueError("There are no Trusts to compare: give each Trust's scores.")
    found = _compared_on_each(by_group, trusts, rules)
    kinds = _kinds(by_group)
    return {
        trust: _adjusted({group: one[trust] for group, one in found.items()}, kinds, rules)
        for trust in trusts
    }


def _of_one(
    by_group: Mapping[Key, Mapping[Name, Scores]], trust: Name, rules: Rules
) -> dict[Key, Comparison]:
    """The Trust may have no score in some groups; nothing is adjusted."""
    if not isinstance(by_group, Mapping) or not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    if not all(isinstance(groups, Mapping) for groups in by_group.values()):
        raise ValueError("A group's scores are not by Trust: give each Trust's scores.")
    if not any(trust in groups for groups in by_group.values()):
        raise ValueError(f"The Trust {trust!r} is in no group: check its name.")
    found = _compared_on_each(by_group, [trust], rules)
    return {key: one[trust] for key, one in found.items()}


def _compared_on_each(
    by_group: Mapping[Key, Mapping[Name, Scores]], trusts: Sequence[Name], rules: Rules
) -> dict[Key, dict[Name, Comparison]]:
    fits = fits_of(score_tables(list(by_group.values())), rules)
    return dict(zip(by_group, comparisons_of(fits, trusts, rules), strict=True))


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
