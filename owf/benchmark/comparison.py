"""A Trust against others (METHOD 2): difference, limits, verdict, and what stands behind it."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from owf.benchmark.agreement import probability_of_superiority
from owf.benchmark.groups import Group, GroupKind
from owf.benchmark.intervals import Floats, finite, t_quantile, t_two_sided_p
from owf.benchmark.multiplicity import adjusted_where_tested
from owf.benchmark.rules import DEFAULT_RULES, DUST, Limits, Rules, Verdict, verdict_from_limits
from owf.benchmark.spread import spread_within

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Comparison:
    """One Trust against the mean of the others on one group of items (METHOD 2).

    Numbers are in levels of the scale; those that cannot be had are None, never NaN.

    Attributes:
        verdict: the word for what the comparison shows.
        n: units (sectors with a score) of the Trust.
        k: other Trusts that take part.
        score: the Trust's score; None where it has no units.
        reference: mean of the k others' scores.
        difference: score minus reference.
        pooled_sd: spread of units within Trusts, over the Trust and its k comparators.
        df: degrees of freedom of that spread.
        se: standard error of the difference.
        ci95: 95% limits of the difference.
        ci90: its 90% limits.
        p_value: two-sided, before adjustment.
        p_adjusted: after adjustment over all groups of its kind; None from `compare`.
        probability_of_superiority: chance that a unit here is above a unit elsewhere, 0 to 1.
        partners_needed: how many units would settle a gap of half a level.
        contradicted: units and means point different ways, so no direction is claimed.
        why_not: the reason, with numbers, where the verdict is "not compared".
    """

    verdict: Verdict
    n: int
    k: int
    score: float | None = None
    reference: float | None = None
    difference: float | None = None
    pooled_sd: float | None = None
    df: int | None = None
    se: float | None = None
    ci95: Limits | None = None
    ci90: Limits | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    probability_of_superiority: float | None = None
    partners_needed: int | None = None
    contradicted: bool = False
    why_not: str | None = None


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
    scores = {name: _scores_of(name, values) for name, values in groups.items()}
    own = scores.pop(trust)
    return _compare(
        own, [other for other in scores.values() if len(other) >= rules.min_units], rules
    )


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
    if not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    if not any(trust in groups for groups in by_group.values()):
        raise ValueError(f"The Trust {trust!r} is in no group: check its name.")
    raw = {
        key: compare(groups, trust, rules) if trust in groups else _without_own(groups, rules)
        for key, groups in by_group.items()
    }
    adjusted = adjusted_where_tested({key: found.p_value for key, found in raw.items()})
    for key, p_adjusted in adjusted.items():
        raw[key] = _with_verdict(replace(raw[key], p_adjusted=p_adjusted), p_adjusted, rules)
    return raw


def compare_by_kind(
    by_group: Mapping[Group, Mapping[str, Sequence[float]]],
    trust: str,
    rules: Rules = DEFAULT_RULES,
) -> dict[Group, Comparison]:
    """Compare one Trust on groups of several kinds, each kind adjusted by itself (METHOD 2).

    Takes, returns and raises as `compare_groups`; a kind in which the Trust has no score at all is
    not compared.
    """
    if not by_group:
        raise ValueError("There are no groups to compare: give at least one.")
    if not any(trust in groups for groups in by_group.values()):
        raise ValueError(f"The Trust {trust!r} is in no group: check its name.")
    found: dict[Group, Comparison] = {}
    for kind in GroupKind:
        of_kind = {group: trusts for group, trusts in by_group.items() if group.kind is kind}
        if any(trust in trusts for trusts in of_kind.values()):
            found |= compare_groups(of_kind, trust, rules)
        else:
            found |= {group: _without_own(trusts, rules) for group, trusts in of_kind.items()}
    return {group: found[group] for group in by_group}


def partners_needed(pooled_sd: float, k: int, gap: float = 0.5) -> int:
    """Say how many partners would settle a gap: n >= (1.96 s / gap)^2 (1 + 1/k) (METHOD 2).

    Args:
        pooled_sd: spread of units within Trusts, in levels.
        k: other Trusts in the comparison.
        gap: the difference to be settled, in levels.

    Returns:
        The smallest whole number of partners.

    Raises:
        ValueError: a negative or infinite spread, k below 1, or a gap that is not positive.
    """
    if not (math.isfinite(pooled_sd) and pooled_sd >= 0):
        raise ValueError(f"The pooled SD is {pooled_sd}: give a number of 0 or more.")
    if k < 1:
        raise ValueError(f"k is {k}: a comparison needs at least one other Trust.")
    if not (math.isfinite(gap) and gap > 0):
        raise ValueError(f"The gap is {gap}: give a positive number of levels.")
    return math.ceil((1.96 * pooled_sd / gap) ** 2 * (1 + 1 / k) - DUST)


def _scores_of(trust: str, values: Sequence[float]) -> Floats:
    if not len(values):
        raise ValueError(
            f"The Trust {trust!r} has an empty list of scores: leave it out of this group."
        )
    return finite(values, f"scores of {trust}")


def _without_own(groups: Mapping[str, Sequence[float]], rules: Rules) -> Comparison:
    scores = [_scores_of(name, values) for name, values in groups.items()]
    return _compare(
        np.empty(0), [other for other in scores if len(other) >= rules.min_units], rules
    )


def _compare(own: Floats, others: Sequence[Floats], rules: Rules) -> Comparison:
    n, k = len(own), len(others)
    known = Comparison(
        verdict=Verdict.NOT_COMPARED,
        n=n,
        k=k,
        score=float(own.mean()) if n else None,
        # A mean of fewer Trusts than the rule asks for is not shown either: it is no reference.
        reference=float(np.mean([other.mean() for other in others]))
        if k >= rules.min_others
        else None,
    )
    missing = _missing(n, k, rules)
    if missing or known.score is None or known.reference is None:
        return replace(known, why_not=missing)
    difference = known.score - known.reference
    sizes = np.array([len(other) for other in others])
    pooled_sd, df = spread_within([own, *others])
    known = replace(
        known,
        difference=0.0 if abs(difference) < DUST else difference,
        df=df,
        pooled_sd=pooled_sd,
        probability_of_superiority=probability_of_superiority(own, np.concatenate(others)),
    )
    if pooled_sd < DUST:
        return replace(
            known,
            pooled_sd=0.0,
            why_not="there is no variation: within each of the "
            f"{k + 1} Trusts all sectors have the same score, so no limits can be calculated",
        )
    se = pooled_sd * math.sqrt(1 / n + float((1 / sizes).sum()) / k**2)
    p_value = t_two_sided_p(difference / se, df)
    measured = replace(
        known,
        se=se,
        ci95=_limits(difference, se, 0.95, df),
        ci90=_limits(difference, se, 0.90, df),
        p_value=p_value,
        partners_needed=partners_needed(pooled_sd, k),
    )
    return _with_verdict(measured, p_value, rules)


def _missing(n: int, k: int, rules: Rules) -> str:
    """Say which of the two minimums is not met, or both; empty where neither is missing."""
    reasons = []
    if n < rules.min_units:
        here = {0: "no sector has a score", 1: "1 sector has a score"}
        found = here.get(n, f"{n} sectors have a score")
        reasons.append(f"too few partners here ({found}, at least {rules.min_units} are needed)")
    if k < rules.min_others:
        others = {0: "no other Trust has", 1: "1 other Trust has"}
        found = others.get(k, f"{k} other Trusts have")
        reasons.append(
            f"too few comparators ({found} scores from {rules.min_units} sectors or more, "
            f"at least {rules.min_others} are needed)"
        )
    return " and ".join(reasons)


def _limits(difference: float, se: float, confidence: float, df: int) -> Limits:
    half = t_quantile(0.5 + confidence / 2, df) * se
    return (difference - half, difference + half)


def _with_verdict(measured: Comparison, p_value: float, rules: Rules) -> Comparison:
    if measured.ci95 is None or measured.ci90 is None or measured.difference is None:
        return measured
    verdict = verdict_from_limits(measured.ci95, measured.ci90, p_value, rules)
    # METHOD 2 withholds a direction that the partners' own scores contradict. "Broadly in line"
    # claims no direction, so it stands: in the worked region, Trusts B and G lie a hair below the
    # mean of the others with a probability of superiority a hair above one half, and are in line.
    superiority = measured.probability_of_superiority
    contradicted = superiority is not None and (superiority - 0.5) * verdict.direction < -DUST
    return replace(
        measured,
        verdict=Verdict.NO_CLEAR_DIFFERENCE if contradicted else verdict,
        contradicted=contradicted,
    )
