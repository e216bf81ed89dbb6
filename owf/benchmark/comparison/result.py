"""One Trust against the others on one group of items (METHOD 2): its numbers and its verdict."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

import numpy as np

from owf.benchmark.comparison.fit import Fits, Flags
from owf.benchmark.rules import (
    DEFAULT_RULES,
    DUST,
    Floats,
    Limits,
    Name,
    Rules,
    Verdict,
    check_numbers,
    check_power,
    f_upper_tails,
    is_whole,
    t_quantiles,
    t_two_sided_ps,
    verdict_of,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One Trust against k others on one group of items (METHOD 2), in levels.

    Numbers that cannot be calculated are None, never NaN. `n` are sectors with a score, `reference`
    is that of the others for the same sectors. `own_spread_counts`: the Trust's variance and the
    others' enter `se` each with its own, because `spread_p` says that its partners differ more;
    else `pooled_sd` with `residual_df`. `own_weights` and `other_weights` are the sums of squared
    weights that the scores of each side have in the difference. p is two-sided, adjusted over all
    groups of its kind, None from `compare`. `partners_needed` would find a gap of half a level four
    times in five.
    `contradicted`: units and means point different ways, so no direction is claimed. `by_sector` is
    False where scores were compared without sectors, `without_counterpart` are sectors that no
    other Trust has.
    """

    verdict: Verdict
    n: int
    k: int
    score: float | None = None
    reference: float | None = None
    difference: float | None = None
    pooled_sd: float | None = None
    df: float | None = None
    se: float | None = None
    ci95: Limits | None = None
    ci90: Limits | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    probability_of_superiority: float | None = None
    partners_needed: int | None = None
    contradicted: bool = False
    residual_df: int | None = None
    own_sd: float | None = None
    own_df: float | None = None
    others_sd: float | None = None
    others_df: float | None = None
    spread_p: float | None = None
    own_weights: float | None = None
    other_weights: float | None = None
    own_spread_counts: bool = False
    by_sector: bool = True
    without_counterpart: tuple[str, ...] = ()
    why_not: str | None = None


@dataclass(frozen=True)
class Spreads:
    """Whose spread counts in each difference, and its standard error (METHOD 2), as `Fits` has it.

    NaN where a side has no degrees of freedom of its own.
    """

    own: Floats
    own_df: Floats
    others: Floats
    others_df: Floats
    tail: Floats
    own_counts: Flags
    se: Floats
    df: Floats


