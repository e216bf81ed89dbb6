"""Two sets of scores paired by unit: their mean difference, limits, verdict (METHOD 3, 4, 5a)."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np

from owf.benchmark.order.spread import spread_within
from owf.benchmark.rules import (
    DUST,
    Floats,
    Limits,
    Rules,
    Units,
    VerdictWord,
    adjusted_where_tested,
    check_numbers,
    f_upper_tails,
    finite,
    t_quantile,
    t_two_sided_p,
    verdict_of,
)
from owf.benchmark.scores.groups import Group, GroupKind

Pairs = tuple[Floats, Floats]
W = TypeVar("W", bound=VerdictWord)
P = TypeVar("P", bound="Paired[Any]")


@dataclass(frozen=True, kw_only=True)
class Paired(Generic[W]):
    """The mean difference of scores that are paired by unit, the second minus the first, in levels.

    Numbers that cannot be calculated are None, never NaN. `n` are units with both scores; `sd` is
    the spread of differences within a Trust, `others` how many other Trusts went into it (0: it is
    the Trust's own). `own_spread_counts`: `sd` is the Trust's own, because `spread_p` says that its
    differences differ more than the others' do. p is two-sided, adjusted over all groups of its
    kind.
    """

    words: ClassVar[type[VerdictWord]]
    scored: ClassVar[str]
    """As in "no sector has a score in both years"."""
    scored_by_none: ClassVar[str] = ""
    """The same where no unit has it, where other words are needed."""
    alike: ClassVar[str]
    """What a spread of zero comes from."""

    n: int
    mean: float | None = None
    first: float | None = None
    second: float | None = None
    sd: float | None = None
    df: int | None = None
    se: float | None = None
    ci95: Limits | None = None
    ci90: Limits | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    others: int = 0
    own_sd: float | None = None
    others_sd: float | None = None
    spread_p: float | None = None
    own_spread_counts: bool = False
    verdict: W | None = None
    why_not: str | None = None


def in_both(first: Units, second: Units, what: tuple[str, str]) -> Pairs:
    """In one order; empty where there is none."""
    common = [unit for unit in first if unit in second]
    if not common:
        return np.empty(0), np.empty(0)
    scores = [first[unit] for unit in common] + [second[unit] for unit in common]
    try:
        both = check_numbers(scores, "scores")
    except ValueError:
        for units, of_units in zip((first, second), what, strict=True):
            finite([units[unit] for unit in common], of_units)
        raise
    return both[: len(common)], both[len(common) :]


def paired(
    kind: type[P], pairs: Pairs, spread: tuple[float, int] | None, others: int, min_pairs: int
) -> P:
    """Measure the mean difference of pairs, first and second scores in levels.

    Limits need `min_pairs` pairs, two or more, and a spread above 0. `spread` is that of
    differences in `others` Trusts, with its degrees of freedom; None for that of these pairs.
    """
    first, second = pairs
    n, needed = len(first), f"{min_pairs} are needed"
    if not n:
        return kind(n=0, why_not=f"no sector has {kind.scored_by_none or kind.scored}, {needed}")
    differences = second - first
    mean = float(differences.mean())
    known = kind(
        n=n,
        mean=0.0 if abs(mean) < DUST else mean,
        first=float(first.mean()),
        second=float(second.mean()),
        others=others,
    )
    if n < min_pairs:
        here = "1 sector has" if n == 1 else f"{n} sectors have"
        return replace(known, why_not=f"only {here} {kind.scored}, {needed}")
    sd, df = spread or (float(differences.std(ddof=1)), n - 1)
    if sd < DUST:
        why_not = f"{kind.alike}, so no limits can be calculated"
        return replace(known, sd=0.0, df=df, why_not=why_not)
    se = sd / math.sqrt(n)
    half95, half90 = t_quantile(0.975, df) * se, t_quantile(0.95, df) * se
    return replace(
        known,
        sd=sd,
        df=df,
        se=se,
        ci95=(mean - half95, mean + half95),
        ci90=(mean - half90, mean + half90),
        p_value=t_two_sided_p(mean / se, df),
    )


def paired_with_pooled_spread(
    kind: type[P], own: Pairs, others: Iterable[Pairs], rules: Rules
) -> P:
    """Measure a Trust's mean difference, its spread pooled within all Trusts (METHOD 4 and 5a).

    Its own spread, which has zero width where all its units differ alike, is used only where no
    other Trust has `rules.min_units` pairs, or where it is wider than chance makes it (METHOD 2).
    """
    first, second = own
    pooled: list[Floats] = []
    if len(first) >= rules.min_units:
        pooled = [later - earlier for earlier, later in others if len(earlier) >= rules.min_units]
    if not pooled:
        return paired(kind, own, None, 0, rules.min_units)
    mine, theirs = spread_within([second - first]), spread_within(pooled)
    tail = _upper_tail(mine, theirs)
    own_counts = tail <= rules.own_spread_tail
    spread = mine if own_counts else spread_within([*pooled, second - first])
    found = paired(kind, own, spread, len(pooled), rules.min_units)
    return replace(
        found,
        own_sd=mine[0],
        others_sd=theirs[0],
        spread_p=tail,
        own_spread_counts=own_counts,
    )


def _upper_tail(own: tuple[float, int], others: tuple[float, int]) -> float:
    """The chance of a ratio of variances at least as large, of (spread, df) each."""
    (own_sd, own_df), (others_sd, others_df) = own, others
    if own_sd < DUST:
        return 1.0
    if others_sd < DUST:
        return 0.0
    ratio = np.array((own_sd / others_sd) ** 2)
    return float(f_upper_tails(ratio, np.array(float(own_df)), np.array(float(others_df))))


def with_verdicts(found: Mapping[Group, P], rules: Rules) -> dict[Group, P]:
    """Adjusts p over all groups of a kind that have one (METHOD 2)."""
    adjusted: dict[Group, float] = {}
    for kind in GroupKind:
        adjusted |= adjusted_where_tested(
            {group: one.p_value for group, one in found.items() if group.kind is kind}
        )
    return {group: _with_verdict(one, adjusted.get(group), rules) for group, one in found.items()}


def _with_verdict(found: P, p_adjusted: float | None, rules: Rules) -> P:
    if found.ci95 is None or found.ci90 is None or p_adjusted is None:
        return found
    verdict = verdict_of(found.ci95, found.ci90, p_adjusted, rules)
    return replace(found, p_adjusted=p_adjusted, verdict=found.words.of(verdict))
