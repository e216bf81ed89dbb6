"""How far Trusts differ beyond chance, in which order, and at which ranks (METHOD 2)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from owf.benchmark.comparison.fit import fits_of, score_tables
from owf.benchmark.rules import (
    DEFAULT_RULES,
    DUST,
    Floats,
    Interval,
    Name,
    Rules,
    Scores,
    check_confidence,
    finite,
    t_quantile,
)
from owf.benchmark.words.wording import counted, named_or_counted

# METHOD 2: fewer Trusts, or a smaller rankability, and an order by score would be mostly chance.
FEWEST_TO_ORDER = 6
LEAST_RANKABILITY = 0.7
# Enough that another seed seldom moves a rank by one; 150 Trusts take about a second.
_DRAWS = 4000


@dataclass(frozen=True)
class Ordering:
    """Highest score first or alphabetical, and why, in a sentence for the page."""

    names: tuple[str, ...]
    by_score: bool
    rankability: float | None
    why: str


def between_trust_variance(estimates: Sequence[float], variances: Sequence[float]) -> float:
    """The variance tau^2 of the Trusts' true scores, by Paule and Mandel (METHOD 2).

    Variances are squared standard errors, in squared levels; 0 where scores differ by mere chance.
    """
    return _variance_between(*_checked_arrays(estimates, variances))


def shrink(estimates: Sequence[float], variances: Sequence[float]) -> list[float]:
    """Draw each score towards the mean of all by as much of it as is chance (METHOD 2).

    mu + tau^2 / (tau^2 + v) (y - mu), where mu is the mean of the scores with weights 1 / (tau^2 +
    v).
    """
    scores, spreads = _checked_arrays(estimates, variances)
    tau2 = _variance_between(scores, spreads)
    weights = 1 / (tau2 + spreads)
    centre = float(weights @ scores) / float(weights.sum())
    return [float(score) for score in centre + tau2 * weights * (scores - centre)]


def rankability(estimates: Sequence[float], variances: Sequence[float]) -> float:
    """Share of the differences that is not chance: tau^2 / (tau^2 + median variance) (METHOD 2)."""
    scores, spreads = _checked_arrays(estimates, variances)
    tau2 = _variance_between(scores, spreads)
    return tau2 / (tau2 + float(np.median(spreads)))


def expected_range(others: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """Between which agreed scores one more Trust like the others would lie (METHOD 2).

    Mean -+ t sqrt(1 + 1/k) SD of the others' k. It may reach beyond the scale.
    """
    scores = finite(others, "others' scores")
    check_confidence(confidence)
    k = scores.size
    if k < 2:
        raise ValueError("One other Trust shows no range: give the scores of two or more.")
    mean, sd = float(scores.mean()), float(scores.std(ddof=1))
    half = t_quantile(0.5 + confidence / 2, k - 1) * math.sqrt(1 + 1 / k) * sd
    return (mean, mean) if sd < DUST else (mean - half, mean + half)


def ordering(
    names: Sequence[str], estimates: Sequence[float], variances: Sequence[float] | None
) -> Ordering:
    """By score only with six Trusts or more and a rankability of 0.7 (METHOD 2), else alphabetical.

    Variances are those of `like_for_like`, None where they cannot be calculated.
    """
    if not names:
        raise ValueError("There are no Trusts to put in order: give at least one name.")
    if len(set(names)) < len(names):
        raise ValueError("A Trust is named twice: give each Trust one name.")
    scores = finite(estimates, "estimates")
    if len(scores) != len(names):
        raise ValueError(f"{len(names)} names and {len(scores)} estimates: give one for each.")
    found = None
    if variances is not None and len(names) > 1:
        found = rankability(estimates, variances)
    alphabetical = sorted(names, key=str.casefold)
    if len(names) < FEWEST_TO_ORDER or found is None or found < LEAST_RANKABILITY - DUST:
        return Ordering(tuple(alphabetical), False, found, _why_alphabetical(len(names), found))
    score_of = {name: float(score) for name, score in zip(names, scores, strict=True)}
    # Scores that are equal on paper can differ in the last binary place.
    by_score = sorted(alphabetical, key=lambda name: -round(score_of[name], 9))
    return Ordering(tuple(by_score), True, found, "In order of score, highest first.")


@dataclass(frozen=True)
class LikeForLike:
    """One Trust's score as if all had the same sectors, with its limits and squared SE."""

    score: float
    interval: Interval
    variance: float