def spreads_of(fits: Fits, rules: Rules) -> Spreads:
    """The pooled spread, or each side's own where the Trust's is wider than chance makes it."""
    weights = fits.against_others
    df = fits.df[:, np.newaxis].astype(float)
    own_df, others_df = fits.df_of_each, df - fits.df_of_each
    # Where nothing is left to compare, no side has a spread of its own.
    both = (own_df > DUST) & (others_df > DUST)
    elsewhere = np.maximum(fits.squares.sum(axis=1, keepdims=True) - fits.squares, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(own_df > DUST, fits.squares / own_df, np.nan)
        others = np.where(others_df > DUST, elsewhere / others_df, np.nan)
        # Where the others agree to the last, any spread here is wider than theirs.
        ratio = np.where(others < DUST**2, np.where(own < DUST**2, 0.0, np.inf), own / others)
        tail = np.where(both, f_upper_tails(ratio, own_df, others_df), 1.0)
        own_counts = both & (tail <= rules.own_spread_tail) & fits.with_sectors[:, np.newaxis]
        of_own, of_others = own * weights.own_weights, others * weights.other_weights
        welch = (of_own + of_others) ** 2 / (of_own**2 / own_df + of_others**2 / others_df)
    pooled = fits.spreads[:, np.newaxis] ** 2 * (weights.own_weights + weights.other_weights)
    return Spreads(
        own=np.sqrt(own),
        own_df=own_df,
        others=np.sqrt(others),
        others_df=others_df,
        tail=tail,
        own_counts=own_counts,
        se=np.sqrt(np.where(own_counts, of_own + of_others, pooled)),
        df=np.where(own_counts, welch, df),
    )


def comparisons_of(
    fits: Fits, wanted: Sequence[Name], rules: Rules
) -> list[dict[Name, Comparison]]:
    """Compare these Trusts in each group; p is unadjusted, and there is no verdict yet."""
    tables, is_given = fits.tables, ~np.isnan(fits.tables.values)
    row_of = {trust: row for row, trust in enumerate(tables.trusts)}
    spreads = spreads_of(fits, rules)
    found = []
    for group, counting in enumerate(fits.counting.tolist()):
        rows = {trust: row_of[trust] for trust in wanted}
        inside = {trust: row for trust, row in rows.items() if fits.sizes[group, row]}
        compared = _compared_in_group(fits, group, inside, spreads, rules) if inside else {}
        for trust in wanted:
            if trust not in compared:
                row = rows[trust]
                own = tables.values[group, row][is_given[group, row]]
                reference = float(fits.references[group, row])
                compared[trust] = _not_in_fit(own, counting, reference, rules)
        found.append({trust: compared[trust] for trust in wanted})
    return found


def _compared_in_group(
    fits: Fits, group: int, row_of: Mapping[Name, int], spreads: Spreads, rules: Rules
) -> dict[Name, Comparison]:
    k, rows = int(fits.counting[group]) - 1, list(row_of.values())
    sizes, scores = fits.sizes[group, rows].tolist(), fits.means[group, rows].tolist()
    if k < rules.min_others:
        return {
            trust: Comparison(
                Verdict.NOT_COMPARED, n, k, score, why_not=_missing_minimums(n, k, rules)
            )
            for trust, n, score in zip(row_of, sizes, scores, strict=True)
        }
    difference, spread = fits.against_others.difference[group, rows], float(fits.spreads[group])
    with_sectors = bool(fits.with_sectors[group])
    known: dict[str, Any] = {
        "k": k,
        "pooled_sd": spread,
        "residual_df": int(fits.df[group]),
        "by_sector": with_sectors,
    }
    each: dict[str, Sequence[object]] = {
        "n": sizes,
        "score": scores,
        "reference": fits.references[group, rows].tolist(),
        "difference": np.where(np.abs(difference) < DUST, 0.0, difference).tolist(),
        "probability_of_superiority": fits.superiority(group, rows).tolist(),
        "without_counterpart": [fits.without_counterpart(group, row) for row in rows],
    }
    if spread:
        known["partners_needed"] = _needed(spread, k, rules)
        each |= _limits_of_each(difference, group, rows, spreads)
        each |= {
            "own_weights": fits.against_others.own_weights[group, rows].tolist(),
            "other_weights": fits.against_others.other_weights[group, rows].tolist(),
        }
    else:
        known["df"] = known["residual_df"]
        why = "no sector's score strays from its Trust's mean"
        if with_sectors and np.ptp(fits.sector_effects[group]) > DUST:
            why = "no sector's score strays from what its sector makes everywhere"
        known["why_not"] = (
            f"there is no variation: {why} in any of the {k + 1} Trusts, so no limits can be "
            "calculated"
        )
    columns: Any = zip(*each.values(), strict=True)
    return {
        trust: Comparison(Verdict.NOT_COMPARED, **known, **dict(zip(each, values, strict=True)))
        for trust, values in zip(row_of, columns, strict=True)
    }


def _limits_of_each(
    difference: Floats, group: int, rows: Sequence[int], spreads: Spreads
) -> dict[str, Sequence[object]]:
    se, df = spreads.se[group, rows], spreads.df[group, rows]
    limits = {}
    for name, probability in (("ci95", 0.975), ("ci90", 0.95)):
        half = t_quantiles(probability, df) * se
        ends = zip((difference - half).tolist(), (difference + half).tolist(), strict=True)
        limits[name] = list(ends)
    return {
        **limits,
        "se": se.tolist(),
        "df": df.tolist(),
        "p_value": t_two_sided_ps(difference / se, df).tolist(),
        "own_sd": _none_for_nan(spreads.own[group, rows]),
        "own_df": spreads.own_df[group, rows].tolist(),
        "others_sd": _none_for_nan(spreads.others[group, rows]),
        "others_df": spreads.others_df[group, rows].tolist(),
        "spread_p": spreads.tail[group, rows].tolist(),
        "own_spread_counts": spreads.own_counts[group, rows].tolist(),
    }


def _none_for_nan(values: Floats) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values.tolist()]


