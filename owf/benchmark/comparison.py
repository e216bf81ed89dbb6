"""What a comparison with other Trusts shows, and what stands behind its word (METHOD 2)."""

import math
from dataclasses import dataclass, replace

from owf.benchmark.rules import DEFAULT_RULES, DUST, Limits, Rules, Verdict, verdict_from_limits
from owf.benchmark.samples import Measured, Samples


@dataclass(frozen=True, slots=True)
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


def stands_out(comparison: Comparison, rules: Rules = DEFAULT_RULES) -> bool:
    """Say whether a single item stands out in a list of items, which carry no other word.

    METHOD 2: where its p, adjusted over all items, is at most alpha.

    Args:
        comparison: from `compare_groups` or `compare_all` over all items of the pack.
        rules: those with which it was made.
    """
    p_adjusted = comparison.p_adjusted
    return p_adjusted is not None and p_adjusted <= rules.alpha and not comparison.contradicted


def without_own(samples: Samples, rules: Rules) -> Comparison:
    """Say what can be said on a group in which the Trust has no score."""
    k = samples.trusts_counting
    reference = None
    if k >= rules.min_others:
        reference = float(samples.means[samples.counting].mean())
    return Comparison(
        verdict=Verdict.NOT_COMPARED,
        n=0,
        k=k,
        reference=reference,
        why_not=_missing(0, k, rules),
    )


def comparison_of(found: Measured, row: int, rules: Rules) -> Comparison:
    """Give one Trust's comparison, p and verdict unadjusted."""
    n, k = found.n[row], found.k[row]
    # A mean of fewer Trusts than the rule asks for is not shown either: it is no reference.
    reference = found.reference[row] if k >= rules.min_others else None
    missing = _missing(n, k, rules)
    if missing:
        return Comparison(
            verdict=Verdict.NOT_COMPARED,
            n=n,
            k=k,
            score=found.score[row],
            reference=reference,
            why_not=missing,
        )
    difference, se, p_value = found.difference[row], found.se[row], found.p_value[row]
    known = Comparison(
        verdict=Verdict.NOT_COMPARED,
        n=n,
        k=k,
        score=found.score[row],
        reference=reference,
        difference=0.0 if abs(difference) < DUST else difference,
        pooled_sd=found.pooled_sd,
        df=found.df,
        probability_of_superiority=found.superiority[row],
    )
    if not found.pooled_sd:
        return replace(
            known,
            why_not="there is no variation: within each of the "
            f"{k + 1} Trusts all sectors have the same score, so no limits can be calculated",
        )
    half95, half90 = found.t95 * se, found.t90 * se
    limits = replace(
        known,
        se=se,
        ci95=(difference - half95, difference + half95),
        ci90=(difference - half90, difference + half90),
        p_value=p_value,
        partners_needed=partners_needed(found.pooled_sd, k),
    )
    return with_verdict(limits, p_value, rules, adjusted=False)


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


def with_verdict(
    measured: Comparison, p_value: float, rules: Rules, *, adjusted: bool = True
) -> Comparison:
    """Give a comparison the verdict that follows from a p, which is kept where it is adjusted."""
    if measured.ci95 is None or measured.ci90 is None:
        return measured
    verdict = verdict_from_limits(measured.ci95, measured.ci90, p_value, rules)
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