def like_for_like(
    groups: Mapping[Name, Scores],
    like: Name | None = None,
    confidence: float = 0.95,
    rules: Rules = DEFAULT_RULES,
) -> dict[Name, LikeForLike]:
    """Each Trust's effect of the fit that compares them, as a score (METHOD 2).

    As if all had the sectors of the Trust `like`, whose own is then its plain mean; None for the
    sectors in the proportions of all scores. Limits have the spread pooled within all Trusts.
    Trusts with fewer than `rules.min_units` scores are left out and do not count in it. Empty where
    the spread is 0: a zero width would say that the scores are exact.
    """
    check_confidence(confidence)
    if not groups:
        raise ValueError("There are no Trusts to show: give each Trust's scores.")
    fits = fits_of(score_tables([groups]), rules)
    if not fits.spreads[0]:
        return {}
    scores, variances = fits.like_for_like(like)
    halves = t_quantile(0.5 + confidence / 2, int(fits.df[0])) * np.sqrt(variances)
    rows = zip(
        groups,
        fits.sizes[0].tolist(),
        scores.tolist(),
        halves.tolist(),
        variances.tolist(),
        strict=True,
    )
    return {
        trust: LikeForLike(score, Interval(score, score - half, score + half, n), variance)
        for trust, n, score, half, variance in rows
        if n
    }


def spread_within(samples: Sequence[Floats]) -> tuple[float, int]:
    """Pooled standard deviation, each sample about its own mean, with its df (METHOD 2).

    At least one sample has two numbers or more, and none is empty.
    """
    units, sizes = np.concatenate(samples), np.array([sample.size for sample in samples])
    means = np.add.reduceat(units, np.cumsum(sizes) - sizes) / sizes
    deviations = units - np.repeat(means, sizes)
    df = deviations.size - len(samples)
    return math.sqrt(float(deviations @ deviations) / df), df


def _variance_between(scores: Floats, variances: Floats) -> float:
    # Imported late: it takes more than a second, and only pages with many Trusts need it.
    from statsmodels.stats.meta_analysis import combine_effects  # noqa: PLC0415

    # statsmodels stops where the estimating equation is met to `atol`. A tighter one could meet
    # rounding, which it answers with 0, so the last step, to full precision, is taken here.
    df = scores.size - 1
    with np.errstate(divide="ignore"):  # where all scores are equal, in a number not used here
        found = combine_effects(scores, variances, method_re="pm", atol=1e-6 * df, maxiter=500)
    tau2 = float(found.tau2)
    if tau2 <= 0:
        return 0.0
    weights = 1 / (variances + tau2)
    squares = (scores - weights @ scores / weights.sum()) ** 2
    return max(0.0, tau2 + float((weights @ squares - df) / (weights**2 @ squares)))


def _checked_arrays(
    estimates: Sequence[float] | Floats, variances: Sequence[float] | Floats
) -> tuple[Floats, Floats]:
    scores, spreads = finite(estimates, "estimates"), finite(variances, "variances")
    if scores.size != spreads.size:
        raise ValueError(
            f"{scores.size} estimates and {spreads.size} variances: give one variance for each."
        )
    if scores.size < 2:
        raise ValueError("One Trust does not differ from itself: give two Trusts or more.")
    # Below the square of what counts as 0, sums of their inverses mean nothing.
    if (spreads < DUST**2).any():
        raise ValueError(
            "A variance is not positive: leave that Trust out, or say that limits cannot be "
            "calculated."
        )
    return scores, spreads


def _why_alphabetical(n: int, found: float | None) -> str:
    if n < FEWEST_TO_ORDER:
        there_are = "there is" if n == 1 else "there are"
        because = (
            f"{there_are} only {counted(n, 'Trust')} here, and an order by score needs at least six"
        )
    elif found is None:
        because = (
            "how far sectors differ within a Trust cannot be calculated, and an order by score "
            "needs it"
        )
    else:
        because = (
            "the scores differ too little, against the uncertainty of each, to put the Trusts in "
            f"order ({_rankability_text(found)})"
        )
    return f"In alphabetical order, because {because}."