def _needed(pooled_sd: float, k: int, rules: Rules) -> int:
    minimum = rules.min_units if rules.like_with_like else 1
    return partners_needed(pooled_sd, k, power=rules.power, minimum=minimum)


def _not_in_fit(own: Floats, k: int, reference: float, rules: Rules) -> Comparison:
    """For a Trust with too few scores to count in the fit; beside it the others' plain mean."""
    return Comparison(
        Verdict.NOT_COMPARED,
        own.size,
        k,
        float(own.mean()) if own.size else None,
        reference if k >= rules.min_others else None,
        by_sector=False,
        why_not=_missing_minimums(own.size, k, rules),
    )


def _missing_minimums(n: int, k: int, rules: Rules) -> str:
    """Empty where neither is missing."""
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


def with_verdict(
    measured: Comparison, p_value: float, rules: Rules, *, adjusted: bool = True
) -> Comparison:
    """A p that is adjusted is kept."""
    if measured.ci95 is None or measured.ci90 is None:
        return measured
    verdict = verdict_of(measured.ci95, measured.ci90, p_value, rules)
    # METHOD 2 withholds a direction that the partners' own scores contradict. "Broadly in line"
    # claims no direction, so it stands: in the worked region, Trusts B and G lie a hair below the
    # mean of the others with a probability of superiority a hair above one half, and are in line.
    superiority = measured.probability_of_superiority
    contradicted = superiority is not None and (superiority - 0.5) * verdict.direction < -DUST
    return replace(
        measured,
        p_adjusted=p_value if adjusted else None,
        verdict=Verdict.NO_CLEAR_DIFFERENCE if contradicted else verdict,
        contradicted=contradicted,
    )


def stands_out(comparison: Comparison, rules: Rules = DEFAULT_RULES) -> bool:
    """The only word of a single item (METHOD 2); p is adjusted over all items of the pack."""
    p_adjusted = comparison.p_adjusted
    return p_adjusted is not None and p_adjusted <= rules.alpha and not comparison.contradicted


def partners_needed(
    pooled_sd: float, k: int, gap: float = 0.5, power: float = 0.8, minimum: int = 3
) -> int:
    """How many sectors find a gap with this chance, k other Trusts beside (METHOD 2).

    n >= ((1.96 + z) s / gap)^2 (1 + 1/k), in levels, z the normal quantile of the power to two
    places, and at least `minimum`.
    """
    check_numbers([pooled_sd, gap, power], "pooled SD, gap and power")
    for name, count in (("k", k), ("minimum", minimum)):
        if not is_whole(count):
            raise ValueError(f"{name} is {count!r}: give a whole number.")
    if pooled_sd < 0:
        raise ValueError(f"The pooled SD is {pooled_sd}: give a number of 0 or more.")
    if k < 1:
        raise ValueError(f"k is {k}: a comparison needs at least one other Trust.")
    if gap <= DUST:
        raise ValueError(f"The gap is {gap}: give a positive number of levels.")
    check_power(power)
    z = round(NormalDist().inv_cdf(power), 2)
    return max(minimum, math.ceil(((1.96 + z) * pooled_sd / gap) ** 2 * (1 + 1 / k) - DUST))