def _rankability_text(found: float) -> str:
    # Rounded down, so that 69.8% does not read as the 70% that it misses.
    return (
        f"{math.floor(100 * found + DUST)}% of their differences is more than chance, and "
        f"{LEAST_RANKABILITY:.0%} is needed"
    )


def rank_confidence_sets(
    estimates: Sequence[float],
    standard_errors: Sequence[float],
    confidence: float = 0.95,
    seed: int = 0,
) -> list[tuple[int, int]]:
    """The best and the worst rank that each Trust may truly have, 1 the highest score (METHOD 2).

    Marginal sets of Mogstad, Romano, Shaikh and Wilhelm (2023): each holds the true rank of its own
    Trust with the confidence given. The differences of one Trust from all others are tested
    together, against the largest abs(t) that chance makes of them (parametric bootstrap, estimates
    independent and normal); those shown to differ are set aside and the rest tested again.

    The same numbers and seed give the same sets, in whatever order the Trusts come.
    """
    scores = finite(estimates, "estimates")
    errors = finite(standard_errors, "standard errors")
    check_confidence(confidence)
    if scores.size != errors.size:
        raise ValueError(
            f"{scores.size} estimates and {errors.size} standard errors: give one for each."
        )
    if (errors < DUST).any():
        raise ValueError(
            "A standard error is not positive: leave that Trust out, or say that ranks cannot be "
            "calculated."
        )
    order = np.lexsort((errors, scores))
    scores, errors = scores[order], errors[order]
    chance = np.random.default_rng(seed).standard_normal((_DRAWS, scores.size)) * errors
    sets = [(1, 1)] * scores.size
    for row, place in enumerate(order):
        above, below = _counts_above_and_below(row, scores, errors, chance, confidence)
        sets[place] = (1 + above, scores.size - below)
    return sets


def told_apart(ranks: Mapping[str, tuple[int, int]]) -> str:
    """Rank sets are given in order of score."""
    of_all = len(ranks)
    above = [name for name, (_, worst) in ranks.items() if worst < of_all]
    below = [name for name, (best, _) in ranks.items() if best > 1]
    if not above and not below:
        return (
            f"None of these {counted(of_all, 'Trust')} can be told apart from the others: each may "
            "stand anywhere in this order."
        )
    for alone, rest, where in ((below, above, "below"), (above, below, "above")):
        if len(alone) == 1 and len(rest) == of_all - 1 and alone[0] not in rest:
            return (
                f"Only {alone[0]} can be told apart, {where} all others; among these the order may "
                "be chance."
            )
    both = [name for name in above if name in below]
    kinds = (
        ([one for one in above if one not in both], "above some others"),
        (both, "above some others and below some"),
        ([one for one in below if one not in both], "below some others"),
    )
    parts = [
        named_or_counted(names, of_all, f"stands {where}", f"stand {where}")
        for names, where in kinds
        if names
    ]
    free = of_all - sum(len(names) for names, _ in kinds)
    if free:
        parts.append(f"{counted(free, 'other Trust')} may stand anywhere in this order")
    return f"Beyond chance, {'; '.join(parts)}."


def _counts_above_and_below(
    row: int, scores: Floats, errors: Floats, chance: Floats, confidence: float
) -> tuple[int, int]:
    others = np.delete(np.arange(scores.size), row)
    se = np.hypot(errors[row], errors[others])
    t = (scores[others] - scores[row]) / se
    drawn = np.abs(chance[:, others] - chance[:, [row]]) / se
    undecided = np.full(others.size, True)
    while undecided.any():
        largest = drawn[:, undecided].max(axis=1)
        critical = float(np.quantile(largest, confidence, method="higher"))
        apart = undecided & (np.abs(t) > critical)
        if not apart.any():
            break
        undecided &= ~apart
    return int((~undecided & (t > 0)).sum()), int((~undecided & (t < 0)).sum())
